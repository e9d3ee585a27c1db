import AlertRules
import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Testing

/// What reports tell of activity that alert rules name.
@Suite struct AlertsToldTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
  }

  private func event(
    _ id: String, on day: Int, _ name: String, _ blocks: [String] = [], _ more: String = "",
    by user: String = "alice"
  ) -> String {
    let permissions = blocks.map { block in
      #"{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"\#(block)"}]}}"#
    }
    return """
      {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(shop.day(day))",\
      "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1","readOnly":false,\
      "recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","userName":"\(user)"},\
      "requestParameters":{"groupId":"sg-a","ipPermissions":{"items":[\(permissions.joined(separator: ","))]}}\(more)}
      """
  }

  private func opened(_ blocks: String...) -> String {
    event("open", on: 3, "AuthorizeSecurityGroupIngress", blocks)
  }

  private var closed: String {
    event("close", on: 3, "RevokeSecurityGroupIngress", ["10.0.1.0/24"])
  }

  private func keep(_ events: String..., on day: Int = 4) throws {
    let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
    let path = try shop.temporary.write(text, to: "activity/a.json")
    _ = try ImportActivity(store: shop.store, paths: [path], at: shop.day(day)).run()
  }

  /// A record that covers that the group is opened to everybody, and nothing else.
  private func approve() throws {
    let path = try shop.temporary.write(
      """
      change: CHG1
      title: Open
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      window: { from: 2026-11-01T00:00:00Z, until: 2026-11-20T00:00:00Z }
      allows:
        - resource: { type: AWS::EC2::SecurityGroup, id: sg-a }
          action: modify
          edits:
            - added: IpPermissions
              where: { source: 0.0.0.0/0 }
      """, to: "changes/CHG1.yaml")
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(1)).register(
      ManageChangeRecords.read([path]), by: "gitops@example.com")
  }

  private func rule(
    _ pattern: String = "{ $.eventName = *SecurityGroupIngress }", id: String = "r",
    threshold: AlertRule.Threshold? = nil, unless: Bool = false
  ) throws -> AlertRule {
    AlertRule(
      id: id, title: "T", severity: .high, rationale: "w", source: "s",
      pattern: try FilterPattern(parsing: pattern), threshold: threshold, isUnlessApproved: unless,
      place: Problem.Place(file: "r.yaml"))
  }

  /// Audits on a day, and tells what the report says then.
  private func audit(on day: Int, _ rules: AlertRule...) throws -> [DriftReport.Alert] {
    let book = try LoadRules().load(from: shop.store)
    _ = try RunAudit(store: shop.store, baseline: "default", rules: book, at: shop.day(day)).run()
    return try compose(on: day, rules).audit().alerts
  }

  private func compose(on day: Int, _ rules: [AlertRule]) throws -> ComposeReport {
    var compose = ComposeReport(
      store: shop.store, baseline: "default", rules: try LoadRules().load(from: shop.store),
      at: shop.day(day))
    compose.alerts = AlertRuleBook(rules)
    return compose
  }

  @Test func `an alert says which event, who, when, what, and which finding it belongs to`() throws
  {
    try keep(opened("0.0.0.0/0"), closed)
    try shop.take(4, "0.0.0.0/0")
    let alerts = try audit(on: 4, rule(), rule("{ $.eventName = Revoke* }", id: "other"))
    #expect(alerts.map(\.event) == ["open", "close"])
    #expect(alerts.map { $0.rules.map(\.id) } == [["r"], ["r", "other"]])
    let open = try #require(alerts.first)
    #expect(open.at == shop.day(3) && open.actor == "alice" && open.resources == ["sg-a"])
    #expect(open.call == "ec2 AuthorizeSecurityGroupIngress" && open.findings == [1])
    let report = try compose(on: 4, [rule()]).audit()
    let text = report.text(ReportOptions(width: 200, isColoured: false))
    #expect(text.contains("Alerts\n  r  high, 2026-11-03 00:00 UTC, alice: ec2"))
    #expect(text.contains("of sg-a (F-1)") && text.contains("2 alerts"))
    #expect(try compose(on: 4, []).audit().alerts.isEmpty)
  }

  @Test func `unless approved is silent where a record covers all that the event did`() throws {
    try approve()
    try keep(opened("0.0.0.0/0"), closed)
    try shop.take(4, "0.0.0.0/0")
    let alerts = try audit(on: 4, rule(unless: true))
    #expect(alerts.map(\.event) == ["close"])
    #expect(alerts.first?.findings == [1])
    #expect(try audit(on: 4, rule()).count == 2)
  }

  @Test func `what came late is silent where an audit before approved what it did`() throws {
    try approve()
    try shop.take(4, "0.0.0.0/0")
    #expect(try audit(on: 4, rule(unless: true)).isEmpty)
    try shop.take(5, "0.0.0.0/0")
    #expect(try audit(on: 5, rule(unless: true)).isEmpty)
    try keep(opened("0.0.0.0/0"), closed, on: 6)
    #expect(try audit(on: 6, rule(unless: true)).map(\.event) == ["close"])
    // As often as it is asked, and by a threshold that looks back further than any audit.
    let often = AlertRule.Threshold(count: 1, period: 7 * 86_400, grouping: .all)
    #expect(try audit(on: 6, rule(threshold: often, unless: true)).map(\.event) == ["close"])
  }

  @Test func `what no snapshot shows was not approved`() throws {
    try approve()
    // The second block was open, and was closed again before anybody looked.
    try keep(opened("0.0.0.0/0", "10.9.0.0/16"), closed)
    try shop.take(4, "0.0.0.0/0")
    #expect(try audit(on: 4, rule(unless: true)).map(\.event) == ["open", "close"])
  }

  @Test func `what is not known to be the event's work was not approved`() throws {
    try approve()
    try keep(
      opened("10.7.0.0/16"),
      event(
        "refused", on: 3, "AuthorizeSecurityGroupIngress", ["0.0.0.0/0"],
        #","errorCode":"Client.UnauthorizedOperation""#))
    try shop.take(4, "0.0.0.0/0")
    #expect(try audit(on: 4, rule(unless: true)).map(\.event) == ["open", "refused"])
  }

  @Test func `an event since the snapshot is told at once, but where approval decides by the next`()
    throws
  {
    try approve()
    try shop.take(2, "10.0.1.0/24")
    try keep(opened("0.0.0.0/0"), on: 3)
    #expect(try audit(on: 3, rule()).map(\.event) == ["open"])
    #expect(try audit(on: 3, rule(unless: true)).isEmpty)
    try shop.take(4, "10.0.1.0/24")
    #expect(try audit(on: 4, rule(unless: true)).map(\.event) == ["open"])
  }

  @Test func `where accounts are read one after the other, a call waits for its own`() throws {
    try approve()
    try shop.take(2, "10.0.1.0/24")
    try keep(opened("0.0.0.0/0"), on: 3)
    func take(_ account: String, _ block: String, minutes: Int64) throws -> [DriftReport.Alert] {
      let moment = shop.day(3).advanced(bySeconds: minutes * 60)
      let text = #"""
        {"SecurityGroups":[{"GroupId":"sg-a","GroupName":"a","OwnerId":"\#(account)","Description":"d",
        "VpcId":"vpc-1","IpPermissionsEgress":[],"Tags":[],"IpPermissions":[{"IpProtocol":"tcp",
        "FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.1.0/24"},{"CidrIp":"\#(block)"}]}]}]}
        """#
      let folder = "exports-\(account)"
      _ = try shop.temporary.write(
        text, to: "\(folder)/\(account)/eu-west-1/ec2-describe-security-groups.json")
      _ = try ImportSnapshot(
        store: shop.store, paths: ["\(shop.temporary.folder)/\(folder)"], capturedAt: moment,
        now: moment
      ).run()
      let rules = try LoadRules().load(from: shop.store)
      _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: moment).run()
      var compose = ComposeReport(
        store: shop.store, baseline: "default", rules: rules, at: moment)
      compose.alerts = AlertRuleBook([try rule(unless: true)])
      let report = try compose.audit()
      let isWaiting = report.warnings.contains { $0.hasPrefix("1 call that") }
      #expect(isWaiting == (account != "111122223333"))
      return report.alerts
    }
    #expect(try take("444455556666", "10.9.0.0/16", minutes: 30).isEmpty)
    #expect(try take("444455556666", "10.9.0.0/16", minutes: 40).isEmpty)
    #expect(try take("111122223333", "0.0.0.0/0", minutes: 50).isEmpty)
  }

  @Test func `what came late is told by the audit after it, and once the next is over no more`()
    throws
  {
    try shop.take(4, "10.0.1.0/24")
    #expect(try audit(on: 4, rule()).isEmpty)
    try keep(opened("0.0.0.0/0"), on: 5)
    try shop.take(6, "10.0.1.0/24")
    #expect(try audit(on: 6, rule()).map(\.event) == ["open"])
    #expect(try audit(on: 6, rule()).map(\.event) == ["open"])
    try shop.take(7, "10.0.1.0/24")
    #expect(try audit(on: 7, rule()).isEmpty)
  }

  @Test func `a threshold counts what was before the period too`() throws {
    let many = (1...3).map { event("e\($0)", on: $0 + 1, "AuthorizeSecurityGroupIngress") }
    try keep(many[0], many[1])
    let threshold = AlertRule.Threshold(count: 3, period: 5 * 86_400, grouping: .actor)
    try shop.take(4, "10.0.1.0/24")
    #expect(try audit(on: 4, rule(threshold: threshold)).isEmpty)
    try keep(
      event("e4", on: 5, "AuthorizeSecurityGroupIngress", by: "bob"),
      event("e5", on: 5, "AuthorizeSecurityGroupIngress"), on: 6)
    try shop.take(6, "10.0.1.0/24")
    let alerts = try audit(on: 6, rule(threshold: threshold))
    #expect(alerts.map(\.event) == ["e5"])
    #expect(alerts.first?.rules.first?.threshold == "3 in 5d, by actor")
  }

  @Test(arguments: [true, false])
  func `a deletion is told unless a record covers it`(isCovered: Bool) throws {
    let path = try shop.temporary.write(
      """
      change: CHG2
      title: Gone
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      allows:
        - resource: { type: AWS::EC2::SecurityGroup, id: sg-a }
          action: delete
      """, to: "changes/CHG2.yaml")
    if isCovered {
      _ = try ManageChangeRecords(store: shop.store, at: shop.day(1)).register(
        ManageChangeRecords.read([path]), by: "gitops@example.com")
    }
    try keep(event("gone", on: 3, "DeleteSecurityGroup"))
    let place = "exports/111122223333/eu-west-1/ec2-describe-security-groups.json"
    _ = try shop.temporary.write(#"{"SecurityGroups": []}"#, to: place)
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/exports"], capturedAt: shop.day(4),
      now: shop.day(4)
    ).run()
    let told = try audit(on: 4, rule("{ $.eventName = Delete* }", unless: true)).map(\.event)
    #expect(told == (isCovered ? [] : ["gone"]))
  }

  @Test(
    arguments: [
      // Who opened the sessions, and whether what one actor did is told; the group is opened three times in each.
      (["mallory", "mallory", "mallory"], ["s1", "s2", "s3@evil"], true),
      ([nil, nil, nil], ["s1@a", "s2", "s3"], true), (["a", "b", "c"], ["s", "s", "s"], false),
    ] as [([String?], [String], Bool)])
  func `sessions are counted by who opened them, or by their role, never by their names`(
    openers: [String?], names: [String], isTold: Bool
  ) throws {
    var events: [String] = []
    for (place, (opener, name)) in zip(openers, names).enumerated() {
      if let opener {
        events.append(
          event(
            "open\(place)", on: 3, "AssumeRole", [],
            #","responseElements":{"credentials":{"accessKeyId":"ASIA\#(place)"}}"#, by: opener
          ).replacing("ec2.", with: "sts."))
      }
      events.append(
        event("e\(place)", on: 3, "AuthorizeSecurityGroupIngress").replacing(
          #"{"type":"IAMUser","userName":"alice"}"#,
          with: #"""
            {"type":"AssumedRole","principalId":"AROAX:\#(name)","accessKeyId":"ASIA\#(place)",
            "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/Ops","userName":"Ops"}}}
            """#))
    }
    let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
    let path = try shop.temporary.write(text, to: "activity/a.json")
    _ = try ImportActivity(store: shop.store, paths: [path], at: shop.day(4)).run()
    try shop.take(4, "10.0.1.0/24")
    let threshold = AlertRule.Threshold(count: 3, period: 300, grouping: .actor)
    let alerts = try audit(
      on: 4, rule("{ $.eventName = Authorize* }", threshold: threshold))
    #expect(alerts.map(\.event) == (isTold ? ["e2"] : []))
    let rows = try ListUnusual(store: shop.store, in: Window(from: nil, until: nil)).table().rows
    let seen = rows.filter { $0.map(\.text).contains("e2") }
    // Of each opener, and of the role, something was seen before.
    #expect(seen.isEmpty)
  }

  @Test func `a report on a period tells of the events in it that were known by its end`() throws {
    try shop.take(4, "0.0.0.0/0")
    try keep(opened("0.0.0.0/0"), on: 4)
    _ = try audit(on: 4)
    let past = try compose(on: 9, [rule()])
    let days = { (from: Int, until: Int) throws in
      try past.period(from: shop.day(from), until: shop.day(until)).alerts.map(\.event)
    }
    #expect(try days(2, 5) == ["open"])
    try keep(event("late", on: 3, "RevokeSecurityGroupIngress"), on: 8)
    #expect(try days(2, 5) == ["open"])
    #expect(try past.period(from: nil).alerts.map(\.event) == ["open", "late"])
  }
}

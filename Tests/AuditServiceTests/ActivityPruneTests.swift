import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Foundation
import SnapshotSources
import Testing

/// Calls that are old go; those that something stands on stay, and everything that is told of them.
@Suite struct ActivityPruneTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(3, "0.0.0.0/0")
    try shop.take(4, "0.0.0.0/0")
  }

  private func event(
    _ id: String, on day: Int, _ source: String, _ name: String, _ request: String,
    who: String =
      #""userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::111122223333:user/alice"}"#,
    _ more: String = ""
  ) -> String {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(shop.day(day).advanced(bySeconds: 3600))",\
    "eventSource":"\(source).amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
    "recipientAccountId":"111122223333","readOnly":false,\(who),"requestParameters":\(request)\(more)}
    """
  }

  private func rule(_ source: String) -> String {
    #"{"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"\#(source)"}]}}]}}"#
  }

  private let session =
    #""userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/R/s","accessKeyId":"ASIA1"}"#

  /// What opened the group and who stood behind it, what passed unseen, and what nothing stands on.
  private var events: [String] {
    [
      event("open", on: 2, "ec2", "AuthorizeSecurityGroupIngress", rule("0.0.0.0/0"), who: session),
      event("close", on: 2, "ec2", "RevokeSecurityGroupIngress", rule("10.0.1.0/24"), who: session),
      event(
        "role", on: 2, "sts", "AssumeRole", "{}",
        #","responseElements":{"credentials":{"accessKeyId":"ASIA1"}}"#),
      event(
        "other-role", on: 2, "sts", "AssumeRole", "{}",
        #","responseElements":{"credentials":{"accessKeyId":"ASIA2"}}"#),
      event("on", on: 3, "ec2", "AuthorizeSecurityGroupIngress", rule("10.9.0.0/16")),
      event("off", on: 3, "ec2", "RevokeSecurityGroupIngress", rule("10.9.0.0/16")),
      event("noise", on: 2, "sqs", "CreateQueue", #"{"queueName":"q"}"#),
      event(
        "refused", on: 2, "ec2", "DeleteSecurityGroup", #"{"groupId":"sg-a"}"#,
        #","errorCode":"Client.UnauthorizedOperation""#),
      event("new", on: 25, "sqs", "CreateQueue", #"{"queueName":"q"}"#),
    ]
  }

  private func keep(at day: Int = 5) throws -> ImportActivity.Outcome {
    let path = try shop.temporary.write(
      #"{"Records":[\#(events.joined(separator: ","))]}"#,
      to: "activity/calls.json")
    let quiet = try shop.temporary.write(
      #"{"Records":[]}"#,
      to: "activity/111122223333_CloudTrail_eu-west-1_20261102T0000Z_x.json")
    return try ImportActivity(store: shop.store, paths: [path, quiet], at: shop.day(day)).run()
  }

  private func report(on day: Int) throws -> DriftReport {
    try ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(day)
    ).audit()
  }

  @discardableResult
  private func prune(_ age: String = "10d", at day: Int = 30) throws -> PruneStore.Outcome {
    var pruning = shop.pruning(at: day)
    pruning.activityOlderThan = Age(parsing: age)
    let plan = try pruning.plan()
    let outcome = try pruning.run()
    #expect(outcome.plan == plan)
    return outcome
  }

  private func ids() throws -> [String] { try shop.store.activity().map(\.id).sorted() }

  @Test func `what a verdict or a finding stands on stays, with who stood behind it`() throws {
    _ = try keep()
    try shop.audit(on: 6)
    let before = try report(on: 29)
    #expect(before.findings.count == 2)
    #expect(
      Set(
        before.findings.flatMap(\.unapproved).flatMap { $0.attribution?.events ?? [] }
          .map(\.person)) == ["alice"])
    let outcome = try prune()
    #expect(outcome.plan.activity?.dropped == 3 && outcome.plan.activity?.held == 5)
    #expect(try ids() == ["close", "new", "off", "on", "open", "role"])
    let after = try report(on: 29)
    #expect(after.findings == before.findings)
    #expect(after.warnings.contains { $0.contains("were pruned on") } == true)
    #expect(try VerifyStore(store: shop.store).run().problems == [])
    // A further audit says the same.
    try shop.audit(on: 30)
    #expect(try report(on: 30).findings.map(\.edits) == before.findings.map(\.edits))
  }

  @Test func `calls on what no snapshot shows stay, whoever made them`() throws {
    let who =
      #""userIdentity":{"type":"IAMUser","userName":"mallory","arn":"arn:aws:iam::111122223333:user/mallory"}"#
    let path = try shop.temporary.write(
      """
      {"Records":[\(event(
        "m", on: 2, "ec2", "CreateSecurityGroup", "{}", #","responseElements":{"groupId":"sg-new"}"#)),
      \(event(
        "o", on: 2, "ec2", "AuthorizeSecurityGroupIngress",
        rule("0.0.0.0/0").replacing("sg-a", with: "sg-new"), who: who))]}
      """, to: "activity/unseen.json")
    _ = try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
    let end = try shop.temporary.write(
      event("d", on: 2, "ec2", "DeleteSecurityGroup", #"{"groupId":"sg-new"}"#),
      to: "activity/end.json")
    _ = try ImportActivity(store: shop.store, paths: [end], at: shop.day(5)).run()
    try shop.audit(on: 6)
    let before = try report(on: 29).findings
    #expect(before.contains { $0.resource.id.id == "sg-new" })
    try prune()
    #expect(try ids() == ["d", "m", "o"])
    try shop.audit(on: 30)
    #expect(try report(on: 30).findings.map(\.edits) == before.map(\.edits))
  }

  @Test func `what no audit has seen is kept`() throws {
    try shop.audit(on: 5)
    _ = try keep(at: 6)
    #expect(try prune().plan.activity?.dropped == 0)
    try shop.audit(on: 7)
    #expect(try prune().plan.activity?.dropped == 3)
  }

  /// What an audit may still need; nothing of it is dropped, and the plan says what it waits for.
  enum Need: CaseIterable {
    case noBaseline, baselineNeverAudited, readingNotAudited, scopeUnread, scopeNeverRead,
      scopeReadAgain

    var waitsFor: String? {
      switch self {
      case .noBaseline: nil
      case .baselineNeverAudited: "was never read whole and audited against other"
      case .readingNotAudited: "audited against other on 2026-11-01 00:00 UTC"
      case .scopeUnread, .scopeReadAgain:
        "AWS::EC2::VPC was last read whole and audited against default on 2026-11-01"
      case .scopeNeverRead: "AWS::EC2::VPC was never read whole and audited against default"
      }
    }
  }

  @Test(arguments: Need.allCases)
  func `what an audit may still need stays, and the plan says what it waits for`(need: Need) throws
  {
    let shop = try Shop()
    if need == .scopeUnread || need == .scopeReadAgain {
      _ = try shop.temporary.write(#"{"Vpcs":[]}"#, to: Self.vpcs)
    }
    try shop.take(1, "10.0.1.0/24")
    if need == .readingNotAudited {
      try shop.setBaseline("other", to: "1", on: 1)
      try shop.audit("other", on: 2)
    }
    if need == .scopeUnread || need == .scopeNeverRead {
      _ = try shop.temporary.write(
        "An error occurred (AccessDenied) when calling the DescribeVpcs operation: no",
        to: Self.vpcs)
    }
    if need == .scopeReadAgain { try retireNetworks(of: shop) }
    for day in [3, 4] { try shop.take(day, "0.0.0.0/0") }
    if need != .noBaseline {
      try shop.setBaseline("default", to: "1", on: 5)
      if need == .baselineNeverAudited { try shop.setBaseline("other", to: "1", on: 5) }
    }
    try shop.keep([shop.call("n", afterMinutes: 5, "CreateVpc", request: "{}")], as: "n", on: 5)
    if need != .noBaseline { try shop.audit(on: 6) }
    if need == .readingNotAudited {
      // It knows the call, and has not seen the reading that came after it.
      #expect(try shop.store.activity().count == 1)
    }
    if need == .scopeReadAgain {
      _ = try shop.temporary.write(#"{"Vpcs":[]}"#, to: Self.vpcs)
      try shop.take(7, "0.0.0.0/0")
    }
    var pruning = shop.pruning()
    pruning.activityOlderThan = Age(parsing: "10d")
    let plan = try pruning.plan()
    #expect(plan.isEmpty && plan.activity?.waiting == 1)
    let text = PruneText(plan: plan).text(.text, ReportOptions(width: 200))
    #expect(
      need.waitsFor.map(text.contains)
        ?? text.contains("1 kept until an audit of every baseline has seen them"), "\(text)")
  }

  private func retireNetworks(of shop: Shop) throws {
    try FileManager.default.removeItem(atPath: "\(shop.temporary.folder)/\(Self.vpcs)")
    let scope = Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC")
    _ = try shop.store.setRetired(
      true, wanted: [scope], choosing: { $0 == scope }, at: shop.day(2), by: "ada", reason: "gone")
  }

  private static let vpcs = "exports/111122223333/eu-west-1/ec2-describe-vpcs.json"

  @Test func `what nothing is old enough for, or is kept for ever, leaves no entry`() throws {
    _ = try keep()
    try shop.audit(on: 6)
    #expect(try prune("52w").plan.isEmpty)
    #expect(try shop.pruning().run().plan.activity == nil)
    #expect(try shop.store.prunings().isEmpty)
  }

  @Test func `a file that is imported again brings nothing back`() throws {
    _ = try keep()
    try shop.audit(on: 6)
    try prune()
    let kept = try ids()
    #expect(try keep(at: 30).new == 0)
    #expect(try ids() == kept)
    #expect(try prune().plan.isEmpty)
  }

  @Test func `which times are kept begins with what was not pruned`() throws {
    _ = try keep()
    try shop.audit(on: 6)
    let list = ListActivity(store: shop.store)
    #expect(try list.coverage().rows.count == 1)
    try prune()
    #expect(
      try list.coverage().rows.map { $0.map(\.text).joined(separator: " ") } == [
        "111122223333 eu-west-1 pruned 2026-11-02T00:00:00Z 2026-11-02T01:00:00Z"
      ])
  }

  /// A call on nothing that is listed, in a time of which all activity is kept.
  private func keepNoise(in shop: Shop) throws {
    let span = ActivitySpan(
      account: "111122223333", region: "eu-west-1", from: shop.day(1).advanced(bySeconds: -3600),
      until: shop.day(29))
    let noise = StoredActivity(
      id: "n", at: shop.day(2), account: "111122223333", region: "eu-west-1",
      source: "sqs.amazonaws.com", name: "CreateQueue", actor: "alice", means: nil, person: "alice",
      accessKey: nil, openedKey: nil, errorCode: nil, body: "{}", resources: [])
    _ = try shop.store.addActivity([noise], of: [span], from: "x", at: shop.day(5))
  }

  private func grades(of shop: Shop, on day: Int) throws -> Set<EditAttribution.Grade?> {
    let report = try ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(day)
    ).audit()
    return Set(report.findings.flatMap(\.unapproved).map { $0.attribution?.grade })
  }

  @Test func `what was judged while all was kept is unexplained as before`() throws {
    try keepNoise(in: shop)
    try shop.audit(on: 6)
    #expect(try grades(of: shop, on: 29) == [.unexplained])
    #expect(try prune().plan.activity?.dropped == 1)
    #expect(try grades(of: shop, on: 29) == [.unexplained])
  }

  /// A group that was opened on the second day; who did it was pruned, for nothing stood on it: everybody had agreed to
  /// the third day.
  private func pruned(by user: String) throws -> Shop {
    let shop = try Shop()
    for (day, source) in [(1, "10.0.1.0/24"), (3, "0.0.0.0/0"), (4, "0.0.0.0/0")] {
      try shop.take(day, source)
    }
    try shop.setBaseline("default", to: "2", on: 4)
    let opened = shop.call(
      "open", afterMinutes: 5, "AuthorizeSecurityGroupIngress", request: rule("0.0.0.0/0"), by: user
    )
    let closed = shop.call(
      "close", afterMinutes: 6, "RevokeSecurityGroupIngress", request: rule("10.0.1.0/24"), by: user
    )
    try shop.keep(
      [opened, closed], as: "111122223333_CloudTrail_eu-west-1_20261102T0010Z_x.json", on: 5)
    try shop.audit(on: 6)
    var pruning = shop.pruning(at: 20)
    pruning.activityOlderThan = Age(parsing: "1d")
    #expect(try pruning.run().plan.activity?.dropped == 2)
    try shop.setBaseline("old", to: "1", on: 20)
    return shop
  }

  private func report(_ shop: Shop, _ record: ChangeRecord?) throws -> DriftReport {
    let rules = RuleBook(records: [record].compactMap { $0 })
    _ = try RunAudit(store: shop.store, baseline: "old", rules: rules, at: shop.day(21)).run()
    return try ComposeReport(store: shop.store, baseline: "old", rules: rules, at: shop.day(21))
      .audit()
  }

  @Test func `of what is judged later in a pruned time nothing is said to be unexplained`() throws {
    let report = try report(try pruned(by: "alice"), nil)
    let grades = report.findings.flatMap(\.unapproved).map { $0.attribution?.grade }
    #expect(Set(grades) == [.notCovered] && !grades.isEmpty)
  }

  /// What a record says besides that alice's or mallory's change is allowed.
  enum Condition: CaseIterable { case implementers, windowThatOverlaps, none }

  @Test(arguments: Condition.allCases)
  func `of calls that were pruned nobody can say that the right one made them in time`(
    condition: Condition
  ) throws {
    let shop = try pruned(by: "mallory")
    let record = ChangeRecord(
      number: "CHG1", kind: .normal, state: .approved, requestedBy: "carol",
      approvals: [.init(by: "dora", at: shop.day(1).advanced(bySeconds: -86_400))],
      window: Window(
        from: shop.day(1).advanced(bySeconds: -3600),
        until: shop.day(condition == .windowThatOverlaps ? 2 : 4)),
      implementers: condition == .implementers
        ? [Glob("arn:aws:iam::111122223333:user/alice")] : [],
      allows: [
        Allowance(
          resource: ResourceSelector(id: Glob("sg-a")), action: .modify,
          edits: PathPattern(parsing: "IpPermissions").map { path in
            [.added, .removed].map { Clause(word: $0, path: path) }
          } ?? [])
      ])
    let report = try report(shop, record)
    let lacks = report.findings.flatMap(\.unapproved).flatMap { edit -> [String] in
      guard case .unapproved(let near) = edit.verdict else { return [] }
      return near.map(\.lacks)
    }
    #expect(report.findings.isEmpty == (condition == .none), "\(lacks)")
    #expect(
      lacks.allSatisfy { $0.contains("calls of that time were pruned") }, "\(lacks)")
  }

  @Test func `a call of a pruned time that comes late is new`() throws {
    _ = try keep()
    try shop.audit(on: 6)
    try prune()
    try shop.keep(
      [shop.call("late", afterMinutes: 90, "CreateVpc", request: "{}")], as: "late", on: 30)
    #expect(try ids().contains("late"))
    #expect(try report(on: 30).warnings.contains { $0.hasPrefix("1 call came after") } == false)
    let late = shop.call(
      "late-on-group", afterMinutes: 91, "AuthorizeSecurityGroupIngress",
      request: rule("10.8.0.0/16"))
    try shop.keep([late], as: "late-on-group", on: 30)
    #expect(try report(on: 30).warnings.contains { $0.hasPrefix("1 call came after") } == false)
  }

  @Test(arguments: [4, 30])
  func `a call that comes after others of its time on its resource were pruned is told`(
    minutes: Int64
  ) throws {
    let shop = try pruned(by: "mallory")
    func isTold(_ id: String, afterMinutes minutes: Int64) throws -> Bool {
      let late = shop.call(
        id, afterMinutes: minutes, "AuthorizeSecurityGroupIngress", request: rule("10.8.0.0/16"))
      try shop.keep([late], as: id, on: 21)
      return try report(shop, nil).warnings.contains { $0.hasPrefix("1 call came after") }
    }
    #expect(try !isTold("of-another-time", afterMinutes: 10 * 24 * 60))
    #expect(try isTold("late", afterMinutes: minutes))
  }

  @Test func `who made and deleted a thing beside a pruned call is asked for in vain`() throws {
    let shop = try Shop()
    for day in [1, 4] { try shop.take(day, "10.0.1.0/24") }
    try shop.setBaseline("default", to: "1", on: 1)
    let opened = shop.call(
      "o", afterMinutes: 20, "AuthorizeSecurityGroupIngress",
      request: rule("0.0.0.0/0").replacing("sg-a", with: "sg-new"), by: "mallory")
    try shop.keep([opened], as: "o.json", on: 5)
    try shop.audit(on: 6)
    var pruning = shop.pruning(at: 20)
    pruning.activityOlderThan = Age(parsing: "7d")
    #expect(try pruning.run().plan.activity?.dropped == 1)
    let made = shop.call(
      "m", afterMinutes: 10, "CreateSecurityGroup", request: "{}", answer: #"{"groupId":"sg-new"}"#)
    let deleted = shop.call(
      "d", afterMinutes: 30, "DeleteSecurityGroup", request: #"{"groupId":"sg-new"}"#)
    try shop.keep([made, deleted], as: "late.json", on: 20)
    let alice = ChangeRecord(
      number: "CHG1", kind: .normal, state: .approved, requestedBy: "carol",
      approvals: [.init(by: "dora", at: shop.day(1))],
      window: Window(from: shop.day(1), until: shop.day(4)),
      implementers: [Glob("arn:aws:iam::111122223333:user/alice")],
      allows: [.create, .delete].map {
        Allowance(resource: ResourceSelector(id: Glob("sg-new")), action: $0, edits: [])
      })
    #expect(try shop.report([alice], ignores: [], on: 21).hasUnapproved)
  }
}

import AlertRules
import AuditSchedule
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Testing

/// Who is told of calls that alert rules name, and in which messages.
@Suite struct AlertNoticeTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.audit(on: 1)
  }

  private func rule(
    _ pattern: String = "{ $.eventName = *SecurityGroupIngress }", id: String = "r",
    severity: Severity = .high, threshold: AlertRule.Threshold? = nil, unless: Bool = false,
    ships: Bool = false
  ) throws -> AlertRule {
    var rule = AlertRule(
      id: id, title: "Title of \(id)", severity: severity, rationale: "w", source: "s",
      pattern: try FilterPattern(parsing: pattern), threshold: threshold, isUnlessApproved: unless,
      place: Problem.Place(file: "r.yaml"))
    rule.isShipped = ships
    return rule
  }

  /// Opens port 443 of the group to a network.
  private func opened(
    _ id: String, _ network: String = "0.0.0.0/0", minutes: Int64 = 0, by user: String = "alice"
  ) -> String {
    let request = """
      {"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,\
      "ipRanges":{"items":[{"cidrIp":"\(network)"}]}}]}}
      """
    return shop.call(
      id, afterMinutes: minutes, "AuthorizeSecurityGroupIngress", request: request, by: user)
  }

  private func destination(
    _ name: String = "team", _ change: (inout NoticeDestination) -> Void = { _ in }
  ) -> NoticeDestination {
    var destination = NoticeDestination(name: name, channel: .program(.init(command: ["x"])))
    change(&destination)
    return destination
  }

  private func audit(
    on day: Int, _ rules: [AlertRule], _ destinations: [NoticeDestination],
    baseline: String = "default"
  ) throws {
    var audit = RunAudit(
      store: shop.store, baseline: baseline, rules: try LoadRules().load(from: shop.store),
      at: shop.day(day))
    audit.notices = settings(destinations)
    audit.alerts = AlertRuleBook(rules)
    _ = try audit.run()
  }

  private func settings(_ destinations: [NoticeDestination]) -> Settings.Notices {
    var notices = Settings.Notices()
    notices.destinations = destinations
    return notices
  }

  /// Audits, makes messages, and sends them; what was sent.
  private func told(
    on day: Int, _ rules: [AlertRule], _ destinations: [NoticeDestination]? = nil
  ) throws -> [OutgoingMessage] {
    let destinations = destinations ?? [destination()]
    try audit(on: day, rules, destinations)
    return try sent(on: day, destinations)
  }

  private func sent(on day: Int, _ destinations: [NoticeDestination]) throws -> [OutgoingMessage] {
    let store = shop.store
    _ = try GatherNotices(store: store, notices: settings(destinations), at: shop.day(day)).run()
    let waiting = try store.messages(in: [.waiting])
    for message in waiting {
      _ = try store.claim(message, until: shop.day(day))
      try store.settle(message.number, .sent(reference: nil), attempt: 1, at: shop.day(day))
    }
    return waiting.map(\.message)
  }

  private func data(_ message: OutgoingMessage) throws -> ConfigurationValue? {
    try JSONParser().parse(message.body)["data"]
  }

  private func calls(_ messages: [OutgoingMessage]) throws -> [[String]] {
    try messages.map { try (data($0)?["calls"]?.members ?? []).compactMap(\.string) }
  }

  @Test func `a call that a rule names is told once, whoever audits and however often`() throws {
    try shop.setBaseline("other", to: "1", on: 1)
    try shop.keep([opened("a")], as: "a", on: 3)
    let messages = try told(on: 3, [rule()])
    #expect(messages.map(\.act) == [.open])
    #expect(try calls(messages) == [["a"]])
    #expect(
      messages[0].subject
        == "HIGH, alert: Title of r: ec2 AuthorizeSecurityGroupIngress of sg-a by alice in 111122223333 eu-west-1"
    )
    for part in ["plumb activity show a", "plumb alert show r", "carried out"] {
      #expect(messages[0].body.contains(part), "\(part)")
    }
    try audit(on: 4, [rule(), rule(id: "more", severity: .critical)], [destination()])
    try audit(on: 4, [rule()], [destination()], baseline: "other")
    try shop.take(5, "10.0.1.0/24")
    try audit(on: 5, [rule()], [destination()])
    #expect(try sent(on: 5, [destination()]).isEmpty)
    #expect(try shop.store.verify().problems.isEmpty)
  }

  @Test func `what was before a destination, a rule or the baseline is told to nobody`() throws {
    try shop.keep([opened("old")], as: "old", on: 3)
    // The first audit with rules, of activity that an audit knew already.
    try audit(on: 3, [], [destination()])
    #expect(try told(on: 4, [rule()]).isEmpty)
    try shop.keep([opened("new", minutes: 1)], as: "new", on: 4)
    #expect(try calls(told(on: 4, [rule()])) == [["new"]])
    #expect(try told(on: 5, [rule()], [destination("late")]).isEmpty)
    // What comes late and happened before the baseline's first audit began to look.
    try shop.keep([opened("history", minutes: -3 * 1440)], as: "history", on: 5)
    #expect(try told(on: 5, [rule()]).isEmpty)
  }

  @Test func `a first audit tells of what came to be known since its baseline was made`() throws {
    try shop.keep([opened("before")], as: "before", on: 3)
    try shop.setBaseline("young", to: "1", on: 3)
    try shop.keep([opened("after", minutes: 1)], as: "after", on: 3)
    try audit(on: 4, [rule()], [destination()], baseline: "young")
    #expect(try calls(sent(on: 4, [destination()])) == [["after"]])
  }

  @Test func `an alert of a finding's call stands in the finding's message`() throws {
    let elsewhere = shop.call(
      "b", afterMinutes: 9, "AuthorizeSecurityGroupIngress", request: shop.openPort(of: "sg-b"),
      by: "bob")
    try shop.keep([opened("a"), elsewhere], as: "a", on: 3)
    try shop.take(3, "0.0.0.0/0")
    let messages = try told(on: 3, [rule()])
    #expect(try calls(messages) == [[], ["b"]])
    let entry = try data(messages[0])?["entries"]?.members?.first
    #expect(entry?["ids"]?.string == "F-1")
    #expect(entry?["alerts"]?.members?.map { $0["call"]?.string } == ["a"])
    // Whoever is told of no findings is told of the alert by itself, with the finding.
    let alone = destination("alerts") { destination in
      var filter = NoticeFilter()
      filter.classes = [.alert]
      destination.only = [filter]
    }
    let other = try AlertNoticeTests()
    try other.shop.keep([other.opened("a")], as: "a", on: 3)
    try other.shop.take(3, "0.0.0.0/0")
    let own = try other.told(on: 3, [rule()], [alone])
    #expect(try other.calls(own) == [["a"]])
    #expect(own[0].body.contains("it made edits of F-1"))
  }

  @Test func `the end of a finding closes no incident that tells a call by itself`() throws {
    let pager = NoticeDestination(
      name: "team", channel: .pagerDuty(.init(routingKey: .variable("KEY"))))
    let elsewhere = shop.call(
      "b", afterMinutes: 0, "AuthorizeSecurityGroupIngress", request: shop.openPort(of: "sg-b"))
    try shop.keep([opened("a"), elsewhere], as: "a", on: 3)
    try shop.take(3, "0.0.0.0/0")
    let first = try told(on: 3, [rule()], [pager])
    #expect(first.map(\.act) == [.open])
    let details = try JSONParser().parse(first[0].body)["payload"]?["custom_details"]
    #expect(details?["calls"]?.members?.map(\.string) == ["b"])
    try shop.decide(.acknowledge)
    let looked = try told(on: 9, [rule()], [pager])
    #expect(looked.map(\.act) == [.update])
    try shop.take(10, "10.0.1.0/24")
    let last = try told(on: 10, [rule()], [pager])
    #expect(last.map(\.thread) == first.map(\.key) && last.map(\.act) == [.update])
    #expect(try JSONParser().parse(last[0].body)["event_action"]?.string == "trigger")
  }

  @Test func `an alert that comes after its finding goes on in the finding's thread`() throws {
    try shop.take(3, "0.0.0.0/0")
    let first = try told(on: 3, [rule()])
    #expect(first.map(\.act) == [.open])
    try shop.keep([opened("a")], as: "a", on: 4)
    let second = try told(on: 4, [rule()])
    #expect(second.map(\.act) == [.update])
    #expect(second.map(\.thread) == first.map(\.key))
    #expect(second[0].subject.contains(", alert: security group"))
    #expect(second[0].body.contains("\"rule\":\"r\"") || second[0].body.contains("\"rule\": \"r\""))
    #expect(try told(on: 5, [rule()]).isEmpty)
  }

  @Test func `what approval decides is told by the audit that knows, once`() throws {
    let unless = try rule(unless: true)
    try shop.keep([opened("a", "10.7.0.0/16")], as: "a", on: 2)
    #expect(try told(on: 2, [unless]).isEmpty)
    #expect(try told(on: 2, [unless]).isEmpty)
    try shop.take(4, "10.0.1.0/24")
    #expect(try calls(told(on: 4, [unless])) == [["a"]])
    #expect(try told(on: 5, [unless]).isEmpty)
  }

  @Test func `what approval decides waits for no snapshot that never comes`() throws {
    let unless = try rule(unless: true)
    try shop.keep([opened("a", "10.7.0.0/16")], as: "a", on: 2)
    #expect(try told(on: 2, [unless]).isEmpty)
    #expect(try calls(told(on: 3, [unless])) == [["a"]])
    try shop.take(4, "10.0.1.0/24")
    #expect(try told(on: 4, [unless]).isEmpty)
  }

  @Test func `a call that waited is told where its rule waits no longer`() throws {
    try shop.keep([opened("a", "10.7.0.0/16")], as: "a", on: 2)
    #expect(try told(on: 2, [rule(unless: true)]).isEmpty)
    try shop.take(4, "10.0.1.0/24")
    #expect(try calls(told(on: 4, [rule()])) == [["a"]])
    #expect(try told(on: 5, [rule()]).isEmpty)
  }

  @Test(arguments: [true, false])
  func `an alert acknowledges nothing, whether the acknowledgement before was sent or not`(
    isSent: Bool
  )
    throws
  {
    try shop.take(3, "0.0.0.0/0")
    #expect(try told(on: 3, [rule()]).map(\.act) == [.open])
    try shop.decide(.acknowledge)
    if isSent { #expect(try sent(on: 9, [destination()]).map(\.act) == [.acknowledge]) }
    try shop.keep([opened("a")], as: "a", on: 10)
    #expect(try told(on: 10, [rule()]).map(\.act) == [.update])
  }

  @Test func `quiet hours do not hold back what an alert of a finding makes bad enough`() throws {
    let quiet = destination { destination in
      destination.timing.quiet = .init(from: 0, until: 60, zone: .utc)
      destination.timing.unless = .critical
    }
    try shop.keep([opened("a", "10.9.0.0/16")], as: "a", on: 3)
    try shop.take(3, "10.9.0.0/16")
    let bad = try rule(severity: .critical)
    try audit(on: 3, [bad], [quiet])
    let notices = settings([quiet])
    #expect(try GatherNotices(store: shop.store, notices: notices, at: shop.day(3)).run() == 1)
    let next = try NextMessages(store: shop.store, notices: notices, at: shop.day(3)).all()
    #expect(next.map(\.message.destination) == ["team"])
  }

  @Test func `of a call beyond the table of calls whoever asks for any type may be meant`() throws {
    let rules = try [rule("{ $.eventName = TerminateInstances }")]
    func only(_ name: String, _ selector: ResourceSelector) -> NoticeDestination {
      destination(name) {
        var filter = NoticeFilter()
        filter.resource = selector
        $0.only = [filter]
      }
    }
    let destinations = [
      only("type", ResourceSelector(type: Glob("AWS::EC2::*"))),
      only("id", ResourceSelector(id: Glob("i-1"))),
      only("other", ResourceSelector(account: Glob("4*"))),
    ]
    let call = shop.call(
      "a", afterMinutes: 0, "TerminateInstances",
      request: #"{"instancesSet":{"items":[{"instanceId":"i-1"}]}}"#)
    try shop.keep([call], as: "a", on: 3)
    #expect(try told(on: 3, rules, destinations).map(\.destination) == ["type", "id"])
  }

  @Test func `a rule that ships is told of to whom asks for it, and names the call to no one else`()
    throws
  {
    let rules = try [rule(id: "own", severity: .low), rule(id: "ships", ships: true)]
    let asking = destination("asking") { destination in
      var filter = NoticeFilter()
      filter.classes = [.alert]
      destination.only = [filter]
    }
    try shop.keep([opened("a")], as: "a", on: 3)
    let messages = try told(on: 3, rules, [destination(), asking])
    let named = try messages.map { message in
      try (data(message)?["entries"]?.members?.first?["alerts"]?.members ?? [])
        .compactMap { $0["rule"]?.string }
    }
    #expect(messages.map(\.destination) == ["team", "asking"])
    #expect(named == [["own"], ["ships", "own"]])
    #expect(messages[0].subject.hasPrefix("LOW, ") && messages[1].subject.hasPrefix("HIGH, "))
    try shop.keep([opened("b", minutes: 9)], as: "b", on: 4)
    let later = try told(on: 4, [rules[1]], [destination(), asking])
    #expect(later.map(\.destination) == ["asking"])
  }

  @Test func `what is worse than what was told is told again, once`() throws {
    let rules = try [
      rule(severity: .low), rule(id: "worse", severity: .critical, unless: true),
      rule(id: "alike", severity: .low, unless: true),
    ]
    try shop.keep([opened("a", "10.7.0.0/16")], as: "a", on: 2)
    #expect(try told(on: 2, rules).map { $0.subject.prefix(10) } == ["LOW, alert"])
    try shop.take(4, "10.0.1.0/24")
    let messages = try told(on: 4, rules)
    #expect(try calls(messages) == [["a"]])
    #expect(messages[0].subject.hasPrefix("CRITICAL, alert: Title of worse"))
    #expect(!messages[0].body.contains("alike"))
    #expect(try told(on: 5, rules).isEmpty)
    #expect(try shop.store.verify().problems.isEmpty)
  }

  @Test func `news that a destination does not want carries no alert`() throws {
    let terse = destination { $0.news = [.opened] }
    try shop.take(3, "0.0.0.0/0")
    #expect(try told(on: 3, [rule()], [terse]).count == 1)
    try shop.decide(.acknowledge)
    try shop.keep([opened("a")], as: "a", on: 10)
    let messages = try told(on: 10, [rule()], [terse])
    #expect(messages.map(\.act) == [.update])
    #expect(messages.allSatisfy { $0.subject.hasSuffix("; alert: Title of r") })
  }

  @Test func `what one actor did within a minute stands together, in a message of its own`() throws
  {
    try shop.keep(
      [
        opened("a", minutes: 1), opened("b", "10.9.0.0/16", minutes: 2),
        opened("c", minutes: 2, by: "bob"), opened("d", minutes: 9),
      ], as: "a", on: 3)
    #expect(try calls(told(on: 3, [rule()])) == [["a", "b"], ["c"], ["d"]])
  }

  @Test func `a threshold is told when it is reached, by the call that reached it`() throws {
    let often = try rule(threshold: .init(count: 3, period: 3600, grouping: .actor))
    try shop.keep([opened("a", minutes: 1), opened("b", minutes: 2)], as: "a", on: 3)
    #expect(try told(on: 3, [often]).isEmpty)
    try shop.keep([opened("c", minutes: 3), opened("d", minutes: 4)], as: "c", on: 3)
    let messages = try told(on: 4, [often])
    #expect(try calls(messages) == [["c"]])
    #expect(messages[0].body.contains("3 in 1h, by actor"))
    #expect(try told(on: 5, [often]).isEmpty)
  }

  @Test func `quiet hours hold back what is not bad enough, and a digest gathers alerts`() throws {
    try shop.keep([opened("a"), opened("c", minutes: 9, by: "bob")], as: "a", on: 3)
    let quiet = destination { destination in
      destination.timing.quiet = .init(from: 0, until: 60, zone: .utc)
      destination.timing.unless = .critical
    }
    #expect(try told(on: 3, [rule()], [quiet]).isEmpty)
    try shop.keep([opened("b", minutes: 20)], as: "b", on: 4)
    let bad = try rule(severity: .critical)
    #expect(try calls(told(on: 4, [bad], [quiet])) == [["b"]])
    var digest = destination()
    digest.timing.digest = .init(.every(seconds: 3600))
    #expect(try calls(sent(on: 5, [digest])) == [["a", "c"]])
  }

  @Test func `an alert that waits for a destination that is gone is told to others, once`() throws {
    try shop.keep([opened("a")], as: "a", on: 3)
    try audit(on: 3, [rule(ships: true)], [asking("a"), asking("c")])
    var nothing = NoticeFilter()
    nothing.actor = Glob("bob")
    let others = [
      destination("b"), destination("d") { $0.only = [nothing] },
      destination("e") { $0.news = [.ended] },
    ]
    let pass = PassOnNotices(store: shop.store, notices: settings(others), at: shop.day(3))
    #expect(try pass.run().problems.count == 2)
    let told = try sent(on: 3, others)
    #expect(told.map(\.destination) == ["b"])
    #expect(try calls(told) == [["a"]])
    #expect(try pass.run().problems.isEmpty && shop.store.newsWaiting().isEmpty)
    #expect(try shop.store.verify().problems.isEmpty)
  }

  @Test func `a message of alerts is written anew for a destination of another kind`() throws {
    try shop.keep([opened("a")], as: "a", on: 3)
    try audit(on: 3, [rule()], [destination()])
    _ = try GatherNotices(
      store: shop.store, notices: settings([destination()]), at: shop.day(3)
    ).run()
    let slack = settings([NoticeDestination(name: "team", channel: .slack(.variable("URL")))])
    try RewriteMessages(store: shop.store, notices: slack, at: shop.day(3)).run()
    let waiting = try shop.store.messages(in: [.waiting]).map(\.message)
    #expect(waiting.map(\.channel) == ["slack"])
    #expect(waiting.allSatisfy { $0.body.contains("\"blocks\"") && $0.body.contains("Title of r") })
  }

  /// A destination that asks for alerts of rules that ship too.
  private func asking(_ name: String) -> NoticeDestination {
    destination(name) {
      var filter = NoticeFilter()
      filter.classes = [.alert]
      $0.only = [filter]
    }
  }
}

import AlertRules
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Testing

/// An audit without settings has nobody to tell: what it found is told by the next one that has.
@Suite struct UntoldAuditTests {
  private let shop: Shop
  private let team = NoticeDestination(name: "team", channel: .program(.init(command: ["x"])))
  private let other = NoticeDestination(name: "other", channel: .program(.init(command: ["x"])))

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.1.0.0/16")
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(on: 1, [team])
  }

  private func notices(_ destinations: [NoticeDestination]) -> Settings.Notices {
    var notices = Settings.Notices()
    notices.destinations = destinations
    return notices
  }

  /// - Parameter destinations: Nil where there are no settings.
  private func audit(
    on day: Int, _ destinations: [NoticeDestination]?, by rules: [AlertRule] = []
  ) throws {
    var audit = RunAudit(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(day))
    audit.notices = destinations.map(notices)
    audit.alerts = AlertRuleBook(rules)
    _ = try audit.run()
  }

  /// What waits to be told, a line each, which then counts as told.
  private func waiting() throws -> [String] {
    let news = try shop.store.newsWaiting()
    try shop.store.leaveUntold(news)
    return news.notices.map { "\($0.destination) F-\($0.finding) \($0.kind.rawValue)" }
      + news.alerts.map { "\($0.destination) \($0.call)" }
  }

  @Test func `what opened, and what came to it, is told by the next audit with settings`() throws {
    try shop.take(2, "10.2.0.0/16")
    try audit(on: 2, nil)
    try shop.take(3, "10.3.0.0/16")
    try audit(on: 3, nil)
    #expect(try waiting().isEmpty)
    try audit(on: 4, [team, other])
    #expect(try waiting() == ["team F-1 opened", "other F-1 opened"])
    try audit(on: 5, [team, other])
    #expect(try waiting().isEmpty)
    #expect(try shop.store.verify().problems.isEmpty)
  }

  @Test func `edits that came to a finding are told to who was told of it, once`() throws {
    try shop.take(2, "10.2.0.0/16")
    try audit(on: 2, [team])
    #expect(try waiting() == ["team F-1 opened"])
    try shop.take(3, "10.3.0.0/16")
    try audit(on: 3, nil)
    try audit(on: 4, [team])
    #expect(try waiting() == ["team F-1 changed"])
    try shop.take(5, "10.4.0.0/16")
    try audit(on: 5, nil)
    try shop.take(6, "10.5.0.0/16")
    try audit(on: 6, [team])
    #expect(try waiting() == ["team F-1 changed"])
  }

  @Test func `what came back is told to others too, and what is over to nobody new`() throws {
    try shop.take(2, "10.2.0.0/16")
    try audit(on: 2, [team])
    try shop.take(3, "10.1.0.0/16")
    try audit(on: 3, nil)
    // The store tells the end to whoever knew.
    #expect(try waiting() == ["team F-1 opened", "team F-1 reverted"])
    try shop.take(4, "10.2.0.0/16")
    try audit(on: 4, nil)
    try shop.take(5, "10.1.0.0/16")
    try audit(on: 5, [team, other])
    #expect(try waiting().filter { $0.hasPrefix("other") }.isEmpty)
  }

  @Test
  func `settings without destinations tell nobody on purpose, and a first destination begins`()
    throws
  {
    try shop.take(2, "10.2.0.0/16")
    try audit(on: 2, [])
    try audit(on: 3, [team])
    #expect(try waiting().isEmpty)
  }

  @Test func `where no audit ever had settings, a first destination begins with what comes`() throws
  {
    let shop = try Shop()
    try shop.take(1, "10.1.0.0/16")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.audit(on: 1)
    try shop.take(2, "10.2.0.0/16")
    try shop.audit(on: 2)
    var audit = RunAudit(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(3))
    audit.notices = notices([team])
    _ = try audit.run()
    #expect(try shop.store.newsWaiting().isEmpty)
  }

  @Test func `alerts of calls that such an audit saw are told too`() throws {
    let rule = AlertRule(
      id: "r", title: "t", severity: .high, rationale: "w", source: "s",
      pattern: try FilterPattern(parsing: "{ $.eventName = DeleteVpc }"), threshold: nil,
      isUnlessApproved: false, place: Problem.Place(file: "r.yaml"))
    let call = shop.call("c", afterMinutes: 5, "DeleteVpc", request: #"{"vpcId":"vpc-1"}"#)
    try shop.keep([call], as: "c", on: 3)
    try audit(on: 3, nil, by: [rule])
    try shop.take(4, "10.1.0.0/16")
    try audit(on: 4, nil, by: [rule])
    try audit(on: 5, [team], by: [rule])
    #expect(try waiting() == ["team c"])
    try audit(on: 6, [team], by: [rule])
    #expect(try waiting().isEmpty)
  }
}

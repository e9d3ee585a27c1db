import AlertRules
import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// What is said of times of which calls were pruned: a list that holds none of them is no clean answer.
@Suite struct PrunedCallsTests {
  private let shop: Shop

  /// A machine that was tagged on the second day, and another one on the eleventh; the first call was pruned.
  init() throws {
    shop = try Shop()
    try shop.readTwice()
    try shop.keep([tag("old", "i-1", on: 2), tag("new", "i-2", on: 11)], as: "tags.json", on: 12)
    try shop.audit(on: 12)
    var pruning = shop.pruning(at: 20)
    pruning.activityOlderThan = Age(parsing: "10d")
    #expect(try pruning.run().plan.activity?.dropped == 1)
  }

  private func tag(_ id: String, _ resource: String, on day: Int64) -> String {
    shop.call(
      id, afterMinutes: (day - 2) * 24 * 60 + 5, "CreateTags",
      request: #"{"resourcesSet":{"items":[{"resourceId":"\#(resource)"}]},"#
        + #""tagSet":{"items":[{"key":"k","value":"v"}]}}"#)
  }

  private func sentence(
    about resource: String? = nil, by actor: String? = nil, of account: String? = nil,
    from: Int? = nil, until: Int? = nil, limit: Int? = nil
  ) throws -> String? {
    var filter = ActivityFilter()
    (filter.resource, filter.actor, filter.account) = (resource, actor, account)
    (filter.from, filter.until) = (from.map { shop.day($0) }, until.map { shop.day($0) })
    filter.limit = limit
    return try PrunedCalls(store: shop.store).sentence(filter)
  }

  @Test func `of the time in which calls were pruned it is said how many, by whom, when and why`()
    throws
  {
    let said =
      "Of this time, 1 call on i-1, made at 2026-11-02 00:05 UTC, was pruned on "
      + "2026-11-20 00:00 UTC by ops (space): who made it and what it was is not kept."
    #expect(try sentence(about: "i-1") == said)
    // Whose it was nobody knows any more: it may be anybody's.
    #expect(try sentence(by: "bob") != nil)
    #expect(try sentence() != nil)
    #expect(try sentence(of: "111122223333") != nil)
  }

  @Test func `a pruned call whose event names no account may be of any`() throws {
    let shop = try Shop()
    try shop.readTwice()
    let call = tag("old", "i-1", on: 2)
      .replacing(#""recipientAccountId":"111122223333","#, with: "")
      .replacing(#","arn":"arn:aws:iam::111122223333:user/alice""#, with: "")
    try shop.keep([call], as: "tags.json", on: 12)
    try shop.audit(on: 12)
    var pruning = shop.pruning(at: 20)
    pruning.activityOlderThan = Age(parsing: "5d")
    #expect(try pruning.run().plan.activity?.dropped == 1)
    var filter = ActivityFilter()
    for account in ["111122223333", "444455556666"] {
      filter.account = account
      #expect(try PrunedCalls(store: shop.store).sentence(filter) != nil)
    }
  }

  @Test
  func `nothing is said of another time, place or resource, or where the newest are asked for`()
    throws
  {
    #expect(try sentence(about: "i-2") == nil)
    #expect(try sentence(of: "444455556666") == nil)
    #expect(try sentence(from: 3) == nil)
    #expect(try sentence(until: 2) == nil)
    #expect(try sentence(limit: 1) == nil)
    #expect(try sentence(limit: 2) != nil)
  }

  @Test func `a report on a past period says what was kept by its end, whatever was pruned since`()
    throws
  {
    let shop = try Shop()
    try shop.readTwice()
    try shop.keep(
      [tag("old", "i-1", on: 2)], as: "111122223333_CloudTrail_eu-west-1_20261102T0005Z_a.json",
      on: 12)
    try shop.audit(on: 12)
    let compose = ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(30))
    func told() throws -> DriftReport {
      try compose.period(from: shop.day(1), until: shop.day(13))
    }
    let before = try told()
    #expect(before.warnings.contains { $0.contains("from 2026-11-02 00:00 UTC to") })
    var pruning = shop.pruning(at: 20)
    pruning.activityOlderThan = Age(parsing: "10d")
    #expect(try pruning.run().plan.activity?.dropped == 1)
    let after = try told()
    #expect(after.warnings == before.warnings)
    #expect(
      after.since?.entries.map { "\($0.about): \($0.words)" } == [
        "calls up to 2026-11-02 00:05 UTC: pruned by ops (space); alerts about them are told no longer"
      ])
  }

  @Test func `an event that was pruned is not an unknown one`() throws {
    let list = ListActivity(store: shop.store)
    let pruned = #expect(throws: Problem.self) { try list.text(of: "old") }
    #expect(pruned?.code == "activity-pruned")
    let unknown = #expect(throws: Problem.self) { try list.text(of: "no") }
    #expect(unknown?.code == "unknown-activity")
    #expect(try list.text(of: "new").contains("i-2"))
  }

  @Test func `the coverage shows the time up to the last call that was pruned`() throws {
    func rows(of account: String? = nil) throws -> [String] {
      try ListActivity(store: shop.store).coverage(account: account).rows.map { row in
        row.map(\.text).joined(separator: " ")
      }
    }
    let place = "111122223333 eu-west-1"
    #expect(try rows() == ["\(place) pruned 2026-11-02T00:05:00Z 2026-11-02T00:05:00Z"])
    #expect(try rows(of: "444455556666").isEmpty)
    for hour in ["01T23", "02T00", "02T05", "04T00"] {
      try shop.keep([], as: "111122223333_CloudTrail_eu-west-1_202611\(hour)05Z_a.json", on: 20)
    }
    #expect(
      try rows() == [
        "\(place) pruned 2026-11-01T23:00:00Z 2026-11-02T00:05:00Z",
        "\(place) kept 2026-11-02T00:05:00Z 2026-11-02T06:00:00Z",
        "\(place) gap 2026-11-02T06:00:00Z 2026-11-04T00:00:00Z",
        "\(place) kept 2026-11-04T00:00:00Z 2026-11-04T01:00:00Z",
      ])
  }

  /// Tests a rule on tags over the time from one day up to another.
  private func tested(_ from: Int?, _ until: Int?) throws -> TestAlertRule.Result {
    let rule = AlertRule(
      id: "r", title: "T", severity: .high, rationale: "w", source: "s",
      pattern: try FilterPattern(parsing: "{ $.eventName = CreateTags }"),
      place: Problem.Place(file: "r.yaml"))
    return try TestAlertRule(
      store: shop.store, rule: rule,
      in: Window(from: from.map { shop.day($0) }, until: until.map { shop.day($0) }),
      now: shop.day(21)
    ).run(examples: 1)
  }

  @Test func `a rule that is tested over a time of which calls were pruned says so`() throws {
    let all = try tested(nil, nil)
    #expect(all.matches == 1 && all.pruned?.hasPrefix("Of this time, 1 call, made at") == true)
    #expect(all.tree.text.contains("\"pruned\": \"Of this time"))
    #expect(try tested(3, nil).pruned == nil)
    let problem = #expect(throws: Problem.self) { try tested(1, 3) }
    #expect(problem?.code == "no-activity" && problem?.message.contains("was pruned") == true)
    #expect(problem?.hint?.contains("not imported again") == true)
  }
}

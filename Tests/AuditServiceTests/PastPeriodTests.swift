import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// A report on a period that is over is the same whenever it is made, but for what is marked as since.
@Suite struct PastPeriodTests {
  /// The report of a period in every format, without what came since.
  private func told(_ past: Past, _ from: Timestamp?, _ until: Timestamp?, rules: RuleBook) throws
    -> [ReportFormat: String]
  {
    var report = try ComposeReport(
      store: past.store, baseline: "default", rules: rules, at: past.now
    ).period(from: from, until: until)
    if until != nil { #expect(report.since != nil && report.ledger != nil) }
    // The present bears a head when it is written.
    if until == nil {
      let period = try past.store.period(from: nil, until: past.now, now: past.now)
      report.ledger = try .init(past.store.head(until: period.toEvent))
    }
    report.since = nil
    report.store = "plumb.db"
    let options = ReportOptions(editsOfFinding: .max, editsOfRecord: .max)
    return Dictionary(
      uniqueKeysWithValues: ReportFormat.allCases.map { ($0, $0.render(report, options)) })
  }

  @Test(arguments: Trials.seeds(2))
  func `a past period is told the same after whatever came since`(seed: UInt64) throws {
    var past = try Past(seed: seed)
    var random = SeededGenerator(seed: seed)
    var before: [(from: Timestamp?, until: Timestamp, told: [ReportFormat: String])] = []
    var moments: [Timestamp] = []
    for _ in 0..<4 {
      try past.goOn(steps: 3)
      moments.append(past.now)
      guard try past.store.periodOfLastAudit(baseline: "default") != nil else { continue }
      let from = Bool.random(using: &random) ? nil : moments.randomElement(using: &random)
      // Made at the end of the period, and in the present of that moment.
      let first = try told(past, from, past.now, rules: past.rules())
      let present = try told(past, from, nil, rules: past.rules())
      for format in ReportFormat.allCases where present[format] != first[format] {
        Issue.record(
          "seed \(seed), \(format), present: \(firstDifference(present[format], first[format]))")
      }
      before.append((from, past.now, first))
    }
    try past.goOn(steps: 4)
    for (from, until, first) in before {
      let later = try told(past, from, until, rules: RuleBook(records: []))
      for format in ReportFormat.allCases where later[format] != first[format] {
        Issue.record(
          "seed \(seed), \(format), until \(until): \(firstDifference(first[format], later[format]))"
        )
      }
    }
    #expect(!before.isEmpty)
  }

  private func firstDifference(_ left: String?, _ right: String?) -> String {
    let left = (left ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let right = (right ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    return zip(left, right).first { $0 != $1 }.map { "'\($0)' became '\($1)'" }
      ?? "\(left.count) lines became \(right.count)"
  }

  // MARK: One finding

  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
    return shop
  }

  private func report(_ shop: Shop, until day: Int, at made: Int) throws -> DriftReport {
    try ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(made)
    ).period(from: shop.day(2), until: shop.day(day))
  }

  @Test func `what was put right after the period stays what it was, and that is told beside it`()
    throws
  {
    let shop = try shop()
    var first = try report(shop, until: 5, at: 5)
    #expect(first.since?.entries == [])
    try shop.take(10, "10.0.1.0/24")
    try shop.audit(on: 10)
    var later = try report(shop, until: 5, at: 11)
    let finding = try #require(later.findings.first)
    #expect(finding.severity > .low && finding.edits.count == 2 && finding.status == .open)
    #expect(
      later.since?.entries.map { "\($0.about) \($0.line)" }
        == ["F-1 2026-11-10 00:00 UTC reverted, seen in snapshot 3"])
    (first.since, later.since) = (nil, nil)
    #expect(first == later)
  }

  @Test(arguments: [
    (Shop.Decision.acknowledge, "acknowledged by bob: so"),
    (.accept, "accepted until 2026-11-20 00:00 UTC by bob: so"),
    (.promote, "promoted to the baseline by bob: so"),
  ])
  func `what people decided later is no part of the period`(
    decision: Shop.Decision, words: String
  ) throws {
    let shop = try shop()
    var first = try report(shop, until: 5, at: 5)
    try shop.decide(decision)
    var later = try report(shop, until: 5, at: 12)
    #expect(later.since?.entries.map(\.words) == [words])
    (first.since, later.since) = (nil, nil)
    #expect(first == later && later.findings.first?.edits.count == 2)
  }

  @Test func `an acceptance that ran out since is told`() throws {
    let shop = try shop()
    try shop.decide(.accept)
    #expect(try report(shop, until: 10, at: 12).since?.entries == [])
    let later = try report(shop, until: 10, at: 21)
    #expect(later.findings.first?.status.word == .accepted)
    #expect(later.since?.entries.map(\.words) == ["open again: accepted until then"])
  }

  @Test func `what was found only later in the snapshots of a period is told beside it`() throws {
    let shop = try shop()
    try shop.take(5, "10.0.1.0/24")
    try shop.take(6, "10.9.0.0/16")
    let first = try report(shop, until: 6, at: 6)
    #expect(first.coverage.unaudited == 2 && first.findings.map(\.status.word) == [.open])
    try shop.audit(on: 8)
    let later = try report(shop, until: 6, at: 9)
    #expect(later.coverage.unaudited == 2 && later.findings.map(\.status.word) == [.open])
    #expect(
      later.since?.entries.map { "\($0.about): \($0.words)" } == [
        "F-1: reverted, seen in snapshot 3",
        "F-2: found only then: medium, security group a (sg-a)",
        "snapshots 3 to 4: audited only then",
      ])
  }

  @Test func `what was captured in a period and imported later is not known in it`() throws {
    let shop = try shop()
    let first = try report(shop, until: 5, at: 5)
    #expect(first.coverage.unaudited == 0)
    let text = """
      {"SecurityGroups": []}
      """
    _ = try shop.temporary.write(
      text, to: "late/111122223333/eu-west-1/ec2-describe-security-groups.json")
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/late"], capturedAt: shop.day(5),
      now: shop.day(9)
    ).run()
    let later = try report(shop, until: 5, at: 10)
    #expect(later.coverage == first.coverage)
  }

  @Test func `a period before the first audit is refused, also later`() throws {
    let shop = try shop()
    let problem = shop.problem { _ = try report(shop, until: 3, at: 12) }
    #expect(problem == "no-audit")
  }

  @Test func `what is approved afterwards keeps how bad it was, and when it happened`() throws {
    let shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    let record = """
      change: CHG9
      kind: emergency
      state: submitted
      requestedBy: alice@example.com
      window: { from: 2026-11-02T00:00:00Z, until: 2026-11-06 }
      reference: https://tickets.example.com/CHG9
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ added: IpPermissions }, { removed: IpPermissions }]
      """
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(2)).register(
      ManageChangeRecords.read([shop.temporary.write(record, to: "record.yaml")]), by: nil)
    try shop.take(4, "0.0.0.0/0")
    func audit(_ day: Int) throws -> DriftReport {
      let rules = try LoadRules().load(from: shop.store)
      _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day))
        .run()
      return try ComposeReport(
        store: shop.store, baseline: "default", rules: rules, at: shop.day(day)
      ).audit()
    }
    let first = try #require(try audit(4).findings.first)
    try ManageChangeRecords(store: shop.store, at: shop.day(4).advanced(bySeconds: 3600))
      .move(["CHG9"], to: .approved, by: "bob@example.com", reason: "outage")
    let report = try audit(5)
    let finding = try #require(report.findings.first)
    #expect(finding.status.word == .resolved && first.status.word == .open)
    #expect(finding.severity == first.severity && finding.severity > .low)
    #expect(finding.occurred == first.occurred && finding.occurred.after != nil)
    let table = try shop.store.query("SELECT severity FROM findings").rows
    #expect("\(table)".contains(finding.severity.word))
    let told = try #require(report.recordsTold.first)
    #expect(told.outcome == .done && told.reference == "https://tickets.example.com/CHG9")
    // The debt of the day before is told as it was.
    let past = try self.report(shop, until: 4, at: 12)
    #expect(past.debts.map(\.record) == ["CHG9"] && past.findings.map(\.status.word) == [.open])
    #expect(past.since?.entries.map(\.about) == ["CHG9", "F-1"])
  }
}

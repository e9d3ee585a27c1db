import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// What keeps a snapshot from being pruned.
enum Holder: CaseIterable, CustomTestStringConvertible {
  case baseline, formerBaseline, openFinding, acknowledgedFinding, acceptedFinding, unaudited
  case lastAudit, newest, resolvedFinding, expectation

  var testDescription: String { "\(self)" }

  /// What holds the third of eight snapshots, in words; nil where it goes.
  var words: String? {
    switch self {
    case .baseline, .formerBaseline: "the baseline default was set to it"
    case .openFinding, .acknowledgedFinding, .acceptedFinding: "finding F-1"
    case .unaudited: "not audited against default yet"
    case .lastAudit: "the last audit against default went up to it, not audited against other yet"
    case .newest: "it is the newest"
    case .resolvedFinding, .expectation: nil
    }
  }
}

struct PruneTests {
  @Test(arguments: Holder.allCases)
  func `what something needs is held back, and said by what`(holder: Holder) throws {
    let shop = try Shop()
    try shop.prepare(holder)
    let pruning = PruneStore(
      store: shop.store, olderThan: nil, keeping: holder == .newest ? 1 : 2,
      at: shop.day(30), by: "ops", reason: "space")
    let plan = try pruning.plan()
    let held = plan.held.first { $0.number == 3 }
    let third = holder == .newest ? nil : held?.holds.map(\.words).joined(separator: ", ")
    if holder == .newest {
      #expect(plan.held.isEmpty && !plan.snapshots.contains(8))
      #expect(try shop.plan(olderThan: "1h").held.last?.holds == [.newest])
    } else {
      #expect(third == holder.words)
      #expect(plan.snapshots.contains(3) == (holder.words == nil))
    }
    let before = try shop.blame()
    #expect(try pruning.run().plan == plan)
    #expect(try shop.blame() == before)
    #expect(try VerifyStore(store: shop.store).run().problems == [])
  }

  @Test(arguments: [
    (0, "the baseline b was set to it"), (1, "the baseline b was set to it, finding F-1"),
    (
      4,
      "the baseline b was set to it, finding F-1, finding F-2, finding F-3, finding F-4"
    ),
    (
      4000,
      "the baseline b was set to it, finding F-1, finding F-2, finding F-3 and 3997 more findings"
    ),
  ])
  func `many findings are told in short`(count: Int, words: String) {
    let holds = [SnapshotHold.baseline("b")] + (0..<count).map { .finding($0 + 1) }
    #expect(holds.wordsInShort == words)
  }

  @Test func `age and number together drop only what is beyond both`() throws {
    let shop = try Shop()
    for day in 1...8 { try shop.take(day, "10.0.\(day).0/24") }
    #expect(try shop.plan(olderThan: "1w", at: 12).snapshots == [1, 2, 3, 4])
    #expect(try shop.plan(keeping: 6).snapshots == [1, 2])
    #expect(try shop.plan(olderThan: "1w", keeping: 6, at: 12).snapshots == [1, 2])
    #expect(try shop.plan(olderThan: "1w", keeping: 2, at: 12).snapshots == [1, 2, 3, 4])
    #expect(try shop.plan(at: 12).snapshots == [])
    #expect(try shop.plan(keeping: 99).snapshots == [])
    #expect(try shop.plan(keeping: 0).snapshots == Array(1...7))
  }

  @Test func `what is asked of a pruned snapshot is answered with that it was pruned`() throws {
    let shop = try Shop()
    for day in 1...8 { try shop.take(day, "10.0.\(day).0/24") }
    _ = try shop.pruning(keeping: 3).run()
    for name in ["1", "5", "2026-11-03"] {
      #expect(
        shop.problem { _ = try SnapshotName(name).number(in: shop.store) } == "snapshot-pruned")
    }
    for name in ["0", "9", "2026-10-01"] {
      #expect(
        shop.problem { _ = try SnapshotName(name).number(in: shop.store) } == "unknown-snapshot")
    }
    #expect(try SnapshotName("6").number(in: shop.store) == 6)
    let set = shop.problem { try shop.setBaseline("default", to: "2", on: 9) }
    #expect(set == "snapshot-pruned")
    #expect(try shop.store.snapshots().map { $0.prunedAt != nil } == (1...8).map { $0 < 6 })
    let steps = try ShowHistory(store: shop.store).steps(of: shop.group)
    #expect(steps.map(\.snapshot) == [5, 6, 7, 8])
    #expect(steps.map(\.isBesidePruned) == [true, false, false, false])
  }

  @Test func `a second pruning drops what is old by then, and is written down beside the first`()
    throws
  {
    let shop = try Shop()
    for day in 1...6 { try shop.take(day, "10.0.\(day).0/24") }
    _ = try shop.pruning(keeping: 4).run()
    #expect(try shop.pruning(keeping: 4).run().plan.isEmpty)
    try shop.take(7, "10.0.7.0/24")
    _ = try shop.pruning(keeping: 4, at: 31).run()
    #expect(try shop.store.prunings().map(\.snapshots) == [[1, 2], [3]])
    #expect(try shop.store.prunings().map(\.at) == [shop.day(30), shop.day(31)])
  }

  @Test func `a report that reaches into what was pruned says so, and no other does`() throws {
    let shop = try Shop()
    for day in 1...8 { try shop.take(day, "10.0.\(day).0/24") }
    try shop.setBaseline("default", to: "1", on: 8)
    try shop.audit(on: 8)
    try shop.decide(.promote)
    _ = try shop.pruning(keeping: 3).run()
    let compose = ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(31))
    func since(_ from: Int) throws -> [String]? {
      let report = try compose.period(from: shop.day(from), until: shop.day(8))
      #expect(report.warnings == [])
      return report.since?.entries.filter { $0.about.hasPrefix("snap") }
        .map { "\($0.about): \($0.line)" }
    }
    #expect(
      try since(2) == [
        """
        snapshots 2 to 5: 2026-11-30 00:00 UTC pruned by ops (space); which scopes they read may be \
        known no longer
        """
      ])
    #expect(
      try since(5) == [
        """
        snapshot 5: 2026-11-30 00:00 UTC pruned by ops (space); which scopes it read may be known no \
        longer
        """
      ])
    #expect(try since(6) == [])
    // The present is told with a warning.
    let present = try compose.period(from: shop.day(2)).warnings
    #expect(
      present == [
        """
        Of this period, snapshots 2 to 5 were pruned, on 2026-11-30 00:00 UTC by ops (space): \
        verdicts and findings are kept; which scopes were read then may be known no longer.
        """
      ])
  }

  @Test func `no snapshot is pruned at a moment before it was taken`() throws {
    let shop = try Shop()
    for day in 1...8 { try shop.take(day, "10.0.\(day).0/24") }
    let code = shop.problem { _ = try shop.pruning(keeping: 3, at: 4).run() }
    #expect(code == "moment-before-last-entry")
    #expect(try shop.store.prunings().isEmpty)
    #expect(try shop.pruning(keeping: 3, at: 5).run().plan.snapshots == [1, 2, 3, 4, 5])
  }

  @Test func `a moment before the last entry is refused, and changes nothing`() throws {
    let shop = try Shop()
    for day in 1...8 { try shop.take(day, "10.0.\(day).0/24") }
    try shop.setBaseline("default", to: "8", on: 9)
    let code = shop.problem { _ = try shop.pruning(keeping: 1, at: 8).run() }
    #expect(code == "moment-before-last-entry")
    #expect(try shop.store.prunings().isEmpty)
  }
}

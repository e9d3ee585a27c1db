import AuditService
import AuditStore
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What is kept says after a pruning what it said before, and goes on as if nothing had been dropped.
struct PruneLawTests {
  @Test(arguments: Trials.seeds(1))
  func `pruning changes nothing of what is kept, now or later`(seed: UInt64) throws {
    var past = try Past(seed: seed)
    try past.goOn(steps: 12)
    var whole = try Past(copying: past)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2 {
      let plan = try past.prune(using: &random)
      try compare(past, whole, "after \(plan.snapshots)")
      for name in Past.baselines {
        try past.audit(name)
        try whole.audit(name)
      }
      try past.goOn(steps: 4)
      try whole.goOn(steps: 4)
    }
    try compare(past, whole, "later")
    let (found, wanted) = try (past.standingOfLateBaseline(), whole.standingOfLateBaseline())
    #expect(found == wanted && !wanted.isEmpty)
    #expect(try past.store.prunings().allSatisfy { $0.actor == "ops" && $0.reason == "space" })
  }

  private func compare(_ pruned: Past, _ whole: Past, _ when: String) throws {
    let kept = try pruned.store.snapshots().filter { $0.prunedAt == nil }.map(\.number)
    let (found, wanted) = try (
      Facts(past: pruned, kept: kept).all(), Facts(past: whole, kept: kept).all()
    )
    for name in wanted.keys.sorted() where found[name] != wanted[name] {
      let pairs = zip(found[name] ?? [], wanted[name] ?? [])
      let first = pairs.first { $0 != $1 }
      Issue.record("\(name) \(when): \(String(describing: first))")
    }
    #expect(
      found["verification"]?.allSatisfy { $0.hasPrefix("deviation-gone") } ?? false,
      "a baseline set after an audit")
  }

  @Test func `an audit after a pruning finds nothing new`() throws {
    for seed in 20..<UInt64(23) {
      var past = try Past(seed: seed)
      try past.goOn(steps: 8)
      for name in Past.baselines { try past.audit(name) }
      let kept = [try #require(try past.store.snapshots().last).number]
      let before = try Facts(past: past, kept: kept).all()
      var random = SeededGenerator(seed: seed)
      _ = try past.prune(using: &random)
      for name in Past.baselines { try past.audit(name) }
      var after = try Facts(past: past, kept: kept).all()
      // The audit itself is what is new.
      #expect((after["audit"]?.count ?? 0) == (before["audit"]?.count ?? 0) + 2)
      after["audit"] = before["audit"]
      #expect(after == before)
    }
  }

  @Test func `the random pasts are worth pruning`() throws {
    var (dropped, held, versions) = (0, 0, 0)
    for seed in 0..<UInt64(2) {
      var past = try Past(seed: seed)
      try past.goOn(steps: 12)
      var random = SeededGenerator(seed: seed)
      let plan = try past.prune(using: &random)
      dropped += plan.snapshots.count
      held += plan.held.count
      versions += plan.versions
    }
    print("dropped \(dropped) snapshots and \(versions) versions, held \(held)")
    #expect(dropped > 4 && held > 2 && versions > 2)
  }
}

import AuditService
import AuditStore
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What is kept says after a pruning what it said before, and goes on as if nothing had been dropped.
struct PruneLawTests {
  @Test(arguments: 0..<UInt64(16))
  func `pruning changes nothing of what is kept, now or later`(seed: UInt64) throws {
    var past = try Past(seed: seed)
    try past.goOn(steps: 14)
    var other = try Past(copying: past)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2 {
      let plan = try past.prune(using: &random)
      #expect(try VerifyStore(store: past.store).run().problems == [])
      try compare(past, other, "after \(plan.snapshots)")
      for name in Past.baselines {
        try past.audit(name)
        try other.audit(name)
      }
      try compare(past, other, "audited again after \(plan.snapshots)")
      try past.goOn(steps: 5)
      try other.goOn(steps: 5)
      try compare(past, other, "later")
      #expect(try VerifyStore(store: past.store).run().problems == [])
    }
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
  }

  @Test func `the random pasts are worth pruning`() throws {
    var (dropped, held, versions) = (0, 0, 0)
    for seed in 0..<UInt64(16) {
      var past = try Past(seed: seed)
      try past.goOn(steps: 14)
      var random = SeededGenerator(seed: seed)
      let plan = try past.prune(using: &random)
      dropped += plan.snapshots.count
      held += plan.held.count
      versions += plan.versions
    }
    print("dropped \(dropped) snapshots and \(versions) versions, held \(held)")
    #expect(dropped > 30 && held > 10 && versions > 20)
  }
}

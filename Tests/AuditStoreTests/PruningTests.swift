import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite struct PruningTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  private func counts(_ tables: [String]) throws -> [String] {
    try tables.map { table in
      guard case .number(let count) = try store.query("SELECT count(*) FROM \(table)").rows[0][0]
      else { return table }
      return "\(table) \(count)"
    }
  }

  @Test func `versions that stand, repeat a body or are changed by what is kept stay`() throws {
    // a: always; b: another each day; c: as on the first day again on the sixth; d: gone early.
    for day in 1...8 {
      var bodies = ["a": "a", "b": "b\(day)", "c": day == 1 || day >= 6 ? "c" : "c\(day)"]
      if day < 4 { bodies["d"] = "d" }
      try store.take(bodies, day: day)
    }
    let before = try (6...8).map { try store.standing(in: $0) }
    let plan = try store.prunePlan(dropping: Set(1...5))
    #expect(plan.snapshots == [1, 2, 3, 4, 5] && plan.until == .day(5) && plan.held.isEmpty)
    // b1 to b4, c2 to c4, d. That a snapshot looked at scopes stays known.
    #expect(plan.versions == 8 && plan.readings == 0)
    #expect(try counts(["version"]) == ["version 16"])
    #expect(
      try store.prune(dropping: Set(1...5), at: .day(9), by: "ops", reason: "space") == plan)
    #expect(
      try counts(["version", "scope_reading", "snapshot", "resource", "pruned_snapshot"]) == [
        "version 8", "scope_reading 8", "snapshot 8",
        "resource 4", "pruned_snapshot 5",
      ])
    #expect(try (6...8).map { try store.standing(in: $0) } == before)
    #expect(try store.intervals(of: "a") == ["1-"])
    #expect(try store.intervals(of: "b") == ["5-6", "6-7", "7-8", "8-"])
    #expect(try store.intervals(of: "c") == ["1-2", "5-6", "6-"])
    #expect(try store.intervals(of: "d") == [])
    #expect(try store.verify().problems == [])
    #expect(try store.snapshots().map { $0.edits == 0 } == (1...8).map { $0 < 6 })
  }

  @Test func `when a scope was last read is known after the readings are gone`() throws {
    let denied = ScopeReading.unread(Problem("access-denied", "no"))
    for day in 1...7 {
      try store.take(["a": "a"], day: day, reading: [1, 2, 3].contains(day) ? nil : denied)
    }
    func readings() throws -> [String] {
      try store.coveragePast(to: 7, at: .day(7), baseline: "default").scopes.flatMap {
        ["\($0)", "\($0.read?.at == .day(3) && $0.failure?.since == .day(4))"]
      }
    }
    let before = try readings()
    _ = try store.prune(dropping: Set(1...6), at: .day(9), by: nil, reason: nil)
    #expect(try readings() == before && before.last == "true")
    let setting = try store.setBaseline(
      "default", to: 7, choosing: { _ in true }, at: .day(9), by: nil, reason: nil)
    #expect(setting.scopes.isEmpty && setting.unread == [StoreFolder.groups])
  }

  @Test func `what a source leaves out is told after its last look is pruned`() throws {
    let other = Scope(
      account: "444455556666", region: "eu-west-1", type: StoreFolder.groups.type)
    try store.take(["a": "a"], day: 1, source: "one")
    try store.take(["b": "b"], day: 1, scope: other, source: "one")
    for day in 2...3 { try store.take(["b": "b"], day: day, scope: other, source: "one") }
    for day in 4...6 { try store.take(["b": "b"], day: day, scope: other, source: "two") }
    func leftOut() throws -> [Scope] {
      try store.coveragePast(to: .max, at: .day(7)).scopes.filter { $0.leftOut != nil }.map(\.scope)
    }
    #expect(try leftOut() == [StoreFolder.groups])
    _ = try store.prune(dropping: Set(1...5), at: .day(7), by: nil, reason: nil)
    #expect(try leftOut() == [StoreFolder.groups])
    #expect(try store.verify().problems == [])
  }

  @Test func `that an expected resource was there once is known after it is gone`() throws {
    let scope = StoreFolder.groups
    try store.take(["a": "a", "b": "b"], day: 1, reading: .seen(count: 2))
    try store.writeSnapshots(now: .day(2)) { writer in
      _ = try writer.begin(takenAt: .day(2), source: "test")
      for id in ["a", "b"] {
        guard case .standing(let head, _) = try writer.find(id, in: writer.row(of: scope)) else {
          return
        }
        try writer.close(head.version)
      }
      _ = try writer.finish(scope, .seen(count: 0))
    }
    let golden = AuditStore.GoldenExpectation(
      resource: Resource(ResourceID(scope, id: "a")), name: nil, body: "1", isPartial: false)
    try store.setBaseline("default", to: [golden], at: .day(2), by: nil, reason: nil)
    for day in 3...6 { try store.take(["c": "c\(day)"], day: day, reading: .seen(count: 1)) }
    try store.writeAudit(baseline: "default", at: .day(6)) {
      try $0.insertAudit(after: 0, to: 6, isAsking: true, at: Timestamp(seconds: 1), by: nil)
    }
    func missing() throws -> [String] {
      try store.expectedPairs(baseline: "default", in: 6).filter { $0.observed == nil }
        .map(\.resource.id.id)
    }
    #expect(try missing() == ["a", "b"])
    #expect(try store.prune(dropping: Set(1...5), at: .day(9), by: nil, reason: nil).versions == 3)
    #expect(try missing() == ["a"])
    #expect(try store.verify().problems == [])
  }

  @Test func `a store goes on after a pruning, and knows what it knew`() throws {
    for day in 1...4 { try store.take(["a": "a\(day)", "b": "b"], day: day) }
    _ = try store.prune(dropping: [1, 2, 3], at: .day(5), by: nil, reason: nil)
    try store.take(["a": "a1", "b": "b"], day: 5)
    try store.take(["a": "a4"], day: 6)
    #expect(try store.standing(in: 5) == ["a": "a1", "b": "b"])
    #expect(try store.standing(in: 6) == ["a": "a4"])
    #expect(try store.intervals(of: "b") == ["1-6"])
    #expect(try store.verify().problems == [])
    let copy = try AuditStore(path: folder.path, mode: .reading)
    #expect(try copy.prunings().map(\.snapshots) == [[1, 2, 3]])
  }

  @Test func `the past of a pruned moment is said to be pruned`() throws {
    for day in 1...4 { try store.take(["a": "a\(day)"], day: day) }
    _ = try store.prune(dropping: [1, 2], at: .day(5), by: nil, reason: nil)
    let id = ResourceID(StoreFolder.groups, id: "a")
    let words = try store.writeSnapshots(now: .day(5)) { writer in
      try [1, 2, 3, 9].map { day in
        switch try writer.past(of: id, at: .day(day)) {
        case .pruned: "pruned"
        case .unknown: "unknown"
        case .absent: "absent"
        case .version: "version"
        }
      }
    }
    #expect(words == ["pruned", "pruned", "version", "unknown"])
  }

  @Test(arguments: [
    ("INSERT INTO pruned_snapshot VALUES (4, 1)", "the newest snapshot was pruned"),
    (
      "INSERT INTO edit (snapshot, resource, path, change) VALUES (1, 1, '', 'added')",
      "a pruned snapshot has edits"
    ),
    ("UPDATE event SET kind = 'audit'", "a snapshot was pruned by no pruning"),
  ])
  func `what no pruning leaves is found`(change: String, sentence: String) throws {
    for day in 1...4 { try store.take(["a": "a\(day)"], day: day) }
    _ = try store.prune(dropping: [1, 2], at: .day(5), by: nil, reason: nil)
    #expect(try store.verify().problems == [])
    try folder.tamper(change)
    #expect(try store.verify().problems.map(\.message).contains { $0.contains(sentence) })
  }

  @Test func `nothing is dropped of an empty store, of snapshots that are not there, or twice`()
    throws
  {
    #expect(try store.prunePlan(dropping: [0, 1, 2]).isEmpty)
    for day in 1...4 { try store.take(["a": "a\(day)"], day: day) }
    #expect(try store.prunePlan(dropping: [-1, 0, 5, .max, .min]).isEmpty)
    #expect(try store.prunePlan(dropping: [4]).held.map(\.holds) == [[.newest]])
    _ = try store.prune(dropping: [1, 2], at: .day(5), by: nil, reason: nil)
    #expect(try store.prune(dropping: [1, 2], at: .day(6), by: nil, reason: nil).isEmpty)
    #expect(try store.prunings().count == 1)
    let reader = try folder.open(.reading)
    let code = problemCode {
      _ = try reader.prune(dropping: [3], at: .day(6), by: nil, reason: nil)
    }
    #expect(code == "store-unreachable")
  }

  @Test func `space is given back where it is worth it`() throws {
    var random = SystemRandomNumberGenerator()
    for day in 1...6 {
      let noise = (0..<40).map { _ in String(random.next(), radix: 36) }.joined()
      try store.take(
        Dictionary(uniqueKeysWithValues: (0..<200).map { ("r\($0)", "\($0) \(noise)") }), day: day)
    }
    #expect(try store.giveBackSpace() == 0)
    let plan = try store.prune(dropping: Set(1...5), at: .day(9), by: nil, reason: nil)
    let given = try store.giveBackSpace()
    #expect(given > 0 && plan.bytes > 200 * 4 * 400)
    #expect(try store.verify().problems == [])
    #expect(try store.giveBackSpace() == 0)
  }
}

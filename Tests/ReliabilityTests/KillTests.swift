import AuditStore
import Foundation
import PlumblineTestSupport
import Testing

/// `kill -9` at random moments: a store is as it was before or as it is after, and works on.
@Suite(.serialized) struct KillTests {
  private let shop: Workshop
  private let before: String
  private let after: String

  init() throws {
    shop = try Workshop(count: 240)
    before = try shop.export()
    after = try shop.export(isChanged: true)
  }

  private var changed: Int { shop.changedCount }
  private var first: String { "\(shop.count)/0" }
  private var second: String { "\(shop.count)/\(2 * changed)" }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let elapsed = try ContinuousClock().measure(body)
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
  }

  /// Kills a command at random moments of the time it takes, each time on a new copy of the store.
  private func kill(
    _ times: Int, seed: UInt64, states: Set<String>, _ prepare: (String) throws -> String,
    _ arguments: (String) -> [String]
  ) throws {
    var whole = 0.0
    for round in 0..<2 {
      let store = try prepare("whole\(round)")
      whole = try seconds { _ = try Program.run(arguments(store)) }
    }
    var random = SeededGenerator(seed: seed)
    var seen: [String: Int] = [:]
    var kills = 0
    for round in 0..<times {
      let store = try prepare("killed")
      let delay = Double.random(in: 0...(whole * 1.1), using: &random)
      if try Program.kill(after: delay, arguments(store)) {
        kills += 1
      } else {
        // The machine was slower when the whole was measured: the time is learnt anew.
        whole *= 0.9
      }
      let state = Workshop.state(of: store)
      seen[state, default: 0] += 1
      #expect(states.contains(state), "after \(delay) s")
      guard round % 10 == 0 else { continue }
      let again = try Program.run(arguments(store))
      #expect(again.status != 2, "\(again.errors)")
      let files = try FileManager.default.contentsOfDirectory(
        atPath: (store as NSString).deletingLastPathComponent)
      #expect(!files.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })
    }
    print("killed \(kills) of \(times) within \(whole) s:", seen.sorted { $0.key < $1.key })
    #expect(kills > 0)
  }

  @Test func `a first import that is killed leaves nothing or everything`() throws {
    try kill(40, seed: 1, states: ["store-missing", "0 findings", "\(first) 0 findings"]) { name in
      let folder = "\(shop.folder)/\(name)"
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return folder + "/plumb.db"
    } _: {
      shop.importing(before, day: 1, store: $0)
    }
  }

  @Test func `a later import that is killed leaves nothing or everything`() throws {
    try Program.run(shop.importing(before, day: 1))
    try kill(
      40, seed: 2, states: ["\(first) 0 findings", "\(first) \(second) 0 findings"],
      { try shop.copy(to: $0) },
      { shop.importing(after, day: 2, store: $0) })
  }

  @Test func `an audit that is killed leaves no finding or every one`() throws {
    try Program.run(shop.importing(before, day: 1))
    try Program.run(
      ["baseline", "set", "latest", "--by", "ada", "--reason", "agreed", "--store", shop.store])
    try Program.run(shop.importing(after, day: 2))
    let state = "\(first) \(second) "
    try kill(
      20, seed: 3, states: [state + "0 findings", state + "\(changed) findings"],
      { try shop.copy(to: $0) }, { ["audit", "--store", $0] })
  }

  @Test func `a pruning that is killed leaves everything or what it keeps`() throws {
    for day in 1...9 {
      let export = day.isMultiple(of: 2) ? after : before
      try Program.run(shop.importing(export, day: day))
    }
    func pruning(_ store: String) -> [String] {
      ["prune", "--keep", "2", "--yes", "--by", "ada", "--reason", "space", "--store", store]
    }
    let whole = try shop.copy(to: "pruned")
    let size = try Data(contentsOf: URL(filePath: whole)).count
    #expect(try Program.run(pruning(whole)).status == 0)
    // So little is not worth giving back.
    #expect(try Data(contentsOf: URL(filePath: whole)).count <= size)
    let states = Set([Workshop.state(of: shop.store), Workshop.state(of: whole)])
    #expect(states.count == 2)
    try kill(40, seed: 4, states: states, { try shop.copy(to: $0) }, pruning)
  }
}

import ConfigurationModel
import Testing

@testable import AuditStore

/// What stands, loaded by account, and whether it still stands.
@Suite struct StandingHeadsTests {
  private static let other = Scope(
    account: "444455556666", region: "eu-west-1", type: ResourceType("AWS::EC2::SecurityGroup"))
  private static let own: Set<String> = [StoreFolder.groups.account]

  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
    try store.take(["a": "1", "b": "2"], day: 1)
    try store.take(["x": "1", "y": "2"], day: 2, scope: Self.other)
    try store.take(["a": "3"], day: 3)
  }

  private func standing(_ accounts: Set<String>?) throws -> [String] {
    let heads = try store.standingHeads(of: accounts)
    return try folder.rows(
      "SELECT v.id, r.external_id FROM version v JOIN resource r ON r.id = v.resource"
    )
    .filter { try heads.position(ofVersion: $0.get(0)) != nil }.map { try $0.get(1) }.sorted()
  }

  @Test func `heads are those of the accounts that are asked for`() throws {
    #expect(try standing(nil) == ["a", "x", "y"])
    #expect(try standing(Self.own) == ["a"])
    #expect(try standing([Self.other.account]) == ["x", "y"])
    #expect(try standing(Self.own.union([Self.other.account])) == ["a", "x", "y"])
    #expect(try standing(["7"]) == [])
    let (all, own) = try (store.standingHeads(of: nil), store.standingHeads(of: Self.own))
    #expect(Set(own.positions.keys).isSubset(of: all.positions.keys) && own.positions.count == 1)
  }

  @Test func `bytes that mean what a head means are known in its account`() throws {
    let digest = [UInt8]("more".utf8).withUnsafeBytes { store.key.digest($0, context: []) }
    try store.writeSnapshots(now: .day(4)) { writer in
      _ = try writer.begin(takenAt: .day(4), source: "test")
      try writer.remember(digest, as: writer.heads[0].version)
    }
    let first = try store.standingHeads(of: nil).heads[0]
    for accounts in [nil, Self.own, [Self.other.account]] {
      let heads = try store.standingHeads(of: accounts)
      let known = heads.positions[digest].map { heads.heads[Int($0)].version }
      #expect(known == (heads.position(ofVersion: first.version) == nil ? nil : first.version))
    }
  }

  @Test func `nothing is written of an account whose heads were not loaded`() throws {
    let code = problemCode {
      try store.writeSnapshots(now: .day(4), of: Self.own) { writer in
        #expect(throws: HeadsNotLoaded.self) { _ = try writer.row(of: Self.other) }
        _ = try writer.begin(takenAt: .day(4), source: "test")
        _ = try writer.finish(Self.other, .read(count: 0))
      }
    }
    #expect(code == "store-failed")
    #expect(try store.snapshots().count == 3)
  }

  /// What others do while an import reads.
  enum Event: CaseIterable {
    case nothing, ownSnapshot, otherSnapshot, ownUnread, withdrawal, pruning, record
  }

  @Test(arguments: Event.allCases)
  func `heads stand until a snapshot looks at their accounts or one goes`(event: Event) throws {
    let heads = try store.standingHeads(of: Self.own)
    switch event {
    case .nothing: break
    case .ownSnapshot: try store.take(["a": "3"], day: 4)
    case .ownUnread: try store.take([:], day: 4, reading: .unread(Problem("access-denied", "no")))
    case .otherSnapshot: try store.take(["z": "1"], day: 4, scope: Self.other)
    case .withdrawal: _ = try store.withdraw(2, at: .day(4), by: "ops", reason: "wrong")
    case .pruning: _ = try store.prune(dropping: [1], at: .day(4), by: "ops", reason: nil)
    case .record:
      _ = try store.setBaseline(
        "default", to: 3, choosing: { _ in true }, at: .day(4), by: nil, reason: nil)
    }
    let done = try store.writeSnapshots(now: .day(5), over: heads) { writer in
      try writer.begin(takenAt: .day(5), source: "test")
    }
    let stand = [.nothing, .otherSnapshot, .record].contains(event)
    #expect((done != nil) == stand)
  }
}

import ConfigurationModel
import Testing

@testable import AuditStore

@Suite struct SnapshotWriterTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  private func versions() throws -> [[Int64?]] {
    try folder.rows("SELECT first_snapshot, until_snapshot, same_as FROM version ORDER BY id")
      .map { try [$0.get(0), $0.get(1), $0.get(2)] }
  }

  @Test func `what is the same costs no row`() throws {
    for day in 1...3 { try store.take(["a": "1", "b": "2"], day: day) }
    #expect(try versions() == [[1, nil, nil], [1, nil, nil]])
    #expect(try store.standing(in: 3) == ["a": "1", "b": "2"])
  }

  @Test func `a change ends one interval and begins another`() throws {
    try store.take(["a": "1"], day: 1)
    try store.take(["a": "2"], day: 2)
    #expect(try store.intervals(of: "a") == ["1-2", "2-"])
    #expect(try store.standing(in: 1) == ["a": "1"])
    #expect(try store.standing(in: 2) == ["a": "2"])
  }

  @Test func `what goes back has the body of the first version`() throws {
    for (index, body) in ["1", "2", "1", "2", "1"].enumerated() {
      try store.take(["a": body], day: index + 1)
    }
    #expect(
      try versions() == [[1, 2, nil], [2, 3, nil], [3, 4, 1], [4, 5, 2], [5, nil, 1]])
    #expect(try store.standing(in: 5) == ["a": "1"])
    #expect(try store.verify().problems.map(\.message) == [])
  }

  @Test func `what is gone and comes back stands once`() throws {
    let days: [[String: String]] = [["a": "1"], [:], ["a": "1"], ["a": "2"], ["a": "1"], [:]]
    for (index, bodies) in days.enumerated() { try store.take(bodies, day: index + 1) }
    #expect(try store.intervals(of: "a") == ["1-2", "3-4", "4-5", "5-6"])
    for (index, bodies) in days.enumerated() {
      #expect(try store.standing(in: index + 1) == bodies)
    }
    #expect(try store.verify().problems.map(\.message) == [])
  }

  @Test func `a body that two versions hold is taken from one of them`() throws {
    for (index, body) in ["1", "2", "3"].enumerated() {
      try store.take(["a": body], day: index + 1)
    }
    // As an import that does not look for an older body would leave it.
    try folder.tamper(
      "UPDATE version SET digest = (SELECT digest FROM version WHERE id = 1), body = "
        + "(SELECT body FROM version WHERE id = 1) WHERE id = 2")
    try store.take(["a": "1"], day: 4)
    #expect(try store.intervals(of: "a") == ["1-2", "2-3", "3-4", "4-"])
    // The ledger knows that this was not written.
    #expect(try store.verify().problems.map(\.code) == ["row-altered"])
  }

  @Test(
    arguments: [
      ScopeReading.unread(Problem("access-denied", "no")), .seen(count: 0), .seen(count: 1),
    ])
  func `what was not read completely keeps what it had`(reading: ScopeReading) throws {
    try store.take(["a": "1", "b": "2"], day: 1)
    try store.take([:], day: 2, reading: reading)
    #expect(try store.standing(in: 2) == ["a": "1", "b": "2"])
    try store.take(["a": "1"], day: 3)
    #expect(try store.standing(in: 3) == ["a": "1"])
    #expect(try store.intervals(of: "b") == ["1-3"])
  }

  @Test func `a scope that was not looked at keeps what it had`() throws {
    let other = Scope(account: "2", region: "r", type: ResourceType("T"))
    try store.take(["a": "1"], day: 1)
    try store.take(["x": "1"], day: 2, scope: other)
    #expect(try store.standing(in: 2) == ["a": "1", "x": "1"])
    try store.take([:], day: 3, scope: other)
    #expect(try store.standing(in: 3) == ["a": "1"])
  }

  @Test func `history only grows at its end`() throws {
    try store.take(["a": "1"], day: 2)
    #expect(problemCode { try store.take(["a": "2"], day: 1, now: 3) } == "out-of-order")
    #expect(try store.snapshots().map(\.number) == [1])
    try store.take(["a": "2"], day: 2)
    #expect(try store.standing(in: 2) == ["a": "2"])
  }

  @Test func `an error undoes all of a transaction`() throws {
    try store.take(["a": "1"], day: 1)
    let code = problemCode {
      try store.writeSnapshots(now: .day(2)) { writer in
        _ = try writer.begin(takenAt: .day(2), source: "x")
        _ = try writer.finish(StoreFolder.groups, .read(count: 0))
        throw Problem("test", "test")
      }
    }
    #expect(code == "test")
    #expect(try store.snapshots().count == 1)
    #expect(try store.standing(in: 1) == ["a": "1"])
  }

  @Test func `several snapshots of one transaction see each other`() throws {
    try store.writeSnapshots(now: .day(3)) { writer in
      for day in 1...3 {
        _ = try writer.begin(takenAt: .day(day), source: "x")
        _ = try writer.finish(StoreFolder.groups, .read(count: 0))
      }
    }
    #expect(try store.snapshots().map(\.takenAt) == [.day(1), .day(2), .day(3)])
  }

  @Test func `ids of every kind of text come back`() throws {
    let ids = [
      "", " ", "a'b", "é", "e\u{301}", "\u{1F600}", String(repeating: "x", count: 5000),
    ]
    let bodies = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1 + "\($0)", "\($0)") })
    try store.take(bodies, day: 1)
    let standing = try store.standing(in: 1)
    for (id, body) in bodies { #expect(standing[id] == body, "\(id.debugDescription.prefix(20))") }
    #expect(standing.count == bodies.count)
  }
}

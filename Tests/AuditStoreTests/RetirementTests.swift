import AuditStore
import ConfigurationModel
import Testing

struct RetirementTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  private func words(at day: Int) throws -> [String] {
    let past = try store.coveragePast(to: .max, at: .day(day))
    return Coverage(of: past.scopes, at: .day(day)).cells.map(\.word.rawValue)
  }

  private func retire(_ isRetired: Bool, day: Int) throws -> [Scope] {
    try store.setRetired(
      isRetired, wanted: [], choosing: { $0 == StoreFolder.groups }, at: .day(day),
      by: "carol@example.com", reason: "closed")
  }

  @Test func `a retired scope stays so until it is read again or taken up again`() throws {
    try store.take(["a": "1"], day: 1)
    #expect(try words(at: 1) == ["read"])
    #expect(try retire(true, day: 2) == [StoreFolder.groups])
    #expect(try words(at: 9) == ["retired"])
    #expect(try words(at: 1) == ["read"], "the story of the first day stays")
    #expect(problemCode { _ = try retire(true, day: 3) } == "no-such-scope")
    try store.take([:], day: 4, reading: .unread(Problem("access-denied", "no")))
    #expect(try words(at: 4) == ["retired"])
    try store.take(["a": "1"], day: 5)
    #expect(try words(at: 5) == ["read"])
    // It counts again, and may be given up again.
    #expect(try retire(true, day: 5) == [StoreFolder.groups])
    #expect(try words(at: 9) == ["retired"])
    #expect(try retire(false, day: 6) == [StoreFolder.groups])
    #expect(try words(at: 9) == ["stale"])
    #expect(try store.verify().problems == [])
  }

  @Test func `a selector that chooses nothing is told`() throws {
    #expect(problemCode { _ = try retire(true, day: 2) } == "no-such-scope")
  }

  @Test func `a snapshot that is taken back leaves no trace but that it was`() throws {
    try store.take(["a": "a1", "b": "b1"], day: 1)
    let before = try (store.standing(in: 1), store.intervals(of: "a"), words(at: 2))
    try store.take(["a": "a2", "c": "c1"], day: 2)
    let withdrawal = try store.withdraw(2, at: .day(3), by: "carol", reason: "the wrong folder")
    #expect(withdrawal.snapshot == 2 && withdrawal.scopes == 1)
    #expect(try store.standing(in: 1) == before.0)
    #expect(try store.intervals(of: "a") == before.1 && store.intervals(of: "b") == ["1-"])
    #expect(try words(at: 2) == before.2)
    #expect(try store.snapshots().map { $0.withdrawnAt != nil } == [false, true])
    #expect(try store.verify().problems == [])
    try store.take(["a": "a1", "b": "b2"], day: 2, now: 4)
    #expect(try store.snapshots().last?.number == 3)
    #expect(try store.standing(in: 3) == ["a": "a1", "b": "b2"])
    #expect(try store.verify().problems == [])
  }

  @Test func `a snapshot that is taken back leaves no name behind`() throws {
    try store.take(["a": "a1"], day: 1, named: "web")
    try store.take(["a": "a2", "b": "b1"], day: 2, named: "payroll")
    _ = try store.withdraw(2, at: .day(3), by: "carol", reason: "the wrong folder")
    let names = try store.query("SELECT id, name FROM resources").rows
    #expect(names == [[.text("a"), .text("web")]])
    #expect(try store.verify().problems == [])
  }

  @Test func `what something was decided on is not taken back`() throws {
    try store.take(["a": "1"], day: 1)
    _ = try store.setBaseline(
      "default", to: 1, choosing: { _ in true }, at: .day(1), by: "erin", reason: nil)
    #expect(problemCode { _ = try withdraw(1) } == "snapshot-decided-on")
    try store.take(["a": "2"], day: 2)
    try store.take(["a": "3"], day: 3)
    #expect(problemCode { _ = try withdraw(2) } == "snapshot-decided-on", "not the newest")
    #expect(problemCode { _ = try withdraw(9) } == "unknown-snapshot")
    try store.writeAudit(baseline: "default", at: .day(3)) { session in
      try session.insertAudit(after: 1, to: 3, isAsking: true, at: Timestamp(seconds: 1), by: nil)
    }
    #expect(problemCode { _ = try withdraw(3) } == "snapshot-decided-on")
  }

  private func withdraw(_ number: Int) throws -> Withdrawal {
    try store.withdraw(number, at: .day(4), by: "carol", reason: "slip")
  }

  @Test func `a moment that is yet to come is refused, and what lies ahead does not count`() throws
  {
    try store.take(["a": "1"], day: 1)
    #expect(problemCode { try store.take(["a": "2"], day: 3, now: 2) } == "moment-in-future")
    // A clock that was ahead wrote it all the same.
    try store.take(["a": "2"], day: 9, now: 9)
    let past = try store.coveragePast(to: .max, at: .day(2))
    #expect(past.ahead == [.init(number: 2, takenAt: .day(9))])
    #expect(past.scopes.first?.read?.at == .day(1))
    try store.take(["a": "3"], day: 2)
    let later = try store.coveragePast(to: .max, at: .day(2))
    #expect(later.scopes.first?.read?.at == .day(2))
    // What was read again is told by what was read last.
    #expect(later.ahead.isEmpty)
    #expect(try store.verify().problems == [])
  }
}

import AuditStore
import ConfigurationModel
import Testing

/// Readings have an order for each scope by itself, and snapshots one as entries of the store.
@Suite struct ReadingTimeTests {
  private let folder: StoreFolder
  private let store: AuditStore
  private static let other = Scope(account: "2", region: "r", type: ResourceType("T"))

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  /// A reading from one hour of the first day to another, stored at a third.
  private func read(
    _ scope: Scope = StoreFolder.groups, from began: Int64, to ended: Int64, storedAt hour: Int64,
    _ reading: ScopeReading = .read(count: 0)
  ) throws {
    let time = ReadingTime(from: Self.hour(began), to: Self.hour(ended))
    try store.writeSnapshots(now: Self.hour(hour)) { writer in
      _ = try writer.begin(takenAt: Self.hour(hour), source: "test")
      _ = try writer.finish(scope, reading, at: time)
    }
  }

  private static func hour(_ hour: Int64) -> Timestamp { .day(1).advanced(bySeconds: hour * 3600) }

  private func lastRead(_ scope: Scope) throws -> Timestamp? {
    try store.coveragePast(to: .max, at: .day(5)).scopes.first { $0.scope == scope }?.read?.at
  }

  @Test func `a snapshot of one account is not older than one of another`() throws {
    try store.take(["a": "1"], day: 2)
    try store.take(["x": "1"], day: 1, scope: Self.other, now: 2)
    #expect(try store.snapshots().map(\.takenAt) == [.day(2), .day(2)])
    #expect(try lastRead(StoreFolder.groups) == .day(2))
    #expect(try lastRead(Self.other) == .day(1))
    #expect(try store.standing(in: 2) == ["a": "1", "x": "1"])
    #expect(try store.verify().problems.map(\.message) == [])
  }

  @Test(arguments: [(1, 2, true), (3, 9, true), (4, 4, false), (4, 9, false), (5, 6, false)])
  func `of one scope, what was read before its last reading had ended is refused`(
    began: Int64, ended: Int64, isRefused: Bool
  ) throws {
    try read(from: 2, to: 4, storedAt: 4)
    let code = problemCode { try read(from: began, to: ended, storedAt: 10) }
    #expect(code == (isRefused ? "out-of-order" : nil))
    #expect(try lastRead(StoreFolder.groups) == Self.hour(isRefused ? 2 : began))
  }

  @Test func `a try in vain keeps no reading back that was made before it`() throws {
    try read(from: 5, to: 5, storedAt: 5, .unread(Problem("access-denied", "no")))
    try read(from: 2, to: 4, storedAt: 6)
    #expect(try lastRead(StoreFolder.groups) == Self.hour(2))
    // It was made after it, and what came of it is not forgotten.
    let past = try store.coveragePast(to: .max, at: .day(5)).scopes.first
    #expect(past?.failure?.problem.code == "access-denied")
    try read(from: 7, to: 8, storedAt: 9)
    #expect(try store.coveragePast(to: .max, at: .day(5)).scopes.first?.failure == nil)
  }

  @Test func `a clock that was ahead keeps nothing back when it is right again`() throws {
    try read(from: 20, to: 20, storedAt: 20)
    try read(from: 2, to: 3, storedAt: 4)
    #expect(try store.snapshots().map(\.takenAt) == [Self.hour(20), Self.hour(4)])
  }

  @Test func `sources of the settings are as many as their names`() throws {
    func look(_ scope: Scope, source: String, at day: Int, age: Age?) throws {
      let beginning = try store.beginRun(
        of: source, due: .day(day), by: "h", at: .day(day), leaseUntil: .day(day + 1),
        allowedAge: age
      ) { _ in true }
      guard case .begun(let run) = beginning else { throw Problem("test", "\(beginning)") }
      try store.writeSnapshots(now: .day(day)) { writer in
        let number = try writer.begin(takenAt: .day(day), source: source)
        _ = try writer.finish(scope, .read(count: 0))
        try writer.endRun(
          run, .init(at: .day(day), outcome: .complete, counts: .init(snapshot: number)))
      }
    }
    func leftOut() throws -> [Scope] {
      try store.coveragePast(to: .max, at: .day(20)).scopes.filter { $0.leftOut != nil }.map(
        \.scope)
    }
    let (one, two) = (StoreFolder.groups, Self.other)
    // Folders of two days are one source.
    try look(one, source: "exports/d1", at: 1, age: nil)
    try look(two, source: "exports/d2", at: 2, age: nil)
    #expect(try leftOut() == [one])
    try look(one, source: "d1", at: 3, age: Age(parsing: "3d"))
    try look(two, source: "d2", at: 4, age: Age(parsing: "3d"))
    #expect(try leftOut() == [])
  }

  @Test func `a snapshot of nothing is a look around of the source that it is of`() throws {
    func look(_ scopes: [Scope], _ reading: ScopeReading, from source: String, at day: Int) throws {
      try store.writeSnapshots(now: .day(day)) { writer in
        _ = try writer.begin(takenAt: .day(day), source: source)
        for scope in scopes { _ = try writer.finish(scope, reading) }
      }
    }
    func leftOut() throws -> [Scope] {
      try store.coveragePast(to: .max, at: .day(20)).scopes.filter { $0.leftOut != nil }.map(
        \.scope)
    }
    let (one, two) = (StoreFolder.groups, Self.other)
    try look([one], .read(count: 0), from: "delivery/day1", at: 1)
    try look([], .read(count: 0), from: "delivery/day2", at: 2)
    #expect(try leftOut() == [one])
    // What is told of single resources is no look, and a snapshot of nothing after it neither.
    try look([two], .seen(count: 1), from: "history/day1", at: 3)
    try look([], .seen(count: 1), from: "history/day2", at: 4)
    #expect(try leftOut() == [one])
  }

  @Test func `a run that stores account by account leaves none out before its end`() throws {
    func look(_ scopes: Scope..., at day: Int, ending run: SourceRun? = nil) throws {
      try store.writeSnapshots(now: .day(day)) { writer in
        let number = try writer.begin(takenAt: .day(day), source: "all")
        for scope in scopes { _ = try writer.finish(scope, .read(count: 0)) }
        if let run {
          let end = SourceRun.End(
            at: .day(day), outcome: .complete, counts: .init(snapshot: number))
          try writer.endRun(run, end)
        }
      }
    }
    func run(at day: Int) throws -> SourceRun {
      let beginning = try store.beginRun(
        of: "all", due: .day(day), by: "h", at: .day(day), leaseUntil: .day(day + 1)
      ) { _ in true }
      guard case .begun(let run) = beginning else { throw Problem("test", "\(beginning)") }
      return run
    }
    func leftOut() throws -> [String] {
      try store.coveragePast(to: .max, at: .day(20)).scopes.filter { $0.leftOut != nil }
        .map(\.scope.account)
    }
    let (one, two) = (StoreFolder.groups, Self.other)
    let first = try run(at: 1)
    try look(one, at: 1)
    try look(two, at: 2, ending: first)
    #expect(try leftOut() == [])
    // The second run has looked at one account by now, and at its end never at the other.
    let second = try run(at: 3)
    try look(one, at: 3)
    #expect(try leftOut() == [])
    try look(one, at: 4, ending: second)
    #expect(try leftOut() == [two.account])
  }
}

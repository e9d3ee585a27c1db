import AuditStore
import ConfigurationModel
import Testing

/// Who may run a source, and what becomes of a run whose process goes away.
@Suite struct RunTests {
  private static func moment(_ seconds: Int64) -> Timestamp {
    Timestamp(seconds: 1_795_000_000 + seconds)
  }

  private func begin(
    _ store: AuditStore, due: Int64, by holder: String = "here:1:1", at now: Int64,
    isGone: Bool = false
  ) throws -> AuditStore.Beginning {
    try store.beginRun(
      of: "production", due: Self.moment(due), by: holder, at: Self.moment(now),
      leaseUntil: Self.moment(now + 120), isGone: { _ in isGone })
  }

  private func begun(_ beginning: AuditStore.Beginning) throws -> SourceRun {
    guard case .begun(let run) = beginning else { throw NotBegun(beginning: "\(beginning)") }
    return run
  }

  private struct NotBegun: Error { let beginning: String }

  @Test func `while one process holds a source no other begins`() throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let run = try begun(begin(store, due: 0, at: 1))
    guard case .held(let holder) = try begin(store, due: 0, by: "there:2:2", at: 60) else {
      Issue.record("it was not held")
      return
    }
    #expect(holder.id == run.id && holder.holder == "here:1:1")
    #expect(try store.extendRun(run.id, until: Self.moment(400)))
    guard case .held = try begin(store, due: 60, by: "there:2:2", at: 300) else {
      Issue.record("the longer lease was not held")
      return
    }
  }

  @Test(arguments: [(at: Int64(60), isGone: true), (at: 121, isGone: false)])
  func `a run whose process is gone, or that was not heard of, is abandoned and caught up`(
    at: Int64, isGone: Bool
  ) throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    defer { withExtendedLifetime(folder) {} }
    let lost = try begun(begin(store, due: 0, at: 1))
    let next = try begun(begin(store, due: 0, by: "there:2:2", at: at, isGone: isGone))
    #expect(next.due == lost.due)
    #expect(try store.runs(limit: 9).map { $0.end?.outcome } == [nil, .abandoned])
    #expect(try !store.extendRun(lost.id, until: Self.moment(999)))
  }

  @Test func `a moment that is done with is not run again, one that was stopped is`() throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    defer { withExtendedLifetime(folder) {} }
    let first = try begun(begin(store, due: 0, at: 1))
    try store.endRun(first.id, SourceRun.End(at: Self.moment(2), outcome: .stopped))
    #expect(try store.settledMoments(at: .day(9)).isEmpty)
    let second = try begun(begin(store, due: 0, at: 3))
    let problem = Problem("nothing-collected", "Nothing could be read.")
    try store.endRun(
      second.id, SourceRun.End(at: Self.moment(4), outcome: .failed, problem: problem))
    #expect(try store.settledMoments(at: Self.moment(5)) == ["production": Self.moment(0)])
    #expect(try store.runs(limit: 1).first?.end?.problem == problem)
    guard case .settled = try begin(store, due: 0, at: 5) else {
      Issue.record("it was run again")
      return
    }
    _ = try begun(begin(store, due: 60, at: 61))
  }

  @Test func `what was taken by a process that lost its source is not kept`() throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    defer { withExtendedLifetime(folder) {} }
    let lost = try begun(begin(store, due: 0, at: 1))
    let next = try begun(begin(store, due: 0, by: "there:2:2", at: 200))
    let end = SourceRun.End(
      at: Self.moment(201), outcome: .complete, counts: SourceRun.Counts(snapshot: 1))
    #expect {
      try store.writeSnapshots(now: Self.moment(201)) { writer in
        _ = try writer.begin(takenAt: Self.moment(201), source: "production")
        try writer.endRun(lost, end)
      }
    } throws: { error in
      (error as? Problem)?.code == "lease-lost"
    }
    #expect(try store.snapshots().isEmpty)
    try store.writeSnapshots(now: Self.moment(202)) { writer in
      _ = try writer.begin(takenAt: Self.moment(202), source: "production")
      try writer.endRun(next, end)
    }
    #expect(try store.snapshots().count == 1)
    #expect(try store.runs(limit: 1).first?.end == end)
  }

  @Test func `a status tells the last run of each source and how all of them ended`() throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    defer { withExtendedLifetime(folder) {} }
    for (index, outcome) in [SourceRun.Outcome.failed, .stopped, .failed].enumerated() {
      let due = Int64(index) * 60
      let run = try begun(begin(store, due: due, at: due + 1))
      try store.endRun(
        run.id,
        SourceRun.End(
          at: Self.moment(due + 2), outcome: outcome,
          counts: SourceRun.Counts(requests: 10, throttles: 1)))
    }
    let status = try store.status(at: Self.moment(500))
    #expect(status.sources.count == 1)
    #expect(status.sources.first?.last.due == Self.moment(120))
    #expect(status.sources.first?.runs == [.failed: 2, .stopped: 1])
    #expect(status.sources.first?.requests == 30)
    #expect(status.sources.first?.throttles == 3)
    #expect(status.bytes > 0 && status.snapshots == 0 && status.latest == nil)
  }
}

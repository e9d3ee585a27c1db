import AuditStore
import ConfigurationModel
import Foundation
import Testing

/// Moments go one way for everything that is appended.
@Suite struct MomentTests {
  /// Everything that appends to a store, at a moment.
  enum Entry: CaseIterable {
    case record, transition, snapshotBaseline, goldenBaseline, audit, decision, promotion, pruning

    func append(to store: AuditStore, at: Timestamp) throws {
      switch self {
      case .record, .transition:
        let record = ChangeRecord(number: "CHG1", kind: .normal, state: .draft, allows: [])
        try store.register(
          [.init(record: record, document: "change: CHG1\n")],
          from: self == .record ? .document : .transition, at: at, by: "ada", reason: nil)
      case .snapshotBaseline:
        _ = try store.setBaseline(
          "default", to: 2, choosing: { _ in true }, at: at, by: "ada", reason: "so")
      case .goldenBaseline:
        try store.setBaseline("default", to: [], at: at, by: "ada", reason: "so")
      case .audit:
        try store.writeAudit(baseline: "default", at: at) { session in
          try session.insertAudit(
            after: 1, to: 2, isAsking: true, at: Timestamp(seconds: 1), by: nil)
        }
      case .decision:
        try store.append(.acknowledged, to: [1], at: at, by: "ada", reason: "so")
      case .promotion:
        try store.promote([], findings: [1], baseline: "default", at: at, by: "ada", reason: "so")
      case .pruning: _ = try store.prune(dropping: [1], at: at, by: "ada", reason: "so")
      }
    }
  }

  private let folder: StoreFolder

  /// Three snapshots and a finding, the last entry of the tenth day.
  init() throws {
    folder = try StoreFolder()
    let store = try folder.open()
    for day in 1...3 { try store.take(["a": "\(day)"], day: day) }
    _ = try store.setBaseline(
      "default", to: 2, choosing: { _ in true }, at: .day(9), by: "ada", reason: nil)
    try store.writeAudit(baseline: "default", at: .day(10)) { session in
      let changed = try #require(try session.resourcesChanged(in: 3).first)
      _ = try session.openFinding(changed.row, change: .modified, snapshot: 3)
      try session.insertAudit(after: 2, to: 3, isAsking: true, at: Timestamp(seconds: 1), by: nil)
    }
  }

  private func events() throws -> [Int64] {
    let answer = try folder.open(.reading).query("SELECT at FROM event ORDER BY id")
    return answer.rows.compactMap { row in
      guard case .number(let text) = row[0] else { return nil }
      return Int64(text)
    }
  }

  @Test(arguments: Entry.allCases)
  func `nothing is dated before the last entry`(entry: Entry) throws {
    let store = try folder.open()
    let before = try events()
    for moment in [Timestamp.day(1), .day(9), .day(10).advanced(bySeconds: -1)] {
      let code = problemCode { try entry.append(to: store, at: moment) }
      #expect(code == "moment-before-last-entry")
    }
    #expect(try events() == before, "a refused entry leaves nothing behind")
  }

  @Test(arguments: Entry.allCases)
  func `nothing is dated in the future`(entry: Entry) throws {
    let store = try folder.open(now: .day(20))
    for seconds: Int64 in [302, 86_400, 1_000_000_000] {
      let code = problemCode {
        try entry.append(to: store, at: Timestamp.day(20).advanced(bySeconds: seconds))
      }
      #expect(code == "moment-in-future")
    }
  }

  @Test(arguments: Entry.allCases)
  func `the moment of the last entry, any after it and the near future are taken`(entry: Entry)
    throws
  {
    for moment in [Timestamp.day(10), .day(15), Timestamp.day(20).advanced(bySeconds: 300)] {
      let store = try MomentTests().folder
      try entry.append(to: store.open(now: .day(20)), at: moment)
    }
  }

  @Test(arguments: [Entry.record, .transition, .audit, .goldenBaseline])
  func `nothing is registered, judged or expected before the newest snapshot`(entry: Entry) throws {
    let store = try folder.open()
    try store.take(["a": "4"], day: 12)
    let before = try events()
    let code = problemCode {
      try entry.append(to: store, at: Timestamp.day(12).advanced(bySeconds: -1))
    }
    #expect(code == "moment-before-last-entry")
    #expect(try events() == before, "a refused entry leaves nothing behind")
    try entry.append(to: store, at: .day(12))
  }

  @Test func `an audit by a clock that runs behind bears the moment of the newest snapshot`() throws
  {
    try folder.open().take(["a": "4"], day: 12)
    let now = Timestamp.day(12).advanced(bySeconds: -120)
    try Entry.audit.append(to: folder.open(now: now), at: now)
    #expect(try events().last == Timestamp.day(12).microseconds)
  }

  @Test func `a snapshot of a clock that was ahead keeps no audit out`() throws {
    try folder.open(now: .day(500)).take(["a": "4"], day: 500)
    try Entry.audit.append(to: folder.open(now: .day(12)), at: .day(12))
    #expect(try events().last == Timestamp.day(12).microseconds)
  }

  @Test func `nothing is taken back or left out before it was read`() throws {
    let store = try folder.open()
    try store.take(["a": "4"], day: 12)
    func withdraw(at: Timestamp) throws {
      _ = try store.withdraw(4, at: at, by: "ada", reason: "so")
    }
    func retire(at: Timestamp) throws {
      _ = try store.setRetired(
        true, wanted: [], choosing: { _ in true }, at: at, by: "ada", reason: "so")
    }
    #expect(problemCode { try retire(at: .day(11)) } == "moment-before-last-entry")
    #expect(problemCode { try withdraw(at: .day(11)) } == "moment-before-last-entry")
    try withdraw(at: .day(12))
    try retire(at: .day(12))
  }

  @Test func `nobody agreed to a snapshot before it was taken`() throws {
    let store = try folder.open()
    try store.take(["a": "4"], day: 12)
    func set(at: Timestamp) throws {
      _ = try store.setBaseline(
        "default", to: 4, choosing: { _ in true }, at: at, by: "ada", reason: "so")
    }
    #expect(problemCode { try set(at: .day(11)) } == "moment-before-last-entry")
    try Entry.snapshotBaseline.append(to: store, at: .day(11))
    try set(at: .day(12))
  }

  @Test func `a clock that runs behind dates nothing before the last entry`() throws {
    let now = Timestamp.day(10).advanced(bySeconds: -120)
    try Entry.decision.append(to: folder.open(now: now), at: now)
    #expect(try events().last == Timestamp.day(10).microseconds)
  }

  @Test func `an entry of a clock that was ahead keeps nothing out`() throws {
    try Entry.decision.append(to: folder.open(now: .day(500)), at: .day(500))
    let store = try folder.open(now: .day(11))
    try Entry.decision.append(to: store, at: .day(11))
    #expect(try events().last == Timestamp.day(500).microseconds, "nothing goes back")
    let code = problemCode { try Entry.decision.append(to: store, at: .day(9)) }
    #expect(code == "moment-before-last-entry")
    #expect(try store.period(from: nil, until: nil, now: .day(11)).toEvent == Int64(events().count))
    #expect(try store.verify().problems == [])
  }

  @Test func `a clock that was set back dates nothing back`() throws {
    let store = try folder.open(now: .day(2))
    try Entry.record.append(to: store, at: .day(2))
    #expect(try events().last == Timestamp.day(10).microseconds)
  }

  @Test func `what is registered at the moment of a snapshot was not known when it was taken`()
    throws
  {
    let store = try folder.open()
    try store.take(["a": "4"], day: 12)
    try Entry.record.append(to: store, at: .day(12))
    let record = try #require(try store.changeRecords().first)
    #expect(record.registered == .day(12))
    #expect(record.known > .day(12))
  }

  @Test(arguments: [
    ("ada, bob@example.com eve@example.com", "why", "unclear-name"), ("", "why", "nameless"),
    ("\u{430}da", "why", "disguised-name"), ("ada", "", "empty-reason"),
    ("ada", " ", "empty-reason"),
  ])
  func `who does something has a name, and a reason is one`(
    by: String, reason: String, code: String
  )
    throws
  {
    let store = try folder.open()
    let met = problemCode {
      try store.append(.acknowledged, to: [1], at: .day(11), by: by, reason: reason)
    }
    #expect(met == code)
  }

  @Test func `what is written within one transaction is undone with it`() throws {
    let store = try folder.open()
    let before = try events()
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.writing {
        try Entry.record.append(to: store, at: .day(11))
        #expect(try store.changeRecords().count == 1, "it reads what it wrote")
        throw Stop()
      }
    }
    #expect(try events() == before)
    #expect(try store.changeRecords().isEmpty)
  }

  @Test func `what is read within one transaction is of one state`() throws {
    let (reader, writer) = (try folder.open(.reading), try folder.open())
    try reader.reading {
      #expect(try reader.changeRecords().isEmpty)
      try Entry.record.append(to: writer, at: .day(11))
      #expect(try reader.changeRecords().isEmpty)
    }
    #expect(try reader.changeRecords().count == 1)
  }
}

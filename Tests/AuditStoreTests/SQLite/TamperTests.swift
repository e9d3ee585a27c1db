import AuditStore
import ConfigurationModel
import Foundation
import GRDB
import PlumblineTestSupport
import Testing

/// Whoever has the file and not the key cannot change it unseen.
///
/// `PLUMB_TAMPER_ROUNDS` says how often each is tried (20), `PLUMB_TAMPER_EVENTS` how many events the
/// store has (200), `PLUMB_TAMPER_SEED` the seed.
@Suite struct TamperTests {
  private static func number(_ name: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
  }

  private let rounds = Self.number("PLUMB_TAMPER_ROUNDS", 20)
  private let events = Self.number("PLUMB_TAMPER_EVENTS", 200)
  private let seed = UInt64(Self.number("PLUMB_TAMPER_SEED", 20_261_128))

  private struct Altered {
    let folder: StoreFolder
    let good: Data

    func restore() throws { try good.write(to: URL(filePath: folder.path)) }

    /// The codes of what verification finds; one of opening where the store cannot be opened.
    func codes() -> [String] {
      var found: [String] = []
      let code = problemCode { found = try folder.open(.reading).verify().problems.map(\.code) }
      return found + [code].compactMap { $0 }
    }
  }

  /// Lets a store live on, from a minute on. Nothing has it open afterwards: its file holds all of it.
  private func live(_ folder: StoreFolder, _ events: Int, from minute: Int64 = 0) throws {
    var life = try StoreLife(
      folder.open(), seed: seed &+ UInt64(minute), minute: minute)
    try life.run(events)
  }

  private func make() throws -> Altered {
    let folder = try StoreFolder()
    try live(folder, events)
    let good = try #require(FileManager.default.contents(atPath: folder.path))
    let altered = Altered(folder: folder, good: good)
    #expect(altered.codes() == [])
    #expect(try folder.open(.reading).verify().head?.size ?? 0 >= events)
    return altered
  }

  // MARK: Rows

  @Test func `a row that is changed, deleted or inserted is found`() throws {
    let store = try make()
    var random = SeededGenerator(seed: seed)
    var done: [String: Int] = [:]
    var tried = 0
    while done.values.reduce(0, +) < rounds {
      try store.restore()
      tried += 1
      let change = try Vandal(path: store.folder.path).change(using: &random)
      // The schema refuses some changes; the next one is drawn.
      guard let change else { continue }
      done[change.kind, default: 0] += 1
      if store.codes().isEmpty { Issue.record("seed \(seed): not found: \(change.words)") }
    }
    print("rows: \(done.sorted { $0.key < $1.key }), \(tried) tried, seed \(seed)")
    #expect(tried < rounds * 20)
  }

  @Test func `no column of any table can be changed unseen`() throws {
    let store = try make()
    var random = SeededGenerator(seed: seed &+ 3)
    var (untried, refused): ([String], [String]) = ([], [])
    for column in try Vandal(path: store.folder.path).columns() {
      try store.restore()
      let change = try Vandal(path: store.folder.path).change(column, using: &random)
      guard let change else {
        untried.append(column)
        continue
      }
      if change.kind == "refused" {
        refused.append(column)
      } else if store.codes().isEmpty {
        Issue.record("seed \(seed): not found: \(change.words)")
      }
    }
    #expect(untried.count < 20)
    print("columns: without a value \(untried), refused \(refused)")
  }

  @Test func `the last event cannot be taken away with all that it wrote`() throws {
    let store = try make()
    let last = try DatabaseQueue(path: store.folder.path).read {
      try #require(try Int64.fetchOne($0, sql: "SELECT max(event) FROM leaf"))
    }
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: store.folder.path, configuration: configuration).write { database in
      let tables = try String.fetchAll(
        database,
        sql: """
          SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c
          WHERE t.type = 'table' AND c.name = 'event'
          """)
      for table in tables {
        try database.execute(sql: "DELETE FROM \(table) WHERE event = ?", arguments: [last])
      }
      try database.execute(sql: "DELETE FROM event WHERE id = ?", arguments: [last])
      for table in ["record_use", "deviation"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE judgement NOT IN (SELECT id FROM judgement)")
      }
      for (table, row, of) in [
        ("waiting_notice", "notice", "notice"), ("waiting_alert", "alert", "alert_notice"),
        ("waiting_breach", "notice", "breach_notice"),
      ] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE \(row) NOT IN (SELECT id FROM \(of))")
      }
      for table in ["expected", "unread_activity", "unread_document"] {
        try database.execute(
          sql: "UPDATE \(table) SET until_event = NULL WHERE until_event = ?", arguments: [last])
      }
    }
    #expect(store.codes().contains("ledger-altered"))
    // Nothing more is written over it.
    #expect(
      problemCode { try store.folder.open(.writing).take(["a": "x"], day: 30) } == "ledger-altered")
  }

  // MARK: Bits

  /// What a flipped bit changes: SQLite cannot read the file any more, finds its structure broken, or
  /// reads another schema or another row. A bit that does none of this is not in use: free pages, the
  /// space between rows, fields of the header that nothing reads.
  private func isInUse(_ path: String, _ content: [String]) -> Bool {
    guard let now = try? Self.content(path) else { return true }
    guard now == content else { return true }
    let check = try? DatabaseQueue(path: path).read {
      try String.fetchAll($0, sql: "PRAGMA integrity_check")
    }
    return check != ["ok"]
  }

  /// Every row of every table, and the schema, as text.
  private static func content(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      let schema = try Row.fetchAll(
        database, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema")
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND \(Vandal.isHeld)")
      return try schema.map(\.description)
        + tables.flatMap { table in
          try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
            row.map { "\($0.0)=\(text(of: $0.1))" }.joined(separator: "|")
          }
        }
    }
  }

  private static func text(of value: DatabaseValue) -> String {
    guard case .blob(let data) = value.storage else { return "\(value.storage)" }
    return "blob(\(data.base64EncodedString()))"
  }

  @Test func `a bit that is flipped is found`() throws {
    let store = try make()
    let content = try Self.content(store.folder.path)
    var random = SeededGenerator(seed: seed &+ 1)
    var (inUse, idle) = (0, 0)
    while inUse < rounds {
      var bytes = store.good
      let place = Int.random(in: bytes.indices, using: &random)
      let bit = Int.random(in: 0..<8, using: &random)
      bytes[place] ^= 1 << bit
      try bytes.write(to: URL(filePath: store.folder.path))
      guard isInUse(store.folder.path, content) else {
        idle += 1
        continue
      }
      inUse += 1
      // Reading may have written the file back; what is verified is what was flipped.
      try bytes.write(to: URL(filePath: store.folder.path))
      if store.codes().isEmpty { Issue.record("seed \(seed): bit \(bit) of byte \(place)") }
    }
    print("bits: \(inUse) in use, \(idle) not, seed \(seed)")
  }

  @Test func `a bit of the key that is flipped is found`() throws {
    let folder = try StoreFolder()
    try folder.open().take(["a": "1"], day: 1)
    let key = URL(filePath: folder.path + ".key")
    let good = try Data(contentsOf: key)
    for bit in 0..<good.count * 8 {
      var bytes = good
      bytes[bit / 8] ^= 1 << (bit % 8)
      try bytes.write(to: key)
      #expect(problemCode { _ = try folder.open(.reading) } == "key-mismatch", "bit \(bit)")
    }
  }

  @Test func `a bit of the write-ahead log that is flipped is found`() throws {
    let folder = try StoreFolder()
    // Its connection keeps the log from being brought home.
    let writer = try folder.open()
    for day in 1...6 { try writer.take(["a": "\(day)", "b": "x"], day: day) }
    let files = try ["", "-wal", ".key"].map {
      try Data(contentsOf: URL(filePath: folder.path + $0))
    }
    let copy = try StoreFolder()
    let pageSize = 8192
    let frames = (files[1].count - 32) / (24 + pageSize)
    #expect(frames > 6)
    var random = SeededGenerator(seed: seed &+ 2)
    for round in 0..<min(rounds, 200) {
      var log = files[1]
      // The last frame of a log may have been cut off by a power cut: damage there looks the same.
      let place = Int.random(in: 0..<(32 + (frames - 1) * (24 + pageSize)), using: &random)
      log[place] ^= 1 << Int.random(in: 0..<8, using: &random)
      for (name, data) in zip(
        ["", "-wal", ".key"], [files[0], round == 0 ? files[1] : log, files[2]])
      {
        try data.write(to: URL(filePath: copy.path + name))
      }
      try? FileManager.default.removeItem(atPath: copy.path + "-shm")
      var codes: [String] = []
      let code = problemCode { codes = try copy.open(.reading).verify().problems.map(\.code) }
      #expect(
        (codes + [code].compactMap { $0 }).isEmpty == (round == 0), "byte \(place) of the log")
    }
    _ = writer
  }

  @Test func `pages of a large transaction that was taken back are no damage`() throws {
    struct TakenBack: Error {}
    let folder = try StoreFolder()
    let writer = try folder.open()
    try writer.take(["a": "1"], day: 1)
    var random = SeededGenerator(seed: seed &+ 3)
    // More than SQLite keeps in memory: it writes such pages into the log before the transaction ends.
    let large = Dictionary(
      uniqueKeysWithValues: (0..<60).map { number in
        let words = (0..<125_000).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
        return ("g\(number)", words.withUnsafeBytes { Data($0) }.base64EncodedString())
      })
    let before = try Data(contentsOf: URL(filePath: folder.path + "-wal")).count
    #expect(throws: TakenBack.self) {
      try writer.writing {
        try writer.take(large, day: 2)
        throw TakenBack()
      }
    }
    let after = try Data(contentsOf: URL(filePath: folder.path + "-wal")).count
    #expect(after > before + 1_000_000)
    try writer.take(["a": "2"], day: 3)
    #expect(try folder.open(.reading).verify().problems == [])
    _ = writer
  }

  @Test func `a ledger that was taken away is not begun anew`() throws {
    let folder = try StoreFolder()
    try live(folder, 5)
    // As if the last migrations had never been applied: they would begin the ledger where there is none.
    try folder.tamper(
      """
      DELETE FROM ledger_head; DELETE FROM ledger_total; DELETE FROM leaf; DELETE FROM seal;
      DELETE FROM migration WHERE name >= '0017_migration_tags';
      ALTER TABLE migration DROP COLUMN tag; DROP INDEX record_use_record;
      DROP INDEX audit_asked; ALTER TABLE audit DROP COLUMN asked; ALTER TABLE audit DROP COLUMN judged_at; ALTER TABLE audit DROP COLUMN judged_by; DROP TABLE waiting_breach; DROP TABLE waiting_alert; DROP TABLE waiting_notice;
      DROP TABLE unread_document; DROP TABLE told_breach; DROP TABLE breach_notice; DROP TABLE breach; DROP TABLE asked_guardrail; DROP TABLE guardrail_verdict; DROP TABLE unread_activity; DROP TABLE pruned_activity_resource; DROP TABLE pruned_activity; DROP TABLE told_alert; DROP TABLE alert_notice; DROP TABLE told_notice; DROP TABLE message; DROP TABLE notice; DROP TABLE passing_edit;
      ALTER TABLE run DROP COLUMN question; DROP TABLE activity_resource; DROP TABLE activity; DROP TABLE activity_span;
      """)
    #expect(problemCode { _ = try folder.open(.writing) } == "ledger-altered")
  }

  @Test(arguments: [
    "UPDATE migration SET after_event = 1 WHERE name = '0012_tokens_by_place'",
    "UPDATE migration SET position = 99 WHERE position = (SELECT max(position) FROM migration)",
    "UPDATE migration SET tag = NULL WHERE position = 3",
    "UPDATE seal SET id = id + 1000 WHERE id = (SELECT max(id) FROM seal)",
  ])
  func `what the ledger itself is written in is held too`(change: String) throws {
    let folder = try StoreFolder()
    try live(folder, 5)
    try folder.tamper(change)
    #expect(try !folder.open(.reading).verify().problems.isEmpty)
  }

  @Test func `an upgrade does not seal what somebody changed in an earlier migration's row`() throws
  {
    let folder = try StoreFolder()
    try live(folder, 5)
    // As if the last migrations had never been applied.
    try folder.tamper(
      """
      DELETE FROM migration WHERE name >= '0018_activity';
      DROP INDEX audit_asked; ALTER TABLE audit DROP COLUMN asked; ALTER TABLE audit DROP COLUMN judged_at; ALTER TABLE audit DROP COLUMN judged_by; DROP TABLE waiting_breach; DROP TABLE waiting_alert; DROP TABLE waiting_notice;
      DROP TABLE unread_document; DROP TABLE told_breach; DROP TABLE breach_notice; DROP TABLE breach; DROP TABLE asked_guardrail; DROP TABLE guardrail_verdict; DROP TABLE unread_activity; DROP TABLE pruned_activity_resource; DROP TABLE pruned_activity; DROP TABLE told_alert; DROP TABLE alert_notice; DROP TABLE told_notice; DROP TABLE message; DROP TABLE notice; DROP TABLE passing_edit;
      ALTER TABLE run DROP COLUMN question; DROP TABLE activity_resource;
      DROP TABLE activity; DROP TABLE activity_span;
      UPDATE migration SET after_event = 1 WHERE name = '0012_tokens_by_place';
      """)
    let problems = try folder.open(.writing).verify().problems
    #expect(problems.contains { $0.message.contains("0012_tokens_by_place") })
  }

  @Test func `an audit does not go by a run, or by a known document, that somebody planted`() throws
  {
    for change in [
      "INSERT INTO run (source, due_at, started_at, holder, lease_until, allowed_age) "
        + "VALUES ('test', 1, 1, 'x', 1, 1000000000)",
      "INSERT INTO fingerprint SELECT randomblob(32), min(id) FROM version",
    ] {
      let folder = try StoreFolder()
      let store = try folder.open()
      try store.take(["a": "1"], day: 1)
      _ = try store.setBaseline(
        "default", to: 1, choosing: { _ in true }, at: .day(2), by: nil, reason: nil)
      try store.writeAudit(baseline: "default", at: .day(3)) { _ in }
      try folder.tamper(change)
      #expect(
        problemCode { try store.writeAudit(baseline: "default", at: .day(4)) { _ in } } != nil,
        "\(change)")
    }
  }

  // MARK: Copies

  @Test func `an older copy is found with the head in hand`() throws {
    let folder = try StoreFolder()
    try live(folder, 20)
    let old = try Data(contentsOf: URL(filePath: folder.path))
    let oldHead = try folder.open(.reading).head()
    try live(folder, 20, from: 10_000)
    let head = try folder.open(.reading).head()
    #expect(try folder.open(.reading).problems(since: oldHead) == [])
    #expect(try folder.open(.reading).problems(since: head) == [])
    #expect(try LedgerHead(parsing: " \(head.text)\n") == head)

    try old.write(to: URL(filePath: folder.path))
    let restored = try folder.open(.creating)
    #expect(try restored.verify().problems == [])
    #expect(try restored.problems(since: oldHead) == [])
    #expect(try restored.problems(since: head).map(\.code) == ["head-not-reached"])
    try live(folder, 60, from: 20_000)
    #expect(try restored.problems(since: head).map(\.code) == ["head-differs"])
  }

  @Test func `a head of another store, and what is no head, are told`() throws {
    let store = try StoreFolder().open()
    let other = try StoreFolder().open()
    #expect(try store.problems(since: other.head()).map(\.code) == ["head-of-another-store"])
    for text in ["", "12", "x:y", "1:abc", "-1:" + String(repeating: "0", count: 64)] {
      #expect(problemCode { _ = try LedgerHead(parsing: text) } == "head-unreadable", "\(text)")
    }
  }
}

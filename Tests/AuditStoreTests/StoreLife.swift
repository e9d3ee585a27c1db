import AuditStore
import ConfigurationModel
import Foundation
import GRDB
import PlumblineTestSupport

/// A store with a long life: snapshots, audits, records, approvals, decisions, promotions, prunings,
/// runs, as random as the seed makes them.
struct StoreLife {
  private let store: AuditStore
  private var random: SeededGenerator
  private var minute: Int64 = 0
  private var snapshot = 0
  private var findings: [Int] = []
  private var records = 0
  private var bodies: [String: String] = [:]
  private static let kms = Scope(
    account: "111122223333", region: "eu-west-1", type: ResourceType("AWS::KMS::Key"))

  init(_ store: AuditStore, seed: UInt64) {
    self.store = store
    random = SeededGenerator(seed: seed)
  }

  private mutating func now() -> Timestamp {
    minute += 1
    return Timestamp(microseconds: Timestamp.day(1).microseconds + minute * 60_000_000)
  }

  /// Lets at least this many events happen.
  mutating func run(_ events: Int) throws {
    let end = (try store.head().size) + events
    while try store.head().size < end {
      if snapshot == 0 {
        try takeSnapshot()
        try agree()
      }
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<7: try takeSnapshot()
      case 7..<11: try audit()
      case 11..<14: try register()
      case 14..<16: try decide()
      case 16: try promote()
      case 17: try prune()
      case 18: try runSource()
      default: if Bool.random(using: &random) { try agree() }
      }
    }
  }

  private mutating func takeSnapshot() throws {
    for _ in 0..<2 { bodies["sg-\(Int.random(in: 0..<12, using: &random))"] = "\(minute)" }
    if minute % 7 == 0 { bodies["sg-3"] = nil }
    let (at, bodies, number) = (now(), bodies, Int.random(in: 0..<1_000, using: &random))
    snapshot = try store.writeSnapshots(now: at) { writer in
      let snapshot = try writer.begin(takenAt: at, source: "life")
      let row = try writer.row(of: StoreFolder.groups)
      for (id, body) in bodies.sorted(by: { $0.key < $1.key }) {
        try writer.take(id, Array("\(id) \(body)".utf8), StoreFolder.groups, row)
      }
      for head in try writer.finish(StoreFolder.groups, .read(count: bodies.count)) {
        try writer.insert([Edit(.root, .removed(.bool(true)))], of: head.resource)
      }
      _ = try writer.row(of: Self.kms)
      _ = try writer.finish(Self.kms, .unread(Problem("denied", "no \(number)", hint: "ask")))
      try writer.insertUnreadPart(
        Self.kms, part: "Policy", count: number, resources: ["k-1"],
        problem: Problem("denied", "no"))
      if number % 9 == 0, let first = writer.heads.first {
        try writer.rename(first.resource, to: "name \(number)")
        try writer.remember(try writer.digest(of: "other \(number)"), as: first.version)
        _ = try writer.insertDictionary(Array("\(number)".utf8), for: Self.kms.type)
      }
      try writer.setDelivered(to: "source", ["folder": "\(number)"])
      return snapshot
    }
  }

  private mutating func agree() throws {
    _ = try store.setBaseline(
      "default", to: snapshot, choosing: { _ in true }, at: now(), by: "ada", reason: "agreed")
  }

  private mutating func audit() throws {
    let (at, to) = (now(), snapshot)
    let isApproved = Bool.random(using: &random)
    let record = "CHG\(records)"
    let opened: Int? = try store.writeAudit(baseline: "default", at: at) { session -> Int? in
      let changed = try session.resourcesChanged(in: to)
      try session.goBy([
        GivenRule(.freeze, name: "x", document: "freezes: []\n"),
        GivenRule(
          .ignore, name: "i.yaml#1", owner: "o", reason: "r", until: at, document: "ignores: []\n"),
      ])
      try session.insertAudit(after: min(to - 1, try session.lastAudit()?.to ?? 0), to: to)
      guard let resource = changed.first else { return nil }
      let standing = try session.standingFinding(of: resource.row)
      let finding =
        try standing?.number ?? session.openFinding(resource.row, change: .modified, snapshot: to)
      let cover = Cover(record: record, allowance: 0, clause: 1)
      let row = try session.insert(
        StoredJudgement(
          resource: resource.row, snapshot: to, resourceChange: .modified, path: "Port",
          word: .changed, old: "1", new: "\(to)", occurred: Occurrence(after: nil, until: at),
          severity: .high, sentence: "it is open",
          verdict: isApproved ? .approved(by: cover, isTimeCorroborated: true) : .unapproved([]),
          finding: finding))
      if isApproved { try session.insertUses([cover: 1], of: row) }
      try session.setDeviations(of: resource.row, isApproved ? [] : [(row, nil)])
      try session.advance(
        resource.row,
        to: NextExpectation(.body("{\"a\":\(to)}", isPartial: true), name: .none), in: to)
      return finding
    }
    if let opened { findings.append(opened) }
  }

  private mutating func register() throws {
    records += 1
    let number = "CHG\(Int.random(in: 1...records, using: &random))"
    let record = ChangeRecord(
      number: number, title: "title \(records)", kind: .normal, state: .submitted, allows: [])
    try store.register(
      [.init(record: record, document: "change: \(number)\ntitle: title \(records)\n")],
      from: Bool.random(using: &random) ? .document : .transition, at: now(), by: "bob",
      reason: "because \(minute)")
  }

  private mutating func decide() throws {
    guard let finding = findings.randomElement(using: &random) else { return }
    let at = now()
    let events: [FindingEvent] = [.acknowledged, .accepted(until: at), .promoted]
    try store.append(
      events[Int.random(in: 0..<3, using: &random)], to: [finding], at: at, by: "eve", reason: "so")
  }

  private mutating func promote() throws {
    let resource = Resource(
      ResourceID(
        account: "111122223333", region: "eu-west-1", type: StoreFolder.groups.type,
        id: "sg-\(Int.random(in: 0..<14, using: &random))"), name: nil)
    try store.promote(
      [
        AuditStore.Promotion(
          resource: resource,
          next: NextExpectation(.body("{\"p\":\(minute)}", isPartial: false), name: .none),
          snapshot: snapshot, judgements: [])
      ],
      findings: Array(findings.suffix(1)), baseline: "default", at: now(), by: "eve", reason: "fine"
    )
  }

  private mutating func prune() throws {
    guard snapshot > 6 else { return }
    let first = Int.random(in: 1..<snapshot - 4, using: &random)
    _ = try store.prune(dropping: Set(first...first + 3), at: now(), by: "ada", reason: "old")
  }

  private mutating func runSource() throws {
    let at = now()
    let beginning = try store.beginRun(
      of: "source", due: at, by: "host:1:2", at: at, leaseUntil: at, isGone: { _ in true })
    guard case .begun(let run) = beginning else { return }
    _ = try store.extendRun(run.id, until: at)
    if Bool.random(using: &random) {
      try store.endRun(run.id, .init(at: at, outcome: .failed, problem: Problem("denied", "no")))
    }
  }
}

extension SnapshotWriter {
  func digest(of text: String) throws -> Digest {
    Array(text.utf8).withUnsafeBytes { key.digest($0, context: Array("test".utf8)) }
  }
}

/// Somebody with the file and without the key.
struct Vandal {
  let path: String

  struct Change {
    let kind: String
    let words: String
  }

  private struct Column {
    let name: String
    let type: String
    let rank: Int
  }

  /// Changes, deletes or inserts one row of some table; nil where the schema refuses it.
  func change(using random: inout SeededGenerator) throws -> Change? {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    var generator = random
    defer { random = generator }
    return try queue.inDatabase { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      let table = tables[Int.random(in: tables.indices, using: &generator)]
      let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
      guard count > 0 else { return nil }
      let columns = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))").map {
        Column(name: $0["name"], type: $0["type"], rank: $0["pk"])
      }
      let row = try Row.fetchOne(
        database,
        sql: "SELECT * FROM \(table) LIMIT 1 OFFSET \(Int.random(in: 0..<count, using: &generator))"
      )
      guard let row else { return nil }
      let kind = ["change", "delete", "insert"][Int.random(in: 0..<3, using: &generator)]
      do {
        let words = try apply(kind, table, columns, row, database, &generator)
        guard database.changesCount == 1 else { return nil }
        return Change(kind: kind, words: words)
      } catch is DatabaseError {
        return nil
      }
    }
  }

  private func apply(
    _ kind: String, _ table: String, _ columns: [Column], _ row: Row, _ database: Database,
    _ random: inout SeededGenerator
  ) throws -> String {
    let place = columns.map { "\($0.name) IS ?" }.joined(separator: " AND ")
    let values = columns.map { row[$0.name] as DatabaseValue }
    switch kind {
    case "delete":
      try database.execute(
        sql: "DELETE FROM \(table) WHERE \(place)", arguments: StatementArguments(values))
      return "deleted from \(table): \(row)"
    case "change":
      let index = Int.random(in: columns.indices, using: &random)
      let value = other(values[index], columns[index], &random)
      try database.execute(
        sql: "UPDATE \(table) SET \(columns[index].name) = ? WHERE \(place)",
        arguments: StatementArguments([value] + values))
      return "\(table).\(columns[index].name) to \(value) of \(row)"
    default:
      var copy = values
      for (index, column) in columns.enumerated()
      where column.rank > 0 || Bool.random(using: &random) {
        copy[index] = other(values[index], column, &random)
      }
      let marks = columns.map { _ in "?" }.joined(separator: ", ")
      try database.execute(
        sql: "INSERT INTO \(table) VALUES (\(marks))", arguments: StatementArguments(copy))
      return "inserted into \(table): \(copy)"
    }
  }

  /// Another value that the column takes.
  private func other(_ value: DatabaseValue, _ column: Column, _ random: inout SeededGenerator)
    -> DatabaseValue
  {
    switch value.storage {
    case .int64(let number):
      return (number + Int64.random(in: 1...9, using: &random)).databaseValue
    case .double(let number): return (number + 1).databaseValue
    case .string(let text): return (text + "x").databaseValue
    case .blob(let data):
      var bytes = data
      if bytes.isEmpty { return Data([0]).databaseValue }
      bytes[Int.random(in: bytes.indices, using: &random)] ^=
        1 << Int.random(in: 0..<8, using: &random)
      return bytes.databaseValue
    case .null:
      return column.type == "INTEGER"
        ? 1.databaseValue : column.type == "BLOB" ? Data([1]).databaseValue : "x".databaseValue
    }
  }
}

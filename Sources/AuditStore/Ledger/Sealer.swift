import ConfigurationModel
import Foundation
import GRDB
import GRDBSQLite

/// Counts the rows that a connection writes, and seals them when a transaction ends.
///
/// Triggers of the connection call the SQL function `plumb_seal` for each row that is inserted, changed
/// or deleted in a table of `LedgerTable.all`, whatever statement did it. Not for several threads at
/// once: it serves one connection.
final class Sealer: @unchecked Sendable {
  let key: StoreKey
  private(set) var facets: [Facet] = []
  /// SQLite's number of the schema that was found to be the program's; nil before.
  var schema: Int?
  private var digesters: [StoreKey.Digester] = []
  /// The beginning of each column in what a row's digest is over: its name.
  private var labels: [[[UInt8]]] = []
  private var eventFacet = -1
  private var text: [UInt8] = []

  /// What was counted since the last event began, or since the transaction began.
  private var book = RowBook(facets: 0)
  /// What belongs to no event.
  private var loose = RowBook(facets: 0)
  private var current: Int64?
  private var finished: [(event: Int64, slots: [RowBook.Slot])] = []
  /// Counts rows that are there, instead of rows that are written.
  private var measure: RowBook?
  private var measuresTags = false

  init(key: StoreKey) { self.key = key }

  // MARK: The connection

  /// Gives the connection the function. Nothing that stands in the file may call it, such as a view or a
  /// check of a table: only the program's statements and the triggers of the connection do.
  func add(to database: Database) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_create_function_v2(
      database.sqliteConnection, "plumb_seal", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, context,
      { call, count, values in
        guard let call, let values, count > 3, let context = sqlite3_user_data(call) else { return }
        let sealer = Unmanaged<Sealer>.fromOpaque(context).takeUnretainedValue()
        sqlite3_result_int64(call, sealer.count(values, Int(count)))
      }, nil, nil, nil)
  }

  /// Learns what rows there are; the schema is the program's by now.
  func learn(_ database: Database) throws {
    facets = try Facet.all(database)
    digesters = facets.map { key.digester(context: Array("row \($0.name)".utf8)) }
    labels = facets.map { $0.columns.map { [UInt8(clamping: $0.utf8.count)] + Array($0.utf8) } }
    eventFacet = facets.firstIndex { $0.name == Facet.event } ?? -1
    reset()
  }

  /// Watches every row that the connection writes from now on.
  func watch(_ database: Database) throws {
    let tables = Dictionary(grouping: facets.enumerated().map { ($0, $1) }, by: \.1.table)
    for (table, facets) in tables {
      for sql in Facet.triggers(of: table, facets.map { (index: $0.0, facet: $0.1) }) {
        try database.execute(sql: sql)
      }
    }
  }

  /// Forgets what was counted: a transaction begins.
  func reset() {
    book = RowBook(facets: facets.count)
    loose = book
    current = nil
    finished = []
    measure = nil
  }

  // MARK: Counting

  /// The arguments are: facet, 1 or -1, what the row belongs to, and the values of the facet's columns.
  /// Returns the first eight bytes of the row's digest.
  private func count(_ values: UnsafeMutablePointer<OpaquePointer?>, _ count: Int) -> Int64 {
    let facet = Int(sqlite3_value_int(values[0]))
    guard facets.indices.contains(facet), labels[facet].count == count - 3 else { return 0 }
    write(labels[facet], values + 3)
    let digest = text.withUnsafeBytes { digesters[facet].digest($0) }
    let tag = digest.withBytes { $0.loadUnaligned(as: UInt64.self) }
    note(
      facet, isAdded: sqlite3_value_int(values[1]) > 0, origin: sqlite3_value_int64(values[2]),
      digest, UInt64(littleEndian: tag))
    return Int64(bitPattern: UInt64(littleEndian: tag))
  }

  private func note(
    _ facet: Int, isAdded: Bool, origin: Int64, _ digest: Digest, _ tag: UInt64
  ) {
    let role = facets[facet].role
    guard measure == nil else {
      measure?.count(
        facet: facet, origin: origin, isAdded: isAdded, digest: digest, tag: tag,
        keepsTags: measuresTags && role == .appended)
      return
    }
    if facet == eventFacet, isAdded, origin != current { beginEvent(origin) }
    switch role {
    case .appended, .head:
      book.count(
        facet: facet, origin: origin, isAdded: isAdded, digest: digest, tag: tag,
        keepsTags: role == .appended)
    case .operational:
      loose.count(
        facet: facet, origin: origin, isAdded: isAdded, digest: digest, tag: tag, keepsTags: false)
    }
  }

  /// What is counted from here on is the event's; before the first event of a transaction, that too.
  private func beginEvent(_ event: Int64) {
    finishEvent()
    current = event
  }

  private func finishEvent() {
    guard let current else { return }
    finished.append((current, book.slots.filter { !$0.isNothing }))
    book = RowBook(facets: facets.count)
    self.current = nil
  }

  /// Writes down a row's columns that are not null: name, kind, length and value of each.
  private func write(_ labels: [[UInt8]], _ values: UnsafeMutablePointer<OpaquePointer?>) {
    text.removeAll(keepingCapacity: true)
    for (index, label) in labels.enumerated() {
      let value = values[index]
      let kind = sqlite3_value_type(value)
      guard kind != SQLITE_NULL else { continue }
      text.append(contentsOf: label)
      text.append(UInt8(truncatingIfNeeded: kind))
      switch kind {
      case SQLITE_INTEGER:
        text.append(bigEndian: UInt64(bitPattern: sqlite3_value_int64(value)))
      case SQLITE_FLOAT:
        text.append(bigEndian: sqlite3_value_double(value).bitPattern)
      default:
        // A text's bytes, as they lie in the file.
        let bytes =
          kind == SQLITE_TEXT
          ? sqlite3_value_text(value).map { UnsafeRawPointer($0) } : sqlite3_value_blob(value)
        let count = Int(sqlite3_value_bytes(value))
        text.append(bigEndian: UInt64(count))
        text.append(
          contentsOf: UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
      }
    }
  }

  // MARK: What is there

  /// Counts the rows that are there, of all facets or of those with these names.
  func measured(
    _ database: Database, only names: Set<String>? = nil, keepsTags: Bool = false
  ) throws -> [RowBook.Slot] {
    measure = RowBook(facets: facets.count)
    measuresTags = keepsTags
    defer { measure = nil }
    for (index, facet) in facets.enumerated() where names?.contains(facet.name) ?? true {
      _ = try Int.fetchOne(
        database,
        sql: "SELECT count(\(facet.call(index, sign: 1, row: ""))) FROM \(facet.table)"
          + facet.filter(row: ""))
    }
    return measure?.slots ?? []
  }

  /// Counts the rows of one facet that belong to snapshots or events from one on.
  func measured(_ database: Database, facet name: String, from origin: Int64) throws -> [RowBook
    .Slot]
  {
    guard let index = facets.firstIndex(where: { $0.name == name }),
      let column = facets[index].origin
    else { return [] }
    measure = RowBook(facets: facets.count)
    measuresTags = false
    defer { measure = nil }
    let facet = facets[index]
    _ = try Int.fetchOne(
      database,
      sql: "SELECT count(\(facet.call(index, sign: 1, row: ""))) FROM \(facet.table)"
        + " WHERE \(column) >= ?", arguments: [origin])
    return measure?.slots ?? []
  }

  /// The tags of the rows of one facet that belong to something, with the rows' names.
  func tags(_ database: Database, facet index: Int, origin: Int64) throws
    -> [(tag: UInt64, row: String)]
  {
    let facet = facets[index]
    measure = RowBook(facets: facets.count)
    measuresTags = false
    defer { measure = nil }
    let filter = facet.filter(row: "")
    let belongs = facet.origin.map { (filter.isEmpty ? " WHERE " : " AND ") + "\($0) = ?" } ?? ""
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT \(facet.call(index, sign: 1, row: "")), \(facet.key.joined(separator: ", "))"
        + " FROM \(facet.table)\(filter)\(belongs) ORDER BY \(facet.key.joined(separator: ", "))",
      arguments: facet.origin == nil ? [] : [origin])
    return try rows.map { row in
      (UInt64(bitPattern: try row.get(0)), facet.rowName(row))
    }
  }

  // MARK: The end of a transaction

  /// What the transaction wrote so far of a facet.
  func unsealed(_ facet: String) -> [RowBook.Slot] {
    (finished.flatMap(\.slots) + book.slots + loose.slots).filter {
      facets[$0.facet].name == facet
    }
  }

  /// What a transaction wrote, event by event, and what belongs to none. Nil where it wrote nothing.
  /// Throws where rows were written that belong to an event, and no event was.
  func finish(path: String) throws -> (
    events: [(event: Int64, slots: [RowBook.Slot])], loose: [RowBook.Slot]
  )? {
    finishEvent()
    if let slot = book.slots.first(where: { !$0.isNothing }) {
      throw Problem.storeFailed(
        path, "rows of \(facets[slot.facet].name) were written outside any event")
    }
    defer { reset() }
    let loose = loose.slots.filter { !$0.isNothing }
    return finished.isEmpty && loose.isEmpty ? nil : (finished, loose)
  }
}

extension Facet {
  /// What names a row of the facet; the key's columns stand after the first column.
  fileprivate func rowName(_ row: Row) -> String {
    key.prefix(4).enumerated().map { index, column in
      let value: DatabaseValue = row[index + 1]
      switch value.storage {
      case .null: return "\(column) null"
      case .int64(let number): return "\(column) \(number)"
      case .double(let number): return "\(column) \(number)"
      case .string(let text): return "\(column) '\(text.prefix(80))'"
      case .blob(let data): return "\(column) of \(data.count) bytes"
      }
    }.joined(separator: ", ")
  }
}

extension Array<UInt8> {
  /// Appends a number's eight bytes, the highest first.
  mutating func append(bigEndian number: UInt64) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}

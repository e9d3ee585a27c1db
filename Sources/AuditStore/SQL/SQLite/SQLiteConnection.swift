import GRDBSQLite

/// SQLite's connection to a store's file.
///
/// Unchecked for what it keeps: `SQLiteDatabase` lets one thread at a time use it.
final class SQLiteConnection: SQLConnection, @unchecked Sendable {
  let handle: OpaquePointer
  /// The statements that were prepared, by their texts.
  private var statements: [String: SQLiteStatement] = [:]
  /// SQLite's number of the schema that was found to be the program's; nil before.
  private var checkedSchema: Int?
  let sealing = SealFunction()
  private let file: StoreFile

  init(_ handle: OpaquePointer, to file: StoreFile) {
    self.handle = handle
    self.file = file
    sealing.add(to: handle)
  }

  /// Gives the statements back that it keeps; it is of no use afterwards.
  func release() { statements = [:] }

  // MARK: Statements

  func run(_ statement: SQLStatement, _ row: (SQLRow) throws -> Bool) throws -> SQLOutcome {
    // SQLite ends a transaction by itself where it cannot go on; what follows would be written for good.
    guard sqlite3_get_autocommit(handle) == 0 else {
      throw SQLError(kind: .other, message: "the transaction was ended")
    }
    switch statement.origin {
    case .program: return try outcome(kept(statement.text), statement.arguments, row)
    case .script:
      try run(script: statement.text)
      return SQLOutcome(changes: 0, columns: SQLColumns([]))
    case .question: return try outcome(asked(statement.text), statement.arguments, row)
    }
  }

  private func outcome(
    _ statement: SQLiteStatement, _ arguments: SQLArguments, _ row: (SQLRow) throws -> Bool
  ) throws -> SQLOutcome {
    SQLOutcome(changes: try statement.run(arguments, row), columns: statement.columns)
  }

  private func kept(_ text: String) throws -> SQLiteStatement {
    let known = statements[text]
    if let known, !known.isRunning { return known }
    let statement = try prepared(text, isKept: known == nil)
    // One that runs within itself has a second one beside it, for that time.
    if known == nil { statements[text] = statement }
    return statement
  }

  private func prepared(_ text: String, isKept: Bool) throws -> SQLiteStatement {
    let statement = try SQLiteStatement(text, in: handle, isKept: isKept)
    guard let statement else { throw SQLError(kind: .several, message: "there is no statement") }
    return statement
  }

  private func asked(_ text: String) throws -> SQLiteStatement {
    let statement = try prepared(text, isKept: false)
    guard try SQLiteStatement(statement.rest, in: handle, isKept: false) == nil else {
      throw SQLError(kind: .several, message: "there are several statements")
    }
    guard statement.isReading else {
      throw SQLError(kind: .writes, message: "the statement would write")
    }
    return statement
  }

  private func run(script: String) throws {
    var rest = script
    while let statement = try SQLiteStatement(rest, in: handle, isKept: false) {
      _ = try statement.run([:]) { _ in true }
      rest = statement.rest
    }
    // What was prepared before does not know the tables that there are now.
    statements = [:]
  }

  // MARK: What there is

  func tables() throws -> [String: [SQLTableColumn]] {
    var tables: [String: [SQLTableColumn]] = [:]
    try StoreTransaction(self).each(
      """
      SELECT t.name, c.name, c.pk FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
      WHERE t.type = 'table'
      UNION ALL SELECT name, NULL, 0 FROM sqlite_schema WHERE type = 'view' ORDER BY 1, 2
      """
    ) { row in
      let column: String? = try row.get(1)
      tables[try row.get(0), default: []] +=
        try column.map { [SQLTableColumn(name: $0, keyRank: try row.get(2))] } ?? []
    }
    return tables
  }

  func faults(of part: SQLPart) throws -> [String] {
    switch part {
    case .schema: try schemaFaults()
    case .content: try contentFaults()
    }
  }

  /// SQLite reads a schema anew when its number has changed: so it is looked at then, within the same transaction.
  private func schemaFaults() throws -> [String] {
    let transaction = StoreTransaction(self)
    guard try checkedSchema != ProgramSchema.version(transaction) else { return [] }
    if let odd = try ProgramSchema.difference(transaction) { return [odd] }
    checkedSchema = try ProgramSchema.version(transaction)
    return []
  }

  private func contentFaults() throws -> [String] {
    let transaction = StoreTransaction(self)
    var faults = file.hasDamagedLog ? ["its write-ahead log is damaged"] : []
    faults += try transaction.values(String.self, "PRAGMA integrity_check(20)").filter {
      $0 != "ok"
    }
    faults += try transaction.values(String.self, "PRAGMA foreign_key_check").map {
      "a row of \($0) points to nothing"
    }
    return faults
  }

  // MARK: The rows of the ledger

  func measure(
    _ facet: Int, _ rows: FacetRows, for sealer: Sealer, _ row: ((UInt64, SQLRow) throws -> Void)?
  ) throws {
    sealing.sealer = sealer
    let measured = sealer.facets[facet]
    let call = measured.call(facet, sign: 1, row: "")
    let (condition, arguments) = measured.condition(of: rows)
    let transaction = StoreTransaction(self)
    guard let row else {
      _ = try transaction.value(
        Int.self, "SELECT count(\(call)) FROM \(measured.table)\(condition)", arguments)
      return
    }
    let key = measured.key.joined(separator: ", ")
    try transaction.each(
      "SELECT \(key), \(call) FROM \(measured.table)\(condition) ORDER BY \(key)", arguments
    ) { found in
      try row(UInt64(bitPattern: try found.get(measured.key.count)), found)
    }
  }
}

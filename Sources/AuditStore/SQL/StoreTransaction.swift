/// One transaction, and what is asked and written in it.
///
/// Every statement is prepared once and kept: its text is the program's, with no more of what is stored in it than
/// numbers of snapshots, and all other values are arguments.
struct StoreTransaction {
  let connection: any SQLConnection

  init(_ connection: any SQLConnection) { self.connection = connection }

  /// Runs a statement whose answer nobody asks for. Returns how many rows it inserted, changed or deleted.
  @discardableResult
  func run(_ sql: String, _ arguments: SQLArguments = [:]) throws -> Int {
    try connection.run(SQLStatement(sql, arguments)) { _ in true }.changes
  }

  /// Runs several statements that have no arguments.
  func run(script: String) throws {
    _ = try connection.run(SQLStatement(script, [:], .script)) { _ in true }
  }

  /// Hands out each row, of which no more than one is held; it may be read until `body` returns.
  func each(
    _ sql: String, _ arguments: SQLArguments = [:], _ body: (SQLRow) throws -> Void
  ) throws {
    _ = try connection.run(SQLStatement(sql, arguments)) { row in
      try body(row)
      return true
    }
  }

  /// Hands out row by row until `body` says that it wants no more.
  func eachUntilFalse(
    _ sql: String, _ arguments: SQLArguments = [:], _ body: (SQLRow) throws -> Bool
  ) throws {
    _ = try connection.run(SQLStatement(sql, arguments), body)
  }

  func rows(_ sql: String, _ arguments: SQLArguments = [:]) throws -> [SQLRow] {
    var rows: [SQLRow] = []
    try each(sql, arguments) { rows.append($0.kept) }
    return rows
  }

  /// The first row; nil where there is none.
  func row(_ sql: String, _ arguments: SQLArguments = [:]) throws -> SQLRow? {
    var found: SQLRow?
    try eachUntilFalse(sql, arguments) { row in
      found = row.kept
      return false
    }
    return found
  }

  /// The first column of each row.
  func values<Value: SQLStorable>(
    _ type: Value.Type, _ sql: String, _ arguments: SQLArguments = [:]
  ) throws -> [Value] {
    var values: [Value] = []
    try each(sql, arguments) { values.append(try $0.get(0)) }
    return values
  }

  /// The first column of the first row; nil where there is no row, or it is NULL.
  func value<Value: SQLStorable>(
    _ type: Value.Type, _ sql: String, _ arguments: SQLArguments = [:]
  ) throws -> Value? {
    var found: Value?
    try eachUntilFalse(sql, arguments) { row in
      found = try row.get(0)
      return false
    }
    return found
  }

  /// Runs an INSERT that ends with `RETURNING` the row's number, which it gives.
  func insertedRow(_ sql: String, _ arguments: SQLArguments) throws -> Int64 {
    guard let row = try value(Int64.self, sql, arguments) else {
      throw SQLError(kind: .other, message: "nothing was inserted")
    }
    return row
  }
}

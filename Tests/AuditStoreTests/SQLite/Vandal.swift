import Foundation
import GRDB
import PlumblineTestSupport

/// Somebody with the file and without the key.
struct Vandal {
  let path: String

  /// Of which tables the ledger holds the rows, or other seals do: kept verdicts can be had again at any time.
  static let isHeld = "name NOT LIKE 'sqlite%' AND name <> 'guardrail_verdict'"

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
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND \(Self.isHeld)")
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

  /// The columns of all tables, as TABLE.COLUMN.
  func columns() throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
          WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'guardrail_verdict' ORDER BY 1
          """)
    }
  }

  /// Changes a column in one of the rows that have it; nil where none has, or the schema refuses it.
  func change(_ name: String, using random: inout SeededGenerator) throws -> Change? {
    let parts = name.split(separator: ".").map(String.init)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    var generator = random
    defer { random = generator }
    return try queue.inDatabase { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM \(parts[0]) WHERE \(parts[1]) IS NOT NULL")
      guard let row = rows.randomElement(using: &generator) else { return nil }
      let columns = try Row.fetchAll(database, sql: "PRAGMA table_info(\(parts[0]))").map {
        Column(name: $0["name"], type: $0["type"], rank: $0["pk"])
      }
      guard let column = columns.first(where: { $0.name == parts[1] }) else { return nil }
      let value = other(row[column.name], column, &generator)
      let place = columns.map { "\($0.name) IS ?" }.joined(separator: " AND ")
      do {
        try database.execute(
          sql: "UPDATE \(parts[0]) SET \(column.name) = ? WHERE \(place)",
          arguments: StatementArguments([value] + columns.map { row[$0.name] as DatabaseValue }))
      } catch is DatabaseError {
        return Change(kind: "refused", words: name)
      }
      return Change(kind: "change", words: "\(name) to \(value) of \(row)")
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

package import ConfigurationModel
import GRDB

/// The answer to a query: columns, and rows of texts; nil is SQL's NULL.
package struct QueryAnswer: Hashable, Sendable {
  /// One value of a row.
  package enum Cell: Hashable, Sendable {
    case null
    case number(String)
    case text(String)
  }

  package let columns: [String]
  package let rows: [[Cell]]
}

extension AuditStore {
  /// Runs one SELECT over the documented views. The store is open for reading only, so that nothing
  /// can be changed whatever the statement says.
  package func query(_ sql: String) throws(Problem) -> QueryAnswer {
    do {
      return try read { database in
        let statement = try database.makeStatement(sql: sql)
        guard statement.isReadonly else { throw Problem.queryWrites() }
        let rows = try Row.fetchCursor(statement)
        var cells: [[QueryAnswer.Cell]] = []
        while let row = try rows.next() { cells.append(row.map { QueryAnswer.Cell($0.1) }) }
        return QueryAnswer(columns: statement.columnNames, rows: cells)
      }
    } catch  where error.code == "store-failed" {
      throw Problem.queryRefused(error.message)
    }
  }
}

extension QueryAnswer.Cell {
  init(_ value: DatabaseValue) {
    self =
      switch value.storage {
      case .null: .null
      case .int64(let number): .number(String(number))
      case .double(let number): .number(String(number))
      case .string(let text): .text(text)
      case .blob(let data): .text(data.map { byte in String(byte, radix: 16) }.joined())
      }
  }
}

extension Problem {
  static func queryWrites() -> Problem {
    Problem(
      "query-writes", "The query would change the store.", hint: "Only SELECT is possible here.")
  }

  static func queryRefused(_ reason: String) -> Problem {
    Problem(
      "query-refused", reason,
      hint: "The views are resources, items, edits, findings, records and snapshots.")
  }
}

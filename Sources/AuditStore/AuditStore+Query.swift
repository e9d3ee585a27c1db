package import ConfigurationModel
import Foundation
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
  /// Runs one SELECT over the documented views. Anything else is refused: statements that SQLite does
  /// not hold to be reading, and those that change the connection (PRAGMA, ATTACH, transactions).
  package func query(_ sql: String) throws(Problem) -> QueryAnswer {
    guard sql.beginsSelection else { throw .queryWrites() }
    do {
      return try read { database in
        let statements = try database.allStatements(sql: sql)
        guard let statement = try statements.next(), try statements.next() == nil else {
          throw Problem.queryRefused("One statement, and one only, can be asked.")
        }
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

extension String {
  /// Whether the first word of a statement, after blanks and comments, is one of a SELECT.
  fileprivate var beginsSelection: Bool {
    var rest = self[...].drop { $0.isWhitespace }
    while rest.hasPrefix("--") || rest.hasPrefix("/*") {
      let end = rest.hasPrefix("--") ? "\n" : "*/"
      guard let range = rest.range(of: end) else { return false }
      rest = rest[range.upperBound...].drop { $0.isWhitespace }
    }
    let word = rest.prefix { $0.isLetter }.uppercased()
    return ["SELECT", "WITH", "VALUES", "EXPLAIN"].contains(word)
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
      case .blob(let data):
        .text(data.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
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

import ConfigurationModel
import Foundation

/// The columns that a statement answers with.
final class SQLColumns: Sendable {
  /// In their order; a name may be there twice.
  let names: [String]
  /// The first column of each name.
  private let places: [String: Int]

  init(_ names: [String]) {
    self.names = names
    places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The first column of a name; nil where there is none.
  func place(of name: String) -> Int? { places[name] }
}

/// One row of an answer. Columns are read with errors instead of traps: a damaged store may hold a value
/// of another type.
struct SQLRow {
  let columns: SQLColumns
  /// What stands in a column.
  private let cell: (Int) -> SQLValue

  /// A row as an engine stands on it: it can be read until the engine goes on to the next.
  init(_ columns: SQLColumns, reading cell: @escaping (Int) -> SQLValue) {
    self.columns = columns
    self.cell = cell
  }

  /// A row that stays.
  init(_ columns: SQLColumns, _ values: [SQLValue]) {
    self.init(columns) { values[$0] }
  }

  /// The same row, to be read at any time.
  var kept: SQLRow { SQLRow(columns, values) }

  /// What stands in all columns.
  var values: [SQLValue] { columns.names.indices.map(cell) }

  func get<Value: SQLStorable>(_ column: Int) throws -> Value {
    guard column < columns.names.count, let value = Value.stored(cell(column)) else {
      throw UnreadableColumn(column: "\(column)")
    }
    return value
  }

  func get<Value: SQLStorable>(_ column: String) throws -> Value {
    guard let place = columns.place(of: column) else { throw UnreadableColumn(column: column) }
    return try get(place)
  }

  /// Whether there is a column of this name.
  func hasColumn(_ name: String) -> Bool { columns.place(of: name) != nil }

  /// What the word or number in a column stands for. Throws where it stands for nothing: read as
  /// something else it would be believed.
  func word<Word: RawRepresentable>(_ column: String) throws -> Word
  where Word.RawValue: SQLStorable {
    let value: Word.RawValue = try get(column)
    guard let word = Word(rawValue: value) else {
      throw UnknownWord(column: column, value: "\(value)")
    }
    return word
  }

  /// The digest in a column; nil where it holds none.
  func digest(_ column: Int) -> Digest? {
    switch cell(column) {
    case .bytes(let data): data.withUnsafeBytes { Digest(stored: $0) }
    case .null, .integer, .real, .text: nil
    }
  }
}

/// A column that is not there, or that holds a value of another type.
struct UnreadableColumn: Error {
  let column: String
}

/// A word or number in a column that stands for nothing the program knows.
struct UnknownWord: Error {
  let column: String
  let value: String
}

extension Scope {
  /// The scope in the columns `account`, `region` and `type`.
  init(_ row: SQLRow) throws {
    try self.init(
      account: row.get("account"), region: row.get("region"), type: ResourceType(row.get("type")))
  }
}

extension ResourceID {
  /// The resource in the columns of its scope and `external_id`.
  init(_ row: SQLRow) throws { self.init(try Scope(row), id: try row.get("external_id")) }
}

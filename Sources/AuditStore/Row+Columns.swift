import ConfigurationModel
import GRDB

/// Columns are read with errors instead of traps: a damaged file may hold a value of another type.
extension Row {
  func get<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value {
    try decode(atIndex: column)
  }

  func get<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
    try decode(forColumn: column)
  }

  @inline(__always)
  func get<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) throws
    -> Value
  {
    try decode(atIndex: column)
  }

  @inline(__always)
  func get<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws
    -> Value
  {
    try decode(forColumn: column)
  }
}

/// A word or number in a column that stands for nothing the program knows.
struct UnknownWord: Error {
  let column: String
  let value: String
}

extension Row {
  /// What the word or number in a column stands for. Throws where it stands for nothing: read as
  /// something else it would be believed.
  func word<Word: RawRepresentable>(_ column: String) throws -> Word
  where Word.RawValue: DatabaseValueConvertible & StatementColumnConvertible {
    let value: Word.RawValue = try get(column)
    guard let word = Word(rawValue: value) else {
      throw UnknownWord(column: column, value: "\(value)")
    }
    return word
  }
}

extension Scope {
  /// The scope in the columns `account`, `region` and `type`.
  init(_ row: Row) throws {
    try self.init(
      account: row.get("account"), region: row.get("region"), type: ResourceType(row.get("type")))
  }
}

extension ResourceID {
  /// The resource in the columns of its scope and `external_id`.
  init(_ row: Row) throws { self.init(try Scope(row), id: try row.get("external_id")) }
}

import Foundation
import GRDBSQLite

/// A prepared statement of one connection.
final class SQLiteStatement {
  private let database: OpaquePointer
  private let handle: OpaquePointer
  /// What follows in the text after the statement.
  let rest: String
  /// The names of the parameters, in their order; nil for those that have a place only.
  private let parameters: [String?]
  let columns: SQLColumns
  /// Whether it stands within its answer: it cannot begin anew then.
  private(set) var isRunning = false

  /// Nil where the text holds no statement, such as a comment.
  init?(_ text: String, in database: OpaquePointer, isKept: Bool) throws {
    var handle: OpaquePointer?
    var text = text
    let (code, rest) = text.withUTF8 { bytes -> (Int32, String) in
      guard let base = bytes.baseAddress else { return (SQLITE_OK, "") }
      return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
        var end: UnsafePointer<CChar>?
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(database, start, Int32(bytes.count), flags, &handle, &end)
        let used = end.map { $0 - start } ?? bytes.count
        return (code, String(decoding: bytes[used...], as: UTF8.self))
      }
    }
    guard code == SQLITE_OK else { throw SQLError(lastOf: database) }
    guard let handle else { return nil }
    self.database = database
    self.handle = handle
    self.rest = rest
    parameters = (0..<sqlite3_bind_parameter_count(handle)).map { index in
      sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) }
        .flatMap { $0.hasPrefix("?") ? nil : String($0.dropFirst()) }
    }
    columns = SQLColumns(
      (0..<sqlite3_column_count(handle)).map { index in
        sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
      })
  }

  deinit { sqlite3_finalize(handle) }

  var isReading: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// Runs it; hands out each row until `row` wants no more. Returns how many rows it inserted, changed or deleted.
  func run(_ arguments: SQLArguments, _ row: (SQLRow) throws -> Bool) throws -> Int {
    isRunning = true
    defer {
      sqlite3_reset(handle)
      isRunning = false
    }
    try bind(arguments)
    let current = SQLRow(columns) { [self] in value(at: $0) }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: if try !row(current) { return changes }
      case SQLITE_DONE: return changes
      default: throw SQLError(lastOf: database)
      }
    }
  }

  private var changes: Int { isReading ? 0 : Int(sqlite3_changes(database)) }

  // MARK: Values in

  private func bind(_ arguments: SQLArguments) throws {
    switch arguments {
    case .positional(let values):
      guard values.count == parameters.count, parameters.allSatisfy({ $0 == nil }) else {
        throw SQLError(
          kind: .other, message: "wrong number of statement arguments: \(values.count)")
      }
      for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    case .named(let values):
      for (index, name) in parameters.enumerated() {
        guard let name else {
          throw SQLError(kind: .other, message: "wrong number of statement arguments: 0")
        }
        guard let value = values[name] else {
          throw SQLError(kind: .other, message: "missing statement argument: \(name)")
        }
        try bind(value, at: Int32(index + 1))
      }
    }
  }

  /// SQLite copies the bytes: they need not outlive the call.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private func bind(_ value: SQLValue, at index: Int32) throws {
    let code =
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let number): sqlite3_bind_int64(handle, index, number)
      case .real(let number): sqlite3_bind_double(handle, index, number)
      case .text(var text):
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) { bytes in
            sqlite3_bind_text64(
              handle, index, bytes.baseAddress, UInt64(bytes.count), Self.copied,
              UInt8(SQLITE_UTF8))
          }
        }
      case .bytes(let data):
        data.isEmpty
          // No bytes have no address, and would be NULL.
          ? sqlite3_bind_zeroblob(handle, index, 0)
          : data.withUnsafeBytes { bytes in
            sqlite3_bind_blob64(
              handle, index, bytes.baseAddress, UInt64(bytes.count), Self.copied)
          }
      }
    guard code == SQLITE_OK else { throw SQLError(lastOf: database) }
  }

  // MARK: Values out

  private func value(at column: Int) -> SQLValue {
    let index = Int32(column)
    switch sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(handle, index)
      let count = Int(sqlite3_column_bytes(handle, index))
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      guard let start = sqlite3_column_blob(handle, index) else { return .bytes(Data()) }
      return .bytes(Data(bytes: start, count: Int(sqlite3_column_bytes(handle, index))))
    default: return .null
    }
  }
}

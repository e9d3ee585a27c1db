import ConfigurationModel
import Foundation

/// One value of a column or an argument.
enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes(Data)
}

/// A type whose values stand in columns.
protocol SQLStorable {
  /// What stands in the column.
  var sqlValue: SQLValue { get }

  /// What a column holds; nil where that is none of this type.
  static func stored(_ value: SQLValue) -> Self?
}

extension SQLValue: SQLStorable {
  var sqlValue: SQLValue { self }

  static func stored(_ value: SQLValue) -> SQLValue? { value }
}

extension Int64: SQLStorable {
  var sqlValue: SQLValue { .integer(self) }

  static func stored(_ value: SQLValue) -> Int64? {
    switch value {
    case .integer(let number): number
    // A sum of integers may come as a number with a fraction of nothing.
    case .real(let number): Int64(exactly: number)
    case .null, .text, .bytes: nil
    }
  }
}

extension Int: SQLStorable {
  var sqlValue: SQLValue { .integer(Int64(self)) }

  static func stored(_ value: SQLValue) -> Int? { Int64.stored(value).map { Int($0) } }
}

extension Bool: SQLStorable {
  var sqlValue: SQLValue { .integer(self ? 1 : 0) }

  /// Any number but 0 is true.
  static func stored(_ value: SQLValue) -> Bool? { Int64.stored(value).map { $0 != 0 } }
}

extension Double: SQLStorable {
  var sqlValue: SQLValue { .real(self) }

  static func stored(_ value: SQLValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .null, .text, .bytes: nil
    }
  }
}

extension String: SQLStorable {
  var sqlValue: SQLValue { .text(self) }

  static func stored(_ value: SQLValue) -> String? {
    switch value {
    case .text(let text): text
    case .null, .integer, .real, .bytes: nil
    }
  }
}

extension Data: SQLStorable {
  var sqlValue: SQLValue { .bytes(self) }

  static func stored(_ value: SQLValue) -> Data? {
    switch value {
    case .bytes(let data): data
    case .null, .integer, .real, .text: nil
    }
  }
}

extension Timestamp: SQLStorable {
  /// Microseconds since 1970.
  var sqlValue: SQLValue { .integer(microseconds) }

  /// Nil too for a moment before the year 1 or after 9999: only a damaged store holds one.
  static func stored(_ value: SQLValue) -> Timestamp? {
    let years: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
    return Int64.stored(value).flatMap { microseconds in
      years.contains(microseconds) ? Timestamp(microseconds: microseconds) : nil
    }
  }
}

extension Optional: SQLStorable where Wrapped: SQLStorable {
  /// NULL for nil.
  var sqlValue: SQLValue { self?.sqlValue ?? .null }

  static func stored(_ value: SQLValue) -> Wrapped?? {
    if case .null = value { return .some(nil) }
    return Wrapped.stored(value).map { .some($0) }
  }
}

extension Digest {
  /// The digest as the bytes of a column.
  var data: Data { withBytes { Data($0) } }
}

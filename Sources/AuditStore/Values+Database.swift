package import ConfigurationModel
package import GRDB

extension Timestamp: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { microseconds.databaseValue }

  /// Nil too for a moment before the year 1 or after 9999: only a damaged store holds one.
  package static func fromDatabaseValue(_ value: DatabaseValue) -> Timestamp? {
    let years: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
    return Int64.fromDatabaseValue(value).flatMap { microseconds in
      years.contains(microseconds) ? Timestamp(microseconds: microseconds) : nil
    }
  }
}

extension DocumentForm {
  /// The number that stands in `version.form`.
  var code: Int {
    switch self {
    case .cli: 0
    case .config: 1
    case .document: 2
    }
  }

  init(code: Int) {
    switch code {
    case 0: self = .cli
    case 1: self = .config
    default: self = .document
    }
  }
}

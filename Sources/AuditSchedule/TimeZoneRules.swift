package import ConfigurationModel
import Foundation

/// How far the clocks of a place are from UTC at a moment.
package struct TimeZoneRules: Sendable {
  /// As the tz database names it: `Europe/Berlin`.
  package let name: String
  /// Seconds east of UTC at so many seconds since 1970.
  let offset: @Sendable (Int64) -> Int64

  init(name: String, offset: @escaping @Sendable (Int64) -> Int64) {
    self.name = name
    self.offset = offset
  }

  /// Seconds east of UTC at a moment.
  package func secondsAhead(at moment: Timestamp) -> Int64 { offset(moment.seconds) }

  /// UTC.
  package static let utc = TimeZoneRules(name: "UTC") { _ in 0 }

  /// Nil where the system's tz database has no such zone.
  package init?(named name: String) {
    guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
      return nil
    }
    self.init(name: name) { seconds in
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
  }
}

extension TimeZoneRules: Hashable {
  /// Whether both have the same name: the rules of a name are those of the system's tz database.
  package static func == (left: TimeZoneRules, right: TimeZoneRules) -> Bool {
    left.name == right.name
  }

  /// By the name, as equality.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A moment, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// What would lie beyond the first or last moment that can be counted so, 292,000 years from 1970, is that moment:
/// whoever writes a time of his own choice, as a server in an answer, cannot stop the program by it.
package struct Timestamp: Hashable, Sendable, Comparable {
  /// Since 1970-01-01T00:00:00Z; negative before.
  package let microseconds: Int64

  /// Makes the moment so many microseconds after 1970 began, or before it.
  package init(microseconds: Int64) { self.microseconds = microseconds }
  /// Makes the moment so many milliseconds after 1970 began, or the last that can be counted.
  package init(milliseconds: Int64) { microseconds = milliseconds.multipliedAtMost(by: 1000) }
  /// Makes the moment so many seconds after 1970 began, or the last that can be counted.
  package init(seconds: Int64) { microseconds = seconds.multipliedAtMost(by: 1_000_000) }

  /// Whether one moment is before the other.
  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Whole seconds since 1970, rounded down.
  package var seconds: Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The moment so many seconds later; earlier where they are negative.
  package func advanced(bySeconds seconds: Int64) -> Timestamp {
    let (sum, isBeyond) = microseconds.addingReportingOverflow(
      seconds.multipliedAtMost(by: 1_000_000))
    return Timestamp(microseconds: isBeyond ? (seconds < 0 ? .min : .max) : sum)
  }

  /// Seconds by which clocks may differ: those of AWS and of the machine that reads it. AWS itself
  /// refuses signatures that are further off (IAM User Guide, "Signature Version 4": 5 minutes).
  package static let clockTolerance: Int64 = 300

  /// The last moment that is not yet to come for a clock that shows this one.
  package var clockEdge: Timestamp {
    Timestamp(seconds: seconds).advanced(bySeconds: Timestamp.clockTolerance + 1)
  }

  /// Whether the moment is yet to come, and not only by the difference of two clocks.
  package func liesAhead(of now: Timestamp) -> Bool { self > now.clockEdge }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with a fraction only where there is one: `2026-11-20T21:15:00Z`.
  package var description: String {
    let remainder = microseconds % 1_000_000
    let fraction = remainder < 0 ? remainder + 1_000_000 : remainder
    return "\(date)T\(clock)\(fraction == 0 ? "" : ".\(digits(fraction, 6))")Z"
  }

  /// `2026-11-20 21:15 UTC`, as reports print it.
  package var minuteText: String { "\(date) \(clock.dropLast(3)) UTC" }

  /// `2026-11-20`.
  package var date: String {
    let day = CivilDate(daysSince1970: seconds.flooredDivision(by: 86400))
    return
      "\(digits(Int64(day.year), 4))-\(digits(Int64(day.month), 2))-\(digits(Int64(day.day), 2))"
  }

  private var clock: String {
    let second = seconds - seconds.flooredDivision(by: 86400) * 86400
    return [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }
      .joined(separator: ":")
  }

  private func digits(_ number: Int64, _ width: Int) -> String {
    let text = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - text.count))
    return (number < 0 ? "-" : "") + zeros + text
  }
}

/// A day of the proleptic Gregorian calendar.
package struct CivilDate {
  /// The year; 0 stands before 1.
  package var year: Int
  /// The month, from 1.
  package var month: Int
  /// The day of the month, from 1.
  package var day: Int

  /// Days from 1970-01-01. The arithmetic is Howard Hinnant's `days_from_civil`
  /// (howardhinnant.github.io/date_algorithms.html).
  var daysSince1970: Int64 {
    let year = Int64(self.year) - (month <= 2 ? 1 : 0)
    let era = year.flooredDivision(by: 400)
    let yearOfEra = year - era * 400
    let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
  }

  init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Makes the day that lies so many days after 1970-01-01.
  ///
  /// The arithmetic is Howard Hinnant's `civil_from_days`
  /// (howardhinnant.github.io/date_algorithms.html).
  package init(daysSince1970 days: Int64) {
    let shifted = days + 719468
    let era = shifted.flooredDivision(by: 146097)
    let dayOfEra = shifted - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    self.month = Int(month < 10 ? month + 3 : month - 9)
    day = Int(dayOfYear - (153 * month + 2) / 5 + 1)
    year = Int(yearOfEra + era * 400) + (self.month <= 2 ? 1 : 0)
  }
}

extension Int64 {
  /// The product; the largest or smallest number where it would lie beyond. The factor is positive.
  fileprivate func multipliedAtMost(by factor: Int64) -> Int64 {
    let (product, isBeyond) = multipliedReportingOverflow(by: factor)
    return isBeyond ? (self < 0 ? .min : .max) : product
  }

  /// The quotient rounded down, also below zero.
  package func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

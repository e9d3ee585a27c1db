package import ConfigurationModel

/// The days of a report's period, each with its edits; in weeks or months where there are many.
package struct TimeAxis: Hashable, Sendable {
  /// How long one of its slots is.
  package enum Unit: String, Hashable, Sendable {
    case day, week, month
  }

  /// A day, or several that are told as one.
  package struct Slot: Hashable, Sendable {
    /// Its first day: `2026-11-20`.
    package let first: String
    /// Its last day: `2026-11-26`; the first one where it is a single day.
    package let last: String
    /// Its edits, under the first day.
    package let sum: DriftReport.Day

    /// `2026-11-20`, or `2026-11-16..2026-11-22`.
    package var name: String { first == last ? first : "\(first)..\(last)" }

    /// Whether a day is one of its days.
    package func holds(_ date: String) -> Bool { first <= date && date <= last }
  }

  /// Whether a slot is a day, a week or a month.
  package let unit: Unit
  /// The slots, oldest first.
  package let slots: [Slot]
}

extension TimeAxis {
  /// Up to so many days each is a slot, up to so many a week is; above the last, only days that had edits.
  private static let (mostDays, mostWeekdays, mostMonthdays) = (100, 700, 20_000)

  /// From the beginning of the period, or the first edit where that was before, to its end. Empty where there
  /// was no edit.
  package init(_ report: DriftReport) {
    let known = Dictionary(report.timeline.map { ($0.date, $0) }) { $1 }
    let dates = report.timeline.map(\.date)
    let days = report.timeline.isEmpty ? [] : Self.days(of: report) ?? dates
    let isWhole = days.count <= Self.mostMonthdays && days.count > 1
    unit =
      !isWhole || days.count <= Self.mostDays
      ? .day : days.count <= Self.mostWeekdays ? .week : .month
    let unit = unit
    let starts = days.indices.filter { index in
      switch unit {
      case .day: true
      case .week: index % 7 == 0
      case .month: index == 0 || days[index].hasSuffix("-01")
      }
    }
    slots = starts.enumerated().map { place, start in
      let end = place + 1 < starts.count ? starts[place + 1] : days.count
      return Slot(days[start..<end], known)
    }
  }

  /// Every day of the period; nil where a date cannot be read, or there are too many.
  private static func days(of report: DriftReport) -> [String]? {
    let edits = report.timeline.map { Timestamp(parsing: $0.date) }
    guard edits.allSatisfy({ $0 != nil }) else { return nil }
    let end = report.period.until.advanced(bySeconds: -1)
    let moments = edits.compactMap { $0 } + [end] + [report.period.after].compactMap { $0 }
    guard let first = moments.min(), let last = moments.max() else { return nil }
    let (start, stop) = (first.seconds.day, last.seconds.day)
    guard stop - start < Int64(mostMonthdays) else { return nil }
    return (start...stop).map { Timestamp(seconds: $0 * 86400).date }
  }
}

extension TimeAxis.Slot {
  fileprivate init(_ days: ArraySlice<String>, _ known: [String: DriftReport.Day]) {
    let edits = days.compactMap { known[$0] }
    first = days.first ?? ""
    last = days.last ?? ""
    sum = DriftReport.Day(
      date: first, approved: edits.reduce(0) { $0 + $1.approved },
      approvedOnPaper: edits.reduce(0) { $0 + $1.approvedOnPaper },
      ignored: edits.reduce(0) { $0 + $1.ignored },
      unapproved: edits.reduce(0) { $0 + $1.unapproved })
  }
}

extension Int64 {
  /// The day since 1970 that a second is of.
  fileprivate var day: Int64 { self >= 0 ? self / 86400 : (self - 86399) / 86400 }
}

extension Finding {
  /// The days on which its edits were seen, in order.
  package var days: [String] {
    let days = Set(unapproved.map(\.occurred.until.date))
    return days.isEmpty ? [occurred.until.date] : days.sorted()
  }
}

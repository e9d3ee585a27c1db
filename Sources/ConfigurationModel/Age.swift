/// How old something may become: `90d`, `12h`, `4w`.
package struct Age: Hashable, Sendable, CustomStringConvertible {
  /// In seconds, above 0 where it was read from a document.
  package let seconds: Int64

  private static let units: [(name: String, seconds: Int64)] = [
    ("w", 604_800), ("d", 86400), ("h", 3600),
  ]

  /// A thousand years: moments a thousand years ago can still be counted in microseconds.
  private static let most: Int64 = 1000 * 366 * 86400

  /// Reads a whole number above 0 with its unit: hours, days or weeks.
  package init?(parsing text: String) {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit = Age.units.first { $0.name == text.dropFirst(digits.count) }
    guard digits.count <= 9, let unit, let count = Int64(digits), count > 0,
      count <= Age.most / unit.seconds
    else { return nil }
    seconds = count * unit.seconds
  }

  /// Makes an age of whole hours.
  package init(hours: Int64) { seconds = hours * 3600 }

  /// Makes an age of seconds, for schedules and tests: documents cannot write those.
  package init(seconds: Int64) { self.seconds = seconds }

  /// The age in the largest unit that divides it; documents write hours, days and weeks only.
  package var description: String {
    let all = Age.units + [("min", 60), ("s", 1)]
    let unit = all.first { seconds % $0.seconds == 0 } ?? all[all.count - 1]
    return "\(seconds / unit.seconds)\(unit.name)"
  }

  /// The moment that lies so long before another one.
  package func before(_ moment: Timestamp) -> Timestamp { moment.advanced(bySeconds: -seconds) }

  /// The moment that lies so long after another one.
  package func after(_ moment: Timestamp) -> Timestamp { moment.advanced(bySeconds: seconds) }
}

extension String {
  /// A source's name with a mark for every moment in it: `exports/2026-11-28` and `exports/2026-11-27`
  /// are one source, which looks every day; so are `monday` and `tuesday`, `day1` and `day2`, `before` and `after`.
  /// Accounts have twelve digits and stay.
  package var withoutMoments: String {
    let date = /(19|20)\d\d[-\/_.]([01]?\d[-\/_.][0-3]?\d|[Ww]\d\d([-\/_.][1-7])?)|#/
    // `T06:00:00Z`, `_06-00`, `T060000Z`; of a folder or name for each hour, the hour.
    let time =
      /[T_ -]?[0-2]?\d[:.-][0-5]\d([:.-][0-5]\d)?Z?|[T_-]\d{4,6}Z?|[\/T_-][0-2]\d(?![\w.-])/
    let parts = withoutCounts.split(separator: date, omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index == 0 ? part : part.trimmingPrefix(time)
    }.joined(separator: "#").withoutTurns
  }

  private var withoutCounts: String {
    var text = ""
    var run = ""
    for character in self {
      if character.isASCII, character.isNumber {
        run.append(character)
      } else {
        text += (run.isMoment ? "#" : run) + String(character)
        run = ""
      }
    }
    return text + (run.isMoment ? "#" : run)
  }

  // 20261128, 20261128153000, and seconds or milliseconds since 1970.
  private var isMoment: Bool {
    switch count {
    case 8, 14: hasPrefix("19") || hasPrefix("20")
    case 10, 13: hasPrefix("1") || hasPrefix("2")
    default: false
    }
  }

  /// With a mark for each word that says which turn it is: `tuesday`, `after`, `day2`, `week-46`. Other numbers may
  /// tell accounts, teams or tickets apart.
  private var withoutTurns: String {
    var text = ""
    var words = self[...]
    while let first = words.first {
      guard first.isLetterOrDigit else {
        text.append(words.removeFirst())
        continue
      }
      let word = words.prefix { $0.isLetterOrDigit }
      words = words.dropFirst(word.count)
      let number = words.first.flatMap { "-_ ".contains($0) ? words.dropFirst() : nil }?
        .prefix { $0.isLetterOrDigit }
      if word.isTurn {
        text += "#"
      } else if word.isCounted, let number, number.isCount {
        text += "#"
        words = words.dropFirst(number.count + 1)
      } else {
        text += word
      }
    }
    return text
  }
}

extension Substring {
  private static let turns: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "wed",
    "thu", "fri", "sat", "sun", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december", "before", "after", "yesterday",
    "today",
  ]
  private static let counted: Set<String> = [
    "day", "d", "week", "w", "month",
  ]

  fileprivate var isTurn: Bool {
    let word = lowercased()
    guard !Self.turns.contains(word) else { return true }
    let letters = word.prefix { !$0.isNumber }
    return Self.counted.contains(String(letters)) && word.dropFirst(letters.count).isCount
  }

  fileprivate var isCounted: Bool { Self.counted.contains(lowercased()) }

  fileprivate var isCount: Bool {
    (1...3).contains(count) && allSatisfy { $0.isASCII && $0.isNumber }
  }
}

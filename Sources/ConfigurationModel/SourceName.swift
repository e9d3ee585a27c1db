extension String {
  /// A source's name with a mark for every moment in it: `exports/2026-11-28` and `exports/2026-11-27`
  /// are one source, which looks every day. Accounts have twelve digits and stay.
  package var withoutMoments: String {
    let date = /(19|20)\d\d[-\/_.][01]?\d[-\/_.][0-3]?\d|#/
    // `T06:00:00Z`, `_06-00`, `T060000Z`; of a folder or name for each hour, the hour.
    let time =
      /[T_ -]?[0-2]?\d[:.-][0-5]\d([:.-][0-5]\d)?Z?|[T_-]\d{4,6}Z?|[\/T_-][0-2]\d(?![\w.-])/
    let parts = withoutCounts.split(separator: date, omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index == 0 ? part : part.trimmingPrefix(time)
    }.joined(separator: "#")
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
}

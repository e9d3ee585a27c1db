package import ConfigurationModel

extension Coverage {
  /// What a report can speak of, where that is not everything.
  var known: String {
    unjudged == 0 && unagreed == 0 && unagreedParts == 0 && unaudited == 0
      && unreadDocuments.isEmpty
      ? "what was read" : "what was judged"
  }

  /// `412 of 414 scopes read, 1 stale, 1 unread, last 2026-11-20 21:15 UTC.` The moment is that of
  /// the oldest of the scopes' last readings and that of the newest, where they differ.
  package var sentence: String {
    let counts = counts
    let others: [(StateWord, String)] = [
      (.stale, "stale"), (.unread, "unread"), (.seen, "seen in part"), (.never, "never looked at"),
      (.retired, "retired"),
    ]
    let parts = others.compactMap { word, text in counts[word].map { "\($0) \(text)" } }
    return
      (["\(readCount) of \(counted(wantedCount, "scope")) read"] + parts + [lastReadText])
      .filter { !$0.isEmpty }.joined(separator: ", ") + "."
  }

  /// `last 2026-11-20 21:15 UTC`; `last between … and …` where scopes were last read at several
  /// times; empty where none was ever read.
  private var lastReadText: String {
    cells.filter { !$0.isRetired }.lastReadSpan.map { "last \($0)" } ?? ""
  }

  /// What else limits an answer: sources that were never read, parts of resources, gaps, resources that were not judged or agreed
  /// to, and snapshots that do not count or were not judged.
  package var limits: [String] {
    unreadDocuments.map(\.words) + unreadSources.map(\.words) + partTexts + gapTexts
      + ahead.map(\.words) + judgementLimits
  }

  private var judgementLimits: [String] {
    let it = unjudged == 1 ? "it" : "them"
    let judged =
      unjudged == 0
      ? [] : ["\(counted(unjudged, "resource")) not judged: no baseline covers \(it)"]
    let agreed =
      unagreed == 0
      ? []
      : [
        "\(counted(unagreed, "resource")) in scopes that were read for the first time: nobody has "
          + "agreed to \(unagreed == 1 ? "it" : "them") ('plumb baseline set latest --baseline NAME')"
      ]
    let parts =
      unagreedParts == 0
      ? []
      : [
        "\(counted(unagreedParts, "part")) of resources read for the first time: nobody has agreed to "
          + "\(unagreedParts == 1 ? "it" : "them") ('plumb baseline set latest --baseline NAME')"
      ]
    let audited =
      unaudited == 0
      ? [] : ["\(counted(unaudited, "snapshot")) not audited yet: run 'plumb audit'"]
    return judged + agreed + parts + audited
  }

  /// `not read: Policy of 3 AWS::S3::Bucket (logs, media, web), since 2026-11-16 21:00 UTC: …`; one
  /// text for each part of a type and each reason.
  package var partTexts: [String] {
    struct Key: Hashable {
      let type: ResourceType
      let part: String
      let code: String
    }
    let groups = Dictionary(grouping: unreadParts) {
      Key(type: $0.scope.type, part: $0.part.name, code: $0.part.problem.code)
    }
    return groups.sorted {
      ($0.key.type, $0.key.part, $0.key.code) < ($1.key.type, $1.key.part, $1.key.code)
    }.map { key, members in
      let parts = members.map(\.part)
      let count = parts.reduce(0) { $0 + $1.count }
      let names = parts.flatMap(\.resources).prefix(3)
      let more = count > names.count && !names.isEmpty ? ", …" : ""
      let listed = names.isEmpty ? "" : " (\(names.joined(separator: ", "))\(more))"
      let since = parts.map(\.since).min().map { ", since \($0.minuteText)" } ?? ""
      return "not read: \(key.part) of \(count) \(key.type)\(listed)\(since)"
        + (parts.first.map { ": \($0.problem.line)" } ?? "")
    }
  }

  private static let toldGaps = 10

  private var gapTexts: [String] {
    let firstReadings = Dictionary(cells.map { ($0.scope, $0.firstRead) }) { first, _ in first }
    let texts = gaps.prefix(Coverage.toldGaps).map { scope, rhythm in
      let gap = rhythm.longestGap
      let isBeforeAll = (firstReadings[scope] ?? nil).map { $0 >= gap.until } ?? false
      return (isBeforeAll ? "not known yet for " : "not looked at for ")
        + "\(durationText(seconds: gap.seconds)) "
        + "(\(gap.from.minuteText) to \(gap.until.minuteText)"
        + "\(isBeforeAll ? ", its first reading" : "")), allowed \(rhythm.allowed): \(scope)"
    }
    let rest = gaps.count - texts.count
    return texts + (rest > 0 ? ["not looked at for longer than allowed: \(rest) scopes more"] : [])
  }

  /// Of a period, when its scopes were last read and how often, those of which the same is said
  /// together, in order; of a moment nothing.
  var readingGroups: [(label: String, text: String)] {
    let told = cells.filter { $0.rhythm != nil && !$0.isRetired }
    let groups = Dictionary(grouping: told, by: \.readingText)
    let ordered = groups.sorted { ($0.value[0].scope, $0.key) < ($1.value[0].scope, $1.key) }
    return ordered.map { text, cells in
      let more = cells.count > 1 ? " and \(counted(cells.count - 1, "scope")) more" : ""
      return ("\(cells[0].scope)\(more)", text)
    }
  }

  /// The scopes that have parts that nobody has ever asked for: nothing is said of those.
  package var withPartsNeverLookedAt: [Cell] {
    cells.filter { !$0.isRetired && !$0.partsNeverLookedAt.isEmpty }
  }

  /// The parts that nobody has ever asked for, of each type.
  package var neverLookedAtTexts: [(type: ResourceType, text: String)] {
    Self.texts(neverLookedAt: partsNeverLookedAt)
  }

  /// The same of some scopes, each with its parts.
  static func texts(neverLookedAt parts: [Scope: Set<String>]) -> [(
    type: ResourceType, text: String
  )] {
    Dictionary(grouping: parts, by: \.key.type).sorted { $0.key < $1.key }.map { type, scopes in
      let parts = scopes.reduce(into: Set()) { $0.formUnion($1.value) }
      let places = scopes.count == 1 ? "" : " in \(counted(scopes.count, "scope"))"
      return (type, Self.neverGiven(parts.sorted { $0.precedes($1) }, places))
    }
  }

  /// `Tags: no file has ever given it`; `Policy, Tags in 3 scopes: no file has ever given them`.
  fileprivate static func neverGiven(_ parts: [String], _ scopes: String = "") -> String {
    let them = parts.count == 1 ? "it" : "them"
    return "\(parts.joined(separator: ", "))\(scopes): no file has ever given \(them)"
  }

  /// What the reader must know of scopes that are left out, in order: those on purpose, and those
  /// that are read again although they were retired.
  package var retirementTexts: [(scope: Scope, text: String)] {
    cells.compactMap { cell in
      if let retirement = cell.retirement { return (cell.scope, retirement.words) }
      return cell.resumed.map { (cell.scope, "read again, so it counts; \($0.words)") }
    }
  }
}

extension Retirement {
  /// `retired 2026-11-20 by carol@example.com: the account is closed`.
  package var words: String { "retired \(at.date) by \(by): \(reason)" }
}

extension Coverage.UnreadSource {
  /// `the source 'live' was never read, tried since 2026-11-20 21:15 UTC: …`, `the source 'live' was not read, or not
  /// wholly, since …`.
  package var words: String {
    let since = since.map { ", \(wasRead ? "" : "tried ")since \($0.minuteText)" } ?? ""
    let what = wasRead ? "was not read, or not wholly" : "was never read"
    return "the source '\(name)' \(what)\(since): \(problem.line)"
  }
}

extension Coverage.UnreadDocument {
  /// `the change records in '/srv/changes/zz.yaml' were not read, since 2026-11-20 21:15 UTC: …`.
  package var words: String {
    "the change records in '\(path)' were not read, since \(since.minuteText), so approvals may have "
      + "been taken back: \(problem.line)"
  }
}

extension Coverage.AheadSnapshot {
  /// Why it does not count, and what to do.
  package var words: String {
    "snapshot \(number) has a time in the future (\(takenAt.minuteText)) and does not count: set "
      + "the clock and read again, or take it back with 'plumb snapshot withdraw \(number)'"
  }
}

extension Coverage.Rhythm {
  /// `12 snapshots, longest gap 25 h`.
  package var words: String { Self.words(count, longestGap.seconds) }

  fileprivate static func words(_ count: Int, _ seconds: Int64) -> String {
    "\(counted(count, "snapshot")), longest gap \(durationText(seconds: seconds))"
  }
}

extension [Coverage.Cell] {
  /// How many accounts and regions are told one by one.
  private static let toldPlaces = 40

  /// The cells by account and region, and by account where those are many; in order.
  var places: [(place: String, cells: [Coverage.Cell])] {
    let regions = Dictionary(grouping: self) { "\($0.scope.account) \($0.scope.region)" }
    let places =
      regions.count <= Self.toldPlaces ? regions : Dictionary(grouping: self, by: \.scope.account)
    return places.inKeyOrder.map { ($0.key, $0.value) }
  }

  /// When they were last read, from the oldest of their last readings to the newest: a moment, or `between …
  /// and …`; nil where none ever was.
  fileprivate var lastReadSpan: String? {
    let moments = compactMap(\.lastRead)
    guard let oldest = moments.min(), let newest = moments.max() else { return nil }
    return oldest.minuteText == newest.minuteText
      ? newest.minuteText : "between \(oldest.minuteText) and \(newest.minuteText)"
  }

  /// When they were last read, and how many never were.
  var lastReadText: String {
    let never = count { $0.lastRead == nil }
    return lastReadSpan.map { $0 + (never > 0 ? ", \(counted(never, "scope")) never" : "") }
      ?? "never"
  }

  /// How often they were read in a period at least, and the longest time of not looking; empty where the
  /// question is of a moment.
  var rhythmText: String {
    let rhythms = compactMap(\.rhythm)
    guard let fewest = rhythms.map(\.count).min(),
      let longest = rhythms.map(\.longestGap.seconds).max()
    else { return "" }
    let isSame = Set(rhythms.map(\.count)).count == 1
    return (isSame ? "" : "at least ") + Coverage.Rhythm.words(fewest, longest)
  }
}

extension Coverage.Cell {
  /// The parts that nobody has ever asked for, in words.
  var neverLookedAtText: String { Coverage.neverGiven(partsNeverLookedAt) }

  /// When the scope was last read and, in a period, how often: `last read 2026-11-20 21:15 UTC, 12
  /// snapshots, longest gap 25 h`.
  package var readingText: String {
    let last = lastRead.map { "last read \($0.minuteText)" } ?? "never read completely"
    return last + (rhythm.map { ", \($0.words)" } ?? "")
  }
}

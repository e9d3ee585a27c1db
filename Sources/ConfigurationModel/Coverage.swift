/// What is known of the world at a moment, scope by scope: what a report, a difference or a metric
/// can speak of, and what it cannot. Everything that says "none" or "no difference" says it from
/// this value.
package struct Coverage: Hashable, Sendable {
  /// How one scope stands.
  package enum State: Hashable, Sendable {
    /// Its listing was read completely, and not longer ago than is allowed.
    case read(at: Timestamp, count: Int)
    /// It was read completely, and longer ago than is allowed.
    case stale(at: Timestamp, allowed: Age)
    /// The last try did not read it, or its source no longer looks at it: why, and since when.
    case unread(Problem, since: Timestamp)
    /// Some of its resources were seen one by one, and never a complete listing.
    case seen(at: Timestamp, count: Int)
    /// Nobody ever looked at it, although somebody wants it: the settings, or a baseline.
    case neverLookedAt(wantedBy: String)
    /// It is left out on purpose.
    case retired(Retirement)
  }

  /// One scope, and how it stands.
  package struct Cell: Hashable, Sendable {
    /// The account, region and type.
    package let scope: Scope
    /// How it stands at the moment that the coverage is of.
    package let state: State
    /// The source that last read it completely; nil for none.
    package let source: String?
    /// When it was last read completely; nil for never.
    package let lastRead: Timestamp?
    /// When it was read completely for the first time that the store knows; nil for never.
    package let firstRead: Timestamp?
    /// The parts of its resources that were not read with it. Every other part is as the scope is.
    package let parts: [Part]
    /// The parts of its resources that nobody has ever asked for: nothing is said of them.
    package let partsNeverLookedAt: [String]
    /// How often it was read in a period; nil where the question is of a moment.
    package let rhythm: Rhythm?
    /// That it was retired, where it was read again since and so counts again.
    package let resumed: Retirement?
    /// Whether the baseline speaks of it.
    package let isInBaseline: Bool

    /// Makes a cell; its rhythm only where the question is of a period.
    package init(
      scope: Scope, state: State, source: String? = nil, lastRead: Timestamp?,
      firstRead: Timestamp? = nil,
      parts: [Part] = [], partsNeverLookedAt: [String] = [], rhythm: Rhythm? = nil,
      resumed: Retirement? = nil,
      isInBaseline: Bool = false
    ) {
      self.scope = scope
      self.state = state
      self.source = source
      self.lastRead = lastRead
      self.firstRead = firstRead
      self.parts = parts
      self.partsNeverLookedAt = partsNeverLookedAt
      self.rhythm = rhythm
      self.resumed = resumed
      self.isInBaseline = isInBaseline
    }
  }

  /// A part of resources, read by a call of its own, that was not read.
  package struct Part: Hashable, Sendable {
    /// The field of their documents: `Policy`.
    package let name: String
    /// How many resources of the scope lack it.
    package let count: Int
    /// The ids of the first of them.
    package let resources: [String]
    /// Why the first of them was not read.
    package let problem: Problem
    /// When it was first not read.
    package let since: Timestamp
    /// When it was last read of all of them; nil for never.
    package let lastRead: Timestamp?

    /// Makes a part that `count` resources lack; `resources` may name fewer.
    package init(
      name: String, count: Int, resources: [String] = [], problem: Problem, since: Timestamp,
      lastRead: Timestamp? = nil
    ) {
      self.name = name
      self.count = count
      self.resources = resources
      self.problem = problem
      self.since = since
      self.lastRead = lastRead
    }
  }

  /// How often a scope was read completely in a period.
  package struct Rhythm: Hashable, Sendable {
    /// Snapshots of the period that read it completely.
    package let count: Int
    /// The longest time of the period in which it was not read: from the beginning to a reading, from reading to
    /// reading, or from a reading to the end.
    package let longestGap: Span
    /// How long a gap may be.
    package let allowed: Age

    /// Makes the rhythm of one scope in one period.
    package init(count: Int, longestGap: Span, allowed: Age) {
      self.count = count
      self.longestGap = longestGap
      self.allowed = allowed
    }

    /// Whether the longest gap is longer than is allowed.
    package var isBroken: Bool { longestGap.seconds > allowed.seconds }
  }

  /// A time between two moments.
  package struct Span: Hashable, Sendable {
    /// Its first moment.
    package let from: Timestamp
    /// Its last moment.
    package let until: Timestamp

    /// Makes a span; one that ends before it begins is 0 seconds long.
    package init(from: Timestamp, until: Timestamp) {
      self.from = from
      self.until = until
    }

    /// Its length; 0 where it ends before it begins.
    package var seconds: Int64 { max(0, until.seconds - from.seconds) }
  }

  /// A snapshot that does not count, because its moment was yet to come.
  package struct AheadSnapshot: Hashable, Sendable {
    /// The snapshot's number.
    package let number: Int
    /// When it says that it was taken: after the moment that is asked about.
    package let takenAt: Timestamp

    /// Makes a snapshot that is told of and not counted.
    package init(number: Int, takenAt: Timestamp) {
      self.number = number
      self.takenAt = takenAt
    }
  }

  /// A source that should be read and was not, or not wholly: what it would show besides, nobody knows.
  package struct UnreadSource: Hashable, Sendable {
    /// The source's name in the settings.
    package let name: String
    /// Why its last run failed, or what that left out; or that it never ran.
    package let problem: Problem
    /// When it was first tried in vain; nil where it never ran.
    package let since: Timestamp?
    /// Whether any run of it came to something.
    package let wasRead: Bool

    /// Makes a source that is told of because of a problem.
    package init(name: String, problem: Problem, since: Timestamp?, wasRead: Bool) {
      self.name = name
      self.problem = problem
      self.since = since
      self.wasRead = wasRead
    }
  }

  /// A file of change records that could not be read: nobody knows what it approves, or takes back.
  package struct UnreadDocument: Hashable, Sendable {
    /// The file's path, or that of a folder without one.
    package let path: String
    /// Why it was not read; its sentence names the line, where that is known.
    package let problem: Problem
    /// Since when it is so.
    package let since: Timestamp

    /// Makes a file that is told of because of a problem.
    package init(path: String, problem: Problem, since: Timestamp) {
      self.path = path
      self.problem = problem
      self.since = since
    }
  }

  /// Every scope that was ever looked at, that the baseline knows, or that somebody wants; in order.
  package var cells: [Cell]
  /// The sources that were not read, or not wholly, by their names.
  package var unreadSources: [UnreadSource]
  /// Snapshots that lie ahead of the moment: they do not count.
  package var ahead: [AheadSnapshot]
  /// Resources that were not judged because no baseline covers their scope.
  package var unjudged: Int
  /// Resources of scopes that were read for the first time, as which nobody has agreed to them.
  package var unagreed: Int
  /// Parts of resources that were read for the first time, as which nobody has agreed to them.
  package var unagreedParts: Int
  /// Snapshots of the period that no audit has judged yet.
  package var unaudited: Int
  /// The files of change records that could not be read, by their paths: verdicts go by what was registered before.
  package var unreadDocuments: [UnreadDocument] = []

  /// Makes a coverage of cells in order; what was not judged, agreed to or audited may be counted
  /// later.
  package init(
    cells: [Cell], unreadSources: [UnreadSource] = [], ahead: [AheadSnapshot] = [],
    unjudged: Int = 0, unagreed: Int = 0, unagreedParts: Int = 0, unaudited: Int = 0
  ) {
    self.cells = cells
    self.unreadSources = unreadSources
    self.ahead = ahead
    self.unjudged = unjudged
    self.unagreed = unagreed
    self.unagreedParts = unagreedParts
    self.unaudited = unaudited
  }

  /// The scopes of which nothing can be said now, with the reason; retired ones are none of them.
  package var unread: [(scope: Scope, problem: Problem)] {
    cells.compactMap { cell in cell.problem.map { (cell.scope, $0) } }
  }

  /// The cells that are left out on purpose.
  package var retired: [Cell] { cells.filter { $0.retirement != nil } }

  /// Scopes that were read completely, in time.
  package var readCount: Int { cells.count - unread.count - retired.count }

  /// The scopes that an answer should speak of.
  package var wantedCount: Int { cells.count - retired.count }

  /// The parts of each scope that counts that nobody has ever asked for: nothing is said of them.
  package var partsNeverLookedAt: [Scope: Set<String>] {
    let told = cells.filter { !$0.isRetired && !$0.partsNeverLookedAt.isEmpty }
    return Dictionary(told.map { ($0.scope, Set($0.partsNeverLookedAt)) }) { $0.union($1) }
  }

  /// The parts that were not read, each with its scope.
  package var unreadParts: [(scope: Scope, part: Part)] {
    cells.flatMap { cell in cell.isRetired ? [] : cell.parts.map { (cell.scope, $0) } }
  }

  /// The scopes that were not looked at for longer than is allowed within the period.
  package var gaps: [(scope: Scope, rhythm: Rhythm)] {
    cells.compactMap { cell in
      guard cell.word == .read, let rhythm = cell.rhythm, rhythm.isBroken else { return nil }
      return (cell.scope, rhythm)
    }
  }

  /// Whether everything that is asked about was read, is not stale and was judged: only then may
  /// "no unapproved changes" or "no difference" be said.
  package var isComplete: Bool {
    readCount > 0 && unread.isEmpty && unreadParts.isEmpty && unreadSources.isEmpty
      && gaps.isEmpty && ahead.isEmpty && unjudged == 0 && unagreed == 0 && unagreedParts == 0
      && unaudited == 0 && unreadDocuments.isEmpty
  }
}

extension Coverage.Cell {
  /// The retirement that the scope is left out by; nil where it counts.
  package var retirement: Retirement? {
    switch state {
    case .retired(let retirement): retirement
    case .read, .stale, .unread, .seen, .neverLookedAt: nil
    }
  }

  /// Whether it is left out on purpose.
  package var isRetired: Bool { retirement != nil }

  /// Why nothing can be said of the scope as it is now; nil where it was read, or is retired.
  package var problem: Problem? {
    switch state {
    case .read, .retired: nil
    case .stale(let at, let allowed): .scopeStale(at, allowed: allowed)
    case .unread(let problem, _): problem
    case .seen(let at, let count): .scopeSeenInPart(at, count: count)
    case .neverLookedAt(let wisher): .scopeNeverLookedAt(wisher)
    }
  }

  /// The state as one word: `read`, `stale`, `unread`, `seen`, `never`, `retired`.
  package var word: Coverage.StateWord {
    switch state {
    case .read: .read
    case .stale: .stale
    case .unread: .unread
    case .seen: .seen
    case .neverLookedAt: .never
    case .retired: .retired
    }
  }
}

extension Coverage {
  /// The states by their words, as reports, metrics and the view of the store write them.
  package enum StateWord: String, Hashable, Sendable, CaseIterable {
    case read, stale, unread, seen, never, retired
  }

  /// How many scopes are in each state.
  package var counts: [StateWord: Int] {
    Dictionary(grouping: cells, by: \.word).mapValues(\.count)
  }
}

/// That a scope is left out on purpose.
package struct Retirement: Hashable, Sendable {
  /// Who decided it.
  package let by: String
  /// When it was decided; a reading after it makes the scope count again.
  package let at: Timestamp
  /// Why, in the words of who decided it; empty where none was kept.
  package let reason: String

  /// Makes a retirement as its event tells it.
  package init(by: String, at: Timestamp, reason: String) {
    self.by = by
    self.at = at
    self.reason = reason
  }
}

extension Problem {
  static func scopeStale(_ lastRead: Timestamp, allowed: Age) -> Problem {
    Problem(
      "scope-stale", "last read \(lastRead.minuteText), more than the allowed \(allowed) before",
      hint: "Read it again; 'plumb status' tells what its source did.")
  }

  static func scopeSeenInPart(_ at: Timestamp, count: Int) -> Problem {
    let resources = count == 1 ? "1 resource was" : "\(count) resources were"
    return Problem(
      "scope-seen-in-part",
      "\(resources) seen one by one, last \(at.minuteText); a complete listing was never read",
      hint: "Import a whole listing, or say with --complete that the documents are all there is.")
  }

  /// A source that has listed a scope whole shows some of its resources only.
  package static func scopeNoLongerListed(count: Int, lastRead: Timestamp) -> Problem {
    let resources = count == 1 ? "1 resource was" : "\(count) resources were"
    return Problem(
      "scope-no-longer-listed",
      "\(resources) seen one by one, although the same source listed the whole scope before, last "
        + "\(lastRead.minuteText)",
      hint:
        "Import the whole listing, as it was asked for before: what is not in it may be changed or gone."
    )
  }

  static func scopeNeverLookedAt(_ wisher: String) -> Problem {
    Problem(
      "scope-never-looked-at", "never looked at, though \(wisher) asks for it",
      hint: "Read it, or retire it: 'plumb scope retire'.")
  }

  /// Of a part that no file has ever given: nothing is said of it, and nobody has asked that something be.
  package static func partNeverLookedAt() -> Problem {
    Problem(
      "part-never-looked-at", "no file has ever given it, so nothing is known about it",
      hint: "Export it beside the listing; 'Documentation/Kinds.md' names the call.")
  }

  /// The source that last read a scope has looked since, without it.
  static func scopeNotLookedAt(by source: String, since: Timestamp, lastRead: Timestamp?) -> Problem
  {
    let last = lastRead.map { "last read \($0.minuteText)" } ?? "never read completely"
    return Problem(
      "scope-not-looked-at",
      "'\(source)' has run without reading it since \(since.minuteText); \(last)",
      hint: "Put it back into the source, or retire it: 'plumb scope retire'.")
  }

  /// Whether it says that nothing of a whole account could be read: the scopes of the account tell that one by one.
  package var isOfWholeAccount: Bool { code == "nothing-collected" }

  /// The settings name a source that has taken no snapshot and has no run that ended.
  static func sourceNeverRead() -> Problem {
    Problem(
      "source-never-read", "it has never run",
      hint: "Take it: 'plumb snapshot take --source NAME'. Or take it out of the settings.")
  }

  /// The source that last read a scope has failed since.
  static func scopeSourceFailed(_ source: String, _ problem: Problem, lastRead: Timestamp)
    -> Problem
  {
    Problem(
      problem.code,
      "the run of '\(source)' failed: \(problem.message) Last read \(lastRead.minuteText).",
      hint: problem.hint)
  }
}

/// What a store knows of one scope up to a moment.
package struct ScopePast: Hashable, Sendable {
  /// That a scope was read, completely or in part.
  package struct Reading: Hashable, Sendable {
    /// When the reading began.
    package let at: Timestamp
    /// How many resources it had, or how many of them were seen.
    package let count: Int
    /// The source that read it, by its name at that time.
    package let source: String

    /// Makes a reading of a number of resources, by a source.
    package init(at: Timestamp, count: Int, source: String) {
      self.at = at
      self.count = count
      self.source = source
    }
  }

  /// That something was tried and could not be read.
  package struct Failure: Hashable, Sendable {
    /// When it was first tried in vain since the last success.
    package let since: Timestamp
    /// Why the last try failed.
    package let problem: Problem

    /// Makes a failure that has lasted since a moment.
    package init(since: Timestamp, problem: Problem) {
      self.since = since
      self.problem = problem
    }
  }

  /// That the source that last looked at a scope has looked since, without it; with its name then.
  package struct LeftOut: Hashable, Sendable {
    /// The source, by the name under which it looked without the scope.
    package let source: String
    /// When it first looked without it.
    package let since: Timestamp

    /// Makes the fact that a source has looked without a scope since a moment.
    package init(source: String, since: Timestamp) {
      self.source = source
      self.since = since
    }
  }

  /// The scope that all of it is about.
  package let scope: Scope
  /// The newest complete reading.
  package var read: Reading?
  /// When it was read completely for the first time.
  package var firstRead: Timestamp?
  /// The newest reading that saw some resources only.
  package var seen: Reading?
  /// The tries since the newest complete reading that failed.
  package var failure: Failure?
  /// That its source looks without it.
  package var leftOut: LeftOut?
  /// The retirement that was decided last, unless it was taken back.
  package var retirement: Retirement?
  /// The parts of its resources that were not read with the newest reading, in the order of their
  /// names.
  package var parts: [Coverage.Part] = []
  /// The parts that no file of its newest reading gives, and none gave before.
  package var partsNeverLookedAt: [String] = []
  /// The complete readings of a period, oldest first, with the last before it; nil where no period
  /// is asked about.
  package var readings: [Timestamp]?
  /// Whether the baseline in force says anything about the scope.
  package var isInBaseline = false

  /// Begins with a scope of which nothing is known.
  package init(_ scope: Scope) { self.scope = scope }
}

/// What a store knows of a source up to a moment, by the runs that have ended.
package struct RunHistory: Hashable, Sendable {
  /// Whether any of them came to something.
  package let wasRead: Bool
  /// Why the newest one failed, or what it left out that no scope tells; nil where it did not.
  package let failure: ScopePast.Failure?
  /// Whether it runs by a schedule.
  package let isScheduled: Bool
  /// What the newest one was asked for; nil where nobody wrote it down.
  package let question: String?

  /// Makes the history of a source from its ended runs; without a question nobody wrote down what
  /// was asked for.
  package init(
    wasRead: Bool, failure: ScopePast.Failure?, isScheduled: Bool, question: String? = nil
  ) {
    self.wasRead = wasRead
    self.failure = failure
    self.isScheduled = isScheduled
    self.question = question
  }
}

/// How old a reading may be, and what should be looked at.
package struct CoverageRules: Hashable, Sendable {
  /// How old a reading may be where its source has no schedule.
  package var maxAge = CoverageRules.usualAge
  /// How old one of a scheduled source may be, by the source's name.
  package var sourceAges: [String: Age] = [:]
  /// Scopes that should be looked at, and who wants it: `the source 'production'`.
  package var wanted: [Scope: String] = [:]
  /// The names of the sources that should be read.
  package var sources: Set<String> = []
  /// What the settings ask a source for and no run of it has answered, by the source's name.
  package var unanswered: [String: Problem] = [:]

  /// A day, and two hours for a job that begins late.
  package static let usualAge = Age(hours: 26)

  /// Makes the rules; without arguments nothing is wanted, and a reading may be 26 hours old.
  package init(
    maxAge: Age = CoverageRules.usualAge, sourceAges: [String: Age] = [:],
    wanted: [Scope: String] = [:], sources: Set<String> = [],
    unanswered: [String: Problem] = [:]
  ) {
    self.maxAge = maxAge
    self.sourceAges = sourceAges
    self.wanted = wanted
    self.sources = sources
    self.unanswered = unanswered
  }

  /// How old a reading of a source may be.
  package func allowedAge(of source: String) -> Age { sourceAges[source] ?? maxAge }
}

extension Coverage {
  /// How things stand at a moment. The only way by which a coverage is made.
  ///
  /// - Parameters:
  ///   - pasts: What is known of each scope up to the moment.
  ///   - failedRuns: The sources whose newest run failed, and since when.
  ///   - sources: What is known of each source that has runs which ended.
  ///   - start: Where a period is asked about, its beginning; nil for all that the store knows.
  ///   - unreadActivity: What sources of activity told of and nobody could read, by their names: it counts also where the
  ///     source is not asked for any more, and where a person imported it.
  package init(
    of pasts: [ScopePast], failedRuns: [String: ScopePast.Failure] = [:],
    sources: [String: RunHistory] = [:], rules: CoverageRules = CoverageRules(),
    at moment: Timestamp,
    from start: Timestamp? = nil,
    ahead: [AheadSnapshot] = [], unreadActivity: [String: ScopePast.Failure] = [:]
  ) {
    let known = Set(pasts.map(\.scope))
    let missing = rules.wanted.keys.filter { !known.contains($0) }.map { ScopePast($0) }
    let cells = (pasts + missing).map { past in
      Cell(past, failedRuns: failedRuns, rules: rules, at: moment, from: start)
    }
    let names = rules.sources.union(unreadActivity.keys)
    let unread = names.sorted { $0.precedes($1) }.compactMap { name in
      UnreadSource(
        name, sources[name], unanswered: rules.unanswered[name], missed: unreadActivity[name],
        isAsked: rules.sources.contains(name))
    }
    self.init(cells: cells.sorted { $0.scope < $1.scope }, unreadSources: unread, ahead: ahead)
  }
}

extension Coverage.UnreadSource {
  /// Nil where the source was read, and all that it is asked for. What it told of and nobody could read stands for
  /// longer than why its last run was not whole.
  fileprivate init?(
    _ name: String, _ past: RunHistory?, unanswered: Problem?, missed: ScopePast.Failure?,
    isAsked: Bool
  ) {
    let isRead = past?.wasRead == true
    let failure = isAsked && !isRead ? past?.failure ?? missed : missed ?? past?.failure
    guard
      let problem = failure?.problem
        ?? (isAsked ? (isRead ? unanswered : .sourceNeverRead()) : nil)
    else { return nil }
    self.init(
      name: name, problem: problem, since: failure?.since, wasRead: past?.wasRead ?? (missed != nil)
    )
  }
}

extension Coverage.Cell {
  fileprivate init(
    _ past: ScopePast, failedRuns: [String: ScopePast.Failure], rules: CoverageRules,
    at moment: Timestamp, from start: Timestamp?
  ) {
    let state = Self.state(of: past, failedRuns, rules, at: moment)
    let isResumed = past.retirement != nil && !past.isRetired
    self.init(
      scope: past.scope, state: state, source: past.read?.source, lastRead: past.read?.at,
      firstRead: past.firstRead,
      parts: past.parts, partsNeverLookedAt: past.partsNeverLookedAt,
      rhythm: Self.rhythm(of: past, rules, at: moment, from: start),
      resumed: isResumed ? past.retirement : nil, isInBaseline: past.isInBaseline)
  }

  private static func state(
    of past: ScopePast, _ failedRuns: [String: ScopePast.Failure], _ rules: CoverageRules,
    at moment: Timestamp
  ) -> Coverage.State {
    if let retirement = past.retirement, past.isRetired { return .retired(retirement) }
    if let failure = past.failure { return .unread(failure.problem, since: failure.since) }
    if let left = past.leftOut {
      return .unread(
        .scopeNotLookedAt(by: left.source, since: left.since, lastRead: past.read?.at),
        since: left.since)
    }
    guard let read = past.read else {
      if let seen = past.seen { return .seen(at: seen.at, count: seen.count) }
      return .neverLookedAt(wantedBy: rules.wanted[past.scope] ?? "the baseline")
    }
    if let run = failedRuns[read.source], run.since > read.at {
      return .unread(
        .scopeSourceFailed(read.source, run.problem, lastRead: read.at), since: run.since)
    }
    let allowed = rules.allowedAge(of: read.source)
    return moment > allowed.after(read.at)
      ? .stale(at: read.at, allowed: allowed) : .read(at: read.at, count: read.count)
  }

  /// The readings of a period and the longest time between two of them. A period begins its first gap, also for a scope
  /// that was never read before: nobody watched it until its first reading. A period without a beginning begins with
  /// the first reading of the scope.
  private static func rhythm(
    of past: ScopePast, _ rules: CoverageRules, at moment: Timestamp, from start: Timestamp?
  ) -> Coverage.Rhythm? {
    guard let readings = past.readings, let source = past.read?.source, let first = readings.first
    else { return nil }
    let begin = start ?? first
    let inPeriod = readings.filter { $0 >= begin }
    let marks = [begin] + inPeriod + [max(begin, moment)]
    let spans = zip(marks, marks.dropFirst()).map { Coverage.Span(from: $0, until: $1) }
    guard let longest = spans.max(by: { $0.seconds < $1.seconds }) else { return nil }
    return Coverage.Rhythm(
      count: inPeriod.count, longestGap: longest, allowed: rules.allowedAge(of: source))
  }
}

extension ScopePast {
  /// Whether the scope is left out: it was retired, and nothing of it was read since. That it was
  /// tried in vain since, as a closed account is, leaves it retired.
  fileprivate var isRetired: Bool {
    guard let retirement else { return false }
    return ![read, seen].contains { ($0?.at).map { $0 > retirement.at } ?? false }
  }
}

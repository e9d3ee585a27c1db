import ConfigurationModel

/// Reads what the runs of sources came to up to a moment.
struct RunReading {
  let database: StoreTransaction
  let moment: Timestamp
  /// The period that is asked about; nil for a moment.
  let period: StoredPeriod?
  /// The names of all sources without the moments in them.
  let names: [String: String]
  /// The sources that have runs.
  let sources: [String]
  /// The snapshot whose moment is asked about: the run that took it counts, though it ended later. Nil where what has
  /// ended counts.
  let pastSnapshot: Int?

  /// Of each source: since when its runs fail, and how old its readings may be.
  func failuresAndAges() throws -> (failed: [String: ScopePast.Failure], ages: [String: Age]) {
    var (failed, ages): ([String: ScopePast.Failure], [String: Age]) = ([:], [:])
    for (name, same) in Dictionary(grouping: sources, by: { names[$0] ?? $0 }) {
      // A folder of today is tried for the one of yesterday.
      let failure = try failure(of: same)
      for source in names.keys where names[source] == name { failed[source] = failure }
      for source in same { ages[source] = try age(of: source) }
    }
    return (failed, ages)
  }

  /// The last moment at which a run that counts can have ended.
  private var runsUntil: Timestamp {
    period?.isPast ?? false || pastSnapshot != nil ? moment : moment.clockEdge
  }

  private var endedRuns: String {
    let own = pastSnapshot.map { " OR snapshot <= \($0)" } ?? ""
    return "ended_at IS NOT NULL AND outcome <> 'stopped' AND (ended_at <= ?\(own))"
  }

  /// The runs of a source since its last one of which something came, read from the newest back.
  ///
  /// - Parameter names: All that the source is called.
  private func failure(of names: [String]) throws -> ScopePast.Failure? {
    let marks = names.map { _ in "?" }.joined(separator: ",")
    var failure: ScopePast.Failure?
    try database.eachUntilFalse(
      "SELECT * FROM run WHERE source IN (\(marks)) AND \(endedRuns) ORDER BY id DESC",
      SQLArguments(names + [runsUntil] as [any SQLStorable])
    ) { row in
      let run = try SourceRun(row)
      guard let end = run.end, end.hasFailed else { return false }
      failure = .init(
        since: end.at, problem: failure?.problem ?? end.problem ?? .runAbandoned(run.source))
      return true
    }
    return failure
  }

  /// What each source came to.
  func histories(ages: [String: Age]) throws -> [String: RunHistory] {
    try sources.reduce(into: [:]) { histories, source in
      histories[source] = try history(of: source, isScheduled: ages[source] != nil)
    }
  }

  /// By its runs from the newest back to the last of which something came; nil where none has ended. A run whose lease
  /// is over without an end is abandoned, though nobody wrote that down yet. Imports under the source's name are none.
  private func history(of source: String, isScheduled: Bool) throws -> RunHistory? {
    var (last, failure): (SourceRun?, ScopePast.Failure?) = (nil, nil)
    var question: String??
    try database.eachUntilFalse(
      """
      SELECT * FROM run WHERE source = ? AND holder <> ''
        AND ((\(endedRuns)) OR (ended_at IS NULL AND lease_until < ?)) ORDER BY id DESC
      """, [source, runsUntil, moment]
    ) { row in
      let run = try SourceRun(row)
      last = run
      question = question ?? .some(run.question)
      failure =
        try (toldFailure(of: run) ?? withdrawal(in: run)).map {
          .init(since: $0.since, problem: failure?.problem ?? $0.problem)
        } ?? failure
      return !run.wasRead
    }
    return last.map {
      RunHistory(
        wasRead: $0.wasRead, failure: failure, isScheduled: isScheduled, question: question ?? nil)
    }
  }

  /// Why nothing came of a run, or what it left out. What stands as unread activity of its own, or was taken back or read
  /// since, is told there.
  private func toldFailure(of run: SourceRun) throws -> ScopePast.Failure? {
    guard let failure = run.failure, run.wasRead, try !isNoted(failure.problem, of: run.source)
    else { return run.wasRead ? nil : run.failure }
    return failure
  }

  private func isNoted(_ problem: Problem, of source: String) throws -> Bool {
    try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM unread_activity u JOIN event e ON e.id = u.event
        WHERE u.source = :source AND u.problem_code = :code AND e.at <= :moment
          AND e.id <= :event
          AND (u.problem_message = :message OR u.problem_message = u.name || ': ' || :message))
      """,
      [
        "source": source, "code": problem.code, "message": problem.message, "moment": runsUntil,
        "event": period?.toEvent ?? .max,
      ]) ?? false
  }

  /// That a snapshot of a run was taken back: what stood in it, nobody knows.
  private func withdrawal(in run: SourceRun) throws -> ScopePast.Failure? {
    let row = try database.row(
      """
      SELECT n.number, e.at FROM withdrawn_snapshot w
      JOIN snapshot n ON n.number = w.snapshot JOIN event e ON e.id = w.event
      WHERE n.source = :source AND e.at <= :moment
        AND n.number <= (SELECT snapshot FROM run WHERE id = :run)
        AND n.number > coalesce(
          (SELECT max(snapshot) FROM run WHERE source = :source AND id < :run), 0)
      ORDER BY n.number LIMIT 1
      """, ["source": run.source, "moment": runsUntil, "run": run.id])
    return try row.map {
      try .init(since: $0.get(1), problem: .snapshotWithdrawn($0.get(0)))
    }
  }

  /// Of each source what it told of and nobody could read, in one problem.
  func unreadActivity(to snapshot: Int) throws -> [String: ScopePast.Failure] {
    let standing = try database.standingUnread(
      at: runsUntil, knownBy: period?.toEvent ?? .max, to: snapshot)
    return Dictionary(grouping: standing, by: \.source).compactMapValues { entries in
      entries.first.map {
        .init(since: $0.since, problem: .activityUnread(entries.count, first: $0.problem))
      }
    }
  }

  /// The sources whose first run began only after the moment.
  func laterSources() throws -> Set<String> {
    try Set(
      database.values(
        String.self,
        """
        SELECT source FROM run WHERE holder <> '' GROUP BY source HAVING min(started_at) > ?
        """, [moment.clockEdge]))
  }

  private func age(of source: String) throws -> Age? {
    try database.value(
      Int64.self,
      """
      SELECT allowed_age FROM run WHERE source = ? AND \(endedRuns)
        AND allowed_age IS NOT NULL ORDER BY id DESC LIMIT 1
      """, [source, runsUntil]
    ).map { Age(seconds: $0) }
  }
}

extension SourceRun {
  /// Whether something came of it.
  fileprivate var wasRead: Bool { end.map { !$0.hasFailed } ?? false }

  /// Why nothing came of it, or what it left out that no scope tells: what was refused of single accounts their scopes
  /// tell. Nil where nothing is to be told.
  fileprivate var failure: ScopePast.Failure? {
    guard let end else { return .init(since: leaseUntil, problem: .runAbandoned(source)) }
    if end.hasFailed { return .init(since: end.at, problem: end.problem ?? .runAbandoned(source)) }
    return end.problem.flatMap { problem in
      problem.isOfWholeAccount ? nil : .init(since: end.at, problem: problem)
    }
  }
}

extension SourceRun.End {
  /// Whether nothing came of the run, although it was not told to stop.
  fileprivate var hasFailed: Bool {
    switch outcome {
    case .failed, .abandoned: true
    case .complete, .incomplete, .stopped: false
    }
  }
}

extension Problem {
  static func snapshotWithdrawn(_ number: Int) -> Problem {
    Problem(
      "snapshot-withdrawn", "snapshot \(number) of its last run was taken back",
      hint: "Run it again: 'plumb snapshot take --source NAME'.")
  }

  fileprivate static func activityUnread(_ count: Int, first: Problem) -> Problem {
    let what = count == 1 ? "something of it" : "\(count) things of it"
    return Problem(
      "activity-unread", "\(what) could not be read: \(first.message)",
      hint: "'plumb activity unread' lists what stands so.")
  }

  static func runAbandoned(_ source: String) -> Problem {
    Problem("run-abandoned", "The process that read the source '\(source)' went away.")
  }
}

package import ConfigurationModel

extension AuditStore {
  /// What came of the wish to run a source.
  package enum Beginning: Sendable {
    case begun(SourceRun)
    /// Another process holds the source.
    case held(SourceRun)
    /// The moment is done with: this run, or one that was due later, has ended.
    case settled(SourceRun)
  }

  /// Begins a run of a source, and holds the source until `leaseUntil`. A run whose lease is over, or
  /// whose holder is gone, is abandoned. A run that was due at a moment which is yet to come settles
  /// nothing: the clock was ahead then.
  ///
  /// - Parameters:
  ///   - allowedAge: How old what it reads may become; nil where the source has no schedule.
  ///   - question: What it is asked for; nil where nobody says.
  package func beginRun(
    of source: String, due: Timestamp, by holder: String, at now: Timestamp,
    leaseUntil: Timestamp, allowedAge: Age? = nil, question: String? = nil,
    isGone: (String) -> Bool
  ) throws(Problem) -> Beginning {
    try write { database in
      if let held = try database.heldRun(of: source) {
        guard held.leaseUntil <= now || isGone(held.holder) else { return .held(held) }
        try database.run(
          "UPDATE run SET ended_at = ?, outcome = 'abandoned' WHERE id = ?", [now, held.id])
      }
      if let settled = try database.settledRun(of: source, from: due, at: now) {
        return .settled(settled)
      }
      try database.run(
        """
        INSERT INTO run (source, due_at, started_at, holder, lease_until, allowed_age, question)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """, [source, due, now, holder, leaseUntil, allowedAge?.seconds, question])
      guard let run = try database.heldRun(of: source) else {
        throw Problem.storeFailed(path, "the run that was begun is not there")
      }
      return .begun(run)
    }
  }

  /// Holds the source longer. False where the run has ended: another process took it over.
  package func extendRun(_ id: Int64, until leaseUntil: Timestamp) throws(Problem) -> Bool {
    try write { database in
      let changes = try database.run(
        "UPDATE run SET lease_until = ? WHERE id = ? AND ended_at IS NULL", [leaseUntil, id])
      return changes == 1
    }
  }

  /// Ends a run that took no snapshot. Does nothing where it has ended.
  package func endRun(_ id: Int64, _ end: SourceRun.End) throws(Problem) {
    try write { database in _ = try database.endRun(id, end) }
  }

  /// Writes down how an import ended: that it failed, where the store knows its source, and that it did not, where it
  /// had failed before. What was read of the source before is told as not read since then. A source that is run has
  /// its runs: an import under its name says nothing of them.
  ///
  /// - Parameter problem: Why it failed; nil where it did not.
  package func noteImport(of source: String, failedFor problem: Problem?, at moment: Timestamp)
    throws(Problem)
  {
    try write { database in
      let name = source.withoutMoments
      let known = try database.values(
        String.self, "SELECT DISTINCT source FROM \(problem == nil ? "run" : "snapshot")")
      let isRun = try database.value(
        Bool.self, "SELECT EXISTS (SELECT 1 FROM run WHERE source = ? AND holder <> '')", [source])
      guard known.contains(where: { $0.withoutMoments.isIdentical(to: name) }), isRun == false
      else { return }
      try database.run(
        """
        INSERT INTO run (source, due_at, started_at, holder, lease_until, ended_at, outcome,
          problem_code, problem_message)
        VALUES (?1, ?2, ?2, '', ?2, ?2, ?3, ?4, ?5)
        """,
        [
          source, moment, problem == nil ? "complete" : "failed", problem?.code,
          problem?.placedMessage,
        ])
    }
  }

  /// The newest runs, newest first: of one source, or of all.
  package func runs(of source: String? = nil, limit: Int) throws(Problem) -> [SourceRun] {
    try read { database in
      try database.rows(
        "SELECT * FROM run WHERE source = ?1 OR ?1 IS NULL ORDER BY id DESC LIMIT ?2",
        [source, limit]
      ).map(SourceRun.init)
    }
  }

  /// The newest moment of each source that is done with; one that is yet to come is not.
  package func settledMoments(at now: Timestamp) throws(Problem) -> [String: Timestamp] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT source, max(due_at) FROM run
        WHERE outcome IN ('complete', 'incomplete', 'failed') AND due_at <= ? GROUP BY source
        """, [now.clockEdge])
      return try Dictionary(rows.map { try ($0.get(0), $0.get(1)) }) { first, _ in first }
    }
  }

  /// The last object of each folder of a source that was read, by folder.
  package func delivered(to source: String) throws(Problem) -> [String: String] {
    try read { database in
      let rows = try database.rows(
        "SELECT folder, object FROM delivered WHERE source = ?", [source])
      return try Dictionary(rows.map { try ($0.get(0), $0.get(1)) }) { first, _ in first }
    }
  }

  /// Notes down the last object of each folder that was read, where no snapshot came of it.
  package func setDelivered(to source: String, _ objects: [String: String]) throws(Problem) {
    try write { database in try database.setDelivered(to: source, objects) }
  }

  /// The scopes that snapshots of a source speak of, read or not.
  package func scopes(of source: String) throws(Problem) -> Set<Scope> {
    try read { database in
      let rows = try database.rows(
        """
        SELECT DISTINCT s.account, s.region, s.type FROM scope_reading g
        JOIN scope s ON s.id = g.scope JOIN snapshot n ON n.number = g.snapshot
        WHERE n.source = ?
        """, [source])
      return try Set(rows.map { try Scope($0) })
    }
  }

  /// The regions in which resources of a type stand, by account and id.
  package func regions(of type: ResourceType) throws(Problem) -> [String: [String: String]] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT s.account, r.external_id, s.region FROM version v
        JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
        WHERE v.until_snapshot IS NULL AND s.type = ?
        """, [type.name])
      var regions: [String: [String: String]] = [:]
      for row in rows { regions[try row.get(0), default: [:]][try row.get(1)] = try row.get(2) }
      return regions
    }
  }

  /// How many resources stand in each scope.
  package func standingCounts() throws(Problem) -> [Scope: Int] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT s.account, s.region, s.type, count(*) FROM version v
        JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
        WHERE v.until_snapshot IS NULL GROUP BY s.id
        """)
      return try Dictionary(rows.map { try (Scope($0), $0.get(3)) }) { first, _ in first }
    }
  }

  /// How many resources of each scope stood in a snapshot.
  package func standingCounts(in snapshot: Int) throws(Problem) -> [Scope: Int] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT s.account, s.region, s.type, count(*) FROM version v
        JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
        WHERE v.first_snapshot <= ?1 AND (v.until_snapshot IS NULL OR v.until_snapshot > ?1)
        GROUP BY s.id
        """, [snapshot])
      return try Dictionary(rows.map { try (Scope($0), $0.get(3)) }) { first, _ in first }
    }
  }
}

extension SnapshotWriter {
  /// Ends the run that took the snapshots of this transaction. Throws `lease-lost` where another
  /// process took the source over meanwhile: nothing of the transaction is kept then.
  package func endRun(_ run: SourceRun, _ end: SourceRun.End) throws {
    guard try database.endRun(run.id, end) else { throw Problem.leaseLost(run.source) }
  }

  /// Throws `lease-lost` where another process took the source of a run over: nothing of the transaction is kept
  /// then.
  package func require(_ run: SourceRun) throws {
    let isHeld = try database.value(
      Bool.self, "SELECT ended_at IS NULL FROM run WHERE id = ?", [run.id])
    guard isHeld == true else { throw Problem.leaseLost(run.source) }
  }

  /// Notes down the last object of each folder that was read.
  package func setDelivered(to source: String, _ objects: [String: String]) throws {
    try database.setDelivered(to: source, objects)
  }
}

extension StoreTransaction {
  func setDelivered(to source: String, _ objects: [String: String]) throws {
    for (folder, object) in objects {
      try run(
        """
        INSERT INTO delivered (source, folder, object) VALUES (?, ?, ?)
        ON CONFLICT (source, folder) DO UPDATE SET object = excluded.object
        """, [source, folder, object])
    }
  }

  fileprivate func heldRun(of source: String) throws -> SourceRun? {
    try row("SELECT * FROM run WHERE source = ? AND ended_at IS NULL", [source]).map(SourceRun.init)
  }

  fileprivate func settledRun(of source: String, from due: Timestamp, at now: Timestamp) throws
    -> SourceRun?
  {
    try row(
      """
      SELECT * FROM run WHERE source = ? AND due_at >= ? AND due_at <= ?
        AND outcome IN ('complete', 'incomplete', 'failed') ORDER BY due_at DESC LIMIT 1
      """, [source, due, now.clockEdge]
    ).map(SourceRun.init)
  }

  /// Whether the run had not ended yet.
  fileprivate func endRun(_ id: Int64, _ end: SourceRun.End) throws -> Bool {
    let counts = end.counts
    let changes = try run(
      """
      UPDATE run SET ended_at = ?, outcome = ?, snapshot = ?, resource_count = ?,
        unread_count = ?, edit_count = ?, request_count = ?, throttle_count = ?,
        problem_code = ?, problem_message = ?
      WHERE id = ? AND ended_at IS NULL
      """,
      [
        end.at, end.outcome.rawValue, counts.snapshot, counts.resources, counts.unreadScopes,
        counts.edits, counts.requests, counts.throttles, end.problem?.code,
        end.problem?.placedMessage,
        id,
      ])
    return changes == 1
  }
}

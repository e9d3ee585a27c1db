package import ConfigurationModel
import Foundation

/// What a store says of the work that is done with it.
package struct StoreStatus: Hashable, Sendable {
  /// The newest run of each source that has one, by name.
  package let sources: [SourceStatus]
  /// Of each baseline that was ever set.
  package let baselines: [BaselineStatus]
  /// How many snapshots count; those that were taken back do not.
  package let snapshots: Int
  /// When the newest snapshot was taken; nil where there is none.
  package let latest: Timestamp?
  /// When the newest call happened that is kept; nil where none is.
  package let latestActivity: Timestamp?
  /// What became of messages to destinations.
  package let notices: NoticeStatus
  /// The size of the file in bytes.
  package let bytes: Int

  /// What is known of a source.
  package struct SourceStatus: Hashable, Sendable {
    /// Its newest run, which may go on.
    package let last: SourceRun
    /// The newest run that has ended; nil where none has.
    package let ended: SourceRun?
    /// The newest run that read all that was asked for; nil where none did.
    package let complete: SourceRun?
    /// How many runs ended in each way.
    package let runs: [SourceRun.Outcome: Int]
    /// How many requests all its runs sent.
    package let requests: Int
    /// How often AWS said that calls come too fast, in all its runs.
    package let throttles: Int
  }

  /// What is known of a baseline.
  package struct BaselineStatus: Hashable, Sendable {
    /// The baseline's name.
    package let name: String
    /// When it was last audited; nil where it never was.
    package let audited: Timestamp?
    /// How many findings are open or acknowledged, by the worst of what stands.
    package let findings: [Severity: Int]
    /// What no audit against it has looked at; nil where audits have looked at all that counts.
    package let unaudited: Unaudited?
  }

  /// Snapshots, and calls that changed something, that no audit against a baseline has looked at. Of a baseline that was
  /// never audited they are those that came after what it agrees to.
  package struct Unaudited: Hashable, Sendable {
    /// How many snapshots there are, without those that were taken back and those that lie ahead of the clock.
    package let snapshots: Int
    /// How many calls that changed something and were not refused; with the snapshots one at least.
    package let calls: Int
    /// When the oldest of all was stored; when the baseline was first set where that was later.
    package let since: Timestamp

    /// Seconds after which somebody should look: who audits once a day is in time.
    package static let patience: Int64 = 26 * 3600

    /// Whether one of them has waited for longer than daily audits let it.
    package func isLate(at now: Timestamp) -> Bool {
      now.seconds - since.seconds > Self.patience
    }
  }
}

extension AuditStore {
  /// How things stand at a moment: what is accepted until then is open.
  package func status(at now: Timestamp) throws(Problem) -> StoreStatus {
    let bytes = size
    return try read { database in
      let row = try database.row(
        """
        SELECT count(*), max(taken_at) FROM snapshot
        WHERE number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
        """)
      return StoreStatus(
        sources: try database.sourceStatuses(at: now),
        baselines: try database.baselineStatuses(at: now),
        snapshots: try row?.get(0) ?? 0, latest: try row?.get(1),
        latestActivity: try database.value(
          Timestamp.self, "SELECT at FROM activity WHERE at <= ? ORDER BY at DESC LIMIT 1",
          [now.clockEdge]), notices: try database.noticeStatus(), bytes: bytes)
    }
  }
}

extension StoreTransaction {
  fileprivate func sourceStatuses(at now: Timestamp) throws -> [StoreStatus.SourceStatus] {
    let last = try rows(
      """
      SELECT * FROM run r WHERE id = (SELECT max(s.id) FROM run s WHERE s.source = r.source)
      ORDER BY source
      """
    ).map(SourceRun.init)
    return try last.map { run in
      var runs: [SourceRun.Outcome: Int] = [:]
      var (requests, throttles) = (0, 0)
      let rows = try rows(
        """
        SELECT outcome, count(*), sum(request_count), sum(throttle_count) FROM run
        WHERE source = ? AND outcome IS NOT NULL GROUP BY outcome
        """, [run.source])
      for row in rows {
        if let outcome = SourceRun.Outcome(rawValue: try row.get(0)) {
          runs[outcome] = try row.get(1)
        }
        requests += try row.get(2) as Int
        throttles += try row.get(3) as Int
      }
      return .init(
        last: run,
        ended: try newestRun(of: run.source, as: [.complete, .incomplete, .failed], at: now),
        complete: try newestRun(of: run.source, as: [.complete], at: now), runs: runs,
        requests: requests, throttles: throttles)
    }
  }

  /// The newest run that has ended so by now: what a clock ahead has written does not count.
  private func newestRun(of source: String, as outcomes: [SourceRun.Outcome], at now: Timestamp)
    throws
    -> SourceRun?
  {
    let words = outcomes.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try row(
      """
      SELECT * FROM run WHERE source = ? AND outcome IN (\(words))
        AND ended_at <= ? ORDER BY id DESC LIMIT 1
      """, [source, now.clockEdge]
    ).map(SourceRun.init)
  }

  fileprivate func baselineStatuses(at now: Timestamp) throws -> [StoreStatus.BaselineStatus] {
    let rows = try rows(
      """
      SELECT b.id, b.name, (SELECT max(e.at) FROM audit a JOIN event e ON e.id = a.event
        WHERE a.baseline = b.id) FROM baseline b ORDER BY b.name
      """)
    return try rows.map { row in
      .init(
        name: try row.get(1), audited: try row.get(2),
        findings: try openFindings(of: try row.get(0), at: now),
        unaudited: try unaudited(by: try row.get(0), at: now))
    }
  }

  private func unaudited(by baseline: Int64, at now: Timestamp) throws -> StoreStatus.Unaudited? {
    let reached =
      try value(
        Int.self,
        """
        SELECT coalesce((SELECT max(to_snapshot) FROM audit WHERE baseline = ?1),
          (SELECT max(snapshot) FROM baseline_scope WHERE baseline = ?1),
          (SELECT max(snapshot) FROM expected WHERE baseline = ?1), 0)
        """, [baseline]) ?? 0
    let row = try row(
      """
      SELECT count(*), min(imported_at), (SELECT at FROM event WHERE id =
        (SELECT min(event) FROM baseline_scope WHERE baseline = ?1))
      FROM snapshot WHERE number > ?2 AND taken_at <= ?3
        AND number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      """, [baseline, reached, now.clockEdge])
    guard let row else { return nil }
    let calls = try unauditedCalls(by: baseline, at: now)
    let taken: Timestamp? = try row.get(1)
    let agreed: Timestamp? = try row.get(2)
    guard let stored = [taken, calls.since].compactMap(\.self).min() else { return nil }
    return .init(
      snapshots: try row.get(0), calls: calls.count, since: max(stored, agreed ?? stored))
  }

  /// The calls that changed something and that came after the last audit, and when the first of them was stored.
  private func unauditedCalls(by baseline: Int64, at now: Timestamp) throws -> (
    count: Int, since: Timestamp?
  ) {
    let row = try row(
      """
      SELECT count(*), min(e.at) FROM activity a JOIN event e ON e.id = a.event
      WHERE a.event > coalesce((SELECT max(event) FROM audit WHERE baseline = ?1),
          (SELECT max(event) FROM baseline_scope WHERE baseline = ?1), 0)
        AND a.error_code IS NULL AND e.at <= ?2
        AND EXISTS (SELECT 1 FROM activity_resource r WHERE r.activity = a.id)
      """, [baseline, now.clockEdge])
    guard let row else { return (0, nil) }
    let since: Timestamp? = try row.get(1)
    return (try row.get(0), since)
  }

  fileprivate func openFindings(of baseline: Int64, at now: Timestamp) throws -> [Severity: Int] {
    let rows = try rows(
      """
      SELECT severity, count(*) FROM (
        SELECT coalesce((SELECT max(j.severity) FROM deviation d
            JOIN judgement j ON j.id = d.judgement
            WHERE d.baseline = f.baseline AND d.resource = f.resource AND j.finding = f.number),
          (SELECT max(j.severity) FROM passing_edit p JOIN judgement j ON j.id = p.judgement
            WHERE j.finding = f.number AND j.verdict = 'unapproved'), 0)
          AS severity
        FROM finding f JOIN finding_event e ON e.id =
          (SELECT max(l.id) FROM finding_event l WHERE l.finding = f.number)
        WHERE f.baseline = ?1 AND (e.kind IN ('opened', 'reopened', 'acknowledged')
          OR (e.kind = 'accepted' AND e.until <= ?2)))
      GROUP BY severity
      """, [baseline, now])
    var findings: [Severity: Int] = [:]
    for row in rows {
      if let severity = Severity(rawValue: try row.get(0)) { findings[severity] = try row.get(1) }
    }
    return findings
  }
}

extension AuditStore {
  /// How many findings of a baseline are open or acknowledged at a moment: what is accepted until then is open.
  package func openFindingCount(baseline: String, at moment: Timestamp) throws(Problem) -> Int {
    try read { database in
      let row = try database.existingBaseline(baseline)
      return try database.openFindings(of: row, at: moment).values.reduce(0, +)
    }
  }
}

extension AuditStore {
  /// What the name of a setting begins with that a daemon writes of itself.
  private static let daemonPrefix = "daemon "

  /// What daemons say of themselves, by their holders.
  package func daemonNotes() throws(Problem) -> [String: String] {
    try read { database in
      let rows = try database.rows(
        "SELECT name, value FROM setting WHERE name LIKE ?", [Self.daemonPrefix + "%"])
      return try Dictionary(
        rows.map { row in
          (
            String((try row.get(0) as String).dropFirst(Self.daemonPrefix.count)),
            String(decoding: try row.get(1) as Data, as: UTF8.self)
          )
        }
      ) { first, _ in first }
    }
  }

  /// Writes what daemons say of themselves, and takes away what those said that are gone.
  package func setDaemonNotes(_ notes: [String: String], without gone: [String]) throws(Problem) {
    try write { database in
      for holder in gone {
        try database.run("DELETE FROM setting WHERE name = ?", [Self.daemonPrefix + holder])
      }
      for (holder, text) in notes {
        try database.run(
          """
          INSERT INTO setting (name, value) VALUES (?, ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value
          """, [Self.daemonPrefix + holder, Data(text.utf8)])
      }
    }
  }
}

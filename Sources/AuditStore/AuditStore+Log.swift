package import ConfigurationModel

/// An event of the store: who did what, when and why, and what it was about.
package struct StoredEvent: Hashable, Sendable {
  /// What it was about: a finding, a change record, a snapshot, a baseline or a scope, with what became of
  /// it.
  package struct Subject: Hashable, Sendable {
    /// `F-17`, `CHG1`, `snapshot 42`, a baseline's name, or `ACCOUNT/REGION/TYPE`.
    package let name: String
    /// What became of it: `taken`, `approved by CHG1`; empty for nothing.
    package let words: String
  }

  /// Its place in the log; 0 for a snapshot from before snapshots were events.
  package let number: Int64
  /// When it was appended; of a snapshot, when it was taken.
  package let at: Timestamp
  /// `snapshot`, `audit`, `baseline set`, `promote`, `finding accepted`, `change record`, …
  package let kind: String
  /// Who did it; nil for what the program does by itself.
  package let actor: String?
  /// Why; of a snapshot, the source it is from.
  package let reason: String?
  /// In the order in which they were written.
  package let subjects: [Subject]
}

extension AuditStore {
  /// Every event between two moments, both included, oldest first.
  package func events(from: Timestamp?, until: Timestamp?) throws(Problem) -> [StoredEvent] {
    try read { database in
      try require(Facet.told.union(Facet.records), database)
      let bounds: SQLArguments = [
        "from": from?.microseconds ?? .min, "until": until?.microseconds ?? .max,
      ]
      let about = try Dictionary(
        grouping: database.rows(
          """
          SELECT a.event, a.name, a.words FROM (\(Self.subjects)) a
          JOIN event e ON e.id = a.event WHERE e.at >= :from AND e.at <= :until
          ORDER BY a.event, a.place
          """, bounds
        ).map { row in
          (
            event: try row.get(0) as Int64,
            subject: try StoredEvent.Subject(name: row.get(1), words: row.get(2) ?? "")
          )
        }, by: \.event)
      return try database.rows(
        """
        SELECT id, at, kind, actor, CASE WHEN kind = 'audit' THEN NULL ELSE reason END, NULL AS earlier,
          id AS place FROM event WHERE at >= :from AND at <= :until
        UNION ALL SELECT 0, taken_at, 'snapshot', NULL, source, number,
          (SELECT coalesce(max(id), 0) + 0.5 FROM event WHERE at < taken_at) FROM snapshot
          WHERE number <= (\(Self.earlierSnapshots)) AND taken_at >= :from AND taken_at <= :until
        ORDER BY place, earlier
        """, bounds
      ).map { row in
        let number: Int64 = try row.get(0)
        let earlier: Int? = try row.get(5)
        return try StoredEvent(
          number: number, at: row.get(1), kind: row.get(2), actor: row.get(3), reason: row.get(4),
          subjects: earlier.map { [.init(name: "snapshot \($0)", words: "taken")] }
            ?? (about[number] ?? []).map(\.subject))
      }
    }
  }

  /// How many snapshots are from before snapshots were events, as SQL: the first ones.
  private static let earlierSnapshots = """
    (SELECT count(*) FROM snapshot) - (SELECT count(*) FROM event WHERE kind = 'snapshot')
    """

  /// What each event was about, as SQL: `event`, `name`, `words`, `place`. The events of snapshots are in the
  /// order of their numbers, which have no gap.
  private static let subjects = """
    SELECT id AS event,
      'snapshot ' || (row_number() OVER (ORDER BY id) + (\(earlierSnapshots))) AS name,
      'taken' AS words, 0 AS place FROM event WHERE kind = 'snapshot'
    UNION ALL SELECT a.event, b.name, 'up to snapshot ' || a.to_snapshot, 0
      FROM audit a JOIN baseline b ON b.id = a.baseline
    UNION ALL SELECT f.event, 'F-' || f.finding,
      f.kind || CASE WHEN f.record IS NULL THEN '' ELSE ' by ' || f.record END, f.id FROM finding_event f
    UNION ALL SELECT c.event, c.number, c.state, c.revision FROM change_record c
    UNION ALL SELECT DISTINCT s.event, b.name, 'set to snapshot ' || s.snapshot, 0
      FROM baseline_scope s JOIN baseline b ON b.id = s.baseline
      JOIN event e ON e.id = s.event WHERE e.kind = 'baseline set'
    UNION ALL SELECT x.event, b.name, count(*) || CASE WHEN count(*) = 1 THEN ' expectation' ELSE ' expectations' END, 1
      FROM expected x JOIN baseline b ON b.id = x.baseline
      JOIN event e ON e.id = x.event WHERE e.kind IN ('baseline set', 'promote')
      GROUP BY x.event, b.name
    UNION ALL SELECT t.event, s.account || '/' || s.region || '/' || s.type,
      CASE WHEN t.is_retired THEN 'retired' ELSE 'counts again' END, t.scope
      FROM retirement t JOIN scope s ON s.id = t.scope
    UNION ALL SELECT n.event, 'F-' || n.finding, 'told to ' || n.destination, n.id
      FROM notice n JOIN event e ON e.id = n.event WHERE e.kind 
        IN ('notices escalated', 'notices passed on', 'acceptance over')
    UNION ALL SELECT t.dropped, 'F-' || n.finding, 'not told to ' || n.destination, n.id
      FROM told_notice t JOIN notice n ON n.id = t.notice WHERE t.dropped IS NOT NULL
    UNION ALL SELECT t.dropped, 'call ' || n.call, 'not told to ' || n.destination, n.id
      FROM told_alert t JOIN alert_notice n ON n.id = t.alert WHERE t.dropped IS NOT NULL
    UNION ALL SELECT t.dropped, coalesce(b.guardrail, 'guardrails'), 'not told to ' || n.destination, n.id
      FROM told_breach t JOIN breach_notice n ON n.id = t.notice
      LEFT JOIN breach b ON b.id = n.breach WHERE t.dropped IS NOT NULL
    UNION ALL SELECT event, 'activity', count(*) || CASE WHEN count(*) = 1 THEN ' event' ELSE ' events' END, 0
      FROM activity GROUP BY event
    UNION ALL SELECT event, 'U-' || id, 'unread', id FROM unread_activity
    UNION ALL SELECT until_event, 'U-' || id, 'no longer unread', id FROM unread_activity
      WHERE until_event IS NOT NULL
    UNION ALL SELECT event, path, 'not read', id FROM unread_document
    UNION ALL SELECT until_event, path, 'no longer unread', id FROM unread_document
      WHERE until_event IS NOT NULL
    UNION ALL SELECT event, 'snapshot ' || snapshot, 'pruned', snapshot FROM pruned_snapshot
    UNION ALL SELECT event, 'snapshot ' || snapshot, 'taken back', snapshot
      FROM withdrawn_snapshot
    """
}

extension AuditStore {
  /// What was said of the edits of a resource against a baseline up to an event, each by its last
  /// judgement, and whether it stood then; oldest first.
  package func judgements(of resource: ResourceID, baseline: String, until event: Int64)
    throws(Problem) -> [(judgement: StoredJudgement, isStanding: Bool)]
  {
    try read { database in
      try require(Facet.told, database)
      guard let row = try database.row(of: resource) else { return [] }
      let rows = try database.rows(
        """
        SELECT j.*, \(StoreTransaction.passage), \(StoreTransaction.isStanding) AS is_standing
        FROM judgement j JOIN baseline b ON b.id = j.baseline \(StoreTransaction.joinedPassage)
        WHERE j.resource = :resource AND b.name = :baseline AND j.event <= :event ORDER BY j.id
        """, ["resource": row, "baseline": baseline, "event": min(event, .max - 1)])
      return try rows.map { try (StoredJudgement($0), $0.get("is_standing")) }
    }
  }

  /// Names that a person may give for what the store holds, in order; for completion.
  package func names(of kind: NameKind) throws(Problem) -> [String] {
    try read { database in try database.values(String.self, kind.sql) }
  }

  /// The accounts, regions and types of all scopes that were ever seen, each in order.
  package func knownPlaces() throws(Problem) -> (
    accounts: [String], regions: [String], types: [String]
  ) {
    try read { database in
      func all(_ column: String) throws -> [String] {
        try database.values(String.self, "SELECT DISTINCT \(column) FROM scope ORDER BY 1")
      }
      return (try all("account"), try all("region"), try all("type"))
    }
  }

  /// What may be named.
  package enum NameKind: Sendable, CaseIterable {
    case resource, finding, record, baseline, snapshot

    fileprivate var sql: String {
      switch self {
      case .resource:
        """
        SELECT external_id FROM resource UNION SELECT name FROM resource WHERE name IS NOT NULL
        ORDER BY 1
        """
      case .finding: "SELECT 'F-' || number FROM finding ORDER BY number"
      case .record: "SELECT DISTINCT number FROM change_record ORDER BY number"
      case .baseline: "SELECT name FROM baseline ORDER BY name"
      case .snapshot: "SELECT CAST(number AS TEXT) FROM snapshot ORDER BY number"
      }
    }
  }
}

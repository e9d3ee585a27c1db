package import ConfigurationModel

/// One version of a resource, with the moments it stood between.
package struct HistoryEntry: Sendable {
  /// The version with its document.
  package let version: StoredVersion
  /// When the snapshot that first had it was taken.
  package let from: Timestamp
  /// When the first snapshot without it was taken; nil where it stands.
  package let until: Timestamp?
  /// The first snapshot without it; nil where it stands.
  package let untilSnapshot: Int?
  /// Whether the snapshot that first had it was pruned, and so what may have stood before.
  package let isFirstPruned: Bool
  /// Whether the first snapshot without it was pruned, and so what may have followed.
  package let isUntilPruned: Bool
}

/// What was expected of a resource from an event on, and what the event was.
package struct ExpectationEntry: Sendable {
  /// What was expected from then on.
  package let state: ExpectedState
  /// When the event was appended.
  package let at: Timestamp
  /// `baseline set`, `promote` or `audit`.
  package let kind: String
  /// Who did it; nil for an audit, and where nobody was named.
  package let actor: String?
  /// Why; nil where no reason was given.
  package let reason: String?
  /// Where an audit moved it: the edits that were approved, with their records.
  package let approved: [(path: String, record: String)]
  /// Where an audit took what it read for the first time: the parts, each with when it was read; the
  /// empty text for the whole resource.
  package let adopted: [String: Timestamp]
}

extension AuditStore {
  /// The resources whose id, name, ARN-like `account/region/type/id` text or unambiguous part of it
  /// is this text.
  package func resources(named text: String) throws(Problem) -> [Resource] {
    try read { database in
      let parts = text.split(separator: "/", maxSplits: 3).map(String.init)
      if parts.count == 4 {
        let exact = try StoredResource.fetch(
          database, baseline: 0,
          sql: "WHERE s.account = :a AND s.region = :r AND s.type = :t AND r.external_id = :i",
          arguments: ["a": parts[0], "r": parts[1], "t": parts[2], "i": parts[3]])
        if !exact.isEmpty { return exact.map(\.resource) }
      }
      let byID = try StoredResource.fetch(
        database, baseline: 0, sql: "WHERE r.external_id = :text", arguments: ["text": text])
      if !byID.isEmpty { return byID.map(\.resource) }
      let byName = try StoredResource.fetch(
        database, baseline: 0, sql: "WHERE r.name = :text", arguments: ["text": text])
      if !byName.isEmpty { return byName.map(\.resource) }
      // Of an id that names its parent, `ZONE|NAME TYPE`, the parent may be left away.
      return try StoredResource.fetch(
        database, baseline: 0,
        sql: "WHERE substr(r.external_id, -length(:tail)) = :tail", arguments: ["tail": "|" + text]
      ).map(\.resource)
    }
  }

  /// The resources that have one of these ids, in order.
  package func resources(withIDs ids: [String]) throws(Problem) -> [Resource] {
    try read { database in
      var found: [Resource] = []
      for id in Set(ids).sorted() {
        found += try StoredResource.fetch(
          database, baseline: 0, sql: "WHERE r.external_id = :id", arguments: ["id": id]
        ).map(\.resource)
      }
      return found
    }
  }

  /// The versions of a resource, oldest first.
  package func history(of resource: ResourceID) throws(Problem) -> [HistoryEntry] {
    try read { database in
      guard let row = try database.row(of: resource) else { return [] }
      let versions = try database.rows(
        """
        SELECT v.id, v.first_snapshot, v.until_snapshot, coalesce(fg.ended_at, f.taken_at),
          coalesce(ug.ended_at, u.taken_at),
          EXISTS (SELECT 1 FROM pruned_snapshot WHERE snapshot = v.first_snapshot),
          EXISTS (SELECT 1 FROM pruned_snapshot WHERE snapshot = v.until_snapshot), v.name
        FROM version v JOIN resource r ON r.id = v.resource
        JOIN snapshot f ON f.number = v.first_snapshot
        LEFT JOIN scope_reading fg ON fg.snapshot = f.number AND fg.scope = r.scope
        LEFT JOIN snapshot u ON u.number = v.until_snapshot
        LEFT JOIN scope_reading ug ON ug.snapshot = u.number AND ug.scope = r.scope
        WHERE v.resource = ? ORDER BY v.first_snapshot
        """, [row])
      return try versions.map { row in
        try HistoryEntry(
          version: database.storedVersion(
            row.get(0), first: row.get(1), name: row.get(7), store: self),
          from: row.get(3), until: row.get(4), untilSnapshot: row.get(2),
          isFirstPruned: row.get(5), isUntilPruned: row.get(6))
      }
    }
  }

  /// What a baseline expected of a resource up to an event of the log, oldest first: the
  /// baseline's snapshot where there is one, then every expectation of its own since.
  package func expectations(of resource: ResourceID, baseline: String, until event: Int64 = .max)
    throws(Problem) -> [ExpectationEntry]
  {
    try read { database in
      let baselineRow = try database.existingBaseline(baseline)
      let stored = try StoredResource.fetch(
        database, baseline: baselineRow,
        sql: "WHERE s.account = :a AND s.region = :r AND s.type = :t AND r.external_id = :i",
        arguments: [
          "a": resource.account, "r": resource.region, "t": resource.type.name, "i": resource.id,
        ]
      ).first
      guard let stored else { return [] }
      let taken = try database.row(
        """
        SELECT b.snapshot, e.id, e.at, e.actor, e.reason FROM baseline_scope b
        JOIN event e ON e.id = b.event
        WHERE b.baseline = :baseline AND b.scope = :scope AND b.event <= :event
          AND (e.kind = 'baseline set' OR NOT EXISTS (SELECT 1 FROM expected x
            WHERE x.resource = :resource AND x.baseline = :baseline AND x.event < b.event
              AND coalesce(x.until_event, b.event) >= b.event))
        ORDER BY b.event DESC LIMIT 1
        """,
        [
          "baseline": baselineRow, "scope": stored.scopeRow, "event": event,
          "resource": stored.row,
        ])
      let first = try taken.map { row in
        try ExpectationEntry(
          state: try database.version(of: stored.row, in: row.get(0), store: self).map {
            .version($0)
          }
            ?? .absent, at: row.get(2), kind: "baseline set", actor: row.get(3), reason: row.get(4),
          approved: [],
          adopted: database.adopted(
            stored.row, scope: stored.scopeRow, baseline: baselineRow, event: row.get(1)))
      }
      let since: Int64 = try taken?.get(1) ?? 0
      return try [first].compactMap { $0 }
        + database.ownExpectations(
          stored.row, baseline: baselineRow, since: since, until: event, store: self)
    }
  }
}

extension StoreTransaction {
  func row(of resource: ResourceID) throws -> Int64? {
    try value(
      Int64.self,
      """
      SELECT r.id FROM resource r JOIN scope s ON s.id = r.scope
      WHERE s.account = ? AND s.region = ? AND s.type = ? AND r.external_id = ?
      """, [resource.account, resource.region, resource.type.name, resource.id])
  }

  /// The parts of a resource, or with its scope all of it, that an audit took as first read.
  fileprivate func adopted(_ resource: Int64, scope: Int64?, baseline: Int64, event: Int64) throws
    -> [String: Timestamp]
  {
    let rows = try rows(
      """
      SELECT coalesce(a.part, ''), coalesce(g.ended_at, n.taken_at) FROM adoption a
      JOIN snapshot n ON n.number = a.snapshot
      LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = a.scope WHERE a.baseline = ? AND a.event = ?
        AND (a.resource = ? OR (a.resource IS NULL AND a.scope = ?))
      """, [baseline, event, resource, scope])
    return try Dictionary(rows.map { try ($0.get(0), $0.get(1)) }) { first, _ in first }
  }

  fileprivate func ownExpectations(
    _ resource: Int64, baseline: Int64, since: Int64, until event: Int64, store: AuditStore
  ) throws -> [ExpectationEntry] {
    let rows = try rows(
      """
      SELECT x.version, x.body, x.is_partial, v.first_snapshot, v.name AS version_name, x.event, e.at, e.kind, e.actor,
        e.reason
      FROM expected x JOIN event e ON e.id = x.event LEFT JOIN version v ON v.id = x.version
      WHERE x.resource = ? AND x.baseline = ? AND x.event > ? AND x.event <= ?
      ORDER BY x.id
      """, [resource, baseline, since, event])
    return try rows.map { row in
      let approved = try self.rows(
        """
        SELECT j.path, j.record FROM judgement j WHERE j.resource = ? AND j.baseline = ?
          AND j.event = ? AND j.record IS NOT NULL AND \(Self.isSeen) ORDER BY j.id
        """, [resource, baseline, row.get("event") as Int64])
      return try ExpectationEntry(
        state: try state(row, store: store), at: row.get("at"), kind: row.get("kind"),
        actor: row.get("actor"),
        reason: row.get("reason"), approved: approved.map { try ($0.get(0), $0.get(1)) },
        adopted: adopted(resource, scope: nil, baseline: baseline, event: row.get("event")))
    }
  }
}

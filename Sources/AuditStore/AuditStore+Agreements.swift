package import ConfigurationModel

/// One time that somebody agreed to something: a baseline was set, or findings were promoted.
package struct StoredAgreement: Hashable, Sendable {
  /// The baseline's name.
  package let baseline: String
  /// When somebody agreed.
  package let at: Timestamp
  /// Who agreed; nil where nobody was named.
  package let actor: String?
  /// Why; nil where no reason was given.
  package let reason: String?
  /// The snapshot that was agreed to; nil for golden documents and promotions.
  package let snapshot: Int?
  /// How many scopes it took from the snapshot.
  package let scopes: Int
  /// In how many of the scopes its word still stands.
  package let standingScopes: Int
  /// How many resources it was about: of a snapshot, those that stood in its scopes there, as far as that is kept;
  /// otherwise those that it gave an expectation of their own.
  package let resources: Int
  /// Of how many of the resources its word still stands.
  package let standingResources: Int
  /// The findings that were promoted.
  package let findings: [Int]
}

extension AuditStore {
  /// Whether there is a baseline of this name.
  package func hasBaseline(_ name: String) throws(Problem) -> Bool {
    try read { try $0.baselineRow(name) != nil }
  }

  /// Everything that was agreed to, the newest first, baseline by baseline. Throws where that is not what
  /// was written.
  package func agreements() throws(Problem) -> [StoredAgreement] {
    try read { database in
      try require(Facet.decided, database)
      let rows = try database.rows(
        """
        WITH touched AS (SELECT baseline, event FROM baseline_scope
          UNION SELECT baseline, event FROM expected
          UNION SELECT f.baseline, v.event FROM finding_event v
            JOIN finding f ON f.number = v.finding)
        SELECT b.id, b.name, e.id AS event, e.at, e.actor, e.reason FROM touched t
        JOIN event e ON e.id = t.event JOIN baseline b ON b.id = t.baseline
        WHERE e.kind IN ('baseline set', 'promote') ORDER BY b.name, e.id DESC
        """)
      return try rows.map { try database.agreement($0) }
    }
  }

  /// The resources of which a baseline may expect something else once its scopes are set to a
  /// snapshot: those with an expectation of their own, and those that changed between the snapshot that their
  /// scope is held to and this one.
  package func resourcesReset(baseline: String, to snapshot: Int) throws(Problem)
    -> [StoredResource]
  {
    try read { database in
      guard let row = try database.baselineRow(baseline) else { return [] }
      return try StoredResource.fetch(
        database, baseline: row,
        sql: """
          LEFT JOIN (SELECT scope, snapshot FROM baseline_scope h WHERE baseline = :baseline
            AND event = (SELECT max(event) FROM baseline_scope
              WHERE baseline = :baseline AND scope = h.scope)) held ON held.scope = r.scope
          WHERE r.id IN (SELECT resource FROM expected WHERE baseline = :baseline
              AND until_event IS NULL)
            OR EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id AND (
              (v.first_snapshot > coalesce(held.snapshot, 0) AND v.first_snapshot <= :snapshot)
              OR (v.until_snapshot > coalesce(held.snapshot, 0) AND v.until_snapshot <= :snapshot)
              OR (v.first_snapshot > :snapshot AND v.first_snapshot <= coalesce(held.snapshot, 0))
              OR (v.until_snapshot > :snapshot AND v.until_snapshot <= coalesce(held.snapshot, 0))))
          """, arguments: ["snapshot": snapshot])
    }
  }

  /// The resources of these ids that the store knows.
  package func resources(of ids: Set<ResourceID>, baseline: String) throws(Problem)
    -> [StoredResource]
  {
    try read { database in
      let row = try database.baselineRow(baseline) ?? 0
      return try ids.sorted().flatMap { id in
        try StoredResource.fetch(
          database, baseline: row,
          sql: "WHERE s.account = :a AND s.region = :r AND s.type = :t AND r.external_id = :i",
          arguments: ["a": id.account, "r": id.region, "t": id.type.name, "i": id.id])
      }
    }
  }

  /// What a baseline expects of a resource now. Where it holds any scope to a snapshot, what it does
  /// not speak of is expected to be absent.
  package func expectation(of resource: StoredResource, baseline: String) throws(Problem)
    -> Expectation
  {
    try read { database in
      guard let row = try database.baselineRow(baseline) else {
        return Expectation(state: .uncovered, name: .none)
      }
      let expectation = try database.expected(resource, baseline: row, store: self)
      guard case .uncovered = expectation.state else { return expectation }
      return Expectation(state: try database.holdsScopes(row) ? .absent : .uncovered, name: .none)
    }
  }

  /// What was observed of a resource in a snapshot; nil where it was not there.
  package func observation(of resource: StoredResource, in snapshot: Int) throws(Problem)
    -> StoredVersion?
  {
    try read { try $0.version(of: resource.row, in: snapshot, store: self) }
  }
}

extension StoreTransaction {
  /// Whether a baseline took any scope whole.
  func holdsScopes(_ baseline: Int64) throws -> Bool {
    try value(
      Bool.self, "SELECT EXISTS (SELECT 1 FROM baseline_scope WHERE baseline = ?)", [baseline])
      ?? false
  }

  fileprivate func agreement(_ row: SQLRow) throws -> StoredAgreement {
    let (baseline, event): (Int64, Int64) = (try row.get("id"), try row.get("event"))
    let counts = try self.row(
      """
      SELECT (SELECT count(*) FROM baseline_scope WHERE baseline = ?1 AND event = ?2),
        (SELECT count(*) FROM baseline_scope s WHERE baseline = ?1 AND event = ?2 AND NOT EXISTS
          (SELECT 1 FROM baseline_scope l WHERE l.baseline = ?1 AND l.scope = s.scope
            AND l.event > ?2)),
        (SELECT count(*) FROM expected WHERE baseline = ?1 AND event = ?2)
          + (SELECT count(*) FROM baseline_scope s JOIN resource r ON r.scope = s.scope
            JOIN version v ON v.resource = r.id AND v.first_snapshot <= s.snapshot
              AND (v.until_snapshot IS NULL OR v.until_snapshot > s.snapshot)
            WHERE s.baseline = ?1 AND s.event = ?2),
        (SELECT count(*) FROM expected WHERE baseline = ?1 AND event = ?2 AND until_event IS NULL),
        (SELECT max(snapshot) FROM baseline_scope WHERE baseline = ?1 AND event = ?2)
      """, [baseline, event])
    return try StoredAgreement(
      baseline: row.get("name"), at: row.get("at"), actor: row.get("actor"),
      reason: row.get("reason"), snapshot: counts?.get(4), scopes: counts?.get(0) ?? 0,
      standingScopes: counts?.get(1) ?? 0, resources: counts?.get(2) ?? 0,
      standingResources: counts?.get(3) ?? 0,
      findings: values(
        Int.self, "SELECT finding FROM finding_event WHERE event = ? ORDER BY finding", [event]))
  }
}

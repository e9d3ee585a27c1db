package import ConfigurationModel

/// What an audit took as expected because it was read for the first time.
package struct StoredAdoption: Sendable {
  /// The scope that was read, or that the resource is of.
  package let scope: Scope
  /// The resource that was read, or a part of it; nil for the whole scope.
  package let resource: Resource?
  /// The part; nil for a whole resource or scope.
  package let part: String?
  /// When it was read.
  package let at: Timestamp
  /// Resources that were read whole and stand; 0 for a part.
  package let count: Int
}

extension AuditStore {
  /// What a baseline held as it was first read, at the end of a period, and nobody had agreed to by
  /// then; in order.
  package func adoptions(baseline: String, in period: StoredPeriod) throws(Problem)
    -> [StoredAdoption]
  {
    try read { database in
      try database.rows(
        """
        SELECT s.account, s.region, s.type, r.external_id, r.name, nullif(a.part, ''),
          coalesce(g.ended_at, n.taken_at),
          (SELECT count(*) FROM resource o
            WHERE coalesce(a.part, '') = '' AND o.scope = a.scope
              AND CASE WHEN a.resource IS NULL THEN NOT EXISTS (SELECT 1 FROM adoption w
                WHERE w.baseline = a.baseline AND w.resource = o.id AND w.part = '')
                ELSE o.id = a.resource END
              AND EXISTS (SELECT 1 FROM version v WHERE v.resource = o.id
                AND v.first_snapshot <= a.snapshot
                AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot))
              AND EXISTS (SELECT 1 FROM version v WHERE v.resource = o.id
                AND v.first_snapshot <= :to
                AND (v.until_snapshot IS NULL OR v.until_snapshot > :to)))
        FROM adoption a JOIN baseline b ON b.id = a.baseline JOIN scope s ON s.id = a.scope
        JOIN snapshot n ON n.number = a.snapshot LEFT JOIN resource r ON r.id = a.resource
        LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = a.scope
        WHERE b.name = :baseline AND a.event <= :event AND NOT EXISTS (SELECT 1 FROM baseline_scope c
          JOIN event e ON e.id = c.event WHERE c.baseline = a.baseline AND c.scope = a.scope
          AND c.event > a.event AND c.event <= :event AND e.kind = 'baseline set')
        ORDER BY s.account, s.region, s.type, r.external_id, a.part
        """, ["baseline": baseline, "event": period.toEvent, "to": period.to]
      ).map { row in
        let scope = try Scope(row)
        let id: String? = try row.get(3)
        let name: String? = try row.get(4)
        return try StoredAdoption(
          scope: scope, resource: id.map { Resource(ResourceID(scope, id: $0), name: name) },
          part: row.get(5), at: row.get(6), count: row.get(7))
      }
    }
  }
}

extension AuditSession {
  /// Takes each scope that a snapshot is the first to read completely, and that nothing was ever
  /// said of, as it is: nobody can say when what is in it came to be. Only where the baseline holds
  /// scopes whole; golden documents say themselves what they are about.
  package func adoptScopes(firstReadIn snapshot: Int) throws {
    guard try judgesUncovered() else { return }
    let scopes = try database.values(
      Int64.self,
      """
      SELECT g.scope FROM scope_reading g WHERE g.snapshot = :snapshot AND g.status = 'read'
        AND g.snapshot > (SELECT min(b.snapshot) FROM baseline_scope b
          JOIN event e ON e.id = b.event WHERE b.baseline = :baseline AND e.kind = 'baseline set')
        AND NOT EXISTS (SELECT 1 FROM scope_reading o WHERE o.scope = g.scope
          AND o.snapshot < g.snapshot AND o.status <> 'unread')
        AND NOT EXISTS (SELECT 1 FROM baseline_scope b WHERE b.scope = g.scope
          AND b.baseline = :baseline)
        AND NOT EXISTS (SELECT 1 FROM finding f JOIN resource r ON r.id = f.resource
          WHERE r.scope = g.scope AND f.baseline = :baseline)
      """, ["snapshot": snapshot, "baseline": baseline])
    for scope in scopes {
      try database.insertBaselineScope(scope, of: baseline, from: snapshot, event: event)
      try insertAdoption(scope: scope, resource: nil, part: nil, in: snapshot)
    }
  }

  /// Says that parts of a resource are expected as they were first read.
  package func insertAdoptions(_ parts: [String], of resource: StoredResource, in snapshot: Int)
    throws
  {
    for part in parts {
      try insertAdoption(
        scope: resource.scopeRow, resource: resource.row, part: part, in: snapshot)
    }
  }

  private func insertAdoption(scope: Int64, resource: Int64?, part: String?, in snapshot: Int)
    throws
  {
    try database.run(
      """
      INSERT INTO adoption (event, baseline, scope, resource, part, snapshot)
      VALUES (?, ?, ?, ?, ?, ?)
      """, [event, baseline, scope, resource, part, snapshot])
  }

  /// Whether a golden document says what the resource is: what it leaves out is then not expected,
  /// whenever it is read.
  package func isGolden(_ resource: StoredResource) throws -> Bool {
    try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM expected x JOIN event e ON e.id = x.event
        WHERE x.resource = :resource AND x.baseline = :baseline AND e.kind = 'baseline set'
        AND x.event > coalesce((SELECT max(b.event) FROM baseline_scope b
          JOIN event s ON s.id = b.event WHERE b.scope = :scope AND b.baseline = :baseline
          AND s.kind = 'baseline set'), 0))
      """,
      [
        "resource": resource.row, "scope": resource.scopeRow, "baseline": baseline,
      ]) ?? false
  }

  /// As of which snapshot a resource that nothing is expected of is expected as it was first read. Nil
  /// where it was made since its scope was read, and where it was seen or judged before: what was said of
  /// it once stays said.
  ///
  /// - Parameter isCovered: Whether the baseline holds the scope, as a snapshot that lacks the resource.
  package func firstReading(of resource: StoredResource, isCovered: Bool, in snapshot: Int) throws
    -> Int?
  {
    let row = try database.row(
      """
      SELECT EXISTS (SELECT 1 FROM judgement j WHERE j.baseline = :baseline
          AND j.resource = :resource) AS is_judged,
        EXISTS (SELECT 1 FROM version v WHERE v.resource = :resource
          AND v.first_snapshot < :snapshot) AS was_seen,
        EXISTS (SELECT 1 FROM scope_reading g WHERE g.scope = :scope
          AND g.snapshot < :snapshot AND g.status = 'read') AS was_read,
        EXISTS (SELECT 1 FROM scope_reading g WHERE g.scope = :scope
          AND g.snapshot = :snapshot AND g.status = 'read') AS is_read
      """,
      [
        "scope": resource.scopeRow, "snapshot": snapshot, "baseline": baseline,
        "resource": resource.row,
      ])
    guard let row, try !row.get("is_judged") else { return nil }
    // Of what was seen one by one nobody knows what else there is, until all of it is listed once.
    if isCovered {
      return try row.get("is_read") && !row.get("was_read") && !row.get("was_seen") ? snapshot : nil
    }
    // What stood already when somebody last agreed to anything was not made since.
    let agreed = try snapshotAgreedTo()
    if snapshot <= agreed { return agreed }
    return try row.get("was_read") || row.get("was_seen") ? nil : snapshot
  }

  /// Says that a resource is expected as it was first read, whole.
  package func adopt(_ resource: StoredResource, _ version: StoredVersion, in snapshot: Int) throws
  {
    try advance(
      resource.row, to: NextExpectation(.version(version), name: version.name), in: snapshot)
    try insertAdoption(
      scope: resource.scopeRow, resource: resource.row, part: "", in: snapshot)
  }
}

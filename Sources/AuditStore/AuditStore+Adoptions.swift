package import ConfigurationModel
import GRDB

/// What an audit took as expected because it was read for the first time.
package struct StoredAdoption: Sendable {
  package let scope: Scope
  /// The resource of which a part was read; nil for the whole scope.
  package let resource: Resource?
  package let part: String?
  /// When it was read.
  package let at: Timestamp
  /// Resources of a whole scope that stand; 0 for a part.
  package let count: Int
}

extension AuditStore {
  /// What a baseline held as it was first read, at the end of a period, and nobody had agreed to by
  /// then; in order.
  package func adoptions(baseline: String, in period: StoredPeriod) throws(Problem)
    -> [StoredAdoption]
  {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT s.account, s.region, s.type, r.external_id, r.name, a.part, n.taken_at,
            (SELECT count(*) FROM version v JOIN resource o ON o.id = v.resource
              WHERE a.resource IS NULL AND o.scope = a.scope AND v.first_snapshot <= :to
                AND (v.until_snapshot IS NULL OR v.until_snapshot > :to))
          FROM adoption a JOIN baseline b ON b.id = a.baseline JOIN scope s ON s.id = a.scope
          JOIN snapshot n ON n.number = a.snapshot LEFT JOIN resource r ON r.id = a.resource
          WHERE b.name = :baseline AND a.event <= :event AND NOT EXISTS (SELECT 1 FROM baseline_scope c
            JOIN event e ON e.id = c.event WHERE c.baseline = a.baseline AND c.scope = a.scope
            AND c.event > a.event AND c.event <= :event AND e.kind = 'baseline set')
          ORDER BY s.account, s.region, s.type, r.external_id, a.part
          """,
        arguments: ["baseline": baseline, "event": period.toEvent, "to": period.to]
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
    let scopes = try Int64.fetchAll(
      database,
      sql: """
        SELECT g.scope FROM scope_reading g WHERE g.snapshot = :snapshot AND g.status = 'read'
          AND g.snapshot > (SELECT min(b.snapshot) FROM baseline_scope b
            JOIN event e ON e.id = b.event WHERE b.baseline = :baseline AND e.kind = 'baseline set')
          AND NOT EXISTS (SELECT 1 FROM scope_reading o WHERE o.scope = g.scope
            AND o.snapshot < g.snapshot AND o.status <> 'unread')
          AND NOT EXISTS (SELECT 1 FROM baseline_scope b WHERE b.scope = g.scope
            AND b.baseline = :baseline)
          AND NOT EXISTS (SELECT 1 FROM finding f JOIN resource r ON r.id = f.resource
            WHERE r.scope = g.scope AND f.baseline = :baseline)
        """, arguments: ["snapshot": snapshot, "baseline": baseline])
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
    try database.cachedStatement(
      sql: """
        INSERT INTO adoption (event, baseline, scope, resource, part, snapshot)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [event, baseline, scope, resource, part, snapshot])
  }

  /// Whether a golden document says what the resource is: what it leaves out is then not expected,
  /// whenever it is read.
  package func isGolden(_ resource: StoredResource) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM expected x JOIN event e ON e.id = x.event
            WHERE x.resource = :resource AND x.baseline = :baseline AND e.kind = 'baseline set'
            AND x.event > coalesce((SELECT max(b.event) FROM baseline_scope b
              WHERE b.scope = :scope AND b.baseline = :baseline), 0))
          """),
      arguments: [
        "resource": resource.row, "scope": resource.scopeRow, "baseline": baseline,
      ]) ?? false
  }
}

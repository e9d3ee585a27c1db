package import ConfigurationModel

/// A resource that a snapshot showed to be changed: what stood before, and after.
package struct StoredTransition: Sendable {
  /// The resource that changed.
  package let resource: Resource
  /// The snapshot that showed the change.
  package let snapshot: Int
  /// When its scope was read before, with all parts that it was read with now; nil where the store does not say.
  package let after: Timestamp?
  /// When the change was seen.
  package let until: Timestamp
  /// Nil where it was made.
  package let old: StoredVersion?
  /// Nil where it was deleted.
  package let new: StoredVersion?
  /// The parts that the snapshot could not read of it: they stand as they were known before.
  package let unreadParts: Set<String>
}

extension AuditStore {
  /// Every change of resources of some types that snapshots after one and up to another showed, snapshot by snapshot; of each
  /// account by account, and interval by interval. What was read for the first time is no change.
  package func eachTransition(
    after first: Int, to last: Int, of types: Set<ResourceType>,
    _ body: (StoredTransition) throws -> Void
  ) throws(Problem) {
    try read { database in
      let rows = try database.rows(
        """
        SELECT DISTINCT e.snapshot, e.resource, s.type, s.account, coalesce(g.ended_at, n.taken_at) AS seen_at,
          (SELECT max(coalesce(p.ended_at, m.taken_at)) FROM scope_reading p
            JOIN snapshot m ON m.number = p.snapshot
            WHERE p.scope = r.scope AND p.snapshot < e.snapshot AND p.status = 'read'
              AND NOT EXISTS (SELECT 1 FROM unread_part u WHERE u.scope = p.scope AND u.snapshot = p.snapshot
                AND NOT EXISTS (SELECT 1 FROM unread_part w WHERE w.scope = u.scope AND w.snapshot = e.snapshot
                  AND w.part = u.part))) AS last_at, r.scope
        FROM edit e JOIN resource r ON r.id = e.resource JOIN scope s ON s.id = r.scope
        JOIN snapshot n ON n.number = e.snapshot
        LEFT JOIN scope_reading g ON g.snapshot = e.snapshot AND g.scope = r.scope
        WHERE e.snapshot > ? AND e.snapshot <= ?
        ORDER BY e.snapshot, s.account, seen_at, last_at, e.resource
        """, [first, last])
      var known: [Int64: Resource] = [:]
      for row in rows where types.contains(ResourceType(try row.get("type"))) {
        let (key, snapshot): (Int64, Int) = try (row.get("resource"), row.get("snapshot"))
        if known[key] == nil {
          known[key] = try StoredResource.fetch(
            database, baseline: 0, sql: "WHERE r.id = :id", arguments: ["id": key]
          ).first?.resource
        }
        guard let resource = known[key] else { continue }
        try body(
          StoredTransition(
            resource: resource, snapshot: snapshot, after: row.get("last_at"),
            until: row.get("seen_at"),
            old: database.version(of: key, in: snapshot - 1, store: self),
            new: database.version(of: key, in: snapshot, store: self),
            unreadParts: Self.unreadParts(
              of: resource.id.id, row.get("scope"), in: snapshot, database)))
      }
    }
  }

  private static func unreadParts(
    of id: String, _ scope: Int64, in snapshot: Int, _ database: StoreTransaction
  ) throws -> Set<String> {
    let rows = try database.rows(
      "SELECT part, resource_count, resources FROM unread_part WHERE scope = ? AND snapshot = ?",
      [scope, snapshot])
    return try rows.reduce(into: []) { parts, row in
      let names: String? = try row.get("resources")
      let named = try names.map { try UnreadPartNames.decoded($0) } ?? []
      // Only the first of them are named.
      if try row.get("resource_count") > named.count || named.contains(id) {
        parts.insert(try row.get("part"))
      }
    }
  }
}

package import ConfigurationModel

/// A version of a resource, without its document: from which snapshot on it stood, and in which it no longer did.
package struct VersionSpan: Sendable {
  /// The version's row, by which its document is read.
  package let row: Int64
  /// The resource, with its name.
  package let resource: Resource
  /// The first snapshot that has it.
  package let first: Int
  /// Nil where it stands.
  package let until: Int?
}

extension AuditStore {
  /// The versions that are kept of resources of some types, in the order in which they came.
  package func versionSpans(of types: Set<ResourceType>) throws(Problem) -> [VersionSpan] {
    try read { database in
      let resources = try StoredResource.fetch(
        database, baseline: 0, sql: "WHERE EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id)"
      )
      let known = Dictionary(
        resources.filter { types.contains($0.resource.id.type) }.map { ($0.row, $0.resource) },
        uniquingKeysWith: { first, _ in first })
      let rows = try database.rows(
        """
        SELECT id, resource, first_snapshot, until_snapshot FROM version
        ORDER BY first_snapshot, resource
        """)
      return try rows.compactMap { row in
        let key: Int64 = try row.get(1)
        return try known[key].map {
          try VersionSpan(
            row: row.get(0), resource: $0, first: row.get(2), until: row.get(3))
        }
      }
    }
  }

  /// Whether a resource stands in a snapshot.
  package func stands(_ id: ResourceID, in snapshot: Int) throws(Problem) -> Bool {
    try read { database in
      guard let row = try database.row(of: id) else { return false }
      return try database.version(of: row, in: snapshot, store: self) != nil
    }
  }

  /// The version in a row.
  package func version(in span: VersionSpan) throws(Problem) -> StoredVersion {
    try read { database in
      let name: String? = try database.row("SELECT name FROM version WHERE id = ?", [span.row])?
        .get("name")
      return try database.storedVersion(span.row, first: span.first, name: name, store: self)
    }
  }

  /// The snapshots up to one that looked at a scope and did not read all of it, in order, by such scopes; without those
  /// that were taken back or pruned.
  package func incompleteReadings(upTo last: Int) throws(Problem) -> [Scope: [Int]] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT s.account, s.region, s.type, g.snapshot AS snapshot FROM scope_reading g
        JOIN scope s ON s.id = g.scope WHERE g.status <> 'read' AND g.snapshot <= ?
          AND g.snapshot NOT IN (SELECT snapshot FROM withdrawn_snapshot)
          AND g.snapshot NOT IN (SELECT snapshot FROM pruned_snapshot)
        ORDER BY g.snapshot
        """, [last])
      var found: [Scope: [Int]] = [:]
      for row in rows { try found[Scope(row), default: []].append(row.get("snapshot")) }
      return found
    }
  }

  /// The first snapshot that read each scope completely.
  package func firstReadings() throws(Problem) -> [Scope: Int] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT s.account, s.region, s.type, min(g.snapshot) AS first FROM scope_reading g
        JOIN scope s ON s.id = g.scope WHERE g.status = 'read'
        GROUP BY s.account, s.region, s.type
        """)
      return try Dictionary(
        rows.map { try (Scope($0), $0.get("first")) }, uniquingKeysWith: { first, _ in first })
    }
  }
}

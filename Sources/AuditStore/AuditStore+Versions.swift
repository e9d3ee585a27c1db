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

  /// The versions of resources of some types that stand in a snapshot, in the order of the resources.
  package func standingVersions(in snapshot: Int, of types: Set<ResourceType>) throws(Problem)
    -> [VersionSpan]
  {
    try read { database in
      var spans: [VersionSpan] = []
      try database.each(
        """
        SELECT v.id, v.first_snapshot, v.until_snapshot, r.external_id, r.name, s.account, s.region, s.type
        FROM version v JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
        WHERE v.first_snapshot <= ?1 AND (v.until_snapshot IS NULL OR v.until_snapshot > ?1)
        """, [snapshot]
      ) { row in
        guard types.contains(ResourceType(try row.get("type"))) else { return }
        spans.append(
          VersionSpan(
            row: try row.get("id"),
            resource: Resource(try ResourceID(row), name: try row.get("name")),
            first: try row.get("first_snapshot"), until: try row.get("until_snapshot")))
      }
      return spans.sorted { $0.resource.id < $1.resource.id }
    }
  }

  /// The version in a row.
  package func version(in span: VersionSpan) throws(Problem) -> StoredVersion {
    try read { database in
      try database.storedVersion(span.row, first: span.first, name: nil, store: self)
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

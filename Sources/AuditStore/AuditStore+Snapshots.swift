package import ConfigurationModel

/// A snapshot as lists show it.
package struct SnapshotSummary: Hashable, Sendable {
  /// The snapshot's number, from 1, in the order of import.
  package let number: Int
  /// When its configurations were captured.
  package let takenAt: Timestamp
  /// What it was taken from: a source's name, or paths.
  package let source: String
  /// How many scopes were read, whole or in part.
  package let scopesRead: Int
  /// How many scopes were asked for and could not be read.
  package let scopesUnread: Int
  /// Resources in the scopes that were looked at.
  package let resources: Int
  /// How many edits it showed; 0 where they were dropped.
  package let edits: Int
  /// When its readings, edits and versions were dropped; nil where they are kept.
  package let prunedAt: Timestamp?
  /// When it was taken back; nil where it counts.
  package let withdrawnAt: Timestamp?
}

extension AuditStore {
  /// Every snapshot, oldest first.
  package func snapshots() throws(Problem) -> [SnapshotSummary] {
    try read { database in
      try database.rows(
        """
        WITH reading AS (
          SELECT snapshot, sum(status <> 'unread') AS read_count,
            sum(status = 'unread') AS unread_count, sum(resource_count) AS resources
          FROM scope_reading GROUP BY snapshot
        )
        SELECT n.number, n.taken_at, n.source, coalesce(g.read_count, 0),
          coalesce(g.unread_count, 0), coalesce(g.resources, 0),
          (SELECT count(*) FROM edit e WHERE e.snapshot = n.number),
          (SELECT e.at FROM pruned_snapshot p JOIN event e ON e.id = p.event
            WHERE p.snapshot = n.number),
          (SELECT e.at FROM withdrawn_snapshot w JOIN event e ON e.id = w.event
            WHERE w.snapshot = n.number)
        FROM snapshot n LEFT JOIN reading g ON g.snapshot = n.number ORDER BY n.number
        """
      ).map {
        try SnapshotSummary(
          number: $0.get(0), takenAt: $0.get(1), source: $0.get(2), scopesRead: $0.get(3),
          scopesUnread: $0.get(4),
          resources: $0.get(5), edits: $0.get(6), prunedAt: $0.get(7), withdrawnAt: $0.get(8))
      }
    }
  }

  /// The snapshots beyond a number that were taken in a time and came to be known only after its end, by their numbers, and
  /// when they did; without those that were taken back.
  package func snapshotsKnownLater(
    than number: Int, takenFrom start: Timestamp?, until end: Timestamp
  )
    throws(Problem) -> [(number: Int, at: Timestamp)]
  {
    try read { database in
      try database.rows(
        """
        SELECT number, imported_at FROM snapshot
        WHERE number > ?1 AND taken_at >= ?2 AND taken_at <= ?3 AND imported_at > ?3
          AND number NOT IN (SELECT snapshot FROM withdrawn_snapshot) ORDER BY number
        """, [number, start?.microseconds ?? .min, end]
      ).map { try ($0.get(0), $0.get(1)) }
    }
  }

  /// The snapshots that were not taken back, oldest first.
  package func standingSnapshots() throws(Problem) -> [SnapshotSummary] {
    try snapshots().filter { $0.withdrawnAt == nil }
  }

  /// The number of the newest snapshot taken at a moment or before; nil where there is none.
  package func snapshot(at moment: Timestamp) throws(Problem) -> Int? {
    try read { database in
      try database.value(
        Int.self,
        """
        SELECT max(number) FROM snapshot WHERE taken_at <= ?
          AND number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
        """, [moment])
    }
  }

  /// A resource's versions in two snapshots, where they are not the same one.
  package struct VersionPair: Sendable {
    /// The resource, with its name.
    package let resource: Resource
    /// The version in the first snapshot; nil where it was not there.
    package let old: StoredVersion?
    /// The version in the second snapshot; nil where it was not there.
    package let new: StoredVersion?
  }

  /// The resources that look different in two snapshots, in order, and the scopes that the newer
  /// one does not know completely although the older one did.
  package func versionPairs(from old: Int, to new: Int) throws(Problem) -> [VersionPair] {
    try read { database in
      let low = min(old, new)
      let high = max(old, new)
      let resources = try StoredResource.fetch(
        database, baseline: 0,
        sql: """
          WHERE r.id IN (SELECT resource FROM version
            WHERE (first_snapshot > :low AND first_snapshot <= :high)
              OR (until_snapshot > :low AND until_snapshot <= :high))
          """, arguments: ["low": low, "high": high])
      return try resources.compactMap { stored -> VersionPair? in
        let before = try database.version(of: stored.row, in: old, store: self)
        let after = try database.version(of: stored.row, in: new, store: self)
        guard before?.row != after?.row else { return nil }
        return VersionPair(resource: stored.resource, old: before, new: after)
      }.sorted { $0.resource.id < $1.resource.id }
    }
  }

  /// Every resource that stands in a snapshot, in order, one by one, by the name that it had there.
  ///
  /// - Parameter types: Only resources of these; nil for all.
  package func eachVersion(
    in snapshot: Int, of types: Set<ResourceType>? = nil,
    _ body: (Resource, StoredVersion) throws -> Void
  ) throws(Problem) {
    try read { database in
      let resources = try StoredResource.fetch(
        database, baseline: 0,
        sql: """
          WHERE EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id
            AND v.first_snapshot <= :snapshot
            AND (v.until_snapshot IS NULL OR v.until_snapshot > :snapshot))
          """, arguments: ["snapshot": snapshot]
      ).filter { types?.contains($0.resource.id.type) ?? true }
      for stored in resources.sorted(by: { $0.resource.id < $1.resource.id }) {
        if let version = try database.version(of: stored.row, in: snapshot, store: self) {
          try body(stored.resource.called(version.name), version)
        }
      }
    }
  }
}

package import ConfigurationModel

/// What is expected of a resource and what was observed in a snapshot.
package struct ExpectedPair: Sendable {
  /// The resource that may differ.
  package let resource: Resource
  /// What the baseline expects of it now.
  package let expected: Expectation
  /// What the snapshot has of it; nil where it is not there.
  package let observed: StoredVersion?
}

extension AuditStore {
  /// The resources that may differ from what a baseline expects, as observed in a snapshot: those
  /// that changed since the baseline knew them, that it does not know, or that have an expectation
  /// of their own; where `wanted` is given, only those of them. Nothing is said of what was never
  /// looked for.
  package func expectedPairs(
    baseline: String, in snapshot: Int, of wanted: Set<ResourceID>? = nil
  ) throws(Problem) -> [ExpectedPair] {
    try read { database in
      let row = try database.existingBaseline(baseline)
      let resources = try StoredResource.fetch(
        database, baseline: row,
        sql: """
          WHERE r.id IN (SELECT resource FROM expected WHERE baseline = :baseline
              AND until_event IS NULL
            UNION SELECT resource FROM version
              WHERE first_snapshot > :known OR until_snapshot > :known)
          """, arguments: ["known": try database.snapshotKnown(to: row)]
      ).filter { wanted?.contains($0.resource.id) ?? true }
      return try resources.compactMap { stored in
        let observed = try database.version(of: stored.row, in: snapshot, store: self)
        guard try observed != nil || database.wasLookedFor(stored, by: snapshot) else { return nil }
        return ExpectedPair(
          resource: stored.resource,
          expected: try database.expected(stored, baseline: row, store: self), observed: observed)
      }.sorted { $0.resource.id < $1.resource.id }
    }
  }

  /// Every resource that a baseline expects to be there, in order: for its export.
  package func eachExpectation(
    baseline: String, _ body: (Resource, Expectation) throws -> Void
  ) throws(Problem) {
    try read { database in
      let row = try database.existingBaseline(baseline)
      let resources = try StoredResource.fetch(
        database, baseline: row,
        sql: """
          WHERE r.scope IN (SELECT scope FROM baseline_scope WHERE baseline = :baseline)
            OR r.id IN (SELECT resource FROM expected WHERE baseline = :baseline
              AND until_event IS NULL)
          """)
      for stored in resources.sorted(by: { $0.resource.id < $1.resource.id }) {
        try body(stored.resource, database.expected(stored, baseline: row, store: self))
      }
    }
  }
}

extension StoreTransaction {
  /// The newest snapshot that a baseline knows in every scope; 0 where there is a scope it does not
  /// know.
  func snapshotKnown(to baseline: Int64) throws -> Int {
    try value(
      Int.self,
      """
      SELECT min(coalesce((SELECT b.snapshot FROM baseline_scope b WHERE b.baseline = ?
        AND b.scope = s.id ORDER BY b.event DESC LIMIT 1), 0)) FROM scope s
      """, [baseline]) ?? 0
  }
}

extension AuditSession {
  /// The newest snapshot that the baseline knows in every scope: up to it there is nothing to judge.
  /// 0 where there is a scope it does not know.
  package func snapshotKnown() throws -> Int { try database.snapshotKnown(to: baseline) }
}

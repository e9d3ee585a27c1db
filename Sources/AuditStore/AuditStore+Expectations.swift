package import ConfigurationModel
import GRDB

/// What is expected of a resource and what was observed in a snapshot.
package struct ExpectedPair: Sendable {
  package let resource: Resource
  package let expected: ExpectedState
  package let observed: StoredVersion?
}

extension AuditStore {
  /// The resources that may differ from what a baseline expects, as observed in a snapshot: those
  /// that changed since the baseline knew them, that it does not know, or that have an expectation
  /// of their own. Nothing is said of what was never looked for.
  package func expectedPairs(baseline: String, in snapshot: Int) throws(Problem) -> [ExpectedPair] {
    try read { database in
      guard let row = try database.baselineRow(baseline) else {
        throw Problem.baselineMissing(baseline)
      }
      let resources = try StoredResource.fetch(
        database, baseline: row,
        sql: """
          WHERE r.id IN (SELECT resource FROM expected WHERE baseline = :baseline
              AND until_event IS NULL)
            OR EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id
              AND (v.first_snapshot > anchor OR v.until_snapshot > anchor))
          """)
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
    baseline: String, _ body: (Resource, ExpectedState) throws -> Void
  ) throws(Problem) {
    try read { database in
      guard let row = try database.baselineRow(baseline) else {
        throw Problem.baselineMissing(baseline)
      }
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

package import ConfigurationModel

/// What a store says of coverage up to a moment; `Coverage` is made of it.
package struct CoveragePast: Sendable {
  /// Every scope that was ever looked at or retired, or that the baseline knows, in order.
  package let scopes: [ScopePast]
  /// The sources whose newest run failed, and since when.
  package let failedRuns: [String: ScopePast.Failure]
  /// What is known of each source by its runs that have ended, by its name.
  package let sources: [String: RunHistory]
  /// The sources whose first run began only after the moment.
  package let laterSources: Set<String>
  /// How old the readings of scheduled sources may be, as their newest runs say.
  package let sourceAges: [String: Age]
  /// Snapshots that lie ahead of the moment.
  package let ahead: [Coverage.AheadSnapshot]
  /// What sources of activity told of and nobody could read, by their names.
  package let unreadActivity: [String: ScopePast.Failure]
}

extension AuditStore {
  /// What is known of every scope in the snapshots up to one, as of a moment.
  ///
  /// - Parameters:
  ///   - period: Whose readings are told one by one; what was appended after its end is not known.
  ///   - baseline: Whose scopes are marked; nil for none.
  ///   - isPast: Whether the moment is that of the snapshot: what ran later says nothing of it.
  package func coveragePast(
    to snapshot: Int, at moment: Timestamp, period: StoredPeriod? = nil, baseline: String? = nil,
    isPast: Bool = false
  ) throws(Problem) -> CoveragePast {
    try read { database in
      try CoverageReading(
        database, to: snapshot, at: moment, period: period, baseline: baseline, isPast: isPast
      ).past()
    }
  }

  /// How many standing resources no baseline covers, where the baseline is golden documents only:
  /// they are not judged. 0 as soon as the baseline took any scope whole. As of the end of a period.
  package func unjudgedCount(baseline: String, in period: StoredPeriod = .everything)
    throws(Problem) -> Int
  {
    try read { database in
      try database.value(
        Int.self,
        """
        SELECT count(*) FROM version v JOIN baseline b ON b.name = :baseline
        WHERE v.first_snapshot <= :to AND (v.until_snapshot IS NULL OR v.until_snapshot > :to)
          AND NOT EXISTS (SELECT 1 FROM baseline_scope s WHERE s.baseline = b.id
            AND s.event <= :event)
          AND NOT EXISTS (SELECT 1 FROM expected x WHERE x.resource = v.resource
            AND x.baseline = b.id AND x.event <= :event
            AND (x.until_event IS NULL OR x.until_event > :event))
        """, ["baseline": baseline, "to": period.to, "event": period.toEvent]) ?? 0
    }
  }
}

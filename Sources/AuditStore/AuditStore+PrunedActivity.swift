package import ConfigurationModel

/// Calls that were pruned and that may be among those that somebody asks about. Of them their time, their place and the
/// names of their resources are kept: neither what they were nor who made them.
package struct PrunedActivity: Hashable, Sendable {
  /// How many.
  package let count: Int
  /// When the last of them was made.
  package let until: Timestamp
  /// When the last pruning was that dropped any of them.
  package let prunedAt: Timestamp
  /// Who pruned them then; nil where nobody was named.
  package let actor: String?
  /// Why; nil where nobody said it.
  package let reason: String?
}

extension AuditStore {
  /// The calls that were pruned and that a filter may choose, by its time, its account and its resource: who made them
  /// and what they were is not kept. Those whose events name no account are of any. Nil where there is none.
  package func prunedActivity(_ filter: ActivityFilter) throws(Problem) -> PrunedActivity? {
    try prunedActivity(
      """
      a.at >= :from AND a.at <= :until
        AND (:account IS NULL OR a.account IS NULL OR a.account = :account)
        AND (:resource IS NULL OR a.event_id IN (
          SELECT r.event_id FROM pruned_activity_resource r WHERE r.resource = :resource))
      """,
      [
        "from": filter.from?.microseconds ?? .min, "until": filter.until?.microseconds ?? .max,
        "account": filter.account, "resource": filter.resource,
      ])
  }

  /// The pruned call of this id; nil where none was pruned.
  package func prunedActivity(ofEvent id: String) throws(Problem) -> PrunedActivity? {
    try prunedActivity("a.event_id = :id", ["id": id])
  }

  private func prunedActivity(_ condition: String, _ arguments: SQLArguments) throws(Problem)
    -> PrunedActivity?
  {
    try read { database in
      let rows = try database.rows(
        """
        SELECT e.at, e.actor, e.reason, count(*), max(a.at)
        FROM event e JOIN pruned_activity a ON a.event = e.id
        WHERE e.kind = 'pruned' AND \(condition)
        GROUP BY e.id, e.at, e.actor, e.reason ORDER BY e.id
        """, arguments)
      let counts = try rows.map { try $0.get(3) as Int }
      let ends = try rows.map { try $0.get(4) as Timestamp }
      guard let last = rows.last, let until = ends.max() else { return nil }
      return try PrunedActivity(
        count: counts.reduce(0, +), until: until, prunedAt: last.get(0), actor: last.get(1),
        reason: last.get(2))
    }
  }

  /// Whether calls on a resource within an interval were pruned that were known by an event of the log.
  ///
  /// - Parameter names: What events may call the resource.
  package func hasPrunedActivity(
    of resource: ResourceID, named names: [String], in interval: Occurrence, knownBy event: Int64
  ) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM pruned_activity_resource r
          JOIN pruned_activity a ON a.event_id = r.event_id
          WHERE r.type = ? AND r.resource IN (\(names.map { _ in "?" }.joined(separator: ",")))
            AND (a.account IS NULL OR a.account = ?) AND (a.region = ? OR ? = 'global')
            AND a.at > ? AND a.at <= ? AND a.imported <= ?)
        """,
        SQLArguments(
          [resource.type.name as any SQLStorable] + names
            + [
              resource.account, resource.region,
              resource.type.isNamedWorldwide ? Scope.global : resource.region,
              interval.earliestSecond, interval.until.microseconds, event,
            ])) ?? false
    }
  }

  /// Whether any calls were pruned that were known by an event of the log.
  package func hasPrunedActivity(knownBy event: Int64) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self, "SELECT EXISTS (SELECT 1 FROM pruned_activity WHERE imported <= ?)", [event])
        ?? false
    }
  }

  /// How many calls came only after others had been pruned that were made on the same resource between the same two
  /// readings of its scope: what they did together nobody can tell any more.
  package func countOfLateActivity() throws(Problem) -> Int {
    try read { database in
      try database.value(
        Int.self,
        """
        SELECT count(*) FROM activity a
        WHERE a.event > (SELECT min(event) FROM pruned_activity)
          AND a.at < (SELECT max(l.at) FROM event l
            WHERE l.id IN (SELECT d.event FROM pruned_activity d) AND l.id < a.event)
          AND EXISTS (
          SELECT 1 FROM activity_resource o
          JOIN pruned_activity_resource r ON r.type = o.type AND r.resource = o.resource
          JOIN pruned_activity p ON p.event_id = r.event_id JOIN event e ON e.id = r.event
          WHERE o.activity = a.id AND r.event < a.event AND a.at < e.at
            AND (p.account IS NULL OR a.account IS NULL OR p.account = a.account) AND NOT EXISTS (
            SELECT 1 FROM scope s JOIN scope_reading g ON g.scope = s.id AND g.status = 'read'
            JOIN snapshot n ON n.number = g.snapshot
            WHERE s.account = p.account AND s.type = r.type
              AND (s.region = p.region OR s.region = 'global' OR s.type = 'AWS::S3::Bucket')
              AND (coalesce(g.began_at, n.taken_at) > p.at AND coalesce(g.ended_at, n.taken_at) < a.at
                OR coalesce(g.began_at, n.taken_at) > a.at
                  AND coalesce(g.ended_at, n.taken_at) < p.at)))
        """) ?? 0
    }
  }

  /// From the first to the last call that was pruned, of each account and region; in order. Calls whose events name no
  /// account are none of any.
  ///
  /// - Parameter account: Nil for those of all accounts.
  package func prunedSpans(of account: String?) throws(Problem) -> [ActivitySpan] {
    try read { database in
      try database.rows(
        """
        SELECT account, region, min(at), max(at) FROM pruned_activity
        WHERE account IS NOT NULL AND (:account IS NULL OR account = :account)
        GROUP BY account, region ORDER BY account, region
        """, ["account": account]
      ).map { row in
        try ActivitySpan(
          account: row.get(0), region: row.get(1), from: row.get(2), until: row.get(3))
      }
    }
  }

  /// When the last call was made that was pruned by an event of the log, by its account; under nil of those whose events
  /// name none, which may be of any.
  package func lastPrunedActivity(knownBy event: Int64 = .max) throws(Problem)
    -> [String?: Timestamp]
  {
    try read { database in
      try database.rows(
        "SELECT account, max(at) FROM pruned_activity WHERE event <= ? GROUP BY account", [event]
      ).reduce(into: [:]) { all, row in
        let account: String? = try row.get(0)
        all[account] = try row.get(1) as Timestamp
      }
    }
  }
}

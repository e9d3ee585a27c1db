package import ConfigurationModel

extension AuditStore {
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
        WHERE a.event > (SELECT min(event) FROM pruned_activity) AND EXISTS (
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

  /// When the last call was made that was pruned, by its account.
  package func lastPrunedActivity() throws(Problem) -> [String: Timestamp] {
    try read { database in
      try database.rows(
        "SELECT account, max(at) FROM pruned_activity WHERE account IS NOT NULL GROUP BY account"
      ).reduce(into: [:]) { all, row in try all[row.get(0)] = row.get(1) }
    }
  }
}

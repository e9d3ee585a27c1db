package import ConfigurationModel

extension AuditStore {
  /// Whether calls on a resource within an interval were pruned.
  ///
  /// - Parameter names: What events may call the resource.
  package func hasPrunedActivity(
    of resource: ResourceID, named names: [String], in interval: Occurrence
  ) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM pruned_activity_resource r
          JOIN pruned_activity a ON a.event_id = r.event_id
          WHERE r.type = ? AND r.resource IN (\(names.map { _ in "?" }.joined(separator: ",")))
            AND (a.account IS NULL OR a.account = ?) AND (a.region = ? OR ? = 'global')
            AND a.at > ? AND a.at <= ?)
        """,
        SQLArguments(
          [resource.type.name as any SQLStorable] + names
            + [
              resource.account, resource.region,
              resource.type.isNamedWorldwide ? Scope.global : resource.region,
              interval.earliestSecond, interval.until.microseconds,
            ])) ?? false
    }
  }

  /// Whether any calls were ever pruned.
  package func hasPrunedActivity() throws(Problem) -> Bool {
    try read {
      try $0.value(Bool.self, "SELECT EXISTS (SELECT 1 FROM pruned_activity)") ?? false
    }
  }

  /// How many calls came after a pruning that had dropped calls on the same resource, and are older than the last that was
  /// dropped: what the two did together nobody can tell any more.
  package func countOfLateActivity() throws(Problem) -> Int {
    try read { database in
      try database.value(
        Int.self,
        """
        SELECT count(*) FROM activity a
        WHERE a.at <= (SELECT max(at) FROM pruned_activity) AND EXISTS (
          SELECT 1 FROM activity_resource o
          JOIN pruned_activity_resource r ON r.type = o.type AND r.resource = o.resource
          WHERE o.activity = a.id AND r.event < a.event)
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

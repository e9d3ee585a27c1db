package import ConfigurationModel

extension AuditStore {
  /// The calls of some services within an interval that succeeded and in whose events one of some texts stands, of the
  /// place of a resource, as they were known by an event of the log; oldest first. Calls of the second of the earlier
  /// moment are among them.
  ///
  /// - Parameters:
  ///   - sources: `lambda.amazonaws.com`.
  ///   - texts: At least one; each may stand in a longer one.
  package func activity(
    of sources: [String], holding texts: [String], inPlaceOf resource: ResourceID,
    in interval: Occurrence, knownBy event: Int64
  ) throws(Problem) -> [StoredActivity] {
    let isHeld = texts.map { _ in "replace(a.body, ?, '') <> a.body" }.joined(separator: " OR ")
    return try read { database in
      let rows = try database.rows(
        """
        SELECT a.* FROM activity a
        WHERE a.at > ? AND a.at <= ? AND a.event <= ? AND a.error_code IS NULL
          AND (a.account IS NULL OR a.account = ?) AND (a.region = ? OR ? = 'global')
          AND a.source IN (\(sources.map { _ in "?" }.joined(separator: ","))) AND (\(isHeld))
        ORDER BY a.at, a.event_id
        """,
        SQLArguments(
          [
            interval.earliestSecond as any SQLStorable, interval.until.microseconds, event,
            resource.account, resource.region, resource.region,
          ] + sources + texts))
      return try database.activities(rows)
    }
  }
}

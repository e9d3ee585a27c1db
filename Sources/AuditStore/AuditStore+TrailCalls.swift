package import ConfigurationModel

/// A call on a trail of CloudTrail: from then on the trail may record otherwise than before.
package struct TrailCall: Hashable, Sendable {
  /// The account that was called; nil where the event names none.
  package let account: String?
  /// The region that was called: the trail's home.
  package let region: String
  /// When the call was made.
  package let at: Timestamp
  /// `StopLogging`; nil where the call was pruned.
  package let name: String?
  /// The trail's name.
  package let trail: String
  /// The event as JSON; nil where the call was pruned.
  package let body: String?
}

extension AuditStore {
  /// The trails of CloudTrail that were ever seen; in the order in which they came to be known.
  package func trails() throws(Problem) -> [ResourceID] {
    try read { database in
      try database.rows(
        """
        SELECT r.external_id, s.account, s.region, s.type FROM resource r
        JOIN scope s ON s.id = r.scope WHERE s.type = 'AWS::CloudTrail::Trail' ORDER BY r.id
        """
      ).map { try ResourceID($0) }
    }
  }

  /// The calls on trails that were known by an event of the log, oldest first; those that were pruned are among them.
  package func trailCalls(knownBy event: Int64 = .max) throws(Problem) -> [TrailCall] {
    try read { database in
      try database.rows(
        """
        SELECT a.account, a.region, a.at, a.name, r.resource, a.body
        FROM activity_resource r JOIN activity a ON a.id = r.activity
        WHERE r.type = :type AND a.event <= :event
        UNION ALL
        SELECT p.account, p.region, p.at, NULL, r.resource, NULL
        FROM pruned_activity_resource r JOIN pruned_activity p ON p.event_id = r.event_id
        WHERE r.type = :type AND p.imported <= :event
        ORDER BY 3, 4, 5
        """, ["type": "AWS::CloudTrail::Trail", "event": event]
      ).map { row in
        try TrailCall(
          account: row.get(0), region: row.get(1), at: row.get(2), name: row.get(3),
          trail: row.get(4), body: row.get(5))
      }
    }.filter { !$0.trail.contains { "/:".contains($0) } }
  }
}

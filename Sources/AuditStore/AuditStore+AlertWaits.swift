package import ConfigurationModel

/// By what an audit judged: up to which snapshot, and when.
package struct AuditMoment: Hashable, Sendable {
  /// When it was made.
  package let at: Timestamp
  /// The number of the newest snapshot that it judged.
  package let to: Int

  /// An audit that judged up to a snapshot.
  package init(at: Timestamp, to: Int) { (self.at, self.to) = (at, to) }
}

extension AuditStore {
  /// The newest audit of a baseline up to an event of the log; nil where there was none.
  package func auditMoment(baseline: String, until event: Int64) throws(Problem) -> AuditMoment? {
    try read { database in
      try database.row(
        """
        SELECT e.at, a.to_snapshot FROM audit a JOIN baseline b ON b.id = a.baseline
        JOIN event e ON e.id = a.event
        WHERE b.name = ? AND a.event <= ? ORDER BY a.id DESC LIMIT 1
        """, [baseline, event]
      ).map { try AuditMoment(at: $0.get(0), to: $0.get(1)) }
    }
  }

  /// When the newest reading of a scope began, of those up to a snapshot; nil where it was not read. Of a type of which
  /// there is one name in the world, the oldest of the newest readings of all its regions: a resource may be listed in any.
  package func lastReading(of scope: Scope, through snapshot: Int) throws(Problem) -> Timestamp? {
    try read { database in
      try database.value(
        Timestamp.self,
        """
        SELECT min(x.began) FROM (
          SELECT max(coalesce(g.began_at, n.taken_at)) AS began FROM scope s
          JOIN scope_reading g ON g.scope = s.id AND g.status = 'read'
          JOIN snapshot n ON n.number = g.snapshot
          WHERE s.account = ? AND s.type = ? AND (s.region = ? OR ? = 'global') AND n.number <= ?
          GROUP BY s.id) x
        """,
        [
          scope.account, scope.type.name, scope.region,
          scope.type.isNamedWorldwide ? Scope.global : scope.region, snapshot,
        ])
    }
  }
}

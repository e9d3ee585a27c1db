package import ConfigurationModel

/// A call that changed a resource, as far as it takes to hold it against the last reading of the resource's scope.
package struct ChangingCall: Hashable, Sendable {
  /// The id of its event.
  package let event: String
  /// When it was made, to the second.
  package let at: Timestamp
  /// The 12-digit account that it was made in; nil where its event names none.
  package let account: String?
  /// The region that it was made in.
  package let region: String
  /// The type of what it changed.
  package let type: ResourceType
  /// What the event calls the resource: one of its names.
  package let resource: String
}

extension AuditStore {
  /// The calls that changed something, were not refused and were made after a moment and by another, oldest first: one
  /// for each name of a resource that a call changed, those of one type together.
  ///
  /// - Parameter event: The last event of the log that counts.
  package func changingCalls(after: Timestamp, until: Timestamp, knownBy event: Int64 = .max)
    throws(Problem) -> [ChangingCall]
  {
    var all: [ChangingCall] = []
    try eachChangingCall(after: after, until: until, knownBy: event) { all += $0 }
    return all
  }

  /// Hands out the same call by call, no more than one of which is in memory: a call with each name of each resource that
  /// it changed.
  ///
  /// - Parameter event: The last event of the log that counts.
  package func eachChangingCall(
    after: Timestamp, until: Timestamp, knownBy event: Int64 = .max,
    _ body: (_ names: [ChangingCall]) -> Void
  ) throws(Problem) {
    try read { database in
      var call: [ChangingCall] = []
      try database.each(
        """
        SELECT a.event_id, a.at, a.account, a.region, r.type, r.resource
        FROM activity a JOIN activity_resource r ON r.activity = a.id
        WHERE a.at > :after AND a.at <= :until AND a.event <= :event AND a.error_code IS NULL
        ORDER BY a.at, a.id, r.type, r.resource
        """, ["after": after, "until": until, "event": event]
      ) { row in
        let name = try ChangingCall(row)
        if let first = call.first, first.event != name.event {
          body(call)
          call = []
        }
        call.append(name)
      }
      if !call.isEmpty { body(call) }
    }
  }
}

extension ChangingCall {
  fileprivate init(_ row: SQLRow) throws {
    try self.init(
      event: row.get(0), at: row.get(1), account: row.get(2), region: row.get(3),
      type: ResourceType(row.get(4)), resource: row.get(5))
  }
}

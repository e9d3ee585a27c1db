package import ConfigurationModel

/// One call that is kept, with as little as patterns and counts need of it.
package struct KeptEvent: Hashable, Sendable {
  /// The id that CloudTrail gave the event.
  package let id: String
  /// When the call was made.
  package let at: Timestamp
  /// The account whose resources are concerned; nil where the event names none.
  package let account: String?
  /// The region that recorded the call.
  package let region: String
  /// `ec2.amazonaws.com`.
  package let source: String
  /// `AuthorizeSecurityGroupIngress`.
  package let name: String
  /// The person behind the identity, or who it is in words.
  package let actor: String
  /// The key that signed the call; nil where the event names none.
  package let accessKey: String?
  /// The event as JSON, without secrets.
  package let body: String
  /// The event of the log by which it came to be known.
  package let knownBy: Int64
  /// Where it stands among the others of its moment.
  fileprivate let row: Int64
}

/// When activity of an account and a region was read, by the times up to which it told.
package struct ActivityReadings: Sendable {
  /// The latest times first; each was read later than all that told of later times.
  private var steps: [(until: Timestamp, at: Timestamp)] = []

  fileprivate init() {}

  /// Adds a reading that told of no later time than those before.
  fileprivate mutating func add(until: Timestamp, at: Timestamp) {
    if steps.last.map({ at > $0.at }) ?? true { steps.append((until, at)) }
  }

  /// When activity was last read that told of a time after a moment; nil where none did.
  package func last(after moment: Timestamp) -> Timestamp? {
    steps.last { $0.until > moment }?.at
  }
}

extension AuditStore {
  /// Hands out the events of a time, oldest first, some thousands of which are in memory at once.
  ///
  /// - Parameter event: The event of the log by which they were known.
  package func eachKeptEvent(
    in window: Window, knownBy event: Int64 = .max, _ body: (KeptEvent) throws(Problem) -> Void
  ) throws(Problem) {
    var last: KeptEvent?
    while true {
      let events = try keptEvents(after: last, in: window, knownBy: event)
      for kept in events { try body(kept) }
      guard let newest = events.last else { return }
      last = newest
    }
  }

  /// The next ones, at most five thousand; none after the last.
  private func keptEvents(after last: KeptEvent?, in window: Window, knownBy event: Int64)
    throws(Problem) -> [KeptEvent]
  {
    try read { database in
      let rows = try database.rows(
        """
        SELECT id, event, event_id, at, account, region, source, name, coalesce(person, actor) AS who,
          access_key, body
        FROM activity
        WHERE (at > :last OR (at = :last AND id > :row)) AND at >= :from AND at <= :until
          AND event <= :event
        ORDER BY at, id LIMIT 5000
        """,
        [
          "last": last?.at.microseconds ?? .min, "row": last?.row ?? 0,
          "from": window.from?.microseconds ?? .min, "until": window.until?.microseconds ?? .max,
          "event": event,
        ])
      return try rows.map { row in
        try KeptEvent(
          id: row.get("event_id"), at: row.get("at"), account: row.get("account"),
          region: row.get("region"), source: row.get("source"), name: row.get("name"),
          actor: row.get("who"), accessKey: row.get("access_key"), body: row.get("body"),
          knownBy: row.get("event"), row: row.get("id"))
      }
    }
  }

  /// When activity of an account was read that told of more time than was known, by region; as it was known by an event
  /// of the log.
  package func activityReadings(of account: String, knownBy event: Int64) throws(Problem)
    -> [String: ActivityReadings]
  {
    try read { database in
      var readings: [String: ActivityReadings] = [:]
      try database.each(
        """
        SELECT s.region, s.until_at, max(e.at) FROM activity_span s JOIN event e ON e.id = s.event
        WHERE s.account = ? AND s.event <= ? GROUP BY s.region, s.until_at
        ORDER BY s.region, s.until_at DESC
        """, [account, event]
      ) { row in
        let region: String = try row.get(0)
        try readings[region, default: ActivityReadings()].add(until: row.get(1), at: row.get(2))
      }
      return readings
    }
  }

  /// The time of the oldest event that came to be known between two events of the log, the later included; nil where
  /// none did.
  package func earliestActivity(knownAfter first: Int64, by last: Int64) throws(Problem)
    -> Timestamp?
  {
    try read { database in
      try database.value(
        Timestamp.self, "SELECT min(at) FROM activity WHERE event > ? AND event <= ?",
        [first, last])
    }
  }
}

package import ConfigurationModel

/// What is known of the messages that told one destination of the same findings.
package struct MessageThread: Hashable, Sendable {
  /// The key of the first of them.
  package let key: String
  /// The destination's name in the settings.
  package let destination: String
  /// The kind of destination that the first of them was written for.
  package let channel: String
  /// The findings that they told of.
  package let findings: Set<Int>
  /// When the last of them was made.
  package let lastMade: Timestamp
  /// When the first of them was made.
  package let firstMade: Timestamp

  /// Of rows with one finding each, those of the oldest thread first.
  fileprivate static func threads(_ rows: [SQLRow]) throws -> [MessageThread] {
    var order: [String] = []
    var threads: [String: MessageThread] = [:]
    for row in rows {
      let key: String = try row.get("key")
      let finding: Int = try row.get("finding")
      if threads[key] == nil { order.append(key) }
      threads[key] = try MessageThread(
        key: key, destination: row.get("destination"), channel: row.get("channel"),
        findings: (threads[key]?.findings ?? []).union([finding]),
        lastMade: row.get("last_made"), firstMade: row.get("made_at"))
    }
    return order.compactMap { threads[$0] }
  }
}

extension AuditStore {
  /// The threads of these numbers of first messages in which a destination was told of findings, oldest first.
  ///
  /// - Parameter now: What was made later, by a clock that was ahead, is not taken for the last of a thread.
  package func messageThreads(begunBy openings: Set<Int64>, by now: Timestamp? = nil)
    throws(Problem) -> [MessageThread]
  {
    try read { database in
      let rows = try openings.sorted().flatMap { opening in
        try database.rows(
          """
          SELECT m.key, m.destination, m.channel, m.made_at, n.finding,
            coalesce((SELECT max(l.made_at) FROM message l WHERE l.thread = m.key
              AND l.made_at <= ?), 0) AS last_made
          FROM message m JOIN told_notice t ON t.message = m.id JOIN notice n ON n.id = t.notice
          WHERE m.id = ? AND m.act = 'open'
          """, [now?.microseconds ?? .max, opening])
      }
      return try MessageThread.threads(rows)
    }
  }

  /// The numbers of the first messages of the threads that tell a destination of any of some findings, or of breaches by
  /// their rows. Read is what tells of these, and no more.
  package func openings(
    of destination: String, telling findings: Set<Int>, breaches: Set<Int64>
  ) throws(Problem) -> Set<Int64> {
    try read { database in
      var openings: Set<Int64> = []
      for finding in findings {
        openings.formUnion(
          try database.values(
            Int64.self,
            """
            SELECT m.id FROM notice n JOIN told_notice t ON t.notice = n.id
            JOIN message m ON m.id = t.message
            WHERE n.finding = ? AND n.destination = ? AND m.act = 'open'
            """, [finding, destination]))
      }
      for breach in breaches {
        openings.formUnion(
          try database.values(
            Int64.self,
            """
            SELECT m.id FROM breach_notice n JOIN told_breach t ON t.notice = n.id
            JOIN message l ON l.id = t.message JOIN message m ON m.key = l.thread
            WHERE n.breach = ? AND n.destination = ?
            """, [breach, destination]))
      }
      return openings
    }
  }

  /// The threads of a destination that were begun by a moment, and that nothing closed; oldest first. One that a clock
  /// which was ahead began after now was begun long ago.
  package func openThreads(of destination: String, begunBy moment: Timestamp, now: Timestamp)
    throws(Problem) -> [MessageThread]
  {
    let open = try read { database in
      Set(
        try database.values(
          Int64.self,
          """
          SELECT m.id FROM message m
          WHERE m.destination = ? AND m.act = 'open' AND (m.made_at <= ? OR m.made_at > ?)
            AND NOT EXISTS (SELECT 1 FROM message l WHERE l.thread = m.key AND l.act = 'close')
          """, [destination, moment, now]))
    }
    return try messageThreads(begunBy: open, by: now)
  }
}

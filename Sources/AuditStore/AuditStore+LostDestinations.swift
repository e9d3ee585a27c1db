package import ConfigurationModel

/// What waits for destinations that the settings do not have.
package struct StrandedNotices: Sendable {
  /// Messages that wait for an attempt.
  package let messages: [StoredMessage]
  /// What no message tells yet.
  package let notices: [StoredNotice]

  /// Whether nothing waits so.
  package var isEmpty: Bool { messages.isEmpty && notices.isEmpty }

  /// The names of these destinations, in order.
  package var destinations: [String] {
    Set(messages.map(\.message.destination) + notices.map(\.destination)).sorted()
  }
}

extension AuditStore {
  /// What waits for other destinations than these.
  package func strandedNotices(without destinations: Set<String>) throws(Problem)
    -> StrandedNotices
  {
    StrandedNotices(
      messages: try messages(in: [.waiting])
        .filter { !destinations.contains($0.message.destination) },
      notices: try noticesWaiting().filter { !destinations.contains($0.destination) })
  }

  /// What a message tells of; nothing where it is a reminder.
  package func notices(toldBy message: Int64) throws(Problem) -> [StoredNotice] {
    try read { database in
      try database.rows(
        """
        SELECT n.*, e.at FROM told_notice t JOIN notice n ON n.id = t.notice
        JOIN event e ON e.id = n.event WHERE t.message = ? ORDER BY n.id
        """, [message]
      ).map { try StoredNotice($0) }
    }
  }

  /// Other destinations are to be told of findings, whose own are not in the settings any more.
  package func passOn(_ told: [(finding: Int, destination: String)], at: Timestamp) throws(Problem)
  {
    guard !told.isEmpty else { return }
    try write { database in
      let event = try append("notices passed on", at: at, in: database)
      for (finding, destination) in told {
        try database.insertNotice(.opened, of: finding, to: destination, event: event)
      }
    }
  }

  /// Puts another text in the place of a message that waits: its destination is of another kind now.
  package func rewrite(_ message: StoredMessage, as new: OutgoingMessage) throws(Problem) {
    _ = try write { database in
      try database.run(
        """
        UPDATE message SET channel = ?1, thread = ?2, act = ?3, subject = ?4, body = ?5
        WHERE id = ?6 AND state = 'waiting' AND attempts = ?7
        """,
        [
          new.channel, new.thread, new.act.rawValue, new.subject, new.body, message.number,
          message.attempts,
        ])
    }
  }
}

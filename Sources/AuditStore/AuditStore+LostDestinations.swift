package import ConfigurationModel

/// What waits for destinations that the settings do not have.
package struct StrandedNotices: Sendable {
  /// Messages that wait for an attempt.
  package let messages: [StoredMessage]
  /// What no message tells yet.
  package let news: StoredNews

  /// Whether nothing waits so.
  package var isEmpty: Bool { messages.isEmpty && news.isEmpty }

  /// The names of these destinations, in order.
  package var destinations: [String] {
    Set(messages.map(\.message.destination) + news.destinations).sorted()
  }
}

/// What another destination is told in the place of one that is not in the settings any more.
package struct PassedOn: Hashable, Sendable {
  /// What it is told of.
  package enum Subject: Hashable, Sendable {
    /// A finding, by its number.
    case finding(Int)
    /// A call, by the id of its event, that rules name; and a finding of whose edits it made some.
    case alert(call: String, rules: [AlertingRule], finding: Int?)
    /// A breach of a guardrail, by its row.
    case breach(Int64)
    /// What guardrails found that were not asked before.
    case summary(StoredBreachNotice.Summary)
  }

  /// What it is told of.
  package let subject: Subject
  /// The destination that is told now.
  package let destination: String

  /// Makes what is told instead.
  package init(_ subject: Subject, to destination: String) {
    (self.subject, self.destination) = (subject, destination)
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
      news: try newsWaiting().to { !destinations.contains($0) })
  }

  /// What a message tells of findings, oldest first; nothing where it is a reminder.
  func notices(toldBy message: Int64) throws(Problem) -> [StoredNotice] {
    try read { database in
      try database.rows(
        """
        SELECT n.*, e.at FROM told_notice t JOIN notice n ON n.id = t.notice
        JOIN event e ON e.id = n.event WHERE t.message = ? ORDER BY n.id
        """, [message]
      ).map { try StoredNotice($0) }
    }
  }

  /// Other destinations are to be told what waited for some that are not in the settings any more.
  package func passOn(_ news: [PassedOn], at: Timestamp) throws(Problem) {
    guard !news.isEmpty else { return }
    try write { database in
      let event = try append("notices passed on", at: at, in: database)
      let breaches = BreachSession(database: database, event: event)
      for passed in news {
        let destination = passed.destination
        switch passed.subject {
        case .finding(let number):
          try database.insertNotice(.opened, of: number, to: destination, event: event)
        case .alert(let call, let rules, let finding):
          _ = try database.insertAlert(
            destination, ofCall: call, rules, finding: finding, event: event)
        case .breach(let row): try breaches.tell(destination, of: row, .broken)
        case .summary(let summary): try breaches.tell(destination, summary)
        }
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

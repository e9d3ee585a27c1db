package import ConfigurationModel

/// What waits for destinations that the settings do not have.
package struct StrandedNotices: Sendable {
  /// Messages that wait for an attempt.
  package let messages: [StoredMessage]
  /// What no message tells yet.
  package let news: StoredNews
  /// The names of these destinations, in order; but for those for which only that waits how something went on of which
  /// others know, or which is over.
  package let destinations: [String]

  /// Whether nothing waits so.
  package var isEmpty: Bool { messages.isEmpty && news.isEmpty }
}

/// What another destination is told in the place of one that is not in the settings any more.
package struct PassedOn: Hashable, Sendable {
  /// What it is told of.
  package enum Subject: Hashable, Sendable {
    /// A finding, by its number.
    case finding(Int)
    /// A call, by the id of its event, that rules name; and a finding of whose edits it made some.
    case alert(call: String, rules: [AlertingRule], finding: Int?)
    /// A breach of a guardrail, by its row; and a finding of its resource.
    case breach(Int64, finding: Int?)
    /// What guardrails found that were not asked before, and the event of the look that found it.
    case summary(BreachSummary, look: Int64)
  }

  /// What it is told of.
  package let subject: Subject
  /// The destination that is told now.
  package let destination: String
  /// Whether the messages on the finding that it names tell it, and none by itself.
  package let isWithFinding: Bool

  /// Makes what is told instead.
  package init(_ subject: Subject, to destination: String, isWithFinding: Bool = false) {
    self.subject = subject
    self.destination = destination
    self.isWithFinding = isWithFinding
  }
}

extension AuditStore {
  /// What waits for other destinations than these.
  package func strandedNotices(without destinations: Set<String>) throws(Problem)
    -> StrandedNotices
  {
    let messages = try messages(in: [.waiting])
      .filter { !destinations.contains($0.message.destination) }
    let news = try newsWaiting().to { !destinations.contains($0) }
    var names = messages.map(\.message.destination) + news.alerts.map(\.destination)
    names += news.breaches.filter { $0.kind != .holds }.map(\.destination)
    for notice in news.notices where try !isKnown(notice, to: destinations) {
      names.append(notice.destination)
    }
    return StrandedNotices(messages: messages, news: news, destinations: Set(names).sorted())
  }

  /// Whether news of a finding says how it went on, and it is over or one of some destinations is told of it.
  private func isKnown(_ notice: StoredNotice, to destinations: Set<String>) throws(Problem) -> Bool
  {
    guard notice.kind != .opened, notice.kind != .escalated, !destinations.isEmpty else {
      return false
    }
    let isOver = try read { database in
      try database.value(
        Bool.self,
        """
        SELECT e.kind IN (\(FindingEvent.endingsInSQL)) FROM finding_event e WHERE e.finding = ?
        ORDER BY e.id DESC LIMIT 1
        """, [notice.finding]) ?? false
    }
    if isOver { return true }
    for name in destinations where try isTold(name, of: notice.finding) { return true }
    return false
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
          let rows = try database.insertAlert(
            destination, ofCall: call, rules, finding: finding, event: event)
          if passed.isWithFinding { try database.setTold(rows, in: .alerts, by: nil) }
        case .breach(let row, let finding?) where passed.isWithFinding:
          try breaches.tell(destination, of: row, with: finding, isNews: false)
        case .breach(let row, _): try breaches.tell(destination, of: row, .broken)
        case .summary(let summary, let look):
          try breaches.tell(destination, summary, of: look)
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

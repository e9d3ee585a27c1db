package import ConfigurationModel

/// What destinations are to be told: of findings, of calls that alert rules name, and of breaches of guardrails.
package struct StoredNews: Hashable, Sendable {
  /// What happened to findings, oldest first.
  package var notices: [StoredNotice]
  /// Calls that alert rules name, oldest first.
  package var alerts: [StoredAlert]
  /// What happened to breaches of guardrails, oldest first.
  package var breaches: [StoredBreachNotice]

  /// Makes news of what is at hand.
  package init(notices: [StoredNotice], alerts: [StoredAlert], breaches: [StoredBreachNotice]) {
    (self.notices, self.alerts, self.breaches) = (notices, alerts, breaches)
  }

  /// Whether it is nothing.
  package var isEmpty: Bool { count == 0 }

  /// How much it is.
  package var count: Int { notices.count + alerts.count + breaches.count }

  /// Who is to be told, once for each of it.
  package var destinations: [String] {
    notices.map(\.destination) + alerts.map(\.destination) + breaches.map(\.destination)
  }

  /// What is for some destinations.
  package func to(_ isMeant: (String) -> Bool) -> StoredNews {
    StoredNews(
      notices: notices.filter { isMeant($0.destination) },
      alerts: alerts.filter { isMeant($0.destination) },
      breaches: breaches.filter { isMeant($0.destination) })
  }

  /// Adds other news, behind what is there.
  package mutating func add(_ other: StoredNews) {
    notices += other.notices
    alerts += other.alerts
    breaches += other.breaches
  }

  /// What happened as one of some kinds. A call is alerted.
  package func of(_ isMeant: (NoticeKind) -> Bool) -> StoredNews {
    StoredNews(
      notices: notices.filter { isMeant($0.kind) }, alerts: isMeant(.alerted) ? alerts : [],
      breaches: breaches.filter { isMeant($0.kind) })
  }
}

extension AuditStore {
  /// What no message tells yet.
  package func newsWaiting() throws(Problem) -> StoredNews {
    StoredNews(
      notices: try noticesWaiting(), alerts: try alertsWaiting(),
      breaches: try breachNoticesWaiting())
  }

  /// What a message tells; nothing where it is a reminder.
  package func news(toldBy message: Int64) throws(Problem) -> StoredNews {
    StoredNews(
      notices: try notices(toldBy: message), alerts: try alerts(toldBy: message),
      breaches: try breachNotices(toldBy: message))
  }

  /// No message tells these news: their destination does not want them, or is not there any more.
  package func leaveUntold(_ news: StoredNews) throws(Problem) {
    guard !news.isEmpty else { return }
    try write { database in
      try database.setTold(news.notices.map(\.id), in: .notices, by: nil)
      try database.setTold(news.alerts.flatMap(\.rows), in: .alerts, by: nil)
      try database.setTold(news.breaches.map(\.row), in: .breaches, by: nil)
    }
  }
}

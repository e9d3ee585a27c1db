package import AuditStore
package import ChangeDocuments
package import ConfigurationModel

/// Which messages of the outbox may be sent at a moment: of each destination the first that waits, and in quiet hours the
/// first that they do not hold back.
package struct NextMessages {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  /// Makes the question for a moment, by which retries and quiet hours are due.
  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// One for each destination that has any.
  package func all() throws -> [StoredMessage] {
    let heads = try store.nextMessages()
    return try notices.destinations.compactMap { destination in
      try heads.first { $0.message.destination == destination.name }
        .flatMap { try next($0, destination) }
    }
  }

  /// That of a destination; nil where it has none.
  package func message(for destination: NoticeDestination) throws -> StoredMessage? {
    try store.nextMessages().first { $0.message.destination == destination.name }
      .flatMap { try next($0, destination) }
  }

  /// - Parameter head: The first that waits.
  private func next(_ head: StoredMessage, _ destination: NoticeDestination) throws
    -> StoredMessage?
  {
    guard destination.timing.quiet?.holds(at: at) == true else { return head }
    guard let limit = destination.timing.unless else { return nil }
    let told = try ToldFindings(store: store, at: at)
    return try store.messages(in: [.waiting]).first { message in
      guard message.message.destination == destination.name else { return false }
      // All messages of a thread are as bad as the worst that it tells of: none overtakes another one of its thread.
      let thread = message.message.thread
      let findings = try store.findings(inThread: thread)
      try told.read(findings)
      let severities =
        try findings.compactMap { try told.severity(of: $0, toldTo: destination.name) }
        + store.alerts(inThread: thread).map(\.severity)
        + store.breachNotices(inThread: thread).map(\.severity)
      return severities.contains { $0 >= limit }
    }
  }
}

package import AuditReport
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel

/// Tells the messages of the outbox, and what waits for one.
package struct ListNotices {
  private let store: AuditStore
  private let notices: Settings.Notices

  /// Makes the list; `notices` says what each destination waits for.
  package init(store: AuditStore, notices: Settings.Notices) {
    self.store = store
    self.notices = notices
  }

  /// The messages in some states, and where what waits is meant, each notice that no message tells yet.
  ///
  /// - Parameter finding: `F-17`, where only that is meant which tells of one. Throws `unknown-finding`.
  package func table(_ states: Set<StoredMessage.State>, of finding: String? = nil)
    throws(Problem) -> ResultTable
  {
    let known = Set(notices.destinations.map(\.name))
    let number = try finding.map { text throws(Problem) in
      try store.finding(named: text).0.number
    }
    let meant = try number.map { number throws(Problem) in
      try store.messages(onFinding: number)
    }
    let messages = try store.messages(in: states).filter { meant?.contains($0.number) ?? true }
    var rows = messages.map { message -> [ResultTable.Cell] in
      let isLost = message.state == .waiting && !known.contains(message.message.destination)
      return [
        .number("\(message.number)"), .text(message.message.destination),
        .text(message.state.inWords), .text(message.message.act.rawValue),
        .text(message.message.subject), .number("\(message.attempts)"),
        .text("\(message.settledAt ?? message.dueAt)"),
        .text(
          isLost ? PassOnNotices.sentence(message.message.destination) : message.problem ?? ""),
      ]
    }
    if states.contains(.waiting) { rows += try gathering(number) }
    return ResultTable(
      columns: [
        "message", "destination", "state", "act", "subject", "attempts", "at", "problem",
      ], rows: rows)
  }

  /// Whether messages were given up, or something waits for a destination that the settings do not have.
  package func isAnyLost() throws(Problem) -> Bool {
    let known = Set(notices.destinations.map(\.name))
    let dead = try store.messages(in: [.dead])
    let stranded = try store.strandedNotices(without: known)
    return !dead.isEmpty || !stranded.destinations.isEmpty
  }

  /// What no message tells yet, one line a destination.
  private func gathering(_ finding: Int?) throws(Problem) -> [[ResultTable.Cell]] {
    let known = Set(notices.destinations.map(\.name))
    let news = try store.newsWaiting()
    let waiting =
      finding.map { number in
        news.notices.filter { $0.finding == number }.map(\.destination)
      } ?? news.destinations
    return Dictionary(grouping: waiting) { $0 }.sorted { $0.key < $1.key }.map { name, own in
      let problem = known.contains(name) ? "" : PassOnNotices.sentence(name)
      return [
        .null, .text(name), .text("gathering"), .null,
        .text(counted(own.count, "notice")), .null, .null, .text(problem),
      ]
    }
  }
}

extension StoredMessage.State {
  /// As people are told of it.
  package var inWords: String {
    switch self {
    case .waiting, .sent: rawValue
    case .dead: "given up"
    }
  }
}

extension Settings.Notices {
  /// The destination of a name. Throws `unknown-destination`.
  package func destination(named name: String) throws(Problem) -> NoticeDestination {
    guard let found = destinations.first(where: { $0.name == name }) else {
      throw .unknownDestination(name, known: destinations.map(\.name))
    }
    return found
  }
}

extension Problem {
  fileprivate static func unknownDestination(_ name: String, known: [String]) -> Problem {
    Problem(
      "unknown-destination", "The settings have no destination '\(name)'.",
      hint: known.isEmpty
        ? "They have none: write some below 'notices' (Documentation/Notices.md)."
        : "They have \(known.joined(separator: ", ")).")
  }
}

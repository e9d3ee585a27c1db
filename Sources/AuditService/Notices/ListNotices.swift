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
  package func table(_ states: Set<StoredMessage.State>) throws(Problem) -> ResultTable {
    let known = Set(notices.destinations.map(\.name))
    var rows = try store.messages(in: states).map { message -> [ResultTable.Cell] in
      let isLost = message.state == .waiting && !known.contains(message.message.destination)
      let isDead = message.state == .dead
      return [
        .number("\(message.number)"), .text(message.message.destination),
        .text(message.state.rawValue), .text(message.message.act.rawValue),
        .text(message.message.subject), .number("\(message.attempts)"),
        .text(Self.time(message, isDead: isDead)),
        .text(
          isLost ? PassOnNotices.sentence(message.message.destination) : message.problem ?? ""),
      ]
    }
    if states.contains(.waiting) { rows += try gathering() }
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
    return !dead.isEmpty || !stranded.isEmpty
  }

  /// When it is sent again, or when it was sent or given up.
  private static func time(_ message: StoredMessage, isDead: Bool) -> String {
    "\(message.settledAt ?? message.dueAt)"
  }

  /// What no message tells yet, one line a destination.
  private func gathering() throws(Problem) -> [[ResultTable.Cell]] {
    let known = Set(notices.destinations.map(\.name))
    let waiting = try store.newsWaiting().destinations
    return Dictionary(grouping: waiting) { $0 }.sorted { $0.key < $1.key }.map { name, own in
      let problem = known.contains(name) ? "" : PassOnNotices.sentence(name)
      return [
        .null, .text(name), .text("gathering"), .null,
        .text(counted(own.count, "notice")), .null, .null, .text(problem),
      ]
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

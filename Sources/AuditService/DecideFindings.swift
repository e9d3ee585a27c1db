package import AuditStore
package import ConfigurationModel

/// Writes down what a person decided about findings.
package struct DecideFindings {
  package let store: AuditStore
  package let by: String
  package let reason: String
  package let at: Timestamp

  package init(store: AuditStore, by: String, reason: String, at: Timestamp) {
    self.store = store
    self.by = by
    self.reason = reason
    self.at = at
  }

  /// Somebody looks after them; they still count.
  package func acknowledge(_ findings: [String]) throws {
    try append(.acknowledged, to: findings)
  }

  /// The risk is taken until a moment.
  package func accept(_ findings: [String], until: Timestamp) throws {
    guard at < until else { throw Problem.acceptedInThePast(until) }
    try append(.accepted(until: until), to: findings)
  }

  private func append(_ event: FindingEvent, to findings: [String]) throws {
    try store.writing {
      let numbers = try findings.map { text throws(Problem) in
        let (stored, _) = try store.finding(named: text)
        try check(stored, event)
        return stored.number
      }
      try store.append(event, to: numbers, at: at, by: by, reason: reason)
    }
  }

  private func check(_ stored: StoredFinding, _ event: FindingEvent) throws(Problem) {
    switch ComposeReport.status(stored.events, at: at) {
    case .open, .acknowledged: break
    case .resolved: throw .findingIsOver("F-\(stored.number)")
    case .accepted(_, let until, _):
      // It would count again, and nobody meant that who only says that they look after it.
      if case .acknowledged = event { throw .findingIsAccepted("F-\(stored.number)", until) }
    }
  }
}

extension Problem {
  static func acceptedInThePast(_ until: Timestamp) -> Problem {
    Problem(
      "accepted-in-the-past", "The risk cannot be accepted until \(until): that is over.",
      hint: "Give a moment that is still to come.")
  }
}

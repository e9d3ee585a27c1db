package import AuditReport
package import AuditStore
package import ConfigurationModel

/// Writes down what a person decided about findings.
package struct DecideFindings {
  /// The store in which the decision is written.
  package let store: AuditStore
  /// Who decides.
  package let by: String
  /// Why.
  package let reason: String
  /// The moment of the decision.
  package let at: Timestamp

  /// Makes decisions of one person for one reason.
  package init(store: AuditStore, by: String, reason: String, at: Timestamp) {
    self.store = store
    self.by = by
    self.reason = reason
    self.at = at
  }

  /// Somebody looks after them; they still count. A filter that names no status means what is open.
  ///
  /// - Parameter isAgreed: Is asked which findings a filter chose; where it says no, this throws
  ///   `UnagreedDecision` and decides nothing.
  /// - Returns: What a filter chose; nil for findings that were named.
  @discardableResult
  package func acknowledge(
    _ choice: FindingChoice, isAgreed: (FindingSelection) -> Bool = { _ in true }
  ) throws -> FindingSelection? {
    try append(.acknowledged, to: choice, usual: [.open], isAgreed)
  }

  /// The risk is taken until a moment. A filter that names no status means what is open or acknowledged;
  /// the rest as in `acknowledge`.
  @discardableResult
  package func accept(
    _ choice: FindingChoice, until: Timestamp, isAgreed: (FindingSelection) -> Bool = { _ in true }
  ) throws -> FindingSelection? {
    guard at < until else { throw Problem.acceptedInThePast(until) }
    return try append(
      .accepted(until: until), to: choice, usual: [.open, .acknowledged], isAgreed)
  }

  private func append(
    _ event: FindingEvent, to choice: FindingChoice, usual: Set<Finding.Status.Word>,
    _ isAgreed: (FindingSelection) -> Bool
  ) throws -> FindingSelection? {
    try store.writing {
      let selection = try choice.selection(in: store, usual: usual, at: at, isAgreed: isAgreed)
      let chosen = try selection?.findings.map { ($0.number, $0.status) } ?? named(choice)
      for (number, status) in chosen { try check("F-\(number)", status, event) }
      try store.append(event, to: chosen.map(\.0), at: at, by: by, reason: reason)
      return selection
    }
  }

  private func named(_ choice: FindingChoice) throws(Problem) -> [(Int, Finding.Status)] {
    try choice.names.map { text throws(Problem) in
      let (stored, _) = try store.finding(named: text)
      return (stored.number, ComposeReport.status(stored.events, at: at))
    }
  }

  private func check(_ finding: String, _ status: Finding.Status, _ event: FindingEvent)
    throws(Problem)
  {
    switch status {
    case .open, .acknowledged: break
    case .resolved: throw .findingIsOver(finding)
    case .accepted(_, let until, _):
      // It would count again, and nobody meant that who only says that they look after it.
      if case .acknowledged = event { throw .findingIsAccepted(finding, until) }
    }
  }
}

extension Problem {
  static func acceptedInThePast(_ until: Timestamp) -> Problem {
    Problem(
      "accepted-in-the-past",
      "The risk cannot be accepted until \(until), because that is in the past.",
      hint: "Give a time in the future.")
  }
}

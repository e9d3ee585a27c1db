package import ChangeDocuments
package import ConfigurationModel

/// What filters ask of a breach of a guardrail.
package struct BrokenGuardrail: Hashable, Sendable {
  /// That of the guardrail.
  package let severity: Severity
  /// Whether the guardrail ships with the program, so that nobody here wrote it.
  package let isShipped: Bool
  /// Who changed the resource, each call by itself; empty where nobody knows.
  package let callers: [Caller]
  /// What breaks the guardrail.
  package let resource: Resource

  /// Somebody who made a change, or somebody unknown.
  package struct Caller: Hashable, Sendable {
    /// Every name that is known, in words.
    package let names: [String]
    /// Those that whoever calls cannot choose.
    package let fixedNames: [String]

    /// Somebody unknown has no name.
    package init(names: [String], fixedNames: [String]) {
      (self.names, self.fixedNames) = (names, fixedNames)
    }
  }

  /// Makes what filters ask.
  package init(severity: Severity, isShipped: Bool, callers: [Caller], resource: Resource) {
    self.severity = severity
    self.isShipped = isShipped
    self.callers = callers
    self.resource = resource
  }
}

extension NoticeDestination {
  /// Whether it asks for guardrails by their class: it is told also of those that ship.
  package var asksForGuardrails: Bool { only.contains { $0.classes.contains(.guardrail) } }

  /// Whether it is told of a breach of a guardrail. Tags are not known: what may be meant is told. A guardrail that ships
  /// is told of only where a filter in `only` asks for guardrails by their class.
  package func wants(_ breach: BrokenGuardrail) -> Bool {
    let mayBeMeant = only.contains { filter in
      filter.means(breach) && (filter.classes.contains(.guardrail) || !breach.isShipped)
        && filter.mayMean(breach.callers)
        && filter.resource?.mayMean(breach.resource) ?? true
    }
    let isExcepted = except.contains { filter in
      filter.means(breach) && filter.meansAll(of: breach.callers)
        && filter.resource?.selects(breach.resource, tags: nil) ?? true
    }
    return (only.isEmpty ? !breach.isShipped : mayBeMeant) && !isExcepted
  }
}

extension NoticeFilter {
  /// Whether a breach is what it means, but for the resource and who changed it.
  fileprivate func means(_ breach: BrokenGuardrail) -> Bool {
    (severity.map { breach.severity >= $0 } ?? true)
      && (classes.isEmpty || classes.contains(.guardrail))
  }

  fileprivate func mayMean(_ callers: [BrokenGuardrail.Caller]) -> Bool {
    actor.map { glob in callers.contains { $0.names.contains { glob.matches($0) } } } ?? true
  }

  /// Whether it means all of them by names that nobody who calls can choose; none where nobody is known.
  fileprivate func meansAll(of callers: [BrokenGuardrail.Caller]) -> Bool {
    actor.map { glob in
      !callers.isEmpty && callers.allSatisfy { $0.fixedNames.contains { glob.matches($0) } }
    } ?? true
  }
}

package import AuditReport
package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
package import GuardrailConditions
import Guardrails
import ResourceKinds

/// Holds what a store knows against guardrails: what stands, and what changed.
package struct HoldGuardrails {
  private let store: AuditStore
  private let book: GuardrailBook
  /// What is known of what; nil where all that was ever read counts.
  private let coverage: ScopeDoubts
  private let isStopped: @Sendable () -> Bool
  private let reader = DocumentReader()

  /// Makes the question; without a `coverage` all that was ever read counts as known.
  ///
  /// - Parameter isStopped: Whether the work is to end without an answer: `guardrails-stopped` is thrown then.
  package init(
    store: AuditStore, book: GuardrailBook, coverage: Coverage? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.store = store
    self.isStopped = isStopped
    self.book = book
    self.coverage = ScopeDoubts(coverage)
  }

  /// What breaks guardrails in a snapshot and by the changes after one and up to it, and what nobody can say.
  ///
  /// - Parameter first: The snapshot after which changes count.
  package func told(after first: Int, to last: Int) throws(Problem) -> DriftReport.GuardrailSection
  {
    guard !book.rules.isEmpty else { return DriftReport.GuardrailSection() }
    let states = try states(in: last)
    let transitions = try transitions(after: first, to: last)
    var section = DriftReport.GuardrailSection()
    section.asked = book.rules.count
    section.passed = states.reduce(0) { $0 + $1.passed }
    let answers = states + transitions.flatMap(\.answers)
    section.notObserved = Self.notObserved(answers)
    section.notObservedCount = Set(answers.flatMap(\.notObserved).map(\.resource.id)).count
    section.problems = answers.compactMap(\.problem)
      .reduce(into: []) { all, problem in if !all.contains(problem) { all.append(problem) } }
    section.problems += try pruned(after: first, to: last)
    let since = try SinceWhen(store: store, reader: reader)
    for answer in states {
      guard let rule = book.rule(answer.guardrail.id) else { continue }
      for failure in answer.failures {
        let from = try since.moment(failure.resource, rule, in: last)
        section.findings.append(Self.finding(answer, failure.resource, failure.rows, since: from))
      }
    }
    for transition in transitions {
      section.findings += transition.findings
    }
    section.findings.sort { $0.precedes($1) }
    return section
  }

  /// Why nobody can say any more what stood in a snapshot, and what changed after one and up to it.
  private func pruned(after first: Int, to last: Int) throws(Problem) -> [Problem] {
    let pruned = try store.prunedSnapshots(upTo: last)
    guard !pruned.isEmpty else { return [] }
    var problems: [Problem] = []
    let end = try store.standingSnapshots().last { $0.number <= last }
    if let end, let at = end.prunedAt, !book.of(.state).rules.isEmpty {
      problems.append(.snapshotPruned(end.number, at: at))
    }
    let isOfChanges = !book.of(.transition).rules.isEmpty
    let changes = Problem.changesPruned(isOfChanges ? pruned.filter { $0 > first } : [])
    return problems + [changes].compactMap(\.self)
  }

  /// What a report says of one breach.
  static func finding(
    _ answer: GuardrailAnswer, _ resource: Resource, _ rows: [GuardrailRow], since: Timestamp?,
    after: Timestamp? = nil, snapshot: Int? = nil
  ) -> DriftReport.GuardrailFinding {
    let guardrail = answer.guardrail
    return DriftReport.GuardrailFinding(
      guardrail: guardrail.id, title: guardrail.title, severity: guardrail.severity,
      rationale: guardrail.rationale, controls: guardrail.controls.names, resource: resource,
      rows: rows.map(\.text), since: since, after: after, snapshot: snapshot)
  }

  /// One entry a guardrail and reason.
  static func notObserved(_ answers: [GuardrailAnswer])
    -> [DriftReport.GuardrailSection.NotObserved]
  {
    var found: [String: [String: Set<ResourceID>]] = [:]
    for answer in answers {
      for (resource, why) in answer.notObserved {
        found[answer.guardrail.id, default: [:]][why, default: []].insert(resource.id)
      }
    }
    return found.inKeyOrder.flatMap { id, reasons in
      reasons.inKeyOrder.map { why, resources in
        DriftReport.GuardrailSection.NotObserved(
          guardrail: id, why: why, count: resources.count,
          resources: resources.sorted().prefix(10).map(\.id))
      }
    }
  }

  // MARK: States

  /// What guardrails over states say of a snapshot.
  package func states(in snapshot: Int) throws(Problem) -> [GuardrailAnswer] {
    let book = book.of(.state)
    guard !book.rules.isEmpty else { return [] }
    let (alone, others) = book.split
    var inhabited: Set<Scope> = []
    let found =
      try judgeAlone(alone).answers(in: snapshot, noting: &inhabited)
      + together(others, in: snapshot, noting: &inhabited)
    var answers = book.rules.compactMap { rule in
      found.first { $0.guardrail.id == rule.guardrail.id }
    }
    MissingResources(doubts: coverage, inhabited: inhabited).add(to: &answers)
    return answers
  }

  /// Keeps what guardrails that look at one resource alone say of a snapshot: it is not judged again.
  func keep(in snapshot: Int) throws(Problem) {
    try judgeAlone(book.of(.state).split.alone).keep(in: snapshot)
  }

  private func judgeAlone(_ book: GuardrailBook) -> JudgeAlone {
    JudgeAlone(
      store: store, book: book, coverage: coverage, reader: reader, isStopped: isStopped)
  }

  /// What guardrails say that look at several resources.
  private func together(
    _ book: GuardrailBook, in snapshot: Int, noting inhabited: inout Set<Scope>
  ) throws(Problem) -> [GuardrailAnswer] {
    guard !book.rules.isEmpty else { return [] }
    let judge = try GuardrailJudge(book, of: .state, isStopped: isStopped)
    var answers: [GuardrailAnswer] = []
    var scopes: Set<Scope> = []
    var account: String?
    // Account by account: a resource is held beside others of its own account only.
    try store.eachVersion(in: snapshot, of: book.types) { resource, version in
      guard !isStopped() else { throw Problem.guardrailsStopped() }
      guard !coverage.isRetired(resource.id.scope) else { return }
      if let account, account != resource.id.account, !judge.isEmpty {
        answers.add(judge.answers(unread: coverage.unread))
      }
      account = resource.id.account
      scopes.insert(resource.id.scope)
      judge.add(
        after: try observed(resource, version), doubt: coverage.doubt(of: resource.id.scope))
    }
    answers.add(judge.answers(unread: coverage.unread))
    guard !isStopped() else { throw Problem.guardrailsStopped() }
    inhabited.formUnion(scopes)
    return answers
  }

  private func observed(_ resource: Resource, _ version: StoredVersion) throws -> ObservedResource {
    try observed(resource, version, unreadParts: coverage.unreadParts(of: resource.id))
  }

  /// By the name that the resource had then.
  private func observed(
    _ resource: Resource, _ version: StoredVersion, unreadParts: Set<String>
  ) throws -> ObservedResource {
    ObservedResource(
      resource.called(version.name), try reader.value(version.document, of: resource.id),
      kind: ResourceKind.of(resource.id.type), unreadParts: unreadParts)
  }

  // MARK: Transitions

  /// What guardrails over transitions say of the changes that one snapshot showed in one scope.
  struct Step {
    let snapshot: Int
    let after: Timestamp?
    let until: Timestamp
    let answers: [GuardrailAnswer]

    /// What breaks a guardrail.
    var findings: [DriftReport.GuardrailFinding] {
      answers.flatMap { answer in
        answer.failures.map { failure in
          HoldGuardrails.finding(
            answer, failure.resource, failure.rows, since: until, after: after, snapshot: snapshot)
        }
      }
    }
  }

  /// Snapshot by snapshot.
  func transitions(after first: Int, to last: Int) throws(Problem) -> [Step] {
    let book = book.of(.transition)
    guard !book.rules.isEmpty else { return [] }
    let judge = try GuardrailJudge(book, of: .transition)
    var steps: [Step] = []
    var open: StoredTransition?
    func close() {
      guard let transition = open else { return }
      steps.append(
        Step(
          snapshot: transition.snapshot, after: transition.after, until: transition.until,
          answers: judge.answers()))
    }
    try store.eachTransition(after: first, to: last, of: book.types) { transition in
      // Of one account, and one interval.
      if let open,
        open.snapshot != transition.snapshot || open.until != transition.until
          || open.after != transition.after
          || open.resource.id.account != transition.resource.id.account
      {
        close()
      }
      open = transition
      judge.add(
        before: try transition.old.map {
          try observed(transition.resource, $0, unreadParts: [])
        },
        after: try transition.new.map {
          try observed(transition.resource, $0, unreadParts: transition.unreadParts)
        })
    }
    close()
    return steps
  }
}

extension [GuardrailAnswer] {
  /// Adds what the same guardrails said of others.
  fileprivate mutating func add(_ others: [GuardrailAnswer]) {
    guard !isEmpty else {
      self = others
      return
    }
    for index in indices { self[index].add(others[index]) }
  }
}

extension Problem {
  static func guardrailsStopped() -> Problem {
    Problem(
      "guardrails-stopped", "The guardrails were not all held: the program was told to stop.",
      hint: "They are held again when it runs again.")
  }
}

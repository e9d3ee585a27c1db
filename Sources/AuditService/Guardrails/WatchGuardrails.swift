package import AuditReport
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import GuardrailConditions
import Guardrails

/// Holds the newest snapshot of a store against the guardrails of settings again and again, and says what is new.
package struct WatchGuardrails {
  /// How guardrails stand, in numbers.
  package struct Standing: Hashable, Sendable {
    /// The moment of the look.
    package var at: Timestamp
    /// How many guardrails were asked.
    package var asked = 0
    /// How often one held.
    package var passed = 0
    /// The breaches that stand, by severity; those of changes are not among them.
    package var broken: [Severity: Int] = [:]
    /// How many resources one guardrail or more said nothing of.
    package var notObserved = 0
    /// How many guardrails gave no answer.
    package var unanswered = 0

    /// Makes the numbers of a look that found nothing to ask.
    package init(at: Timestamp) { self.at = at }
  }

  /// What one look found.
  package struct Round: Sendable {
    /// How things stand now.
    package var standing: Standing
    /// How many breaches guardrails found that were not asked before, or not as they are now: they may be old.
    package var found = 0
    /// What else broke a guardrail since the last look, the worst first.
    package var began: [DriftReport.GuardrailFinding] = []
    /// What no longer breaks one.
    package var ended: [StandingBreaches.Ended] = []
    /// Changes since the last look that break one, the worst first.
    package var changes: [DriftReport.GuardrailFinding] = []
    /// What could not be judged, one entry for each guardrail and reason.
    package var notObserved: [DriftReport.GuardrailSection.NotObserved] = []
    /// Why guardrails gave no answer.
    package var problems: [Problem] = []
  }

  private let isStopped: @Sendable () -> Bool
  /// Those that are asked now.
  private var guardrails: [Guardrail] = []
  private var book = GuardrailBook()
  /// Those that the last look asked.
  private var asked: Set<Guardrail> = []
  private var breaches = StandingBreaches()
  /// The snapshot up to which changes were told; nil before the first look.
  private var told: Int?

  /// Knows nothing yet.
  ///
  /// - Parameter isStopped: Whether the work is to end without an answer.
  package init(isStopped: @escaping @Sendable () -> Bool = { false }) {
    self.isStopped = isStopped
  }

  /// One look; it keeps in the store what guardrails say of single resources. Throws `Problems` where the guardrails
  /// cannot be read, and `Problem` where the store cannot; what is new is then told by the next look.
  package mutating func look(at store: AuditStore, by settings: Settings, at now: Timestamp) throws
    -> Round
  {
    let named = settings.guardrails
    let new = try LoadGuardrails(paths: named.rules, off: named.off).rules()
    if new != guardrails {
      book = try GuardrailBook(new)
      guardrails = new
    }
    if let snapshot = try store.snapshot(at: now) {
      // What could not be kept is judged again.
      try? HoldGuardrails(store: store, book: book, isStopped: isStopped).keep(in: snapshot)
    }
    return try store.reading { try round(of: store, by: settings, at: now) }
  }

  private mutating func round(
    of store: AuditStore, by settings: Settings, at now: Timestamp
  ) throws(Problem) -> Round {
    var round = Round(standing: Standing(at: now))
    round.standing.asked = book.rules.count
    guard let snapshot = try store.snapshot(at: now) else { return round }
    let coverage = try ComposeCoverage(store: store, demand: CoverageDemand(settings: settings))
      .now(now)
    let hold = HoldGuardrails(
      store: store, book: book, coverage: coverage, isStopped: isStopped)
    let answers = try hold.states(in: snapshot)
    let steps = try hold.transitions(
      after: try first(in: store, settings, by: snapshot), to: snapshot)
    var standing = breaches
    let doubts = ScopeDoubts(coverage)
    let news = try standing.take(answers) { id throws(Problem) in
      doubts.isRetired(id.scope) ? false : try store.stands(id, in: snapshot)
    }
    for item in news.began {
      let guardrail = item.answer.guardrail
      guard asked.contains(guardrail) else {
        round.found += 1
        continue
      }
      round.began.append(
        HoldGuardrails.finding(
          item.answer, item.resource, item.rows,
          since: try since(item.resource, guardrail.id, in: snapshot, store)))
    }
    round.began.sort { $0.precedes($1) }
    round.ended = news.ended
    round.changes = steps.flatMap(\.findings).sorted { $0.precedes($1) }
    round.tell(answers + steps.flatMap(\.answers))
    round.standing.passed = answers.reduce(0) { $0 + $1.passed }
    round.standing.broken = standing.counts
    (breaches, told, asked) = (standing, snapshot, Set(guardrails))
    return round
  }

  /// The snapshot after which changes were not told yet; before the first look the last audits told them.
  private func first(in store: AuditStore, _ settings: Settings, by snapshot: Int) throws(Problem)
    -> Int
  {
    if let told { return min(told, snapshot) }
    var first = snapshot
    for name in settings.baselines {
      if let last = try store.periodOfLastAudit(baseline: name) { first = min(first, last.after) }
    }
    return first
  }

  private func since(
    _ resource: Resource, _ guardrail: String, in snapshot: Int, _ store: AuditStore
  ) throws(Problem) -> Timestamp? {
    guard let rule = book.rule(guardrail) else { return nil }
    return try SinceWhen(store: store, reader: DocumentReader()).moment(
      resource, rule, in: snapshot)
  }
}

extension WatchGuardrails.Round {
  /// Adds what nobody can say.
  fileprivate mutating func tell(_ answers: [GuardrailAnswer]) {
    notObserved = HoldGuardrails.notObserved(answers)
    problems = answers.compactMap(\.problem)
      .reduce(into: []) { all, problem in if !all.contains(problem) { all.append(problem) } }
    standing.notObserved = Set(answers.flatMap(\.notObserved).map(\.resource.id)).count
    standing.unanswered = Set(answers.filter { $0.problem != nil }.map(\.guardrail.id)).count
  }
}

extension WatchGuardrails.Standing {
  /// How many breaches stand.
  package var brokenCount: Int { broken.values.reduce(0, +) }
}

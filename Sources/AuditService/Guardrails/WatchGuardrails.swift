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
    /// How many changes broke one, since the look or the audit before.
    package var changes = 0
    /// How many resources one guardrail or more said nothing of.
    package var notObserved = 0
    /// How many guardrails gave no answer.
    package var unanswered = 0

    /// Makes the numbers of a look that found nothing to ask.
    package init(at: Timestamp) { self.at = at }

    /// How many breaches stand.
    package var brokenCount: Int { broken.values.reduce(0, +) }
  }

  /// What one look found.
  package struct Round: Sendable {
    /// How things stand now.
    package var standing: Standing
    /// What is to be written down.
    package var look = GuardrailLook()
    /// The ids of the guardrails that do not ship with the program, or take the place of one that does.
    package var own: Set<String> = []
    /// What no longer breaks a guardrail.
    package var ended: [EndedBreach] = []
    /// What could not be judged, one entry for each guardrail and reason.
    package var notObserved: [DriftReport.GuardrailSection.NotObserved] = []
    /// Why guardrails gave no answer.
    package var problems: [Problem] = []
  }

  private let isStopped: @Sendable () -> Bool
  private var guardrails: [Guardrail] = []
  private var book = GuardrailBook()

  /// Knows nothing yet but what the store does.
  ///
  /// - Parameter isStopped: Whether the work is to end without an answer.
  package init(isStopped: @escaping @Sendable () -> Bool = { false }) {
    self.isStopped = isStopped
  }

  /// One look; it keeps in the store what guardrails say of single resources. What it finds is new until it is written
  /// down. Throws `Problems` where the guardrails cannot be read, and `Problem` where the store cannot.
  package mutating func look(at store: AuditStore, by settings: Settings, at now: Timestamp) throws
    -> Round
  {
    let named = settings.guardrails
    let chosen = try LoadGuardrails(paths: named.rules, off: named.off).chosen()
    guard chosen.unknown.isEmpty else { throw Problems(chosen.unknown) }
    let new = chosen.rules
    if new != guardrails {
      book = try GuardrailBook(new)
      guardrails = new
    }
    if let snapshot = try store.snapshot(at: now) {
      // What could not be kept is judged again.
      try? HoldGuardrails(store: store, book: book, isStopped: isStopped).keep(in: snapshot)
    }
    var found = try store.reading { try round(of: store, by: settings, at: now) }
    found.own = chosen.own
    return found
  }

  private func round(
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
    let standing = try store.standingBreaches()
    let doubts = ScopeDoubts(coverage)
    let news = try BreachNews(besides: standing, answers) { id throws(Problem) in
      doubts.isRetired(id.scope) ? false : try store.stands(id, in: snapshot)
    }
    round.ended = news.ended
    let asked = try store.askedGuardrails()
    round.look = try look(news, answers, askedBefore: asked, in: snapshot, store)
    round.look.began += steps.flatMap(\.findings).sorted { $0.precedes($1) }
      .map { BreachFacts($0, isOld: false) }
    round.tell(answers + steps.flatMap(\.answers))
    round.standing.passed = answers.reduce(0) { $0 + $1.passed }
    round.standing.changes = steps.reduce(0) { $0 + $1.findings.count }
    round.count(standing)
    round.look.heldTo = snapshot
    return round
  }

  /// What is to be written down of guardrails over states. Those that were not asked before, or not as they are now, may
  /// find what stood for long.
  private func look(
    _ news: BreachNews, _ answers: [GuardrailAnswer], askedBefore asked: [String: String],
    in snapshot: Int, _ store: AuditStore
  ) throws(Problem) -> GuardrailLook {
    var look = GuardrailLook()
    let old = Set(
      guardrails.filter { asked[$0.id] != $0.textDigest }.map(\.id))
    var began: [DriftReport.GuardrailFinding] = []
    for item in news.began {
      let id = item.answer.guardrail.id
      let since =
        old.contains(id) ? nil : try since(item.resource, id, in: snapshot, store)
      began.append(HoldGuardrails.finding(item.answer, item.resource, item.rows, since: since))
    }
    look.began = began.sorted { $0.precedes($1) }
      .map { BreachFacts($0, isOld: old.contains($0.guardrail)) }
    look.ended = news.ended.map(\.breach.row)
    let answer = Dictionary(
      answers.map { ($0.guardrail.id, $0) }, uniquingKeysWith: { first, _ in first })
    look.asked = guardrails.filter { old.contains($0.id) }.map { guardrail in
      AskedGuardrail(
        guardrail: guardrail.id, digest: guardrail.textDigest,
        passed: answer[guardrail.id]?.passed ?? 0)
    }
    look.dropped = Set(asked.keys).subtracting(guardrails.map(\.id)).sorted()
    return look
  }

  /// The snapshot after which changes were not held yet, whoever audited meanwhile; before the first look the last audits
  /// told them.
  private func first(in store: AuditStore, _ settings: Settings, by snapshot: Int) throws(Problem)
    -> Int
  {
    if let held = try store.snapshotHeld() { return min(held, snapshot) }
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

  /// Counts what stands with what is to be written down.
  fileprivate mutating func count(_ known: [StoredBreach]) {
    let over = Set(look.ended)
    let stays = known.filter { !over.contains($0.row) }.map(\.facts)
    for facts in stays + look.began where facts.snapshot == nil {
      standing.broken[facts.severity, default: 0] += 1
    }
  }
}

extension BreachFacts {
  fileprivate init(_ finding: DriftReport.GuardrailFinding, isOld: Bool) {
    self.init(
      guardrail: finding.guardrail, title: finding.title, rationale: finding.rationale,
      severity: finding.severity, controls: finding.controls, resource: finding.resource,
      rows: finding.rows, since: finding.since, snapshot: finding.snapshot, isOld: isOld)
  }
}

extension Guardrail {
  /// Of all that it says but for its examples and the place where it stands.
  fileprivate var textDigest: String {
    let texts =
      [
        id, title, severity.word, rationale, subject.rawValue, atLeastOneIn?.rawValue ?? "",
        condition,
      ] + types.map(\.name) + controls.names
    return TextDigest(of: texts.lengthMarkedText).description
  }
}

package import AlertRules
package import AuditReport
package import AuditStore
package import ChangeAudit
import ConfigurationJSON
package import ConfigurationModel
package import GuardrailConditions

/// Puts together what a drift report says, from the store and the rules. Reads only: the same store,
/// rules and moment give the same report.
package struct ComposeReport {
  /// The store that is read.
  package let store: AuditStore
  /// The baseline's name.
  package let baseline: String
  /// The change records, ignores and freezes; of a period that is over, those of its end.
  package private(set) var rules: RuleBook
  /// The moment for which it speaks; of a period that is over, the moment of who asks.
  package private(set) var at: Timestamp
  /// How old readings may be, and what should be looked at.
  package let demand: CoverageDemand
  /// The rules by which it tells of activity.
  package var alerts = AlertRuleBook()
  /// What it holds the store against.
  package var guardrails = GuardrailBook()
  /// Sentences that the judgement or the reading of documents came up with.
  package var warnings: [String] = []

  /// Makes the question; `alerts` and `guardrails` are set afterwards, and stay empty otherwise.
  package init(
    store: AuditStore, baseline: String, rules: RuleBook, at: Timestamp,
    demand: CoverageDemand = CoverageDemand(), warnings: [String] = []
  ) {
    self.demand = demand
    self.store = store
    self.baseline = baseline
    self.rules = rules
    self.at = at
    self.warnings = warnings
  }

  /// The report of the newest audit.
  package func audit() throws(Problem) -> DriftReport {
    try store.inOneState { () throws(Problem) in
      let period = try lastAudit()
      return try report(.audit(snapshot: period.to), period, store.prunings())
    }
  }

  /// All that was judged between two moments, as it was known by the end: the same whenever it is
  /// asked for. What came later stands beside it (`DriftReport.Since`).
  ///
  /// - Parameter until: The end; nil for the present.
  package func period(from: Timestamp?, until: Timestamp? = nil) throws(Problem) -> DriftReport {
    try store.inOneState { () throws(Problem) in try told(from: from, until: until) }
  }

  private func told(from: Timestamp?, until: Timestamp?) throws(Problem) -> DriftReport {
    let end = until.map { min($0, at) }
    let period = try store.period(from: from, until: end, now: at)
    guard let last = try store.periodOfLastAudit(baseline: baseline, until: period.toEvent) else {
      throw .noAudit(baseline, by: end)
    }
    var then = self
    then.at = period.end
    if period.isPast { then.rules = try store.rules(until: period.toEvent) }
    let prunings = try store.prunings()
    var report = try then.report(.period, period, prunings)
    report.coverage.unaudited = max(0, period.to - max(last.to, period.after))
    if period.isPast {
      report.since = try since(period, prunings)
      report.ledger = try .init(store.head(until: period.toEvent))
    }
    return report
  }

  func lastAudit() throws(Problem) -> StoredPeriod {
    guard let last = try store.periodOfLastAudit(baseline: baseline) else {
      throw .noAudit(baseline)
    }
    return last
  }

  private func report(
    _ subject: DriftReport.Subject, _ period: StoredPeriod, _ prunings: [StoredPruning]
  ) throws(Problem) -> DriftReport {
    let all = try store.judgements(baseline: baseline, in: period)
    // A period that is over is told as it was known then.
    let attribute = try AttributeEdits(
      store: store, knownBy: period.isPast ? period.toEvent : .max,
      at: period.isPast ? period.end : at)
    let findings = try findings(of: period, attribute)
    let usage = try store.usage(baseline: baseline, until: period.toEvent)
    let firstReadings = try firstReadings(period)
    let coverage = try coverage(subject, period, firstReadings)
    let debts = try debts(period)
    var told = Self.told(all, findings, debts)
    told.pending = try store.waiting(baseline: baseline, until: period.toEvent)
    let delivery = DeliveryReport(
      rules: rules, usage: usage, at: at, coverage: coverage, told: told
    ) { Self.isTold($0, subject, period) }
    let activity = try activityWarnings(subject, period, all, attribute, coverage)
    let (alerts, waiting) = try self.alerts(subject, period, attribute) { findings }
    var report = DriftReport(
      subject: subject, store: store.path, baseline: baseline, at: at,
      period: Occurrence(after: period.start, until: period.end), coverage: coverage,
      findings: findings.sorted(by: Self.isWorse),
      approved: all.filter { $0.judgement.verdict.word == .approved }.map(Self.edit),
      approvedOnPaper: try approvedOnPaper(all, subject, period).map(Self.edit),
      ignored: try ignored(all, period), underDelivered: delivery.underDelivered,
      fulfilments: delivery.fulfilments, debts: debts,
      firstReadings: firstReadings,
      timeline: Self.timeline(all),
      warnings: try warnings(of: period, prunings, delivery, activity, waiting: waiting)
    )
    report.contradictions = activity.contradictions
    report.alerts = alerts
    report.guardrails = try HoldGuardrails(store: store, book: guardrails, coverage: coverage)
      .told(after: period.after, to: period.to)
    let found = Set(findings.map(\.resource.id))
    report.changes = all.filter { found.contains($0.resource.id) }.map(Self.edit)
    return report
  }

  /// The findings of a period, with who made their edits; of all, or of these numbers.
  func findings(
    of period: StoredPeriod, _ attribute: AttributeEdits, numbered numbers: [Int]? = nil
  ) throws(Problem) -> [Finding] {
    let newest = try store.takenAt(lastOf: period)
    return try store.findings(baseline: baseline, in: period, numbered: numbers).map {
      stored throws(Problem) in try attribute.attributed(finding(stored, until: newest))
    }
  }

  /// What calls say against approvals, and of which times they are known.
  func activityWarnings(
    _ subject: DriftReport.Subject, _ period: StoredPeriod,
    _ all: [AuditStore.ResourceJudgement], _ attribute: AttributeEdits, _ coverage: Coverage
  ) throws(Problem) -> (contradictions: [String], others: [String]) {
    guard attribute.hasActivity else { return ([], []) }
    let question = QuestionApprovals(rules, attribute, at: at)
    let contradictions = try question.contradictions(of: approved(all, subject, period))
    let others = try question.breaches(of: all) + keptActivityWarnings(subject, period)
    return (contradictions, others + (try laterCallWarnings(subject, period, coverage)))
  }

  /// An audit tells also of what happened since the snapshot, and of what came to be known since the audit before.
  ///
  /// - Parameter findings: Those of the period; asked for only where an alert may be told with one.
  func alerts(
    _ subject: DriftReport.Subject, _ period: StoredPeriod, _ attribute: AttributeEdits,
    findings: @escaping () throws(Problem) -> [Finding]
  ) throws(Problem) -> TellAlerts.Told {
    let isAudit: Bool
    switch subject {
    case .audit: isAudit = true
    case .period: isAudit = false
    case .finding: return ([], 0)
    }
    guard !alerts.rules.isEmpty else { return ([], 0) }
    var scope = TellAlerts.Scope(
      after: period.start, knownAfter: period.afterEvent,
      until: isAudit ? max(at, period.end) : period.end,
      knownBy: period.isPast ? period.toEvent : .max)
    if isAudit {
      scope.audit = AuditMoment(at: max(at, period.end), to: period.to)
      try scope.add(
        waitingIn: store.auditMoment(baseline: baseline, until: period.afterEvent), of: store)
    }
    let question = QuestionApprovals(rules, attribute, at: at)
    let made = EditsByEvent(attribute, question) { [scope] () throws(Problem) in
      (try judgements(of: scope, by: alerts, in: period), try findings())
    }
    return try TellAlerts(store: store, book: alerts, in: scope, made: made).told()
  }

  /// What was judged in a period, and before it since the first call that rules look at: what a call did that came late
  /// was judged by an audit before.
  func judgements(of scope: TellAlerts.Scope, by book: AlertRuleBook, in period: StoredPeriod)
    throws(Problem) -> [AuditStore.ResourceJudgement]
  {
    let late = try store.earliestActivity(knownAfter: scope.knownAfter, by: scope.knownBy)
    guard let start = scope.start(for: book, late) else {
      return try store.judgements(baseline: baseline, in: period)
    }
    let whole = try store.period(period, since: start)
    return try store.judgements(baseline: baseline, in: whole)
  }

  /// A period tells of what was approved in it; an audit, each time, of what nobody has agreed to since.
  private func approved(
    _ all: [AuditStore.ResourceJudgement], _ subject: DriftReport.Subject, _ period: StoredPeriod
  ) throws(Problem) -> [AuditStore.ResourceJudgement] {
    switch subject {
    case .period, .finding: all
    case .audit: try store.approved(baseline: baseline, atEndOf: period)
    }
  }

  /// A period tells what was approved on paper in it. An audit tells, each time, what nobody has agreed to
  /// since: one that was not looked at hides nothing from the next one.
  private func approvedOnPaper(
    _ all: [AuditStore.ResourceJudgement], _ subject: DriftReport.Subject, _ period: StoredPeriod
  ) throws(Problem) -> [AuditStore.ResourceJudgement] {
    switch subject {
    case .period, .finding: all.filter { $0.judgement.verdict.word == .approvedOnPaper }
    case .audit: try store.approvedOnPaper(baseline: baseline, atEndOf: period)
    }
  }

  /// The records that edits and findings of a report name.
  private static func told(
    _ all: [AuditStore.ResourceJudgement], _ findings: [Finding],
    _ debts: [DriftReport.EmergencyDebt]
  ) -> DeliveryReport.Told {
    let further = findings.flatMap(\.nearMisses).filter(\.isFurther).map(\.record)
    let covering = all.compactMap(\.judgement.verdict.recordName)
    return DeliveryReport.Told(
      named: Set(covering + debts.map(\.record)), further: Set(further))
  }

  /// A period tells of the windows that ended in it. An audit also tells, each time, of the approved
  /// records that nobody closed: they are still to be decided.
  static func isTold(
    _ under: UnderDelivery, _ subject: DriftReport.Subject, _ period: StoredPeriod
  ) -> Bool {
    let isOfPeriod = period.start.map { under.until > $0 } ?? true && under.until <= period.end
    switch subject {
    case .period, .finding: return isOfPeriod
    case .audit: return under.state == .approved || isOfPeriod
    }
  }

  /// Standing findings first, the worst of them first, then in the order of their numbers.
  static func isWorse(_ left: Finding, _ right: Finding) -> Bool {
    func rank(_ finding: Finding) -> (Int, Int, Int) {
      (finding.status.isUnapproved ? 0 : 1, -finding.severity.rawValue, finding.number)
    }
    return rank(left) < rank(right)
  }

  private static func edit(_ stored: AuditStore.ResourceJudgement) -> DriftReport.ResourceEdit {
    DriftReport.ResourceEdit(
      resource: stored.resource, change: stored.judgement.resourceChange,
      judged: stored.judgement.judgedEdit)
  }

  private static func timeline(_ all: [AuditStore.ResourceJudgement]) -> [DriftReport.Day] {
    let days = Dictionary(grouping: all) { $0.judgement.occurred.until.date }
    return days.keys.sorted().map { day in
      let words = (days[day] ?? []).map(\.judgement.verdict.word)
      return DriftReport.Day(
        date: day, approved: words.count { $0 == .approved },
        approvedOnPaper: words.count { $0 == .approvedOnPaper },
        ignored: words.count { $0 == .ignored },
        unapproved: words.count { $0 == .unapproved })
    }
  }

  /// An audit speaks for its moment; a period for its end, or for the moment where that is before.
  func coverage(
    _ subject: DriftReport.Subject, _ period: StoredPeriod,
    _ firstReadings: [DriftReport.FirstReading]
  ) throws(Problem) -> Coverage {
    let compose = ComposeCoverage(store: store, demand: demand)
    var coverage =
      switch subject {
      case .audit: try compose.coverage(to: period.to, at: at, baseline: baseline)
      case .period, .finding: try compose.coverage(of: period, at: at, baseline: baseline)
      }
    coverage.unjudged = try store.unjudgedCount(baseline: baseline, in: period)
    coverage.unagreed = firstReadings.reduce(0) { $0 + $1.count }
    coverage.unagreedParts = firstReadings.count { $0.part != nil }
    coverage.unreadDocuments = try store.unreadDocuments(
      knownBy: period.isPast ? period.toEvent : .max)
    return coverage
  }

  /// What is expected as it was first read, and nobody has agreed to.
  func firstReadings(_ period: StoredPeriod) throws(Problem)
    -> [DriftReport.FirstReading]
  {
    let adoptions = try store.adoptions(baseline: baseline, in: period)
    // Where nothing is in a scope, there is nothing to agree to.
    let whole = Dictionary(
      grouping: adoptions.filter { $0.part == nil && $0.count > 0 }, by: \.scope
    ).values.map { adoptions in
      DriftReport.FirstReading(
        scope: adoptions[0].scope, resource: nil, part: nil, at: adoptions.map(\.at).min() ?? at,
        count: adoptions.reduce(0) { $0 + $1.count })
    }
    let parts = adoptions.filter { $0.part != nil }.map { adoption in
      DriftReport.FirstReading(
        scope: adoption.scope, resource: adoption.resource, part: adoption.part, at: adoption.at,
        count: 0)
    }
    return (whole + parts).sorted { $0.place < $1.place }
  }

  /// How one scope stands for the last audit.
  func coverage(of scope: Scope) throws(Problem) -> Coverage {
    guard let period = try store.periodOfLastAudit(baseline: baseline) else {
      return Coverage(cells: [])
    }
    let all = try ComposeCoverage(store: store, demand: demand)
      .coverage(to: period.to, at: at, baseline: baseline)
    return Coverage(cells: all.cells.filter { $0.scope == scope })
  }

  /// What ignores hid, from what the store holds of them: the files say nothing of the past. The
  /// ignores that the last audit was given, and those that hid anything in the period; an ignore that is
  /// given now and was not given then is told too.
  private func ignored(_ all: [AuditStore.ResourceJudgement], _ period: StoredPeriod)
    throws(Problem) -> [DriftReport.IgnoreUse]
  {
    // What stands hidden is told each time, and what was hidden in the period.
    let standingHidden = try store.hidden(baseline: baseline, atEndOf: period)
    let known = Set(standingHidden.map(\.row))
    let hidden =
      standingHidden
      + all.map(\.judgement).filter { $0.verdict.word == .ignored && !known.contains($0.row) }
    let counts = Dictionary(grouping: hidden.compactMap(\.rule)) { $0 }.mapValues(\.count)
    let used = try store.ignoreUses(baseline: baseline, in: period)
    let given = try store.rules(baseline: baseline, until: period.toEvent)
    let isAnyExpired = (given.values.compactMap(\.ignore) + rules.ignores).contains {
      $0.until <= at
    }
    let standing = isAnyExpired ? try standingUnapproved(period).map(\.candidate) : []
    var uses: [DriftReport.IgnoreUse] = []
    for (row, rule) in given.merging(
      used.mapValues(\.rule), uniquingKeysWith: { first, _ in first }
    )
    .sorted(by: { $0.key < $1.key }) {
      guard rule.kind == .ignore else { continue }
      let count = counts[row] ?? 0
      guard let ignore = rule.ignore else {
        uses.append(.init(name: rule.name, count: count))
        continue
      }
      uses.append(
        use(
          of: ignore, hiding: count, formerly: max(0, (used[row]?.edits ?? count) - count), standing
        ))
    }
    let named = Set(uses.compactMap(\.ignore))
    for ignore in rules.ignores where !named.contains(ignore) {
      uses.append(use(of: ignore, hiding: 0, formerly: 0, standing))
    }
    let unkept = Dictionary(grouping: hidden.filter { $0.rule == nil }) {
      $0.verdict.ignoreName ?? ""
    }
    return uses + unkept.inKeyOrder.map { .init(name: $0.key, count: $0.value.count) }
  }

  /// What an ignore hides; of one that is over, what it would hide of the unapproved edits that stand.
  private func use(
    of ignore: Ignore, hiding count: Int, formerly: Int, _ standing: [Candidate]
  ) -> DriftReport.IgnoreUse {
    let isExpired = ignore.until <= at
    let would = isExpired ? standing.count { ignore.hides($0) } : count
    return DriftReport.IgnoreUse(
      ignore: ignore, count: would, isExpired: isExpired, formerly: formerly)
  }
}

extension Problem {
  static func noAudit(_ baseline: String, by end: Timestamp? = nil) -> Problem {
    guard let end else {
      return Problem(
        "no-audit", "Nothing was audited against the baseline '\(baseline)' yet.",
        hint: "Run 'plumb audit --baseline \(baseline)' first.")
    }
    return Problem(
      "no-audit", "Nothing had been audited against the baseline '\(baseline)' by \(end).",
      hint: "A report on a period says what was known by its end: ask for one that ends later.")
  }
}

extension DriftReport.FirstReading {
  /// Where it stands in a report: a scope before the parts of its resources.
  fileprivate var place: (Scope, String, String) { (scope, resource?.id.id ?? "", part ?? "") }
}

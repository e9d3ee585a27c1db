import AlertRules
import AuditReport
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Notices

/// Writes down, with an audit, who is to be told of which calls that alert rules name.
struct QueueAlerts {
  private let session: AuditSession
  private let notices: Settings.Notices?
  private let book: AlertRuleBook
  private let at: Timestamp
  private let compose: ComposeReport
  private let rules: RuleBook

  /// - Parameter rules: Those of the audit.
  init(
    _ session: AuditSession, baseline: String, _ notices: Settings.Notices?, _ book: AlertRuleBook,
    _ rules: RuleBook, at: Timestamp
  ) {
    self.session = session
    self.notices = notices
    self.book = book
    self.at = at
    self.rules = rules
    compose = ComposeReport(
      store: session.store, baseline: baseline, rules: RuleBook(records: []), at: at)
  }

  /// After the audit itself, and the notices of its findings, were written.
  ///
  /// - Parameter opened: The findings that it opened, opened again, or added edits to.
  func write(opened: Set<Int>) throws {
    guard let notices, !notices.destinations.isEmpty, !book.rules.isEmpty,
      let start = try session.alertStart()
    else { return }
    let attribute = try AttributeEdits(store: session.store, at: at)
    guard attribute.hasActivity else { return }
    let question = QuestionApprovals(rules, attribute, at: at)
    let alerts = try compose.newAlerts(by: book, since: start, attribute, question, opened)
    for alert in alerts {
      guard let call = try session.store.activity(alert.event) else { continue }
      try route(alert, call, by: attribute.told(call), to: notices.destinations)
    }
  }

  private func route(
    _ alert: DriftReport.Alert, _ call: StoredActivity, by caller: EditAttribution.Event,
    to destinations: [NoticeDestination]
  ) throws {
    for destination in destinations {
      let told = try session.rulesTold(destination.name, ofCall: alert.event)
      let rules = alert.rules.filter { rule in
        rule.isNews(besides: told)
          && destination.wants(
            AlertedCall(
              call, by: caller, severity: rule.severity,
              isByShippedRule: book.rule(rule.id)?.isShipped ?? false))
      }
      if !rules.isEmpty { try tell(destination, alert, rules) }
    }
  }

  /// Where the destination is told of a finding that the call made, what tells it on tells the alert.
  private func tell(
    _ destination: NoticeDestination, _ alert: DriftReport.Alert, _ rules: [AlertingRule]
  ) throws {
    let name = destination.name
    let finding = try alert.findings.first { finding in
      try session.destinations(toldOf: finding).contains(name)
    }
    try session.tell(
      name, ofCall: alert.event, rules, finding: finding ?? alert.findings.first,
      isWithFinding: finding != nil)
    // What the destination does not want to hear makes no message, and whoever decided had not seen the alert.
    if let finding {
      let waiting = try session.noticesWaiting(for: name, of: finding).filter(destination.wants)
      if waiting.isEmpty || waiting.contains(where: { $0.isDecision || $0.isEnding }) {
        try session.tell(name, of: finding, .alerted)
      }
    }
  }
}

extension ComposeReport {
  /// What the newest audit is the first to tell somebody of activity, oldest first; of findings only those that are not
  /// over.
  fileprivate func newAlerts(
    by book: AlertRuleBook, since start: AlertStart, _ attribute: AttributeEdits,
    _ question: QuestionApprovals, _ opened: Set<Int>
  ) throws(Problem) -> [DriftReport.Alert] {
    guard let period = try store.periodOfLastAudit(baseline: baseline) else { return [] }
    var known: [Finding]?
    func allFindings() throws(Problem) -> [Finding] {
      if let known { return known }
      let found = try findings(of: period, attribute)
      known = found
      return found
    }
    var scope = TellAlerts.Scope(
      after: start.moment, knownAfter: start.event, until: max(at, period.end), knownBy: .max)
    scope.audit = AuditMoment(at: at, to: period.to)
    try scope.add(waitingIn: start.audit, of: store)
    if !opened.isEmpty, book.rules.contains(where: \.isUnlessApproved) {
      scope.cameToLight = try allFindings().filter { opened.contains($0.number) }.calls
    }
    let made = EditsByEvent(attribute, question) { [scope] () throws(Problem) in
      (
        try judgements(of: scope, by: book, in: period),
        try allFindings().filter { $0.status.word != .resolved }
      )
    }
    return try TellAlerts(store: store, book: book, in: scope, made: made).told().alerts
      .filter { alert in start.beginning.map { alert.at > $0 } ?? true }
  }
}

extension [Finding] {
  /// The calls that made their unapproved edits, or may have, and when.
  fileprivate var calls: [String: Timestamp] {
    let events = flatMap(\.unapproved).flatMap { $0.attribution?.events ?? [] }
    return Dictionary(events.map { ($0.id, $0.at) }) { first, _ in first }
  }
}

extension AlertingRule {
  /// Whether a destination that was told of the call by these rules hears of something worse.
  fileprivate func isNews(besides told: [String: Severity]) -> Bool {
    guard told[id] == nil else { return false }
    return told.values.allSatisfy { severity > $0 }
  }
}

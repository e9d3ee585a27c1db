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

  init(
    _ session: AuditSession, baseline: String, _ notices: Settings.Notices?, _ book: AlertRuleBook,
    at: Timestamp
  ) {
    self.session = session
    self.notices = notices
    self.book = book
    self.at = at
    compose = ComposeReport(
      store: session.store, baseline: baseline, rules: RuleBook(records: []), at: at)
  }

  /// After the audit itself, and the notices of its findings, were written.
  func write() throws {
    guard let notices, !notices.destinations.isEmpty, !book.rules.isEmpty,
      let start = try session.alertStart()
    else { return }
    let attribute = try AttributeEdits(store: session.store, at: at)
    guard attribute.hasActivity else { return }
    let alerts = try compose.newAlerts(by: book, since: start, attribute)
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
    // What the destination does not want to hear makes no message.
    if let finding,
      try !session.noticesWaiting(for: name, of: finding).contains(where: destination.wants)
    {
      try session.tell(name, of: finding, .alerted)
    }
  }
}

extension ComposeReport {
  /// What the newest audit is the first to tell somebody of activity, oldest first; of findings only those that are not
  /// over.
  fileprivate func newAlerts(
    by book: AlertRuleBook, since start: AlertStart, _ attribute: AttributeEdits
  ) throws(Problem) -> [DriftReport.Alert] {
    guard let period = try store.periodOfLastAudit(baseline: baseline) else { return [] }
    let scope = TellAlerts.Scope(
      after: start.moment, knownAfter: start.event, until: max(at, period.end), knownBy: .max,
      judgedUntil: period.end, waitedSince: start.judgedUntil)
    let made = EditsByEvent(attribute) { () throws(Problem) in
      let findings = try store.findings(baseline: baseline, in: period).map {
        stored throws(Problem) in try attribute.attributed(finding(stored))
      }
      return (
        try judgements(of: scope, by: book, in: period),
        findings.filter { $0.status.word != .resolved }
      )
    }
    return try TellAlerts(store: store, book: book, in: scope, made: made).alerts()
      .filter { alert in start.beginning.map { alert.at > $0 } ?? true }
  }
}

extension AlertingRule {
  /// Whether a destination that was told of the call by these rules hears of something worse.
  fileprivate func isNews(besides told: [String: Severity]) -> Bool {
    guard told[id] == nil else { return false }
    return told.values.allSatisfy { severity > $0 }
  }
}

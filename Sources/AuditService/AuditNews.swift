package import AuditReport
import AuditStore
package import ConfigurationModel

/// What the newest audit brought, for a log: a report without what stood before.
package struct AuditNews: Sendable {
  /// The findings that it opened, or opened again, as a report orders them: some may be over again.
  package let findings: [Finding]
  /// How many findings are open, acknowledged, or accepted no longer.
  package let openCount: Int
  /// What was looked at, and what was not.
  package let coverage: Coverage
  /// What it warns of, as a report does.
  package let warnings: [String]
  /// The calls that it is the first to tell of, as a report does.
  package let alerts: [DriftReport.Alert]
  /// The head of the ledger when it was read; nil where the store has none.
  package let ledger: DriftReport.LedgerMark?
}

extension ComposeReport {
  /// What the newest audit brought. Of findings it reads those that the audit opened; all only where an alert rule asks
  /// whether a call made one of them.
  ///
  /// - Parameter opened: The numbers of the findings that it opened.
  package func news(opening opened: [Int]) throws(Problem) -> AuditNews {
    try store.inOneState { () throws(Problem) in
      let period = try lastAudit()
      let subject = DriftReport.Subject.audit(snapshot: period.to)
      let all = try store.judgements(baseline: baseline, in: period)
      let attribute = try AttributeEdits(store: store, at: at)
      let coverage = try coverage(subject, period, firstReadings(period))
      let activity = try activityWarnings(subject, period, all, attribute, coverage)
      let (alerts, waiting) = try alerts(subject, period, attribute) { () throws(Problem) in
        try findings(of: period, attribute)
      }
      let warnings = try warnings(
        of: period, store.prunings(), delivery(period, coverage), activity, waiting: waiting)
      return AuditNews(
        findings: try findings(of: period, attribute, numbered: opened).sorted(by: Self.isWorse),
        openCount: try store.openFindingCount(baseline: baseline, at: at), coverage: coverage,
        warnings: warnings, alerts: alerts, ledger: try .init(store.head()))
    }
  }

  private func delivery(_ period: StoredPeriod, _ coverage: Coverage) throws(Problem)
    -> DeliveryReport
  {
    DeliveryReport(
      rules: rules, usage: try store.usage(baseline: baseline, until: period.toEvent), at: at,
      coverage: coverage
    ) { Self.isTold($0, .audit(snapshot: period.to), period) }
  }
}

import Activity
import AlertRules
import AuditReport
import AuditStore
import ConfigurationDiff
import ConfigurationModel

/// Tells which events of a period alert rules name.
struct TellAlerts {
  /// Which events are told of.
  struct Scope {
    /// Those after this moment; all where it is nil.
    let after: Timestamp?
    /// Those that came to be known after this event of the log, too, however old they are.
    let knownAfter: Int64
    let until: Timestamp
    /// Those that were known by this event of the log.
    let knownBy: Int64
    /// Up to when edits were judged: of a later event nobody can say yet whether it was approved.
    let judgedUntil: Timestamp
    /// What happened after this moment, where approval decides: the audit before could not say yet. Nil where that does
    /// not count.
    var waitedSince: Timestamp?

    /// Before the first event that may be told, as long as any rule counts; nil where all are.
    ///
    /// - Parameter late: The time of the oldest event that came to be known after `knownAfter`.
    func start(for book: AlertRuleBook, _ late: Timestamp?) -> Timestamp? {
      guard let after else { return nil }
      let longest = book.rules.compactMap { $0.threshold?.period }.max() ?? 0
      return min(after, late ?? after, waitedSince ?? after).advanced(bySeconds: -longest)
    }
  }

  private let store: AuditStore
  private let book: AlertRuleBook
  private let scope: Scope
  private let made: EditsByEvent
  private let origins: CallOrigins

  init(store: AuditStore, book: AlertRuleBook, in scope: Scope, made: EditsByEvent) {
    self.store = store
    self.book = book
    self.scope = scope
    self.made = made
    origins = CallOrigins(store: store, knownBy: scope.knownBy)
  }

  /// Oldest first.
  func alerts() throws(Problem) -> [DriftReport.Alert] {
    guard !book.rules.isEmpty else { return [] }
    var counts = book.rules.map { ThresholdCount(of: $0.threshold) }
    var alerts: [DriftReport.Alert] = []
    let late = try store.earliestActivity(knownAfter: scope.knownAfter, by: scope.knownBy)
    let window = Window(from: scope.start(for: book, late), until: scope.until)
    try EachKeptEvent(store: store, in: window, knownBy: scope.knownBy).run {
      kept, event throws(Problem) in
      let rules = try told(kept, event, late, &counts)
      guard !rules.isEmpty, let entry = try store.activity(kept.id) else { return }
      alerts.append(try alert(entry, rules))
    }
    return alerts
  }

  private func told(
    _ kept: KeptEvent, _ event: ConfigurationValue, _ late: Timestamp?,
    _ counts: inout [ThresholdCount]
  ) throws(Problem) -> [AlertRule] {
    var told: [AlertRule] = []
    for index in book.places(naming: event) {
      let rule = book.rules[index]
      if rule.isUnlessApproved {
        // The next audit knows.
        if kept.at > scope.judgedUntil { continue }
        if try made.isApproved(kept, event) { continue }
      }
      let isCounted = try counts[index].counts(kept, by: origins)
      if isCounted, isOfScope(kept, rule, late) { told.append(rule) }
    }
    return told
  }

  /// Where an event that came late is counted by a rule with a threshold, what was not told then may be now.
  private func isOfScope(_ kept: KeptEvent, _ rule: AlertRule, _ late: Timestamp?) -> Bool {
    guard let after = scope.after, kept.at <= after else { return true }
    if kept.knownBy > scope.knownAfter { return true }
    if rule.isUnlessApproved, let since = scope.waitedSince, kept.at > since { return true }
    return rule.threshold != nil && late.map { kept.at >= $0 } ?? false
  }

  private func alert(_ entry: StoredActivity, _ rules: [AlertRule]) throws(Problem)
    -> DriftReport.Alert
  {
    try DriftReport.Alert(
      event: entry.id, at: entry.at, call: entry.call,
      actor: [entry.actor, entry.means].compactMap(\.self).joined(separator: ", "),
      account: entry.account, region: entry.region, error: entry.errorCode,
      resources: entry.namesInWords.sorted { $0.precedes($1) },
      rules: rules.map { rule in
        .init(
          id: rule.id, title: rule.title, severity: rule.severity,
          threshold: rule.threshold == nil ? nil : rule.told)
      }, findings: made.findings(of: entry.id))
  }
}

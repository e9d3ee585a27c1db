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
    /// The audit that is told of: for what it did not see read again, approval cannot decide yet. Nil where nothing
    /// waits.
    var audit: AuditMoment?
    /// The audit before: what it could not say yet is told by this one. Nil where it waited for nothing, and where that
    /// does not count.
    private(set) var before: AuditMoment?
    /// The time of the oldest call for which it may have waited.
    private(set) var waitedSince: Timestamp?
    /// The calls that made edits of findings which only now came to light, or may have, and when.
    var cameToLight: [String: Timestamp] = [:]

    /// Tells also of what an audit before had to wait for.
    mutating func add(waitingIn before: AuditMoment?, of store: AuditStore) throws(Problem) {
      guard let before else { return }
      waitedSince = try AlertWaits(store: store).earliest(in: before, knownBy: knownBy)
      self.before = waitedSince == nil ? nil : before
    }

    /// Before the first event that may be told, as long as any rule counts; nil where all are.
    ///
    /// - Parameter late: The time of the oldest event that came to be known after `knownAfter`.
    func start(for book: AlertRuleBook, _ late: Timestamp?) -> Timestamp? {
      guard let after else { return nil }
      let longest = book.rules.compactMap { $0.threshold?.period }.max() ?? 0
      let first =
        [after, late, waitedSince, cameToLight.values.min()].compactMap(\.self).min()
        ?? after
      return first.advanced(bySeconds: -longest)
    }
  }

  private let store: AuditStore
  private let book: AlertRuleBook
  private let scope: Scope
  private let made: EditsByEvent
  private let origins: CallOrigins
  private let waits: AlertWaits

  /// Alerts, and for how many calls rules wait: of them nobody can say yet whether they were approved.
  typealias Told = (alerts: [DriftReport.Alert], waiting: Int)

  init(store: AuditStore, book: AlertRuleBook, in scope: Scope, made: EditsByEvent) {
    self.store = store
    self.book = book
    self.scope = scope
    self.made = made
    origins = CallOrigins(store: store, knownBy: scope.knownBy)
    waits = AlertWaits(store: store)
  }

  /// Oldest first.
  func told() throws(Problem) -> Told {
    guard !book.rules.isEmpty else { return ([], 0) }
    var counts = book.rules.map { ThresholdCount(of: $0.threshold) }
    var told: Told = ([], 0)
    let late = try store.earliestActivity(knownAfter: scope.knownAfter, by: scope.knownBy)
    let window = Window(from: scope.start(for: book, late), until: scope.until)
    try EachKeptEvent(store: store, in: window, knownBy: scope.knownBy).run {
      kept, event throws(Problem) in
      let call = Call(kept: kept, event: event)
      let (rules, isWaiting) = try self.rules(naming: call, late, &counts)
      if isWaiting { told.waiting += 1 }
      guard !rules.isEmpty, let entry = try store.activity(kept.id) else { return }
      told.alerts.append(try alert(entry, rules))
    }
    return told
  }

  /// A call that is kept, with its event.
  private struct Call {
    let kept: KeptEvent
    let event: ConfigurationValue
  }

  private func rules(
    naming call: Call, _ late: Timestamp?, _ counts: inout [ThresholdCount]
  ) throws(Problem) -> (told: [AlertRule], isWaiting: Bool) {
    var (told, isWaiting): ([AlertRule], Bool) = ([], false)
    for index in book.places(naming: call.event) {
      let rule = book.rules[index]
      if rule.isUnlessApproved {
        if let audit = scope.audit, try self.isWaiting(call, in: audit) {
          isWaiting = true
          continue
        }
        if try made.isApproved(call.kept, made.effects(of: call.event)) { continue }
      }
      let isCounted = try counts[index].counts(call.kept, by: origins)
      if isCounted, try isOfScope(call, rule, late) { told.append(rule) }
    }
    return (told, isWaiting)
  }

  private func isWaiting(_ call: Call, in audit: AuditMoment) throws(Problem) -> Bool {
    try waits.isWaiting(
      call.kept, { () throws(Problem) in try made.effects(of: call.event) },
      region: call.event["awsRegion"]?.string ?? "", in: audit)
  }

  /// Where an event that came late is counted by a rule with a threshold, what was not told then may be now. What the
  /// audit before waited for is told whatever the rule says of approval now.
  private func isOfScope(_ call: Call, _ rule: AlertRule, _ late: Timestamp?) throws(Problem)
    -> Bool
  {
    let kept = call.kept
    guard let after = scope.after, kept.at <= after else { return true }
    if kept.knownBy > scope.knownAfter { return true }
    if rule.isUnlessApproved, scope.cameToLight[kept.id] != nil { return true }
    if let before = scope.before, try isWaiting(call, in: before) { return true }
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

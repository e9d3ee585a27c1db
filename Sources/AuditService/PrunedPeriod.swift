import AuditReport
import AuditStore
import ConfigurationModel

extension ComposeReport {
  /// All that a report or a log warns of, in order.
  ///
  /// - Parameter waiting: How many calls wait for the next reading of what they changed.
  func warnings(
    of period: StoredPeriod, _ prunings: [StoredPruning], _ delivery: DeliveryReport,
    _ activity: (contradictions: [String], others: [String]), waiting: Int
  ) throws(Problem) -> [String] {
    let kept = prunedWarnings(period, prunings) + (try lateActivityWarnings(period))
    let ended = try withdrawnWarnings(period) + activity.contradictions + activity.others
    return warnings + delivery.warnings + kept + ended
      + (waiting > 0 ? [Self.waiting(waiting)] : [])
  }

  private static func waiting(_ calls: Int) -> String {
    "\(counted(calls, "call")) that alert rules name \(calls == 1 ? "waits" : "wait") for the next "
      + "reading of what \(calls == 1 ? "it" : "they") changed, for 2 hours at most: whether it was approved, nobody "
      + "can say yet."
  }

  /// The snapshots of a period that were taken back, a sentence each: by whom, when and why.
  func withdrawnWarnings(_ period: StoredPeriod) throws(Problem) -> [String] {
    try store.withdrawn(in: period).map { snapshot in
      let by = doneBy(snapshot.actor, snapshot.reason)
      return "Snapshot \(snapshot.number), \(snapshot.takenAt.minuteText), was taken back on "
        + "\(snapshot.at.minuteText)\(by): what it showed is in no report."
    }
  }

  /// What of a period was pruned, in a sentence of the snapshots and one of the calls; nothing where all of it is kept.
  ///
  /// - Parameter all: Every pruning of the store: of a period that is over those count that were known by its end.
  func prunedWarnings(_ period: StoredPeriod, _ all: [StoredPruning]) -> [String] {
    let known = all.filter { !period.isPast || $0.event <= period.toEvent }
    return prunedSnapshotWarnings(period, known) + prunedActivityWarnings(period, known)
  }

  private func prunedSnapshotWarnings(_ period: StoredPeriod, _ known: [StoredPruning]) -> [String]
  {
    // A period without snapshots speaks of the one before it.
    let first = min(period.after, period.to - 1) + 1
    let prunings = known.map { pruning in
      (pruning, pruning.snapshots.filter { $0 >= first && $0 <= period.to })
    }.filter { !$0.1.isEmpty }
    guard let last = prunings.last?.0 else { return [] }
    let numbers = prunings.flatMap(\.1).sorted()
    let by = doneBy(last.actor, last.reason)
    let what =
      numbers.count == 1
      ? "snapshot \(numbers.rangesText) was" : "snapshots \(numbers.rangesText) were"
    let when = prunings.count == 1 ? "on" : "for the last time on"
    return [
      "Of this period, \(what) pruned, \(when) \(last.at.minuteText)\(by): verdicts and "
        + "findings are kept; which scopes were read then may be known no longer."
    ]
  }

  private func prunedActivityWarnings(_ period: StoredPeriod, _ known: [StoredPruning]) -> [String]
  {
    let prunings = known.filter { pruning in
      pruning.activityUntil.map { until in period.start.map { $0 <= until } ?? true } ?? false
    }
    guard let last = prunings.last, let until = prunings.compactMap(\.activityUntil).max() else {
      return []
    }
    let by = doneBy(last.actor, last.reason)
    return [
      "Of this period, calls up to \(until.minuteText) were pruned on \(last.at.minuteText)\(by): "
        + "those that verdicts and findings stand on are kept; alerts about others are told no longer."
    ]
  }

  /// Of which of a period's time activity is kept, where any is and that is not all of it: alerts are told of no other
  /// time. Nothing for an audit, which looks at what is new.
  func keptActivityWarnings(_ subject: DriftReport.Subject, _ period: StoredPeriod)
    throws(Problem) -> [String]
  {
    switch subject {
    case .audit, .finding: return []
    case .period: break
    }
    let kept = KeptActivity(
      store: store, in: Window(from: period.start, until: period.end), now: at)
    guard let sentence = try kept.sentence(knownBy: period.isPast ? period.toEvent : .max) else {
      return []
    }
    return ["Alerts and who made an edit: " + sentence]
  }

  /// That activity knows of changes that no snapshot shows yet.
  func laterCallWarnings(
    _ subject: DriftReport.Subject, _ period: StoredPeriod, _ coverage: Coverage
  ) throws(Problem) -> [String] {
    switch subject {
    case .finding: return []
    case .audit, .period: break
    }
    let later = try LaterCalls(
      in: store, since: coverage, until: period.isPast ? period.end : at,
      knownBy: period.isPast ? period.toEvent : .max)
    return later.sentence.map { [$0] } ?? []
  }

  /// That calls came too late to be held against others that were pruned; nothing where none did.
  func lateActivityWarnings(_ period: StoredPeriod) throws(Problem) -> [String] {
    guard !period.isPast else { return [] }
    let late = try store.countOfLateActivity()
    guard late > 0 else { return [] }
    return [
      "\(counted(late, "call")) came after others on the same resource were pruned: what they made and undid "
        + "between two snapshots may be missing."
    ]
  }
}

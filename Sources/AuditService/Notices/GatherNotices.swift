import AuditReport
package import AuditStore
import ChangeAudit
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Makes messages of what destinations are to be told, in the order in which it happened.
package struct GatherNotices {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  /// Makes the gathering of a moment, by which digests and quiet hours are due.
  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// Returns how many messages it made. For a destination for which messages wait, none is made: what comes meanwhile
  /// stands together later.
  package func run() throws -> Int {
    guard try store.hasNoticesWaiting(for: notices.destinations.map(\.name)) else { return 0 }
    return try store.writing {
      let busy = Set(
        try NextMessages(store: store, notices: notices, at: at).all()
          .map(\.message.destination))
      let waiting = Dictionary(grouping: try store.noticesWaiting(), by: \.destination)
      let alerts = Dictionary(grouping: try store.alertsWaiting(), by: \.destination)
      let told = try ToldFindings(store: store, at: at)
      var count = 0
      for destination in notices.destinations where !busy.contains(destination.name) {
        let own = waiting[destination.name] ?? []
        try store.leaveUntold(own.filter { !destination.wants($0.kind) }.map(\.id))
        count += try gather(
          own.filter { destination.wants($0.kind) }, alerts[destination.name] ?? [],
          for: destination, told)
      }
      return count
    }
  }

  /// Returns how many messages it made of what one destination is to be told.
  private func gather(
    _ notices: [StoredNotice], _ alerts: [StoredAlert], for destination: NoticeDestination,
    _ told: ToldFindings
  ) throws -> Int {
    guard !notices.isEmpty || !alerts.isEmpty else { return 0 }
    try told.read(Set(notices.map(\.finding)))
    let make = try MakeMessages(
      store, destination, link: self.notices.link, told: told, at: at)
    let items = try notices.compactMap { try make.item($0) } + alerts.map { try make.item($0) }
    let due = destination.timing.due(items, at: at)
    let isDigest = destination.timing.digest != nil && !due.isUrgent
    let messages = try make.messages(telling: due.items, isDigest: isDigest)
    for made in messages {
      try store.insert(made.message, telling: made.notices, alerts: made.alerts)
    }
    return messages.count
  }
}

extension NoticeTiming {
  /// Which items of those that wait are told now: all, what nothing holds back, or what a digest is due for.
  fileprivate func due(_ items: [NoticeItem], at now: Timestamp) -> (
    items: [NoticeItem], isUrgent: Bool
  ) {
    let urgent = items.filter { item in unless.map { item.severity >= $0 } ?? false }
    let isQuiet = quiet?.holds(at: now) ?? false
    guard digest != nil else { return isQuiet ? (urgent, true) : (items, false) }
    if !urgent.isEmpty { return (urgent, true) }
    guard !isQuiet, let first = items.map(\.at).min(), isDigestDue(since: first, at: now) else {
      return ([], false)
    }
    return (items, false)
  }
}

/// Findings as messages tell them, each read once.
final class ToldFindings {
  private let store: AuditStore
  private let at: Timestamp
  private let attribute: AttributeEdits
  private var known: [Int: Finding] = [:]
  private var tags: [Int: [String: String]] = [:]

  init(store: AuditStore, at: Timestamp) throws(Problem) {
    self.store = store
    self.at = at
    attribute = try AttributeEdits(store: store, at: at)
  }

  /// Reads those of some findings that were not read.
  func read(_ numbers: Set<Int>) throws(Problem) {
    let missing = numbers.filter { known[$0] == nil }
    guard !missing.isEmpty else { return }
    for (number, told) in try store.findings(numbered: missing) {
      let compose = ComposeReport(
        store: store, baseline: told.baseline, rules: RuleBook(records: []), at: at)
      known[number] = try attribute.attributed(compose.finding(told.finding))
      tags[number] = told.tags
    }
  }

  /// The tags by which rules know the resource of a finding that was read; nil where they were not.
  func tags(of number: Int) -> [String: String]? { tags[number] }

  subscript(number: Int) -> Finding? { known[number] }

  /// The alerts of calls that made edits of findings, as messages to a destination tell them.
  func alerts(toldTo destination: String, of findings: Set<Int>) throws(Problem)
    -> [DriftReport.Alert]
  {
    var alerts: [DriftReport.Alert] = []
    for finding in findings.sorted() {
      for stored in try store.alerts(toldTo: destination, of: finding) {
        alerts.append(try alert(stored))
      }
    }
    return alerts
  }

  /// An alert with what is kept of its call; of one that was pruned meanwhile hardly anything is.
  func alert(_ stored: StoredAlert) throws(Problem) -> DriftReport.Alert {
    let call = try store.activity(stored.call)
    return DriftReport.Alert(
      event: stored.call, at: call?.at ?? stored.at,
      call: call?.call ?? "a call that is kept no more",
      actor: try call.map { entry throws(Problem) in try attribute.told(entry).who } ?? "somebody",
      account: call?.account, region: call?.region ?? "an unknown region",
      error: call?.errorCode,
      resources: (call?.namesInWords ?? []).sorted { $0.precedes($1) },
      rules: stored.rules.map { rule in
        .init(
          id: rule.id, title: rule.title, severity: rule.severity, threshold: rule.threshold)
      }, findings: [stored.finding].compactMap { $0 })
  }

  /// Who made the call of an alert, and when.
  func call(of stored: StoredAlert) throws(Problem) -> NoticeItem.Call {
    let told = try store.activity(stored.call).map { entry throws(Problem) in
      try attribute.told(entry)
    }
    return NoticeItem.Call(
      id: stored.call, at: told?.at ?? stored.at, actor: told.map { $0.person ?? $0.actor } ?? "")
  }
}

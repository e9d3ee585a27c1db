import AuditReport
import ConfigurationModel

/// The one line that says it all: how bad, what, where, and what it means.
struct NoticeTitle {
  private let act: NoticeAct
  private let occasion: Notice.Occasion
  private let groups: [FindingGroup]
  /// Of calls that stand for themselves.
  private let alerts: [AlertGroup]
  /// Of calls that made the findings.
  private let attached: [DriftReport.Alert]
  /// Of breaches that stand for themselves.
  private let breaches: [BreachGroup]
  private let summaries: [BreachSummary]
  private let severity: String
  private let now: Timestamp

  init(
    _ act: NoticeAct, _ occasion: Notice.Occasion, _ groups: [FindingGroup], _ alerts: [AlertGroup],
    attached: [DriftReport.Alert], _ breaches: [BreachGroup] = [],
    _ summaries: [BreachSummary] = [], severity: Severity, at now: Timestamp
  ) {
    self.act = act
    self.occasion = occasion
    self.groups = groups
    self.alerts = alerts
    self.attached = attached
    self.breaches = breaches
    self.summaries = summaries
    self.severity = severity.word.uppercased()
    self.now = now
  }

  var text: String { "\(lead): \(subject)".visible }

  private var lead: String {
    switch occasion {
    case .test: return "Test"
    case .digest: return act == .close ? "Over" : "\(severity), together"
    case .reminder(let seconds):
      return "\(severity), not acknowledged for \(durationText(seconds: seconds))"
    case .news(let kinds):
      switch act {
      case .close: return "Over"
      case .acknowledge: return "Acknowledged"
      case .open:
        if groups.isEmpty {
          return "\(severity), \(alerts.isEmpty ? "guardrail broken" : "alert")"
        }
        return kinds.contains(.escalated) ? "\(severity), escalated" : severity
      case .update: return Self.updated(kinds).map { "\(severity), \($0)" } ?? severity
      }
    }
  }

  private static func updated(_ kinds: [NoticeKind]) -> String? {
    if kinds.contains(.escalated) { return "escalated" }
    if kinds.contains(.changed) { return "changed further" }
    if kinds.contains(.reopened) { return "open again" }
    if kinds.contains(.alerted) { return "alert" }
    if kinds.contains(.broken) { return "guardrail broken" }
    if kinds.contains(where: \.isEnding) { return "some of it over" }
    if kinds.contains(.accepted) { return "risk accepted" }
    return kinds.contains(.acknowledged) ? "some of it acknowledged" : nil
  }

  /// The worst first.
  private var subject: String {
    guard let worst = groups.map(\.leader.severity).max() else { return alertSubject }
    guard let alert = alerts.first else { return findingSubject + alertOfFinding(worst) }
    return alert.leader.severity > worst
      ? "\(alertSubject); and \(findingSubject)" : "\(findingSubject); alert: \(alert.title)"
  }

  /// The rule that names what made the findings, where that is news or worse than they are.
  private func alertOfFinding(_ severity: Severity) -> String {
    guard act != .close, let alert = attached.max(by: { $0.severity < $1.severity }),
      alert.severity > severity || occasion.kinds.contains(.alerted)
    else { return "" }
    return "; alert: \(alert.worstTitle)"
  }

  private var findingSubject: String {
    guard let first = groups.first else { return "nothing" }
    let count = groups.reduce(0) { $0 + $1.members.count }
    let whole = FindingGroup(members: groups.flatMap(\.members))
    guard groups.count == 1 else {
      return
        "\(counted(count, "unapproved change")) in \(whole.place); first \(first.subject): \(saying(first))"
    }
    return "\(first.subject) in \(first.place): \(saying(first))"
  }

  /// What happened, by whom, and where.
  private var alertSubject: String {
    guard let first = alerts.first else { return breachSubject }
    let count = alerts.reduce(0) { $0 + $1.members.count }
    let which = count == 1 ? "" : "\(counted(count, "alert")), first "
    let failed = first.leader.error.map { " (failed: \($0))" } ?? ""
    return
      "\(which)\(first.title): \(first.what)\(failed) by \(first.leader.actor) in \(first.place)"
  }

  /// What does not hold, of what, and where.
  private var breachSubject: String {
    guard let first = breaches.first else { return summaries.first?.text ?? "nothing" }
    let count = breaches.reduce(0) { $0 + $1.members.count }
    let which = count == first.members.count ? "" : "\(count) breaches, first "
    return "\(which)\(first.leader.title): \(first.what) in \(first.place)"
  }

  /// What it means, or how it ended.
  private func saying(_ group: FindingGroup) -> String {
    switch act {
    case .close: return group.statusText(at: now)
    case .open, .acknowledge, .update: break
    }
    let rest = group.edits.count > 1 ? " and \(counted(group.edits.count - 1, "more edit"))" : ""
    guard let first = group.edits.first else { return group.statusText(at: now) }
    return (first.sentence ?? "\(first.edit.word.sign) \(first.edit.pathText)") + rest
  }
}

import AuditReport
import ConfigurationModel

/// The one line that says it all: how bad, what, where, and what it means.
struct NoticeTitle {
  private let act: NoticeAct
  private let occasion: Notice.Occasion
  private let groups: [FindingGroup]
  private let count: Int
  private let now: Timestamp

  init(
    _ act: NoticeAct, _ occasion: Notice.Occasion, _ groups: [FindingGroup], count: Int,
    at now: Timestamp
  ) {
    self.act = act
    self.occasion = occasion
    self.groups = groups
    self.count = count
    self.now = now
  }

  var text: String { "\(lead): \(subject)".visible }

  private var severity: String {
    (groups.map(\.leader.severity).max() ?? .low).word.uppercased()
  }

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
      case .open: return kinds.contains(.escalated) ? "\(severity), escalated" : severity
      case .update: return Self.updated(kinds).map { "\(severity), \($0)" } ?? severity
      }
    }
  }

  private static func updated(_ kinds: [NoticeKind]) -> String? {
    if kinds.contains(.escalated) { return "escalated" }
    if kinds.contains(.changed) { return "changed further" }
    if kinds.contains(.reopened) { return "open again" }
    if kinds.contains(where: \.isEnding) { return "some of it over" }
    if kinds.contains(.accepted) { return "risk accepted" }
    return kinds.contains(.acknowledged) ? "some of it acknowledged" : nil
  }

  private var subject: String {
    guard let first = groups.first else { return "nothing" }
    let whole = FindingGroup(members: groups.flatMap(\.members))
    guard groups.count == 1 else {
      return "\(counted(count, "unapproved change")) in \(whole.place); first \(first.subject)"
    }
    return "\(first.subject) in \(first.place): \(saying(first))"
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

package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Reminds of findings that nobody acknowledged, and tells somebody else of them.
package struct FollowUpNotices {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// Returns whether there was anything to do.
  @discardableResult
  package func run() throws -> Bool {
    let following = notices.destinations.filter {
      $0.timing.remind != nil || $0.timing.escalation != nil
    }
    guard !following.isEmpty else { return false }
    return try store.writing {
      var isAny = false
      let told = try ToldFindings(store: store, at: at)
      let busy = Set(try store.nextMessages().map(\.message.destination))
      for destination in following {
        if let escalation = destination.timing.escalation {
          isAny = try escalate(destination, escalation, told) || isAny
        }
        if let seconds = destination.timing.remind, !busy.contains(destination.name),
          destination.timing.quiet?.holds(at: at) != true
        {
          isAny = try remind(destination, after: seconds, told) || isAny
        }
      }
      return isAny
    }
  }

  /// The findings of a thread that nobody looks after.
  private func open(_ thread: MessageThread, _ told: ToldFindings) throws -> [Int] {
    try told.read(thread.findings)
    return thread.findings.sorted().filter { told[$0]?.status.word == .open }
  }

  private func escalate(
    _ destination: NoticeDestination, _ escalation: NoticeTiming.Escalation, _ told: ToldFindings
  ) throws -> Bool {
    let due = at.advanced(bySeconds: -escalation.after)
    var isAny = false
    for thread in try store.openThreads(of: destination.name, begunBy: due) {
      let findings = try open(thread, told).filter { finding in
        try !store.isTold(escalation.to, of: finding)
      }
      guard !findings.isEmpty else { continue }
      try store.escalate(findings, to: escalation.to, at: at)
      isAny = true
    }
    return isAny
  }

  private func remind(
    _ destination: NoticeDestination, after seconds: Int64, _ told: ToldFindings
  ) throws -> Bool {
    let due = at.advanced(bySeconds: -seconds)
    var isAny = false
    for thread in try store.openThreads(of: destination.name, begunBy: due)
    where thread.lastMade <= due {
      let findings = try open(thread, told)
      guard !findings.isEmpty else { continue }
      let waited = at.seconds - thread.firstMade.seconds
      let made = try MakeMessages(store, destination, link: notices.link, told: told, at: at)
        .reminder(of: findings, in: thread.key, after: waited)
      try store.insert(made, telling: [])
      isAny = true
    }
    return isAny
  }
}

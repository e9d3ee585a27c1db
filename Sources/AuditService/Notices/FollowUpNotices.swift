package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Reminds of findings that nobody acknowledged, tells somebody else of them, and tells whoever was told that a risk is
/// accepted no longer.
package struct FollowUpNotices {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  /// Makes the follow-up of a moment, by which waiting times are counted.
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
    guard try !following.isEmpty || !store.findingsAcceptedNoLonger(at: at).isEmpty else {
      return false
    }
    return try store.writing {
      let over = try store.findingsAcceptedNoLonger(at: at)
      if !over.isEmpty { try store.tellAcceptedNoLonger(over, at: at) }
      var isAny = !over.isEmpty
      let told = try ToldFindings(store: store, at: at)
      let busy = Set(
        try NextMessages(store: store, notices: notices, at: at).all()
          .map(\.message.destination))
      for destination in following {
        if let escalation = destination.timing.escalation {
          isAny = try escalate(destination, escalation, told) || isAny
        }
        if let seconds = destination.timing.remind, !busy.contains(destination.name) {
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
    for thread in try store.openThreads(of: destination.name, begunBy: due, now: at) {
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
    let isQuiet = destination.timing.quiet?.holds(at: at) ?? false
    // In quiet hours only of what they do not hold back.
    let limit = isQuiet ? destination.timing.unless : .low
    guard let limit else { return false }
    let due = at.advanced(bySeconds: -seconds)
    let threads = try store.openThreads(of: destination.name, begunBy: due, now: at)
      .filter { $0.lastMade <= due }
    guard !threads.isEmpty else { return false }
    let owners = try owners(of: Set(threads.flatMap(\.findings)), for: destination)
    var isAny = false
    for thread in threads {
      let findings = try open(thread, told).filter { finding in
        owners[finding] == thread.key && told[finding].map { $0.severity >= limit } ?? false
      }
      guard !findings.isEmpty else { continue }
      let waited = max(seconds, at.seconds - thread.firstMade.seconds)
      let made = try MakeMessages(store, destination, link: notices.link, told: told, at: at)
        .reminder(of: findings, in: thread.key, after: waited)
      try store.insert(made, telling: [])
      isAny = true
    }
    return isAny
  }

  /// The thread that tells a destination of each finding: the last that began with it.
  private func owners(of findings: Set<Int>, for destination: NoticeDestination) throws -> [Int:
    String]
  {
    let openings = try store.openings(of: destination.name, telling: findings, breaches: [])
    let pairs = try store.messageThreads(begunBy: openings)
      .flatMap { thread in thread.findings.map { ($0, thread.key) } }
    return Dictionary(pairs) { _, last in last }
  }
}

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
    let waiting = try store.noticesWaiting()
    let known = Set(notices.destinations.map(\.name))
    guard waiting.contains(where: { known.contains($0.destination) }) else { return 0 }
    return try store.writing {
      let busy = Set(
        try NextMessages(store: store, notices: notices, at: at).all()
          .map(\.message.destination))
      let waiting = Dictionary(grouping: try store.noticesWaiting(), by: \.destination)
      let told = try ToldFindings(store: store, at: at)
      var count = 0
      for destination in notices.destinations where !busy.contains(destination.name) {
        guard let own = waiting[destination.name] else { continue }
        let wanted = own.filter { destination.wants($0.kind) }
        try store.leaveUntold(own.filter { !destination.wants($0.kind) }.map(\.id))
        try told.read(Set(wanted.map(\.finding)))
        let due = destination.timing.due(wanted, at: at) { told[$0]?.severity }
        let make = try MakeMessages(store, destination, link: notices.link, told: told, at: at)
        let isDigest = destination.timing.digest != nil && !due.isUrgent
        let messages = try make.messages(telling: due.notices, isDigest: isDigest)
        for made in messages { try store.insert(made.message, telling: made.notices) }
        count += messages.count
      }
      return count
    }
  }
}

extension NoticeTiming {
  /// Which of the notices that wait are told now: all, what nothing holds back, or what a digest is due for.
  fileprivate func due(
    _ notices: [StoredNotice], at now: Timestamp, severity: (Int) -> Severity?
  ) -> (notices: [StoredNotice], isUrgent: Bool) {
    let urgent = notices.filter { notice in
      unless.map { limit in severity(notice.finding).map { $0 >= limit } ?? false } ?? false
    }
    let isQuiet = quiet?.holds(at: now) ?? false
    guard digest != nil else { return isQuiet ? (urgent, true) : (notices, false) }
    if !urgent.isEmpty { return (urgent, true) }
    guard !isQuiet, let first = notices.map(\.at).min(), isDigestDue(since: first, at: now) else {
      return ([], false)
    }
    return (notices, false)
  }
}

/// Findings as messages tell them, each read once.
final class ToldFindings {
  private let store: AuditStore
  private let at: Timestamp
  private let attribute: AttributeEdits
  private var known: [Int: Finding] = [:]

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
    }
  }

  subscript(number: Int) -> Finding? { known[number] }
}

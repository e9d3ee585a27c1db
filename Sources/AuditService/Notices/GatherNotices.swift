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
      let waiting = try store.newsWaiting()
      let told = try ToldFindings(store: store, at: at)
      var count = 0
      for destination in notices.destinations where !busy.contains(destination.name) {
        let own = waiting.to { $0 == destination.name }
        try store.leaveUntold(own.of { !destination.wants($0) })
        count += try gather(own.of(destination.wants), for: destination, told)
      }
      return count
    }
  }

  /// Returns how many messages it made of what one destination is to be told.
  private func gather(
    _ news: StoredNews, for destination: NoticeDestination, _ told: ToldFindings
  ) throws -> Int {
    guard !news.isEmpty else { return 0 }
    let make = try MakeMessages(store, destination, link: notices.link, told: told, at: at)
    let items = try make.items(of: news)
    let due = destination.timing.due(items, at: at)
    let isDigest = destination.timing.digest != nil && !due.isUrgent
    let messages = try make.messages(telling: due.items, isDigest: isDigest)
    for made in messages { try made.insert(into: store) }
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

import AuditReport
package import AuditStore
package import ConfigurationModel

/// Says that activity stands as unread which may hold calls that somebody asks about: that a list is empty does not mean
/// that nothing was called.
package struct UnreadCalls {
  private let store: AuditStore

  /// Makes the question to a store, which it only reads.
  package init(store: AuditStore) { self.store = store }

  /// How much stands so, and how to see it, in a sentence; nil where nothing does that may hold calls of the time, and of an
  /// account: nil for any.
  ///
  /// What was found unread holds no calls that were made later, but for a file that may be written anew under its name.
  package func sentence(in window: Window, account: String? = nil) throws(Problem) -> String? {
    let count = try store.standingUnread().count { entry in
      let isOfTime = window.from.map { entry.since >= $0 } ?? true
      let isOfAccount = account.map { $0 == entry.account } ?? true
      return entry.isOfCalls && (entry.account == nil || isOfTime && isOfAccount)
    }
    guard count > 0 else { return nil }
    return
      "\(counted(count, "piece")) of activity could not be read ('plumb activity unread') and may "
      + "hold calls of this time."
  }
}

import Activity
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
  /// A log file of CloudTrail holds calls of the day before the moment in its name. What else was found unread holds no calls
  /// that were made later, but for a file that may be written anew under its name.
  package func sentence(in window: Window, account: String? = nil) throws(Problem) -> String? {
    let count = try store.standingUnread().count { entry in
      let isOfAccount = account == nil || entry.account == nil || account == entry.account
      return entry.isOfCalls && isOfAccount && entry.mayHoldCalls(of: window)
    }
    guard count > 0 else { return nil }
    return
      "\(counted(count, "piece")) of activity could not be read ('plumb activity unread') and may "
      + "hold calls of this time."
  }
}

extension StoredUnreadActivity {
  /// What its name says, where that is the name of a file of a trail.
  var fileName: TrailFileName? {
    name.split(separator: "/").last.flatMap { TrailFileName(String($0)) }
  }

  /// Whether calls of a time may stand in it.
  func mayHoldCalls(of window: Window) -> Bool {
    let log = fileName
    let last = log?.moment ?? (mayBeRewritten ? nil : since)
    let first = log?.moment.advanced(bySeconds: -86_400)
    let isTooEarly = last.flatMap { last in window.from.map { last < $0 } } ?? false
    let isTooLate = first.flatMap { first in window.until.map { first > $0 } } ?? false
    return !isTooEarly && !isTooLate
  }
}

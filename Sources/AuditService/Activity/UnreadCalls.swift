import Activity
import AuditReport
package import AuditStore
package import ConfigurationModel

/// Says that activity stands as unread, or was taken back, which may hold calls that somebody asks about: that a list is
/// empty does not mean that nothing was called.
package struct UnreadCalls {
  private let store: AuditStore

  /// Makes the question to a store, which it only reads.
  package init(store: AuditStore) { self.store = store }

  /// How much stands so, and how to see it, and how much was taken back, in a sentence each; nil where nothing may hold
  /// calls of the time, and of an account: nil for any.
  ///
  /// A log file of CloudTrail holds calls of the day before the moment in its name. What else was found unread holds no calls
  /// that were made later, but for a file that may be written anew under its name. Of what was taken back only log files
  /// count: of others whoever did it may know that no calls are in them.
  package func sentence(in window: Window, account: String? = nil) throws(Problem) -> String? {
    func mayHoldCalls(_ entry: StoredUnreadActivity) -> Bool {
      let isOfAccount = account == nil || entry.account == nil || account == entry.account
      return entry.isOfCalls && isOfAccount && entry.mayHoldCalls(of: window)
    }
    let standing = try store.standingUnread().count(where: mayHoldCalls)
    let withdrawn = try store.withdrawnUnread().filter { $0.fileName != nil && mayHoldCalls($0) }
    let sentences = [Self.sentence(standing: standing), Self.sentence(withdrawn: withdrawn)]
    return sentences.contains { $0 != nil }
      ? sentences.compactMap(\.self).joined(separator: " ") : nil
  }

  private static func sentence(standing count: Int) -> String? {
    guard count > 0 else { return nil }
    return
      "\(counted(count, "piece")) of activity could not be read ('plumb activity unread') and may "
      + "hold calls of this time."
  }

  private static func sentence(withdrawn: [StoredUnreadActivity]) -> String? {
    let withdrawals = Set(withdrawn.compactMap(\.withdrawal))
    guard let last = withdrawals.max(by: { $0.at < $1.at }) else { return nil }
    let were = withdrawn.count == 1 ? "was" : "were"
    let when = withdrawals.count == 1 ? "on" : "for the last time on"
    return
      "\(counted(withdrawn.count, "piece")) of activity that could not be read \(were) taken back "
      + "\(when) \(last.at.minuteText)\(doneBy(last.actor, last.reason)) and may hold calls of this time."
  }
}

extension StoredUnreadActivity {
  /// What its name says, where that is the name of a file of a trail.
  var fileName: TrailFileName? { TrailFileName(name.fileName) }

  /// The time whose calls stand in it, where it is a log file of CloudTrail: the day before it was delivered.
  var time: ActivitySpan? {
    guard let log = fileName, isOfCalls else { return nil }
    return ActivitySpan(
      account: log.account, region: log.region, from: log.moment.advanced(bySeconds: -86_400),
      until: log.moment)
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

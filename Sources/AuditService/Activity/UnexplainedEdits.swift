import Activity
import AuditStore
import ConfigurationModel

/// Tells what can be said of edits that no call explains: nothing, where the activity of their time is not kept, was not
/// read, or may be still to come. It holds what it read: what is kept must not change meanwhile.
final class UnexplainedEdits {
  private let store: AuditStore
  /// The event of the log by which activity was known.
  private let knownBy: Int64
  /// The moment at which it is told.
  private let at: Timestamp
  private var accounts: [String: Kept] = [:]
  private var unread: [StoredUnreadActivity]?

  /// The times of which activity of an account is kept, and by region when the last of them came to be known.
  private struct Kept {
    let spans: [ActivitySpan]
    let readAt: [String: Timestamp]
  }

  init(store: AuditStore, knownBy event: Int64, at: Timestamp) {
    self.store = store
    knownBy = event
    self.at = at
  }

  /// What can be said of an edit of a resource within an interval.
  ///
  /// CloudTrail delivers files of one hour one after the other, and late: that it is settled is known once activity was
  /// read a while after the interval, and not because time goes by.
  func grade(of resource: ResourceID, in interval: Occurrence) throws(Problem)
    -> EditAttribution.Grade
  {
    let regions =
      resource.region == Scope.global ? Set(GlobalServiceEvents.regions.values) : [resource.region]
    let kept = try kept(of: resource.account)
    let spans = kept.spans.filter { regions.contains($0.region) }
    guard spans.covers(interval), try !isUnread(resource.account, regions, interval) else {
      return .notCovered
    }
    let settled = interval.until.advanced(bySeconds: AttributeEdits.settling)
    guard at >= settled, let read = regions.compactMap({ kept.readAt[$0] }).max(), read >= settled
    else { return .unsettled }
    return .unexplained
  }

  private func kept(of account: String) throws(Problem) -> Kept {
    if let known = accounts[account] { return known }
    let kept = Kept(
      spans: try store.activitySpans(of: account, in: nil, knownBy: knownBy).joined,
      readAt: try store.activityRead(of: account, knownBy: knownBy))
    accounts[account] = kept
    return kept
  }

  /// Whether queues told of calls of the account that nobody could read, and that may have been made in the interval: none
  /// was told of before it was made.
  private func isUnread(_ account: String, _ regions: Set<String>, _ interval: Occurrence)
    throws(Problem) -> Bool
  {
    if unread == nil {
      unread = try store.standingUnread(knownBy: knownBy).filter(\.isOfCalls)
    }
    return (unread ?? []).contains { entry in
      (entry.account.map { $0 == account } ?? true)
        && (entry.region.map { regions.contains($0) } ?? true)
        && (interval.after.map { entry.since > $0 } ?? true)
    }
  }
}

extension StoredUnreadActivity {
  /// Whether it is a message or an object: a scope is what calls changed that were read.
  fileprivate var isOfCalls: Bool { name.hasPrefix("message ") || name.hasPrefix("s3://") }
}

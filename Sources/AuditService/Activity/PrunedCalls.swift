import AuditReport
package import AuditStore
package import ConfigurationModel

/// Says that calls were pruned which may be among those that somebody asks about: that a list is empty does not mean that
/// nothing was called.
package struct PrunedCalls {
  private let store: AuditStore

  /// Makes the question to a store, which it only reads.
  package init(store: AuditStore) { self.store = store }

  /// How many, up to when, who pruned them, when and why, in a sentence; nil where none was pruned that the filter may
  /// choose.
  ///
  /// Who made a call that was pruned, and which it was, is not kept: each of the time, the account and the resource may be
  /// one that is asked about. Of the newest so many, only those count that are no older than what is listed.
  ///
  /// - Parameter time: How the time is called that the filter asks about.
  package func sentence(_ filter: ActivityFilter, of time: String = "Of this time") throws(Problem)
    -> String?
  {
    var asked = filter
    if let limit = filter.limit {
      let listed = try ListActivity(store: store).entries(filter)
      if listed.count == limit, let first = listed.first { asked.from = first.at }
    }
    guard let pruned = try store.prunedActivity(asked) else { return nil }
    let about = asked.resource.map { " on \($0)" } ?? ""
    let until = pruned.until.minuteText
    guard pruned.count > 1 else {
      return "\(time), 1 call\(about), made at \(until), was pruned \(pruned.words): "
        + "who made it and what it was is not kept."
    }
    return "\(time), \(pruned.count) calls\(about), made up to \(until), were pruned "
      + "\(pruned.words): who made them and what they were is not kept."
  }

  /// The same of all calls of a time, and of an account; nil for any.
  package func sentence(
    in window: Window, account: String? = nil, of time: String = "Of this time"
  ) throws(Problem) -> String? {
    var filter = ActivityFilter()
    (filter.from, filter.until, filter.account) = (window.from, window.until, account)
    return try sentence(filter, of: time)
  }
}

extension PrunedActivity {
  /// `on 2026-11-16 10:00 UTC by ops (kept a year)`: when the last pruning was that dropped any, by whom and why.
  var words: String { "on \(prunedAt.minuteText)\(doneBy(actor, reason))" }
}

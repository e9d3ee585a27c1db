import AuditReport
package import AuditStore
package import ConfigurationModel

/// Says of which times activity is kept, where that is less than was asked for: that a list is empty means nothing where
/// nothing is kept.
package struct KeptActivity {
  private let store: AuditStore
  private let account: String?
  private let window: Window
  private let now: Timestamp

  /// - Parameters:
  ///   - account: The account that is asked about; nil for all.
  ///   - window: The time that is asked about; without a beginning all that was ever called.
  ///   - now: Until when a time without an end goes.
  package init(store: AuditStore, account: String? = nil, in window: Window, now: Timestamp) {
    self.store = store
    self.account = account
    self.window = window
    self.now = now
  }

  /// So many accounts and regions are told one by one.
  private static let told = 5

  /// A sentence; nil where the whole time is kept of every account and region of which any is.
  ///
  /// - Parameter event: The event of the log by which it is known.
  package func sentence(knownBy event: Int64 = .max) throws(Problem) -> String? {
    let spans = try store.keptSpans(of: account, knownBy: event)
    guard !spans.isEmpty else {
      let whose = account.map { " of \($0)" } ?? ""
      return "Of no hour all activity\(whose) is known to be kept ('plumb activity coverage')."
    }
    let places = Dictionary(grouping: spans) { "\($0.account) \($0.region)" }
    guard !places.values.allSatisfy(isWhole) else { return nil }
    let texts = Dictionary(grouping: places.keys) { text(of: places[$0] ?? []) }
    let groups = texts.sorted { ($0.value.min() ?? "", $0.key) < ($1.value.min() ?? "", $1.key) }
    let lines = groups.prefix(Self.told).map { text, places in
      let more = places.count > 3 ? " and \(places.count - 3) regions more" : ""
      return "\(text) of \(places.sorted().prefix(3).joined(separator: ", "))\(more)"
    }
    let rest = groups.count - lines.count
    return "Of this time all activity is known to be kept only so far: "
      + lines.joined(separator: "; ") + (rest > 0 ? "; \(rest) more" : "")
      + ". Of the rest calls may be missing ('plumb activity coverage')."
  }

  /// Files come late, and none comes of a quiet time.
  private var end: Timestamp {
    let end = min(window.until ?? now, now)
    let isRecent = now.seconds - end.seconds < [ActivitySpan].quiet
    return end.advanced(bySeconds: isRecent ? -[ActivitySpan].quiet : 0)
  }

  private func isWhole(_ spans: [ActivitySpan]) -> Bool {
    guard let from = window.from else { return false }
    return spans.contains { $0.from <= from && $0.until >= end }
  }

  private func text(of spans: [ActivitySpan]) -> String {
    let own = spans.filter { span in
      (window.from.map { span.until > $0 } ?? true)
        && (window.until.map { span.from <= $0 } ?? true)
    }
    guard let first = own.first, let last = own.last else { return "nothing" }
    let from = window.from.map { max($0, first.from) } ?? first.from
    let until = window.until.map { min($0, last.until) } ?? last.until
    let gaps = own.count > 1 ? ", with \(counted(own.count - 1, "gap"))," : ""
    return "from \(from.minuteText) to \(until.minuteText)\(gaps)"
  }
}

extension AuditStore {
  /// The times of which activity was kept by an event of the log, without what was pruned by then, and without those of
  /// log files that could not be read; those of one account and region that follow one another as one, in order.
  func keptSpans(of account: String?, knownBy event: Int64 = .max) throws(Problem)
    -> [ActivitySpan]
  {
    let pruned = try lastPrunedActivity(knownBy: event)
    return try knownTimes(of: account, knownBy: event).compactMap { span in
      span.since(pruned.moment(of: span.account))
    }.without(try unreadTimes(of: account, knownBy: event))
  }

  /// The times of which calls stand in log files of CloudTrail that nobody could read by an event of the log, whether they
  /// stand as unread or were taken back; in order.
  func unreadTimes(of account: String?, knownBy event: Int64 = .max) throws(Problem)
    -> [ActivitySpan]
  {
    let unread = try standingUnread(knownBy: event) + withdrawnUnread(knownBy: event)
    return unread.compactMap(\.time).filter { account == nil || $0.account == account }.merged
  }

  /// The times of which activity was known and calls were pruned, up to the last of them of the account, without those of
  /// log files that could not be read; in order.
  func prunedTimes(of account: String?) throws(Problem) -> [ActivitySpan] {
    let pruned = try lastPrunedActivity()
    let known = try knownTimes(of: account, and: prunedSpans(of: account))
    return known.compactMap { $0.upTo(pruned.moment(of: $0.account)) }
      .without(try unreadTimes(of: account))
  }
}

extension [String?: Timestamp] {
  /// What stands for an account, or for calls that may be of any, whichever is later; nil where neither does.
  fileprivate func moment(of account: String) -> Timestamp? {
    [self[account], self[nil]].compactMap(\.self).max()
  }
}

extension ActivitySpan {
  /// What is left of it from a moment on; nil where that is nothing.
  fileprivate func since(_ moment: Timestamp?) -> ActivitySpan? {
    guard let moment, moment > from else { return self }
    guard moment < until else { return nil }
    return ActivitySpan(account: account, region: region, from: moment, until: until)
  }

  /// What is of it up to a moment, which belongs to it; nil where that is nothing, and where there is no moment.
  fileprivate func upTo(_ moment: Timestamp?) -> ActivitySpan? {
    guard let moment, moment >= from else { return nil }
    return ActivitySpan(account: account, region: region, from: from, until: min(moment, until))
  }
}

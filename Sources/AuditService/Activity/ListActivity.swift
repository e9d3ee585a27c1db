package import AuditReport
package import AuditStore
package import ConfigurationModel

/// Lists the activity that is kept.
package struct ListActivity {
  /// The store that is read.
  package let store: AuditStore

  /// Makes the list of a store, which it only reads.
  package init(store: AuditStore) { self.store = store }

  /// What a filter chooses, oldest first.
  package func table(_ filter: ActivityFilter) throws(Problem) -> ResultTable {
    Self.table(of: try entries(filter))
  }

  /// The same: of a person also what was called in the sessions that they opened, through as many roles as they took.
  func entries(_ filter: ActivityFilter) throws(Problem) -> [StoredActivity] {
    guard let actor = filter.actor else { return try store.activity(filter) }
    var opening = ActivityFilter()
    (opening.actor, opening.opensSession) = (actor, true)
    var filter = filter
    while true {
      let keys = try Set(store.activity(opening).compactMap(\.openedKey))
      guard !keys.isSubset(of: filter.sessions) else { break }
      filter.sessions.formUnion(keys)
      opening.sessions = filter.sessions
    }
    return try store.activity(filter)
  }

  /// The same of events that are known already.
  package static func table(of entries: [StoredActivity]) -> ResultTable {
    let rows = entries.map { entry in
      [
        ResultTable.Cell.text("\(entry.at)"), .text(entry.actor), .text(entry.call),
        .text(entry.namesInWords.joined(separator: " ")),
        entry.account.map { .text($0) } ?? .null, .text(entry.region),
        entry.errorCode.map { .text($0) } ?? .null, entry.means.map { .text($0) } ?? .null,
        .text(entry.id),
      ]
    }
    return ResultTable(
      columns: [
        "at", "actor", "call", "resources", "account", "region", "error", "means", "event",
      ],
      rows: rows)
  }

  /// The times of which activity is kept, of each account and region, with those of which calls were pruned before, those
  /// of log files that could not be read, taken back or not, and the gaps between them; in order.
  package func coverage(account: String? = nil) throws(Problem) -> ResultTable {
    let pruned = try store.prunedTimes(of: account).map { (span: $0, state: "pruned") }
    let kept = try store.keptSpans(of: account).map { (span: $0, state: "kept") }
    let unread = try store.unreadTimes(of: account).map { (span: $0, state: "unread") }
    let all = (pruned + kept + unread).sorted { $0.span < $1.span }
    let following = all.dropFirst().map { Optional($0.span) } + [nil]
    let rows = zip(all, following).flatMap { time, next in
      let (span, state) = time
      let rest = next.flatMap { gap(between: span, and: $0) }
      return [row(span, state, from: span.from, until: span.until)] + [rest].compactMap(\.self)
    }
    return ResultTable(columns: ["account", "region", "state", "from", "until"], rows: rows)
  }

  /// The row of what lies between two times of one account and region; nil where nothing does.
  private func gap(between span: ActivitySpan, and next: ActivitySpan) -> [ResultTable.Cell]? {
    guard next.account == span.account, next.region == span.region, span.until < next.from else {
      return nil
    }
    return row(span, "gap", from: span.until, until: next.from)
  }

  private func row(_ span: ActivitySpan, _ state: String, from: Timestamp, until: Timestamp)
    -> [ResultTable.Cell]
  {
    [
      .text(span.account), .text(span.region), .text(state), .text("\(from)"), .text("\(until)"),
    ]
  }

  /// One event, whole: as JSON, without secrets. Throws `unknown-activity`, or `activity-pruned` where it is kept no more.
  package func text(of id: String) throws(Problem) -> String {
    if let entry = try store.activity(id) { return entry.body.jsonTextVisible }
    guard let pruned = try store.prunedActivity(ofEvent: id) else { throw .unknownActivity(id) }
    throw .prunedActivity(id, pruned)
  }
}

extension StoredActivity {
  /// `ec2 AuthorizeSecurityGroupIngress`.
  package var call: String { "\(source.prefix { $0 != "." }) \(name)" }
}

extension Problem {
  fileprivate static func unknownActivity(_ id: String) -> Problem {
    Problem(
      "unknown-activity", "No event '\(id)' is kept.",
      hint: "'plumb activity list' shows the ids of events in its last column.")
  }

  fileprivate static func prunedActivity(_ id: String, _ pruned: PrunedActivity) -> Problem {
    Problem(
      "activity-pruned",
      "The event '\(id)', of \(pruned.until.minuteText), was pruned \(pruned.words).",
      hint:
        "Who made the call and what it was is not kept. CloudTrail's own files may hold it still.")
  }
}

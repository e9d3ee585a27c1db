package import ConfigurationModel

/// Something that happened to a finding, with the calls that made its edits; a call that alert rules name; or something
/// that happened to a breach of a guardrail.
package struct NoticeItem: Hashable, Sendable {
  /// A call of somebody.
  package struct Call: Hashable, Sendable {
    /// The id of its event.
    package let id: String
    /// When it was made.
    package let at: Timestamp
    /// The person behind the caller's identity; where there is no telling, the identity in words.
    package let actor: String

    /// Makes a call of an event.
    package init(id: String, at: Timestamp, actor: String) {
      self.id = id
      self.at = at
      self.actor = actor
    }
  }

  /// What it is about.
  package enum Subject: Hashable, Sendable {
    /// A finding, by its number.
    case finding(Int)
    /// A call, by the id of its event.
    case call(String)
    /// A breach of a guardrail, by its row.
    case breach(Int64)
    /// What guardrails found that were not asked before, by the row that tells it.
    case look(Int64)
  }

  /// Its rows in the store, in the order in which they were written; at least one.
  package let rows: [Int64]
  /// What it is about.
  package let subject: Subject
  /// What happened to it.
  package let kind: NoticeKind
  /// The event that it was written with: what one audit found has the same.
  package let event: Int64
  /// When it was written.
  package let at: Timestamp
  /// The severity of the finding, or of the worst alert.
  package let severity: Severity
  /// The calls that made its edits; empty where activity tells of none.
  package let calls: [Call]

  /// Makes what happened to a finding, of its row.
  package init(
    id: Int64, finding: Int, kind: NoticeKind, event: Int64, at: Timestamp, severity: Severity,
    calls: [Call]
  ) {
    rows = [id]
    self.at = at
    subject = .finding(finding)
    self.kind = kind
    self.event = event
    self.severity = severity
    self.calls = calls
  }

  /// Makes a call that alert rules name, of the rows that say so.
  package init(rows: [Int64], call: Call, event: Int64, at: Timestamp, severity: Severity) {
    self.rows = rows
    self.at = at
    subject = .call(call.id)
    kind = .alerted
    self.event = event
    self.severity = severity
    calls = [call]
  }

  /// Makes something that happened to a breach, or what a look found, of the row that says so.
  package init(
    row: Int64, _ subject: Subject, kind: NoticeKind, event: Int64, at: Timestamp,
    severity: Severity, calls: [Call]
  ) {
    rows = [row]
    self.at = at
    self.subject = subject
    self.kind = kind
    self.event = event
    self.severity = severity
    self.calls = calls
  }

  /// The first of its rows.
  package var id: Int64 { rows[0] }

  /// The finding that it is about; nil of anything else.
  package var finding: Int? {
    switch subject {
    case .finding(let number): number
    case .call, .breach, .look: nil
    }
  }

  /// The breach that it is about, by its row; nil of anything else.
  package var breach: Int64? {
    switch subject {
    case .breach(let row): row
    case .finding, .call, .look: nil
    }
  }

  /// Where its rows stand.
  package var table: Table {
    switch subject {
    case .finding: .notices
    case .call: .alerts
    case .breach, .look: .breaches
    }
  }

  /// A table of the store with news.
  package enum Table: Int, Hashable, Sendable {
    case notices, alerts, breaches
  }

  /// Whether it was written before another one.
  package func precedes(_ other: NoticeItem) -> Bool { place < other.place }

  private var place: (Int64, Int, Int64) { (event, table.rawValue, id) }
}

/// Which findings stand together in one message: one change, one message.
package enum NoticeGrouping {
  /// Seconds between two calls of one actor that are one change.
  package static let together: Int64 = 60
  /// So many messages are made of what waits for one destination at a time; what is beyond stands together in the last.
  package static let mostMessages = 20

  /// The items in groups, in the order of their first members. Those that one call made, or calls of one actor within a
  /// minute of each other, stand together; of what nobody is known to have made, what one audit found.
  package static func groups(_ items: [NoticeItem]) -> [[NoticeItem]] {
    var sets = Sets(count: items.count)
    for places in Dictionary(grouping: items.indices, by: { Self.event(of: items[$0]) }) {
      guard places.key != nil else { continue }
      for place in places.value { sets.join(place, places.value[0]) }
    }
    let calls = items.indices.flatMap { place in items[place].calls.map { (place: place, call: $0) }
    }
    for same in Dictionary(grouping: calls, by: \.call.id).values {
      for other in same { sets.join(other.place, same[0].place) }
    }
    for own in Dictionary(grouping: calls, by: \.call.actor).values {
      let ordered = own.sorted { $0.call.at < $1.call.at }
      for (first, second) in zip(ordered, ordered.dropFirst())
      where second.call.at.seconds - first.call.at.seconds <= together {
        sets.join(second.place, first.place)
      }
    }
    let groups = Dictionary(grouping: items.indices) { sets.root(of: $0) }.values
      .map { $0.sorted().map { items[$0] } }
      .sorted { $0[0].precedes($1[0]) }
    return capped(groups)
  }

  private static func event(of item: NoticeItem) -> Int64? {
    item.calls.isEmpty ? item.event : nil
  }

  /// The worst groups stay; all others are one. A storm is a few messages.
  private static func capped(_ groups: [[NoticeItem]]) -> [[NoticeItem]] {
    guard groups.count > mostMessages else { return groups }
    let worst = groups.indices.sorted { left, right in
      let (first, second) = (severity(groups[left]), severity(groups[right]))
      return first == second ? left < right : first > second
    }
    let kept = Set(worst.prefix(mostMessages - 1))
    let rest = groups.indices.filter { !kept.contains($0) }.flatMap { groups[$0] }
    let all =
      groups.indices.filter { kept.contains($0) }.map { groups[$0] }
      + [rest.sorted { $0.precedes($1) }]
    return all.sorted { $0[0].precedes($1[0]) }
  }

  private static func severity(_ items: [NoticeItem]) -> Severity {
    items.map(\.severity).max() ?? .low
  }
}

/// Disjoint sets of positions (Tarjan's union-find).
private struct Sets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of place: Int) -> Int {
    var place = place
    while parents[place] != place {
      parents[place] = parents[parents[place]]
      place = parents[place]
    }
    return place
  }

  mutating func join(_ left: Int, _ right: Int) {
    let (left, right) = (root(of: left), root(of: right))
    parents[max(left, right)] = min(left, right)
  }
}

extension Finding {
  /// The calls that made its edits that no record covers, or may have.
  package var noticeCalls: [NoticeItem.Call] {
    var seen: Set<String> = []
    return unapproved.flatMap { $0.attribution?.events ?? [] }.compactMap { event in
      guard seen.insert(event.id).inserted else { return nil }
      return NoticeItem.Call(id: event.id, at: event.at, actor: event.person ?? event.actor)
    }
  }
}

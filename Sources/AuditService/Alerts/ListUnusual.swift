import AlertRules
package import AuditReport
package import AuditStore
package import ConfigurationModel

/// Lists events that are the first of their kind in their account, with how often the like was seen before.
package struct ListUnusual {
  private let store: AuditStore
  private let window: Window
  private let account: String?

  /// - Parameters:
  ///   - window: Which events are listed. All that is kept before them is counted.
  ///   - account: Only events of this account; nil for all.
  package init(store: AuditStore, in window: Window, account: String? = nil) {
    self.store = store
    self.window = window
    self.account = account
  }

  /// Oldest first.
  package func table() throws(Problem) -> ResultTable {
    var frequencies = FrequencyTable()
    var rows: [[ResultTable.Cell]] = []
    let origins = CallOrigins(store: store)
    try store.inOneState { () throws(Problem) in
      try store.eachKeptEvent(in: Window(from: nil, until: window.until)) {
        kept throws(Problem) in
        let seen = frequencies.note(
          at: kept.at, account: kept.account ?? "", actor: try origins.counted(kept),
          call: "\(kept.source) \(kept.name)", region: kept.region)
        if seen.isUnusual, isListed(kept) { rows.append(Self.row(kept, seen)) }
      }
    }
    return ResultTable(
      columns: [
        "at", "account", "actor", "actorSeen", "call", "callSeen", "region", "regionSeen",
        "hourSeen", "eventsSeen", "event",
      ], rows: rows)
  }

  private func isListed(_ kept: KeptEvent) -> Bool {
    (window.from.map { kept.at >= $0 } ?? true) && (account.map { $0 == kept.account } ?? true)
  }

  private static func row(_ kept: KeptEvent, _ seen: FrequencyTable.Seen) -> [ResultTable.Cell] {
    [
      .text("\(kept.at)"), kept.account.map { .text($0) } ?? .null, .text(kept.actor),
      .number("\(seen.actor)"), .text("\(kept.source.prefix { $0 != "." }) \(kept.name)"),
      .number("\(seen.call)"), .text(kept.region), .number("\(seen.region)"),
      .number("\(seen.hour)"), .number("\(seen.events)"), .text(kept.id),
    ]
  }
}

/// What no message tells yet, in a table for each kind of it: as small as what waits, however much was told.
enum WaitingNews: CaseIterable {
  case notices, alerts, breaches

  /// The table of what waits, its only column, and the table of what it is.
  private var names: (table: String, column: String, news: String) {
    switch self {
    case .notices: ("waiting_notice", "notice", "notice")
    case .alerts: ("waiting_alert", "alert", "alert_notice")
    case .breaches: ("waiting_breach", "notice", "breach_notice")
    }
  }

  /// Whether any waits for some destinations, as SQL. The joins are walked as they are written: from what waits.
  ///
  /// - Parameter marks: A mark for the name of each, with commas; each is bound once for each kind.
  static func anyFor(_ marks: String) -> String {
    "SELECT "
      + allCases.map(\.names).map { names in
        """
        EXISTS (SELECT 1 FROM \(names.table) w CROSS JOIN \(names.news) n
          WHERE n.id = w.\(names.column) AND n.destination IN (\(marks)))
        """
      }.joined(separator: " OR ")
  }

  fileprivate var insertion: String { "INSERT INTO \(names.table) (\(names.column)) VALUES (?)" }
  fileprivate var deletion: String { "DELETE FROM \(names.table) WHERE \(names.column) = ?" }
}

extension StoreTransaction {
  /// News that was just written waits for a message.
  func setWaiting(_ row: Int64, in news: WaitingNews) throws { try run(news.insertion, [row]) }

  /// It waits no more: a message tells it, or nobody will.
  func endWaiting(_ row: Int64, in news: WaitingNews) throws { try run(news.deletion, [row]) }
}

/// The kinds of news, each with a table of its own, and two beside it: of what no message tells yet, which is as small as
/// what waits, however much was told; and of which message tells what.
enum WaitingNews: CaseIterable {
  case notices, alerts, breaches

  /// The table of the news, those of what waits and of what was told, and the column of these that names the news.
  private var names: (news: String, waiting: String, told: String, column: String) {
    switch self {
    case .notices: ("notice", "waiting_notice", "told_notice", "notice")
    case .alerts: ("alert_notice", "waiting_alert", "told_alert", "alert")
    case .breaches: ("breach_notice", "waiting_breach", "told_breach", "notice")
    }
  }

  /// Whether any waits for so many destinations, as SQL that binds their names. The joins are walked as they are written:
  /// from what waits.
  static func any(forDestinations count: Int) -> String {
    let marks = (1...max(1, count)).map { "?\($0)" }.joined(separator: ", ")
    return "SELECT "
      + allCases.map(\.names).map { names in
        """
        EXISTS (SELECT 1 FROM \(names.waiting) w CROSS JOIN \(names.news) n
          WHERE n.id = w.\(names.column) AND n.destination IN (\(marks)))
        """
      }.joined(separator: " OR ")
  }

  /// The destinations for which something waits that nobody tried to send, each with when the oldest of it happened; as
  /// SQL. The joins are walked as they are written: from what waits.
  static let oldestUntried =
    "SELECT destination, min(at) FROM ("
    + allCases.map(\.names).map { names in
      """
      SELECT n.destination AS destination, e.at AS at FROM \(names.waiting) w CROSS JOIN \(names.news) n CROSS JOIN event e
      WHERE n.id = w.\(names.column) AND e.id = n.event
      """
    }.joined(separator: " UNION ALL ")
      + """
       UNION ALL SELECT destination, made_at FROM message
       WHERE state = 'waiting' AND (attempts = 0 OR problem IS NULL)) GROUP BY destination
      """

  /// That a message of a number tells no news: it is a reminder. As SQL.
  static func isReminder(_ number: String) -> String {
    allCases.map { "NOT EXISTS (SELECT 1 FROM \($0.names.told) o WHERE o.message = \(number))" }
      .joined(separator: " AND ")
  }

  fileprivate var waiting: String {
    "INSERT INTO \(names.waiting) (\(names.column)) VALUES (?)"
  }

  fileprivate var waitingNoMore: String {
    "DELETE FROM \(names.waiting) WHERE \(names.column) = ?"
  }

  fileprivate var telling: String {
    "INSERT INTO \(names.told) (\(names.column), message) VALUES (?, ?)"
  }

  /// What a message told, its number bound first, counts as told when it is gone; the event by which somebody dropped it is
  /// bound second.
  fileprivate var going: String {
    """
    UPDATE \(names.told) SET message = NULL, dropped = ?2,
      gone_at = (SELECT coalesce(m.settled_at, m.made_at) FROM message m WHERE m.id = ?1)
    WHERE message = ?1
    """
  }
}

extension StoreTransaction {
  /// News that was just written waits for a message.
  func setWaiting(_ row: Int64, in news: WaitingNews) throws { try run(news.waiting, [row]) }

  /// Which message tells news, which waits no more; nil where none does by itself.
  func setTold(_ rows: [Int64], in news: WaitingNews, by message: Int64?) throws {
    for row in rows {
      try run(news.telling, [row, message])
      try run(news.waitingNoMore, [row])
    }
  }

  /// A message is about to go: that is not to be taken for what no message ever told.
  ///
  /// - Parameter event: By which somebody dropped it unsent; nil where it was sent.
  func setGone(_ message: Int64, by event: Int64?) throws {
    for news in WaitingNews.allCases { try run(news.going, [message, event]) }
  }
}

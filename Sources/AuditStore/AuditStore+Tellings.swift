package import ConfigurationModel

/// What became of the messages of a store, in numbers.
package struct NoticeStatus: Hashable, Sendable {
  /// How many messages wait for an attempt.
  package let waiting: Int
  /// How many were given up, and neither sent again nor dropped since.
  package let givenUp: Int
  /// When the oldest was made that waits after an attempt that failed; nil where none does.
  package let oldestFailed: Timestamp?
  /// Of each destination with news or messages that nobody tried to send yet, when the oldest of that happened.
  package let untried: [String: Timestamp]

  /// Seconds after which what could not be sent needs somebody: longer than the longest pause between attempts that no
  /// receiver asked for.
  package static let patience: Int64 = 3600

  /// Whether somebody should look: a message was given up, or one cannot be sent for an hour.
  package func needsSomebody(at now: Timestamp) -> Bool {
    givenUp > 0 || oldestFailed.map { now.seconds - $0.seconds > Self.patience } ?? false
  }
}

extension AuditStore {
  /// What became of messages, in numbers.
  package func noticeStatus() throws(Problem) -> NoticeStatus {
    try read { try $0.noticeStatus() }
  }

  /// What destinations were told of a finding, or are to be told, in the order in which it happened.
  package func tellings(of finding: Int) throws(Problem) -> [Telling] {
    try read { database in
      try database.rows(
        """
        SELECT n.destination, n.kind, e.at, m.state, coalesce(t.gone_at, m.settled_at) AS settled,
          t.gone_at, t.dropped, w.notice AS gathering
        FROM notice n JOIN event e ON e.id = n.event
        LEFT JOIN waiting_notice w ON w.notice = n.id LEFT JOIN told_notice t ON t.notice = n.id
        LEFT JOIN message m ON m.id = t.message WHERE n.finding = ? ORDER BY n.id
        """, [finding]
      ).map { row in
        try Telling(
          destination: row.get("destination"), kind: row.word("kind"), at: row.get("at"),
          state: Self.state(of: row), settledAt: row.get("settled"))
      }
    }
  }

  private static func state(of row: SQLRow) throws -> Telling.State {
    let gathering: Int64? = try row.get("gathering")
    if gathering != nil { return .gathering }
    let goneAt: Timestamp? = try row.get("gone_at")
    let dropped: Int64? = try row.get("dropped")
    if goneAt != nil { return dropped == nil ? .sent : .dropped }
    let word: String? = try row.get("state")
    switch word.flatMap(StoredMessage.State.init(rawValue:)) {
    case .waiting: return .waiting
    case .sent: return .sent
    case .dead: return .givenUp
    case nil: return .untold
    }
  }

  /// The numbers of the messages that tell of a finding, and of the reminders in their threads.
  package func messages(onFinding finding: Int) throws(Problem) -> Set<Int64> {
    try read { database in
      Set(
        try database.values(
          Int64.self,
          """
          SELECT t.message FROM notice n JOIN told_notice t ON t.notice = n.id
          WHERE n.finding = ?1 AND t.message IS NOT NULL
          UNION SELECT r.id FROM notice n JOIN told_notice t ON t.notice = n.id
          JOIN message m ON m.id = t.message JOIN message r ON r.thread = m.thread
          WHERE n.finding = ?1
            AND \(WaitingNews.isReminder("r.id"))
          """, [finding]))
    }
  }
}

extension StoreTransaction {
  func noticeStatus() throws -> NoticeStatus {
    // Each by itself: so the indexes of what waits and of what was given up are found.
    let waiting = try row(
      """
      SELECT count(*) AS count,
        min(CASE WHEN attempts > 0 AND problem IS NOT NULL THEN made_at END) AS oldest
      FROM message WHERE state = 'waiting'
      """)
    return try NoticeStatus(
      waiting: waiting?.get("count") ?? 0,
      givenUp: value(Int.self, "SELECT count(*) FROM message WHERE state = 'dead'") ?? 0,
      oldestFailed: waiting?.get("oldest"),
      untried: Dictionary(
        rows(WaitingNews.oldestUntried).map { try ($0.get(0), $0.get(1)) }
      ) { first, _ in first })
  }
}

package import ConfigurationModel

/// Something that happened to a breach of a guardrail, as a destination is to be told of it; or what guardrails found that
/// were not asked before.
package struct StoredBreachNotice: Hashable, Sendable {
  /// What it is about.
  package enum Subject: Hashable, Sendable {
    case breach(StoredBreach)
    /// The sum of a look, and the event of that look.
    case summary(BreachSummary, look: Int64)
  }

  /// Its row, in the order in which they were written.
  package let row: Int64
  /// The event of the log by which it was written.
  package let event: Int64
  /// Who is to be told.
  package let destination: String
  /// What happened: `broken` or `holds`.
  package let kind: NoticeKind
  /// What it is about.
  package let subject: Subject
  /// When it happened.
  package let at: Timestamp

  /// That of the breach, or of the worst that a look found.
  package var severity: Severity {
    switch subject {
    case .breach(let breach): breach.facts.severity
    case .summary(let summary, look: _): summary.severity
    }
  }

  fileprivate init(_ row: SQLRow, _ breaches: [Int64: StoredBreach]) throws {
    self.row = try row.get("id")
    event = try row.get("event")
    destination = try row.get("destination")
    kind = try row.word("kind")
    at = try row.get("at")
    let breach: Int64? = try row.get("breach")
    if let stored = breach.flatMap({ breaches[$0] }) {
      subject = .breach(stored)
    } else {
      subject = try .summary(
        BreachSummary(
          guardrails: row.get("guardrails") ?? 0, passed: row.get("passed") ?? 0,
          broken: row.get("broken") ?? 0, severity: row.word("worst")),
        look: row.get("look"))
    }
  }
}

/// What is known of the messages that told one destination of the same breaches.
package struct BreachThread: Hashable, Sendable {
  /// The key of the first of them.
  package let key: String
  /// The kind of destination that the first of them was written for.
  package let channel: String
  /// The breaches that they told of, in the order in which they were found.
  package let breaches: [StoredBreach]
}

/// What is written with a look at guardrails.
package struct BreachSession {
  let database: StoreTransaction
  /// The event of the look.
  package let event: Int64

  /// The findings of a resource that are not over and of which a destination was told, or is about to be; in order.
  package func findings(of resource: ResourceID, toldTo destination: String) throws -> [Int] {
    try database.values(
      Int.self,
      """
      SELECT DISTINCT f.number FROM finding f JOIN resource r ON r.id = f.resource
      JOIN scope s ON s.id = r.scope JOIN notice n ON n.finding = f.number
      WHERE r.external_id = ? AND s.account = ? AND s.region = ? AND s.type = ? AND n.destination = ?
        AND NOT EXISTS (SELECT 1 FROM finding_event e WHERE e.finding = f.number
          AND e.kind IN (\(FindingEvent.endingsInSQL))
          AND e.id = (SELECT max(k.id) FROM finding_event k WHERE k.finding = f.number))
      ORDER BY f.number
      """, [resource.id, resource.account, resource.region, resource.type.name, destination])
  }

  /// The kinds of the news of a finding that wait for a message to a destination.
  package func noticesWaiting(for destination: String, of finding: Int) throws -> [NoticeKind] {
    try database.noticesWaiting(for: destination, of: finding)
  }

  /// The destinations that messages of their own tell of a breach, or are about to.
  package func destinations(toldOf breach: Int64) throws -> [String] {
    try database.values(
      String.self,
      """
      SELECT DISTINCT destination FROM breach_notice WHERE breach = ? AND finding IS NULL
      ORDER BY destination
      """, [breach])
  }

  /// A destination is to be told of a breach by itself.
  package func tell(_ destination: String, of breach: Int64, _ kind: NoticeKind) throws {
    let row = try database.insertedRow(
      """
      INSERT INTO breach_notice (event, destination, breach, kind) VALUES (?, ?, ?, ?) RETURNING id
      """, [event, destination, breach, kind.rawValue])
    try database.setWaiting(row, in: .breaches)
  }

  /// What tells a destination of a finding of the resource tells it of the breach.
  ///
  /// - Parameter isNews: Whether nothing waits that would tell it.
  package func tell(_ destination: String, of breach: Int64, with finding: Int, isNews: Bool) throws
  {
    let row = try database.insertedRow(
      """
      INSERT INTO breach_notice (event, destination, breach, kind, finding)
      VALUES (?, ?, ?, ?, ?) RETURNING id
      """, [event, destination, breach, NoticeKind.broken.rawValue, finding])
    try database.setTold([row], in: .breaches, by: nil)
    if isNews {
      try database.insertNotice(.broken, of: finding, to: destination, event: event)
    }
  }

  /// A destination is to be told what guardrails found that were not asked before.
  ///
  /// - Parameter look: The event of the look that found it; nil for this one.
  package func tell(_ destination: String, _ summary: BreachSummary, of look: Int64? = nil) throws {
    let row = try database.insertedRow(
      """
      INSERT INTO breach_notice (event, destination, kind, guardrails, passed, broken, worst, look)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """,
      [
        event, destination, NoticeKind.broken.rawValue, summary.guardrails, summary.passed,
        summary.broken, summary.severity.rawValue, look ?? event,
      ])
    try database.setWaiting(row, in: .breaches)
  }
}

extension AuditStore {
  /// The news of breaches that no message tells yet, oldest first.
  package func breachNoticesWaiting() throws(Problem) -> [StoredBreachNotice] {
    try read { database in
      try database.breachNotices(
        "n.id IN (SELECT notice FROM waiting_breach)", [])
    }
  }

  /// The breaches that messages to a destination on a finding tell too, oldest first.
  package func breaches(toldTo destination: String, of finding: Int) throws(Problem)
    -> [StoredBreach]
  {
    try read { database in
      try database.breaches(
        """
        b.id IN (SELECT n.breach FROM breach_notice n WHERE n.destination = ? AND n.finding = ?)
        """, [destination, finding])
    }
  }

  /// The threads of these numbers of first messages in which a destination was told of breaches by themselves, oldest
  /// first.
  package func breachThreads(begunBy openings: Set<Int64>) throws(Problem) -> [BreachThread] {
    try read { database in
      try openings.sorted().compactMap { opening in
        let breaches = try database.breaches(
          """
          b.id IN (SELECT n.breach FROM message m JOIN message l ON l.thread = m.key
            JOIN told_breach t ON t.message = l.id JOIN breach_notice n ON n.id = t.notice
            WHERE m.id = ?)
          """, [opening])
        let first = try database.row("SELECT key, channel FROM message WHERE id = ?", [opening])
        guard !breaches.isEmpty, let first else { return nil }
        return try BreachThread(key: first.get(0), channel: first.get(1), breaches: breaches)
      }
    }
  }

  /// Whether a thread tells by itself what has no end: a call, a change that broke a guardrail, or what guardrails found
  /// that were not asked before.
  package func tellsEndless(inThread key: String) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM message m JOIN told_alert t ON t.message = m.id
          WHERE m.thread = ?1)
        OR EXISTS (SELECT 1 FROM message m JOIN told_breach t ON t.message = m.id
          JOIN breach_notice n ON n.id = t.notice LEFT JOIN breach b ON b.id = n.breach
          WHERE m.thread = ?1 AND (n.breach IS NULL OR b.snapshot IS NOT NULL))
        """, [key]) ?? false
    }
  }

  /// The news of breaches that a message tells by itself, oldest first.
  func breachNotices(toldBy message: Int64) throws(Problem) -> [StoredBreachNotice] {
    try read { database in
      try database.breachNotices(
        "EXISTS (SELECT 1 FROM told_breach t WHERE t.notice = n.id AND t.message = ?)", [message])
    }
  }

  /// The news of breaches that the messages of a thread tell by themselves, oldest first.
  package func breachNotices(inThread key: String) throws(Problem) -> [StoredBreachNotice] {
    try read { database in
      try database.breachNotices(
        """
        EXISTS (SELECT 1 FROM told_breach t JOIN message m ON m.id = t.message
          WHERE t.notice = n.id AND m.thread = ?)
        """, [key])
    }
  }

  /// Whether a destination was told of a breach, or is about to be.
  package func isTold(_ destination: String, ofBreach row: Int64) throws(Problem) -> Bool {
    try isTold(destination, "n.breach", row)
  }

  /// Whether a destination was told, or is about to be, what guardrails found that were not asked before the look of an
  /// event.
  package func isTold(_ destination: String, ofLook event: Int64) throws(Problem) -> Bool {
    try isTold(destination, "n.look", event)
  }

  private func isTold(_ destination: String, _ column: String, _ value: Int64) throws(Problem)
    -> Bool
  {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM breach_notice n WHERE \(column) = ? AND n.destination = ?
          AND \(Self.isNotUntold))
        """, [value, destination]) ?? false
    }
  }

  /// Whether the news `n` of a breach was not left untold, as SQL: a destination does not know what it did not want to.
  /// What stands with a finding, the messages on that tell.
  private static let isNotUntold = """
    (n.finding IS NOT NULL OR NOT EXISTS (SELECT 1 FROM told_breach t
      WHERE t.notice = n.id AND t.message IS NULL AND t.gone_at IS NULL))
    """
}

extension StoreTransaction {
  fileprivate func breachNotices(_ condition: String, _ arguments: SQLArguments) throws
    -> [StoredBreachNotice]
  {
    let rows = try self.rows(
      """
      SELECT n.*, e.at FROM breach_notice n JOIN event e ON e.id = n.event
      WHERE \(condition) ORDER BY n.id
      """, arguments)
    let breaches = try breaches(
      "b.id IN (SELECT n.breach FROM breach_notice n WHERE \(condition))", arguments)
    let known = Dictionary(breaches.map { ($0.row, $0) }) { first, _ in first }
    return try rows.map { try StoredBreachNotice($0, known) }
  }

  fileprivate func breaches(_ condition: String, _ arguments: SQLArguments) throws
    -> [StoredBreach]
  {
    try rows(
      """
      SELECT b.*, e.at FROM breach b JOIN event e ON e.id = b.event
      WHERE \(condition) ORDER BY b.id
      """, arguments
    ).map { try StoredBreach($0) }
  }
}

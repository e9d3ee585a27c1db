package import ConfigurationModel

extension AuditStore {
  /// What destinations are to be told of, and no message tells yet; oldest first.
  package func noticesWaiting() throws(Problem) -> [StoredNotice] {
    try read { database in
      try database.rows(Self.waitingNotices).map { try StoredNotice($0) }
    }
  }

  /// The notices that wait, as SQL. The joins are walked as they are written: from what waits.
  static let waitingNotices = """
    SELECT n.*, e.at FROM waiting_notice w CROSS JOIN notice n CROSS JOIN event e
    WHERE n.id = w.notice AND e.id = n.event ORDER BY w.notice
    """

  /// Whether any destination was ever told of anything, or is about to be.
  package var hasToldAnybody: Bool {
    get throws(Problem) {
      try read { database in
        try database.value(
          Bool.self,
          """
          SELECT EXISTS (SELECT 1 FROM notice) OR EXISTS (SELECT 1 FROM alert_notice)
            OR EXISTS (SELECT 1 FROM breach_notice)
          """) ?? false
      }
    }
  }

  /// Whether any notice, alert or breach for one of these destinations waits for a message.
  package func hasNoticesWaiting(for destinations: [String]) throws(Problem) -> Bool {
    guard !destinations.isEmpty else { return false }
    return try read { database in
      try database.value(
        Bool.self, WaitingNews.any(forDestinations: destinations.count),
        SQLArguments(destinations)) ?? false
    }
  }

  /// Puts a message into the outbox, behind those that wait; it tells these notices, these rows of alerts, and these of
  /// news of breaches.
  package func insert(
    _ message: OutgoingMessage, telling notices: [Int64], alerts: [Int64] = [],
    breaches: [Int64] = []
  ) throws(Problem) {
    try write { database in
      let row: Int64? = try database.value(
        Int64.self,
        """
        INSERT INTO message (destination, channel, key, thread, act, subject, body, made_at, due_at,
          attempts, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 0, 'waiting') RETURNING id
        """,
        [
          message.destination, message.channel, message.key, message.thread,
          message.act.rawValue, message.subject, message.body, message.madeAt,
        ])
      try database.setTold(notices, in: .notices, by: row)
      try database.setTold(alerts, in: .alerts, by: row)
      try database.setTold(breaches, in: .breaches, by: row)
    }
  }

  /// Nobody looked after these findings: another destination is told of them too.
  package func escalate(_ findings: [Int], to destination: String, at: Timestamp) throws(Problem) {
    try write { database in
      let event = try append("notices escalated", at: at, in: database)
      for finding in findings {
        try database.insertNotice(.escalated, of: finding, to: destination, event: event)
      }
    }
  }

  /// The findings whose risk was accepted until a moment that is over, of which somebody was told, and nobody since; in
  /// order. They are open again without anything that would have happened.
  package func findingsAcceptedNoLonger(at now: Timestamp) throws(Problem) -> [Int] {
    try read { database in
      try database.values(
        Int.self,
        """
        SELECT e.finding FROM finding_event e
        WHERE e.kind = 'accepted' AND e.until <= ?
          AND NOT EXISTS (SELECT 1 FROM finding_event l WHERE l.finding = e.finding AND l.id > e.id)
          AND EXISTS (SELECT 1 FROM notice n WHERE n.finding = e.finding)
          AND NOT EXISTS (SELECT 1 FROM notice n
            WHERE n.finding = e.finding AND n.kind = 'reopened' AND n.event > e.event)
        ORDER BY e.finding
        """, [now])
    }
  }

  /// Whoever was told of these findings is to be told that they are open again: they are accepted no longer.
  package func tellAcceptedNoLonger(_ findings: [Int], at: Timestamp) throws(Problem) {
    try write { database in
      let event = try append("acceptance over", at: at, in: database)
      for finding in findings {
        try database.tellOn(of: finding, NoticeKind.reopened.rawValue, event: event)
      }
    }
  }

  // MARK: Sending

  /// Of each destination the first message that waits, as SQL.
  static let firstsWaiting = """
    SELECT m.* FROM message m WHERE m.id IN (
      SELECT min(id) FROM message WHERE state = 'waiting' GROUP BY destination)
    ORDER BY m.destination
    """

  /// Of each destination the first message that waits; by destination.
  package func nextMessages() throws(Problem) -> [StoredMessage] {
    try read { database in
      try database.rows(Self.firstsWaiting).map { try StoredMessage($0) }
    }
  }

  /// Takes a message on: until a moment nobody else sends it. False where somebody else did since it was read, or it no
  /// longer waits. A process that dies meanwhile leaves it to be sent again from that moment on. What a clock that was
  /// ahead made is as old as its first attempt.
  package func claim(_ message: StoredMessage, until lease: Timestamp) throws(Problem) -> Bool {
    try write { database in
      let changes = try database.run(
        """
        UPDATE message SET due_at = ?1, attempts = attempts + 1,
          made_at = CASE WHEN made_at > ?1 THEN ?1 ELSE made_at END
        WHERE id = ?2 AND state = 'waiting' AND due_at = ?3 AND attempts = ?4
        """, [lease, message.number, message.dueAt, message.attempts])
      return changes == 1
    }
  }

  /// Writes down how an attempt ended. Of one that failed nothing where another one has begun since.
  ///
  /// - Parameter attempt: Which one it was, from 1.
  package func settle(
    _ number: Int64, _ outcome: MessageOutcome, attempt: Int, at now: Timestamp
  ) throws(Problem) {
    let values: (state: StoredMessage.State, due: Timestamp?, problem: String?, reference: String?)
    switch outcome {
    case .sent(let reference): values = (.sent, nil, nil, reference)
    case .later(let at, let problem): values = (.waiting, at, problem, nil)
    case .dead(let problem): values = (.dead, nil, problem, nil)
    }
    _ = try write { database in
      try database.run(
        """
        UPDATE message SET state = ?1, due_at = coalesce(?2, due_at), problem = ?3,
          reference = coalesce(?4, reference), settled_at = CASE WHEN ?1 = 'waiting' THEN NULL ELSE ?5 END
        WHERE id = ?6 AND state = 'waiting' AND (?1 = 'sent' OR attempts = ?7)
        """,
        [
          values.state.rawValue, values.due, values.problem, values.reference, now, number, attempt,
        ])
    }
  }

  /// Messages that were given up wait again, in their old places. Returns how many. Throws `no-such-message`, and changes
  /// nothing, where one of the numbers is of none that was given up.
  ///
  /// - Parameter numbers: Which; nil for all.
  package func revive(_ numbers: [Int64]?, destination: String?, at now: Timestamp) throws(Problem)
    -> Int
  {
    let dead = try deadMessages(numbers, to: destination)
    try write { database in
      for message in dead {
        try database.run(
          """
          UPDATE message SET state = 'waiting', due_at = ?1, made_at = ?1, attempts = 0, settled_at = NULL
          WHERE id = ?2 AND state = 'dead'
          """, [now, message.number])
      }
    }
    return dead.count
  }

  // MARK: Looking

  /// The messages that were given up, in their order. Throws `no-such-message` where one of the numbers is of none, or there
  /// is none to the destination.
  ///
  /// - Parameters:
  ///   - numbers: Which; nil for all.
  ///   - destination: Whose; nil for all.
  func deadMessages(_ numbers: [Int64]?, to destination: String? = nil) throws(Problem)
    -> [StoredMessage]
  {
    let dead = try messages(in: [.dead]).filter { message in
      destination.map { $0 == message.message.destination } ?? true
    }
    guard let numbers else {
      if let destination, dead.isEmpty { throw .noSuchMessage("No message", to: destination) }
      return dead
    }
    let missing = Set(numbers).subtracting(dead.map(\.number)).min()
    if let missing { throw .noSuchMessage("No message \(missing)", to: destination) }
    return dead.filter { numbers.contains($0.number) }
  }

  /// The messages in some states, as SQL: each state by itself and as a literal, so that the indexes of what waits and of
  /// what was given up are found.
  static func messages(in states: Set<StoredMessage.State>) -> String {
    states.map(\.rawValue).sorted().map { "SELECT * FROM message WHERE state = '\($0)'" }
      .joined(separator: " UNION ALL ") + " ORDER BY id"
  }

  /// The messages in some states, in their order.
  package func messages(in states: Set<StoredMessage.State>) throws(Problem) -> [StoredMessage] {
    try read { database in
      guard !states.isEmpty else { return [] }
      return try database.rows(Self.messages(in: states)).map { try StoredMessage($0) }
    }
  }

  /// The findings that the messages of a thread tell of.
  package func findings(inThread key: String) throws(Problem) -> Set<Int> {
    try read { database in
      Set(
        try database.values(
          Int.self,
          """
          SELECT DISTINCT n.finding FROM message m JOIN told_notice t ON t.message = m.id
          JOIN notice n ON n.id = t.notice WHERE m.thread = ?
          """, [key]))
    }
  }

  /// Whether a destination was told of a finding, or is about to be: what it did not want to know it was not told. A
  /// message that is in the store no more told what it told.
  package func isTold(_ destination: String, of finding: Int) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM notice n WHERE n.finding = ? AND n.destination = ?
          AND NOT EXISTS (SELECT 1 FROM told_notice t
            WHERE t.notice = n.id AND t.message IS NULL AND t.gone_at IS NULL))
        """, [finding, destination]) ?? false
    }
  }

  /// What the receiver calls what the first message of a thread made; nil where it said none.
  package func reference(ofThread key: String) throws(Problem) -> String? {
    try read { database in
      try database.value(
        String.self,
        "SELECT reference FROM message WHERE thread = ? AND reference IS NOT NULL ORDER BY id",
        [key])
    }
  }

  /// Findings as they stand, by their numbers, each with the name of its baseline and the tags by which rules know its
  /// resource. Throws where what they are told from is not what was written.
  package func findings(numbered numbers: Set<Int>) throws(Problem) -> [Int: ToldFinding] {
    try read { database in
      try require(Facet.told, database)
      var found: [Int: ToldFinding] = [:]
      for number in numbers.sorted() {
        let name = try database.value(
          String.self,
          """
          SELECT b.name FROM finding f JOIN baseline b ON b.id = f.baseline WHERE f.number = ?
          """, [number])
        guard let name,
          let stored = try database.findings(baseline: name, in: .everything, number: number).first
        else { continue }
        found[number] = ToldFinding(finding: stored, baseline: name)
      }
      return found
    }
  }
}

/// A finding with the baseline that it is held against.
package struct ToldFinding: Sendable {
  /// The finding with all that the store holds of it.
  package let finding: StoredFinding
  /// The baseline's name.
  package let baseline: String

  /// The tags by which rules know its resource; nil where they were not read.
  package var tags: [String: String]? {
    finding.judgements.compactMap { $0.judgement.traits }.last?.tags
  }
}

extension Problem {
  fileprivate static func noSuchMessage(_ what: String, to destination: String?) -> Problem {
    let whom = destination.map { " to '\($0)'" } ?? ""
    return Problem(
      "no-such-message", "\(what)\(whom) was given up.",
      hint: "'plumb notice list' shows the messages and their numbers. Nothing was changed.")
  }
}

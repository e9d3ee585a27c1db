package import ConfigurationModel

/// A call that alert rules name, as one destination is to be told of it.
package struct StoredAlert: Hashable, Sendable {
  /// Its rows, one a rule, in the order in which they were written; at least one.
  package let rows: [Int64]
  /// The event of the log by which it was written.
  package let event: Int64
  /// Who is to be told.
  package let destination: String
  /// The id of the call's event.
  package let call: String
  /// The rules that name the call, in the order of `rows`.
  package let rules: [AlertingRule]
  /// A finding of whose edits the call made some; nil for none.
  package let finding: Int?
  /// When it was written.
  package let at: Timestamp

  /// The worst that any of its rules says.
  package var severity: Severity { rules.map(\.severity).max() ?? .low }

  fileprivate init(_ rows: [SQLRow]) throws {
    self.rows = try rows.map { try $0.get("id") }
    event = try rows[0].get("event")
    destination = try rows[0].get("destination")
    call = try rows[0].get("call")
    finding = try rows[0].get("finding")
    at = try rows[0].get("at")
    rules = try rows.map { row in
      try AlertingRule(
        id: row.get("rule"), title: row.get("title"), severity: row.word("severity"),
        threshold: row.get("threshold"))
    }
  }
}

/// From when on an audit tells of activity that no audit before it told: since the last that had anybody to ask for; since
/// the last of all where none had.
package struct AlertStart: Hashable, Sendable {
  /// What happened after this moment …
  package let moment: Timestamp
  /// … or came to be known after this event of the log is new.
  package let event: Int64
  /// The audit before: what it waited for is new too. Nil where there was none.
  package let audit: AuditMoment?
  /// What happened before the first audit began to look is told to nobody.
  package let beginning: Timestamp?
}

extension AuditSession {
  /// From when on this audit tells of activity. Of a first audit the baseline was made then. What an audit without
  /// settings saw, it told nobody.
  package func alertStart() throws -> AlertStart? {
    let last = try database.row(
      """
      SELECT e.at, a.event, a.to_snapshot AS judged FROM audit a JOIN event e ON e.id = a.event
      WHERE a.id = coalesce((\(Self.lastAsking)),
        (SELECT l.id FROM audit l WHERE l.baseline = :baseline AND l.event < :event
          ORDER BY l.id DESC LIMIT 1))
      """, ["baseline": baseline, "event": event])
    let first = try database.row(
      """
      SELECT e.at, e.id AS event, NULL AS judged FROM event e WHERE e.id = (
        SELECT min(x.event) FROM (
          SELECT event FROM baseline_scope WHERE baseline = :baseline
          UNION ALL SELECT event FROM expected WHERE baseline = :baseline) x)
      """, ["baseline": baseline])
    let beginning = try database.value(
      Timestamp.self,
      """
      SELECT n.taken_at FROM audit a JOIN snapshot n
        ON n.number = CASE WHEN a.after_snapshot = 0 THEN a.to_snapshot ELSE a.after_snapshot END
      WHERE a.baseline = ? ORDER BY a.id LIMIT 1
      """, [baseline])
    return try (last ?? first).map { row in
      let (at, judged): (Timestamp, Int?) = try (row.get("at"), row.get("judged"))
      return try AlertStart(
        moment: at, event: row.get("event"), audit: judged.map { AuditMoment(at: at, to: $0) },
        beginning: beginning)
    }
  }

  /// The rules by which a destination was told of a call, or is about to be, with what each said then.
  package func rulesTold(_ destination: String, ofCall call: String) throws -> [String: Severity] {
    try database.rulesTold(destination, ofCall: call)
  }

  /// What news of a finding waits for a message to a destination.
  package func noticesWaiting(for destination: String, of finding: Int) throws -> [NoticeKind] {
    try database.noticesWaiting(for: destination, of: finding)
  }

  /// A destination is to be told of a call, with what this audit writes.
  ///
  /// - Parameters:
  ///   - call: The id of its event.
  ///   - finding: One of whose edits the call made some; nil for none.
  ///   - isWithFinding: Whether the messages on that finding tell it, and none by itself.
  package func tell(
    _ destination: String, ofCall call: String, _ rules: [AlertingRule], finding: Int?,
    isWithFinding: Bool
  ) throws {
    let rows = try database.insertAlert(
      destination, ofCall: call, rules, finding: finding, event: event)
    if isWithFinding { try database.setTold(rows, in: .alerts, by: nil) }
  }
}

extension AuditStore {
  /// The alerts that no message tells yet, oldest first.
  package func alertsWaiting() throws(Problem) -> [StoredAlert] {
    try read { database in
      try database.alerts(
        "n.id IN (SELECT alert FROM waiting_alert)", [])
    }
  }

  /// The alerts of calls that made edits of a finding, as a destination is told of them; oldest first.
  package func alerts(toldTo destination: String, of finding: Int) throws(Problem) -> [StoredAlert]
  {
    try read { database in
      try database.alerts("n.destination = ? AND n.finding = ?", [destination, finding])
    }
  }

  /// The alerts of which these are rows.
  package func alerts(ofRows rows: [Int64]) throws(Problem) -> [StoredAlert] {
    try read { database in
      try database.alerts(
        "n.id IN (\(rows.map { _ in "?" }.joined(separator: ",")))", SQLArguments(rows))
    }
  }

  /// The alerts that a message tells by itself, oldest first.
  func alerts(toldBy message: Int64) throws(Problem) -> [StoredAlert] {
    try read { database in
      try database.alerts(
        "EXISTS (SELECT 1 FROM told_alert t WHERE t.alert = n.id AND t.message = ?)", [message])
    }
  }

  /// The rules by which a destination was told of a call, or is about to be, with what each said then.
  package func rulesTold(_ destination: String, ofCall call: String) throws(Problem) -> [String:
    Severity]
  { try read { try $0.rulesTold(destination, ofCall: call) } }

  /// The alerts that the messages of a thread tell by themselves, oldest first.
  package func alerts(inThread key: String) throws(Problem) -> [StoredAlert] {
    try read { database in
      try database.alerts(
        """
        EXISTS (SELECT 1 FROM told_alert t JOIN message m ON m.id = t.message
          WHERE t.alert = n.id AND m.thread = ?)
        """, [key])
    }
  }
}

extension StoreTransaction {
  fileprivate func rulesTold(_ destination: String, ofCall call: String) throws -> [String:
    Severity]
  {
    let rows = try self.rows(
      "SELECT rule, severity FROM alert_notice WHERE destination = ? AND call = ?",
      [destination, call])
    return try Dictionary(
      rows.map { try ($0.get("rule"), $0.word("severity")) }, uniquingKeysWith: max)
  }

  /// Returns the new rows, in the order of the rules.
  func insertAlert(
    _ destination: String, ofCall call: String, _ rules: [AlertingRule], finding: Int?,
    event: Int64
  ) throws -> [Int64] {
    try rules.map { rule in
      let row = try insertedRow(
        """
        INSERT INTO alert_notice (event, destination, call, rule, title, severity, threshold, finding)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        [
          event, destination, call, rule.id, rule.title, rule.severity.rawValue, rule.threshold,
          finding,
        ])
      try setWaiting(row, in: .alerts)
      return row
    }
  }

  /// The alerts of the rows for which a condition holds, each with the rows of all its rules.
  fileprivate func alerts(_ condition: String, _ arguments: SQLArguments) throws
    -> [StoredAlert]
  {
    let rows = try self.rows(
      """
      SELECT n.*, e.at FROM alert_notice n JOIN event e ON e.id = n.event
      WHERE \(condition) ORDER BY n.id
      """, arguments)
    var order: [[String]] = []
    var ofCall: [[String]: [SQLRow]] = [:]
    for row in rows {
      let key: [String] = try [row.get("destination"), row.get("call")]
      if ofCall[key] == nil { order.append(key) }
      ofCall[key, default: []].append(row)
    }
    return try order.compactMap { key in try ofCall[key].map { try StoredAlert($0) } }
  }

}

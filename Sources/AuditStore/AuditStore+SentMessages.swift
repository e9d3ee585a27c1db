package import ConfigurationModel

extension AuditStore {
  /// How many messages `dropMessages` would drop.
  package func droppableMessages(settledBefore moment: Timestamp) throws(Problem) -> Int {
    try read { try $0.droppableMessages(settledBefore: moment).count }
  }

  /// Drops the messages of threads that are done: all of a thread were sent before a moment, all that they tell of is
  /// over, and nothing of it waits. That somebody was told stays. Returns how many it dropped.
  package func dropMessages(settledBefore moment: Timestamp) throws(Problem) -> Int {
    try write { database in
      let dropped = try database.droppableMessages(settledBefore: moment)
      for number in dropped { try database.dropMessage(number) }
      return dropped.count
    }
  }

  /// Somebody drops messages that were given up, so that they are neither listed nor sent again. Returns how many there
  /// were. Throws `no-such-message`, and drops nothing, where one of the numbers is of none that was given up.
  ///
  /// - Parameter numbers: Which; at least one.
  package func dropDeadMessages(
    _ numbers: [Int64], at: Timestamp, by actor: String, reason: String
  ) throws(Problem) -> Int {
    let dead = try deadMessages(numbers).map(\.number)
    try write { database in
      let event = try append("notices dropped", at: at, by: actor, reason: reason, in: database)
      for number in dead { try database.dropMessage(number, by: event) }
    }
    return dead.count
  }

  /// Takes a reminder back that waits; a message that tells news stays.
  package func takeBack(reminder number: Int64) throws(Problem) {
    guard try news(toldBy: number).isEmpty else { return }
    try write { try $0.dropMessage(number) }
  }
}

extension StoreTransaction {
  /// The numbers of the messages of threads that are done. An alert has no end: it is over once it is told.
  fileprivate func droppableMessages(settledBefore moment: Timestamp) throws -> [Int64] {
    try values(
      Int64.self,
      """
      SELECT m.id FROM message m
      WHERE NOT EXISTS (SELECT 1 FROM message l WHERE l.thread = m.thread
          AND (l.state <> 'sent' OR l.settled_at >= :moment))
        AND NOT EXISTS (SELECT 1 FROM message l JOIN told_notice t ON t.message = l.id
          JOIN notice n ON n.id = t.notice
          WHERE l.thread = m.thread AND (
            NOT EXISTS (SELECT 1 FROM finding_event e WHERE e.finding = n.finding
              AND e.kind IN (\(FindingEvent.endingsInSQL))
              AND e.id = (SELECT max(k.id) FROM finding_event k WHERE k.finding = n.finding))
            OR EXISTS (SELECT 1 FROM notice w
              JOIN waiting_notice d ON d.notice = w.id
              WHERE w.finding = n.finding AND w.destination = n.destination)))
        AND NOT EXISTS (SELECT 1 FROM message l JOIN told_breach t ON t.message = l.id
          JOIN breach_notice n ON n.id = t.notice JOIN breach b ON b.id = n.breach
          WHERE l.thread = m.thread AND (b.until_event IS NULL
            OR EXISTS (SELECT 1 FROM breach_notice w
              JOIN waiting_breach d ON d.notice = w.id
              WHERE w.breach = n.breach AND w.destination = n.destination)))
      ORDER BY m.id
      """, ["moment": moment])
  }

  /// What it told counts as told: that is not to be taken for what no message ever told.
  ///
  /// - Parameter event: By which somebody dropped it unsent; nil where it was sent.
  fileprivate func dropMessage(_ number: Int64, by event: Int64? = nil) throws {
    try setGone(number, by: event)
    try run("DELETE FROM message WHERE id = ?", [number])
  }
}

package import ConfigurationModel

/// The audit of a baseline before the present one, where nothing was entered since that makes it judge otherwise what stood
/// by then, but for what it names.
package struct AuditBefore: Sendable {
  /// The moment for which it judged.
  package let at: Timestamp
  /// The records that covered edits in it or since: of those that cover so many and no more, less is left.
  package let recordsUsed: Set<String>
  /// Whether calls were stored since.
  package let hasNewCalls: Bool
  /// The moment of the earliest call, and of the earliest reading, that was stored since; nil where there is none.
  let firstNews: Timestamp?
  /// Its event in the log.
  let event: Int64
  /// The snapshots that it judged: those after the one, up to the other.
  let after: Int
  let to: Int
}

/// What stands, and what of it has to be judged again.
extension AuditSession {
  /// The resources that differ from what is expected, as far as was judged.
  package func resourcesDeviating() throws -> [StoredResource] {
    try StoredResource.fetch(
      database, baseline: baseline,
      sql: """
        WHERE r.id IN (SELECT resource FROM deviation WHERE baseline = :baseline
          UNION SELECT resource FROM finding f WHERE f.baseline = :baseline AND \(Self.isOpen))
        """, arguments: [:])
  }

  /// Those of them that something came to in the audit before, or since: a judgement, an expectation, a decision, a
  /// reading, or a call of the time of an edit. What is left out was judged in that audit, or in one before it, by all that
  /// it is judged by now.
  package func resourcesDeviating(concernedSince before: AuditBefore) throws -> [StoredResource] {
    try StoredResource.fetch(
      database, baseline: baseline,
      sql: """
        WHERE r.id IN (\(Self.concerned)) AND (
          EXISTS (SELECT 1 FROM deviation d WHERE d.baseline = :baseline AND d.resource = r.id)
          OR EXISTS (SELECT 1 FROM finding f WHERE f.baseline = :baseline AND f.resource = r.id
            AND \(Self.isOpen)))
        """,
      arguments: [
        "event": before.event, "after": before.after, "to": before.to, "news": before.firstNews,
      ])
  }

  /// The rows of the resources of which something was judged in the audit before, or since, or decided.
  package func resourcesJudged(since before: AuditBefore) throws -> Set<Int64> {
    try Set(
      database.values(
        Int64.self,
        """
        SELECT resource FROM judgement WHERE event >= :event AND baseline = :baseline
        UNION SELECT f.resource FROM finding_event e JOIN finding f ON f.number = e.finding
          WHERE e.event >= :event
        """, ["event": before.event, "baseline": baseline]))
  }

  /// The audit before this one, if it judged by the same; nil where that is not so, or something was entered since, besides
  /// snapshots, calls, news and what concerns single resources.
  ///
  /// - Parameter ground: As `insertAudit` was given it.
  package func auditBefore(by ground: String) throws -> AuditBefore? {
    let last = try database.row(
      """
      SELECT event, to_snapshot, judged_at, judged_by, (SELECT p.to_snapshot FROM audit p
        WHERE p.baseline = a.baseline AND p.id < a.id ORDER BY p.id DESC LIMIT 1) AS before
      FROM audit a WHERE baseline = ? ORDER BY id DESC LIMIT 1
      """, [baseline])
    guard let last, let moment: Timestamp = try last.get("judged_at") else { return nil }
    let own: String? = try last.get("judged_by")
    let (event, to): (Int64, Int) = (try last.get("event"), try last.get("to_snapshot"))
    guard own == ground, try !isDisturbed(since: event) else { return nil }
    let call = try firstCall(after: event)
    return try AuditBefore(
      at: moment, recordsUsed: recordsUsed(since: event), hasNewCalls: call != nil,
      firstNews: [call, firstReading(after: to)].compactMap(\.self).min(), event: event,
      after: last.get("before") ?? 0, to: to)
  }

  /// What an audit judges by is the same after events of these kinds, but for the resources that they are about.
  private static let undisturbing: Set<String> =
    [
      SnapshotWriter.eventKind, Facet.sealedKind, "audit", "activity imported", StoredActivity.told,
      "activity unread", "activity read after all", "promote", "finding acknowledged",
      "finding accepted", "acceptance over", "notices escalated", "notices passed on",
      "notices dropped", AuditStore.guardrailsHeld,
    ]

  private func isDisturbed(since event: Int64) throws -> Bool {
    try database.values(
      String.self, "SELECT DISTINCT kind FROM event WHERE id > ? AND id < ?", [event, self.event]
    ).contains { !Self.undisturbing.contains($0) }
  }

  private func recordsUsed(since event: Int64) throws -> Set<String> {
    try Set(
      database.values(
        String.self,
        """
        SELECT DISTINCT u.record FROM judgement j JOIN record_use u ON u.judgement = j.id
        WHERE j.event >= ?
        """, [event]))
  }

  private func firstCall(after event: Int64) throws -> Timestamp? {
    // Looked for by their events (`+`): by their times, all calls ever made are read.
    try database.value(Timestamp.self, "SELECT min(+at) FROM activity WHERE event > ?", [event])
  }

  /// What a call did can be told from what other resources were like: a reading of then may come late.
  private func firstReading(after snapshot: Int) throws -> Timestamp? {
    try database.value(
      Timestamp.self,
      """
      SELECT min(coalesce(g.began_at, n.taken_at)) FROM snapshot n
      JOIN scope_reading g ON g.snapshot = n.number WHERE n.number > ?
      """, [snapshot])
  }

  /// Whether a finding `f` is not over, as SQL.
  private static let isOpen = """
    NOT EXISTS (SELECT 1 FROM finding_event e WHERE e.finding = f.number AND e.id =
      (SELECT max(l.id) FROM finding_event l WHERE l.finding = f.number)
      AND e.kind IN (\(FindingEvent.endingsInSQL)))
    """

  /// The resources that something came to, as SQL. CloudTrail tells whole seconds: a call of the second in which a reading
  /// ended may be before it.
  private static let concerned = """
    SELECT resource FROM judgement WHERE event >= :event AND baseline = :baseline
    UNION SELECT resource FROM expected WHERE event >= :event AND baseline = :baseline
    UNION SELECT f.resource FROM finding_event e JOIN finding f ON f.number = e.finding
      WHERE e.event >= :event
    UNION SELECT o.id FROM baseline_scope b JOIN resource o ON o.scope = b.scope
      WHERE b.event >= :event AND b.baseline = :baseline
    UNION SELECT resource FROM version WHERE first_snapshot > :after AND first_snapshot <= :to
    UNION SELECT resource FROM version WHERE until_snapshot > :after AND until_snapshot <= :to
    UNION SELECT o.id FROM scope s JOIN resource o ON o.scope = s.id
      WHERE :after < :to AND (\(lookedAt(":to", notBy: ":after")) OR \(lookedAt(":after", notBy: ":to")))
    UNION SELECT d.resource FROM deviation d JOIN judgement j ON j.id = d.judgement
      JOIN resource o ON o.id = d.resource JOIN snapshot n ON n.number = j.snapshot
      LEFT JOIN scope_reading g ON g.snapshot = j.snapshot AND g.scope = o.scope
      WHERE d.baseline = :baseline AND :news IS NOT NULL
        AND (j.occurred_until + 1000000 >= :news
          OR coalesce(g.ended_at, n.taken_at) + 1000000 >= :news)
    """

  /// Whether a part of the resources of a scope `s` had been looked at by a snapshot, and not by another one, as SQL: what a
  /// document lacks is a difference only where somebody looked for it.
  private static func lookedAt(_ one: String, notBy other: String) -> String {
    func newest(_ snapshot: String) -> String {
      """
      (SELECT max(g.snapshot) FROM scope_reading g WHERE g.scope = s.id AND g.snapshot <= \(snapshot)
        AND g.status IN ('read', 'seen'))
      """
    }
    return """
      EXISTS (SELECT 1 FROM unread_part p WHERE p.scope = s.id AND p.snapshot = \(newest(other))
        AND p.problem_code = 'part-never-looked-at' AND NOT EXISTS (SELECT 1 FROM unread_part q
          WHERE q.scope = s.id AND q.snapshot = \(newest(one)) AND q.part = p.part
            AND q.problem_code = 'part-never-looked-at'))
      """
  }
}

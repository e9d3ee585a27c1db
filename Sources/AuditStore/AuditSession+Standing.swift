package import ConfigurationModel

/// The audit of a baseline before the present one, where nothing was entered since that makes it judge otherwise what stood
/// by then, but for what it names.
package struct AuditBefore: Sendable {
  /// When it was made.
  package let at: Timestamp
  /// The records that covered edits in it or since: of those that cover so many and no more, less is left.
  package let recordsUsed: Set<String>
  /// When the first call was made that was stored since; nil where none was.
  package let firstCall: Timestamp?
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
        "event": before.event, "after": before.after, "to": before.to, "call": before.firstCall,
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

  /// The audit before this one, of the same rules (`goBy`) and by the same build of the program; nil where something was
  /// entered since, besides snapshots, calls, news and what concerns single resources.
  package func auditBefore(edition: String) throws -> AuditBefore? {
    let last = try database.row(
      """
      SELECT a.event, e.at, a.to_snapshot, a.rule_set, a.edition, (SELECT p.to_snapshot FROM audit p
        WHERE p.baseline = a.baseline AND p.id < a.id ORDER BY p.id DESC LIMIT 1) AS before
      FROM audit a JOIN event e ON e.id = a.event
      WHERE a.baseline = ? ORDER BY a.id DESC LIMIT 1
      """, [baseline])
    guard let last else { return nil }
    // Audits that earlier programs made have neither.
    let (made, rules): (String?, Int64?) = (try last.get("edition"), try last.get("rule_set"))
    guard made == edition, rules == ruleSet else { return nil }
    let event: Int64 = try last.get("event")
    guard try !isDisturbed(since: event) else { return nil }
    return try AuditBefore(
      at: last.get("at"), recordsUsed: recordsUsed(since: event),
      firstCall: firstCall(after: event),
      event: event, after: last.get("before") ?? 0, to: last.get("to_snapshot"))
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
    try database.value(Timestamp.self, "SELECT min(at) FROM activity WHERE event > ?", [event])
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
    UNION SELECT d.resource FROM deviation d JOIN judgement j ON j.id = d.judgement
      JOIN resource o ON o.id = d.resource JOIN snapshot n ON n.number = j.snapshot
      LEFT JOIN scope_reading g ON g.snapshot = j.snapshot AND g.scope = o.scope
      WHERE d.baseline = :baseline AND :call IS NOT NULL
        AND (j.occurred_until + 1000000 >= :call
          OR coalesce(g.ended_at, n.taken_at) + 1000000 >= :call)
    """
}

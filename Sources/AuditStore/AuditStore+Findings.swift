package import ConfigurationModel

/// A finding with everything the store holds of it.
package struct StoredFinding: Sendable {
  /// The finding's number, from 1.
  package let number: Int
  /// The resource, under the name that it had at the end of the period.
  package let resource: Resource
  /// What became of the resource as a whole.
  package let change: ResourceChange
  /// When its scope had been read for the first snapshot that showed it.
  package let firstSeen: Timestamp
  /// The snapshot in which it was first seen.
  package let firstSnapshot: Int
  /// When its scope had been read for the last snapshot in which it stood.
  package let lastSeen: Timestamp
  /// Oldest first.
  package let events: [StoredFindingEvent]
  /// The last judgement of each of its edits; those that stand are marked.
  package let judgements: [(judgement: StoredJudgement, isStanding: Bool)]
  /// The worst severity that an unapproved edit of it ever had; nil where none was judged.
  package let worst: Severity?
  /// When its unapproved edits happened, from the earliest to the latest of all there ever were.
  package let occurred: Occurrence?
}

/// Something that happened to a finding.
package struct StoredFindingEvent: Sendable {
  /// The event of the log that it belongs to.
  package let event: Int64
  /// When it happened.
  package let at: Timestamp
  /// `opened`, `reopened`, `acknowledged`, `accepted`, `reverted`, `approved`, `promoted` or
  /// `ignored`.
  package let kind: String
  /// Who did it; nil for an audit, but where it met a baseline set anew: then who set that.
  package let actor: String?
  /// Why; nil where no reason was given.
  package let reason: String?
  /// The snapshot that showed it; nil for what people did and for verdicts.
  package let snapshot: Int?
  /// The record that approved it, or the ignore that hides it; nil for all others.
  package let record: String?
  /// When an acceptance ends; nil for all others.
  package let until: Timestamp?
}

/// The snapshots and events that a report speaks of.
package struct StoredPeriod: Sendable {
  /// Snapshots after this one …
  package let after: Int
  /// … and up to this one.
  package let to: Int
  /// The newest event before the period.
  package let afterEvent: Int64
  /// The newest event of the period.
  package let toEvent: Int64
  /// When the period begins; nil where it has no beginning.
  package let start: Timestamp?
  /// When the period ends.
  package let end: Timestamp
  /// Whether the period is over: what was appended after its end is none of its own.
  package var isPast = false

  /// The same, where it begins later from after a snapshot on.
  package func reaching(back snapshot: Int?) -> StoredPeriod {
    StoredPeriod(
      after: min(after, snapshot ?? after), to: to, afterEvent: afterEvent, toEvent: toEvent,
      start: start, end: end, isPast: isPast)
  }

  /// All that the store knows.
  package static let everything = StoredPeriod(
    after: 0, to: .max, afterEvent: -1, toEvent: .max, start: nil,
    end: Timestamp(microseconds: .max))
}

extension AuditStore {
  /// The period of the newest audit of a baseline up to an event; nil where there was none.
  package func periodOfLastAudit(baseline: String, until event: Int64 = .max) throws(Problem)
    -> StoredPeriod?
  {
    try read { database in
      let row = try database.row(
        """
        SELECT a.after_snapshot, a.to_snapshot, a.event, n.taken_at,
          (SELECT taken_at FROM snapshot WHERE number = a.after_snapshot) AS start,
          coalesce((SELECT max(p.event) FROM audit p WHERE p.baseline = a.baseline
            AND p.to_snapshot <= a.after_snapshot), 0) AS after_event
        FROM audit a JOIN baseline b ON b.id = a.baseline
        JOIN snapshot n ON n.number = a.to_snapshot
        WHERE b.name = ? AND a.event <= ? ORDER BY a.id DESC LIMIT 1
        """, [baseline, event])
      return try row.map {
        try StoredPeriod(
          after: $0.get("after_snapshot"), to: $0.get("to_snapshot"),
          afterEvent: $0.get("after_event"),
          toEvent: $0.get("event"), start: $0.get("start"), end: $0.get("taken_at"))
      }
    }
  }

  /// The audits of a baseline after an event, oldest first: when, and up to which snapshot.
  package func audits(baseline: String, after event: Int64) throws(Problem)
    -> [(at: Timestamp, to: Int)]
  {
    try read { database in
      try database.rows(
        """
        SELECT e.at, a.to_snapshot FROM audit a JOIN baseline b ON b.id = a.baseline
        JOIN event e ON e.id = a.event WHERE b.name = ? AND a.event > ? ORDER BY a.id
        """, [baseline, event]
      ).map { try ($0.get(0), $0.get(1)) }
    }
  }

  /// The period between two moments: the snapshots that were taken and known in it, and what was
  /// appended in it. Of a period that is over it is the same whenever it is asked for.
  ///
  /// - Parameters:
  ///   - until: The end; nil for the present, which holds all that there is, also what a clock that was ahead
  ///     dated later.
  ///   - now: The moment of who asks.
  package func period(from: Timestamp?, until: Timestamp?, now: Timestamp) throws(Problem)
    -> StoredPeriod
  {
    try read { database in
      let from = from ?? Timestamp(microseconds: .min)
      let before = try database.known(
        by: Timestamp(microseconds: max(from.microseconds, .min + 1) - 1))
      let last = try until.map { try database.known(by: $0) } ?? database.everythingKnown()
      return StoredPeriod(
        after: before.snapshot, to: last.snapshot, afterEvent: before.event, toEvent: last.event,
        start: from.microseconds == .min ? nil : from, end: until ?? now, isPast: until != nil)
    }
  }

  /// The same period, where it begins later from the snapshot before a moment on.
  package func period(_ period: StoredPeriod, since moment: Timestamp) throws(Problem)
    -> StoredPeriod
  {
    let after = try read { try $0.known(by: moment).snapshot }
    return StoredPeriod(
      after: min(after, period.after), to: period.to, afterEvent: period.afterEvent,
      toEvent: period.toEvent, start: period.start.map { min($0, moment) }, end: period.end,
      isPast: period.isPast)
  }

  /// When the last snapshot of a period was taken, also where it was taken back since; nil where there
  /// is none.
  package func takenAt(lastOf period: StoredPeriod) throws(Problem) -> Timestamp? {
    try read { database in
      try database.value(
        Timestamp.self,
        "SELECT taken_at FROM snapshot WHERE number <= ? ORDER BY number DESC LIMIT 1", [period.to])
    }
  }

  /// The findings of a baseline, as they stood at the end of a period; those that were over before
  /// it began are left out. Throws where what they are told from is not what was written.
  ///
  /// - Parameter numbers: Those that are wanted; nil for all.
  package func findings(
    baseline: String, in period: StoredPeriod, numbered numbers: [Int]? = nil
  ) throws(Problem) -> [StoredFinding] {
    try read { database in
      try require(Facet.told, database)
      guard let numbers else { return try database.findings(baseline: baseline, in: period) }
      return try numbers.sorted().flatMap {
        try database.findings(baseline: baseline, in: period, number: $0)
      }
    }
  }

  /// One finding as it stands now; nil where there is none of this number. Throws as `findings`.
  package func finding(_ number: Int) throws(Problem) -> (StoredFinding, baseline: String)? {
    try read { database in
      try require(Facet.told, database)
      let name = try database.value(
        String.self,
        """
        SELECT b.name FROM finding f JOIN baseline b ON b.id = f.baseline WHERE f.number = ?
        """, [number])
      guard let name else { return nil }
      return try database.findings(baseline: name, in: .everything, number: number).first
        .map { ($0, name) }
    }
  }
}

extension StoreTransaction {
  /// The newest snapshot that was taken by a moment and known by then, and the last event; 0 where there
  /// is none. A snapshot is known by what was appended after it, or by when it was imported: one that was
  /// captured in time and imported later is not.
  fileprivate func known(by moment: Timestamp) throws -> (snapshot: Int, event: Int64) {
    let event =
      try value(
        Int64.self, "SELECT max(id) FROM event WHERE kind <> 'snapshot' AND at <= ?", [moment]) ?? 0
    let snapshot = try value(
      Int.self,
      """
      SELECT max(number) FROM snapshot WHERE taken_at <= ?1 AND (imported_at <= ?1
          OR number <= (SELECT count(*) FROM event WHERE kind = 'snapshot' AND id < ?2))
        AND number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      """, [moment, event])
    return (snapshot ?? 0, event)
  }

  fileprivate func everythingKnown() throws -> (snapshot: Int, event: Int64) {
    let snapshot = try value(
      Int.self,
      """
      SELECT max(number) FROM snapshot
      WHERE number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      """)
    return (snapshot ?? 0, try value(Int64.self, "SELECT max(id) FROM event") ?? 0)
  }

  /// The findings of a baseline in a period, or of them the one with a number.
  func findings(baseline: String, in period: StoredPeriod, number: Int? = nil) throws
    -> [StoredFinding]
  {
    let rows = try rows(
      """
      SELECT f.number, f.change, f.resource, f.first_snapshot, r.external_id,
        \(Self.nameThen) AS name, s.account, s.region, s.type,
        coalesce(g.ended_at, n.taken_at) AS first_seen
      FROM finding f JOIN baseline b ON b.id = f.baseline
      JOIN resource r ON r.id = f.resource JOIN scope s ON s.id = r.scope
      JOIN snapshot n ON n.number = f.first_snapshot
      LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = r.scope
      WHERE b.name = :baseline AND f.first_snapshot <= :to AND f.event <= :toEvent
        AND coalesce((SELECT e.event FROM finding_event e WHERE e.finding = f.number
          AND e.event <= :toEvent AND e.id = (SELECT max(l.id) FROM finding_event l
            WHERE l.finding = f.number AND l.event <= :toEvent)
          AND e.kind IN (\(FindingEvent.endingsInSQL))), :always) > :afterEvent
        \(number.map { "AND f.number = \($0)" } ?? "")
      ORDER BY f.number
      """,
      [
        "baseline": baseline, "to": period.to, "toEvent": period.toEvent,
        "afterEvent": period.afterEvent, "always": Int64.max,
      ])
    return try rows.map { try finding($0, period: period) }
  }

  fileprivate func finding(_ row: SQLRow, period: StoredPeriod) throws -> StoredFinding {
    let number: Int = try row.get("number")
    // That an audit met a baseline set anew is the doing of who set it.
    let events = try rows(
      """
      SELECT f.event, e.at, f.kind, coalesce(e.actor, b.actor), CASE WHEN e.kind = 'audit' THEN b.reason ELSE e.reason END,
        f.snapshot, f.record, f.until
      FROM finding_event f JOIN event e ON e.id = f.event
      LEFT JOIN event b ON f.kind = 'promoted' AND e.kind = 'audit' AND b.id =
        (SELECT max(id) FROM event WHERE kind = 'baseline set' AND id < e.id)
      WHERE f.finding = ? AND f.event <= ? ORDER BY f.id
      """, [number, period.toEvent]
    ).map {
      try StoredFindingEvent(
        event: $0.get(0), at: $0.get(1), kind: $0.get(2), actor: $0.get(3), reason: $0.get(4),
        snapshot: $0.get(5),
        record: $0.get(6), until: $0.get(7))
    }
    let (judgements, worst, occurred) = try judgements(of: number, until: period.toEvent)
    let last = events.last
    // A snapshot in which a value is back is one in which it no longer stood.
    let end = last?.kind == "reverted" ? (last?.snapshot).map { $0 - 1 } : nil
    let isDecided = ["approved", "promoted", "ignored"].contains(last?.kind)
    let lastSeen = try value(
      Timestamp.self,
      """
      SELECT max(coalesce(g.ended_at, n.taken_at)) FROM snapshot n JOIN resource r ON r.id = ?3
      JOIN scope_reading g ON g.snapshot = n.number AND g.scope = r.scope AND g.status = 'read'
      WHERE n.number <= ?1 AND n.number >= ?2 AND (?4 IS NULL OR n.taken_at <= ?4)
      """,
      [
        min(end ?? period.to, period.to), try row.get("first_snapshot") as Int,
        row.get("resource") as Int64,
        isDecided ? last?.at : nil,
      ])
    return try StoredFinding(
      number: number,
      resource: Resource(
        ResourceID(row), name: row.get("name")), change: row.word("change"),
      firstSeen: row.get("first_seen"), firstSnapshot: row.get("first_snapshot"),
      lastSeen: lastSeen ?? row.get("first_seen"), events: events, judgements: judgements,
      worst: worst, occurred: occurred)
  }

  /// What the resource `r` was called in the snapshot `:to`, as SQL; as it is called now where the
  /// configuration that said so is not kept.
  static let nameThen = """
    coalesce((SELECT CASE WHEN v.name IS NULL THEN r.name ELSE nullif(v.name, '') END FROM version v
      WHERE v.resource = r.id AND v.first_snapshot <= :to ORDER BY v.first_snapshot DESC LIMIT 1),
      CASE WHEN EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id AND v.first_snapshot <= :to) THEN NULL ELSE r.name END)
    """

  /// Whether a reading shows what the judgement `j` is of, as SQL: it was not made and undone between two.
  static let isSeen = "j.id NOT IN (SELECT judgement FROM passing_edit)"

  /// The columns of the passage of the judgement `j`, as SQL, and where they are from.
  static let passage = """
    q.opened_call, q.opened_at, q.closed_call, q.closed_at, q.is_closed_exactly, q.is_undoing
    """
  static let joinedPassage = "LEFT JOIN passing_edit q ON q.judgement = j.id"

  /// Whether what the judgement `j` is of stood at the event `:event`, as SQL. Of what stopped to stand before
  /// that was kept, the end of the finding says it.
  static let isStanding = """
    CASE WHEN j.verdict = 'approved' THEN 0 ELSE coalesce(
      (SELECT x.event FROM ended_deviation x WHERE x.judgement = j.id),
      CASE WHEN EXISTS (SELECT 1 FROM deviation d WHERE d.baseline = j.baseline
        AND d.resource = j.resource AND d.judgement = j.id) THEN :event + 1 ELSE NULL END,
      (SELECT min(e.event) FROM finding_event e WHERE e.finding = j.finding
        AND e.event >= j.event AND e.kind IN (\(FindingEvent.endingsInSQL))),
      CASE WHEN j.finding IS NOT NULL AND j.id IN (SELECT judgement FROM passing_edit)
        THEN :event + 1 ELSE 0 END) > :event END
    """

  /// The last judgement of each edit of a finding up to an event and whether it stood then; the worst
  /// of all that were unapproved, and when they happened.
  private func judgements(of finding: Int, until event: Int64) throws
    -> ([(judgement: StoredJudgement, isStanding: Bool)], Severity?, Occurrence?)
  {
    let rows = try rows(
      """
      SELECT j.*, \(Self.passage), \(Self.isStanding) AS is_standing
      FROM finding f JOIN judgement j ON j.resource = f.resource AND j.finding = f.number
      \(Self.joinedPassage)
      WHERE f.number = :finding AND j.event <= :event ORDER BY j.id
      """, ["finding": finding, "event": min(event, .max - 1)])
    var last: [String: (judgement: StoredJudgement, isStanding: Bool)] = [:]
    var (worst, occurred): (Severity?, Occurrence?) = (nil, nil)
    for row in rows {
      let judgement = try StoredJudgement(row)
      if judgement.verdict.word == .unapproved {
        worst = max(worst ?? .low, judgement.severity)
        occurred = occurred?.joined(to: judgement.occurred) ?? judgement.occurred
      }
      let key = [judgement.path, judgement.word.rawValue, judgement.old ?? "", judgement.new ?? ""]
        .joined(separator: "\u{0}")
      last[key] = (judgement, try row.get("is_standing"))
    }
    return (last.values.sorted { $0.judgement.row < $1.judgement.row }, worst, occurred)
  }
}

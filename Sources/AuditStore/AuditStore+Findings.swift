package import ConfigurationModel
import GRDB

/// A finding with everything the store holds of it.
package struct StoredFinding: Sendable {
  package let number: Int
  package let resource: Resource
  package let change: ResourceChange
  package let firstSeen: Timestamp
  package let lastSeen: Timestamp
  /// Oldest first.
  package let events: [StoredFindingEvent]
  /// The last judgement of each of its edits; those that stand are marked.
  package let judgements: [(judgement: StoredJudgement, isStanding: Bool)]
}

/// Something that happened to a finding.
package struct StoredFindingEvent: Sendable {
  package let event: Int64
  package let at: Timestamp
  package let kind: String
  package let actor: String?
  package let reason: String?
  package let snapshot: Int?
  package let record: String?
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
  package let start: Timestamp?
  package let end: Timestamp

  /// All that the store knows.
  package static let everything = StoredPeriod(
    after: 0, to: .max, afterEvent: -1, toEvent: .max, start: nil,
    end: Timestamp(microseconds: .max))
}

extension AuditStore {
  /// The period of the newest audit of a baseline; nil where there was none.
  package func periodOfLastAudit(baseline: String) throws(Problem) -> StoredPeriod? {
    try read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT a.after_snapshot, a.to_snapshot, a.event, n.taken_at,
            (SELECT taken_at FROM snapshot WHERE number = a.after_snapshot) AS start,
            coalesce((SELECT max(p.event) FROM audit p WHERE p.baseline = a.baseline
              AND p.to_snapshot <= a.after_snapshot), 0) AS after_event
          FROM audit a JOIN baseline b ON b.id = a.baseline
          JOIN snapshot n ON n.number = a.to_snapshot
          WHERE b.name = ? ORDER BY a.id DESC LIMIT 1
          """, arguments: [baseline])
      return try row.map {
        try StoredPeriod(
          after: $0.get("after_snapshot"), to: $0.get("to_snapshot"),
          afterEvent: $0.get("after_event"),
          toEvent: $0.get("event"), start: $0.get("start"), end: $0.get("taken_at"))
      }
    }
  }

  /// The period between two moments: the snapshots taken in it.
  package func period(from: Timestamp?, until: Timestamp) throws(Problem) -> StoredPeriod {
    try read { database in
      let from = from ?? Timestamp(microseconds: .min)
      let standing =
        "FROM snapshot WHERE number NOT IN (SELECT snapshot FROM withdrawn_snapshot)"
      func last<V: DatabaseValueConvertible>(_ sql: String, _ at: Timestamp) throws -> V? {
        try V.fetchOne(database, sql: sql, arguments: [at])
      }
      return StoredPeriod(
        after: try last("SELECT max(number) \(standing) AND taken_at < ?", from) ?? 0,
        to: try last("SELECT max(number) \(standing) AND taken_at <= ?", until) ?? 0,
        afterEvent: try last("SELECT max(id) FROM event WHERE at < ?", from) ?? 0,
        // The present holds all that there is, also what a clock that was ahead dated later.
        toEvent: try last(
          "SELECT max(id) FROM event WHERE at <= ?",
          isPresent(until) ? Timestamp(microseconds: .max) : until) ?? 0,
        start: from.microseconds == .min ? nil : from, end: until)
    }
  }

  /// When the last snapshot of a period was taken, also where it was taken back since; nil where there
  /// is none.
  package func takenAt(lastOf period: StoredPeriod) throws(Problem) -> Timestamp? {
    try read { database in
      try Timestamp.fetchOne(
        database,
        sql: "SELECT taken_at FROM snapshot WHERE number <= ? ORDER BY number DESC LIMIT 1",
        arguments: [period.to])
    }
  }

  /// The findings of a baseline, as they stood at the end of a period; those that were over before
  /// it began are left out. Throws where what they are told from is not what was written.
  package func findings(baseline: String, in period: StoredPeriod) throws(Problem)
    -> [StoredFinding]
  {
    try read { database in
      try require(Facet.told, database)
      return try database.findings(baseline: baseline, in: period)
    }
  }

  /// One finding as it stands now; nil where there is none of this number. Throws as `findings`.
  package func finding(_ number: Int) throws(Problem) -> (StoredFinding, baseline: String)? {
    try read { database in
      try require(Facet.told, database)
      let name = try String.fetchOne(
        database,
        sql: """
          SELECT b.name FROM finding f JOIN baseline b ON b.id = f.baseline WHERE f.number = ?
          """, arguments: [number])
      guard let name else { return nil }
      return try database.findings(baseline: name, in: .everything, number: number).first
        .map { ($0, name) }
    }
  }
}

extension Database {
  /// The findings of a baseline in a period, or of them the one with a number.
  fileprivate func findings(baseline: String, in period: StoredPeriod, number: Int? = nil) throws
    -> [StoredFinding]
  {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT f.number, f.change, f.resource, f.first_snapshot, r.external_id, r.name,
          s.account, s.region, s.type, n.taken_at AS first_seen
        FROM finding f JOIN baseline b ON b.id = f.baseline
        JOIN resource r ON r.id = f.resource JOIN scope s ON s.id = r.scope
        JOIN snapshot n ON n.number = f.first_snapshot
        WHERE b.name = :baseline AND f.first_snapshot <= :to AND f.event <= :toEvent
          AND coalesce((SELECT e.event FROM finding_event e WHERE e.finding = f.number
            AND e.event <= :toEvent AND e.id = (SELECT max(l.id) FROM finding_event l
              WHERE l.finding = f.number AND l.event <= :toEvent)
            AND e.kind IN ('reverted', 'approved', 'promoted', 'ignored')), :always) > :afterEvent
          \(number.map { "AND f.number = \($0)" } ?? "")
        ORDER BY f.number
        """,
      arguments: [
        "baseline": baseline, "to": period.to, "toEvent": period.toEvent,
        "afterEvent": period.afterEvent, "always": Int64.max,
      ])
    return try rows.map { try finding($0, period: period) }
  }

  fileprivate func finding(_ row: Row, period: StoredPeriod) throws -> StoredFinding {
    let number: Int = try row.get("number")
    // That an audit met a baseline set anew is the doing of who set it.
    let events = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT f.event, e.at, f.kind, coalesce(e.actor, b.actor), iif(e.kind = 'audit', b.reason, e.reason),
            f.snapshot, f.record, f.until
          FROM finding_event f JOIN event e ON e.id = f.event
          LEFT JOIN event b ON f.kind = 'promoted' AND e.kind = 'audit' AND b.id =
            (SELECT max(id) FROM event WHERE kind = 'baseline set' AND id < e.id)
          WHERE f.finding = ? AND f.event <= ? ORDER BY f.id
          """), arguments: [number, period.toEvent]
    ).map {
      try StoredFindingEvent(
        event: $0.get(0), at: $0.get(1), kind: $0.get(2), actor: $0.get(3), reason: $0.get(4),
        snapshot: $0.get(5),
        record: $0.get(6), until: $0.get(7))
    }
    let judgements = try judgements(of: number, until: period.toEvent)
    let last = events.last
    // A snapshot in which a value is back is one in which it no longer stood.
    let end = last?.kind == "reverted" ? (last?.snapshot).map { $0 - 1 } : nil
    let isDecided = ["approved", "promoted", "ignored"].contains(last?.kind)
    let lastSeen = try Timestamp.fetchOne(
      cachedStatement(
        sql: """
          SELECT max(n.taken_at) FROM snapshot n JOIN resource r ON r.id = ?4
          JOIN scope_reading g ON g.snapshot = n.number AND g.scope = r.scope AND g.status = 'read'
          WHERE n.number <= min(?1, ?2) AND n.number >= ?3 AND (?5 IS NULL OR n.taken_at <= ?5)
          """),
      arguments: [
        end ?? period.to, period.to, try row.get("first_snapshot") as Int,
        row.get("resource") as Int64,
        isDecided ? last?.at : nil,
      ])
    return try StoredFinding(
      number: number,
      resource: Resource(
        ResourceID(row), name: row.get("name")), change: row.word("change"),
      firstSeen: row.get("first_seen"),
      lastSeen: lastSeen ?? row.get("first_seen"), events: events, judgements: judgements)
  }

  private func judgements(of finding: Int, until event: Int64) throws
    -> [(judgement: StoredJudgement, isStanding: Bool)]
  {
    let rows = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT j.*, EXISTS (SELECT 1 FROM deviation d WHERE d.baseline = j.baseline
            AND d.resource = j.resource AND d.judgement = j.id) AS is_standing
          FROM finding f JOIN judgement j ON j.resource = f.resource AND j.finding = f.number
          WHERE f.number = ? AND j.event <= ? ORDER BY j.id
          """), arguments: [finding, event])
    var last: [String: (judgement: StoredJudgement, isStanding: Bool)] = [:]
    for row in rows {
      let judgement = try StoredJudgement(row)
      let key = [judgement.path, judgement.word.rawValue, judgement.old ?? "", judgement.new ?? ""]
        .joined(separator: "\u{0}")
      last[key] = (judgement, try row.get("is_standing"))
    }
    return last.values.sorted { $0.judgement.row < $1.judgement.row }
  }
}

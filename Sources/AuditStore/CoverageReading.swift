import ConfigurationModel
import Foundation

/// Gathers what is known of scopes up to a moment.
struct CoverageReading {
  private struct Snapshot {
    let number: Int
    let takenAt: Timestamp
    let source: String
  }

  private let database: StoreTransaction
  private let moment: Timestamp
  private let period: StoredPeriod?
  private let baseline: String?
  /// Whether the moment is that of the last snapshot.
  private let isPast: Bool
  /// Those that count, by number.
  private let snapshots: [Int: Snapshot]
  private let last: Int
  private let ahead: [Coverage.AheadSnapshot]
  /// The last snapshot of each look around of the sources that look at scopes, by their names without
  /// moments, oldest first.
  private let bySource: [String: [Snapshot]]
  /// The sources that have runs.
  private let runSources: [String]
  /// The names of all sources without the moments in them.
  private let names: [String: String]

  init(
    _ database: StoreTransaction, to snapshot: Int, at moment: Timestamp, period: StoredPeriod?,
    baseline: String?, isPast: Bool
  ) throws {
    self.isPast = isPast
    self.database = database
    self.moment = moment
    self.period = period
    self.baseline = baseline
    let rows = try database.rows(
      """
      SELECT number, taken_at, source FROM snapshot WHERE number <= ?
        AND number NOT IN (SELECT snapshot FROM withdrawn_snapshot) ORDER BY number
      """, [snapshot])
    let all = try rows.map { row in
      try Snapshot(number: row.get(0), takenAt: row.get(1), source: row.get(2))
    }
    let counted = all.filter { !$0.takenAt.liesAhead(of: moment) }
    ahead = all.filter { $0.takenAt.liesAhead(of: moment) }
      .map { .init(number: $0.number, takenAt: $0.takenAt) }
    snapshots = Dictionary(counted.map { ($0.number, $0) }) { first, _ in first }
    last = snapshot
    runSources = try database.values(String.self, "SELECT DISTINCT source FROM run")
    // The settings give a source a name of its own: `d1` and `d2` are two.
    let scheduled = try Set(
      database.values(String.self, "SELECT DISTINCT source FROM run WHERE allowed_age IS NOT NULL"))
    names = Dictionary(
      uniqueKeysWithValues: Set(counted.map(\.source) + runSources).map {
        ($0, scheduled.contains($0) ? $0 : $0.withoutMoments)
      })
    bySource = try Self.lookingSources(counted, names, database)
  }

  private static func lookingSources(
    _ counted: [Snapshot], _ names: [String: String], _ database: StoreTransaction
  ) throws -> [String: [Snapshot]] {
    // What is delivered comes account by account: that one is not in a delivery says nothing.
    let delivered = try Set(database.values(String.self, "SELECT DISTINCT source FROM delivered"))
    let sources = Dictionary(grouping: counted.filter { !delivered.contains($0.source) }) {
      names[$0.source] ?? $0.source
    }
    let looking = try sources.filter { try looks($1, database) }
    let ends = try roundEnds(database)
    return looking.mapValues { snapshots in
      snapshots.filter { ends[$0.source]?.contains($0.number) ?? true }
    }
  }

  /// Whether the last snapshot of a source that has a scope at all looked at one: a snapshot of nothing is a look
  /// around of the source that it is of.
  private static func looks(_ snapshots: [Snapshot], _ database: StoreTransaction) throws -> Bool {
    for snapshot in snapshots.reversed() {
      let isLook = try database.value(
        Bool.self,
        """
        SELECT CASE
          WHEN EXISTS (SELECT 1 FROM scope_reading WHERE snapshot = :number AND status <> 'seen') THEN 1
          WHEN EXISTS (SELECT 1 FROM scope_reading WHERE snapshot = :number) THEN 0 END
        """, ["number": snapshot.number])
      if let isLook { return isLook }
    }
    return false
  }

  /// A run of many accounts takes several snapshots, and has looked around with the last of them: the number of that
  /// one, of each run of each source.
  private static func roundEnds(_ database: StoreTransaction) throws -> [String: Set<Int>] {
    let rows = try database.rows("SELECT source, snapshot FROM run WHERE snapshot IS NOT NULL")
    return try rows.reduce(into: [:]) { ends, row in
      ends[try row.get(0), default: []].insert(try row.get(1))
    }
  }

  func past() throws -> CoveragePast {
    var pasts = try scopePasts()
    try addParts(&pasts)
    try addRetirements(&pasts)
    if period != nil { try addReadings(&pasts) }
    let runs = RunReading(
      database: database, moment: moment, period: period, names: names, sources: runSources,
      pastSnapshot: isPast ? last : nil)
    let (failed, ages) = try runs.failuresAndAges()
    return CoveragePast(
      scopes: pasts.values.filter(isTold).sorted { $0.scope < $1.scope },
      failedRuns: failed, sources: try runs.histories(ages: ages),
      laterSources: try runs.laterSources(), sourceAges: ages, ahead: try ahead.filter(isNewest),
      unreadActivity: try runs.unreadActivity(to: last))
  }

  /// Whether a snapshot that lies ahead has the last word on a scope: none that counts has read it since.
  private func isNewest(_ snapshot: Coverage.AheadSnapshot) throws -> Bool {
    let others = ahead.map { "\($0.number)" }.joined(separator: ",")
    return try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM scope_reading g WHERE g.snapshot = :number
        AND NOT EXISTS (SELECT 1 FROM scope_reading l WHERE l.scope = g.scope
          AND l.snapshot > :number AND l.snapshot <= :last AND l.status = 'read'
          AND l.snapshot NOT IN (\(others))))
      """, ["number": snapshot.number, "last": last]) ?? true
  }

  private func isTold(_ past: ScopePast) -> Bool {
    past.read != nil || past.seen != nil || past.failure != nil || past.retirement != nil
      || past.isInBaseline || past.leftOut != nil
  }

  // MARK: Scopes

  /// The newest reading of a scope that the condition holds for, among those that count.
  private func newest(_ condition: String, _ order: String = "DESC") -> String {
    let ahead = ahead.map { "\($0.number)" }.joined(separator: ",")
    return """
      (SELECT snapshot FROM scope_reading WHERE scope = s.id AND snapshot <= :last
        AND snapshot NOT IN (\(ahead)) AND \(condition) ORDER BY snapshot \(order) LIMIT 1)
      """
  }

  private func scopePasts() throws -> [Int64: ScopePast] {
    var pasts: [Int64: ScopePast] = [:]
    try database.each(
      """
      WITH marks AS (SELECT s.id, s.account, s.region, s.type,
        \(newest("status = 'read'")) AS read, \(newest("status = 'read'", "ASC")) AS first,
        \(newest("status = 'seen'")) AS seen, \(newest("status = 'unread'")) AS failed,
        \(newest("1")) AS look FROM scope s)
      SELECT m.*, r.resource_count AS read_count, r.began_at AS read_at,
        e.resource_count AS seen_count, e.began_at AS seen_at,
        f.began_at AS failed_at, f.problem_code, f.problem_message, f.problem_hint,
        (SELECT min(snapshot) FROM scope_reading WHERE scope = m.id AND status = 'unread'
          AND snapshot > coalesce(m.read, 0)) AS failing,
        EXISTS (SELECT 1 FROM baseline_scope b JOIN baseline n ON n.id = b.baseline
          WHERE b.scope = m.id AND n.name = :baseline AND b.event <= :event)
        OR EXISTS (SELECT 1 FROM expected x JOIN resource r ON r.id = x.resource
          JOIN baseline n ON n.id = x.baseline WHERE r.scope = m.id AND n.name = :baseline
          AND x.event <= :event AND (x.until_event IS NULL OR x.until_event > :event)) AS is_in_baseline
      FROM marks m
      LEFT JOIN scope_reading r ON r.scope = m.id AND r.snapshot = m.read
      LEFT JOIN scope_reading e ON e.scope = m.id AND e.snapshot = m.seen
      LEFT JOIN scope_reading f ON f.scope = m.id AND f.snapshot = m.failed
      """,
      [
        "last": last, "baseline": baseline ?? "", "event": period?.toEvent ?? .max,
      ]
    ) { row in
      pasts[try row.get("id")] = try past(row)
    }
    return pasts
  }

  private func past(_ row: SQLRow) throws -> ScopePast {
    var past = ScopePast(try Scope(row))
    past.read = try reading(row, "read")
    past.seen = try reading(row, "seen")
    let first: Int? = try row.get("first")
    past.firstRead = first.flatMap { snapshots[$0]?.takenAt }
    past.failure = try failure(row, since: past.read?.at)
    past.isInBaseline = try row.get("is_in_baseline")
    let look: Int? = try row.get("look")
    past.leftOut = look.flatMap { snapshots[$0] }.flatMap(leftOut)
    return past
  }

  /// A reading is as old as its beginning.
  private func reading(_ row: SQLRow, _ name: String) throws -> ScopePast.Reading? {
    let number: Int? = try row.get(name)
    guard let snapshot = number.flatMap({ snapshots[$0] }) else { return nil }
    return try .init(
      at: row.get("\(name)_at") ?? snapshot.takenAt, count: row.get("\(name)_count"),
      source: snapshot.source)
  }

  /// The tries that failed since a reading: those that were stored after it, and one that was made after it though it
  /// was stored before, for sources overlap.
  private func failure(_ row: SQLRow, since read: Timestamp?) throws -> ScopePast.Failure? {
    let (last, failed, first): (Int?, Int?, Int?) = try (
      row.get("read"), row.get("failed"), row.get("failing")
    )
    guard let failed, let entry = snapshots[failed]?.takenAt else { return nil }
    let at = try row.get("failed_at") ?? entry
    guard failed > last ?? 0 || at > read ?? Timestamp(microseconds: .min)
    else { return nil }
    return try .init(
      since: first.flatMap { snapshots[$0]?.takenAt } ?? at,
      problem: Problem(
        row.get("problem_code") ?? "unread", row.get("problem_message") ?? "",
        hint: row.get("problem_hint")))
  }

  /// Whether the source of the last look at a scope has looked since, without it. Observations of
  /// single resources, as a history tells them, are no look at scopes.
  private func leftOut(_ look: Snapshot) -> ScopePast.LeftOut? {
    guard let rounds = names[look.source].flatMap({ bySource[$0] }),
      let own = rounds.firstIndex(where: { $0.number >= look.number }), own + 1 < rounds.count
    else { return nil }
    return .init(source: rounds[own + 1].source, since: rounds[own + 1].takenAt)
  }

  // MARK: Parts, retirements, readings

  private func addParts(_ pasts: inout [Int64: ScopePast]) throws {
    let rows = try database.rows(
      """
      SELECT p.scope, p.part, p.resource_count, p.problem_code, p.problem_message, p.resources,
        p.snapshot, (SELECT max(g.snapshot) FROM scope_reading g WHERE g.scope = p.scope
          AND g.snapshot < p.snapshot AND g.status = 'read' AND NOT EXISTS (SELECT 1
            FROM unread_part o WHERE o.scope = g.scope AND o.snapshot = g.snapshot
            AND o.part = p.part)) AS last_read
      FROM unread_part p WHERE p.snapshot <= :last AND p.snapshot = (SELECT max(l.snapshot)
        FROM unread_part l WHERE l.scope = p.scope AND l.part = p.part AND l.snapshot <= :last)
        AND p.snapshot >= coalesce((SELECT g.snapshot FROM scope_reading g WHERE g.scope = p.scope
          AND g.snapshot <= :last AND g.status = 'read' ORDER BY g.snapshot DESC LIMIT 1),
          (SELECT g.snapshot FROM scope_reading g WHERE g.scope = p.scope
            AND g.snapshot <= :last AND g.status = 'seen' ORDER BY g.snapshot DESC LIMIT 1), 0)
      ORDER BY p.scope, p.part
      """, ["last": last])
    for row in rows {
      let scope: Int64 = try row.get(0)
      if try row.get("problem_code") == Problem.partNeverLookedAt().code {
        try addNeverLookedAt(row, of: scope, to: &pasts)
        continue
      }
      guard let part = try part(row, of: scope) else { continue }
      pasts[scope]?.parts.append(part)
    }
  }

  /// A part that no file ever gave is unread where a document of the baseline expects something of it.
  private func addNeverLookedAt(_ row: SQLRow, of scope: Int64, to pasts: inout [Int64: ScopePast])
    throws
  {
    let part: String = try row.get("part")
    let expecting = try resources(of: scope, expectedWith: part)
    guard let snapshot = snapshots[try row.get("snapshot")], !expecting.isEmpty else {
      pasts[scope]?.partsNeverLookedAt.append(part)
      return
    }
    let since = pasts[scope]?.firstRead ?? snapshot.takenAt
    pasts[scope]?.parts.append(
      Coverage.Part(
        name: part, count: expecting.count,
        resources: Array(expecting.prefix(UnreadPartNames.told)),
        problem: .partNeverLookedAt(), since: since))
  }

  /// The ids of resources of which a document of the baseline says something about a part.
  private func resources(of scope: Int64, expectedWith part: String) throws -> [String] {
    guard let baseline else { return [] }
    return try database.values(
      String.self,
      """
      SELECT r.external_id FROM expected x JOIN resource r ON r.id = x.resource
      JOIN baseline n ON n.id = x.baseline WHERE r.scope = :scope AND n.name = :baseline
        AND x.body IS NOT NULL AND x.event <= :event
        AND (x.until_event IS NULL OR x.until_event > :event)
        AND json_type(x.body, '$."' || :part || '"') IS NOT NULL
      ORDER BY r.external_id
      """,
      [
        "scope": scope, "baseline": baseline, "event": period?.toEvent ?? .max, "part": part,
      ])
  }

  private func part(_ row: SQLRow, of scope: Int64) throws -> Coverage.Part? {
    let number: Int = try row.get("snapshot")
    guard let snapshot = snapshots[number] else { return nil }
    let last: Int? = try row.get("last_read")
    let first = try database.value(
      Int.self,
      """
      SELECT min(snapshot) FROM unread_part WHERE scope = ? AND part = ? AND snapshot > ?
      """, [scope, row.get("part") as String, last ?? 0])
    let resources: String? = try row.get("resources")
    return try Coverage.Part(
      name: row.get("part"), count: row.get("resource_count"),
      resources: resources.map { try UnreadPartNames.decoded($0) } ?? [],
      problem: Problem(
        row.get("problem_code") ?? "part-unread", row.get("problem_message") ?? "not read"),
      since: first.flatMap { snapshots[$0]?.takenAt } ?? snapshot.takenAt,
      lastRead: last.flatMap { snapshots[$0]?.takenAt })
  }

  private func addRetirements(_ pasts: inout [Int64: ScopePast]) throws {
    let rows = try database.rows(
      """
      SELECT r.scope, r.is_retired, e.at, e.actor, e.reason FROM retirement r
      JOIN event e ON e.id = r.event WHERE r.event = (SELECT max(l.event) FROM retirement l
        JOIN event v ON v.id = l.event WHERE l.scope = r.scope AND v.at <= ?)
      """, [moment])
    for row in rows where try row.get("is_retired") {
      pasts[try row.get("scope")]?.retirement = try Retirement(
        by: row.get("actor") ?? "", at: row.get("at"), reason: row.get("reason") ?? "")
    }
  }

  /// The complete readings in the period, and the last before it.
  private func addReadings(_ pasts: inout [Int64: ScopePast]) throws {
    try database.each(
      """
      SELECT g.scope, g.snapshot, g.began_at FROM scope_reading g WHERE g.status = 'read'
        AND g.snapshot <= :last AND g.snapshot >= coalesce((SELECT l.snapshot
          FROM scope_reading l WHERE l.scope = g.scope AND l.status = 'read'
            AND l.snapshot <= :period ORDER BY l.snapshot DESC LIMIT 1), 0)
      ORDER BY g.scope, g.snapshot
      """, ["last": last, "period": period?.after ?? 0]
    ) { row in
      let number: Int = try row.get(1)
      guard let snapshot = snapshots[number] else { return }
      let scope: Int64 = try row.get(0)
      if pasts[scope]?.readings == nil { pasts[scope]?.readings = [] }
      pasts[scope]?.readings?.append(try row.get(2) ?? snapshot.takenAt)
    }
  }
}

/// The ids of resources that lack a part, as a JSON list.
enum UnreadPartNames {
  /// So many are named; all are counted.
  static let told = 10

  static func encoded(_ names: [String]) -> String {
    ConfigurationValue.list(names.map { .string($0) }).canonicalJSON
  }

  static func decoded(_ text: String) throws -> [String] {
    try JSONDecoder().decode([String].self, from: Data(text.utf8))
  }
}

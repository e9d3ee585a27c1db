import ConfigurationModel

/// The rows that go when snapshots are dropped.
struct DroppedRows {
  /// Those that repeat a body before those that have it.
  var versions: [Int64] = []
  var readings: [(scope: Int64, snapshot: Int)] = []
  /// Bytes of the bodies of the versions.
  var bodyBytes = 0
}

/// The readings that go. Of each snapshot one look at a scope stays: that it looked at all is told from it, and what its
/// source leaves out is unread then.
private struct DroppedReadings {
  private var seen: [(scope: Int64, snapshot: Int)] = []
  private var looks: [(scope: Int64, snapshot: Int)] = []
  /// The snapshots of which a look stays by itself.
  private var looked: Set<Int> = []

  mutating func add(_ readings: [Retention.Reading], of scope: Int64, keeping kept: Set<Int>) {
    for reading in readings {
      switch (kept.contains(reading.snapshot), reading.isSeen) {
      case (true, true): continue
      case (true, false): looked.insert(reading.snapshot)
      case (false, true): seen.append((scope, reading.snapshot))
      case (false, false): looks.append((scope, reading.snapshot))
      }
    }
  }

  var rows: [(scope: Int64, snapshot: Int)] {
    var looked = looked
    return seen + looks.filter { !looked.insert($0.snapshot).inserted }
  }
}

extension StoreTransaction {
  /// The rows that only dropped snapshots need.
  func droppedRows(_ retention: Retention) throws -> DroppedRows {
    var rows = DroppedRows()
    try collectVersions(retention, &rows)
    try collectReadings(retention, &rows)
    rows.versions.sort(by: >)
    return rows
  }

  private func collectVersions(_ retention: Retention, _ dropped: inout DroppedRows) throws {
    let needs = try resourceNeeds()
    var resource: Int64 = -1
    var versions: [(version: Retention.Version, bytes: Int)] = []
    func finish() {
      let kept = retention.kept(versions.map(\.version), needs[resource] ?? .init())
      for row in versions where !kept.contains(row.version.id) {
        dropped.versions.append(row.version.id)
        dropped.bodyBytes += row.bytes
      }
      versions = []
    }
    try each(
      """
      SELECT resource, id, first_snapshot, until_snapshot, same_as, coalesce(length(body), 0)
      FROM version ORDER BY resource, first_snapshot
      """
    ) { row in
      let next: Int64 = try row.get(0)
      if next != resource { finish() }
      resource = next
      let version = try Retention.Version(
        id: row.get(1), first: row.get(2), until: row.get(3), sameAs: row.get(4))
      versions.append((version, try row.get(5)))
    }
    finish()
  }

  private func collectReadings(_ retention: Retention, _ dropped: inout DroppedRows) throws {
    let bounds = try readingBounds()
    let turns = try partTurns()
    var scope: Int64 = -1
    var readings: [Retention.Reading] = []
    var all = DroppedReadings()
    func finish() {
      all.add(readings, of: scope, keeping: retention.kept(readings, bounds: bounds[scope] ?? []))
      readings = []
    }
    try each(
      """
      SELECT scope, snapshot, status = 'read', status = 'seen' FROM scope_reading
      ORDER BY scope, snapshot
      """
    ) { row in
      let next: Int64 = try row.get(0)
      if next != scope { finish() }
      scope = next
      let snapshot: Int = try row.get(1)
      try readings.append(
        .init(
          snapshot: snapshot, isComplete: row.get(2), isSeen: row.get(3),
          isTurn: turns[scope]?.contains(snapshot) ?? false))
    }
    finish()
    dropped.readings = all.rows
  }

  /// The readings of scopes with which a part began to be unread, and the ones before: since when it
  /// is not read is told from them.
  private func partTurns() throws -> [Int64: Set<Int>] {
    let rows = try rows(
      """
      SELECT scope, snapshot, before FROM (SELECT p.scope, p.snapshot, p.part,
        (SELECT max(g.snapshot) FROM scope_reading g WHERE g.scope = p.scope
          AND g.snapshot < p.snapshot AND g.status <> 'unread') AS before FROM unread_part p) t
      WHERE before IS NULL OR NOT EXISTS (SELECT 1 FROM unread_part o
        WHERE o.scope = t.scope AND o.snapshot = t.before AND o.part = t.part)
      """)
    var turns: [Int64: Set<Int>] = [:]
    for row in rows {
      let before: Int? = try row.get(2)
      turns[try row.get(0), default: []].formUnion([try row.get(1), before].compactMap { $0 })
    }
    return turns
  }

  /// How many edits snapshots have, and how many bytes their texts.
  func editCount(of snapshots: [Int]) throws -> (count: Int, bytes: Int) {
    let sql = """
      SELECT count(*), coalesce(sum(length(path) + coalesce(length(old), 0)
        + coalesce(length(new), 0)), 0) FROM edit WHERE snapshot = ?
      """
    var total = (count: 0, bytes: 0)
    for snapshot in snapshots {
      guard let row = try row(sql, [snapshot]) else { continue }
      total = (total.count + (try row.get(0)), total.bytes + (try row.get(1)))
    }
    return total
  }

  /// Deletes what is dropped; the rows of the snapshots stay.
  func delete(_ rows: DroppedRows, of snapshots: [Int]) throws {
    for snapshot in snapshots { try run("DELETE FROM edit WHERE snapshot = ?", [snapshot]) }
    for version in rows.versions {
      try run("DELETE FROM fingerprint WHERE version = ?", [version])
      try run("DELETE FROM version WHERE id = ?", [version])
    }
    for reading in rows.readings {
      let place: SQLArguments = [reading.scope, reading.snapshot]
      try run("DELETE FROM unread_part WHERE scope = ? AND snapshot = ?", place)
      try run("DELETE FROM scope_reading WHERE scope = ? AND snapshot = ?", place)
    }
  }
}

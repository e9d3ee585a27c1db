import ConfigurationModel

extension StoreTransaction {
  /// The numbers of the snapshots that were pruned.
  func prunedSnapshots() throws -> Set<Int> {
    Set(try values(Int.self, "SELECT snapshot FROM pruned_snapshot"))
  }

  /// What holds which snapshots.
  func snapshotHolds(latest: Int) throws -> [Int: [SnapshotHold]] {
    var holds: [Int: [SnapshotHold]] = [:]
    func add(_ sql: String, _ hold: (SQLRow) throws -> SnapshotHold) throws {
      for row in try rows(sql) {
        holds[try row.get(0), default: []].append(try hold(row))
      }
    }
    try add(
      """
      SELECT DISTINCT s.snapshot, b.name FROM baseline_scope s JOIN baseline b ON b.id = s.baseline
      ORDER BY b.name
      """
    ) { .baseline(try $0.get(1)) }
    try add(
      """
      SELECT a.to_snapshot, b.name FROM baseline b JOIN audit a ON a.id =
        (SELECT max(id) FROM audit WHERE baseline = b.id) ORDER BY b.name
      """
    ) { .lastAudit(baseline: try $0.get(1)) }
    for (name, judged) in try judgedSnapshots() {
      for number in stride(from: judged + 1, through: latest, by: 1) {
        holds[number, default: []].append(.unaudited(baseline: name))
      }
    }
    try add(
      """
      SELECT f.first_snapshot, f.number FROM finding f WHERE f.number NOT IN (\(Self.over))
      UNION SELECT j.snapshot, j.finding FROM deviation d JOIN judgement j ON j.id = d.judgement
        WHERE j.verdict = 'unapproved' AND j.finding IS NOT NULL ORDER BY 2
      """
    ) { .finding(try $0.get(1)) }
    holds[latest, default: []].append(.newest)
    return holds
  }

  /// Selects the findings that are over.
  static let over = """
    SELECT e.finding FROM finding_event e WHERE e.kind IN (\(FindingEvent.endingsInSQL))
      AND e.id = (SELECT max(l.id) FROM finding_event l WHERE l.finding = e.finding)
    """

  /// Of each baseline, the last snapshot that was judged against it or that it was set to in every
  /// scope: the next audit begins after it.
  private func judgedSnapshots() throws -> [(name: String, snapshot: Int)] {
    try rows(
      """
      SELECT b.id, b.name, coalesce((SELECT to_snapshot FROM audit WHERE baseline = b.id
        ORDER BY id DESC LIMIT 1), 0) FROM baseline b ORDER BY b.name
      """
    ).map { row in
      (try row.get(1), max(try row.get(2), try snapshotKnown(to: row.get(0))))
    }
  }

  // MARK: What is needed of resources and scopes

  /// What refers to resources, beyond what stands in snapshots that are kept.
  func resourceNeeds() throws -> [Int64: Retention.Needs] {
    var needs: [Int64: Retention.Needs] = [:]
    let expected = "SELECT resource, version, basis_version FROM expected"
    for row in try rows(expected) {
      let resource: Int64 = try row.get(0)
      needs[resource, default: .init()].isNeeded = true
      for column in 1...2 {
        if let version: Int64 = try row.get(column) { needs[resource]?.versions.insert(version) }
      }
    }
    let open = "SELECT resource FROM finding f WHERE f.number NOT IN (\(Self.over))"
    for resource in try values(Int64.self, open) {
      needs[resource, default: .init()].isNeeded = true
    }
    for row in try rows(
      """
      SELECT d.resource, j.snapshot FROM deviation d JOIN judgement j ON j.id = d.judgement
      """)
    {
      let resource: Int64 = try row.get(0)
      needs[resource, default: .init()].isNeeded = true
      needs[resource]?.bounds.insert(try row.get(1))
    }
    return needs
  }

  /// The snapshots up to which it must be known when a scope was last read completely: before the
  /// edits that stand, and at the end of each finding.
  func readingBounds() throws -> [Int64: Set<Int>] {
    let rows = try rows(
      """
      SELECT r.scope, j.snapshot - 1 AS bound FROM deviation d
        JOIN judgement j ON j.id = d.judgement JOIN resource r ON r.id = d.resource
      UNION SELECT r.scope, e.snapshot - 1 FROM finding_event e
        JOIN finding f ON f.number = e.finding JOIN resource r ON r.id = f.resource
        WHERE e.kind = 'reverted' AND e.snapshot IS NOT NULL
      UNION SELECT r.scope, (SELECT max(number) FROM snapshot n WHERE n.taken_at <= v.at)
        FROM finding_event e JOIN event v ON v.id = e.event
        JOIN finding f ON f.number = e.finding JOIN resource r ON r.id = f.resource
        WHERE e.kind IN ('approved', 'promoted', 'ignored')
      """)
    var bounds: [Int64: Set<Int>] = [:]
    for row in rows {
      guard let bound: Int = try row.get(1) else { continue }
      bounds[try row.get(0), default: []].insert(bound)
    }
    return bounds
  }
}

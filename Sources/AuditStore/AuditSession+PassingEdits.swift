package import ConfigurationModel

/// A snapshot that shows what a resource was like, and when that was read.
package struct ResourceReading: Hashable, Sendable {
  /// The snapshot's number.
  package let snapshot: Int
  /// When the resource's scope was read, from the beginning to the end.
  package let time: ReadingTime
}

/// A resource as events name it, and where they stand.
package struct NamedPlace: Hashable, Sendable {
  /// The account whose resource it is; nil where the event does not say.
  package let account: String?
  /// The region of the call.
  package let region: String
  /// The type that the event gives, or that its call is about.
  package let type: ResourceType
  /// An id, a name or an ARN.
  package let name: String
}

extension AuditSession {
  /// What calls touched, with the moments of those that came to be known since the last audit. Calls that were known
  /// before are named too where a snapshot that was not audited yet may tell of their time; those have no moments.
  ///
  /// - Parameter audited: The newest snapshot that was audited.
  package func touched(since audited: Int) throws -> [NamedPlace: [Timestamp]] {
    let floor = try database.value(
      Timestamp.self,
      """
      SELECT min(began) FROM (SELECT max(coalesce(g.began_at, n.taken_at)) AS began
        FROM scope_reading g JOIN snapshot n ON n.number = g.snapshot
        WHERE g.status = 'read' AND g.snapshot <= :audited AND g.scope IN (
          SELECT scope FROM scope_reading WHERE snapshot > :audited AND status = 'read')
        GROUP BY g.scope)
      """, ["audited": audited])
    let rows = try database.rows(
      """
      SELECT a.account, a.region, r.type, r.resource, CASE WHEN a.event > :event THEN a.at END AS at
      FROM activity a JOIN activity_resource r ON r.activity = a.id
      WHERE a.event > :event OR a.at > :floor
      """,
      [
        "event": try lastAuditEvent(), "floor": floor?.microseconds ?? .max,
      ])
    var touched: [NamedPlace: [Timestamp]] = [:]
    for row in rows {
      let place = try NamedPlace(
        account: row.get(0), region: row.get(1), type: ResourceType(row.get(2)), name: row.get(3))
      touched[place, default: []] += try [row.get(4) as Timestamp?].compactMap { $0 }
    }
    return touched
  }

  /// Whether one of some calls, by the ids of their events, was not known to the audit before this one.
  package func isAnyNew(ofCalls ids: [String]) throws -> Bool {
    let last = try lastAuditEvent()
    return try ids.contains { id in
      try database.value(
        Bool.self, "SELECT EXISTS (SELECT 1 FROM activity WHERE event_id = ? AND event > ?)",
        [id, last]) ?? false
    }
  }

  /// The resources of a type, in an account or any, that a region's calls may be about: those of the region, and those
  /// of none; with what each is known by.
  package func resources(of type: ResourceType, in account: String?, region: String) throws
    -> [(row: Int64, resource: Resource)]
  {
    try database.rows(
      """
      SELECT r.id, r.external_id, r.name, s.account, s.region, s.type
      FROM resource r JOIN scope s ON s.id = r.scope
      WHERE s.type = ?1 AND (?2 IS NULL OR s.account = ?2)
        AND (s.region IN (?3, 'global') OR ?1 = 'AWS::S3::Bucket')
      ORDER BY r.id
      """, [type.name, account, region]
    ).map { try ($0.get("id"), Resource(ResourceID($0), name: $0.get("name"))) }
  }

  /// Where a resource of a type stands that a call in a region made and no snapshot shows: the scope of the region, or
  /// that of none, where some snapshot read it whole. Nil where none did: nobody looks there.
  package func scopeRead(of type: ResourceType, in account: String, region: String) throws
    -> Scope?
  {
    let found = try database.value(
      String.self,
      """
      SELECT s.region FROM scope s
      WHERE s.type = ?1 AND s.account = ?2
        AND (s.region IN (?3, 'global') OR ?1 = 'AWS::S3::Bucket')
        AND EXISTS (SELECT 1 FROM scope_reading g WHERE g.scope = s.id AND g.status = 'read')
      ORDER BY s.region <> ?3, s.region LIMIT 1
      """, [type.name, account, region])
    return found.map { Scope(account: account, region: $0, type: type) }
  }

  /// The row of a resource that no snapshot showed; made where there is none.
  package func row(ofUnseen resource: ResourceID) throws -> Int64 {
    try database.resourceRow(Resource(resource, name: nil))
  }

  /// The resource of a row.
  package func resource(_ row: Int64) throws -> StoredResource? {
    try StoredResource.fetch(
      database, baseline: baseline, sql: "WHERE r.id = :row", arguments: ["row": row]
    ).first
  }

  /// The snapshots that show what a resource was like, or that it was not there; oldest first.
  package func readings(of resource: StoredResource) throws -> [ResourceReading] {
    let complete = try completeReadings(of: resource.scopeRow)
    let others = try readings(
      """
      SELECT n.number, coalesce(g.began_at, n.taken_at), coalesce(g.ended_at, n.taken_at)
      FROM snapshot n LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = :scope
      WHERE n.number IN (SELECT first_snapshot FROM version WHERE resource = :resource)
        AND (g.status IS NULL OR g.status <> 'read')
      ORDER BY n.number
      """, ["scope": resource.scopeRow, "resource": resource.row])
    guard !others.isEmpty else { return complete }
    return (complete + others).sorted { $0.snapshot < $1.snapshot }
  }

  /// The snapshots that read a scope completely, oldest first.
  private func completeReadings(of scope: Int64) throws -> [ResourceReading] {
    if let known = scopeReadings[scope] { return known }
    let found = try readings(
      """
      SELECT n.number, coalesce(g.began_at, n.taken_at), coalesce(g.ended_at, n.taken_at)
      FROM scope_reading g JOIN snapshot n ON n.number = g.snapshot
      WHERE g.scope = :scope AND g.status = 'read' ORDER BY n.number
      """, ["scope": scope])
    scopeReadings[scope] = found
    return found
  }

  private func readings(_ sql: String, _ arguments: SQLArguments) throws -> [ResourceReading] {
    try database.rows(sql, arguments).map { row in
      try ResourceReading(
        snapshot: row.get(0), time: ReadingTime(from: row.get(1), to: row.get(2)))
    }
  }

  /// The newest snapshot up to which somebody agreed to what a resource is: what was made and undone by then is agreed
  /// to with it. 0 where nobody did.
  package func agreedTo(_ resource: StoredResource) throws -> Int {
    let scope = try database.value(
      Int.self,
      """
      SELECT b.snapshot FROM baseline_scope b JOIN event e ON e.id = b.event
      WHERE b.baseline = ? AND b.scope = ? AND e.kind = 'baseline set'
      ORDER BY b.event DESC LIMIT 1
      """, [baseline, resource.scopeRow])
    let own = try database.value(
      Int.self,
      """
      SELECT max(x.snapshot) FROM expected x JOIN event e ON e.id = x.event
      WHERE x.baseline = ? AND x.resource = ? AND e.kind = 'baseline set'
      """, [baseline, resource.row])
    return max(scope ?? 0, own ?? 0)
  }

  /// What was expected of a resource when what a snapshot shows was not known yet.
  package func expected(_ resource: StoredResource, before snapshot: Int) throws -> Expectation {
    try database.expected(resource, baseline: baseline, before: snapshot, store: store)
  }

  // MARK: What was said

  /// The last judgements of the edits that a call made and that were undone unseen, as they are known by now.
  package func passing(of resource: Int64, openedBy call: String) throws -> [StoredJudgement] {
    try passing("p.opened_call = :call", ["resource": resource, "call": call])
  }

  /// The last judgements of a finding of such edits.
  package func passing(of finding: Int) throws -> [StoredJudgement] {
    let resource = try database.value(
      Int64.self, "SELECT resource FROM finding WHERE number = ?", [finding])
    return try passing("j.finding = :finding", ["resource": resource, "finding": finding])
  }

  private func passing(_ condition: String, _ arguments: SQLArguments) throws
    -> [StoredJudgement]
  {
    let rows = try database.rows(
      """
      SELECT j.*, \(StoreTransaction.passage) FROM judgement j \(StoreTransaction.joinedPassage)
      JOIN passing_edit p ON p.judgement = j.id
      WHERE j.baseline = :baseline AND j.resource = :resource AND \(condition) ORDER BY j.id
      """, arguments.with("baseline", baseline))
    var last: [[String]: StoredJudgement] = [:]
    for row in rows {
      let judgement = try StoredJudgement(row)
      let opened = judgement.passage?.opened.id ?? ""
      last[[opened, judgement.path, judgement.word.rawValue, judgement.new ?? ""]] = judgement
    }
    return last.values.sorted { $0.row < $1.row }
  }

  /// Says which calls made and undid what a judgement is of.
  package func insert(_ passage: Passage, of judgement: Int64) throws {
    try database.run(
      """
      INSERT INTO passing_edit (judgement, event, opened_call, opened_at, closed_call, closed_at,
        is_closed_exactly, is_undoing) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        judgement, event, passage.opened.id, passage.opened.at, passage.closed.id,
        passage.closed.at, passage.isClosedExactly, passage.isUndoing,
      ])
  }

  /// A finding of edits that were made and undone unseen.
  package struct PassingFinding: Hashable, Sendable {
    /// The finding's number.
    package let number: Int
    /// The row of its resource.
    package let resource: Int64
    /// The snapshot after which it was known.
    package let snapshot: Int
    /// Whether the last that happened to it ended it.
    package let isOver: Bool
    /// Whether the last that happened to it is that its risk was accepted, for whatever time.
    package let isAccepted: Bool
  }

  /// All findings of edits that were made and undone unseen, in order.
  package func passingFindings() throws -> [PassingFinding] {
    try passingFindings("j.finding IS NOT NULL", [:])
  }

  /// The last finding of such edits of a resource that a call made.
  package func passingFinding(of resource: Int64, openedBy call: String) throws -> PassingFinding? {
    try passingFindings(
      "j.resource = :resource AND p.opened_call = :call", ["resource": resource, "call": call]
    ).last
  }

  private func passingFindings(_ condition: String, _ arguments: SQLArguments) throws
    -> [PassingFinding]
  {
    try database.rows(
      """
      SELECT f.number, f.resource, f.first_snapshot, (SELECT e.kind FROM finding_event e
        WHERE e.finding = f.number ORDER BY e.id DESC LIMIT 1) AS kind
      FROM finding f WHERE f.baseline = :baseline AND f.number IN (
        SELECT j.finding FROM passing_edit p JOIN judgement j ON j.id = p.judgement
        WHERE j.finding IS NOT NULL AND \(condition))
      ORDER BY f.number
      """, arguments.with("baseline", baseline)
    ).map { row in
      let kind: String? = try row.get("kind")
      return try PassingFinding(
        number: row.get(0), resource: row.get(1), snapshot: row.get(2),
        isOver: kind.map(FindingEvent.endings.contains) ?? false,
        isAccepted: kind == "accepted")
    }
  }

  /// The resources and snapshots of edits that were made and undone unseen and that an ignore hides.
  package func passingHidden() throws -> [(resource: Int64, snapshot: Int)] {
    try database.rows(
      """
      SELECT DISTINCT j.resource, j.snapshot FROM passing_edit p
      JOIN judgement j ON j.id = p.judgement
      WHERE j.baseline = ? AND j.verdict = 'ignored' ORDER BY j.resource, j.snapshot
      """, [baseline]
    ).map { try ($0.get(0), $0.get(1)) }
  }
}

extension Passage {
  /// From a row with `StoreTransaction.passage`; nil where it has none.
  init?(_ row: SQLRow) throws {
    guard let opened: String = try row.get("opened_call") else { return nil }
    try self.init(
      opened: Call(id: opened, at: row.get("opened_at")),
      closed: Call(id: row.get("closed_call"), at: row.get("closed_at")),
      isClosedExactly: row.get("is_closed_exactly"), isUndoing: row.get("is_undoing"))
  }
}

extension StoreTransaction {
  /// What a baseline said of a resource when what a snapshot shows was not known yet.
  fileprivate func expected(
    _ resource: StoredResource, baseline: Int64, before snapshot: Int, store: AuditStore
  ) throws -> Expectation {
    let setting = try row(
      """
      SELECT event, snapshot FROM baseline_scope
      WHERE baseline = ? AND scope = ? AND snapshot < ? ORDER BY event DESC LIMIT 1
      """, [baseline, resource.scopeRow, snapshot])
    let set: Int64? = try setting?.get(0)
    // Setting a scope ends what was expected of its resources before, but for what is said of them anew.
    let own = try value(
      Int64.self,
      """
      SELECT id FROM expected WHERE resource = :resource AND baseline = :baseline
        AND snapshot < :snapshot AND (until_event IS NULL OR :set IS NULL OR until_event <> :set OR event = :set)
      ORDER BY id DESC LIMIT 1
      """,
      [
        "resource": resource.row, "baseline": baseline, "snapshot": snapshot, "set": set,
      ])
    if let own { return try ownExpectation(own, of: resource, store: store) }
    guard let setting else { return Expectation(state: .uncovered, name: .none) }
    guard let version = try version(of: resource.row, in: setting.get(1), store: store) else {
      return Expectation(state: .absent, name: .none)
    }
    return Expectation(state: .version(version), name: version.name)
  }
}

package import ConfigurationModel

/// What one audit reads and writes, within the transaction of `AuditStore.writeAudit`.
package final class AuditSession {
  let database: StoreTransaction
  /// The store that is audited.
  package let store: AuditStore
  /// The row of the baseline that is held against the snapshots.
  let baseline: Int64
  /// The event that everything written belongs to.
  let event: Int64
  /// The rules that the audit goes by.
  var ruleSet: Int64?
  /// The rows of its ignores, by their names.
  var ignoreRows: [String: Int64] = [:]
  /// The complete readings of scopes, by the rows of those that were asked about: no snapshot comes meanwhile.
  var scopeReadings: [Int64: [ResourceReading]] = [:]

  init(_ database: StoreTransaction, store: AuditStore, baseline: Int64, event: Int64) {
    self.database = database
    self.store = store
    self.baseline = baseline
    self.event = event
  }

  /// The newest snapshot; nil in an empty store.
  package func latestSnapshot() throws -> Int? {
    try database.latestSnapshot(path: store.path)
  }

  /// The snapshot that the newest audit of this baseline went up to, and the one its period began
  /// after; nil where there was no audit.
  package func lastAudit() throws -> (after: Int, to: Int)? {
    let last: (after: Int, to: Int)? = try database.row(
      """
      SELECT after_snapshot, to_snapshot FROM audit WHERE baseline = ? ORDER BY id DESC LIMIT 1
      """, [baseline]
    ).map { try ($0.get(0), $0.get(1)) }
    guard let last else { return nil }
    guard last.after <= last.to, last.to <= (try latestSnapshot() ?? 0) else {
      throw Problem.storeDamaged(store.path, "an audit goes beyond the last snapshot")
    }
    return last
  }

  /// The newest snapshot that was agreed to, 0 where there is none.
  package func snapshotAgreedTo() throws -> Int {
    try database.value(
      Int.self,
      """
      SELECT max(b.snapshot) FROM baseline_scope b JOIN event e ON e.id = b.event
      WHERE b.baseline = ? AND e.kind = 'baseline set'
      """, [baseline]) ?? 0
  }

  /// Writes down that the audit was done, and by which rules (`goBy`).
  ///
  /// - Parameters:
  ///   - isAsking: Whether settings say who is told of what it finds, be it nobody.
  ///   - moment: For which it judged.
  ///   - ground: By what it judged besides what the log has; nil where that is not known.
  package func insertAudit(
    after: Int, to: Int, isAsking: Bool, at moment: Timestamp, by ground: String?
  ) throws {
    try database.run(
      """
      INSERT INTO audit (event, baseline, after_snapshot, to_snapshot, rule_set, asked, judged_at,
        judged_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, [event, baseline, after, to, ruleSet, isAsking ? 1 : 0, moment, ground])
  }

  /// The events of the audits since the last one of which settings said who is told, oldest first: what they found, nobody
  /// was told. None where there was no such audit.
  package func untoldAudits() throws -> [Int64] {
    // Read are the newest rows alone, not all of the baseline (`+`).
    try database.values(
      Int64.self,
      """
      SELECT a.event FROM audit a WHERE a.id > (\(Self.lastAsking)) AND +a.baseline = :baseline
        AND a.event < :event ORDER BY a.id
      """, ["baseline": baseline, "event": event])
  }

  /// The row of the newest audit before `:event` of which settings say who is told, as SQL.
  static let lastAsking = """
    SELECT l.id FROM audit l WHERE l.baseline = :baseline AND l.event < :event AND l.asked = 1
    ORDER BY l.event DESC LIMIT 1
    """

  /// By when what a snapshot shows of a resource was so: when the reading of its scope had ended.
  package func seenBy(_ resource: StoredResource, in snapshot: Int) throws -> Timestamp {
    try database.value(
      Timestamp.self,
      """
      SELECT coalesce(g.ended_at, n.taken_at) FROM snapshot n
      LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = ? WHERE n.number = ?
      """, [resource.scopeRow, snapshot]) ?? Timestamp(microseconds: 0)
  }

  // MARK: Resources

  /// The resources whose configuration begins or ends to stand with a snapshot, in order of their
  /// ids, without those of which the expected configuration was made in the knowledge of it. Of a
  /// pruned snapshot it is known what began to stand and not what ended: that comes with the next
  /// snapshot that is kept.
  package func resourcesChanged(in snapshot: Int) throws -> [StoredResource] {
    try StoredResource.fetch(
      database, baseline: baseline,
      sql: """
        WHERE r.id IN (SELECT resource FROM version WHERE first_snapshot = :snapshot
            UNION SELECT resource FROM version
              WHERE until_snapshot <= :snapshot AND until_snapshot > coalesce(
                  (SELECT max(number) FROM snapshot WHERE number < :snapshot
                    AND number NOT IN (SELECT snapshot FROM pruned_snapshot)), 0)
                AND :snapshot NOT IN (SELECT snapshot FROM pruned_snapshot))
        """, arguments: ["snapshot": snapshot]
    ).filter { $0.anchor < snapshot }
  }

  /// The rows of the scopes that somebody set to a snapshot since the last audit, each with the snapshot.
  package func scopesSetAnew() throws -> [Int64: Int] {
    let rows = try database.rows(
      """
      SELECT scope, snapshot FROM baseline_scope
      WHERE baseline = ? AND event > ? AND event < ? ORDER BY event
      """, [baseline, lastAuditEvent(), event])
    return Dictionary(try rows.map { try ($0.get(0), $0.get(1)) }, uniquingKeysWith: { $1 })
  }

  /// The resources with expectations of their own, such as golden documents, that no snapshot may
  /// ever have touched.
  package func resourcesWithOwnExpectation(since event: Int64) throws -> [StoredResource] {
    try StoredResource.fetch(
      database, baseline: baseline,
      sql: """
        WHERE r.id IN (SELECT resource FROM expected WHERE baseline = :baseline
          AND until_event IS NULL AND event > :event)
        """, arguments: ["event": event])
  }

  /// The resources with expectations of their own that were never seen: no snapshot brings them up.
  package func resourcesNeverSeen() throws -> [StoredResource] {
    try StoredResource.fetch(
      database, baseline: baseline,
      sql: """
        WHERE r.id IN (SELECT resource FROM expected WHERE baseline = :baseline
            AND until_event IS NULL)
          AND NOT EXISTS (SELECT 1 FROM version WHERE resource = r.id)
        """)
  }

  /// The resources of a type in the account and region of another one that any snapshot had, in order of their
  /// ids; of these ids, or all.
  package func resources(
    of type: ResourceType, beside resource: StoredResource, ids: [String]? = nil
  ) throws -> [StoredResource] {
    let wanted = ids.map { ConfigurationValue.list($0.map { .string($0) }).canonicalJSON }
    let id = resource.resource.id
    return try StoredResource.fetch(
      database, baseline: baseline,
      sql: """
        WHERE s.account = :account AND s.region = :region AND s.type = :type
          AND (:ids IS NULL OR r.external_id IN (SELECT value FROM json_each(:ids)))
        """,
      arguments: [
        "account": id.account, "region": id.region, "type": type.name, "ids": wanted,
      ])
  }

  /// Whether it is known of a resource that it is not there: it was seen before, or its scope was
  /// read completely.
  package func wasLookedFor(_ resource: StoredResource, by snapshot: Int) throws -> Bool {
    try database.wasLookedFor(resource, by: snapshot)
  }

  /// The event of the audit before this one, 0 where there was none.
  package func lastAuditEvent() throws -> Int64 {
    try database.value(Int64.self, "SELECT max(event) FROM audit WHERE baseline = ?", [baseline])
      ?? 0
  }

  /// The newest event that registered a change record, 0 where there is none.
  package func lastRegistration() throws -> Int64 {
    try database.value(Int64.self, "SELECT max(event) FROM change_record") ?? 0
  }

  /// What a resource looked like in a snapshot; nil where it was not there.
  package func observed(_ resource: Int64, in snapshot: Int) throws -> StoredVersion? {
    try database.version(of: resource, in: snapshot, store: store)
  }

  /// What a resource may look like.
  package func expected(_ resource: StoredResource) throws -> Expectation {
    try database.expected(resource, baseline: baseline, store: store)
  }

  /// The newest event by which somebody agreed to what is expected of a resource: what was judged
  /// before is held against what was agreed to then.
  package func agreement(on resource: StoredResource) throws -> Int64 {
    try database.agreement(on: resource, baseline: baseline)
  }

  /// The expected configuration is this one from now on, as of a snapshot.
  package func advance(_ resource: Int64, to next: NextExpectation, in snapshot: Int) throws {
    try database.setExpected(
      resource, baseline: baseline, event: event, snapshot: snapshot, next)
  }

  /// The last moment before a snapshot at which the resource was known to be as it was: when that reading of its
  /// scope began. Snapshots whose moments are after that of this one do not count: a clock was ahead.
  ///
  /// - Parameter part: The field of the document that is asked about: a reading that lacked it says nothing of it. Nil for
  ///   the resource as a whole.
  package func lastSeen(_ resource: StoredResource, part: String?, before snapshot: Int) throws
    -> Timestamp?
  {
    // The joins are walked as they are written: from the newest back, to the first that counts.
    try database.value(
      Timestamp.self,
      """
      SELECT coalesce(g.began_at, n.taken_at) FROM snapshot s
      JOIN snapshot n ON n.number = (SELECT max(seen.number) FROM (
        SELECT (SELECT g.snapshot FROM scope_reading g
          CROSS JOIN snapshot a
          WHERE a.number = g.snapshot AND a.taken_at <= s.taken_at
            AND g.scope = :scope AND g.snapshot < :snapshot AND g.status = 'read'
            AND NOT EXISTS (SELECT 1 FROM unread_part p WHERE p.scope = g.scope
              AND p.snapshot = g.snapshot AND p.part IN (:part, 'configuration'))
          ORDER BY g.snapshot DESC LIMIT 1) AS number
        UNION ALL SELECT (SELECT v.first_snapshot FROM version v
          CROSS JOIN snapshot a
          WHERE a.number = v.first_snapshot AND a.taken_at <= s.taken_at
            AND v.resource = :resource AND v.first_snapshot < :snapshot
            AND NOT EXISTS (SELECT 1 FROM unread_part p WHERE p.scope = :scope
              AND p.snapshot = v.first_snapshot AND p.part = :part)
          ORDER BY v.first_snapshot DESC LIMIT 1)) seen)
      LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = :scope
      WHERE s.number = :snapshot
      """,
      [
        "scope": resource.scopeRow, "snapshot": snapshot, "resource": resource.row, "part": part,
      ])
  }
}

extension AuditStore {
  /// Audits in one transaction: all of its verdicts are there or none. An audit judges all that is there, so it is not
  /// dated before the newest snapshot: it would have known then what nobody had seen.
  package func writeAudit<Value>(
    baseline: String, at: Timestamp, _ body: (AuditSession) throws -> Value
  ) throws(Problem) -> Value {
    try write { database in
      let row = try database.existingBaseline(baseline)
      try require(Facet.decisive.union(Facet.recognizing), database)
      let event = try self.append(
        "audit", at: at, notBefore: database.takenAt(database.latestSnapshot(path: path)),
        in: database)
      return try body(AuditSession(database, store: self, baseline: row, event: event))
    }
  }
}

extension AuditSession {
  /// Throws `row-altered` where what snapshots from one on have read is not what the program wrote.
  package func requireVersions(from snapshot: Int) throws {
    try store.requireVersions(from: snapshot, database)
  }

  /// Whether resources in scopes that the baseline does not speak of are creations: so it is as
  /// soon as the baseline took any scope whole, and not where it is golden documents only.
  package func judgesUncovered() throws -> Bool { try database.holdsScopes(baseline) }
}

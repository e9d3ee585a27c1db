package import ConfigurationModel

/// What a snapshot wrote down of a resource that changed in it, and what that is derived from.
package struct EditDerivation: Sendable {
  /// The resource that changed.
  package let resource: Resource
  /// The snapshot that showed the change.
  package let snapshot: Int
  /// Nil where the resource did not stand before: a pruning keeps what ends in a snapshot that is kept.
  package let before: StoredVersion?
  /// Nil where the resource is gone.
  package let after: StoredVersion?
  /// Whether the scope was read before, so that a new resource is an edit.
  package let wasRead: Bool
  /// Whether the store was upgraded since: an earlier program read it in its own way.
  package let isEarlier: Bool
  /// What was written down, in order.
  package let edits: [RecordedEdit]
}

/// An edit as a snapshot wrote it down: canonical JSON of both values.
package struct RecordedEdit: Hashable, Sendable {
  /// The path in its text form.
  package let path: String
  /// Whether the edit adds, removes or changes a value.
  package let word: ChangeWord
  /// The value before; nil where it was added.
  package let old: String?
  /// The value after; nil where it was removed.
  package let new: String?
}

/// One step of what a baseline expects of a resource, and what it is derived from.
package struct ExpectationDerivation: Sendable {
  /// The resource that the baseline holds.
  package let resource: Resource
  /// The audit or promotion that made the step.
  package let event: Int64
  /// The snapshot that was judged or promoted.
  package let snapshot: Int
  /// What was expected before the step.
  package let before: Expectation
  /// What is expected after it.
  package let after: Expectation
  /// What the snapshot says of the resource; nil where it is gone.
  package let observed: StoredVersion?
  /// The judgements that approved edits up to this snapshot by this event, or whose edits were promoted
  /// by it.
  package let agreed: [StoredJudgement]
  /// The parts that were taken as first read by this event; `""` is all of it.
  package let adopted: Set<String>
  /// Whether the store was upgraded since: an earlier program read it in its own way.
  package let isEarlier: Bool
}

extension AuditStore {
  /// Every change of every resource in the snapshots that were not pruned, in the order of resources
  /// and snapshots. What was first read with its scope is none.
  package func eachEditDerivation(_ body: (EditDerivation) throws -> Void) throws(Problem) {
    try read { database in
      try database.each(
        """
        SELECT \(StoreTransaction.resourceColumns), c.snapshot, EXISTS (SELECT 1 FROM scope_reading g
            WHERE g.scope = r.scope AND g.snapshot < c.snapshot AND g.status = 'read') AS was_read,
          n.imported_at <= coalesce((SELECT at FROM event WHERE id = :upgrade), 0) AS is_earlier
        FROM (SELECT resource, first_snapshot AS snapshot FROM version
          UNION SELECT resource, until_snapshot FROM version WHERE until_snapshot IS NOT NULL) c
        JOIN resource r ON r.id = c.resource JOIN scope s ON s.id = r.scope JOIN snapshot n ON n.number = c.snapshot
        WHERE c.snapshot NOT IN (SELECT snapshot FROM pruned_snapshot)
          AND (EXISTS (SELECT 1 FROM edit e WHERE e.resource = c.resource
              AND e.snapshot = c.snapshot)
            OR EXISTS (SELECT 1 FROM version v WHERE v.resource = c.resource
              AND v.until_snapshot = c.snapshot)
            OR EXISTS (SELECT 1 FROM scope_reading g WHERE g.scope = r.scope
              AND g.snapshot < c.snapshot AND g.status = 'read'))
        ORDER BY c.resource, c.snapshot
        """, ["upgrade": database.lastUpgrade()]
      ) { row in
        try body(database.editDerivation(row, store: self))
      }
    }
  }

  /// Every step that audits and promotions made in what a baseline expects, in the order of resources
  /// and events. What a document or a snapshot said is derived from nothing.
  package func eachExpectationDerivation(
    baseline: String, _ body: (ExpectationDerivation) throws -> Void
  ) throws(Problem) {
    try read { database in
      guard let baseline = try database.baselineRow(baseline) else { return }
      let upgrade = try database.lastUpgrade()
      try database.each(
        """
        SELECT \(StoreTransaction.resourceColumns), x.id AS step, x.event, x.snapshot FROM expected x
        JOIN event e ON e.id = x.event JOIN resource r ON r.id = x.resource
        JOIN scope s ON s.id = r.scope
        WHERE x.baseline = ? AND e.kind IN ('audit', 'promote')
          AND x.snapshot NOT IN (SELECT snapshot FROM pruned_snapshot)
        ORDER BY x.resource, x.id
        """, [baseline]
      ) { row in
        try body(database.expectationDerivation(row, baseline, after: upgrade, store: self))
      }
    }
  }
}

extension StoreTransaction {
  /// The newest event that an earlier program wrote; 0 where this store has only one.
  fileprivate func lastUpgrade() throws -> Int64 {
    try value(Int64.self, "SELECT max(after_event) FROM migration") ?? 0
  }

  /// What a `StoredResource` is made of, with `resource r` and `scope s`.
  fileprivate static let resourceColumns = """
    r.id, r.scope, r.external_id, r.name, s.account, s.region, s.type, 0 AS anchor
    """

  fileprivate func editDerivation(_ row: SQLRow, store: AuditStore) throws -> EditDerivation {
    let stored = try StoredResource(row)
    let (resource, snapshot): (Int64, Int) = (stored.row, try row.get("snapshot"))
    let before = try self.row(
      "SELECT id, first_snapshot, name FROM version WHERE resource = ? AND until_snapshot = ?",
      [resource, snapshot]
    ).map { try storedVersion($0.get(0), first: $0.get(1), name: $0.get(2), store: store) }
    let edits = try rows(
      "SELECT path, change, old, new FROM edit WHERE resource = ? AND snapshot = ? ORDER BY id",
      [resource, snapshot]
    ).map {
      try RecordedEdit(path: $0.get(0), word: $0.word("change"), old: $0.get(2), new: $0.get(3))
    }
    return EditDerivation(
      resource: stored.resource, snapshot: snapshot, before: before,
      after: try version(of: resource, in: snapshot, store: store),
      wasRead: try row.get("was_read"),
      isEarlier: try row.get("is_earlier"), edits: edits)
  }

  fileprivate func expectationDerivation(
    _ row: SQLRow, _ baseline: Int64, after upgrade: Int64, store: AuditStore
  ) throws -> ExpectationDerivation {
    let stored = try StoredResource(row)
    let (resource, event): (Int64, Int64) = (stored.row, try row.get("event"))
    let snapshot: Int = try row.get("snapshot")
    return ExpectationDerivation(
      resource: stored.resource, event: event, snapshot: snapshot,
      before: try expected(
        stored, baseline: baseline, before: row.get("step"), event, store: store),
      after: try ownExpectation(row.get("step"), of: stored, store: store),
      observed: try version(of: resource, in: snapshot, store: store),
      agreed: try agreed(resource, baseline, by: event, upTo: snapshot),
      adopted: try adopted(resource, baseline, by: event),
      isEarlier: event <= upgrade)
  }

  private func agreed(
    _ resource: Int64, _ baseline: Int64, by event: Int64, upTo snapshot: Int
  ) throws -> [StoredJudgement] {
    try rows(
      """
      SELECT j.* FROM judgement j WHERE j.resource = :resource AND j.baseline = :baseline
        AND j.snapshot <= :snapshot AND \(Self.isSeen)
        AND ((j.event = :event AND j.record IS NOT NULL)
          OR j.id IN (SELECT x.judgement FROM ended_deviation x JOIN event e ON e.id = x.event
            WHERE x.event = :event AND e.kind = 'promote'))
      ORDER BY j.id
      """,
      [
        "resource": resource, "baseline": baseline, "event": event, "snapshot": snapshot,
      ]
    ).map(StoredJudgement.init)
  }

  private func adopted(_ resource: Int64, _ baseline: Int64, by event: Int64) throws -> Set<String>
  {
    try Set(
      values(
        String.self, "SELECT part FROM adoption WHERE resource = ? AND baseline = ? AND event = ?",
        [resource, baseline, event]))
  }

  /// What a baseline said of a resource before one of its expectations was written: the expectation that
  /// it ended, or the snapshot that the scope was set to.
  private func expected(
    _ resource: StoredResource, baseline: Int64, before row: Int64, _ event: Int64,
    store: AuditStore
  ) throws -> Expectation {
    let own = try value(
      Int64.self,
      """
      SELECT max(id) FROM expected WHERE resource = ? AND baseline = ? AND until_event = ?
        AND id < ?
      """, [resource.row, baseline, event, row])
    if let own { return try ownExpectation(own, of: resource, store: store) }
    let set = try value(
      Int.self,
      """
      SELECT snapshot FROM baseline_scope WHERE baseline = ? AND scope = ? AND event <= ?
      ORDER BY event DESC LIMIT 1
      """, [baseline, resource.scopeRow, event])
    guard let set else { return Expectation(state: .uncovered, name: .none) }
    return try version(of: resource.row, in: set, store: store)
      .map { Expectation(state: .version($0), name: $0.name) }
      ?? Expectation(state: .absent, name: .none)
  }
}

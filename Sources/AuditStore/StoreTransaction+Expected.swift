import ConfigurationModel

extension StoreTransaction {
  func insertEvent(_ kind: String, at: Timestamp, actor: String? = nil, reason: String? = nil)
    throws -> Int64
  {
    try insertedRow(
      "INSERT INTO event (at, kind, actor, reason) VALUES (?, ?, ?, ?) RETURNING id",
      [at, kind, actor, reason])
  }

  /// The moment itself, or the newest one of any event where that is later: what is read of the past
  /// is entered after what was entered before. An event whose moment is yet to come does not count:
  /// a clock was ahead.
  func momentAfterAll(_ moment: Timestamp, by now: Timestamp, but event: Int64 = 0) throws
    -> Timestamp
  {
    let last = try value(
      Timestamp.self, "SELECT max(at) FROM event WHERE id <> ? AND at <= ?", [event, now.clockEdge])
    return max(moment, last ?? moment)
  }

  /// The highest number of a snapshot; they are numbered from 1 without a gap.
  func lastSnapshotNumber(path: String) throws -> Int? {
    let row = try row("SELECT max(number), count(*) FROM snapshot")
    guard let last: Int = try row?.get(0) else { return nil }
    guard try last == row?.get(1) else {
      throw Problem.storeDamaged(path, "snapshots are missing")
    }
    return last
  }

  /// The number of the newest snapshot that was not taken back.
  func latestSnapshot(path: String) throws -> Int? {
    guard try lastSnapshotNumber(path: path) != nil else { return nil }
    return try value(
      Int.self,
      """
      SELECT max(number) FROM snapshot
      WHERE number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      """)
  }

  func baselineRow(_ name: String) throws -> Int64? {
    try value(Int64.self, "SELECT id FROM baseline WHERE name = ?", [name])
  }

  /// The row of a baseline that must be there. Throws `no-baseline`, which names those that are.
  func existingBaseline(_ name: String) throws -> Int64 {
    if let row = try baselineRow(name) { return row }
    let known = try rows("SELECT name FROM baseline ORDER BY name")
    throw Problem.baselineMissing(name, known: try known.map { try $0.get(0) as String })
  }

  /// The version of a resource that stood in a snapshot.
  func version(of resource: Int64, in snapshot: Int, store: AuditStore) throws -> StoredVersion? {
    let row = try row(
      """
      SELECT id, first_snapshot, name FROM version WHERE resource = ?1 AND first_snapshot <= ?2
        AND (until_snapshot IS NULL OR until_snapshot > ?2)
      """, [resource, snapshot])
    guard let row else { return nil }
    var version = try storedVersion(
      row.get(0), first: row.get(1), name: row.get(2), store: store)
    if version.document.form == .document {
      version.partsNeverGiven = try partsNeverGiven(of: resource, by: snapshot)
    }
    return version
  }

  private func partsNeverGiven(of resource: Int64, by snapshot: Int) throws -> Set<String> {
    try Set(
      values(
        String.self,
        """
        SELECT p.part FROM resource r JOIN unread_part p ON p.scope = r.scope
        WHERE r.id = ?1 AND p.problem_code = 'part-never-looked-at'
          AND p.snapshot = (SELECT max(g.snapshot) FROM scope_reading g
            WHERE g.scope = r.scope AND g.snapshot <= ?2 AND g.status IN ('read', 'seen'))
        """, [resource, snapshot]))
  }

  func storedVersion(_ row: Int64, first: Int, name: String?, store: AuditStore) throws
    -> StoredVersion
  {
    try StoredVersion(
      row: row, firstSnapshot: first, document: document(of: row, store: store),
      name: RecordedName(column: name))
  }

  /// What a baseline says of a resource now: an expectation of its own, or the baseline's snapshot.
  func expected(_ resource: StoredResource, baseline: Int64, store: AuditStore) throws
    -> Expectation
  {
    let own = try row(
      """
      \(Self.ownExpectation) WHERE x.resource = ? AND x.baseline = ? AND x.until_event IS NULL
      """, [resource.row, baseline])
    if let own { return try expectation(own, of: resource, store: store) }
    let snapshot = try value(
      Int.self,
      """
      SELECT snapshot FROM baseline_scope WHERE baseline = ? AND scope = ?
      ORDER BY event DESC LIMIT 1
      """, [baseline, resource.scopeRow])
    guard let snapshot else { return Expectation(state: .uncovered, name: .none) }
    guard let version = try version(of: resource.row, in: snapshot, store: store) else {
      return Expectation(state: .absent, name: .none)
    }
    return Expectation(state: .version(version), name: version.name)
  }

  /// An expectation of a resource's own, by its row.
  func ownExpectation(_ row: Int64, of resource: StoredResource, store: AuditStore) throws
    -> Expectation
  {
    let own = try self.row("\(Self.ownExpectation) WHERE x.id = ?", [row])
    guard let own else { throw Problem.storeDamaged(store.path, "expectation \(row) is missing") }
    return try expectation(own, of: resource, store: store)
  }

  private static let ownExpectation = """
    SELECT x.version, x.body, x.is_partial, v.first_snapshot, v.name AS version_name, x.name,
      x.snapshot, x.basis_version, x.basis_body, b.first_snapshot AS basis_snapshot,
      b.name AS basis_name
    FROM expected x LEFT JOIN version v ON v.id = x.version
    LEFT JOIN version b ON b.id = x.basis_version
    """

  private func expectation(_ row: SQLRow, of resource: StoredResource, store: AuditStore) throws
    -> Expectation
  {
    let state = try state(row, store: store)
    let name: RecordedName =
      switch state {
      case .version(let version): version.name
      case .body: RecordedName(column: try row.get("name"))
      case .uncovered, .absent: .none
      }
    return Expectation(state: state, name: name, basis: try basis(row, of: resource, store: store))
  }

  private func basis(_ row: SQLRow, of resource: StoredResource, store: AuditStore) throws
    -> Expectation.Basis?
  {
    let state: ExpectedState
    if let body: String = try row.get("basis_body") {
      state = try .body(body, isPartial: row.get("is_partial"))
    } else if let version: Int64 = try row.get("basis_version") {
      state = try .version(
        storedVersion(
          version, first: row.get("basis_snapshot"), name: row.get("basis_name"), store: store))
    } else {
      return nil
    }
    return Expectation.Basis(
      state: state,
      observed: try version(of: resource.row, in: row.get("snapshot"), store: store))
  }

  /// The state in a row with `version`, `body`, `is_partial`, and the version's `first_snapshot` and
  /// `version_name`.
  func state(_ row: SQLRow, store: AuditStore) throws -> ExpectedState {
    if let body: String = try row.get("body") {
      return try .body(body, isPartial: row.get("is_partial"))
    }
    guard let version: Int64 = try row.get("version") else { return .absent }
    return try .version(
      storedVersion(
        version, first: row.get("first_snapshot"), name: row.get("version_name"), store: store))
  }

  /// Ends the expectation that stands and begins this one.
  func setExpected(
    _ resource: Int64, baseline: Int64, event: Int64, snapshot: Int, _ next: NextExpectation
  ) throws {
    try run(
      """
      UPDATE expected SET until_event = ? WHERE resource = ? AND baseline = ?
        AND until_event IS NULL
      """, [event, resource, baseline])
    let (version, body, isPartial) = next.state.columns
    let basis = next.basis?.columns
    try run(
      """
      INSERT INTO expected (baseline, resource, event, snapshot, version, body, is_partial, name,
        basis_version, basis_body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        baseline, resource, event, snapshot, version, body, isPartial, next.name.column,
        basis?.version, basis?.body,
      ])
  }

  /// The newest event by which somebody agreed to what a baseline expects of a resource; 0 where
  /// nobody did.
  func agreement(on resource: StoredResource, baseline: Int64) throws -> Int64 {
    try value(
      Int64.self,
      """
      SELECT max(
        coalesce((SELECT max(b.event) FROM baseline_scope b JOIN event e ON e.id = b.event
          WHERE b.baseline = ?1 AND b.scope = ?2 AND e.kind = 'baseline set'), 0),
        coalesce((SELECT max(x.event) FROM expected x JOIN event e ON e.id = x.event
          WHERE x.resource = ?3 AND x.baseline = ?1 AND e.kind = 'baseline set'), 0))
      """, [baseline, resource.scopeRow, resource.row]) ?? 0
  }
}

extension ExpectedState {
  fileprivate var columns: (version: Int64?, body: String?, isPartial: Bool) {
    switch self {
    case .uncovered, .absent: (nil, nil, false)
    case .version(let version): (version.row, nil, false)
    case .body(let body, let isPartial): (nil, body, isPartial)
    }
  }
}

extension StoreTransaction {
  /// Whether a resource would be known in a snapshot if it were there: its absence from what was
  /// never read says nothing.
  func wasLookedFor(_ resource: StoredResource, by snapshot: Int) throws -> Bool {
    try value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM version WHERE resource = ?1 AND first_snapshot <= ?3)
        OR EXISTS (SELECT 1 FROM scope_reading WHERE scope = ?2 AND snapshot <= ?3
          AND status = 'read')
      """, [resource.row, resource.scopeRow, snapshot]) ?? false
  }
}

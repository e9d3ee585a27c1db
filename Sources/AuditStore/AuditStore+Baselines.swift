package import ConfigurationModel

/// A baseline's name, and how much it holds.
package struct BaselineSummary: Hashable, Sendable {
  /// The baseline's name, unique in the store.
  package let name: String
  /// Scopes taken from snapshots.
  package let scopes: Int
}

extension AuditStore {
  /// Every baseline, by name.
  package func baselines() throws(Problem) -> [BaselineSummary] {
    try read { database in
      try database.rows(
        """
        SELECT b.name, (SELECT count(DISTINCT scope) FROM baseline_scope WHERE baseline = b.id)
        FROM baseline b ORDER BY b.name
        """
      ).map { try BaselineSummary(name: $0.get(0), scopes: $0.get(1)) }
    }
  }

  /// Throws `no-baseline`, which names the baselines that there are, where none has this name.
  package func requireBaseline(_ name: String) throws(Problem) {
    _ = try read { database in try database.existingBaseline(name) }
  }

  /// What was done when a baseline was set.
  package struct BaselineSetting: Hashable, Sendable {
    /// Scopes that now stand as the snapshot has them.
    package let scopes: [Scope]
    /// Scopes that were chosen and left out, because they could not be read.
    package let unread: [Scope]
    /// How many resources stand in these scopes in the snapshot.
    package let resources: Int
  }

  /// Takes the state of scopes in a snapshot as agreed to be right. A scope that was last not read
  /// is left out: nobody can agree to what was not seen.
  package func setBaseline(
    _ name: String, to snapshot: Int, choosing isChosen: (Scope) -> Bool, at: Timestamp,
    by actor: String?, reason: String?
  ) throws(Problem) -> BaselineSetting {
    try write { database in
      let event = try append(
        "baseline set", at: at, by: actor, reason: reason,
        notBefore: database.takenAt(snapshot), in: database)
      let baseline = try database.baselineRow(name, making: true)
      let readings = try database.rows(
        """
        SELECT s.id, s.account, s.region, s.type, (SELECT status FROM scope_reading
          WHERE scope = s.id AND snapshot <= ? ORDER BY snapshot DESC LIMIT 1) AS status
        FROM scope s ORDER BY s.account, s.region, s.type
        """, [snapshot])
      var (taken, unread): ([Scope], [Scope]) = ([], [])
      for row in readings {
        guard let status: String = try row.get("status") else { continue }
        let scope = try Scope(row)
        guard isChosen(scope) else { continue }
        guard status != "unread" else {
          unread.append(scope)
          continue
        }
        taken.append(scope)
        try database.take(row.get("id"), into: baseline, from: snapshot, event: event)
      }
      let resources = try database.resourceCount(of: baseline, event: event, in: snapshot)
      return BaselineSetting(scopes: taken, unread: unread, resources: resources)
    }
  }

  /// A golden document as the store takes it.
  package struct GoldenExpectation: Sendable {
    /// The resource; it need not have been seen.
    package let resource: Resource
    /// Canonical JSON of the normalized configuration.
    package let body: String
    /// Whether it names some leaves only: what it does not name is not held.
    package let isPartial: Bool
    /// What the document calls the resource; nil where it does not say: then it is expected to be
    /// called what it is called now.
    package let name: String?

    /// Makes an expectation; `body` is canonical JSON of the normalized configuration.
    package init(resource: Resource, name: String?, body: String, isPartial: Bool) {
      self.resource = resource
      self.name = name
      self.body = body
      self.isPartial = isPartial
    }
  }

  /// Takes golden documents into a baseline: each says what its resource is from now on.
  package func setBaseline(
    _ name: String, to documents: [GoldenExpectation], at: Timestamp, by actor: String?,
    reason: String?
  ) throws(Problem) {
    try write { database in
      let latest = try database.latestSnapshot(path: path) ?? 0
      let event = try append(
        "baseline set", at: at, by: actor, reason: reason, notBefore: database.takenAt(latest),
        in: database)
      let baseline = try database.baselineRow(name, making: true)
      for document in documents {
        let resource = try database.resourceRow(document.resource)
        let known = try database.value(
          String.self, "SELECT name FROM resource WHERE id = ?", [resource])
        try database.setExpected(
          resource, baseline: baseline, event: event, snapshot: latest,
          NextExpectation(
            .body(document.body, isPartial: document.isPartial),
            name: RecordedName(document.name ?? known)))
      }
    }
  }
}

extension StoreTransaction {
  /// When a snapshot was taken; nil where there is none.
  func takenAt(_ snapshot: Int?) throws -> Timestamp? {
    try value(Timestamp.self, "SELECT taken_at FROM snapshot WHERE number = ?", [snapshot])
  }

  func baselineRow(_ name: String, making: Bool) throws -> Int64 {
    if let row = try baselineRow(name) { return row }
    return try insertedRow("INSERT INTO baseline (name) VALUES (?) RETURNING id", [name])
  }

  fileprivate func take(_ scope: Int64, into baseline: Int64, from snapshot: Int, event: Int64)
    throws
  {
    try insertBaselineScope(scope, of: baseline, from: snapshot, event: event)
    try run(
      """
      UPDATE expected SET until_event = ?1 WHERE baseline = ?2 AND until_event IS NULL
        AND resource IN (SELECT id FROM resource WHERE scope = ?3)
      """, [event, baseline, scope])
  }

  /// A baseline holds a scope as a snapshot has it, from an event on.
  func insertBaselineScope(_ scope: Int64, of baseline: Int64, from snapshot: Int, event: Int64)
    throws
  {
    try run(
      "INSERT INTO baseline_scope (baseline, scope, event, snapshot) VALUES (?, ?, ?, ?)",
      [baseline, scope, event, snapshot])
  }

  fileprivate func resourceCount(of baseline: Int64, event: Int64, in snapshot: Int) throws -> Int {
    try value(
      Int.self,
      """
      SELECT count(*) FROM version v JOIN resource r ON r.id = v.resource
      WHERE v.first_snapshot <= ?3 AND (v.until_snapshot IS NULL OR v.until_snapshot > ?3)
        AND r.scope IN (SELECT scope FROM baseline_scope WHERE baseline = ?1 AND event = ?2)
      """, [baseline, event, snapshot]) ?? 0
  }

  /// The row of a resource, made where there is none.
  func resourceRow(_ resource: Resource) throws -> Int64 {
    let scope = try scopeRow(resource.id.scope)
    let found = try value(
      Int64.self, "SELECT id FROM resource WHERE external_id = ? AND scope = ?",
      [resource.id.id, scope])
    if let found { return found }
    return try insertedRow(
      "INSERT INTO resource (external_id, scope, name) VALUES (?, ?, ?) RETURNING id",
      [resource.id.id, scope, resource.name])
  }
}

package import ConfigurationModel

/// What was found when everything was recomputed.
package struct Verification: Sendable {
  /// How many versions were recomputed.
  package var versions = 0
  /// How many rows were held against the ledger.
  package var rows = 0
  /// The ledger's head; nil where it is not what was written.
  package var head: LedgerHead?
  /// The event that sealed what stood in the store before it had a ledger, and when; nil where
  /// everything in it is proven.
  package var provenSince: (event: Int64, at: Timestamp)?
  /// What does not fit, the worst first.
  package var problems: [Problem] = []
}

extension AuditStore {
  /// Recomputes the digest of every version, checks every rule that SQLite itself does not keep, and
  /// holds every row against the ledger.
  package func verify() throws(Problem) -> Verification {
    try read { database in
      var result = Verification()
      try checkFile(database, &result)
      // What SQLite finds broken is not looked at any closer.
      guard result.problems.isEmpty else { return result }
      for name in try Migrator(path: path, key: key).alteredMigrations(database) {
        result.problems.append(.ledgerAltered(path, "the row of the migration \(name) was changed"))
      }
      let hasGap = try database.value(
        Bool.self, "SELECT count(*) <> coalesce(max(id), 0) OR min(id) < 1 FROM seal")
      if hasGap ?? false {
        result.problems.append(.ledgerAltered(path, "a seal stands under another number"))
      }
      try checkDigests(database, &result)
      try checkIntervals(database, &result)
      var check = LedgerCheck(database, self)
      try check.run()
      (result.rows, result.head) = (check.rows, check.head)
      result.problems += check.problems
      result.provenSince = try provenSince(database)
      return result
    }
  }

  private func provenSince(_ database: StoreTransaction) throws -> (event: Int64, at: Timestamp)? {
    try database.row(
      """
      SELECT e.id, e.at FROM leaf l JOIN event e ON e.id = l.event
      WHERE l.position = 0 AND e.kind = ?
      """, [Facet.sealedKind]
    ).map { try ($0.get(0), $0.get(1)) }
  }

  private func checkFile(_ database: StoreTransaction, _ result: inout Verification) throws {
    for fault in try database.connection.faults(of: .content) {
      result.problems.append(.storeDamaged(path, fault))
    }
  }

  private func checkDigests(_ database: StoreTransaction, _ result: inout Verification) throws {
    try database.each("SELECT id FROM version ORDER BY id") { row in
      let version: Int64 = try row.get(0)
      result.versions += 1
      do {
        // Throws where the digest differs.
        _ = try database.document(of: version, store: self)
      } catch let problem as Problem {
        result.problems.append(problem)
      }
    }
  }

  /// What must never be, in words, and how many times it is.
  private static let contradictions = [
    (
      "an edit is of a resource that did not change",
      """
      SELECT count(*) FROM edit e WHERE NOT EXISTS (SELECT 1 FROM version v
        WHERE v.resource = e.resource AND e.snapshot IN (v.first_snapshot, v.until_snapshot))
      """
    ),
    (
      "an expectation ended and nothing followed",
      """
      SELECT count(*) FROM expected x WHERE x.until_event IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM expected n WHERE n.resource = x.resource
          AND n.baseline = x.baseline AND n.event = x.until_event AND n.id > x.id)
        AND NOT EXISTS (SELECT 1 FROM baseline_scope b JOIN resource r ON r.scope = b.scope
          WHERE r.id = x.resource AND b.baseline = x.baseline AND b.event = x.until_event)
      """
    ),
    (
      "snapshots are missing",
      "SELECT count(*) <> coalesce(max(number), 0) OR coalesce(min(number), 1) <> 1 FROM snapshot"
    ),
    (
      "a snapshot was taken before the one before it",
      """
      SELECT count(*) FROM snapshot a JOIN snapshot b ON b.number = a.number + 1
      WHERE b.taken_at < a.taken_at AND a.taken_at <= b.imported_at + 301000000
        AND a.number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
        AND b.number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      """
    ),
    (
      "a moment is none",
      """
      SELECT count(*) FROM (SELECT taken_at AS at FROM snapshot UNION ALL
        SELECT imported_at FROM snapshot UNION ALL SELECT at FROM event UNION ALL
        SELECT until FROM finding_event UNION ALL SELECT occurred_after FROM judgement UNION ALL
        SELECT occurred_until FROM judgement)
      WHERE at NOT BETWEEN -62135596800000000 AND 253402300799999999
      """
    ),
    (
      "an audit goes beyond the last snapshot",
      """
      SELECT count(*) FROM audit WHERE to_snapshot > (SELECT max(number) FROM snapshot)
        OR after_snapshot > to_snapshot
      """
    ),
    (
      "two versions of a resource stand at once",
      """
      SELECT count(*) FROM version a JOIN version b ON b.resource = a.resource AND b.id > a.id
      WHERE (b.until_snapshot IS NULL OR a.first_snapshot < b.until_snapshot)
        AND (a.until_snapshot IS NULL OR b.first_snapshot < a.until_snapshot)
      """
    ),
    (
      "a version ends before it begins",
      "SELECT count(*) FROM version WHERE until_snapshot <= first_snapshot"
    ),
    (
      "two expectations of a resource stand at once",
      """
      SELECT count(*) FROM (SELECT 1 FROM expected WHERE until_event IS NULL
        GROUP BY resource, baseline HAVING count(*) > 1)
      """
    ),
    (
      "the newest snapshot was pruned",
      "SELECT count(*) FROM pruned_snapshot WHERE snapshot = (SELECT max(number) FROM snapshot)"
    ),
    (
      "a snapshot that was taken back has something",
      """
      SELECT count(*) FROM withdrawn_snapshot w WHERE EXISTS (SELECT 1 FROM edit
        WHERE snapshot = w.snapshot) OR EXISTS (SELECT 1 FROM scope_reading
        WHERE snapshot = w.snapshot) OR EXISTS (SELECT 1 FROM version
        WHERE first_snapshot = w.snapshot OR until_snapshot = w.snapshot)
      """
    ),
    (
      "a pruned snapshot has edits",
      "SELECT count(*) FROM pruned_snapshot p JOIN edit e ON e.snapshot = p.snapshot"
    ),
    (
      "a snapshot was pruned by no pruning",
      """
      SELECT count(*) FROM pruned_snapshot p JOIN event e ON e.id = p.event
      WHERE e.kind <> 'pruned'
      """
    ),
    (
      "a finding's number has no beginning",
      """
      SELECT count(*) FROM finding f WHERE NOT EXISTS (SELECT 1 FROM finding_event e
        WHERE e.finding = f.number AND e.kind = 'opened')
      """
    ),
    (
      "an edit was made and undone by calls that are not kept",
      """
      SELECT count(*) FROM passing_edit p
      WHERE p.opened_call NOT IN (SELECT event_id FROM activity)
        OR p.closed_call NOT IN (SELECT event_id FROM activity)
      """
    ),
    (
      "an edit was undone before it was made",
      "SELECT count(*) FROM passing_edit WHERE closed_at < opened_at"
    ),
    (
      "an approved edit is said to stand",
      """
      SELECT count(*) FROM deviation d JOIN judgement j ON j.id = d.judgement
      WHERE j.verdict = 'approved'
      """
    ),
  ]

  private func checkIntervals(_ database: StoreTransaction, _ result: inout Verification) throws {
    for (sentence, sql) in Self.contradictions where try database.value(Int.self, sql) != 0 {
      result.problems.append(.storeDamaged(path, sentence))
    }
  }
}

extension Scope {
  /// What a digest of a document of this scope is bound to, besides the key.
  package func digestContext(_ form: DocumentForm) -> [UInt8] {
    Array("\(account) \(region) \(form.rawValue) \(type.name) ".utf8)
  }
}

extension Problem {
  static func digestMismatch(_ store: String, _ version: Int64) -> Problem {
    Problem(
      "digest-mismatch",
      "Version \(version) in the store '\(store)' is not what was written: its digest differs.",
      hint: "The store was altered or its key is another store's. Restore it from a copy.")
  }
}

package import ConfigurationModel

/// What went with a snapshot that was taken back.
package struct Withdrawal: Hashable, Sendable {
  /// The snapshot's number.
  package let snapshot: Int
  /// When it was taken.
  package let takenAt: Timestamp
  /// How many scopes it had read or asked for.
  package let scopes: Int
  /// How many edits went with it.
  package let edits: Int
}

/// That a snapshot was taken back: by whom, when and why.
package struct WithdrawnSnapshot: Hashable, Sendable {
  /// The snapshot's number.
  package let number: Int
  /// When it was taken.
  package let takenAt: Timestamp
  /// When it was taken back.
  package let at: Timestamp
  /// Who took it back.
  package let actor: String?
  /// Why.
  package let reason: String?
}

extension AuditStore {
  /// The snapshots of a period that were taken back by its end, and those that were taken back in it; in
  /// order.
  package func withdrawn(in period: StoredPeriod) throws(Problem) -> [WithdrawnSnapshot] {
    try read { database in
      try database.rows(
        """
        SELECT n.number, n.taken_at, e.at, e.actor, e.reason FROM withdrawn_snapshot w
        JOIN event e ON e.id = w.event JOIN snapshot n ON n.number = w.snapshot
        WHERE w.event <= :toEvent AND (w.event > :afterEvent
          OR (w.snapshot > :after AND w.snapshot <= :to)) ORDER BY n.number
        """,
        [
          "toEvent": period.toEvent, "afterEvent": period.afterEvent, "after": period.after,
          "to": period.to,
        ]
      ).map {
        try WithdrawnSnapshot(
          number: $0.get(0), takenAt: $0.get(1), at: $0.get(2), actor: $0.get(3),
          reason: $0.get(4))
      }
    }
  }

  /// Takes a snapshot back: its readings, edits and versions go, and what stood before stands again, under the name
  /// that it had. A delivery of AWS Config that was taken back is not asked for again.
  /// Its row and the event stay. Only of the newest snapshot of its scopes, and only where nothing
  /// was decided since: no audit, baseline, finding or expectation may know of it.
  package func withdraw(_ snapshot: Int, at: Timestamp, by actor: String, reason: String)
    throws(Problem) -> Withdrawal
  {
    try write { database in
      let row = try database.row(
        """
        SELECT n.taken_at, (SELECT count(*) FROM scope_reading WHERE snapshot = n.number),
          (SELECT count(*) FROM edit WHERE snapshot = n.number) FROM snapshot n
        WHERE n.number = ? AND n.number NOT IN (SELECT snapshot FROM pruned_snapshot)
          AND n.number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
        """, [snapshot])
      guard let row else { throw Problem.noSnapshotToWithdraw(snapshot) }
      if let reason = try database.holds(onWithdrawing: snapshot) {
        throw Problem.snapshotDecidedOn(snapshot, reason)
      }
      let takenAt: Timestamp = try row.get(0)
      let event = try append(
        "snapshot withdrawn", at: at, by: actor, reason: reason, notBefore: takenAt,
        in: database)
      try database.run(
        "INSERT INTO withdrawn_snapshot (snapshot, event) VALUES (?, ?)", [snapshot, event])
      try database.undo(snapshot)
      return try Withdrawal(
        snapshot: snapshot, takenAt: takenAt, scopes: row.get(1), edits: row.get(2))
    }
  }
}

extension StoreTransaction {
  /// What keeps a snapshot from being taken back: what knows of it, in words, and how many do.
  private static let withdrawalHolds = [
    ("an audit judged it", "SELECT count(*) FROM audit WHERE to_snapshot >= :n"),
    ("a baseline was set to it", "SELECT count(*) FROM baseline_scope WHERE snapshot >= :n"),
    ("a baseline was set since", "SELECT count(*) FROM expected WHERE snapshot >= :n"),
    ("a finding is about it", "SELECT count(*) FROM finding WHERE first_snapshot >= :n"),
    ("a verdict is about it", "SELECT count(*) FROM judgement WHERE snapshot >= :n"),
    (
      "a later snapshot read the same scopes",
      """
      SELECT count(*) FROM scope_reading l WHERE l.snapshot > :n AND l.scope IN
        (SELECT scope FROM scope_reading WHERE snapshot = :n)
      """
    ),
  ]

  /// Why a snapshot cannot be taken back; nil where it can.
  fileprivate func holds(onWithdrawing snapshot: Int) throws -> String? {
    for (words, sql) in Self.withdrawalHolds
    where try value(Int.self, sql, ["n": snapshot]) != 0 {
      return words
    }
    return nil
  }

  /// Undoes what a snapshot wrote.
  fileprivate func undo(_ snapshot: Int) throws {
    let made = try values(
      Int64.self, "SELECT resource FROM version WHERE first_snapshot = ?", [snapshot])
    for sql in [
      "DELETE FROM edit WHERE snapshot = :n",
      """
      DELETE FROM fingerprint WHERE version IN (SELECT id FROM version WHERE first_snapshot = :n)
      """,
      "DELETE FROM version WHERE first_snapshot = :n",
      "UPDATE version SET until_snapshot = NULL WHERE until_snapshot = :n",
      "DELETE FROM unread_part WHERE snapshot = :n",
      "DELETE FROM scope_reading WHERE snapshot = :n",
    ] {
      try run(sql, ["n": snapshot])
    }
    for resource in made {
      try run(
        """
        UPDATE resource SET name = (SELECT nullif(v.name, '') FROM version v
          WHERE v.resource = :r AND v.name IS NOT NULL ORDER BY v.id DESC LIMIT 1)
        WHERE id = :r AND EXISTS (SELECT 1 FROM version v
          WHERE v.resource = :r AND v.name IS NOT NULL)
        """, ["r": resource])
      // What nothing else speaks of was never seen.
      try run(
        """
        DELETE FROM resource WHERE id = :r
          AND NOT EXISTS (SELECT 1 FROM version WHERE resource = :r)
          AND NOT EXISTS (SELECT 1 FROM edit WHERE resource = :r)
          AND NOT EXISTS (SELECT 1 FROM expected WHERE resource = :r)
          AND NOT EXISTS (SELECT 1 FROM judgement WHERE resource = :r)
          AND NOT EXISTS (SELECT 1 FROM finding WHERE resource = :r)
          AND NOT EXISTS (SELECT 1 FROM adoption WHERE resource = :r)
        """, ["r": resource])
    }
  }
}

extension Problem {
  static func noSnapshotToWithdraw(_ snapshot: Int) -> Problem {
    Problem(
      "unknown-snapshot", "There is no snapshot \(snapshot) to take back.",
      hint: "'plumb snapshot list' shows them; what was pruned or taken back is none.")
  }

  static func snapshotDecidedOn(_ snapshot: Int, _ reason: String) -> Problem {
    Problem(
      "snapshot-decided-on", "Snapshot \(snapshot) cannot be taken back: \(reason).",
      hint:
        "Import what is right; scopes that were a mistake can be retired ('plumb scope retire').")
  }
}

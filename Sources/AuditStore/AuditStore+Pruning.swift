package import ConfigurationModel

extension AuditStore {
  /// What pruning snapshots would drop; those that something needs are held back. Reads only.
  ///
  /// - Parameter moment: Calls of before it go too; nil for none.
  package func prunePlan(dropping wanted: Set<Int>, activityBefore moment: Timestamp? = nil)
    throws(Problem) -> PrunePlan
  {
    try read { database in try database.pruning(of: wanted, moment, path: path).plan }
  }

  /// Drops readings, edits and versions of snapshots, and calls of before a moment, all in one transaction, and returns
  /// what was dropped. What people decided and audits said is kept, and so are the rows of the snapshots and the calls
  /// that any of that stands on.
  package func prune(
    dropping wanted: Set<Int>, activityBefore moment: Timestamp? = nil, at: Timestamp,
    by actor: String?, reason: String?
  ) throws(Problem) -> PrunePlan {
    try write { database in
      let (plan, rows, calls) = try database.pruning(of: wanted, moment, path: path)
      guard !plan.isEmpty else { return plan }
      let event = try append(
        "pruned", at: at, by: actor, reason: reason, notBefore: plan.until, in: database)
      for snapshot in plan.snapshots {
        try database.run(
          "INSERT INTO pruned_snapshot (snapshot, event) VALUES (?, ?)", [snapshot, event])
      }
      if !plan.snapshots.isEmpty { try database.delete(rows, of: plan.snapshots) }
      try database.drop(calls, under: event)
      return plan
    }
  }

  /// Every pruning of the store, oldest first.
  package func prunings() throws(Problem) -> [StoredPruning] {
    try read { database in
      try database.rows(
        """
        SELECT e.id, e.at, e.actor, e.reason,
          (SELECT min(a.at) FROM pruned_activity a WHERE a.event = e.id),
          (SELECT max(a.at) FROM pruned_activity a WHERE a.event = e.id) FROM event e
        WHERE e.kind = 'pruned' ORDER BY e.id
        """
      ).map { row in
        try StoredPruning(
          event: row.get(0), at: row.get(1), actor: row.get(2), reason: row.get(3),
          snapshots: database.values(
            Int.self, "SELECT snapshot FROM pruned_snapshot WHERE event = ? ORDER BY snapshot",
            [row.get(0) as Int64]), activityFrom: row.get(4),
          activityUntil: row.get(5))
      }
    }
  }

  /// Gives space that nothing needs any more back to the file system, where that is worth the work. Returns how many bytes
  /// it was.
  package func giveBackSpace() throws(Problem) -> Int {
    do {
      return try database.giveBackSpace()
    } catch {
      throw Self.problem(error, path: path)
    }
  }
}

extension StoreTransaction {
  /// What pruning these snapshots, and calls of before a moment, drops, with the rows.
  fileprivate func pruning(of wanted: Set<Int>, _ moment: Timestamp?, path: String) throws
    -> (plan: PrunePlan, rows: DroppedRows, calls: DroppedActivity)
  {
    let latest = try latestSnapshot(path: path) ?? 0
    let pruned = try prunedSnapshots()
    let wanted = wanted.filter { $0 >= 1 && $0 <= latest }.subtracting(pruned).sorted()
    let holds = try snapshotHolds(latest: latest)
    let dropped = wanted.filter { holds[$0] == nil }
    let times = try snapshotTimes()
    let held = wanted.compactMap { number in
      holds[number].map {
        HeldSnapshot(number: number, takenAt: times[number] ?? .init(microseconds: 0), holds: $0)
      }
    }
    let isIdle = dropped.isEmpty
    let retention = Retention(latest: latest, dropped: pruned.union(dropped))
    let rows = isIdle ? DroppedRows() : try droppedRows(retention)
    let edits = try editCount(of: dropped)
    let calls = try moment.map { try droppableActivity(before: $0) } ?? DroppedActivity()
    let plan = PrunePlan(
      snapshots: dropped, until: dropped.last.flatMap { times[$0] }, held: held,
      versions: rows.versions.count, edits: edits.count, readings: rows.readings.count,
      // Beside texts and bodies: digests, numbers, and the entries of the indexes.
      bytes: rows.bodyBytes + rows.versions.count * 110 + edits.bytes + edits.count * 45
        + rows.readings.count * 30 + calls.bytes,
      activity: moment.map { moment in
        PrunePlan.Activity(
          before: moment, dropped: calls.calls.count, held: calls.held, waiting: calls.waiting,
          unaudited: calls.unaudited,
          waitsFor: calls.waitsFor)
      })
    return (plan, rows, calls)
  }

  private func snapshotTimes() throws -> [Int: Timestamp] {
    let rows = try rows("SELECT number, taken_at FROM snapshot")
    return try Dictionary(
      rows.map { (try $0.get(0), try $0.get(1)) }, uniquingKeysWith: { first, _ in first })
  }
}

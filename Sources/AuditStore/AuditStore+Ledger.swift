package import ConfigurationModel
import Foundation

extension AuditStore {
  /// The head of the ledger. Throws where it is not what was written.
  package func head() throws(Problem) -> LedgerHead {
    try read { database in try ledger(database).head }
  }

  /// The head of the ledger as it was after an event: of the tree over all leaves up to it.
  package func head(until event: Int64) throws(Problem) -> LedgerHead {
    try read { database in
      let name = try ledger(database).storeName
      var tree = MerkleTree()
      let entries = try database.values(
        Data.self, "SELECT entry FROM leaf WHERE event <= ? ORDER BY position", [event])
      for entry in entries { tree.append(entry) }
      return LedgerHead(size: entries.count, root: tree.rootText, store: name)
    }
  }

  /// What is wrong with the store, seen from a head that was written down once: nothing where the
  /// ledger still begins with all that the head covers (RFC 6962, section 2.1.2, recomputed from the
  /// leaves).
  package func problems(since old: LedgerHead) throws(Problem) -> [Problem] {
    try read { database in
      let ledger = try? ledger(database)
      if let name = old.store, let ledger, name != ledger.storeName {
        return [.headOfAnother(path, name, ledger.storeName)]
      }
      let entries = try database.values(
        Data.self, "SELECT entry FROM leaf ORDER BY position LIMIT ?", [old.size])
      guard entries.count == old.size else {
        return [.headNotReached(path, old, entries.count)]
      }
      var tree = MerkleTree()
      for entry in entries { tree.append(entry) }
      return tree.rootText == old.root ? [] : [.headDiffers(path, old)]
    }
  }

  /// Whether people moved what is expected after an event.
  package func isBaselineMoved(_ name: String, after event: Int64) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM baseline b JOIN (SELECT baseline, event FROM baseline_scope
            UNION ALL SELECT baseline, event FROM expected) x ON x.baseline = b.id
          JOIN event e ON e.id = x.event WHERE b.name = ? AND x.event > ?
            AND e.kind IN ('baseline set', 'promote'))
        """, [name, event]) ?? false
    }
  }

  /// Throws where rows of these facets are not those that the program wrote last: what decides is
  /// looked at before it is used.
  func require(_ facets: Set<String>, _ database: StoreTransaction) throws {
    let ledger = try ledger(database)
    var found: [String: (count: Int, sum: RowSum)] = [:]
    for slot in try sealer.measured(database, only: facets) {
      found[sealer.facets[slot.facet].name, default: (0, RowSum())].count += slot.added
      found[sealer.facets[slot.facet].name, default: (0, RowSum())].sum += slot.sum
    }
    for facet in facets.sorted() {
      let now = found[facet] ?? (0, RowSum())
      var was = ledger.totals[facet] ?? (0, RowSum())
      // What this transaction wrote is not sealed yet.
      for slot in sealer.unsealed(facet) {
        was.count += slot.added - slot.removed
        was.sum += slot.sum
      }
      guard now.count != was.count || now.sum != was.sum else { continue }
      throw Problem.rowsAltered(
        path, String(facet.prefix { $0 != "." && $0 != " " }),
        "its rows are not those that the program wrote last; 'plumb verify' tells more",
        count: now.count, of: was.count)
    }
  }

  /// Throws `row-altered` where what was read and decided is not what the program wrote: a comparison goes by no other.
  package func requireWritten() throws(Problem) {
    let facets = Facet.decisive.union(Facet.recognizing).union([Facet.version])
    try read { try require(facets, $0) }
  }

  /// Throws where the configurations that snapshots from one on have read are not those that the program wrote: an
  /// audit reads no others for the first time.
  func requireVersions(from snapshot: Int, _ database: StoreTransaction) throws {
    var left: [Int64: (count: Int, sum: RowSum)] = [:]
    for slot in try sealer.measured(database, facet: Facet.version, from: Int64(snapshot)) {
      left[slot.origin] = (slot.added, slot.sum)
    }
    try database.each(
      "SELECT origin, added, removed, sum FROM seal WHERE facet = ? AND origin >= ?",
      [Facet.version, snapshot]
    ) { row in
      let origin: Int64 = try row.get(0)
      let (added, removed): (Int, Int) = try (row.get(1), row.get(2))
      left[origin, default: (0, RowSum())].count -= added - removed
      left[origin, default: (0, RowSum())].sum -= RowSum(stored: try row.get(3)) ?? RowSum()
    }
    guard let first = left.filter({ $0.value != (0, RowSum()) }).keys.min() else { return }
    throw Problem.rowsAltered(
      path, "version",
      "what snapshot \(first) read is not what the program wrote; 'plumb verify' tells more",
      count: 0, of: 0)
  }

  /// The ledger as it stands. Throws where it was altered or taken away.
  func ledger(_ database: StoreTransaction) throws -> Ledger {
    guard let ledger = try Ledger(database, key: key, path: path) else {
      throw Problem.ledgerAltered(path, "its head is missing")
    }
    return ledger
  }

  /// Seals what the transaction wrote.
  func seal(_ database: StoreTransaction) throws {
    guard let written = try sealer.finish(path: path) else { return }
    var ledger = try ledger(database)
    try checkEnd(of: ledger, database)
    try ledger.add(written.events, written.loose, sealer.facets, to: database)
  }

  /// Throws where the newest events were taken away or others put in their place: nothing is written
  /// over that. Looks at the newest leaf only; `LedgerCheck` looks at all.
  private func checkEnd(of ledger: Ledger, _ database: StoreTransaction) throws {
    guard let newest = ledger.newest else { return try checkLastTree(of: ledger, database) }
    let leaf = try database.row(
      """
      SELECT l.position, l.entry FROM leaf l JOIN event e ON e.id = l.event
      ORDER BY l.position DESC LIMIT 1
      """)
    guard let leaf, try leaf.get(0) == ledger.tree.size - 1, leaf.digest(1) == newest else {
      throw Problem.ledgerAltered(path, "its end is not what was written")
    }
  }

  /// The same for a ledger that does not say what its newest leaf is: holds the leaves of the last full
  /// tree against its root.
  private func checkLastTree(of ledger: Ledger, _ database: StoreTransaction) throws {
    let size = ledger.tree.size
    let count = size == 0 ? 0 : 1 << size.trailingZeroBitCount
    let leaves = try database.rows(
      """
      SELECT l.position, l.entry, e.id FROM leaf l LEFT JOIN event e ON e.id = l.event
      WHERE l.position >= ? ORDER BY l.position
      """, [size - count])
    var end = MerkleTree()
    for leaf in leaves {
      let isThere = try leaf.get(0) == size - count + end.size && leaf.get(2) as Int64? != nil
      guard isThere, let entry = leaf.digest(1) else { break }
      end.append(entry.data)
    }
    guard leaves.count == count, end.size == count, end.peaks == Array(ledger.tree.peaks.suffix(1))
    else { throw Problem.ledgerAltered(path, "its end is not what was written") }
  }

  /// Begins the ledger where the store never had one. What stands in it already is taken as it is, and
  /// sealed under an event of its own: it is proven from then on. Throws where there was a ledger: it was
  /// taken away.
  func beginLedger(_ database: StoreTransaction) throws {
    guard try Ledger(database, key: key, path: path) == nil else { return }
    let migrator = Migrator(path: path, key: key)
    guard try !migrator.hasBegunLedger(database) else {
      throw Problem.ledgerAltered(path, "it was taken away")
    }
    try migrator.markLedger(database)
    let isBegun =
      try database.value(
        Bool.self, "SELECT EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM snapshot)")
      ?? false
    let now = clock()
    let event =
      isBegun
      ? try database.insertEvent(Facet.sealedKind, at: try database.momentAfterAll(now, by: now))
      : nil
    let slots = try sealer.measured(database, keepsTags: true)
    let own = slots.filter { sealer.facets[$0.facet].role != .operational }
    let loose = slots.filter { sealer.facets[$0.facet].role == .operational }
    var ledger = Ledger(key: key)
    try ledger.add(
      event.map { [($0, own)] } ?? [], event == nil ? slots : loose, sealer.facets, to: database)
  }
}

extension AuditStore {
  /// Says in a store that an earlier program began a ledger in that there is one, so that it cannot be
  /// taken away and begun anew.
  func markLedger() throws(Problem) {
    let migrator = Migrator(path: path, key: key)
    guard try !read({ try migrator.hasBegunLedger($0) }) else { return }
    try write { try migrator.markLedger($0) }
  }
}

extension Facet {
  /// What an audit goes by: what was decided and judged, and of what was read the names, the moments and
  /// when it ended.
  static let decisive: Set<String> = decided.union(records).union(told).union([
    "expected", "expected.until_event", "scope", "resource", "resource.name",
    "version.until_snapshot", "edit", "pruned_snapshot", "withdrawn_snapshot",
  ])
  /// What change records and the list of them go by.
  static let records: Set<String> = ["event", "change_record"]
  /// What the list of baselines goes by.
  static let decided: Set<String> = [
    "event", "baseline", "baseline_scope", "expected", "expected.until_event", "finding",
    "finding_event",
  ]
  /// What reports and lists of findings go by.
  static let told: Set<String> = [
    "event", "snapshot", "audit", "finding", "finding_event", "judgement", "ended_deviation",
    "deviation", "record_use", "given_rule", "rule_set", "rule_set_member", "adoption",
    "retirement",
    "scope_reading", "unread_part", "run", "delivered", "activity", "activity_resource",
    "activity_span", "unread_activity", "unread_activity.until_event",
    "unread_document", "unread_document.until_event",
  ]
  /// What an import recognizes unchanged items by.
  static let recognizing: Set<String> = [Facet.standing, "fingerprint"]
}

extension Problem {
  fileprivate static func headOfAnother(_ store: String, _ name: String, _ own: String) -> Problem {
    Problem(
      "head-of-another-store", "That head is of the store '\(name)', and '\(store)' is '\(own)'.",
      hint:
        "Name the store that the head was written down of; with another key a store has another name."
    )
  }

  fileprivate static func headNotReached(_ store: String, _ head: LedgerHead, _ size: Int)
    -> Problem
  {
    Problem(
      "head-not-reached",
      "The store '\(store)' holds \(size) events, and the head that was written down \(head.size).",
      hint: "An older copy was put back, or its end was cut off. Find the newer one.")
  }

  fileprivate static func headDiffers(_ store: String, _ head: LedgerHead) -> Problem {
    Problem(
      "head-differs",
      "The first \(head.size) events of the store '\(store)' are not those of the head that was written "
        + "down.",
      hint: "History was rewritten with the store's key, or an older copy was put back and went on "
        + "otherwise.")
  }
}

package import ConfigurationModel

/// The versions that stand, as they were at one moment: by their digests an import recognizes what did not change.
///
/// They are loaded in a short read, so that files can be read by them before anything is written. `stand` says whether
/// they are still what stands.
package struct StandingHeads: Sendable {
  /// The version of a resource that stands.
  package struct Head: Sendable {
    /// The resource's row.
    package let resource: Int64
    /// The version's row.
    package let version: Int64
    let scope: Int64
  }

  /// The accounts whose heads are here; nil for all of the store.
  package let accounts: Set<String>?
  /// In the order of their versions.
  package private(set) var heads: [Head] = []
  /// Positions in `heads` by digest: of the stored body, and of other bytes known to mean the same.
  package private(set) var positions: [Digest: Int32] = [:]
  /// All positions of those digests that stand for several heads.
  package private(set) var sharedPositions: [Digest: [Int32]] = [:]
  /// The newest event and the newest snapshot of the store when they were loaded.
  private let (event, snapshot): (Int64, Int)

  /// Loads them in a transaction that reads.
  init(_ database: StoreTransaction, of accounts: Set<String>?) throws {
    self.accounts = accounts
    event = try database.value(Int64.self, "SELECT max(id) FROM event") ?? 0
    snapshot = try database.value(Int.self, "SELECT max(number) FROM snapshot") ?? 0
    if let accounts, try database.hasAccounts(beside: accounts) {
      try load(accounts, database)
    } else {
      try loadAll(database)
    }
  }

  private mutating func loadAll(_ database: StoreTransaction) throws {
    let count = try database.value(Int.self, "SELECT count(*) FROM version") ?? 0
    heads.reserveCapacity(count)
    positions.reserveCapacity(count)
    try database.each(
      """
      SELECT v.resource, v.id, r.scope, v.digest FROM version v JOIN resource r ON r.id = v.resource
      WHERE v.until_snapshot IS NULL ORDER BY v.id
      """
    ) { row in
      add(try Head(row), row.digest(3))
    }
    try database.each("SELECT version, digest FROM fingerprint ORDER BY version, digest") { row in
      add(row.digest(1), meaning: try row.get(0))
    }
  }

  /// Account by account: what stands in others is not looked at.
  private mutating func load(_ accounts: Set<String>, _ database: StoreTransaction) throws {
    var found: [(head: Head, digest: Digest?)] = []
    var others: [(version: Int64, digest: Digest?)] = []
    for account in accounts.sorted() {
      try database.each(
        """
        SELECT v.resource, v.id, r.scope, v.digest FROM scope s
        CROSS JOIN resource r CROSS JOIN version v
        WHERE s.account = ? AND r.scope = s.id AND v.resource = r.id AND v.until_snapshot IS NULL
        """, [account]
      ) { found.append((try Head($0), $0.digest(3))) }
      try database.each(
        """
        SELECT f.version, f.digest FROM scope s
        CROSS JOIN resource r CROSS JOIN version v CROSS JOIN fingerprint f
        WHERE s.account = ? AND r.scope = s.id AND v.resource = r.id AND v.until_snapshot IS NULL
          AND f.version = v.id
        """, [account]
      ) { others.append((try $0.get(0), $0.digest(1))) }
    }
    for (head, digest) in found.sorted(by: { $0.head.version < $1.head.version }) {
      add(head, digest)
    }
    for (version, digest) in others.sorted(by: { $0.version < $1.version }) {
      add(digest, meaning: version)
    }
  }

  private mutating func add(_ head: Head, _ digest: Digest?) {
    if let digest { positions[digest] = Int32(heads.count) }
    heads.append(head)
  }

  private mutating func add(_ digest: Digest?, meaning version: Int64) {
    guard let position = position(ofVersion: version), let digest else { return }
    if let first = positions.updateValue(position, forKey: digest) {
      sharedPositions[digest, default: [first]].append(position)
    }
  }

  /// Where in the heads a version is; nil where it does not stand.
  func position(ofVersion version: Int64) -> Int32? {
    var range = heads.indices
    while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
      if heads[middle].version == version { return Int32(middle) }
      range =
        heads[middle].version < version
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Whether the heads of an account are here.
  func hold(_ account: String) -> Bool { accounts?.contains(account) ?? true }

  /// Whether they are what stands: no snapshot since they were loaded looked at their accounts, and none was taken back
  /// or pruned. What people decide, and audits, move no head.
  func stand(in database: StoreTransaction) throws -> Bool {
    let isUndone = try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM withdrawn_snapshot WHERE event > ?1)
        OR EXISTS (SELECT 1 FROM pruned_snapshot WHERE event > ?1)
      """, [event])
    guard isUndone == false else { return false }
    var areMoved = false
    try database.eachUntilFalse(
      """
      SELECT s.account FROM scope s WHERE s.id IN (
        SELECT scope FROM scope_reading WHERE snapshot > ?1
        UNION SELECT r.scope FROM version v JOIN resource r ON r.id = v.resource
          WHERE v.first_snapshot > ?1
        UNION SELECT r.scope FROM version v JOIN resource r ON r.id = v.resource
          WHERE v.until_snapshot > ?1)
      """, [snapshot]
    ) { row in
      areMoved = hold(try row.get(0))
      return !areMoved
    }
    return !areMoved
  }
}

extension StandingHeads.Head {
  fileprivate init(_ row: SQLRow) throws {
    try self.init(resource: row.get(0), version: row.get(1), scope: row.get(2))
  }
}

extension StoreTransaction {
  /// Whether there are scopes of other accounts than these.
  fileprivate func hasAccounts(beside accounts: Set<String>) throws -> Bool {
    var last = ""
    while let next = try value(
      String.self, "SELECT min(account) FROM scope WHERE account > ?", [last])
    {
      guard accounts.contains(next) else { return true }
      last = next
    }
    return false
  }

  /// The heads of which nothing says where they are: those of the scopes of no region.
  func positions(in heads: StandingHeads, ofRegion region: String) throws -> Set<Int32> {
    let scopes = try Set(values(Int64.self, "SELECT id FROM scope WHERE region = ?", [region]))
    return Set(
      heads.heads.indices.filter { scopes.contains(heads.heads[$0].scope) }.map(Int32.init))
  }
}

/// An import met a resource of an account whose heads it did not load: what stands there it would take for new.
package struct HeadsNotLoaded: Error {
  /// The account.
  package let account: String
}

extension AuditStore {
  /// The versions that stand, of some accounts or of all; what they are recognized by is held against the ledger.
  ///
  /// - Parameter accounts: Nil for all.
  package func standingHeads(of accounts: Set<String>?) throws(Problem) -> StandingHeads {
    try read { database in
      try require(Facet.recognizing, database)
      return try StandingHeads(database, of: accounts)
    }
  }

  /// How many of the heads are in a scope.
  package func count(of heads: StandingHeads, in scope: Scope) throws(Problem) -> Int {
    try read { database in
      let row = try database.value(
        Int64.self, "SELECT id FROM scope WHERE account = ? AND region = ? AND type = ?",
        [scope.account, scope.region, scope.type.name])
      return heads.heads.count { $0.scope == row }
    }
  }

  /// The positions of the heads whose resources belong to no region.
  package func globalPositions(of heads: StandingHeads) throws(Problem) -> Set<Int32> {
    try read { try $0.positions(in: heads, ofRegion: Scope.global) }
  }

  /// The document that a head stands for, by its resource, with its version; nil where none of the heads is the resource's.
  package func standing(_ id: ResourceID, in heads: StandingHeads) throws(Problem)
    -> (version: Int64, document: StoredDocument)?
  {
    try read { database in
      let version = try database.value(
        Int64.self,
        """
        SELECT v.id FROM scope s JOIN resource r ON r.scope = s.id AND r.external_id = ?
        JOIN version v ON v.resource = r.id AND v.until_snapshot IS NULL
        WHERE s.account = ? AND s.region = ? AND s.type = ?
        """, [id.id, id.account, id.region, id.type.name])
      guard let version, heads.position(ofVersion: version) != nil else { return nil }
      return (version, try database.document(of: version, store: self))
    }
  }
}

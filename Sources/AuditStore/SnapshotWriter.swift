package import ConfigurationModel
import Foundation
import GRDB

/// Writes one snapshot within the transaction of `AuditStore.writeSnapshots`.
///
/// It knows every head (the version of each resource that stands) by its digest, so that an item
/// whose bytes are known costs a lookup and no row.
package final class SnapshotWriter {
  /// The version of a resource that stands now.
  package struct Head: Sendable {
    package let resource: Int64
    package let version: Int64
    let scope: Int64
  }

  private let database: Database
  private let now: Timestamp
  private let store: AuditStore
  /// The heads as they were before this transaction.
  package private(set) var heads: [Head] = []
  /// Positions in `heads` by digest: of the stored body, and of other bytes known to mean the same.
  package private(set) var positions: [Digest: Int32] = [:]
  /// All positions of those digests that stand for several heads.
  package private(set) var sharedPositions: [Digest: [Int32]] = [:]
  private var isSeen: [Bool] = []
  private var positionByVersion: [Int64: Int32] = [:]
  private var scopes: [Scope: Int64] = [:]
  private var readScopes: [Int64: Bool] = [:]
  private var lastOldResource: Int64 = 0
  private var number = 0
  private var isBegun = false
  private let statements: Statements

  init(_ database: Database, store: AuditStore, now: Timestamp) throws {
    self.database = database
    self.store = store
    self.now = now
    statements = try Statements(database)
    lastOldResource = try Int64.fetchOne(database, sql: "SELECT max(id) FROM resource") ?? 0
    try loadHeads()
  }

  /// A second snapshot of one transaction looks at what the first left.
  private func readHeads() throws {
    (heads, positions, sharedPositions, positionByVersion, readScopes) = ([], [:], [:], [:], [:])
    lastOldResource = try Int64.fetchOne(database, sql: "SELECT max(id) FROM resource") ?? 0
    try loadHeads()
  }

  private func loadHeads() throws {
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM version") ?? 0
    heads.reserveCapacity(count)
    positions.reserveCapacity(count)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT v.resource, v.id, r.scope, v.digest FROM version v JOIN resource r ON r.id = v.resource
        WHERE v.until_snapshot IS NULL
        """)
    while let row = try rows.next() {
      let head = try Head(resource: row.get(0), version: row.get(1), scope: row.get(2))
      positionByVersion[head.version] = Int32(heads.count)
      if let digest = row.digest(3) { positions[digest] = Int32(heads.count) }
      heads.append(head)
    }
    let others = try Row.fetchCursor(database, sql: "SELECT version, digest FROM fingerprint")
    while let row = try others.next() {
      guard let position = positionByVersion[try row.get(0)], let digest = row.digest(1) else {
        continue
      }
      if let first = positions.updateValue(position, forKey: digest) {
        sharedPositions[digest, default: [first]].append(position)
      }
    }
    isSeen = Array(repeating: false, count: heads.count)
  }

  // MARK: Snapshots and scopes

  /// Begins the next snapshot; what follows is part of it.
  package func begin(takenAt: Timestamp, source: String) throws -> Int {
    number = (try database.latestSnapshot(path: store.path) ?? 0) + 1
    try database.execute(
      sql: "INSERT INTO snapshot (number, taken_at, imported_at, source) VALUES (?, ?, ?, ?)",
      arguments: [number, takenAt, now, source])
    try correct(takenAt: takenAt)
    if isBegun { try readHeads() }
    isBegun = true
    return number
  }

  /// The snapshot that was begun was taken at this moment.
  package func correct(takenAt: Timestamp) throws {
    let before = try Row.fetchOne(
      database, sql: "SELECT number, taken_at FROM snapshot WHERE number = ?",
      arguments: [number - 1])
    if let before, try takenAt < before.get("taken_at") {
      throw try Problem.outOfOrder(
        takenAt, latest: before.get("taken_at"), number: before.get("number"))
    }
    try database.execute(
      sql: "UPDATE snapshot SET taken_at = ? WHERE number = ?", arguments: [takenAt, number])
  }

  /// The row of a scope, made where there is none.
  package func row(of scope: Scope) throws -> Int64 {
    if let row = scopes[scope] { return row }
    let row = try database.scopeRow(scope)
    scopes[scope] = row
    return row
  }

  /// Says how far a scope was read. For one read completely, every resource that was not seen is
  /// gone: its rows are returned, already closed.
  package func finish(_ scope: Scope, _ reading: ScopeReading) throws -> [Head] {
    let row = try row(of: scope)
    try insertReading(row, reading)
    guard case .read = reading else { return [] }
    let gone = heads.indices.filter { heads[$0].scope == row && !isSeen[$0] }
    for index in gone {
      isSeen[index] = true
      try close(heads[index].version)
    }
    return gone.map { heads[$0] }
  }

  private func insertReading(_ scope: Int64, _ reading: ScopeReading) throws {
    let (status, count, problem): (String, Int, Problem?) =
      switch reading {
      case .read(let count): ("read", count, nil)
      case .seen(let count): ("seen", count, nil)
      case .unread(let problem): ("unread", 0, problem)
      }
    try database.execute(
      sql: "INSERT INTO scope_reading VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        scope, number, status, count, problem?.code, problem?.message, problem?.hint,
      ])
  }

  /// Says that a part of resources was known and could not be read.
  package func insertUnreadPart(_ scope: Scope, part: String, count: Int) throws {
    try database.execute(
      sql: "INSERT INTO unread_part VALUES (?, ?, ?, ?)",
      arguments: [row(of: scope), number, part, count])
  }

  // MARK: Resources and versions

  package var key: StoreKey { store.key }

  /// The row of the scope that a head is in.
  package func scopeRow(of position: Int32) -> Int64 { heads[Int(position)].scope }

  package func scope(_ row: Int64) throws -> Scope {
    let found = try Row.fetchOne(
      database, sql: "SELECT account, region, type FROM scope WHERE id = ?", arguments: [row])
    guard let found else { throw Problem.storeDamaged(store.path, "scope \(row) is missing") }
    return try Scope(account: found.get(0), region: found.get(1), type: ResourceType(found.get(2)))
  }

  /// Whether a scope was read completely in an earlier snapshot.
  package func wasRead(_ scope: Int64) throws -> Bool {
    if let known = readScopes[scope] { return known }
    let wasRead = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM scope_reading WHERE scope = ? AND snapshot < ?
          AND status = 'read')
        """, arguments: [scope, number])
    readScopes[scope] = wasRead
    return wasRead ?? false
  }

  package func resource(_ row: Int64) throws -> Resource {
    let found = try StoredResource.fetch(
      database, baseline: 0, sql: "WHERE r.id = :row", arguments: ["row": row])
    guard let found = found.first else {
      throw Problem.storeDamaged(store.path, "resource \(row) is missing")
    }
    return found.resource
  }

  /// What an earlier import says of a resource at a moment.
  package enum Past {
    /// No snapshot of that moment looked at its scope.
    case unknown
    case absent
    case version(Int64)
  }

  package func past(of id: ResourceID, at moment: Timestamp) throws -> Past {
    let found = try Row.fetchOne(
      database,
      sql: """
        SELECT (SELECT v.id FROM version v JOIN resource r ON r.id = v.resource
          WHERE r.scope = s.id AND r.external_id = :id AND v.first_snapshot <= n.number
            AND (v.until_snapshot IS NULL OR v.until_snapshot > n.number))
        FROM snapshot n JOIN scope_reading g ON g.snapshot = n.number JOIN scope s ON s.id = g.scope
        WHERE n.taken_at = :at AND s.account = :account AND s.region = :region AND s.type = :type
        ORDER BY n.number DESC LIMIT 1
        """,
      arguments: [
        "id": id.id, "at": moment, "account": id.account, "region": id.region,
        "type": id.type.name,
      ])
    guard let found else { return .unknown }
    guard let version: Int64 = found[0] else { return .absent }
    return .version(version)
  }

  package func standingVersion(of resource: Int64) throws -> Int64? {
    try statements.standingVersion(of: resource)
  }

  /// The version that was inserted last.
  package var lastVersion: Int64 { database.lastInsertedRowID }

  /// Marks a head as seen again; false where it was seen in this snapshot already.
  package func see(_ position: Int32) -> Bool {
    defer { isSeen[Int(position)] = true }
    return !isSeen[Int(position)]
  }

  /// What the store knows of a resource.
  package enum Known {
    /// Nothing.
    case new
    /// It was there once, and is not now.
    case gone(resource: Int64)
    /// It stands, with this head.
    case standing(Head, position: Int32)
    /// This snapshot has put it there already.
    case seen(resource: Int64)
  }

  package func find(_ id: String, in scope: Int64) throws -> Known {
    // SQLite ends a text at a zero: the rest of the id would be lost, and it would be another's.
    guard !id.utf8.contains(0) else { throw Problem.resourceIDInvalid(id) }
    guard let resource = try statements.resource(id, scope: scope) else { return .new }
    guard resource <= lastOldResource else { return .seen(resource: resource) }
    guard let version = try statements.standingVersion(of: resource) else {
      return .gone(resource: resource)
    }
    guard let position = positionByVersion[version] else { return .seen(resource: resource) }
    if isSeen[Int(position)] { return .seen(resource: resource) }
    return .standing(heads[Int(position)], position: position)
  }

  package func insertResource(_ id: String, name: String?, scope: Int64) throws -> Int64 {
    try statements.insertResource(id, name: name, scope: scope)
    return database.lastInsertedRowID
  }

  package func rename(_ resource: Int64, to name: String?) throws {
    try database.execute(
      sql: "UPDATE resource SET name = ?2 WHERE id = ?1 AND name IS NOT ?2",
      arguments: [resource, name])
  }

  /// Inserts a version that stands from this snapshot on.
  @discardableResult
  package func insertVersion(
    of resource: Int64, form: DocumentForm, digest: Digest, compressed: [UInt8], dictionary: Int64?
  ) throws -> Int64 {
    try statements.insertVersion(
      resource, number, form.code, digest, compressed: compressed, dictionary: dictionary)
    return database.lastInsertedRowID
  }

  /// Inserts a version whose body an older version of the resource has; false where none has it.
  package func insertRepeatedVersion(of resource: Int64, form: DocumentForm, digest: Digest) throws
    -> Bool
  {
    try database.execute(
      sql: """
        INSERT INTO version (resource, first_snapshot, form, digest, same_as)
        SELECT resource, ?2, form, digest, id FROM version
        WHERE resource = ?1 AND digest = ?3 AND form = ?4 AND same_as IS NULL
        ORDER BY id LIMIT 1
        """, arguments: [resource, number, digest.data, form.code])
    return database.changesCount > 0
  }

  /// The version stood until the snapshot before this one.
  package func close(_ version: Int64) throws {
    try database.execute(
      sql: "UPDATE version SET until_snapshot = ? WHERE id = ?", arguments: [number, version])
  }

  /// Remembers other bytes that mean what a version means; the last ones are kept.
  package func remember(_ digest: Digest, as version: Int64) throws {
    try database.execute(sql: "DELETE FROM fingerprint WHERE version = ?", arguments: [version])
    try database.execute(
      sql: "INSERT INTO fingerprint VALUES (?, ?)", arguments: [digest.data, version])
  }

  package func insert(_ edits: [Edit], of resource: Int64) throws {
    for edit in edits {
      try database.execute(
        sql: "INSERT INTO edit (snapshot, resource, path, change, old, new) VALUES (?,?,?,?,?,?)",
        arguments: [
          number, resource, edit.path.text, edit.word.rawValue, edit.old?.canonicalJSON,
          edit.new?.canonicalJSON,
        ])
    }
  }

  // MARK: Bodies

  /// The stored document of a version.
  package func document(of version: Int64) throws -> StoredDocument {
    try database.document(of: version, store: store)
  }

  /// The newest dictionary of every type.
  package func dictionaries() throws -> [ResourceType: StoredDictionary] {
    let rows = try Row.fetchAll(database, sql: "SELECT id, type, bytes FROM dictionary ORDER BY id")
    return Dictionary(
      try rows.map { row in
        let bytes = [UInt8].fromDatabaseValue(try row.get("bytes")) ?? []
        return (
          try ResourceType(row.get("type")), StoredDictionary(id: try row.get("id"), bytes: bytes)
        )
      }, uniquingKeysWith: { $1 })
  }

  package func insertDictionary(_ bytes: [UInt8], for type: ResourceType) throws -> StoredDictionary
  {
    try database.execute(
      sql: "INSERT INTO dictionary (type, bytes) VALUES (?, ?)",
      arguments: [type.name, Data(bytes)])
    return StoredDictionary(id: database.lastInsertedRowID, bytes: bytes)
  }
}

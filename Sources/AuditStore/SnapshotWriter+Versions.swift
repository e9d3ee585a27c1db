package import ConfigurationModel
import Foundation

extension SnapshotWriter {
  /// The store's key, by which documents are digested.
  package var key: StoreKey { store.key }

  /// The row of the scope that a head is in.
  package func scopeRow(of position: Int32) -> Int64 { heads[Int(position)].scope }

  /// The scope of a row; throws `store-damaged` where there is none.
  package func scope(_ row: Int64) throws -> Scope {
    let found = try database.row("SELECT account, region, type FROM scope WHERE id = ?", [row])
    guard let found else { throw Problem.storeDamaged(store.path, "scope \(row) is missing") }
    return try Scope(account: found.get(0), region: found.get(1), type: ResourceType(found.get(2)))
  }

  /// Whether a scope was read completely in an earlier snapshot.
  package func wasRead(_ scope: Int64) throws -> Bool {
    if let known = readScopes[scope] { return known }
    let wasRead = try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM scope_reading WHERE scope = ? AND snapshot < ?
        AND status = 'read')
      """, [scope, number])
    readScopes[scope] = wasRead
    return wasRead ?? false
  }

  /// How many resources stood in a scope before this snapshot.
  package func standingCount(in scope: Scope) throws -> Int {
    let row = try row(of: scope)
    return heads.count { $0.scope == row }
  }

  /// The resources of a scope that stood before and that this snapshot has not seen yet.
  package func unseen(in scope: Scope) throws -> [Resource] {
    let row = try row(of: scope)
    return try heads.indices.filter { heads[$0].scope == row && !isSeen[$0] }
      .map { try resource(heads[$0].resource) }
  }

  /// The resources of a scope that this snapshot has seen, new ones too.
  package func seen(in scope: Scope) throws -> [Resource] {
    let row = try row(of: scope)
    let old = heads.indices.filter { heads[$0].scope == row && isSeen[$0] }.map {
      heads[$0].resource
    }
    return try begun.union(old).map(resource).filter { $0.id.scope == scope }
  }

  /// The resource of a row, by the name that it has now; throws `store-damaged` where there is
  /// none.
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
    /// What was read at that moment was pruned.
    case pruned
  }

  /// What was read of a resource at exactly this moment, by the newest snapshot that looked at its
  /// scope then.
  package func past(of id: ResourceID, at moment: Timestamp) throws -> Past {
    let found = try database.row(
      """
      SELECT (SELECT v.id FROM version v JOIN resource r ON r.id = v.resource
        WHERE r.scope = s.id AND r.external_id = :id AND v.first_snapshot <= n.number
          AND (v.until_snapshot IS NULL OR v.until_snapshot > n.number))
      FROM snapshot n JOIN scope_reading g ON g.snapshot = n.number JOIN scope s ON s.id = g.scope
      WHERE coalesce(g.ended_at, n.taken_at) = :at AND s.account = :account AND s.region = :region AND s.type = :type
        AND n.number NOT IN (SELECT snapshot FROM pruned_snapshot)
      ORDER BY n.number DESC LIMIT 1
      """,
      [
        "id": id.id, "at": moment, "account": id.account, "region": id.region,
        "type": id.type.name,
      ])
    guard let found else { return try wasPruned(at: moment) ? .pruned : .unknown }
    guard let version: Int64 = try found.get(0) else { return .absent }
    return .version(version)
  }

  private func wasPruned(at moment: Timestamp) throws -> Bool {
    try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM snapshot n JOIN pruned_snapshot p ON p.snapshot = n.number
        WHERE n.taken_at = ?)
      """, [moment]) ?? false
  }

  /// The version that stands of a resource, by their rows; nil where it does not stand.
  package func standingVersion(of resource: Int64) throws -> Int64? {
    try database.value(
      Int64.self, "SELECT id FROM version WHERE resource = ? AND until_snapshot IS NULL", [resource]
    )
  }

  /// The moment of the snapshot since which a version stands.
  package func beginning(of version: Int64) throws -> Timestamp? {
    try database.value(
      Timestamp.self,
      "SELECT n.taken_at FROM version v JOIN snapshot n ON n.number = v.first_snapshot WHERE v.id = ?",
      [version])
  }

  /// The moment of the snapshot in which a resource was last found to be gone; nil where it never was.
  package func end(of resource: Int64) throws -> Timestamp? {
    try database.value(
      Timestamp.self,
      """
      SELECT max(n.taken_at) FROM version v JOIN snapshot n ON n.number = v.until_snapshot
      WHERE v.resource = ?
      """, [resource])
  }

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

  /// What the store knows of the resource of this id in the scope of a row.
  package func find(_ id: String, in scope: Int64) throws -> Known {
    let found = try database.value(
      Int64.self, "SELECT id FROM resource WHERE external_id = ? AND scope = ?", [id, scope])
    guard let resource = found else { return .new }
    guard resource <= lastOldResource, !begun.contains(resource) else {
      return .seen(resource: resource)
    }
    guard let version = try standingVersion(of: resource) else {
      return .gone(resource: resource)
    }
    guard let position = standing.position(ofVersion: version) else {
      return .seen(resource: resource)
    }
    if isSeen[Int(position)] { return .seen(resource: resource) }
    return .standing(heads[Int(position)], position: position)
  }

  /// Whether a resource stands now. Makes no row for its scope.
  package func stands(_ resource: ResourceID) throws -> Bool {
    let scope = resource.scope
    let found = try database.value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM scope JOIN resource ON resource.scope = scope.id
        JOIN version ON version.resource = resource.id
        WHERE scope.account = ? AND scope.region = ? AND scope.type = ? AND resource.external_id = ?
          AND version.until_snapshot IS NULL)
      """, [scope.account, scope.region, scope.type.name, resource.id])
    return found ?? false
  }

  /// Where else in its account a resource of this id and type stood before this snapshot; nil where nowhere. What was
  /// retired does not count.
  package func elsewhere(_ id: ResourceID) throws -> Scope? {
    let row = try database.row(
      """
      SELECT s.region FROM resource r JOIN scope s ON s.id = r.scope
      WHERE r.external_id = ? AND s.account = ? AND s.type = ? AND s.region <> ?
        AND EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id AND v.until_snapshot IS NULL
          AND v.first_snapshot < ?)
        AND NOT coalesce((SELECT t.is_retired FROM retirement t WHERE t.scope = s.id
          ORDER BY t.event DESC LIMIT 1), 0)
      ORDER BY s.region LIMIT 1
      """, [id.id, id.account, id.type.name, id.region, number])
    return try row.map { try Scope(account: id.account, region: $0.get(0), type: id.type) }
  }

  /// Says that a resource has a version from this snapshot on, also while its row waits to be written: an
  /// item that names it again finds it seen.
  package func begin(_ resource: Int64) { begun.insert(resource) }

  /// Inserts a resource that the store did not know, and gives its row.
  package func insertResource(_ id: String, name: String?, scope: Int64) throws -> Int64 {
    try database.insertedRow(
      "INSERT INTO resource (external_id, scope, name) VALUES (?, ?, ?) RETURNING id",
      [id, scope, name])
  }

  /// The resource is called so now. What it was called before stands with its versions.
  package func rename(_ resource: Int64, to name: String?) throws {
    try database.run(
      """
      UPDATE resource SET name = ?2
      WHERE id = ?1 AND coalesce(name <> ?2, (name IS NULL) <> (?2 IS NULL))
      """, [resource, name])
  }

  /// Inserts a version that stands from this snapshot on, with the name that was read with it.
  @discardableResult
  package func insertVersion(
    of resource: Int64, named name: String?, form: DocumentForm, digest: Digest,
    compressed: [UInt8], dictionary: Int64?
  ) throws -> Int64 {
    try database.insertedRow(
      """
      INSERT INTO version (resource, first_snapshot, form, digest, dictionary, body, name)
      VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
      """,
      [resource, number, form.code, digest.data, dictionary, Data(compressed), name ?? ""])
  }

  /// Inserts a version whose body an older version of the resource has, and gives its row; nil where none has it.
  package func insertRepeatedVersion(
    of resource: Int64, named name: String?, form: DocumentForm, digest: Digest
  ) throws -> Int64? {
    try database.value(
      Int64.self,
      """
      INSERT INTO version (resource, first_snapshot, form, digest, same_as, name)
      SELECT resource, ?2, form, digest, id, ?5 FROM version
      WHERE resource = ?1 AND digest = ?3 AND form = ?4 AND same_as IS NULL
      ORDER BY id LIMIT 1 RETURNING id
      """, [resource, number, digest.data, form.code, name ?? ""])
  }

  /// The version stood until the snapshot before this one.
  package func close(_ version: Int64) throws {
    try database.run("UPDATE version SET until_snapshot = ? WHERE id = ?", [number, version])
  }

  /// Remembers other bytes that mean what a version means; the last ones are kept.
  package func remember(_ digest: Digest, as version: Int64) throws {
    try database.run("DELETE FROM fingerprint WHERE version = ?", [version])
    try database.run("INSERT INTO fingerprint VALUES (?, ?)", [digest.data, version])
  }

  /// Inserts the edits by which this snapshot found a resource changed, values as canonical JSON.
  package func insert(_ edits: [Edit], of resource: Int64) throws {
    for edit in edits {
      try database.run(
        "INSERT INTO edit (snapshot, resource, path, change, old, new) VALUES (?,?,?,?,?,?)",
        [
          number, resource, edit.path.text, edit.word.rawValue, edit.old?.canonicalJSON,
          edit.new?.canonicalJSON,
        ])
    }
  }
}

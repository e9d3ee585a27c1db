import ConfigurationModel
import Foundation
import GRDB

/// The statements that run once an item.
final class Statements {
  private let findResource: Statement
  private let findVersion: Statement
  private let addResource: Statement
  private let addVersion: Statement

  init(_ database: Database) throws {
    findResource = try database.makeStatement(
      sql: "SELECT id FROM resource WHERE external_id = ? AND scope = ?")
    findVersion = try database.makeStatement(
      sql: "SELECT id FROM version WHERE resource = ? AND until_snapshot IS NULL")
    addResource = try database.makeStatement(
      sql: "INSERT INTO resource (external_id, scope, name) VALUES (?, ?, ?) RETURNING id")
    addVersion = try database.makeStatement(
      sql: """
        INSERT INTO version (resource, first_snapshot, form, digest, dictionary, body, name)
        VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
        """)
  }

  func resource(_ id: String, scope: Int64) throws -> Int64? {
    findResource.setUncheckedArguments([id, scope])
    return try Int64.fetchOne(findResource)
  }

  func standingVersion(of resource: Int64) throws -> Int64? {
    findVersion.setUncheckedArguments([resource])
    return try Int64.fetchOne(findVersion)
  }

  func insertResource(_ id: String, name: String?, scope: Int64) throws -> Int64 {
    addResource.setUncheckedArguments([id, scope, name])
    return try addResource.insertedRow()
  }

  func insertVersion(
    _ resource: Int64, _ snapshot: Int, _ form: Int, _ digest: Digest, compressed: [UInt8],
    dictionary: Int64?, name: String?
  ) throws -> Int64 {
    addVersion.setUncheckedArguments([
      resource, snapshot, form, digest.data, dictionary, Data(compressed), name ?? "",
    ])
    return try addVersion.insertedRow()
  }
}

extension Statement {
  /// Runs an INSERT that ends with `RETURNING` the row's number, which it gives.
  fileprivate func insertedRow() throws -> Int64 {
    guard let row = try Int64.fetchOne(self) else {
      throw DatabaseError(resultCode: .SQLITE_ERROR, message: "nothing was inserted", sql: sql)
    }
    return row
  }
}

extension Digest {
  /// The digest as a blob.
  var data: Data { withBytes { Data($0) } }
}

extension Row {
  /// The digest in a column.
  func digest(_ column: Int) -> Digest? {
    try? withUnsafeData(atIndex: column) { data in
      data.flatMap { data in data.withUnsafeBytes { Digest(stored: $0) } }
    }
  }
}

extension Database {
  /// Runs an INSERT that ends with `RETURNING` the row's number, which it gives.
  func insertedRow(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
    let statement = try cachedStatement(sql: sql)
    try statement.setArguments(arguments)
    return try statement.insertedRow()
  }

  /// The row of a scope, made where there is none.
  func scopeRow(_ scope: Scope) throws -> Int64 {
    let arguments: StatementArguments = [scope.account, scope.region, scope.type.name]
    let found = try Int64.fetchOne(
      cachedStatement(sql: "SELECT id FROM scope WHERE account = ? AND region = ? AND type = ?"),
      arguments: arguments)
    if let found { return found }
    return try insertedRow(
      "INSERT INTO scope (account, region, type) VALUES (?, ?, ?) RETURNING id", arguments)
  }

  private func dictionary(_ id: Int64) throws -> [UInt8]? {
    try Row.fetchOne(
      cachedStatement(sql: "SELECT bytes FROM dictionary WHERE id = ?"), arguments: [id]
    )
    .flatMap { [UInt8].fromDatabaseValue(try $0.get(0)) }
  }

  /// The stored document of a version, decompressed. Throws where it is not what was written.
  func document(of version: Int64, store: AuditStore) throws -> StoredDocument {
    let row = try Row.fetchOne(
      cachedStatement(
        sql: """
          SELECT v.digest, v.form, coalesce(v.body, o.body) AS body,
            coalesce(v.dictionary, o.dictionary) AS dictionary, s.account, s.region, s.type
          FROM version v JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
          LEFT JOIN version o ON o.id = v.same_as
          WHERE v.id = ?
          """), arguments: [version])
    guard let row, let body = [UInt8].fromDatabaseValue(try row.get("body")),
      let decoded = try store.codecs.decompressed(
        body, dictionary: row.get("dictionary"), load: dictionary)
    else {
      throw Problem.storeDamaged(store.path, "version \(version) has no readable body")
    }
    let form = DocumentForm(code: try row.get("form"))
    let scope = try Scope(row)
    let digest = decoded.withUnsafeBytes {
      store.key.digest($0, context: scope.digestContext(form))
    }
    guard row.digest(0) == digest else { throw Problem.digestMismatch(store.path, version) }
    return StoredDocument(form: form, body: decoded)
  }
}

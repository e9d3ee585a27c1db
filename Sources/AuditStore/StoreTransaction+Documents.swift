import ConfigurationModel
import Foundation

extension StoreTransaction {
  /// The row of a scope, made where there is none.
  func scopeRow(_ scope: Scope) throws -> Int64 {
    let arguments: SQLArguments = [scope.account, scope.region, scope.type.name]
    let found = try value(
      Int64.self, "SELECT id FROM scope WHERE account = ? AND region = ? AND type = ?", arguments)
    if let found { return found }
    return try insertedRow(
      "INSERT INTO scope (account, region, type) VALUES (?, ?, ?) RETURNING id", arguments)
  }

  private func dictionary(_ id: Int64) throws -> [UInt8]? {
    try value(Data.self, "SELECT bytes FROM dictionary WHERE id = ?", [id]).map { Array($0) }
  }

  /// The stored document of a version, decompressed. Throws where it is not what was written.
  func document(of version: Int64, store: AuditStore) throws -> StoredDocument {
    let row = try row(
      """
      SELECT v.digest, v.form, coalesce(v.body, o.body) AS body,
        coalesce(v.dictionary, o.dictionary) AS dictionary, s.account, s.region, s.type
      FROM version v JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
      LEFT JOIN version o ON o.id = v.same_as
      WHERE v.id = ?
      """, [version])
    guard let row, let body: Data = try row.get("body"),
      let decoded = try store.codecs.decompressed(
        Array(body), dictionary: row.get("dictionary"), load: dictionary)
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

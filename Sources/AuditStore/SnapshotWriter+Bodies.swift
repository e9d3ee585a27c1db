package import ConfigurationModel
import Foundation

extension SnapshotWriter {
  /// The stored document of a version.
  package func document(of version: Int64) throws -> StoredDocument {
    try database.document(of: version, store: store)
  }

  /// Adds a dictionary for documents of a type; it is the newest of the type from now on.
  package func insertDictionary(_ bytes: [UInt8], for type: ResourceType) throws -> StoredDictionary
  {
    let id = try database.insertedRow(
      "INSERT INTO dictionary (type, bytes) VALUES (?, ?) RETURNING id", [type.name, Data(bytes)])
    return StoredDictionary(id: id, bytes: bytes)
  }
}

extension AuditStore {
  /// The newest dictionary of every type.
  package func dictionaries() throws(Problem) -> [ResourceType: StoredDictionary] {
    try read { database in
      let rows = try database.rows("SELECT id, type, bytes FROM dictionary ORDER BY id")
      return Dictionary(
        try rows.map { row in
          let bytes = Array(try row.get("bytes") as Data)
          return (
            try ResourceType(row.get("type")), StoredDictionary(id: try row.get("id"), bytes: bytes)
          )
        }, uniquingKeysWith: { $1 })
    }
  }
}

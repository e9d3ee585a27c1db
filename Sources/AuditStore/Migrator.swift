import ConfigurationModel
import GRDB

/// Brings a store to the program's schema, and refuses one it does not understand.
struct Migrator {
  let path: String
  let key: StoreKey

  /// Whether every migration was applied. Throws where something else was, or with another key.
  func isComplete(_ database: Database) throws -> Bool {
    let applied = try applied(database)
    for (index, row) in applied.enumerated() {
      guard index < Migration.all.count, Migration.all[index].name == row.name else {
        throw Problem.storeNewerThanProgram(path, migration: row.name)
      }
      guard Migration.all[index].checksum == row.checksum else {
        throw Problem.storeSchemaEdited(path, migration: row.name)
      }
    }
    if !applied.isEmpty { try checkKey(database) }
    return applied.count == Migration.all.count
  }

  /// Whether nothing was ever made in it: its first import was killed.
  func isUntouched(_ database: Database) throws -> Bool { try applied(database).isEmpty }

  /// Applies what is missing.
  func migrate(_ database: Database) throws {
    guard try !isComplete(database) else { return }
    let applied = try applied(database)
    if applied.isEmpty {
      try database.execute(sql: Migration.beginning)
    }
    for migration in Migration.all.dropFirst(applied.count) {
      try database.execute(sql: migration.sql)
      try database.execute(
        sql: "INSERT INTO migration (name, checksum) VALUES (?, ?)",
        arguments: [migration.name, migration.checksum])
      guard try database.columns(in: "migration").contains(where: { $0.name == "after_event" })
      else { continue }
      try database.execute(
        sql: "UPDATE migration SET after_event = (SELECT max(id) FROM event) WHERE name = ?",
        arguments: [migration.name])
    }
    if applied.isEmpty {
      try database.execute(
        sql: "INSERT INTO setting (name, value) VALUES ('key', ?)", arguments: [keyMark.data])
    }
  }

  private func applied(_ database: Database) throws -> [(name: String, checksum: String)] {
    let names = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema")
    guard !names.isEmpty else { return [] }
    guard names.contains("migration") else { throw Problem.notAStore(path) }
    return try Row.fetchAll(database, sql: "SELECT name, checksum FROM migration ORDER BY position")
      .map { try ($0.get("name"), $0.get("checksum")) }
  }

  /// With another key every configuration would look changed, and every secret too.
  private func checkKey(_ database: Database) throws {
    let row = try Row.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'key'")
    guard let mark = row?.digest(0) else {
      throw Problem.storeDamaged(path, "the mark of its key is missing")
    }
    guard mark == keyMark else { throw Problem.keyMismatch(path) }
  }

  /// What the key makes of a constant.
  private var keyMark: Digest {
    Array("plumbline".utf8).withUnsafeBytes { key.digest($0, context: Array("key".utf8)) }
  }
}

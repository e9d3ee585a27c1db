import ConfigurationModel
import GRDB

/// Brings a store to the program's schema, and refuses one it does not understand.
struct Migrator {
  let path: String

  /// Checks what was applied and, where `isApplying`, applies what is missing.
  func migrate(_ database: Database, isApplying: Bool) throws {
    let applied = try applied(database)
    for (index, row) in applied.enumerated() {
      guard index < Migration.all.count, Migration.all[index].name == row.name else {
        throw Problem.storeNewerThanProgram(path, migration: row.name)
      }
      guard Migration.all[index].checksum == row.checksum else {
        throw Problem.storeSchemaEdited(path, migration: row.name)
      }
    }
    let missing = Migration.all.dropFirst(applied.count)
    guard !missing.isEmpty else { return }
    guard isApplying else { throw Problem.storeOlderThanProgram(path) }
    for migration in missing {
      try database.execute(sql: migration.sql)
      try database.execute(
        sql: "INSERT INTO migration (name, checksum) VALUES (?, ?)",
        arguments: [migration.name, migration.checksum])
    }
  }

  private func applied(_ database: Database) throws -> [(name: String, checksum: String)] {
    if try !database.tableExists("migration") {
      guard try database.isEmpty else { throw Problem.notAStore(path) }
      guard !database.configuration.readonly else { throw Problem.notAStore(path) }
      try database.execute(
        sql: """
          CREATE TABLE migration (
            position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL
          ) STRICT
          """)
    }
    return try Row.fetchAll(database, sql: "SELECT name, checksum FROM migration ORDER BY position")
      .map { ($0["name"], $0["checksum"]) }
  }
}

extension Database {
  /// Whether nothing was ever created in it.
  fileprivate var isEmpty: Bool {
    get throws { try Int.fetchOne(self, sql: "SELECT count(*) FROM sqlite_schema") == 0 }
  }
}

import ConfigurationModel
import Foundation

/// Brings a store to the program's schema, and refuses one it does not understand.
struct Migrator {
  let path: String
  let key: StoreKey

  /// Whether every migration was applied. Throws where something else was, or with another key.
  func isComplete(_ database: StoreTransaction) throws -> Bool {
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
  func isUntouched(_ database: StoreTransaction) throws -> Bool { try applied(database).isEmpty }

  /// Applies what is missing.
  func migrate(_ database: StoreTransaction) throws {
    guard try !isComplete(database) else { return }
    let applied = try applied(database)
    if applied.isEmpty {
      try database.run(script: Migration.beginning)
    }
    for migration in Migration.all.dropFirst(applied.count) {
      try database.run(script: migration.sql)
      try database.run(
        "INSERT INTO migration (name, checksum) VALUES (?, ?)",
        [migration.name, migration.checksum])
      guard migration.name >= Self.firstWithEvent else { continue }
      try database.run(
        "UPDATE migration SET after_event = (SELECT max(id) FROM event) WHERE name = ?",
        [migration.name])
    }
    try tagMigrations(database, after: applied.map(\.name))
    if applied.isEmpty {
      try database.run("INSERT INTO setting (name, value) VALUES ('key', ?)", [keyMark.data])
    }
  }

  /// The migration that gives the rows of migrations the event that they came after.
  private static let firstWithEvent = "0012_tokens_by_place"

  /// The names of the migrations whose rows are not those that this program wrote.
  func alteredMigrations(_ database: StoreTransaction) throws -> [String] {
    try migrationTags(database).filter { $0.found != $0.wanted }.map(\.name)
  }

  /// Tags the rows that were written now. Those that had tags keep them: what somebody has changed since stays to be
  /// found.
  private func tagMigrations(_ database: StoreTransaction, after known: [String]) throws {
    let isTagged = known.contains("0017_migration_tags")
    for row in try migrationTags(database).dropFirst(isTagged ? known.count : 0) {
      try database.run("UPDATE migration SET tag = ? WHERE name = ?", [row.wanted, row.name])
    }
  }

  private func migrationTags(_ database: StoreTransaction) throws
    -> [(name: String, found: Data?, wanted: Data)]
  {
    try database.rows(
      "SELECT position, name, checksum, after_event, tag FROM migration ORDER BY position"
    ).enumerated().map { index, row in
      let name: String = try row.get("name")
      let event: Int64? = try row.get("after_event")
      let text = try [
        String(row.get("position") as Int), String(index), name, row.get("checksum"),
        event.map { String($0) } ?? "",
      ].joined(separator: "\n")
      let digest = Array(text.utf8).withUnsafeBytes {
        key.digest($0, context: Array("migration".utf8))
      }
      return (name, try row.get("tag"), digest.data)
    }
  }

  // MARK: The ledger's mark

  /// Whether a ledger was begun in this store: the mark of its key says so, and without the key nobody
  /// makes the one of a store that has none.
  func hasBegunLedger(_ database: StoreTransaction) throws -> Bool {
    try mark(database) == ledgerMark
  }

  /// Says that a ledger was begun.
  func markLedger(_ database: StoreTransaction) throws {
    try database.run("UPDATE setting SET value = ? WHERE name = 'key'", [ledgerMark.data])
  }

  private func applied(_ database: StoreTransaction) throws -> [(name: String, checksum: String)] {
    let tables = try database.connection.tables()
    guard !tables.isEmpty else { return [] }
    guard tables["migration"] != nil else { throw Problem.notAStore(path) }
    return try database.rows("SELECT name, checksum FROM migration ORDER BY position")
      .map { try ($0.get("name"), $0.get("checksum")) }
  }

  /// With another key every configuration would look changed, and every secret too.
  private func checkKey(_ database: StoreTransaction) throws {
    let mark = try mark(database)
    guard mark == keyMark || mark == ledgerMark else { throw Problem.keyMismatch(path) }
  }

  private func mark(_ database: StoreTransaction) throws -> Digest {
    let row = try database.row("SELECT value FROM setting WHERE name = 'key'")
    guard let mark = row?.digest(0) else {
      throw Problem.storeDamaged(path, "the mark of its key is missing")
    }
    return mark
  }

  /// What the key makes of a constant.
  private var keyMark: Digest { digest(of: "plumbline", in: "key") }

  /// The same once a ledger was begun.
  private var ledgerMark: Digest { digest(of: "plumbline", in: "key of a ledger") }

  private func digest(of text: String, in context: String) -> Digest {
    Array(text.utf8).withUnsafeBytes { key.digest($0, context: Array(context.utf8)) }
  }
}

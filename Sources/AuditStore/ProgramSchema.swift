import ConfigurationModel
import GRDB

/// The tables, indexes and views that the migrations make, and nothing else.
///
/// A trigger or a column's default that somebody put into the file would act with each row that the
/// program writes, and the ledger would seal what it does. So a store with another schema is not read, and
/// before each transaction that writes, the schema must be the one that it was opened with.
enum ProgramSchema {
  private static let objects =
    "SELECT type || ' ' || name, 'of ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema"

  /// What a fresh store has: each object's table and text, by its kind and name.
  private static let made: Result<[String: String], any Error> = Result {
    try DatabaseQueue().inDatabase { empty in
      for migration in [Migration.beginning] + Migration.all.map(\.sql) {
        try empty.execute(sql: migration)
      }
      return try read(empty)
    }
  }

  /// Throws where the store's schema is another one. Returns SQLite's number of it, which every change
  /// moves.
  static func check(_ database: Database, path: String) throws -> Int {
    let found = try read(database)
    let made = try made.get()
    let odd = Set(found.keys).union(made.keys).filter { found[$0] != made[$0] }.min()
    if let odd { throw Problem.schemaAltered(path, odd) }
    return try version(database)
  }

  static func version(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
  }

  private static func read(_ database: Database) throws -> [String: String] {
    Dictionary(
      try Row.fetchAll(database, sql: objects).map { try ($0.get(0), $0.get(1)) },
      uniquingKeysWith: { first, second in "\(first)\n\(second)" })
  }
}

extension Problem {
  /// - Parameter object: Kind and name of what is another, or is there besides, or is not there.
  static func schemaAltered(_ store: String, _ object: String) -> Problem {
    Problem(
      "schema-altered",
      "The schema of the store '\(store)' was altered: '\(object)' is not what the program made.",
      hint: "Put back a copy from before: what was written since may be somebody else's.")
  }
}

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
    try SQLiteDatabase().writing { connection in
      let empty = StoreTransaction(connection)
      for migration in [Migration.beginning] + Migration.all.map(\.sql) {
        try empty.run(script: migration)
      }
      return try read(empty)
    }
  }

  /// What is another in a store's schema, is there besides, or is not there; by its kind and name.
  static func difference(_ database: StoreTransaction) throws -> String? {
    let found = try read(database)
    let made = try made.get()
    return Set(found.keys).union(made.keys).filter { found[$0] != made[$0] }.min()
  }

  /// SQLite's number of the schema, which every change moves.
  static func version(_ database: StoreTransaction) throws -> Int {
    try database.value(Int.self, "PRAGMA schema_version") ?? 0
  }

  private static func read(_ database: StoreTransaction) throws -> [String: String] {
    Dictionary(
      try database.rows(objects).map { try ($0.get(0), $0.get(1)) },
      uniquingKeysWith: { first, second in "\(first)\n\(second)" })
  }
}

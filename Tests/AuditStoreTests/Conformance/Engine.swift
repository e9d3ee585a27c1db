import Foundation
import Testing

@testable import AuditStore

/// An engine that keeps stores, as the tests of what every engine must do make it. A second engine is a second one in
/// `all`.
struct Engine: Sendable, CustomTestStringConvertible {
  let name: String
  /// Two tables in the engine's own words for types: `item`, of which names are unique and parents are items, and
  /// `note` without rules.
  let tables: String
  /// The database at a place, which is made where there is none. With the patience of a writer in seconds.
  private let make: @Sendable (String, Double) throws -> any StoreDatabase

  static let all = [
    Engine(
      name: "SQLite",
      tables: """
        CREATE TABLE item (
          id INTEGER PRIMARY KEY, name TEXT UNIQUE, amount INTEGER, part REAL, body BLOB,
          parent INTEGER REFERENCES item (id)
        ) STRICT;
        CREATE TABLE note (scope INTEGER, place INTEGER, text TEXT, PRIMARY KEY (place, scope)) STRICT;
        """
    ) { place, patience in
      let file = StoreFile(path: place)
      let isNew = try file.state() != .store
      return try SQLiteDatabase(file, isNew: isNew, patience: patience)
    }
  ]

  var testDescription: String { name }

  private init(
    name: String, tables: String,
    make: @escaping @Sendable (String, Double) throws -> any StoreDatabase
  ) {
    self.name = name
    self.tables = tables
    self.make = make
  }

  /// A database of this engine with the two tables.
  func database(at place: StoreFolder) throws -> any StoreDatabase {
    let database = try again(at: place)
    try database.writing { try StoreTransaction($0).run(script: tables) }
    return database
  }

  /// One more on what is at a place.
  func again(at place: StoreFolder) throws -> any StoreDatabase { try make(place.path, 0) }

  /// The same on any place.
  func again(at place: String) throws -> any StoreDatabase { try make(place, 0) }
}

extension StoreDatabase {
  /// What is asked in a transaction of its own.
  func read<Value>(_ body: (StoreTransaction) throws -> Value) throws -> Value {
    try reading { try body(StoreTransaction($0)) }
  }

  /// What is done in a transaction of its own.
  @discardableResult
  func write<Value>(_ body: (StoreTransaction) throws -> Value) throws -> Value {
    try writing { try body(StoreTransaction($0)) }
  }

  /// The names of all items, in order.
  func names() throws -> [String?] {
    try read { try $0.values(String?.self, "SELECT name FROM item ORDER BY id") }
  }

  /// Adds items of these names.
  func add(_ names: String...) throws {
    try write { transaction in
      for name in names { try transaction.run("INSERT INTO item (name) VALUES (?)", [name]) }
    }
  }
}

/// The kind of the error that something ends with; nil where it ends with none.
func errorKind(_ body: () throws -> Void) throws -> SQLError.Kind? {
  do {
    try body()
    return nil
  } catch let error as SQLError {
    return error.kind
  }
}

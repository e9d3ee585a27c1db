package import ConfigurationModel
import Foundation
import GRDB

/// A store: the history of configurations, and what was approved and found, in one SQLite file.
///
/// The only place with SQL. Every write is one transaction: it is all there or not at all.
package final class AuditStore: Sendable {
  /// How a store is opened.
  package enum Mode: Sendable {
    /// For reading; it must exist.
    case reading
    /// For writing; it must exist.
    case writing
    /// For writing; made where there is none.
    case creating
  }

  /// The file, as the user named it.
  package let path: String
  package let key: StoreKey
  private let queue: DatabaseQueue

  /// Seconds a writer waits for another one.
  private static let patience: Double = 5

  /// Opens a store and brings it to the program's schema.
  package init(path: String, mode: Mode) throws(Problem) {
    self.path = path
    let exists = FileManager.default.fileExists(atPath: path)
    guard exists || mode == .creating else { throw .storeMissing(path) }
    let isNew = !exists
    key = try StoreKey.load(beside: path, isCreating: isNew)
    do {
      queue = try DatabaseQueue(path: path, configuration: Self.configuration(mode))
      try queue.inDatabase { database in
        if mode != .reading { try database.execute(sql: "PRAGMA journal_mode = WAL") }
      }
      let migrator = Migrator(path: path)
      if mode == .reading {
        try queue.read { try migrator.migrate($0, isApplying: false) }
      } else {
        try queue.inTransaction(.immediate) {
          try migrator.migrate($0, isApplying: true)
          return .commit
        }
      }
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  private static func configuration(_ mode: Mode) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = mode == .reading
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY")
      database.add(function: configurationFunction)
    }
    return configuration
  }

  /// Reads within one transaction.
  func read<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  /// Writes within one transaction; an error undoes all of it.
  func write<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      var result: Value?
      try queue.inTransaction(.immediate) { database in
        result = try body(database)
        return .commit
      }
      guard let result else { throw Problem.storeFailed(path, "the transaction gave nothing") }
      return result
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  private static func problem(_ error: any Error, path: String) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as DatabaseError: .sqlite(error, path: path)
    default: .storeFailed(path, "\(error)")
    }
  }

  /// The size of the file in bytes.
  package var size: Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? Int) ?? 0
  }
}

package import ConfigurationModel
import Foundation

/// A store: the history of configurations, and what was approved and found, in one database.
///
/// The only place with SQL. Every write is one transaction: it is all there or not at all. What keeps the database is
/// behind `StoreDatabase`.
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

  /// Where it is, as the user named it.
  package let path: String
  /// The store's key, by which its ledger and its secrets are digested.
  package let key: StoreKey
  private let mode: Mode
  let database: any StoreDatabase
  /// The machine's moment: what is appended is not dated after it.
  let clock: @Sendable () -> Timestamp
  let codecs = BodyCodecs()
  /// Counts the rows that are written, for the ledger.
  let sealer: Sealer
  private let nesting = Nesting()

  /// A store in a database, which it brings to the program's schema.
  init(
    _ database: any StoreDatabase, key: StoreKey, mode: Mode,
    clock: @escaping @Sendable () -> Timestamp
  ) throws(Problem) {
    self.database = database
    path = database.location
    self.key = key
    self.mode = mode
    self.clock = clock
    sealer = Sealer(key: key)
    do {
      try prepare()
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  private func prepare() throws {
    let migrator = Migrator(path: path, key: key)
    if try !database.reading({ try migrator.isComplete(StoreTransaction($0)) }) {
      if mode != .creating,
        try database.reading({ try migrator.isUntouched(StoreTransaction($0)) })
      {
        throw Problem.storeEmpty(path)
      }
      guard mode != .reading else { throw Problem.storeOlderThanProgram(path) }
      try database.writing { connection in
        let transaction = StoreTransaction(connection)
        try migrator.migrate(transaction)
        try checkSchema(transaction)
        try sealer.learn(transaction)
        try beginLedger(transaction)
      }
    }
    try database.reading { connection in
      let transaction = StoreTransaction(connection)
      try checkSchema(transaction)
      if sealer.facets.isEmpty { try sealer.learn(transaction) }
    }
    if mode != .reading {
      try database.watch(for: sealer)
      try markLedger()
    }
  }

  /// The moment that the machine's clock shows, in whole microseconds.
  @Sendable package static func machineClock() -> Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// Reads within one transaction: that of `reading` or `writing` where one is under way.
  func read<Value>(_ body: (StoreTransaction) throws -> Value) throws(Problem) -> Value {
    do {
      return try database.reading { connection in
        let transaction = StoreTransaction(connection)
        return try nesting.within { isOutermost in
          if isOutermost { try checkSchema(transaction) }
          return try body(transaction)
        }
      }
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  /// Writes within one transaction, that of `writing` where one is under way, and seals what was
  /// written; an error undoes all of it. Rows that belong to an event need one in the same transaction.
  func write<Value>(_ body: (StoreTransaction) throws -> Value) throws(Problem) -> Value {
    do {
      return try inTransaction(body)
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  /// Everything that `body` reads from this store is of one state: nothing that is written meanwhile
  /// is seen. Throws what `body` throws, and `Problem` of the store.
  package func reading<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try database.reading { connection in
        try nesting.within { isOutermost in
          if isOutermost { try checkSchema(StoreTransaction(connection)) }
          return try body()
        }
      }
    } catch let error as SQLError {
      throw Self.problem(error, path: path)
    }
  }

  /// The same for what fails with problems only.
  package func inOneState<Value>(_ body: () throws(Problem) -> Value) throws(Problem) -> Value {
    do {
      return try reading { try body() }
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  /// Everything that `body` reads and writes through this store is one transaction: what it decides
  /// by still stands when it writes, and an error undoes all of it. Throws what `body` throws, and
  /// `Problem` of the store.
  package func writing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try inTransaction { _ in try body() }
    } catch let error as SQLError {
      throw Self.problem(error, path: path)
    }
  }

  /// The same for what fails with problems only.
  package func inOneTransaction<Value>(_ body: () throws(Problem) -> Value) throws(Problem) -> Value
  {
    do {
      return try writing { try body() }
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  private func inTransaction<Value>(_ body: (StoreTransaction) throws -> Value) throws -> Value {
    guard mode != .reading else {
      throw Problem.storeUnreachable(path, "it was opened for reading")
    }
    return try database.writing { connection in
      let transaction = StoreTransaction(connection)
      return try nesting.within { isOutermost in
        guard isOutermost else { return try body(transaction) }
        // What was undone is not there, for what is read next.
        defer { sealer.reset() }
        try checkSchema(transaction)
        sealer.reset()
        let result = try body(transaction)
        try seal(transaction)
        return result
      }
    }
  }

  /// Throws where the schema is not the program's.
  private func checkSchema(_ transaction: StoreTransaction) throws {
    if let fault = try transaction.connection.faults(of: .schema).first {
      throw Problem.schemaAltered(path, fault)
    }
  }

  /// What went wrong as a problem of the store at a path.
  static func problem(_ error: any Error, path: String) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as SQLError: .engine(error, path: path)
    case is UnreadableColumn: .storeDamaged(path, "a row holds a value of another kind")
    case let error as UnknownWord:
      .storeDamaged(path, "'\(error.value)' is no \(error.column) that the program knows")
    case is DecodingError: .storeDamaged(path, "a row holds a text that cannot be read")
    default: .storeFailed(path, "\(error)")
    }
  }
}

/// Whether a transaction of a store is within another one.
///
/// Unchecked: it is asked within transactions only, of which a database runs one at a time.
private final class Nesting: @unchecked Sendable {
  private var isWithin = false

  /// Tells `body` whether it is within no other.
  func within<Value>(_ body: (Bool) throws -> Value) rethrows -> Value {
    let isOutermost = !isWithin
    isWithin = true
    defer { isWithin = !isOutermost }
    return try body(isOutermost)
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

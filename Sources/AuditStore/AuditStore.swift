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
  private let mode: Mode
  private let queue: DatabaseQueue
  /// The machine's moment: what is appended is not dated after it.
  let clock: @Sendable () -> Timestamp
  let codecs = BodyCodecs()
  /// Counts the rows that are written, for the ledger.
  let sealer: Sealer
  /// The file as it was when it was opened, where nothing keeps it from being written meanwhile.
  private let stamp: StoreFile.Stamp?

  /// Opens a store and brings it to the program's schema.
  ///
  /// - Parameters:
  ///   - patience: Seconds a writer waits for another one.
  ///   - clock: The present moment, which nothing that is appended lies after.
  ///   - willRun: Told of each statement before it runs.
  package init(
    path: String, mode: Mode, patience: Double = 5,
    clock: @escaping @Sendable () -> Timestamp = AuditStore.machineClock,
    willRun: (@Sendable (String) -> Void)? = nil
  ) throws(Problem) {
    self.path = path
    self.mode = mode
    self.clock = clock
    let file = StoreFile(path: path)
    let state = try file.state()
    guard mode == .reading || state == .missing || file.isWritable else {
      throw .storeUnreachable(path, "the file or its folder may not be written")
    }
    key = try Self.key(of: file, state, mode)
    let isImmutable = mode == .reading && file.isImmutable
    stamp = isImmutable ? file.stamp : nil
    sealer = Sealer(key: key)
    do {
      queue = try DatabaseQueue(
        path: isImmutable ? file.immutableURI : path,
        configuration: Self.configuration(patience, sealer, willRun))
      try prepare(isNew: state != .store)
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  /// The store in a file, brought to the program's schema; nil where there is none yet.
  package static func existing(at path: String) throws(Problem) -> AuditStore? {
    guard try StoreFile(path: path).state() == .store else { return nil }
    return try AuditStore(path: path, mode: .creating)
  }

  /// Makes key and file where there are none and there may be.
  private static func key(of file: StoreFile, _ state: StoreFile.State, _ mode: Mode)
    throws(Problem) -> StoreKey
  {
    if state == .store { return try StoreKey.load(beside: file.path, isCreating: false) }
    guard mode == .creating else {
      throw state == .empty ? .storeEmpty(file.path) : .storeMissing(file.path)
    }
    let key = try StoreKey.load(beside: file.path, isCreating: true)
    try file.create()
    return key
  }

  private func prepare(isNew: Bool) throws {
    let migrator = Migrator(path: path, key: key)
    if isNew {
      try queue.inDatabase { database in
        // Stands in the file itself from its first page on: see `StoreFile.state`.
        try database.execute(sql: "PRAGMA application_id = \(StoreFile.applicationID)")
        try database.execute(sql: "PRAGMA journal_mode = WAL")
      }
    }
    if try !queue.read({ try migrator.isComplete($0) }) {
      if mode != .creating, try queue.read({ try migrator.isUntouched($0) }) {
        throw Problem.storeEmpty(path)
      }
      guard mode != .reading else { throw Problem.storeOlderThanProgram(path) }
      try queue.inTransaction(.immediate) { database in
        try migrator.migrate(database)
        try checkSchema(database)
        try sealer.learn(database)
        try beginLedger(database)
        return .commit
      }
    }
    try queue.read { database in
      try checkSchema(database)
      try sealer.learn(database)
    }
    if mode != .reading {
      try queue.inDatabase { try sealer.watch($0) }
      try markLedger()
    }
  }

  /// Readers too may write the file itself, though never its content: SQLite then brings home what
  /// waits in the log and leaves no files beside the store. GRDB's `read` keeps them from the content.
  private static func configuration(
    _ patience: Double, _ sealer: Sealer, _ willRun: (@Sendable (String) -> Void)?
  ) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA page_size = 8192; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;
          PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON
          """)
      database.add(function: configurationFunction)
      sealer.add(to: database)
      if let willRun { database.trace { willRun("\($0)") } }
    }
    return configuration
  }

  /// The moment that the machine's clock shows, in whole microseconds.
  @Sendable package static func machineClock() -> Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// Reads within one transaction: that of `reading` or `writing` where one is under way.
  func read<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      let value = try queue.unsafeReentrantWrite { database in
        try database.isInsideTransaction ? body(database) : reading(database, body)
      }
      guard stamp == nil || stamp == StoreFile(path: path).stamp else {
        throw Problem.storeChanged(path)
      }
      return value
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  private func reading<Value>(_ database: Database, _ body: (Database) throws -> Value)
    throws -> Value
  {
    var result: Value?
    try database.readOnly {
      try database.inTransaction(.deferred) {
        try checkSchema(database)
        result = try body(database)
        return .commit
      }
    }
    return try result.unwrapped()
  }

  /// Writes within one transaction, that of `writing` where one is under way, and seals what was
  /// written; an error undoes all of it. Rows that belong to an event need one in the same transaction.
  func write<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try writing { try queue.unsafeReentrantWrite(body) }
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  /// Everything that `body` reads from this store is of one state: nothing that is written meanwhile
  /// is seen. Throws what `body` throws, and `Problem` of the store.
  package func reading<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try queue.unsafeReentrantWrite { database in
        try database.isInsideTransaction ? body() : reading(database) { _ in try body() }
      }
    } catch let error as DatabaseError {
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
    guard mode != .reading else {
      throw Problem.storeUnreachable(path, "it was opened for reading")
    }
    do {
      return try queue.unsafeReentrantWrite { database in
        guard !database.isInsideTransaction else { return try body() }
        // What was undone is not there, for what is read next.
        defer { sealer.reset() }
        var result: Value?
        try database.inTransaction(.immediate) {
          try checkSchema(database)
          sealer.reset()
          result = try body()
          try seal(database)
          return .commit
        }
        return try result.unwrapped()
      }
    } catch let error as DatabaseError {
      throw Self.problem(error, path: path)
    }
  }

  /// Throws where the schema is not the program's. SQLite reads it anew when its number has changed: so
  /// it is looked at then, within the same transaction.
  private func checkSchema(_ database: Database) throws {
    guard try sealer.schema != ProgramSchema.version(database) else { return }
    sealer.schema = try ProgramSchema.check(database, path: path)
  }

  /// Ends what SQLite is working on with an error.
  func interrupt() { queue.interrupt() }

  /// Runs statements that SQLite refuses within a transaction.
  func withoutTransaction<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try queue.inDatabase(body)
    } catch {
      throw Self.problem(error, path: path)
    }
  }

  private static func problem(_ error: any Error, path: String) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as DatabaseError: .sqlite(error, path: path)
    case is RowDecodingError: .storeDamaged(path, "a row holds a value of another kind")
    case let error as UnknownWord:
      .storeDamaged(path, "'\(error.value)' is no \(error.column) that the program knows")
    case is DecodingError: .storeDamaged(path, "a row holds a text that cannot be read")
    default: .storeFailed(path, "\(error)")
    }
  }

  /// The size of the file in bytes.
  package var size: Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? Int) ?? 0
  }
}

extension Optional {
  /// What a transaction gave that was committed.
  fileprivate func unwrapped() throws -> Wrapped {
    guard let self else { throw DatabaseError(message: "the transaction gave nothing") }
    return self
  }
}

import Foundation
import GRDB
import GRDBSQLite

/// A store in one SQLite file.
final class SQLiteDatabase: StoreDatabase {
  let location: String
  private let queue: DatabaseQueue
  private let connection: SQLiteConnection
  private let file: StoreFile
  /// The file as it was when it was opened, where nothing keeps it from being written meanwhile.
  private let stamp: StoreFile.Stamp?
  /// Told of each row that is written; nil where nobody is. Used by one thread at a time, as the connection is.
  private nonisolated(unsafe) var watched: Sealer?

  /// Opens a file, whatever it holds.
  ///
  /// - Parameters:
  ///   - isNew: Whether it is to be a store's: it is marked as one.
  ///   - isReading: Whether it is opened for reading only.
  ///   - patience: Seconds a writer waits for another one.
  ///   - willRun: Told of each statement before it runs.
  init(
    _ file: StoreFile, isNew: Bool = false, isReading: Bool = false, patience: Double = 5,
    willRun: (@Sendable (String) -> Void)? = nil
  ) throws {
    self.file = file
    location = file.path
    let isImmutable = isReading && file.isImmutable
    stamp = isImmutable ? file.stamp : nil
    (queue, connection) = try Self.translated {
      let queue = try DatabaseQueue(
        path: isImmutable ? file.immutableURI : file.path,
        configuration: Self.configuration(patience, willRun))
      return try (queue, Self.connection(of: queue, to: file, isNew: isNew))
    }
  }

  /// One in memory that nobody else sees and that ends with this object.
  init() throws {
    file = StoreFile(path: ":memory:")
    location = file.path
    stamp = nil
    (queue, connection) = try Self.translated { [file] in
      let queue = try DatabaseQueue(configuration: Self.configuration(0, nil))
      return try (queue, Self.connection(of: queue, to: file, isNew: false))
    }
  }

  deinit { try? close() }

  private static func connection(of queue: DatabaseQueue, to file: StoreFile, isNew: Bool) throws
    -> SQLiteConnection
  {
    try queue.inDatabase { database in
      if isNew {
        // Stands in the file itself from its first page on: see `StoreFile.state`.
        try database.execute(sql: "PRAGMA application_id = \(StoreFile.applicationID)")
        try database.execute(sql: "PRAGMA journal_mode = WAL")
      }
      guard let handle = database.sqliteConnection else {
        throw SQLError(kind: .other, message: "there is no connection")
      }
      // GRDB notes each column that a statement reads, for observers, and a store has none: it would take half of the time
      // of every short command.
      sqlite3_set_authorizer(handle, nil, nil)
      return SQLiteConnection(handle, to: file)
    }
  }

  /// Readers too may write the file itself, though never its content: SQLite then brings home what
  /// waits in the log and leaves no files beside the store. GRDB's `readOnly` keeps them from the content.
  private static func configuration(
    _ patience: Double, _ willRun: (@Sendable (String) -> Void)?
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
      if let willRun { database.trace { willRun("\($0)") } }
    }
    return configuration
  }

  // MARK: Transactions

  func reading<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
    try Self.translated {
      try queue.unsafeReentrantWrite { database in
        guard !database.isInsideTransaction else { return try body(connection) }
        var result: Value?
        try database.readOnly {
          try database.inTransaction(.deferred) {
            result = try body(connection)
            return .commit
          }
        }
        guard stamp == nil || stamp == file.stamp else {
          throw SQLError(kind: .changed, message: "it was written while it was read")
        }
        return try result.unwrapped()
      }
    }
  }

  func writing<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
    try Self.translated {
      try queue.unsafeReentrantWrite { database in
        guard !database.isInsideTransaction else { return try body(connection) }
        var result: Value?
        try database.inTransaction(.immediate) {
          result = try body(connection)
          return .commit
        }
        return try result.unwrapped()
      }
    }
  }

  func watch(for sealer: Sealer) throws {
    try Self.translated {
      try queue.inDatabase { _ in
        watched = sealer
        try makeTriggers()
      }
    }
  }

  /// The triggers that tell the sealer of each row are the connection's own.
  private func makeTriggers() throws {
    guard let watched else { return }
    connection.sealing.sealer = watched
    let triggers = Facet.triggers(of: watched.facets).joined(separator: ";\n")
    guard sqlite3_exec(connection.handle, triggers, nil, nil, nil) == SQLITE_OK else {
      throw SQLError(lastOf: connection.handle)
    }
  }

  func interrupt() { queue.interrupt() }

  func close() throws {
    try Self.translated {
      queue.unsafeReentrantWrite { _ in connection.release() }
      try queue.close()
    }
  }

  private static func translated<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw SQLError(error)
    }
  }

  // MARK: Upkeep

  func copy(to place: String) throws {
    do {
      let target = try DatabaseQueue(path: place)
      try Self.translated {
        try queue.inDatabase { source in
          try target.writeWithoutTransaction { try source.backup(to: $0) }
        }
      }
      // One file, with nothing left in a log beside it.
      try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try target.close()
    } catch let error as DatabaseError {
      throw SQLError(kind: .copyUnwritable, message: "\(error)")
    } catch let error as SQLError where error.kind != .damaged && error.kind != .busy {
      throw SQLError(kind: .copyUnwritable, message: error.message)
    }
  }

  /// Gives pages that hold nothing back to the file system, where they are a tenth of the file or more; the next imports
  /// use fewer. SQLite writes the whole file anew, in a transaction of its own, which undoes itself where it does not come
  /// to its end.
  func giveBackSpace() throws -> Int {
    try Self.translated {
      try queue.inDatabase { database in
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        guard free > 0, free * 10 >= pages else { return 0 }
        // The copy that is made on the way may be larger than the memory.
        try database.execute(sql: "PRAGMA temp_store = FILE")
        // What is temporary goes with each of the two: the triggers have to be made anew, whatever becomes of the rest.
        let rewriting = Result { try database.execute(sql: "VACUUM") }
        try database.execute(sql: "PRAGMA temp_store = MEMORY")
        try makeTriggers()
        try rewriting.get()
        try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        let left = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        return max(0, pages - left) * pageSize
      }
    }
  }
}

extension Optional {
  /// What a transaction gave that was committed.
  fileprivate func unwrapped() throws -> Wrapped {
    guard let self else { throw SQLError(kind: .other, message: "the transaction gave nothing") }
    return self
  }
}

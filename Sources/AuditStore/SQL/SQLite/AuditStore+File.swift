package import ConfigurationModel
import Foundation

extension AuditStore {
  /// Opens a store in a file and brings it to the program's schema. Its key stands beside it.
  ///
  /// - Parameters:
  ///   - patience: Seconds a writer waits for another one.
  ///   - clock: The present moment, which nothing that is appended lies after.
  ///   - willRun: Told of each statement before it runs.
  package convenience init(
    path: String, mode: Mode, patience: Double = 5,
    clock: @escaping @Sendable () -> Timestamp = AuditStore.machineClock,
    willRun: (@Sendable (String) -> Void)? = nil
  ) throws(Problem) {
    let file = StoreFile(path: path)
    let state = try file.state()
    guard mode == .reading || state == .missing || file.isWritable else {
      throw .storeUnreachable(path, "the file or its folder may not be written")
    }
    let key = try Self.key(of: file, state, mode)
    let database: SQLiteDatabase
    do {
      database = try SQLiteDatabase(
        file, isNew: state != .store, isReading: mode == .reading, patience: patience,
        willRun: willRun)
    } catch {
      throw Self.problem(error, path: path)
    }
    try self.init(database, key: key, mode: mode, clock: clock)
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

  /// The size of the file in bytes.
  package var size: Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? Int) ?? 0
  }
}

import AuditStore
import ConfigurationModel
import Foundation
import GRDB
import Testing

@Suite struct OpeningTests {
  private static let modes: [AuditStore.Mode] = [.reading, .writing, .creating]

  /// Something that lies at the store's path and is not a store.
  enum Stranger: CaseIterable {
    case text, shortText, folder, database, databaseWithLog, databaseWithMigrations, pipe
  }

  private func make(_ stranger: Stranger, in store: StoreFolder) throws {
    switch stranger {
    case .text:
      try Data(String(repeating: "a text\n", count: 100).utf8).write(to: URL(filePath: store.path))
    case .shortText: try Data("x".utf8).write(to: URL(filePath: store.path))
    case .folder:
      try FileManager.default.createDirectory(atPath: store.path, withIntermediateDirectories: true)
    case .database: try store.tamper("CREATE TABLE note (text); INSERT INTO note VALUES ('mine')")
    case .databaseWithLog:
      let queue = try DatabaseQueue(path: store.path)
      try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.write { try $0.execute(sql: "CREATE TABLE note (text)") }
      try queue.close()
    case .databaseWithMigrations: try store.tamper("CREATE TABLE migration (id INTEGER)")
    case .pipe: #expect(mkfifo(store.path, 0o600) == 0)
    }
  }

  @Test(arguments: Stranger.allCases)
  func `what is not a store is refused and not touched`(stranger: Stranger) throws {
    let store = try StoreFolder()
    try make(stranger, in: store)
    let isFile = stranger != .folder && stranger != .pipe
    let before = isFile ? FileManager.default.contents(atPath: store.path) : nil
    for mode in Self.modes {
      #expect(problemCode { _ = try store.open(mode) } == "not-a-store")
    }
    #expect((isFile ? FileManager.default.contents(atPath: store.path) : nil) == before)
    #expect(try store.files == ["plumb.db"])
  }

  /// How many locks of this process the system knows of on the store's own file.
  private func locks(_ store: StoreFolder) throws -> Int {
    var status = stat()
    try #require(stat(store.path, &status) == 0)
    let lines = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n")
    return lines.count { line in
      let words = line.split(separator: " ")
      return words.contains("POSIX") && words.contains("\(getpid())")
        && words.contains { $0.hasSuffix(":\(status.st_ino)") }
    }
  }

  /// Where they are lost, another process that ends deletes the log that this one writes.
  @Test func `a store keeps its locks when it is opened and closed once more`() throws {
    let store = try StoreFolder()
    let first = try store.open()
    _ = try first.standingSnapshots()
    let held = try locks(store)
    #expect(held > 0)
    for mode in Self.modes {
      for _ in 0..<3 { _ = try store.open(mode) }
      #expect(try locks(store) >= held, "\(mode)")
    }
    _ = try AuditStore.existing(at: store.path)
    #expect(try locks(store) >= held)
    #expect(try first.verify().problems.isEmpty)
  }

  @Test func `where there is no store only an import makes one`() throws {
    let store = try StoreFolder()
    #expect(problemCode { _ = try store.open(.reading) } == "store-missing")
    #expect(problemCode { _ = try store.open(.writing) } == "store-missing")
    #expect(try store.files == [])
    _ = try store.open(.creating)
    #expect(try store.files == ["plumb.db", "plumb.db.key"])
  }

  @Test func `an empty file is no store yet, and an import makes it one`() throws {
    let store = try StoreFolder()
    #expect(FileManager.default.createFile(atPath: store.path, contents: nil))
    #expect(problemCode { _ = try store.open(.reading) } == "store-missing")
    #expect(problemCode { _ = try store.open(.writing) } == "store-missing")
    #expect(try store.files == ["plumb.db"])
    try store.open().take(["a": "1"], day: 1)
    #expect(try store.open(.reading).verify().problems == [])
  }

  @Test func `a folder that is not there is said`() throws {
    let store = try StoreFolder()
    #expect(
      problemCode { _ = try AuditStore(path: store.folder + "/no/plumb.db", mode: .creating) }
        == "store-unreachable")
  }

  @Test func `only the owner may read a store and the files beside it`() throws {
    let store = try StoreFolder()
    let open = try store.open()
    try open.take(["a": "1"], day: 1)
    #expect(try store.files == ["plumb.db", "plumb.db-shm", "plumb.db-wal", "plumb.db.key"])
    for file in try store.files { #expect(try store.permissions(file) == 0o600, "\(file)") }
  }

  @Test func `nothing is left beside a store, whoever closes it last`() throws {
    let store = try StoreFolder()
    try store.open().take(["a": "1"], day: 1)
    #expect(try store.files == ["plumb.db", "plumb.db.key"])
    #expect(try store.open(.reading).snapshots().count == 1)
    #expect(try store.files == ["plumb.db", "plumb.db.key"])
    var writer: AuditStore? = try store.open(.writing)
    var reader: AuditStore? = try store.open(.reading)
    #expect(try reader?.snapshots().count == 1)
    try writer?.take(["a": "2"], day: 2)
    writer = nil
    #expect(try reader?.snapshots().count == 2)
    reader = nil
    #expect(try store.files == ["plumb.db", "plumb.db.key"])
  }

  @Test func `a store opened for reading writes nothing`() throws {
    let store = try StoreFolder()
    try store.open().take(["a": "1"], day: 1)
    let reader = try store.open(.reading)
    #expect(problemCode { try reader.take(["a": "2"], day: 2) } == "store-unreachable")
    #expect(try reader.snapshots().count == 1)
  }

  @Test func `a deleted log loses what was in it and nothing else`() throws {
    let store = try StoreFolder()
    try store.open().take(["a": "1"], day: 1)
    let copy = try StoreFolder()
    let writer = try store.open(.writing)
    try writer.take(["a": "2"], day: 2)
    for name in ["plumb.db", "plumb.db.key"] {
      try FileManager.default.copyItem(
        atPath: "\(store.folder)/\(name)", toPath: "\(copy.folder)/\(name)")
    }
    #expect(try copy.open(.reading).snapshots().count == 1)
    #expect(try copy.open(.reading).verify().problems == [])
    try copy.open(.writing).take(["a": "3"], day: 3)
    #expect(try copy.open(.reading).standing(in: 2) == ["a": "3"])
  }

  @Test func `two writers take turns and readers see the state before`() throws {
    let store = try StoreFolder()
    try store.open().take(["a": "1"], day: 1)
    let first = try store.open(.writing)
    try first.writeSnapshots(now: .day(2)) { writer in
      _ = try writer.begin(takenAt: .day(2), source: "test")
      let start = ContinuousClock.now
      #expect(try store.open(.reading).snapshots().count == 1)
      #expect(try store.open(.reading).verify().problems == [])
      #expect(start.duration(to: .now) < .seconds(2))
      let wait = ContinuousClock.now
      #expect(problemCode { try store.open(.writing).take(["a": "3"], day: 3) } == "store-busy")
      #expect(wait.duration(to: .now) > .seconds(4) && wait.duration(to: .now) < .seconds(10))
    }
    #expect(try store.open(.reading).snapshots().count == 2)
    try store.open(.writing).take(["a": "3"], day: 3)
  }
}

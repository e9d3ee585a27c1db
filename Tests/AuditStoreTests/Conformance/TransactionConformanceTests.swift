import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Synchronization
import Testing

@testable import AuditStore

/// What every engine does with transactions, and with all of a store.
@Suite struct TransactionConformanceTests {
  private struct Stop: Error {}

  private let folder: StoreFolder

  init() throws { folder = try StoreFolder() }

  @Test(arguments: Engine.all)
  func `a write is all there or not at all`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a")
    #expect(throws: Stop.self) {
      try database.write { transaction in
        try transaction.run("INSERT INTO item (name) VALUES ('b')")
        try transaction.run("DELETE FROM item WHERE name = 'a'")
        throw Stop()
      }
    }
    #expect(try database.names() == ["a"])
    // The same where the rows of a statement are gone through, and where the engine finds something wrong.
    #expect(throws: Stop.self) {
      try database.write { transaction in
        try transaction.run("INSERT INTO item (name) VALUES ('b')")
        try transaction.each("SELECT id FROM item") { _ in throw Stop() }
      }
    }
    #expect(throws: SQLError.self) {
      try database.write { transaction in
        try transaction.run("INSERT INTO item (name) VALUES ('b')")
        try transaction.run("INSERT INTO item (name) VALUES ('a')")
      }
    }
    #expect(try database.names() == ["a"])
    try database.add("c")
    #expect(try engine.again(at: folder).names() == ["a", "c"])
  }

  @Test(arguments: Engine.all)
  func `a read sees one state while another connection commits`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a")
    let other = try engine.again(at: folder)
    try database.reading { _ in
      #expect(try database.names() == ["a"])
      try other.add("b")
      #expect(try database.names() == ["a"])
    }
    #expect(try database.names() == ["a", "b"])
  }

  @Test(arguments: Engine.all)
  func `what is read and written within a write is part of it`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    let other = try engine.again(at: folder)
    #expect(throws: Stop.self) {
      try database.writing { _ in
        try database.add("a")
        #expect(try database.names() == ["a"])
        #expect(try other.names() == [])
        throw Stop()
      }
    }
    #expect(try database.names() == [])
    try database.writing { _ in
      try database.add("a")
      try? database.write { _ in throw Stop() }
    }
    #expect(try other.names() == ["a"])
  }

  @Test(arguments: Engine.all)
  func `a reader may not write`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    let kind = try errorKind {
      _ = try database.read { try $0.run("INSERT INTO item (name) VALUES ('a')") }
    }
    #expect(kind == .unreachable)
    #expect(try errorKind { try database.reading { _ in try database.add("a") } } != nil)
    #expect(try database.names() == [])
    try database.add("b")
    #expect(try database.names() == ["b"])
  }

  @Test(arguments: Engine.all)
  func `one writes at a time, and who has waited long enough is told`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    let other = try engine.again(at: folder)
    try database.writing { _ in
      try database.add("a")
      #expect(try errorKind { try other.add("b") } == .busy)
    }
    try other.add("b")
    #expect(try database.names() == ["a", "b"])
  }

  @Test(arguments: Engine.all)
  func `other threads wait`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.write { try $0.run("INSERT INTO item (amount) VALUES (0)") }
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<20 {
        _ = try? database.write { transaction in
          let old = try transaction.value(Int.self, "SELECT amount FROM item") ?? 0
          try transaction.run("UPDATE item SET amount = ?", [old + 1])
        }
      }
    }
    #expect(try database.read { try $0.value(Int.self, "SELECT amount FROM item") } == 160)
  }

  @Test(arguments: Engine.all)
  func `what goes on for ever can be ended`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    let isOver = Mutex(false)
    let thread = Thread {
      while !isOver.withLock({ $0 }) {
        database.interrupt()
        Thread.sleep(forTimeInterval: 0.005)
      }
    }
    thread.start()
    defer { isOver.withLock { $0 = true } }
    #expect(throws: SQLError.self) {
      try database.read {
        try $0.value(
          Int.self,
          """
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
          """)
      }
    }
  }

  @Test(arguments: Engine.all)
  func `after it is closed nothing works, and what was written is there`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a")
    try database.close()
    #expect(throws: SQLError.self) { try database.names() }
    #expect(throws: SQLError.self) { try database.add("b") }
    #expect(try engine.again(at: folder).names() == ["a"])
  }

  // MARK: What there is

  @Test(arguments: Engine.all)
  func `the tables are told with their columns and keys`(engine: Engine) throws {
    let tables = try engine.database(at: folder).reading { try $0.tables() }
    let found = try #require(tables["note"])
    #expect(found.map(\.name) == ["place", "scope", "text"])
    #expect(found.map(\.keyRank) == [1, 2, 0])
    #expect(
      tables["item"]?.map(\.name) == ["amount", "body", "id", "name", "parent", "part"])
    #expect(tables["other"] == nil)
  }

  @Test(arguments: Engine.all)
  func `a schema that is not the program's is told, content that is sound is not`(engine: Engine)
    throws
  {
    let database = try engine.database(at: folder)
    #expect(try database.reading { try $0.faults(of: .schema) }.count == 1)
    #expect(try database.reading { try $0.faults(of: .content) } == [])
  }

  // MARK: A store on it

  private func store(on database: any StoreDatabase) throws -> AuditStore {
    try AuditStore(database, key: StoreKey(bytes: Array(0..<32)), mode: .creating) { .day(30) }
  }

  @Test(arguments: Engine.all)
  func `a store on it proves every row that was written`(engine: Engine) throws {
    let database = try engine.again(at: folder)
    let store = try store(on: database)
    try store.take(["a": "1", "b": "2"], day: 1)
    try store.take(["a": "3"], day: 2)
    _ = try store.setBaseline(
      "default", to: 2, choosing: { _ in true }, at: .day(3), by: "erin", reason: "agreed")
    let sound = try store.verify()
    #expect(sound.problems == [] && sound.rows > 10)
    // Nobody watches what another connection writes.
    try engine.again(at: folder).write { try $0.run("UPDATE resource SET name = 'x' WHERE id = 1") }
    #expect(try store.verify().problems.map(\.code) == ["row-altered"])
  }

  @Test(arguments: Engine.all)
  func `a row that no event has is not written`(engine: Engine) throws {
    let store = try store(on: try engine.again(at: folder))
    try store.take(["a": "1"], day: 1)
    #expect(
      problemCode {
        _ = try store.write { try $0.run("INSERT INTO baseline (name) VALUES ('x')") }
      } == "store-failed")
    #expect(try store.baselines().isEmpty)
    #expect(try store.verify().problems == [])
  }

  @Test(arguments: Engine.all)
  func `a copy is what it was copied from, and giving space back changes nothing`(engine: Engine)
    throws
  {
    let database = try engine.again(at: folder)
    let store = try store(on: database)
    var random = SeededGenerator(seed: 1)
    let long = (1...20_000).map { _ in String(random.next(), radix: 36) }.joined()
    for day in 1...3 { try store.take(["a": day == 1 ? long : "\(day)"], day: day) }
    let copy = folder.folder + "/copy.db"
    try database.copy(to: copy)
    let copied = try self.store(on: try engine.again(at: copy))
    #expect(try copied.head() == store.head())
    #expect(try copied.verify().problems == [])
    _ = try store.prune(dropping: [1, 2], at: .day(4), by: "erin", reason: "old")
    #expect(try store.giveBackSpace() > 0)
    // What is written afterwards is sealed as before.
    try store.take(["a": "5"], day: 5)
    #expect(try store.verify().problems == [])
    #expect(
      try errorKind { try database.copy(to: folder.folder + "/none/copy.db") } == .copyUnwritable)
  }
}

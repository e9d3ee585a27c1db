import Foundation
import Testing

@testable import AuditStore

/// What every engine does with statements, their arguments and their rows.
@Suite struct StatementConformanceTests {
  private let folder: StoreFolder

  init() throws { folder = try StoreFolder() }

  // MARK: Values

  @Test(arguments: Engine.all)
  func `what goes in comes out whole`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    let texts = [
      "", "a", "a\u{0}b", "\u{0}", "ä e\u{301}", "𝒳👩‍👩‍👧", "'); DROP TABLE item; --", "?1 :a",
    ]
    let bodies = [[], [0], [0, 0, 255], Array(UInt8.min ... .max)].map { Data($0 as [UInt8]) }
    let numbers: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 53 + 1, .max]
    let parts = [0, -1.5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1]
    try database.write { transaction in
      for text in texts {
        let found = try transaction.row(
          "INSERT INTO item (name) VALUES (?) RETURNING name, length(name)", [text])
        #expect(try found?.get(0) == text)
      }
      for body in bodies {
        let found = try transaction.value(
          Data.self, "INSERT INTO item (body) VALUES (?) RETURNING body", [body])
        #expect(found == body)
      }
      for number in numbers {
        let found = try transaction.value(
          Int64.self, "INSERT INTO item (amount) VALUES (?) RETURNING amount", [number])
        #expect(found == number)
      }
      for part in parts {
        let found = try transaction.value(
          Double.self, "INSERT INTO item (part) VALUES (?) RETURNING part", [part])
        #expect(found == part)
      }
    }
    let stored = try database.read { transaction in
      try transaction.values(
        String.self, "SELECT name FROM item WHERE name IS NOT NULL ORDER BY id")
    }
    #expect(stored.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
  }

  @Test(arguments: Engine.all)
  func `NULL goes in and comes out, and is no value`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.write { transaction in
      try transaction.run(
        "INSERT INTO item (name, amount, body) VALUES (?, ?, ?)",
        [nil, Int64?.none, Data?.none])
      let row = try #require(try transaction.row("SELECT name, amount, part, body FROM item"))
      #expect(row.values == [.null, .null, .null, .null])
      #expect(try row.get("amount") as Int? == nil)
      #expect(throws: UnreadableColumn.self) { try row.get("amount") as Int }
      #expect(try transaction.value(Int.self, "SELECT amount FROM item") == nil)
      #expect(try transaction.value(Int.self, "SELECT amount FROM item WHERE id < 0") == nil)
      #expect(try transaction.values(Int?.self, "SELECT amount FROM item") == [nil])
    }
  }

  @Test(arguments: Engine.all)
  func `a column of another type, or that is not there, is an error`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a")
    try database.read { transaction in
      let row = try #require(try transaction.row("SELECT name, id, id AS name FROM item"))
      #expect(throws: UnreadableColumn.self) { try row.get(0) as Int }
      #expect(throws: UnreadableColumn.self) { try row.get(0) as Data }
      #expect(throws: UnreadableColumn.self) { try row.get("id") as String }
      #expect(throws: UnreadableColumn.self) { try row.get("other") as Int? }
      #expect(throws: UnreadableColumn.self) { try row.get(3) as Int? }
      // Of two columns of one name the first is meant.
      #expect(try row.get("name") == "a")
      #expect(row.columns.names == ["name", "id", "name"])
      #expect(row.hasColumn("id") && !row.hasColumn("other"))
    }
  }

  @Test(arguments: Engine.all)
  func `truth is a number`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.write { transaction in
      try transaction.run("INSERT INTO item (amount) VALUES (?), (?)", [true, false])
      #expect(
        try transaction.values(Int.self, "SELECT amount FROM item ORDER BY id") == [1, 0])
      #expect(
        try transaction.value(Bool.self, "SELECT EXISTS (SELECT 1 FROM item)") == true)
    }
  }

  @Test(arguments: Engine.all)
  func `texts stand in the order of their bytes`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("b", "a", "B", "ä", "", "Z", "a b", "aa", "𝒳", "\u{FFFD}")
    let found = try database.read {
      try $0.values(String.self, "SELECT name FROM item ORDER BY name")
    }
    #expect(found == found.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    #expect(found.count == 10)
  }

  // MARK: Arguments

  @Test(arguments: Engine.all)
  func `arguments have places or names, and may be said again`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.read { transaction in
      let placed = try transaction.row("SELECT ?, ?", [1, "b"])
      #expect(placed?.values == [.integer(1), .text("b")])
      let numbered = try transaction.row("SELECT ?2, ?1, ?2", [1, "b"])
      #expect(numbered?.values == [.text("b"), .integer(1), .text("b")])
      let named = try transaction.row("SELECT :b, :a, :b", ["a": 1, "b": "b", "more": nil])
      #expect(named?.values == [.text("b"), .integer(1), .text("b")])
      let added = try transaction.row("SELECT :a, :b", (["a": 1] as SQLArguments).with("b", 2))
      #expect(added?.values == [.integer(1), .integer(2)])
    }
  }

  @Test(arguments: Engine.all)
  func `a wrong number of arguments is an error, and so is a name that is missing`(engine: Engine)
    throws
  {
    let database = try engine.database(at: folder)
    let wrong: [(String, SQLArguments)] = [
      ("SELECT ?", []), ("SELECT ?", [1, 2]), ("SELECT ?1, ?2", [1]), ("SELECT 1", [1]),
      ("SELECT ?", [:]), ("SELECT :a", ["b": 1]), ("SELECT :a", [1]), ("SELECT ?", ["a": 1]),
    ]
    for (sql, arguments) in wrong {
      let kind = try errorKind { _ = try database.read { try $0.row(sql, arguments) } }
      #expect(kind == .other, "\(sql)")
    }
  }

  // MARK: Statements

  @Test(arguments: Engine.all)
  func `a statement that is run again has the arguments of this time`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    for round in 0..<3 {
      try database.write { transaction in
        for number in 0..<10 {
          let row = try transaction.insertedRow(
            "INSERT INTO item (amount, name) VALUES (?, ?) RETURNING id",
            [number, number == 0 ? nil : "\(round) \(number)"])
          #expect(row == Int64(round * 10 + number + 1))
        }
      }
    }
    let names = try database.names()
    #expect(names.count == 30 && names[0] == nil && names[29] == "2 9")
  }

  @Test(arguments: Engine.all)
  func `a statement may run while its own rows are gone through`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a", "b", "c")
    let sql = "SELECT name FROM item WHERE id >= ? ORDER BY id"
    var found: [String] = []
    try database.read { transaction in
      try transaction.each(sql, [1]) { outer in
        let name: String = try outer.get(0)
        for inner in try transaction.values(String.self, sql, [2]) { found.append(name + inner) }
      }
    }
    #expect(found == ["ab", "ac", "bb", "bc", "cb", "cc"])
  }

  @Test(arguments: Engine.all)
  func `rows are handed out until no more are wanted`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a", "b", "c")
    var seen: [SQLRow] = []
    try database.read { transaction in
      try transaction.eachUntilFalse("SELECT name FROM item ORDER BY id") { row in
        seen.append(row.kept)
        return seen.count < 2
      }
      #expect(try transaction.value(Int.self, "SELECT count(*) FROM item") == 3)
    }
    // What was kept is what it was.
    #expect(try seen.map { try $0.get(0) } == ["a", "b"])
  }

  @Test(arguments: Engine.all)
  func `RETURNING gives the row that was written, and all of them are written`(engine: Engine)
    throws
  {
    let database = try engine.database(at: folder)
    try database.write { transaction in
      let first = try transaction.row(
        "INSERT INTO item (name, amount) VALUES ('a', 1), ('b', 2) RETURNING id, amount + 1 AS more"
      )
      #expect(try first?.get("id") == 1 && first?.get("more") == 2)
      let changed = try transaction.rows("UPDATE item SET amount = amount * 10 RETURNING amount")
      #expect(try Set(changed.map { try $0.get(0) as Int }) == [10, 20])
      #expect(
        try transaction.values(Int.self, "DELETE FROM item WHERE id = 1 RETURNING id") == [1])
    }
    #expect(try database.names() == ["b"])
  }

  @Test(arguments: Engine.all)
  func `ON CONFLICT leaves a row or changes it, and says how many it wrote`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.write { (transaction) throws in
      let adding = "INSERT INTO item (name, amount) VALUES (?, ?) ON CONFLICT (name) DO"
      #expect(try transaction.run("\(adding) NOTHING", ["a", 1]) == 1)
      #expect(try transaction.run("\(adding) NOTHING", ["a", 2]) == 0)
      #expect(try transaction.value(Int.self, "SELECT amount FROM item") == 1)
      let changing = "\(adding) UPDATE SET amount = excluded.amount"
      #expect(try transaction.run(changing, ["a", 3]) == 1)
      #expect(try transaction.values(Int.self, "SELECT amount FROM item") == [3])
      #expect(try transaction.run("UPDATE item SET amount = 4 WHERE id > 99") == 0)
      #expect(try transaction.run("SELECT amount FROM item") == 0)
    }
  }

  @Test(arguments: Engine.all)
  func `a statement that breaks a rule does nothing`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a")
    let statements = [
      "INSERT INTO item (name) VALUES ('b'), ('a')", "INSERT INTO item (parent) VALUES (99)",
      "UPDATE item SET parent = 99", "INSERT INTO item (id) VALUES (1)",
    ]
    for sql in statements {
      #expect(try errorKind { _ = try database.write { try $0.run(sql) } } == .violation, "\(sql)")
    }
    try database.write { try $0.run("INSERT INTO item (name, parent) VALUES ('b', 1)") }
    #expect(
      try errorKind { _ = try database.write { try $0.run("DELETE FROM item WHERE id = 1") } }
        == .violation)
    #expect(try database.names() == ["a", "b"])
  }

  @Test(arguments: Engine.all)
  func `what is no statement is an error`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    for sql in ["", "-- nothing", "SELEC 1", "SELECT other FROM item", "SELECT 1 FROM other"] {
      #expect(throws: SQLError.self, "\(sql)") { try database.read { try $0.row(sql) } }
    }
  }

  // MARK: Questions

  private func ask(_ sql: String, of database: any StoreDatabase) throws -> ([String], [[SQLValue]])
  {
    var rows: [[SQLValue]] = []
    let outcome = try database.reading { connection in
      try connection.run(SQLStatement(sql, [], .question)) { row in
        rows.append(row.values)
        return true
      }
    }
    return (outcome.columns.names, rows)
  }

  @Test(arguments: Engine.all)
  func `a question is one statement that reads`(engine: Engine) throws {
    let database = try engine.database(at: folder)
    try database.add("a")
    let (columns, rows) = try ask("SELECT name, 1 AS one FROM item; -- that is all", of: database)
    #expect(columns == ["name", "one"] && rows == [[.text("a"), .integer(1)]])
    // The columns are told of no rows too.
    let none = try ask("SELECT name FROM item WHERE id > 9", of: database)
    #expect(none.0 == ["name"] && none.1.isEmpty)
    #expect(try errorKind { _ = try ask("SELECT 1; SELECT 2", of: database) } == .several)
    #expect(try errorKind { _ = try ask("", of: database) } == .several)
    for sql in ["DELETE FROM item", "INSERT INTO item (name) VALUES ('b') RETURNING name"] {
      #expect(try errorKind { _ = try ask(sql, of: database) } == .writes)
    }
    #expect(try database.names() == ["a"])
  }
}

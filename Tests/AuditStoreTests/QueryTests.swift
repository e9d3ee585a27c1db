import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite struct QueryTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    try folder.open().take(["a": #"{"x":1}"#, "b": "null"], day: 1)
    store = try folder.open(.reading)
  }

  @Test func `a SELECT is answered with columns and typed cells`() throws {
    let answer = try store.query(
      "SELECT id, versions, name, x'0aff' AS raw, 1.5 FROM resources ORDER BY id")
    #expect(answer.columns == ["id", "versions", "name", "raw", "1.5"])
    #expect(
      answer.rows.first
        == [.text("a"), .number("1"), .null, .text("0aff"), .number("1.5")])
    #expect(answer.rows.count == 2)
  }

  @Test(
    arguments: [
      ("SELECT configuration FROM items ORDER BY id LIMIT 1", #"{"x":1}"#),
      ("-- a comment\n/* another */ select 'x'", "x"),
      ("WITH t AS (SELECT 'y') SELECT * FROM t", "y"),
      ("VALUES ('z')", "z"), ("SELECT taken FROM snapshots", "2026-11-01T00:00:00Z"),
    ])
  func `queries of every beginning work`(sql: String, first: String) throws {
    #expect(try store.query(sql).rows.first?.first == .text(first))
  }

  @Test(
    arguments: [
      "INSERT INTO snapshot VALUES (9, 0, 0, 'x')", "UPDATE version SET body = NULL",
      "DELETE FROM version", "DROP TABLE version", "CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)",
      "ATTACH 'other.db' AS other", "DETACH main", "VACUUM", "VACUUM INTO 'copy.db'", "REINDEX",
      "ANALYZE", "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT x", "RELEASE x",
      "PRAGMA user_version = 3", "PRAGMA query_only = 0", "PRAGMA journal_mode = DELETE",
      "PRAGMA writable_schema = 1", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA optimize",
      "WITH t AS (SELECT 1) INSERT INTO snapshot SELECT 9, 0, 0, 'x' FROM t",
      "WITH t AS (SELECT 1) DELETE FROM edit", "WITH t AS (SELECT 1) UPDATE edit SET path = ''",
      "INSERT INTO snapshot VALUES (9, 0, 0, 'x') RETURNING number", "", "   ", "-- only a comment",
      "/* open", "REPLACE INTO setting VALUES ('key', x'00')", "(SELECT 1)",
    ])
  func `what is not a SELECT is refused`(sql: String) throws {
    let before = FileManager.default.contents(atPath: folder.path)
    let code = problemCode { _ = try store.query(sql) }
    #expect(code == "query-writes" || code == "query-refused")
    #expect(FileManager.default.contents(atPath: folder.path) == before)
    #expect(try store.snapshots().count == 1)
    #expect(try store.verify().problems == [])
  }

  @Test(
    arguments: [
      "SELECT load_extension('x')", "SELECT 1; DELETE FROM edit", "SELECT nothing FROM resources",
      "SELECT * FROM nowhere", "SELECT 'open", "SELECT * FROM pragma_journal_mode('delete')",
      "SELECT readfile('/etc/passwd')", "SELECT writefile('x', 'y')",
      "SELECT fts3_tokenizer('x', x'00')",
      "SELECT ?", "SELECT plumb_configuration()",
    ])
  func `what SQLite does not do is refused`(sql: String) throws {
    #expect(problemCode { _ = try store.query(sql) } == "query-refused")
    #expect(try store.verify().problems == [])
  }

  @Test func `the SQL function takes anything`() throws {
    for argument in [
      "NULL", "1", "'x'", "x''", "x'28b52ffd'", "zeroblob(100000)", "randomblob(999)",
    ] {
      _ = try store.query("SELECT plumb_configuration(\(argument), \(argument))")
    }
  }
}

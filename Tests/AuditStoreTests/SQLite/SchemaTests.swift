import AuditStore
import ConfigurationModel
import GRDB
import PlumblineTestSupport
import Testing

/// What somebody puts into the file's schema acts with the program's own writes: nothing is read or
/// written with it.
@Suite struct SchemaTests {
  private static let altered = [
    "CREATE TRIGGER t AFTER INSERT ON event BEGIN UPDATE change_record SET state = 'approved'; END",
    "CREATE TRIGGER sqlite AFTER INSERT ON leaf BEGIN DELETE FROM finding_event; END",
    "CREATE TRIGGER t INSTEAD OF INSERT ON edits BEGIN DELETE FROM edit; END",
    "CREATE VIEW mine AS SELECT * FROM event",
    "CREATE TABLE mine (a)",
    "CREATE INDEX mine ON event (at)",
    "DROP INDEX version_resource",
    "DROP VIEW findings",
    "DROP VIEW records; CREATE VIEW records AS SELECT 'C1' AS number",
    "ALTER TABLE judgement ADD COLUMN is_mine INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE run RENAME COLUMN source TO sauce",
    """
    PRAGMA legacy_alter_table = ON; ALTER TABLE change_record RENAME TO mine;
    CREATE VIEW change_record AS SELECT * FROM mine
    """,
    rewritten("is_partial INTEGER NOT NULL DEFAULT 0", "is_partial INTEGER NOT NULL DEFAULT 1"),
    rewritten("title TEXT,", "title TEXT DEFAULT 'mine',"),
    rewritten("kind TEXT NOT NULL", "kind TEXT NOT NULL CHECK (plumb_seal(1, 1, 1, 1) = 0)"),
    rewritten(") STRICT", ")"),
    // SQLite takes names in any case.
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'Event' WHERE name = 'event'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET tbl_name = 'Version' WHERE name = 'version_resource'",
  ]

  private static func rewritten(_ old: String, _ new: String) -> String {
    """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, '\(old)', '\(new.replacing("'", with: "''"))');
    PRAGMA schema_version = 4711
    """
  }

  private func make() throws -> StoreFolder {
    let folder = try StoreFolder()
    try folder.open().take(["sg-1": "1"], day: 1)
    return folder
  }

  private func alter(_ folder: StoreFolder, _ sql: String) throws {
    // SQLite reads no schema with errors: what it refuses afterwards was written all the same.
    try DatabaseQueue(path: folder.path).inDatabase { try $0.execute(sql: sql) }
  }

  @Test(arguments: altered)
  func `a store with another schema is neither read nor written`(sql: String) throws {
    let folder = try make()
    try alter(folder, sql)
    for mode in [AuditStore.Mode.reading, .writing, .creating] {
      let code = problemCode { _ = try folder.open(mode) }
      #expect(["schema-altered", "store-failed", "store-damaged"].contains(code))
    }
  }

  @Test func `a schema that is altered while the store is open is seen before the next write`()
    throws
  {
    let folder = try make()
    let store = try folder.open()
    try alter(folder, Self.altered[0])
    #expect(problemCode { try store.take(["sg-1": "2"], day: 2) } == "schema-altered")
    #expect(problemCode { _ = try store.snapshots() } == "schema-altered")
    try alter(folder, "DROP TRIGGER t")
    try store.take(["sg-1": "2"], day: 2)
    #expect(try store.verify().problems == [])
  }

  @Test func `a store of which the free space is given back goes on in a process that has it open`()
    throws
  {
    let folder = try make()
    let store = try folder.open()
    try DatabaseQueue(path: folder.path).vacuum()
    try store.take(["sg-1": "2"], day: 2)
    #expect(try store.verify().problems == [])
  }
}

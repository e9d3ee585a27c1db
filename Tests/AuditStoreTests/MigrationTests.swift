import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

@testable import AuditStore

@Suite struct MigrationTests {
  private let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the embedded migrations are the files in Migrations, in order`() throws {
    let folder = repository.appending(path: "Migrations")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".sql") }.sorted()
    #expect(Migration.all.map { "\($0.name).sql" } == files)
    for (migration, file) in zip(Migration.all, files) {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      #expect(migration.sql == text, "stale: \(file)")
    }
  }

  @Test func `after all migrations the schema is the one that is known`() throws {
    let store = try StoreFolder()
    _ = try store.open()
    let schema: [String] = try store.rows(
      """
      SELECT coalesce(sql, '-- ' || type || ' ' || name || ' of ' || tbl_name) || ';'
      FROM sqlite_schema ORDER BY type, name
      """
    ).map { try $0.get(0) }
    expectGolden(schema.joined(separator: "\n\n") + "\n", "schema.sql")
  }

  @Test func `every migration is recorded with the SHA-256 of its text`() throws {
    let store = try StoreFolder()
    _ = try store.open()
    let rows = try store.rows("SELECT position, name, checksum FROM migration ORDER BY position")
    #expect(try rows.map { try $0.get("name") } == Migration.all.map(\.name))
    #expect(try rows.map { try $0.get("position") } == Array(1...Migration.all.count))
    let checksums: [String] = try rows.map { try $0.get("checksum") }
    #expect(checksums.allSatisfy { $0.count == 64 })
    #expect(Set(checksums).count == rows.count)
  }

  @Test(
    arguments: [
      ("UPDATE migration SET checksum = 'x' WHERE position = 1", "store-schema-edited"),
      (
        "UPDATE migration SET checksum = 'x' WHERE position = (SELECT max(position) FROM migration)",
        "store-schema-edited"
      ),
      (
        "INSERT INTO migration (name, checksum) VALUES ('9999_later', 'x')",
        "store-newer-than-program"
      ),
      ("UPDATE migration SET name = '0000_other' WHERE position = 1", "store-newer-than-program"),
      (
        "DELETE FROM migration WHERE position = (SELECT max(position) FROM migration)",
        "store-older-than-program"
      ),
      ("DROP TABLE migration", "not-a-store"),
    ])
  func `a store of another program version is refused`(change: String, code: String) throws {
    let store = try StoreFolder()
    _ = try store.open()
    try store.tamper(change)
    let before = FileManager.default.contents(atPath: store.path)
    #expect(problemCode { _ = try store.open(.reading) } == code)
    #expect(FileManager.default.contents(atPath: store.path) == before)
    guard code != "store-older-than-program" else { return }
    for mode in [AuditStore.Mode.writing, .creating] {
      #expect(problemCode { _ = try store.open(mode) } == code)
    }
    #expect(FileManager.default.contents(atPath: store.path) == before)
  }

  @Test func `a migration that fails leaves the store as it was`() throws {
    let store = try StoreFolder()
    _ = try store.open()
    // Of the last two the first makes a table that is there.
    try store.tamper(
      "DELETE FROM migration WHERE position >= (SELECT max(position) - 1 FROM migration)")
    #expect(problemCode { _ = try store.open(.writing) } == "store-failed")
    let names: [String] = try store.rows("SELECT name FROM migration ORDER BY position")
      .map { try $0.get(0) }
    #expect(names == Array(Migration.all.map(\.name).dropLast(2)))
  }

  /// Two versions of `a` that stand at once, as an older program could leave them; the second has less
  /// in it.
  private func doubled() throws -> StoreFolder {
    let folder = try StoreFolder()
    let store = try folder.open()
    try store.take(["a": "richer than the other one", "b": "1"], day: 1)
    try store.take(["a": "richer than the other one, and changed", "b": "1"], day: 2)
    try folder.tamper(
      """
      DROP INDEX version_standing;
      INSERT INTO version (resource, first_snapshot, form, digest, body)
      SELECT resource, 1, form, randomblob(32), x'00' FROM version WHERE id = 1;
      INSERT INTO fingerprint SELECT randomblob(32), max(id) FROM version;
      """)
    return folder
  }

  private func repair(_ folder: StoreFolder) throws {
    let migration = try #require(Migration.all.first { $0.name == "0006_one_standing_version" })
    try folder.tamper(migration.sql)
  }

  @Test func `of two versions that stand at once the richer one is kept`() throws {
    let folder = try doubled()
    #expect(problemCode { _ = try folder.open(.reading) } == "schema-altered")
    try repair(folder)
    let store = try folder.open(.reading)
    #expect(try store.verify().problems == [])
    #expect(try store.intervals(of: "a") == ["1-2", "2-"])
    #expect(try store.standing(in: 2)["a"] == "richer than the other one, and changed")
  }

  @Test func `a poorer version that goes on alone begins where the richer one ended`() throws {
    let folder = try doubled()
    try folder.tamper(
      "UPDATE version SET digest = (SELECT digest FROM version WHERE id = 1), "
        + "body = NULL, same_as = 1 WHERE id = (SELECT max(id) FROM version)")
    try folder.tamper("UPDATE version SET until_snapshot = 2 WHERE id = 1")
    try folder.tamper("DELETE FROM fingerprint WHERE version = 3; DELETE FROM version WHERE id = 3")
    try repair(folder)
    let store = try folder.open(.reading)
    // The ledger only knows that the program did not write what stands here.
    #expect(try store.verify().problems.allSatisfy { $0.code == "row-altered" })
    #expect(try store.intervals(of: "a") == ["1-2", "2-"])
  }

  @Test func `the store keeps a resource from standing twice`() throws {
    let folder = try StoreFolder()
    try folder.open().take(["a": "1"], day: 1)
    #expect(throws: SQLError.self) {
      try folder.tamper(
        "INSERT INTO version (resource, first_snapshot, form, digest, body) "
          + "SELECT resource, 1, form, digest, body FROM version")
    }
  }
}

import AuditStore
import ConfigurationModel
import Foundation
import GRDB
import PlumblineTestSupport
import Testing

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
    let schema = try DatabaseQueue(path: store.path).read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT coalesce(sql, '-- ' || type || ' ' || name || ' of ' || tbl_name) || ';'
          FROM sqlite_schema ORDER BY type, name
          """)
    }
    expectGolden(schema.joined(separator: "\n\n") + "\n", "schema.sql")
  }

  @Test func `every migration is recorded with the SHA-256 of its text`() throws {
    let store = try StoreFolder()
    _ = try store.open()
    let rows = try DatabaseQueue(path: store.path).read {
      try Row.fetchAll($0, sql: "SELECT position, name, checksum FROM migration ORDER BY position")
    }
    #expect(rows.map { $0["name"] } == Migration.all.map(\.name))
    #expect(rows.map { $0["position"] } == Array(1...Migration.all.count))
    #expect(rows.allSatisfy { ($0["checksum"] as String).count == 64 })
    #expect(Set(rows.map { $0["checksum"] as String }).count == rows.count)
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
    try store.tamper(
      "DELETE FROM migration WHERE position = (SELECT max(position) FROM migration)")
    #expect(problemCode { _ = try store.open(.writing) } == "store-failed")
    let names = try DatabaseQueue(path: store.path).read {
      try String.fetchAll($0, sql: "SELECT name FROM migration ORDER BY position")
    }
    #expect(names == Array(Migration.all.map(\.name).dropLast()))
  }
}

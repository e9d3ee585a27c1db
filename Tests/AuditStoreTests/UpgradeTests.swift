import AuditStore
import ConfigurationModel
import Foundation
import GRDB
import Testing

/// Stores that programs of earlier schemas wrote are brought to this one's with all that is in them.
///
/// `Fixtures/schema-NNNN.sql` is a store as SQL, with its key in the first line. Where a release ships a new
/// migration, a store of its schema is added here.
@Suite struct UpgradeTests {
  static let schemas = ["0005", "0011"]

  /// A store of an earlier schema, and what is in it.
  private func store(_ schema: String) throws -> StoreFolder {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/schema-\(schema).sql")
    let text = try String(contentsOf: file, encoding: .utf8)
    let key = try #require(text.firstMatch(of: /with its key: ([0-9a-f]{64})\n/)).output.1
    let folder = try StoreFolder()
    let bytes = stride(from: 0, to: 64, by: 2).map { start in
      UInt8(key.dropFirst(start).prefix(2), radix: 16) ?? 0
    }
    try Data(bytes).write(to: URL(filePath: folder.path + ".key"))
    try DatabaseQueue(path: folder.path).writeWithoutTransaction { try $0.execute(sql: text) }
    return folder
  }

  @Test(arguments: schemas)
  func `a command that only reads asks for the upgrade, and changes nothing`(schema: String) throws
  {
    let folder = try store(schema)
    let before = FileManager.default.contents(atPath: folder.path)
    #expect(problemCode { _ = try folder.open(.reading) } == "store-older-than-program")
    #expect(FileManager.default.contents(atPath: folder.path) == before)
  }

  @Test(arguments: schemas)
  func `a store of an earlier schema says after its upgrade what it said before`(schema: String)
    throws
  {
    let folder = try store(schema)
    let store = try folder.open(.writing)
    #expect(try store.verify().problems == [])
    #expect(try store.snapshots().map(\.number) == [1, 2, 3, 4])
    #expect(try store.changeRecords().map { "\($0.number) \($0.state)" } == ["CHG0031337 approved"])
    let findings = try store.findings(baseline: "default", in: .everything).map { finding in
      let events = finding.events.map(\.kind).joined(separator: " ")
      let standing = finding.judgements.filter(\.isStanding).map(\.judgement.path)
      return "F-\(finding.number) \(finding.worst?.word ?? "-") \(events) \(standing)"
    }
    #expect(
      findings == [
        "F-1 critical opened acknowledged reverted []",
        "F-2 critical opened accepted [\"IpPermissions[tcp 22 from 0.0.0.0/0]\"]",
      ])
    // As of the second day, from what the earlier program kept.
    let then = try store.period(from: nil, until: .day(2).advanced(bySeconds: 80_000), now: .day(9))
    let first = try store.findings(baseline: "default", in: then).map {
      $0.judgements.filter(\.isStanding).map(\.judgement.path)
    }
    #expect(first == [["IpPermissions[tcp 22 from 0.0.0.0/0]"]])
    try store.take(["a": "1"], day: 9)
    #expect(try folder.open(.reading).verify().problems == [])
  }
}

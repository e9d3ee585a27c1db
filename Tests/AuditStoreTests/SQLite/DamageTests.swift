import AuditStore
import ConfigurationModel
import Foundation
import GRDB
import PlumblineTestSupport
import Testing

@Suite struct DamageTests {
  private static func body(_ index: Int, _ day: Int) -> String {
    #"{"Description":"group \#(index)","Port":\#(day * 7 + index),"Tags":{"Name":"n\#(index)"}}"#
  }

  /// A small store with everything in it.
  private func make() throws -> StoreFolder {
    let folder = try StoreFolder()
    let store = try folder.open()
    for day in 1...3 {
      let bodies = (0..<60).filter { $0 % 7 != day }.map {
        ("sg-\($0)", Self.body($0, $0 % 5 < day ? day : 0))
      }
      try store.take(Dictionary(uniqueKeysWithValues: bodies), day: day)
      if day == 1 {
        _ = try store.setBaseline(
          "default", to: 1, choosing: { _ in true }, at: .day(1), by: "x", reason: nil)
      }
    }
    return folder
  }

  /// Everything that only reads, whatever it says.
  private func readAll(_ folder: StoreFolder) -> [String] {
    var codes: [String] = []
    func run(_ body: () throws -> Void) {
      if let code = problemCode(body) { codes.append(code) }
    }
    run {
      let store = try folder.open(.reading)
      run { codes += try store.verify().problems.map(\.code) }
      run { _ = try store.snapshots() }
      run { _ = try store.baselines() }
      run { try store.eachVersion(in: 3) { _, _ in } }
      run { _ = try store.versionPairs(from: 1, to: 3) }
      run { _ = try store.expectedPairs(baseline: "default", in: 3) }
      run { _ = try store.coveragePast(to: 3, at: .day(3), baseline: "default") }
      run { _ = try store.query("SELECT * FROM items") }
      run { _ = try store.query("SELECT * FROM edits") }
    }
    return codes
  }

  @Test func `no flipped byte makes a reader crash, and some are found by reading alone`() throws {
    let folder = try make()
    let good = try #require(FileManager.default.contents(atPath: folder.path))
    #expect(readAll(folder) == [])
    var random = SeededGenerator(seed: 7)
    var found = 0
    for _ in 0..<100 {
      var bytes = good
      let place = Int.random(in: bytes.indices, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      try bytes.write(to: URL(filePath: folder.path))
      if !readAll(folder).isEmpty { found += 1 }
    }
    try good.write(to: URL(filePath: folder.path))
    #expect(readAll(folder) == [])
    // Most of a small store is free space; names and moments bear no digest.
    #expect(found > 4, "\(found) of 100")
  }

  @Test func `a flipped byte of a body or digest is always found`() throws {
    let folder = try make()
    let good = try #require(FileManager.default.contents(atPath: folder.path))
    let blobs = try DatabaseQueue(path: folder.path).read {
      try Row.fetchAll($0, sql: "SELECT digest, body FROM version").flatMap { row -> [Data] in
        [row["digest"], row["body"]].compactMap { $0 }
      }
    }
    var random = SeededGenerator(seed: 8)
    var flips = 0
    for blob in blobs {
      guard let range = good.range(of: blob) else { continue }
      var bytes = good
      bytes[Int.random(in: range, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      try bytes.write(to: URL(filePath: folder.path))
      #expect(try !folder.open(.reading).verify().problems.isEmpty, "\(range)")
      flips += 1
    }
    #expect(flips > 100)
  }

  /// The bytes of the entries of every index that fits into one page
  /// (https://www.sqlite.org/fileformat.html, 1.6: the content area begins where bytes 5 and 6 say).
  private func indexEntries(_ folder: StoreFolder, _ file: Data) throws -> [(String, Range<Int>)] {
    let pageSize = Int(file[16]) << 8 | Int(file[17])
    let roots = try DatabaseQueue(path: folder.path).read {
      try Row.fetchAll($0, sql: "SELECT name, rootpage FROM sqlite_schema WHERE type = 'index'")
    }
    return roots.compactMap { row in
      let start = (row["rootpage"] as Int - 1) * pageSize
      guard file[start] == 10, file[start + 3] | file[start + 4] != 0 else { return nil }
      let content = Int(file[start + 5]) << 8 | Int(file[start + 6])
      return (row["name"], (start + content)..<(start + pageSize))
    }
  }

  @Test func `a flipped byte of an index is always found`() throws {
    let folder = try make()
    let good = try #require(FileManager.default.contents(atPath: folder.path))
    var random = SeededGenerator(seed: 10)
    let indexes = try indexEntries(folder, good)
    #expect(indexes.count >= 5)
    for (name, range) in indexes {
      for _ in 0..<10 {
        var bytes = good
        let place = Int.random(in: range, using: &random)
        bytes[place] ^= UInt8.random(in: 1...255, using: &random)
        try bytes.write(to: URL(filePath: folder.path))
        let code = problemCode {
          guard try folder.open(.reading).verify().problems.isEmpty else {
            throw Problem("found", "")
          }
        }
        #expect(code != nil, "\(name) at \(place)")
      }
    }
  }

  @Test(
    arguments: [
      ("UPDATE version SET digest = zeroblob(32) WHERE id = 5", "digest-mismatch"),
      ("UPDATE version SET body = zeroblob(20) WHERE id = 5", "store-damaged"),
      ("UPDATE version SET form = 1 WHERE id = 5", "digest-mismatch"),
      (
        "UPDATE version SET resource = 6 WHERE until_snapshot IS NOT NULL AND resource <> 6",
        "store-damaged"
      ),
      ("UPDATE scope SET account = '999999999999'", "digest-mismatch"),
      ("UPDATE version SET until_snapshot = 1 WHERE id = 5", "store-damaged"),
      ("PRAGMA foreign_keys = OFF; DELETE FROM resource WHERE id = 5", "store-damaged"),
      ("UPDATE snapshot SET number = 9223372036854775807 WHERE number = 3", "store-damaged"),
      ("UPDATE snapshot SET taken_at = -9223372036854775808 WHERE number = 1", "store-damaged"),
      ("UPDATE snapshot SET taken_at = 9223372036854775807", "store-damaged"),
      ("UPDATE event SET at = 9223372036854775807", "store-damaged"),
      (
        "INSERT INTO audit (event, baseline, after_snapshot, to_snapshot) VALUES (1, 1, 0, 1 << 62)",
        "store-damaged"
      ),
    ])
  func `what somebody altered is found`(change: String, code: String) throws {
    let folder = try make()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: folder.path, configuration: configuration).write {
      try $0.execute(sql: change)
    }
    let codes = try folder.open(.reading).verify().problems.map(\.code)
    #expect(codes.contains(code))
    _ = readAll(folder)
    // What goes on working on it may say what it likes, but must come to an end.
    _ = problemCode { try folder.open(.writing).take(["sg-1": "changed"], day: 9) }
    _ = problemCode {
      try folder.open(.writing).writeAudit(baseline: "default", at: .day(9)) { session in
        let last = try session.lastAudit()?.to ?? 0
        for snapshot in last..<(try session.latestSnapshot() ?? 0) {
          _ = try session.resourcesChanged(in: snapshot + 1)
        }
      }
    }
  }

  @Test func `a truncated store is a problem at every length`() throws {
    let folder = try make()
    let good = try #require(FileManager.default.contents(atPath: folder.path))
    var random = SeededGenerator(seed: 9)
    let lengths =
      [1, 15, 16, 99, 100, 512, 4095, 4096, 4097, good.count - 4096, good.count - 1]
      + (0..<40).map { _ in Int.random(in: 1..<good.count, using: &random) }
    for length in lengths {
      try good.prefix(length).write(to: URL(filePath: folder.path))
      #expect(!readAll(folder).isEmpty, "\(length)")
    }
  }
}

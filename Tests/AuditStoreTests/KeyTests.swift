import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite struct KeyTests {
  @Test func `digests depend on key, context and bytes`() {
    let bytes: [[UInt8]] = [[], [0], [1, 2, 3], Array(repeating: 7, count: 1000)]
    let contexts: [[UInt8]] = [[], Array("a".utf8), Array("b ".utf8)]
    let keys = [UInt8(0), 1].map { StoreKey(bytes: Array(repeating: $0, count: 32)) }
    var seen: Set<Digest> = []
    for key in keys {
      for context in contexts {
        for body in bytes {
          let digest = body.withUnsafeBytes { key.digest($0, context: context) }
          #expect(body.withUnsafeBytes { key.digest($0, context: context) } == digest)
          #expect(digest.hex.count == 64)
          #expect(digest.withBytes { Array($0) }.count == 32)
          seen.insert(digest)
        }
      }
    }
    #expect(seen.count == keys.count * contexts.count * bytes.count)
  }

  @Test func `the digest is HMAC-SHA-256 of RFC 2104 over context, zero and bytes`() {
    let key = StoreKey(bytes: Array(repeating: 0x0B, count: 32))
    let digest = Array("Hi There".utf8).withUnsafeBytes { key.digest($0, context: Array("c".utf8)) }
    #expect(
      digest.hex == "a7047fb415cad01161bef1b912e527b7800fc93aa8f9664332d327d140a6c9d0")
  }

  @Test func `a token hides its secret and is the same for the same secret at the same place`() {
    let key = StoreKey(bytes: Array(repeating: 9, count: 32))
    let id = ResourceID(
      account: "111122223333", region: "eu-west-1", type: "AWS::RDS::DBInstance", id: "db")
    let token = key.token(for: "hunter2", of: id, at: "password")
    #expect(StoreKey.isToken(token) && !token.contains("hunter2"))
    #expect(token == key.token(for: "hunter2", of: id, at: "password"))
    let others = [
      key.token(for: "hunter3", of: id, at: "password"),
      key.token(for: "hunter2", of: id, at: "passphrase"),
      // What is put together to the same text is told apart.
      key.token(
        for: "hunter2",
        of: ResourceID(
          account: "111122223333", region: "eu-west-1", type: "AWS::RDS::DBInstance", id: "d"),
        at: "bpassword"),
      key.token(
        for: "hunter2",
        of: ResourceID(
          account: "444455556666", region: "eu-west-1", type: "AWS::RDS::DBInstance", id: "db"),
        at: "password"),
      key.token(
        for: "hunter2",
        of: ResourceID(
          account: "111122223333", region: "eu-west-1", type: "AWS::RDS::DBCluster", id: "db"),
        at: "password"),
      key.earlierToken(for: "hunter2"),
    ]
    #expect(Set(others + [token]).count == others.count + 1)
  }

  @Test func `keys are random, of 32 bytes, and nothing else is left of their making`() throws {
    let stores = try (0..<5).map { _ in try StoreFolder() }
    let keys = try stores.map { store in
      _ = try store.open()
      #expect(try store.files == ["plumb.db", "plumb.db.key"])
      return FileManager.default.contents(atPath: store.path + ".key")
    }
    #expect(keys.allSatisfy { $0?.count == 32 })
    #expect(Set(keys).count == keys.count)
  }

  @Test(
    arguments: [
      (nil, "key-missing"), (Data(), "key-unsafe"), (Data(repeating: 1, count: 31), "key-unsafe"),
      (Data(repeating: 1, count: 33), "key-unsafe"),
      (Data(repeating: 1, count: 32), "key-mismatch"),
    ] as [(Data?, String)])
  func `a store without its own key is refused and not touched`(bytes: Data?, code: String) throws {
    let store = try StoreFolder()
    try store.open().take(["a": "1"], day: 1)
    let before = FileManager.default.contents(atPath: store.path)
    try FileManager.default.removeItem(atPath: store.path + ".key")
    if let bytes { try bytes.write(to: URL(filePath: store.path + ".key")) }
    for mode in [AuditStore.Mode.reading, .writing, .creating] {
      #expect(problemCode { _ = try store.open(mode) } == code)
    }
    #expect(FileManager.default.contents(atPath: store.path) == before)
    #expect(FileManager.default.contents(atPath: store.path + ".key") == bytes)
  }

  @Test func `a store without the mark of its key is damaged`() throws {
    let store = try StoreFolder()
    _ = try store.open()
    try store.tamper("DELETE FROM setting")
    #expect(problemCode { _ = try store.open(.reading) } == "store-damaged")
  }

  @Test func `many that make a store at once agree on one key`() async throws {
    let store = try StoreFolder()
    let path = store.path
    let codes = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<8 {
        group.addTask { problemCode { _ = try AuditStore(path: path, mode: .creating) } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes == Array(repeating: nil, count: 8))
    #expect(try store.files == ["plumb.db", "plumb.db.key"])
    #expect(try store.open(.reading).verify().problems == [])
  }
}

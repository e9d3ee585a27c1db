import AuditStore
import ConfigurationModel
import Foundation

/// A temporary folder with a store in it, removed with this object.
final class StoreFolder {
  let folder: String
  let path: String

  static let groups = Scope(
    account: "111122223333", region: "eu-west-1", type: ResourceType("AWS::EC2::SecurityGroup"))

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/store-\(UUID().uuidString)"
    path = folder + "/plumb.db"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Names of the files in the folder, in order.
  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
  }

  /// The store, which takes this moment for the present.
  func open(_ mode: AuditStore.Mode = .creating, now: Timestamp = .day(30)) throws(Problem)
    -> AuditStore
  {
    try AuditStore(path: path, mode: mode) { now }
  }

  func permissions(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.posixPermissions] as? Int
  }
}

extension Timestamp {
  /// Midnight of a day of November 2026.
  static func day(_ day: Int) -> Timestamp {
    Timestamp(microseconds: (1_793_491_200 + Int64(day - 1) * 86_400) * 1_000_000)
  }
}

extension AuditStore {
  /// Takes a snapshot of one scope: each id with its body. What is known by its digest is seen.
  @discardableResult
  func take(
    _ bodies: [String: String], day: Int, scope: Scope = StoreFolder.groups,
    named name: String? = nil, reading: ScopeReading? = nil, now: Int? = nil,
    source: String = "test"
  ) throws -> Int {
    try writeSnapshots(now: .day(now ?? day)) { writer in
      let number = try writer.begin(takenAt: .day(day), source: source)
      let row = try writer.row(of: scope)
      for (id, body) in bodies.sorted(by: { $0.key < $1.key }) {
        try writer.take(id, Array(body.utf8), scope, row, named: name)
      }
      for head in try writer.finish(scope, reading ?? .read(count: bodies.count)) {
        try writer.insert([Edit(.root, .removed(.bool(true)))], of: head.resource)
      }
      return number
    }
  }

  /// The ids that stand in a snapshot, with their bodies.
  func standing(in snapshot: Int) throws -> [String: String] {
    var found: [String: String] = [:]
    try eachVersion(in: snapshot) {
      found[$0.id.id] = String(decoding: $1.document.body, as: UTF8.self)
    }
    return found
  }

  /// The intervals in which versions of a resource stood: `1-3` is from the first and before the
  /// third, `3-` stands.
  func intervals(of id: String) throws -> [String] {
    let scope = StoreFolder.groups
    let resource = ResourceID(
      account: scope.account, region: scope.region, type: scope.type, id: id)
    return try history(of: resource).map { entry in
      "\(entry.version.firstSnapshot)-\(entry.untilSnapshot.map(String.init) ?? "")"
    }
  }
}

extension SnapshotWriter {
  func take(
    _ id: String, _ body: [UInt8], _ scope: Scope, _ row: Int64, named name: String? = nil
  ) throws {
    let digest = body.withUnsafeBytes { key.digest($0, context: scope.digestContext(.document)) }
    if let position = standing.positions[digest] {
      _ = see(position)
      return
    }
    let packed = body.withUnsafeBytes { BodyCodec().compressed($0) }
    switch try find(id, in: row) {
    case .new:
      let resource = try insertResource(id, name: name, scope: row)
      try insertVersion(
        of: resource, named: name, form: .document, digest: digest, compressed: packed,
        dictionary: nil)
    case .gone(let resource), .seen(let resource):
      try again(resource, digest, packed, name)
    case .standing(let head, let position):
      _ = see(position)
      try close(head.version)
      try insert([Edit(.root, .changed(from: .null, to: .bool(true)))], of: head.resource)
      try rename(head.resource, to: name)
      try again(head.resource, digest, packed, name)
    }
  }

  private func again(
    _ resource: Int64, _ digest: Digest, _ packed: [UInt8], _ name: String?
  ) throws {
    let repeated = try insertRepeatedVersion(
      of: resource, named: name, form: .document, digest: digest)
    guard repeated == nil else { return }
    try insertVersion(
      of: resource, named: name, form: .document, digest: digest, compressed: packed,
      dictionary: nil)
  }
}

/// The code of the problem that something ends with; nil where it succeeds.
func problemCode(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let problem as Problem {
    return problem.code
  } catch {
    return "\(error)"
  }
}

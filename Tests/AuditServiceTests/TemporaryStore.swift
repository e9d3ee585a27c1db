import AuditStore
import ConfigurationModel
import FoundationEssentials

/// A store in a folder of its own, removed with this. In memory where the system has a place for
/// that: hundreds of transactions need not wait for a disk.
final class TemporaryStore {
  let folder: String
  let store: AuditStore

  convenience init() throws { try self.init(of: nil) }

  /// A copy of another one, with all that lies beside it.
  convenience init(copying other: TemporaryStore) throws { try self.init(of: other.folder) }

  private init(of original: String?) throws {
    let memory = "/dev/shm"
    let root =
      FileManager.default.isWritableFile(atPath: memory)
      ? memory : FileManager.default.temporaryDirectory.path
    folder = root + "/store-\(UUID().uuidString)"
    if let original {
      try FileManager.default.copyItem(atPath: original, toPath: folder)
    } else {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    // Stories are told of any day, also of one that is still to come.
    store = try AuditStore(path: folder + "/plumb.db", mode: .creating) {
      Timestamp(seconds: 4_000_000_000)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a file into the folder and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try write(bytes: Array(text.utf8), to: name)
  }

  /// Writes a file of any bytes into the folder and returns its path.
  func write(bytes: [UInt8], to name: String) throws -> String {
    let path = folder + "/" + name
    if let slash = path.lastIndex(of: "/") {
      try FileManager.default.createDirectory(
        atPath: String(path[..<slash]), withIntermediateDirectories: true)
    }
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }
}

package import ConfigurationModel
import Foundation

extension AuditStore {
  /// Copies the store and its key to another path while others may read and write it: the copy is the store
  /// as it was at one moment. All of it or nothing; what stands at the path is not touched.
  ///
  /// Returns the head of the copy's ledger, which `plumb verify --since` holds a restored store against.
  package func backup(to path: String) throws(Problem) -> LedgerHead {
    for file in [path, path + ".key"] where FileManager.default.fileExists(atPath: file) {
      throw .backupExists(file)
    }
    let draft = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
    defer {
      for ending in ["", "-wal", "-shm", "-journal", ".key"] { unlink(draft + ending) }
    }
    do { try StoreFile(path: draft).create() } catch {
      throw .backupUnwritable(path, String(cString: strerror(errno)))
    }
    try copyPages(to: draft)
    try key.save(beside: draft)
    let copy = try AuditStore(path: draft, mode: .reading, clock: clock)
    let head = try copy.head()
    guard try copy.verify().problems.isEmpty else { throw .backupDiffers(path) }
    // The key first: a store without its key is none.
    for ending in [".key", ""] where link(draft + ending, path + ending) != 0 {
      let error = errno
      if ending.isEmpty { unlink(path + ".key") }
      throw error == EEXIST
        ? .backupExists(path + ending) : .backupUnwritable(path, String(cString: strerror(error)))
    }
    return head
  }

  private func copyPages(to path: String) throws(Problem) {
    do {
      try database.copy(to: path)
    } catch let error as SQLError where error.kind == .copyUnwritable {
      throw .backupUnwritable(path, error.message)
    } catch {
      throw Self.problem(error, path: self.path)
    }
  }
}

extension Problem {
  fileprivate static func backupExists(_ path: String) -> Problem {
    Problem(
      "backup-exists", "'\(path)' is there already; a backup takes nothing's place.",
      hint: "Name a file that is not there, such as one with the date in its name.")
  }

  fileprivate static func backupDiffers(_ path: String) -> Problem {
    Problem(
      "backup-differs", "The copy for '\(path)' is not sound, and was not kept.",
      hint: "Run 'plumb verify': what is wrong with the store is wrong with its copy.")
  }

  fileprivate static func backupUnwritable(_ path: String, _ reason: String) -> Problem {
    Problem(
      "backup-unwritable", "The backup '\(path)' cannot be written: \(reason).",
      hint: "Check that its folder exists, may be written by you, and has room.")
  }
}

import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite struct BackupTests {
  private func life() throws -> StoreFolder {
    let folder = try StoreFolder()
    let store = try folder.open()
    try store.take(["a": "1", "b": "2"], day: 1)
    try store.take(["a": "3", "b": "2"], day: 2)
    return folder
  }

  @Test func `a backup is the store as it was, with its key, for its owner only`() throws {
    let folder = try life()
    let store = try folder.open(.reading)
    let copy = folder.path + ".copy"
    let head = try store.backup(to: copy)
    #expect(try store.head() == head)
    let name = URL(filePath: copy).lastPathComponent
    let left = try FileManager.default.contentsOfDirectory(
      atPath: URL(filePath: copy).deletingLastPathComponent().path
    ).filter { $0.hasPrefix(name) }
    #expect(left.sorted() == [name, name + ".key"])
    try folder.open().take(["a": "4"], day: 3)
    let restored = try AuditStore(path: copy, mode: .reading)
    #expect(try restored.snapshots().count == 2 && restored.head() == head)
    #expect(try restored.verify().problems == [] && restored.problems(since: head) == [])
    #expect(try folder.open(.reading).problems(since: head) == [])
    for file in [copy, copy + ".key"] {
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(file)")
    }
  }

  @Test(arguments: ["", ".key"])
  func `a backup takes nothing's place`(ending: String) throws {
    let folder = try life()
    let copy = folder.path + ".copy"
    try Data("mine".utf8).write(to: URL(filePath: copy + ending))
    #expect(problemCode { _ = try folder.open(.reading).backup(to: copy) } == "backup-exists")
    #expect(try Data(contentsOf: URL(filePath: copy + ending)) == Data("mine".utf8))
  }

  @Test func `where it cannot be written nothing is left`() throws {
    let folder = try life()
    let code = problemCode { _ = try folder.open(.reading).backup(to: folder.path + ".no/copy") }
    #expect(code == "backup-unwritable")
  }
}

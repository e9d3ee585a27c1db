import AuditStore
import ConfigurationModel
import Foundation
import Testing

/// A small file system of its own; only root may make one.
final class SmallDisk {
  let folder: String

  /// Nil where none can be mounted; the reason is printed.
  init?(megabytes: Int) {
    folder = FileManager.default.temporaryDirectory.path + "/disk-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let result = try? Program.run(
      ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder], executable: "/bin/mount")
    guard result?.status == 0 else {
      print("skipped: no file system can be mounted: \(result?.errors ?? "no mount")")
      try? FileManager.default.removeItem(atPath: folder)
      return nil
    }
  }

  deinit {
    _ = try? Program.run([folder], executable: "/bin/umount")
    try? FileManager.default.removeItem(atPath: folder)
  }

  func remount(_ option: String) throws {
    let result = try Program.run(["-o", "remount,\(option)", folder], executable: "/bin/mount")
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Fills the disk but for some kilobytes.
  func fill(leaving kilobytes: Int) throws {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
    let free = (attributes[.systemFreeSize] as? Int) ?? 0
    let size = max(0, free - kilobytes * 1024)
    try Data(count: size).write(to: URL(filePath: folder + "/filling"))
  }

  func empty() throws { try FileManager.default.removeItem(atPath: folder + "/filling") }
}

@Suite(.serialized) struct SpaceTests {
  private let shop: Workshop

  init() throws { shop = try Workshop(count: 400) }

  @Test(arguments: [0, 8, 24, 48, 80, 120])
  func `a full disk is said, and the store stays as it was`(kilobytes: Int) throws {
    guard let disk = SmallDisk(megabytes: 4) else { return }
    let store = disk.folder + "/plumb.db"
    #expect(try Program.run(shop.importing(shop.export(), day: 1, store: store)).status == 0)
    let state = Workshop.state(of: store)
    let after = try shop.export(isChanged: true)
    try disk.fill(leaving: kilobytes)
    let result = try Program.run(shop.importing(after, day: 2, store: store))
    #expect(result.status == 2 && result.errors.contains("[disk-full]"), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count <= 2)
    try disk.empty()
    #expect(Workshop.state(of: store) == state)
    #expect(try Program.run(shop.importing(after, day: 2, store: store)).status == 0)
    #expect(Workshop.state(of: store) == "\(shop.count)/0 \(shop.count)/200 0 findings")
  }

  @Test(arguments: [0, 40, 120, 400, 800])
  func `a pruning on a full disk is said, and drops everything or nothing`(kilobytes: Int) throws {
    guard let disk = SmallDisk(megabytes: 6) else { return }
    let store = disk.folder + "/plumb.db"
    let exports = try [shop.export(isChanged: true), shop.export()]
    for day in 1...9 { try Program.run(shop.importing(exports[day % 2], day: day, store: store)) }
    let pruning = [
      "prune", "--keep", "1", "--yes", "--by", "ada", "--reason", "space", "--store", store,
    ]
    let before = Workshop.state(of: store)
    try disk.fill(leaving: kilobytes)
    let result = try Program.run(pruning)
    try disk.empty()
    let between = Workshop.state(of: store)
    #expect(result.status == 0 || (result.output + result.errors).contains("[disk-full]"))
    #expect((between == before) == result.output.isEmpty)
    let size = try Data(contentsOf: URL(filePath: store)).count
    let again = try Program.run(pruning)
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    let shrunk = try Data(contentsOf: URL(filePath: store)).count
    #expect(result.status == 0 || shrunk < size)
    print("\(kilobytes) kB:", result.status, between == before ? "as before" : "pruned")
  }

  @Test(arguments: [0, 4, 40])
  func `a first import on a full disk is said and can be made again`(kilobytes: Int) throws {
    guard let disk = SmallDisk(megabytes: 4) else { return }
    let store = disk.folder + "/plumb.db"
    let before = try shop.export()
    try disk.fill(leaving: kilobytes)
    let result = try Program.run(shop.importing(before, day: 1, store: store))
    #expect(result.status == 2 && result.errors.contains("[disk-full]"), "\(result.errors)")
    try disk.empty()
    #expect(
      Workshop.state(of: store) == "store-missing" || Workshop.state(of: store) == "0 findings")
    #expect(try Program.run(shop.importing(before, day: 1, store: store)).status == 0)
    #expect(Workshop.state(of: store) == "\(shop.count)/0 0 findings")
  }

  @Test func `a limit on the size of files is said, and the store stays as it was`() throws {
    try Program.run(shop.importing(shop.export(), day: 1))
    let state = Workshop.state(of: shop.store)
    let after = try shop.export(isChanged: true)
    for limit in [1, 60, 100] {
      let result = try Program.run(after: "ulimit -f \(limit)", shop.importing(after, day: 2))
      #expect(result.status == 2, "\(limit): \(result.output)\(result.errors)")
      #expect(
        result.errors.contains("[store-unreachable]") || result.errors.contains("[disk-full]"),
        "\(limit): \(result.errors)")
      #expect(Workshop.state(of: shop.store) == state)
    }
    #expect(try Program.run(shop.importing(after, day: 2)).status == 0)
  }

  @Test func `a store on a disk that cannot be written is read and not written`() throws {
    guard let disk = SmallDisk(megabytes: 4) else { return }
    let store = disk.folder + "/plumb.db"
    try Program.run(shop.importing(shop.export(), day: 1, store: store))
    let baseline = ["baseline", "set", "latest", "--by", "a", "--reason", "b", "--store", store]
    #expect(try Program.run(baseline).status == 0)
    // The exports are of a fixed day: how long ago that is does not matter here.
    let anyAge = ["--max-age", "5000w"]
    #expect(try Program.run(["audit", "--store", store] + anyAge).status == 0)
    try disk.remount("ro")
    defer { try? disk.remount("rw") }
    for reading in [
      ["verify"], ["report"] + anyAge, ["snapshot", "list"], ["finding", "list"],
      ["query", "SELECT count(*) FROM items"],
    ] {
      let result = try Program.run(reading + ["--store", store])
      #expect(result.status == 0, "\(reading): \(result.errors)")
    }
    for writing in [
      shop.importing(try shop.export(isChanged: true), day: 2, store: store),
      ["audit", "--store", store], baseline,
    ] {
      let result = try Program.run(writing)
      #expect(result.status == 2, "\(result.output)")
      #expect(result.errors.contains("[store-unreachable]"), "\(result.errors)")
    }
    let other = try Program.run(
      shop.importing(try shop.export(), day: 1, store: disk.folder + "/other.db"))
    #expect(other.status == 2 && other.errors.contains("[store-unreachable]"), "\(other.errors)")
  }

  @Test func `a reader that cannot write the folder never sees a mixture`() throws {
    guard let disk = SmallDisk(megabytes: 4) else { return }
    let (original, view) = (disk.folder + "/original", disk.folder + "/view")
    for folder in [original, view] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try Program.run(shop.importing(shop.export(), day: 1, store: original + "/plumb.db"))
    try Program.run(["--bind", original, view], executable: "/bin/mount")
    defer { _ = try? Program.run([view], executable: "/bin/umount") }
    try Program.run(["-o", "remount,bind,ro", view], executable: "/bin/mount")
    let reader = try AuditStore(path: view + "/plumb.db", mode: .reading)
    #expect(try reader.snapshots().count == 1)
    let after = try shop.export(isChanged: true)
    #expect(
      try Program.run(shop.importing(after, day: 2, store: original + "/plumb.db")).status == 0)
    #expect { try reader.snapshots() } throws: { ($0 as? Problem)?.code == "store-changed" }
    #expect(try AuditStore(path: view + "/plumb.db", mode: .reading).snapshots().count == 2)
    // What a writer has not brought home yet is read through its log, or the store is not read.
    let writer = try AuditStore(path: original + "/plumb.db", mode: .writing)
    let later = Timestamp(microseconds: 2_000_000_000_000_000)
    try writer.writeSnapshots(now: later) { snapshot in
      _ = try snapshot.begin(takenAt: later, source: "x")
    }
    let state = Workshop.state(of: view + "/plumb.db")
    print("a reader that cannot write the folder, while a writer works:", state)
    #expect(state == "store-unreachable" || state.hasPrefix("400/0 400/200 0/0"))
  }

  @Test(arguments: [0o755, 0o777])
  func `somebody who may only read the store leaves nothing beside it`(mode: Int) throws {
    guard geteuid() == 0 else { return print("skipped: only root can be somebody else") }
    try Program.run(shop.importing(shop.export(), day: 1))
    let folder = (shop.store as NSString).deletingLastPathComponent
    try Program.run(["a+rx", shop.folder], executable: "/bin/chmod")
    try Program.run([String(mode, radix: 8), folder], executable: "/bin/chmod")
    try Program.run(["a+r", shop.store, shop.store + ".key"], executable: "/bin/chmod")
    func other(_ arguments: [String]) throws -> Program.Result {
      try Program.run(
        ["--reuid=65534", "--regid=65534", "--clear-groups", Program.path] + arguments,
        executable: "/usr/bin/setpriv")
    }
    let version = try other(["--version"])
    guard version.status == 0 else { return print("skipped: \(version.errors)") }
    let result = try other(["verify", "--store", shop.store])
    #expect(result.status == 0, "\(result.errors)")
    let writing = try other(shop.importing(shop.export(), day: 2))
    #expect(writing.status == 2 && writing.errors.contains("[store-unreachable]"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ["plumb.db", "plumb.db.key"])
  }
}

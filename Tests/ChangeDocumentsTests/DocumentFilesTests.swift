import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct DocumentFilesTests {
  private static let ignore = """
    ignores:
      - resource: { type: App::T }
        path: x
        owner: ann@example.com
        reason: noise
        until: 2027-03-31
    """

  @Test(
    arguments: [
      ("a pipe", "it is a pipe, a socket or a device"),
      ("a device", "it is a link to something outside"),
      ("a link out", "it is a link to something outside"),
      ("a link to nothing", "document cannot be read"),
      ("a link within", nil),
    ] as [(String, String?)])
  func `what is no file of the folder is told, and is not read`(what: String, message: String?)
    throws
  {
    let base = FileManager.default.temporaryDirectory.path + "/documents-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: base) }
    let folder = base + "/ignores"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(Self.ignore.utf8).write(to: URL(fileURLWithPath: base + "/outside.yaml"))
    try Data(Self.ignore.utf8).write(to: URL(fileURLWithPath: folder + "/a.yaml"))
    let path = folder + "/b.yaml"
    switch what {
    case "a pipe": #expect(mkfifo(path, 0o600) == 0)
    case "a device": #expect(symlink("/dev/zero", path) == 0)
    case "a link out": #expect(symlink(base + "/outside.yaml", path) == 0)
    case "a link to nothing": #expect(symlink("nothing.yaml", path) == 0)
    default: #expect(symlink("a.yaml", path) == 0)
    }
    do throws(Problems) {
      #expect(try Ignore.read(at: folder).count == 2)
      #expect(message == nil)
    } catch {
      #expect(error.all.map(\.code) == ["document-unreadable"])
      #expect(error.all.first?.message.contains(message ?? "-") == true)
      #expect(error.all.first?.place?.file.hasSuffix("b.yaml") == true)
    }
  }
}

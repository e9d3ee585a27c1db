import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import SnapshotSources

/// A store in a folder of its own, which goes with it.
final class TemporaryStore {
  let store: AuditStore
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static let start = Timestamp(seconds: 1_790_000_000)
  private var imports = 0

  func `import`(_ paths: [String], _ options: SourceOptions) throws -> ImportOutcome {
    imports += 1
    return try ImportSnapshot(
      store: store, paths: paths, options: options,
      now: Self.start.advanced(bySeconds: Int64(imports) * 3600)
    ).run()
  }

  /// Imports one-resource documents, one a line.
  func `import`(lines: [String]) throws -> ImportOutcome {
    let file = folder.appending(path: "documents-\(imports).ndjson")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    return try `import`([file.path], SourceOptions())
  }
}

import ChangeDocuments
import Foundation

/// Files and folders that are read: nothing is written over what stands there, nor into a folder under a name that is read
/// in it.
struct InputPaths {
  /// As they were named. One that is not there counts too: it would be read as soon as it is.
  let paths: [String]

  /// The first of the paths that a file is, or that is a folder in which it is read; through links and by any of its names.
  /// Nil where there is none.
  func holding(_ file: String) -> String? {
    let facts = Self.facts(file)
    // A pipe or a device is nothing that could be replaced.
    guard facts.map({ $0.st_mode & S_IFMT == S_IFREG }) ?? true else { return nil }
    let location = Self.location(file)
    return paths.first { path in
      guard let own = Self.facts(path) else { return Self.location(path) == location }
      guard own.st_mode & S_IFMT == S_IFDIR else {
        return facts.map { Self.areOne($0, own) } ?? false
      }
      return Self.isRead(location, facts, in: Self.location(path))
    }
  }

  private static func isRead(_ location: String, _ facts: stat?, in folder: String) -> Bool {
    if isRead(location), location.hasPrefix(folder == "/" ? folder : folder + "/") { return true }
    // It may stand there under another name.
    guard let facts, facts.st_nlink > 1,
      let names = FileManager.default.enumerator(atPath: folder)
    else { return false }
    for case let name as String in names where isRead(name) {
      if let other = Self.facts(folder + "/" + name), areOne(facts, other) { return true }
    }
    return false
  }

  /// Whether files of this name are read in a folder: documents, exports, and what CloudTrail recorded.
  private static func isRead(_ name: String) -> Bool {
    name.hasDocumentSuffix || [".gz", ".jsonl"].contains { name.lowercased().hasSuffix($0) }
  }

  private static func facts(_ path: String) -> stat? {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts : nil
  }

  private static func areOne(_ file: stat, _ other: stat) -> Bool {
    file.st_dev == other.st_dev && file.st_ino == other.st_ino
  }

  /// Where a file or folder stands, without links; where it is not there, its name in its folder.
  private static func location(_ path: String) -> String {
    if let whole = realpath(path, nil) {
      defer { free(whole) }
      return String(cString: whole)
    }
    let url = URL(fileURLWithPath: path)
    guard let folder = realpath(url.deletingLastPathComponent().path, nil) else { return url.path }
    defer { free(folder) }
    return String(cString: folder) + "/" + url.lastPathComponent
  }
}

import ConfigurationModel
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The files below the paths of an import, each once, in the byte order of their paths within each
/// path named.
struct FileWalk {
  private(set) var files: [String] = []
  private(set) var problems: [Problem] = []
  private var seen: Set<FileIdentity> = []

  /// A file or folder itself, whatever leads to it.
  private struct FileIdentity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  init(_ paths: [String]) {
    for path in paths { add(path, isNamed: true) }
  }

  private mutating func add(_ path: String, isNamed: Bool) {
    if path == "-", isNamed {
      if !files.contains(path) { files.append(path) }
      return
    }
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      problems.append(.unreadableFile(path, reason: String(cString: strerror(errno))))
      return
    }
    // A folder or file that two links lead to is read once: that also ends every loop of links.
    let identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: facts.st_dev),
      number: UInt64(truncatingIfNeeded: facts.st_ino))
    guard seen.insert(identity).inserted else { return }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR: addFolder(path)
    case S_IFREG: files.append(path)
    default: problems.append(.notAFile(path))
    }
  }

  private mutating func addFolder(_ path: String) {
    do {
      // Hidden files are not exports: version control and file browsers leave them.
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }
        .sorted { $0.precedes($1) }
      let base = path.hasSuffix("/") ? String(path.dropLast()) : path
      for name in names { add("\(base)/\(name)", isNamed: false) }
    } catch {
      problems.append(.unreadableFile(path, reason: "the folder cannot be listed"))
    }
  }
}

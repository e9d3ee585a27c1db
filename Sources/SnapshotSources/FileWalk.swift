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
  /// For each file, the path that the user named and that led to it.
  private(set) var named: [String] = []
  /// What is wrong with the paths that the user named: nothing is imported.
  private(set) var problems: [Problem] = []
  /// What was found below them and is not taken: the rest is.
  private(set) var refused: [Problem] = []
  private var seen: Set<FileIdentity> = []

  /// A file or folder itself, whatever leads to it.
  private struct FileIdentity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  init(_ paths: [String]) {
    for path in paths {
      add(path, below: nil)
      named += Array(repeating: path, count: files.count - named.count)
    }
  }

  /// `root` is the folder that the user named, without links in its path; nil for what he named.
  private mutating func add(_ path: String, below root: String?) {
    if path == "-", root == nil {
      if !files.contains(path) { files.append(path) }
      return
    }
    if let (folder, place) = HeldFolder.at(path) {
      files += folder.files(in: place)
      return
    }
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      refuse(.unreadableFile(path, reason: String(cString: strerror(errno))), below: root)
      return
    }
    // Whoever may write into an export must not have other files of the machine read with it.
    if let root, Self.isLink(path), Self.resolved(path)?.isInside(root) != true {
      refuse(.linkLeavesExport(path), below: root)
      return
    }
    // A folder or file that two links lead to is read once: that also ends every loop of links.
    let identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: facts.st_dev),
      number: UInt64(truncatingIfNeeded: facts.st_ino))
    guard seen.insert(identity).inserted else { return }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR: addFolder(path, below: root ?? Self.resolved(path) ?? path)
    case S_IFREG: files.append(path)
    default: refuse(.notAFile(path), below: root)
    }
  }

  private mutating func refuse(_ problem: Problem, below root: String?) {
    if root == nil { problems.append(problem) } else { refused.append(problem) }
  }

  private static func isLink(_ path: String) -> Bool {
    var facts = stat()
    return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK
  }

  /// The path without links in it; nil where nothing is there.
  static func resolved(_ path: String) -> String? {
    guard let whole = realpath(path, nil) else { return nil }
    defer { free(whole) }
    return String(cString: whole)
  }

  private mutating func addFolder(_ path: String, below root: String) {
    do {
      // Hidden files are not exports: version control and file browsers leave them.
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }
        .sorted { $0.precedes($1) }
      let base = path.hasSuffix("/") ? String(path.dropLast()) : path
      for name in names { add("\(base)/\(name)", below: root) }
    } catch {
      refuse(.unreadableFile(path, reason: "the folder cannot be listed"), below: root)
    }
  }
}

extension String {
  /// Whether a path is a folder's or stands in it; both without links.
  fileprivate func isInside(_ folder: String) -> Bool {
    self == folder || folder == "/" || hasPrefix(folder + "/")
  }
}

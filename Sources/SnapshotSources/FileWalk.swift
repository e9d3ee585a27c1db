import ConfigurationModel
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The files below the paths of an import, in the byte order of their paths within each path named.
///
/// A file or folder with several names, by hard or symbolic links, is found under each of them: its name and its place say
/// whose answer it is. What is named twice is found once, and a place that leaves away what another one says is no place
/// of its own.
struct FileWalk {
  private(set) var files: [String] = []
  /// For each file, the path that the user named and that led to it.
  private(set) var named: [String] = []
  /// What is wrong with the paths that the user named: nothing is imported.
  private(set) var problems: [Problem] = []
  /// What was found below them and is not taken: the rest is.
  private(set) var refused: [Problem] = []
  /// The folders that were listed, and everything in them was found.
  private(set) var folders: [String] = []
  /// What is there and could not be looked into, by its path, and why: files may lie in it. Each is told among the problems
  /// or what is refused, too.
  private(set) var closed: [String: Problem] = [:]
  private let readsPlaces: Bool
  private var seen: Set<Found> = []
  /// For each file what it is and where; nil where it has no place of its own.
  private var found: [Found?] = []
  /// The folders that lead to where the walk is: none of them is entered again, which ends every loop of links.
  private var entered: [FileIdentity] = []

  /// A file or folder itself, whatever leads to it.
  private struct FileIdentity: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ facts: stat) {
      device = UInt64(truncatingIfNeeded: facts.st_dev)
      number = UInt64(truncatingIfNeeded: facts.st_ino)
    }
  }

  /// A file or folder with what its path says of it.
  private struct Found: Hashable {
    let identity: FileIdentity
    let name: Substring
    let place: Place
  }

  /// What the folders of a path say of a file in them: its account, its region, and the call or the resource that
  /// a folder may be named after. That is little enough that links upon links come to an end.
  private struct Place: Hashable {
    private(set) var account: Substring?
    private(set) var region: Substring?
    private(set) var folder: Substring = ""

    init(_ folders: [Substring]) {
      for folder in folders { enter(folder) }
    }

    mutating func enter(_ name: Substring) {
      folder = name
      if PathFacts.isAccount(String(name)) { account = name }
      if PathFacts.isRegion(String(name)) { region = name }
    }

    /// Whether it says nothing but what another place says, and less.
    func isVaguer(than other: Place) -> Bool {
      (account ?? other.account, region ?? other.region) == (other.account, other.region)
        && (account, region) != (other.account, other.region)
    }
  }

  /// - Parameter readsPlaces: Whether the name and the place of a file say whose it is; otherwise each is found once.
  init(_ paths: [String], readsPlaces: Bool = true) {
    self.readsPlaces = readsPlaces
    for path in paths {
      let (folders, name) = Self.whole(path)
      add(path, as: name, in: Place(folders), below: nil)
      named += Array(repeating: path, count: files.count - named.count)
      found += Array(repeating: nil, count: files.count - found.count)
    }
    leaveVaguePlaces()
  }

  /// A link such as `production` to the folder of an account says no more than the folder.
  private mutating func leaveVaguePlaces() {
    let same = Dictionary(grouping: found.compactMap(\.self), by: \.identity)
    let kept = files.indices.filter { index in
      guard let own = found[index], let names = same[own.identity] else { return true }
      return !names.contains { own.place.isVaguer(than: $0.place) }
    }
    guard kept.count < files.count else { return }
    (files, named) = (kept.map { files[$0] }, kept.map { named[$0] })
  }

  /// The folders above what is at a path, without links, and its name as it is written there.
  private static func whole(_ path: String) -> (folders: [Substring], name: Substring) {
    let parts = path.split(separator: "/")
    guard let name = parts.last, name != ".", name != ".." else {
      let parts = (resolved(path) ?? path).split(separator: "/")
      return (Array(parts.dropLast()), parts.last ?? "")
    }
    let above = (path.hasPrefix("/") ? "/" : "./") + parts.dropLast().joined(separator: "/")
    return ((resolved(above) ?? above).split(separator: "/"), name)
  }

  /// `root` is the folder that the user named, without links in its path; nil for what he named.
  private mutating func add(
    _ path: String, as name: Substring, in place: Place, below root: String?
  ) {
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
      refuseUnknown(path, errno, below: root)
      return
    }
    // Whoever may write into an export must not have other files of the machine read with it.
    if let root, Self.isLink(path), Self.resolved(path)?.isInside(root) != true {
      refuse(.linkLeavesExport(path), below: root)
      return
    }
    let identity = FileIdentity(facts)
    let own = Found(
      identity: identity, name: readsPlaces ? name : "", place: readsPlaces ? place : Place([]))
    guard !entered.contains(identity), seen.insert(own).inserted else { return }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR:
      entered.append(identity)
      defer { entered.removeLast() }
      var inside = place
      inside.enter(name)
      addFolder(path, inside, below: root ?? Self.resolved(path) ?? path)
    case S_IFREG:
      // What stands before it has no place of its own.
      found += Array(repeating: nil, count: files.count - found.count)
      files.append(path)
      found.append(own)
    default: refuse(.notAFile(path), below: root)
    }
  }

  private mutating func refuse(_ problem: Problem, below root: String?) {
    if root == nil { problems.append(problem) } else { refused.append(problem) }
  }

  /// Refuses a path that leads nowhere, or behind what may not be entered: then the folder in which it was listed is closed.
  private mutating func refuseUnknown(_ path: String, _ error: Int32, below root: String?) {
    let problem = Problem.unreadableFile(path, reason: String(cString: strerror(error)))
    refuse(problem, below: root)
    if ![ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(error) {
      noteClosed(root == nil ? path : path.folder, problem)
    }
  }

  private mutating func noteClosed(_ path: String, _ problem: Problem) {
    closed[path] = closed[path] ?? problem
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

  private mutating func addFolder(_ path: String, _ place: Place, below root: String) {
    do {
      // Hidden files are not exports: version control and file browsers leave them.
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }
        .sorted { $0.precedes($1) }
      let base = path.hasSuffix("/") ? String(path.dropLast()) : path
      for name in names { add("\(base)/\(name)", as: name[...], in: place, below: root) }
      if closed[base.isEmpty ? "/" : base] == nil { folders.append(path) }
    } catch {
      let problem = Problem.unreadableFile(path, reason: "the folder cannot be listed")
      refuse(problem, below: root)
      noteClosed(path, problem)
    }
  }
}

extension String {
  /// Whether a path is a folder's or stands in it; both without links.
  fileprivate func isInside(_ folder: String) -> Bool {
    self == folder || folder == "/" || hasPrefix(folder + "/")
  }
}

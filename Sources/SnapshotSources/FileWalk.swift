import Activity
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
/// whose answer it is. What is named twice is found once, and a symbolic link that leaves away what another name says is no
/// place of its own. Where names and places say nothing, each file is found under its best name.
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
  /// The files, and every further path of a log file or digest of CloudTrail, each with the path that the user named. Empty
  /// where places are read.
  private(set) var names: [(path: String, named: String)] = []
  private let readsPlaces: Bool
  private var seen: Set<Found> = []
  /// For each file what it is and where; nil where it has no place of its own.
  private var found: [Found?] = []
  /// The folders that lead to where the walk is: none of them is entered again, which ends every loop of links.
  private var entered: [FileIdentity] = []
  /// The folders whose content was told of: under a further name nothing is told of it again.
  private var told: Set<FileIdentity> = []
  private var isSilent = false
  /// How often links led to a folder, where places are not read.
  private var visits: [FileIdentity: Int] = [:]

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
    /// Whether a symbolic link below the path that the user named led to it.
    let isLinked: Bool
    /// The folder that holds it: what tools made one file stands in each of its folders. Nil for what is linked.
    let folder: FileIdentity?

    /// Whether it is no place of its own beside another name of the same file.
    func isNothing(beside other: Found) -> Bool {
      guard isLinked else { return false }
      if place == other.place { return name == other.name && !other.isLinked }
      let saysNoOtherCall =
        name == other.name || CallName(PathFacts.withoutExtension(String(name)).base) == nil
      return saysNoOtherCall && place.isVaguer(than: other.place)
    }
  }

  /// What the folders of a path say of a file in them: its account, its region, and the call or the resource that
  /// a folder may be named after. That is little enough that links upon links come to an end.
  private struct Place: Hashable {
    private(set) var account: Substring?
    private(set) var region: Substring?
    private(set) var folder: Substring = ""
    /// The account that the nearest answer of `sts get-caller-identity` names: of files that no folder gives to one.
    var caller: String?

    init(_ folders: [Substring], caller: String?) {
      self.caller = caller
      for folder in folders { enter(folder) }
    }

    mutating func enter(_ name: Substring) {
      folder = name
      if PathFacts.isAccount(String(name)) { account = name }
      if PathFacts.isRegion(String(name)) { region = name }
    }

    private var owner: String? { account.map(String.init) ?? caller }

    /// Whether it says nothing but what another place says, and less.
    func isVaguer(than other: Place) -> Bool {
      (account ?? other.account, region ?? other.region) == (other.account, other.region)
        && (account, region) != (other.account, other.region)
        && (owner == nil || owner == other.owner)
    }
  }

  /// How the walk came to a path.
  private struct Way {
    /// What the folders above it say.
    var place: Place
    /// The folder that the user named, without links in its path; nil for what he named.
    var root: String?
    /// The same as the user named it, without a slash at its end, and what that says of what is in it.
    var named: (path: String, place: Place)?
    /// The folder that holds it.
    var folder: FileIdentity?
    /// Whether a link below the folder that the user named led there.
    var isLinked = false
  }

  /// - Parameter readsPlaces: Whether the name and the place of a file say whose it is; otherwise each is found once, but
  ///   under each name that is one of a log file or digest of CloudTrail.
  init(_ paths: [String], readsPlaces: Bool = true) {
    self.readsPlaces = readsPlaces
    let answers = readsPlaces ? paths.filter { Self.mayName($0.fileName) } : []
    let callers = CallerIdentities(at: answers.filter { Self.isFile($0, below: nil) })
    for path in paths {
      let (folders, name) = Self.whole(path)
      let place = Place(folders, caller: callers.account(of: path.asRoot))
      let above = Self.identity(of: "/" + folders.joined(separator: "/"))
      add(path, as: name, by: Way(place: place, folder: above))
      named += Array(repeating: path, count: files.count - named.count)
      found += Array(repeating: nil, count: files.count - found.count)
    }
    if readsPlaces { leaveVaguePlaces() } else { chooseNames() }
  }

  /// A link such as `production` to the folder of an account says no more than the folder.
  private mutating func leaveVaguePlaces() {
    let same = Dictionary(grouping: files.indices) { found[$0]?.identity }
    let kept = files.indices.filter { index in
      guard let own = found[index], own.isLinked, let others = same[own.identity] else {
        return true
      }
      return !others.contains { other in
        guard let name = found[other] else { return false }
        return own.isNothing(beside: name) || !name.isLinked && files[other] == files[index]
      }
    }
    keep(kept)
  }

  private mutating func keep(_ kept: [Int]) {
    guard kept.count < files.count else { return }
    (files, named) = (kept.map { files[$0] }, kept.map { named[$0] })
    found = kept.map { found[$0] }
  }

  /// A file by what it is, and by its name where that is one of CloudTrail's.
  private struct FileName: Hashable {
    let identity: FileIdentity
    let name: String
  }

  /// Leaves each file once under each name that is one of CloudTrail's, and under one name where it has none of these.
  private mutating func chooseNames() {
    let isTrail = files.map { TrailFileName($0.fileName) != nil }
    let trail = Set(files.indices.filter { isTrail[$0] }.compactMap { found[$0]?.identity })
    var best: [FileName: Int] = [:]
    for (index, file) in files.enumerated() {
      guard let own = found[index], isTrail[index] || !trail.contains(own.identity) else {
        continue
      }
      let name = FileName(identity: own.identity, name: isTrail[index] ? file.fileName : "")
      if let other = best[name], rank(index) >= rank(other) { continue }
      best[name] = index
    }
    let chosen = Set(best.values)
    let kept = files.indices.filter { found[$0] == nil || chosen.contains($0) }
    names = files.indices.filter { isTrail[$0] || found[$0] == nil || chosen.contains($0) }
      .map { (files[$0], named[$0]) }
    keep(kept)
  }

  /// The lower the better: names that say that events may stand there come first, and then places without links.
  private func rank(_ index: Int) -> Int {
    let isLinked = found[index]?.isLinked == true
    switch PathFacts.withoutExtension(files[index].fileName).format {
    case .json, .lines: return isLinked ? 1 : 0
    case .yaml, .other: return isLinked ? 3 : 2
    }
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

  private static func identity(of path: String) -> FileIdentity? {
    var facts = stat()
    return stat(path, &facts) == 0 ? FileIdentity(facts) : nil
  }

  private mutating func add(_ path: String, as name: Substring, by way: Way) {
    if path == "-", way.root == nil {
      if !files.contains(path) { files.append(path) }
      return
    }
    if let (folder, place) = HeldFolder.at(path) {
      files += folder.files(in: place)
      return
    }
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      refuseUnknown(path, errno, below: way.root)
      return
    }
    let isLink = way.root != nil && Self.isLink(path)
    // Whoever may write into an export must not have other files of the machine read with it.
    if let root = way.root, isLink, Self.resolved(path)?.isInside(root) != true {
      refuse(.linkLeavesExport(path), below: root)
      return
    }
    let isLinked = way.isLinked || isLink
    let own = Found(
      identity: FileIdentity(facts), name: name, place: way.place, isLinked: isLinked,
      folder: isLinked ? nil : way.folder)
    add(own, at: path, facts.st_mode & S_IFMT, by: way)
  }

  private mutating func add(_ own: Found, at path: String, _ kind: mode_t, by way: Way) {
    guard !entered.contains(own.identity), isNew(own, isFolder: kind == S_IFDIR) else { return }
    switch kind {
    case S_IFDIR: enter(own, at: path, by: way)
    case S_IFREG:
      // What stands before it has no place of its own.
      found += Array(repeating: nil, count: files.count - found.count)
      files.append(path)
      found.append(own)
    default: if told.insert(own.identity).inserted { refuse(.notAFile(path), below: way.root) }
    }
  }

  /// Whether a name is to be looked at. Where places are not read every name of a file may be the one that counts; links
  /// upon links come to an end all the same.
  private mutating func isNew(_ own: Found, isFolder: Bool) -> Bool {
    if readsPlaces || !own.isLinked { return seen.insert(own).inserted }
    guard isFolder else { return true }
    visits[own.identity, default: 0] += 1
    return visits[own.identity, default: 0] <= 16
  }

  private mutating func enter(_ own: Found, at path: String, by way: Way) {
    let wasSilent = isSilent
    isSilent = !told.insert(own.identity).inserted
    entered.append(own.identity)
    defer {
      entered.removeLast()
      isSilent = wasSilent
    }
    var inside = way
    let (path, place) = whereabouts(of: own, at: path, by: way)
    inside.place = place
    inside.root = way.root ?? Self.resolved(path) ?? path
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    inside.named = way.named ?? (path: base, place: place)
    (inside.folder, inside.isLinked) = (own.identity, own.isLinked)
    addFolder(path, by: inside)
  }

  /// The path of a folder, and what it says of what is in it. A link to an account's folder, or to one in it such as a
  /// region's, is that folder under another name, whatever stands above the link; unless its own name is one of the layout.
  private func whereabouts(of own: Found, at path: String, by way: Way) -> (String, Place) {
    var place = way.place
    place.enter(own.name)
    guard readsPlaces, let root = way.root, let named = way.named,
      !PathFacts.isStep(String(own.name)), Self.isLink(path), let target = Self.resolved(path)
    else { return (path, place) }
    let folders = target.dropFirst(root.count).split(separator: "/")
    guard let last = folders.last, PathFacts.isStep(String(last)),
      folders.contains(where: { PathFacts.isAccount(String($0)) })
    else { return (path, place) }
    return (
      "\(named.path)/\(folders.joined(separator: "/"))",
      folders.reduce(into: named.place) { $0.enter($1) }
    )
  }

  private mutating func refuse(_ problem: Problem, below root: String?) {
    guard !isSilent else { return }
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
    guard !isSilent else { return }
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

  private mutating func addFolder(_ path: String, by way: Way) {
    do {
      // Hidden files are not exports: version control and file browsers leave them.
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }
        .sorted { $0.precedes($1) }
      let base = path.hasSuffix("/") ? String(path.dropLast()) : path
      var way = way
      if readsPlaces, let caller = Self.caller(in: base, names, below: way.root) {
        way.place.caller = caller
      }
      for name in names { add("\(base)/\(name)", as: name[...], by: way) }
      if !isSilent, closed[base.isEmpty ? "/" : base] == nil { folders.append(path) }
    } catch {
      let problem = Problem.unreadableFile(path, reason: "the folder cannot be listed")
      refuse(problem, below: way.root)
      noteClosed(path, problem)
    }
  }

  /// The account that an answer of `sts get-caller-identity` names to the files of a folder; nil where none does.
  private static func caller(in folder: String, _ names: [String], below root: String?) -> String? {
    var answers = names.filter(mayName).map { "\(folder)/\($0)" }
    if names.contains("sts") {
      let inside = try? FileManager.default.contentsOfDirectory(atPath: folder + "/sts")
      answers += (inside ?? []).filter(mayName).map { "\(folder)/sts/\($0)" }
    }
    let read = answers.filter { isFile($0, below: root) }
    return read.isEmpty ? nil : CallerIdentities(at: read).account(of: folder.asRoot)
  }

  /// Whether the name of a file may be that of an answer of `sts get-caller-identity`.
  private static func mayName(_ name: String) -> Bool {
    name.contains("dentity") && !name.hasPrefix(".")
  }

  /// Whether there is a file that the import may read.
  private static func isFile(_ path: String, below root: String?) -> Bool {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
    guard let root, isLink(path) else { return true }
    return resolved(path)?.isInside(root) == true
  }
}

extension CallerIdentities {
  /// Of the files at some paths.
  fileprivate init(at paths: [String]) {
    self.init(paths.map { ($0, PathFacts($0, isKnown: { _ in false })) })
  }
}

extension String {
  /// Whether a path is a folder's or stands in it; both without links.
  fileprivate func isInside(_ folder: String) -> Bool {
    self == folder || folder == "/" || hasPrefix(folder + "/")
  }

  /// The path of a folder as `PathFacts` has it.
  fileprivate var asRoot: String { split(separator: "/").joined(separator: "/") }
}

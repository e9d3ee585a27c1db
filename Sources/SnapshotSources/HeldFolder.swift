package import ConfigurationModel
import Crypto
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder of files that only this process can read: paths lead into it as into any other folder, and when
/// the process ends, however it does, nothing of it is left (decision 0024).
///
/// The files stand sealed, with a key that is nowhere but in memory, in one file without a name: memory does
/// not grow with them, and what the disk keeps of it nobody can read.
package final class HeldFolder: Sendable {
  /// The path that leads to it.
  package let path: String
  private let descriptor: Int32
  private let key = SymmetricKey(size: .bits256)
  private let space = Mutex(Space())

  /// The folders that there are, by their paths: what opens a file has only its path.
  private static let all = Mutex<[String: HeldFolder]>([:])
  private static let prefix = "held:"

  /// A new folder; `remove` takes it away.
  package static func make() throws(Problem) -> HeldFolder {
    let folder = try HeldFolder()
    all.withLock { $0[folder.path] = folder }
    return folder
  }

  private init() throws(Problem) {
    path = Self.prefix + UUID().uuidString
    let folder = FileManager.default.temporaryDirectory.path
    var descriptor = open(folder, Self.unnamed | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor < 0 { descriptor = Self.nameless(in: folder) }
    guard descriptor >= 0 else { throw .folderNotHeld(folder, errno) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// `O_TMPFILE` of open(2): a file without a name. Its bits are those of a folder and one of its own.
  private static let unnamed: Int32 = 0o20000000 | O_DIRECTORY

  /// Where the file system has no files without names: one whose name is taken away before anything is
  /// written.
  private static func nameless(in folder: String) -> Int32 {
    var name = Array("\(folder)/plumb-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    if descriptor >= 0 {
      unlink(name)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    return descriptor
  }

  /// Which part of the one file holds what.
  private struct Space {
    var places: [String: Range<Int>] = [:]
    private var free: [Range<Int>] = []
    private var end = 0
    /// Of what is being written.
    private var begun = 0

    /// Room for this many bytes: the first that is free and large enough, or the end.
    mutating func room(for count: Int) -> Range<Int> {
      begun += 1
      guard let index = free.firstIndex(where: { $0.count >= count }) else {
        defer { end += count }
        return end..<end + count
      }
      let room = free[index].lowerBound..<free[index].lowerBound + count
      free[index] = room.upperBound..<free[index].upperBound
      if free[index].isEmpty { free.remove(at: index) }
      return room
    }

    /// What was written stands at a place.
    mutating func put(_ room: Range<Int>, at place: String) {
      begun -= 1
      if let old = places.updateValue(room, forKey: place) { free.append(old) }
    }

    /// Gives room back. Returns whether nothing is held any more: the file may be cut to nothing then.
    mutating func giveBack(_ ranges: some Sequence<Range<Int>>) -> Bool {
      free = Self.merged(free + ranges)
      guard places.isEmpty, begun == 0 else { return false }
      (free, end) = ([], 0)
      return true
    }

    /// What was to be written was not.
    mutating func abandon(_ room: Range<Int>) {
      begun -= 1
      free = Self.merged(free + [room])
    }

    /// Room that lies side by side is one room: otherwise many small rooms are looked through for ever.
    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
      ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { all, next in
        guard let last = all.last, last.upperBound == next.lowerBound else {
          return all.append(next)
        }
        all[all.count - 1] = last.lowerBound..<next.upperBound
      }
    }
  }

  // MARK: Files

  /// Writes a file, over one that is there. `place` is its path in the folder.
  package func write(_ bytes: some Sequence<UInt8>, to place: String) throws(Problem) {
    let sealed: [UInt8]
    do {
      sealed = Array(try ChaChaPoly.seal(Array(bytes), using: key).combined)
    } catch {
      preconditionFailure("Any bytes can be sealed: \(error)")
    }
    let room = space.withLock { $0.room(for: sealed.count) }
    var done = 0
    while done < sealed.count {
      let count = sealed.withUnsafeBytes {
        pwrite(
          descriptor, $0.baseAddress?.advanced(by: done), sealed.count - done,
          off_t(room.lowerBound + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = errno
        space.withLock { $0.abandon(room) }
        throw .folderNotHeld(FileManager.default.temporaryDirectory.path, error)
      }
      done += count
    }
    space.withLock { $0.put(room, at: place) }
  }

  /// Takes the files away whose places fit.
  package func remove(where fits: (_ place: String) -> Bool) {
    space.withLock { space in
      let gone = space.places.filter { fits($0.key) }
      for place in gone.keys { space.places[place] = nil }
      if !gone.isEmpty, space.giveBack(gone.values) { ftruncate(descriptor, 0) }
    }
  }

  /// Takes the folder away, with all that is in it, once nobody reads it any more.
  package func remove() { _ = Self.all.withLock { $0.removeValue(forKey: path) } }

  // MARK: Paths

  /// The folder that a path leads into, and the rest of the path; nil for a path of the file system.
  static func at(_ path: String) -> (folder: HeldFolder, place: String)? {
    guard path.utf8.starts(with: prefix.utf8) else { return nil }
    // By bytes: what follows a slash may join it to one character.
    let name = path.utf8.prefix { $0 != UInt8(ascii: "/") }
    let place = path.utf8.dropFirst(name.count + 1)
    guard let folder = all.withLock({ $0[String(decoding: name, as: UTF8.self)] }) else {
      return nil
    }
    return (folder, String(decoding: place, as: UTF8.self))
  }

  /// The paths of the files in this folder, or in one of its own, in byte order.
  func files(in place: String) -> [String] {
    let places = space.withLock { Array($0.places.keys) }
    return places.filter { place.isEmpty || $0 == place || $0.hasPrefix(place + "/") }
      .sorted { $0.precedes($1) }.map { "\(path)/\($0)" }
  }

  /// The bytes of a file; nil where there is none, or they cannot be read.
  func bytes(at place: String) -> [UInt8]? {
    guard let range = space.withLock({ $0.places[place] }) else { return nil }
    var sealed = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < range.count {
      let count = sealed.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress?.advanced(by: done), range.count - done,
          off_t(range.lowerBound + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      done += count
    }
    return (try? ChaChaPoly.open(ChaChaPoly.SealedBox(combined: sealed), using: key))
      .map { Array($0) }
  }
}

extension Problem {
  fileprivate static func folderNotHeld(_ folder: String, _ error: Int32) -> Problem {
    Problem(
      "output-unwritable",
      "The folder '\(folder)' cannot hold the answers: \(String(cString: strerror(error)))",
      hint: "Name another with TMPDIR.")
  }
}

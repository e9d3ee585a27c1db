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

  /// A file of the folder: a row of sealed pieces, so that no more than one of them is open at a time.
  fileprivate struct File {
    /// No other file of the folder ever has it: a piece of another does not open.
    let number: UInt64
    /// Where the row stands.
    let range: Range<Int>
    /// How many bytes it has, unsealed.
    let count: Int

    /// The bytes of a piece but the last, unsealed, and what its seal adds: a nonce of 12 bytes and a tag of 16.
    static let piece = 1 << 20
    static let seal = 28

    static func sealedCount(of count: Int) -> Int {
      count + seal * max(1, (count + piece - 1) / piece)
    }

    /// What is sealed with a piece: of which file it is, and which.
    func name(of piece: Int) -> [UInt8] { Array("\(number) \(piece)".utf8) }
  }

  /// Which part of the one file holds what.
  private struct Space {
    var files: [String: File] = [:]
    private var last: UInt64 = 0
    private var free: [Range<Int>] = []
    private var end = 0
    /// Of what is being written.
    private var begun = 0

    /// A file of this many bytes, which is not to be found before it is put: in the first room that is free and
    /// large enough, or at the end.
    mutating func begin(_ count: Int) -> File {
      begun += 1
      last += 1
      return File(number: last, range: room(for: File.sealedCount(of: count)), count: count)
    }

    private mutating func room(for count: Int) -> Range<Int> {
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
    mutating func put(_ file: File, at place: String) {
      begun -= 1
      if let old = files.updateValue(file, forKey: place) { free.append(old.range) }
    }

    /// Gives room back. Returns whether nothing is held any more: the file may be cut to nothing then.
    mutating func giveBack(_ ranges: some Sequence<Range<Int>>) -> Bool {
      free = Self.merged(free + ranges)
      guard files.isEmpty, begun == 0 else { return false }
      (free, end) = ([], 0)
      return true
    }

    /// What was to be written was not.
    mutating func abandon(_ file: File) {
      begun -= 1
      free = Self.merged(free + [file.range])
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
  package func write(_ bytes: some Collection<UInt8>, to place: String) throws(Problem) {
    let file = space.withLock { $0.begin(bytes.count) }
    var (rest, number, offset) = (bytes[...], 0, file.range.lowerBound)
    repeat {
      let piece = rest.prefix(File.piece)
      rest = rest.dropFirst(piece.count)
      let sealed = seal(Array(piece), file.name(of: number))
      guard write(sealed, at: offset) else {
        let error = errno
        space.withLock { $0.abandon(file) }
        throw .folderNotHeld(FileManager.default.temporaryDirectory.path, error)
      }
      (number, offset) = (number + 1, offset + sealed.count)
    } while !rest.isEmpty
    space.withLock { $0.put(file, at: place) }
  }

  private func seal(_ bytes: [UInt8], _ name: [UInt8]) -> Data {
    do {
      return try ChaChaPoly.seal(bytes, using: key, authenticating: name).combined
    } catch {
      preconditionFailure("Any bytes can be sealed: \(error)")
    }
  }

  /// Whether all of it could be written; otherwise `errno` says why not.
  private func write(_ sealed: Data, at offset: Int) -> Bool {
    sealed.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = pwrite(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
          off_t(offset + done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  /// Takes the files away whose places fit.
  package func remove(where fits: (_ place: String) -> Bool) {
    space.withLock { space in
      let gone = space.files.filter { fits($0.key) }
      for place in gone.keys { space.files[place] = nil }
      if !gone.isEmpty, space.giveBack(gone.values.map(\.range)) { ftruncate(descriptor, 0) }
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
    let places = space.withLock { Array($0.files.keys) }
    return places.filter { place.isEmpty || $0 == place || $0.hasPrefix(place + "/") }
      .sorted { $0.precedes($1) }.map { "\(path)/\($0)" }
  }

  /// The bytes of a file, piece by piece.
  struct Reading {
    fileprivate let folder: HeldFolder
    fileprivate let file: File
    private var number = 0
    private var offset: Int

    /// How many bytes there are.
    var count: Int { file.count }

    fileprivate init(_ folder: HeldFolder, _ file: File) {
      self.folder = folder
      self.file = file
      offset = file.range.lowerBound
    }

    /// The next piece; none at the end. Throws where the file was taken away or written anew meanwhile, or cannot be
    /// read.
    mutating func next() throws(Unreadable) -> [UInt8] {
      guard offset < file.range.upperBound else { return [] }
      let count = min(File.piece + File.seal, file.range.upperBound - offset)
      let piece = try folder.opened(offset..<offset + count, file.name(of: number))
      (number, offset) = (number + 1, offset + count)
      return piece
    }
  }

  /// That a piece of a file is not what was written.
  struct Unreadable: Error {}

  /// A file; nil where there is none.
  func reading(of place: String) -> Reading? {
    space.withLock { $0.files[place] }.map { Reading(self, $0) }
  }

  fileprivate func opened(_ range: Range<Int>, _ name: [UInt8]) throws(Unreadable) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < range.count {
      let count = sealed.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress?.advanced(by: done), range.count - done,
          off_t(range.lowerBound + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Unreadable() }
      done += count
    }
    do {
      let box = try ChaChaPoly.SealedBox(combined: sealed)
      return Array(try ChaChaPoly.open(box, using: key, authenticating: name))
    } catch {
      throw Unreadable()
    }
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

import ConfigurationModel
import Foundation
import GRDBSQLite

/// The file of a store as it lies on the disk: looked at before SQLite opens it, so that a file that
/// is not a store is never touched.
///
/// Nothing but SQLite may open the file. A process loses all its locks on a file when it closes any descriptor of it
/// (https://www.sqlite.org/howtocorrupt.html, 2.2): another process that ended meanwhile would take itself for the last
/// one, and delete the log that this one still writes.
struct StoreFile: Sendable {
  let path: String

  /// Stands in the header of every store: "PLUM" (https://www.sqlite.org/fileformat.html, 1.3.15).
  static let applicationID: Int32 = 0x504C_554D

  /// What lies at the path.
  enum State: Sendable {
    case missing
    /// A file of no bytes: an import was killed before it wrote any, or somebody made it.
    case empty
    case store
  }

  func state() throws(Problem) -> State {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return .missing }
      throw .storeUnreachable(path, systemError)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAStore(path) }
    guard status.st_size > 0 else { return .empty }
    guard access(path, R_OK) == 0 else { throw .storeUnreachable(path, systemError) }
    guard let header, header.starts(with: Array("SQLite format 3\0".utf8)),
      header[68..<72].reduce(0, { $0 << 8 | Int32($1) }) == Self.applicationID
    else { throw .notAStore(path) }
    return .store
  }

  /// The first 100 bytes, as SQLite's own layer of files reads them; nil where there are fewer.
  private var header: [UInt8]? {
    var database: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
    defer { sqlite3_close(database) }
    guard sqlite3_open_v2(immutableURI, &database, flags, nil) == SQLITE_OK else { return nil }
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
      let file, let read = file.pointee.pMethods?.pointee.xRead
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: 100)
    return read(file, &bytes, 100, 0) == SQLITE_OK ? bytes : nil
  }

  /// Makes the file where there is none, for its owner only; SQLite gives the files beside it the same mode.
  func create() throws(Problem) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST { return }
    guard descriptor >= 0 else { throw .storeUnreachable(path, systemError) }
    close(descriptor)
  }

  /// Whether the file and its folder may be written: a writer keeps its log beside the file.
  var isWritable: Bool {
    let folder = (path as NSString).deletingLastPathComponent
    return access(folder.isEmpty ? "." : folder, W_OK) == 0 && access(path, W_OK) == 0
  }

  /// Whether SQLite has to read the file without the files it would keep beside it: the folder or the
  /// file cannot be written, and no transactions wait in a log. (Files beside a store that belongs to
  /// somebody else would keep its owner from writing it.)
  var isImmutable: Bool {
    guard !isWritable else { return false }
    var log = stat()
    return stat(path + "-wal", &log) != 0 || log.st_size == 0
  }

  /// The path as a SQLite URI that promises that nobody writes (https://www.sqlite.org/uri.html).
  var immutableURI: String {
    let absolute = URL(fileURLWithPath: path).absoluteString
    return absolute + "?immutable=1"
  }

  /// What changes whenever somebody writes the file.
  struct Stamp: Equatable, Sendable {
    let inode: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
  }

  var stamp: Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }

  private var systemError: String { String(cString: strerror(errno)) }
}

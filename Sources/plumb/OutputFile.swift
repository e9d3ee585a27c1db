import AuditService
import ChangeDocuments
import ConfigurationModel
import Foundation
import SnapshotSources

/// A file that a command writes, as the user named it.
///
/// A regular file is replaced whole or not at all, and keeps its mode. What is no regular file (a device, a
/// pipe) is written to, and a link is followed: it is not for a report to take their place. Nor is it for one to
/// take the place of a store, of the settings in use, of what is read, or of what people write for the program.
struct OutputFile {
  let path: String
  /// Files and folders of documents that the command reads, beside what the settings in use name.
  var inputs: [String] = []
  /// What it may take the place of, though people may have written it: golden documents are exported again.
  var replaced: DocumentKind?

  /// What the settings in use name. Settings that cannot be read are told of where they are needed.
  private static let named = (try? SettingsFile.named())?.settings.readPaths ?? []

  /// Throws `output-unwritable`, `output-is-store`, `output-is-settings`, `output-is-input`, `output-is-document` or
  /// `disk-full`.
  func write(_ text: String) throws(Problem) {
    try requireFree()
    let bytes = Array(text.utf8)
    let error =
      switch target {
      case .stream(let descriptor): Self.write(bytes, to: descriptor)
      case .inPlace: writeInPlace(bytes)
      case .replaced(let path, let mode): replace(path, mode, bytes)
      }
    if let error { throw .outputUnwritable("The file '\(path)'", error) }
  }

  /// Throws the same where a file could not be made there now; leaves nothing behind.
  func requireWritable() throws(Problem) {
    if path.isEmpty { throw .outputUnwritable("The file ''", ENOENT) }
    try requireFree()
    let error: Int32? =
      switch target {
      case .stream(let descriptor): Self.streamError(descriptor)
      case .inPlace: openError
      case .replaced(let path, let mode): draftError(path, mode)
      }
    if let error { throw .outputUnwritable("The file '\(path)'", error) }
  }

  /// Throws `output-is-store`, `output-is-settings`, `output-is-input` or `output-is-document` where something is there,
  /// or would be, that no output may be.
  func requireFree() throws(Problem) {
    let documents = inputs.map { ReadPath($0, .documents) }
    if isOfStore { throw .outputIsStore(path) }
    if isSettings { throw .outputIsSettings(path) }
    if let input = InputPaths(paths: documents + Self.named).holding(path) {
      throw .outputIsInput(path, input)
    }
    if let document, document != replaced { throw .outputIsDocument(path, document) }
  }

  private static func streamError(_ descriptor: Int32) -> Int32? {
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0 else { return errno }
    return flags & O_ACCMODE == O_RDONLY ? EBADF : nil
  }

  /// Of what is there already, if only as a link: it is not opened, for a pipe would notice.
  private var openError: Int32? {
    guard let facts = FileFacts(path) else {
      // What a link names would be made where it leads.
      return errno == ENOENT ? draftError(path.placeOfFile, nil) : errno
    }
    guard !facts.isFolder else { return EISDIR }
    return access(path, W_OK) == 0 ? nil : errno
  }

  private func draftError(_ path: String, _ mode: mode_t?) -> Int32? {
    let draft = Self.draft(of: path)
    let descriptor = Self.openDraft(draft, mode)
    guard descriptor >= 0 else { return errno }
    close(descriptor)
    unlink(draft)
    return nil
  }

  private static func draft(of path: String) -> String {
    "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
  }

  private static func openDraft(_ draft: String, _ mode: mode_t?) -> Int32 {
    open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode == nil ? 0o666 : 0o600)
  }

  /// Whether a store is there, or what lies beside one and belongs to it.
  private var isOfStore: Bool { Self.isOfStore(path) || Self.isOfStore(path.placeOfFile) }

  /// Whether the file is the one of the usual settings, by whatever name.
  private var isSettings: Bool {
    guard let usual = SettingsFile.usualPath, let own = FileFacts(path),
      let settings = FileFacts(usual)
    else { return false }
    return own.isRegular && own.isOne(with: settings)
  }

  /// What people wrote for the program that it would replace, whoever reads it; nil where there is nothing of that.
  private var document: DocumentKind? {
    guard FileFacts(path)?.isRegular ?? false else { return nil }
    switch target {
    case .stream: return nil
    case .inPlace, .replaced: break
    }
    // Also where nobody could tell by what it says.
    if path.placeOfFile.fileName == SettingsFile.usualName { return .settings }
    return DocumentKind(ofFileAt: path)
  }

  private static func isOfStore(_ path: String) -> Bool {
    ["", ".key", "-wal", "-shm", "-journal"].contains { suffix in
      (suffix.isEmpty || path.hasSuffix(suffix))
        && isDatabase(String(path.dropLast(suffix.count)))
    }
  }

  /// By its first bytes (sqlite.org, "Database File Format"). What is no regular file is not opened.
  private static func isDatabase(_ path: String) -> Bool {
    guard FileFacts(path)?.isRegular ?? false else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let magic = Array("SQLite format 3\0".utf8)
    var bytes = [UInt8](repeating: 0, count: magic.count)
    return read(descriptor, &bytes, magic.count) == magic.count && bytes == magic
  }

  private enum Target {
    /// What this process has open already: it is neither opened again, which would drop what stands there, nor closed.
    case stream(Int32)
    /// Opened and written to as it stands.
    case inPlace
    /// Written beside and moved to its name; the mode is the one of the file there.
    case replaced(path: String, mode: mode_t?)
  }

  private var target: Target {
    if let descriptor = namedStream { return .stream(descriptor) }
    guard let facts = FileFacts(path) else {
      // A link that leads nowhere yet: opening makes the file that it names.
      var link = stat()
      return lstat(path, &link) == 0 ? .inPlace : .replaced(path: path, mode: nil)
    }
    // A link to /dev/stdout, or the file that the shell has opened for it.
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      if FileFacts(open: descriptor)?.isOne(with: facts) ?? false { return .stream(descriptor) }
    }
    // Another name of the same file would keep what it held.
    guard facts.isRegular, facts.names == 1, facts.isOwn, let real = path.withoutLinks else {
      return .inPlace
    }
    return real.hasPrefix("/proc/") ? .inPlace : .replaced(path: real, mode: facts.mode)
  }

  /// The open file of this process that the path stands for; nil where it stands for none.
  private var namedStream: Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    case _:
      let prefix = ["/dev/fd/", "/proc/self/fd/"].first(where: path.hasPrefix)
      return prefix.flatMap { Int32(path.dropFirst($0.count)) }
    }
  }

  private func writeInPlace(_ bytes: [UInt8]) -> Int32? {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY
    let isPipe = FileFacts(path)?.isPipe ?? false
    let descriptor = isPipe ? openPipe(flags) : open(path, flags, 0o666)
    guard descriptor >= 0 else { return errno }
    let error = Self.write(bytes, to: descriptor)
    return close(descriptor) == 0 ? error : error ?? errno
  }

  /// A pipe that nobody reads is waited for, and not for ever: a command that hangs says nothing.
  private func openPipe(_ flags: Int32) -> Int32 {
    for _ in 0..<60 {
      let descriptor = open(path, flags | O_NONBLOCK)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
      }
      guard errno == ENXIO || errno == EINTR else { return -1 }
      usleep(50_000)
    }
    errno = ENXIO
    return -1
  }

  private func replace(_ path: String, _ mode: mode_t?, _ bytes: [UInt8]) -> Int32? {
    let draft = Self.draft(of: path)
    let descriptor = Self.openDraft(draft, mode)
    guard descriptor >= 0 else { return errno }
    var error = Self.write(bytes, to: descriptor)
    if error == nil, let mode, fchmod(descriptor, mode) != 0 { error = errno }
    if error == nil, fsync(descriptor) != 0 { error = errno }
    if close(descriptor) != 0 { error = error ?? errno }
    guard error == nil else {
      unlink(draft)
      return error
    }
    guard rename(draft, path) != 0 else { return nil }
    error = errno
    unlink(draft)
    // A file that is mounted by itself, as into a container, keeps its place.
    return error == EBUSY ? writeInPlace(bytes) : error
  }

  /// Writes all bytes; the error where it could not.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else {
        if written < 0, errno == EINTR { continue }
        if written < 0, errno == EAGAIN {
          // Whoever gave the descriptor made it one that does not wait.
          var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&poller, 1, -1)
          continue
        }
        return written == 0 ? ENOSPC : errno
      }
      rest = rest.dropFirst(written)
    }
    return nil
  }
}

extension Problem {
  static func outputIsStore(_ path: String) -> Problem {
    Problem(
      "output-is-store",
      "The file '\(path)' is a store or belongs to one, so nothing is written over it.",
      hint: "Name another file.")
  }

  static func outputIsSettings(_ path: String) -> Problem {
    Problem(
      "output-is-settings",
      "The file '\(path)' is the settings in use, so nothing is written over it.",
      hint: "Name another file.")
  }

  /// - Parameter input: The file or folder as the command or the settings name it.
  static func outputIsInput(_ path: String, _ input: String) -> Problem {
    Problem(
      "output-is-input",
      "The file '\(path)' belongs to what is read (\(input)), so nothing is written there.",
      hint: "Name another file.")
  }

  static func outputIsDocument(_ path: String, _ kind: DocumentKind) -> Problem {
    Problem(
      "output-is-document",
      "The file '\(path)' holds \(kind.words), so nothing is written over it.",
      hint: "Name another file, or take this one away.")
  }

  static func outputUnwritable(_ what: String, _ error: Int32) -> Problem {
    guard error != ENOSPC, error != EDQUOT else {
      return Problem(
        "disk-full", "\(what) could not be written whole: there is no room left.",
        hint: "Free some space and run the command again.")
    }
    return Problem(
      "output-unwritable",
      "\(what) cannot be written: \(String(cString: strerror(error)).lowercased()).",
      hint: [
        EPIPE: "Whatever read it has ended before the end.",
        ENXIO: "Nothing reads it: start its reader first.",
        EISDIR: "Name a file in it.", EBADF: "It is not open for writing.",
      ][error] ?? "Check that its folder exists and may be written by you.")
  }
}

import ConfigurationModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of one file or of standard input in chunks, decompressed where they are gzip.
final class InputBytes {
  private let path: String
  private let descriptor: Int32
  private let buffer: UnsafeMutableRawBufferPointer
  private let limits: InputLimits
  private var gunzip: Gunzip?
  private var fileSize = 0
  private var consumed = 0
  private var produced = 0
  private var isStarted = false

  /// Opens `path`, `-` for standard input. Refuses what is not a regular file: reading a pipe or a
  /// device could wait for ever.
  init(_ path: String, limits: InputLimits = InputLimits()) throws(Problem) {
    self.path = path
    self.limits = limits
    buffer = .allocate(byteCount: 1 << 18, alignment: 16)
    guard path != "-" else {
      descriptor = 0
      return
    }
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadableFile(path, reason: String(cString: strerror(errno)))
    }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw .notAFile(path)
    }
    fileSize = Int(facts.st_size)
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
    buffer.deallocate()
  }

  /// The next chunk, valid until the next call; nil at the end.
  func next() throws(Problem) -> UnsafeRawBufferPointer? {
    if let gunzip { return try nextDecompressed(gunzip) }
    let count = try fill()
    let chunk = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    guard !isStarted else { return count == 0 ? nil : chunk }
    isStarted = true
    guard !chunk.isUTF16 else { throw .utf16File(path) }
    guard chunk.starts(with: [0x1F, 0x8B]) else { return count == 0 ? nil : chunk }
    let gunzip = Gunzip()
    self.gunzip = gunzip
    gunzip.feed(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    return try nextDecompressed(gunzip)
  }

  private func nextDecompressed(_ gunzip: Gunzip) throws(Problem) -> UnsafeRawBufferPointer? {
    while true {
      let chunk = try decompress(gunzip)
      if !chunk.isEmpty { return chunk }
      guard gunzip.needsInput else { continue }
      let count = try fill()
      guard count > 0 else {
        guard gunzip.isAtEnd else { throw .truncatedGzip(path) }
        return nil
      }
      gunzip.feed(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func decompress(_ gunzip: Gunzip) throws(Problem) -> UnsafeRawBufferPointer {
    let outcome = Result { () throws(Gunzip.Failure) in try gunzip.next() }
    guard case .success(let chunk) = outcome else { throw .corruptGzip(path) }
    produced += chunk.count
    let limit = max(limits.decompressed, limits.ratio * max(fileSize, consumed))
    guard produced <= limit else { throw .gzipBomb(path, limit: limit) }
    return chunk
  }

  // A whole buffer where there is one, so that a slow pipe does not make small chunks.
  private func fill() throws(Problem) -> Int {
    var count = 0
    while count < buffer.count {
      let got = read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw .unreadableFile(path, reason: String(cString: strerror(errno)))
      }
      if got == 0 { break }
      count += got
    }
    consumed += count
    return count
  }
}

extension UnsafeRawBufferPointer {
  /// Whether a text begins with UTF-16's mark, or with an ASCII character and a zero byte.
  fileprivate var isUTF16: Bool {
    guard count >= 2 else { return false }
    let start = (self[0], self[1])
    return start == (0xFF, 0xFE) || start == (0xFE, 0xFF) || start.0 == 0 && start.1 != 0
      || start.0 != 0 && start.1 == 0
  }
}

/// How far gzip data may grow: to the larger of a size in bytes and a multiple of its own.
struct InputLimits: Sendable {
  var decompressed = 1 << 30
  var ratio = 200
}

extension InputBytes {
  /// The first `limit` bytes of an input, and whether that is all of it.
  static func prefix(of path: String, limit: Int) throws(Problem) -> (bytes: [UInt8], isWhole: Bool)
  {
    let input = try InputBytes(path)
    var bytes: [UInt8] = []
    while let chunk = try input.next() {
      guard bytes.count + chunk.count <= limit else {
        bytes += chunk.prefix(limit - bytes.count)
        return (bytes, false)
      }
      bytes += chunk
    }
    return (bytes, true)
  }
}

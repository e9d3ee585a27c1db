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
  /// A file that this process holds, and what is left of the piece of it that was opened.
  private var held: (file: HeldFolder.Reading, rest: ArraySlice<UInt8>)?
  private let buffer: UnsafeMutableRawBufferPointer
  private let limits: InputLimits
  private var gunzip: Gunzip?
  private var transcoder: UTF16Transcoder?
  private var fileSize = 0
  private var consumed = 0
  private var produced = 0
  private var isStarted = false
  private var isBegun = false

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
    if let (folder, place) = HeldFolder.at(path) {
      guard let file = folder.reading(of: place) else { throw .notHeld(path) }
      (descriptor, held, fileSize) = (-1, (file, []), file.count)
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

  /// The next chunk as UTF-8, valid until the next call; nil at the end.
  func next() throws(Problem) -> UnsafeRawBufferPointer? {
    if let transcoder { return try nextTranscoded(transcoder) }
    guard let chunk = try nextPlain() else { return nil }
    defer { isBegun = true }
    guard !isBegun, let order = UTF16Transcoder.Order(chunk) else { return chunk }
    let transcoder = UTF16Transcoder(order)
    self.transcoder = transcoder
    let text = transcoder.transcoded(chunk)
    return text.isEmpty ? try nextTranscoded(transcoder) : text
  }

  /// PowerShell writes what is redirected as UTF-16 (about_Redirection, Windows PowerShell 5.1).
  private func nextTranscoded(_ transcoder: UTF16Transcoder) throws(Problem)
    -> UnsafeRawBufferPointer?
  {
    while let chunk = try nextPlain() {
      let text = transcoder.transcoded(chunk)
      if !text.isEmpty { return text }
    }
    guard !transcoder.isCut else { throw .utf16File(path) }
    return nil
  }

  private func nextPlain() throws(Problem) -> UnsafeRawBufferPointer? {
    if let gunzip { return try nextDecompressed(gunzip) }
    let count = try fill()
    let chunk = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    guard !isStarted else { return count == 0 ? nil : chunk }
    isStarted = true
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
    var count = try fillFromHeld()
    while held == nil, count < buffer.count {
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

  /// Zero at the end, and where this process does not hold the file.
  private func fillFromHeld() throws(Problem) -> Int {
    guard var (file, rest) = held else { return 0 }
    if rest.isEmpty {
      do throws(HeldFolder.Unreadable) { rest = try file.next()[...] } catch {
        throw .notHeld(path)
      }
    }
    let chunk = rest.prefix(buffer.count)
    buffer.copyBytes(from: chunk)
    held = (file, rest.dropFirst(chunk.count))
    return chunk.count
  }
}

extension Problem {
  fileprivate static func notHeld(_ path: String) -> Problem {
    .unreadableFile(path, reason: "it is not held any more")
  }
}

/// UTF-16 as UTF-8, in chunks.
private final class UTF16Transcoder {
  enum Order {
    case little, big

    /// Of a text that begins with UTF-16's mark, or with an ASCII character and a zero byte; nil for
    /// every other one.
    init?(_ bytes: UnsafeRawBufferPointer) {
      guard bytes.count >= 2 else { return nil }
      switch (bytes[0], bytes[1]) {
      case (0xFF, 0xFE): self = .little
      case (0xFE, 0xFF): self = .big
      case (0, 1...): self = .big
      case (1..., 0): self = .little
      default: return nil
      }
    }
  }

  private let order: Order
  private var odd: UInt8?
  private var units: [UInt16] = []
  private var output = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 1)
  private var isStarted = false

  init(_ order: Order) { self.order = order }

  deinit { output.deallocate() }

  /// Whether the input ended within a character.
  var isCut: Bool { odd != nil || !units.isEmpty }

  /// Valid until the next call.
  func transcoded(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    for byte in bytes {
      guard let first = odd else {
        odd = byte
        continue
      }
      odd = nil
      let (high, low) = order == .big ? (first, byte) : (byte, first)
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    if !isStarted, units.first == 0xFEFF { units.removeFirst() }
    isStarted = isStarted || !bytes.isEmpty
    // The first half of a pair waits for the second.
    let waiting = units.last.flatMap { UTF16.isLeadSurrogate($0) ? $0 : nil }
    if waiting != nil { units.removeLast() }
    let text = String(decoding: units, as: UTF16.self).utf8
    units = waiting.map { [$0] } ?? []
    output.deallocate()
    output = .allocate(byteCount: text.count, alignment: 1)
    output.copyBytes(from: text)
    return UnsafeRawBufferPointer(output)
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

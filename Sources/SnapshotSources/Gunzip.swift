import CZlib
import ConfigurationModel

/// Decompresses gzip data (RFC 1952), of several members too, while it arrives.
final class Gunzip {
  enum Failure: Error { case corrupt }

  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer
  /// Whether the data so far ends where a member ends.
  private(set) var isAtEnd = false

  init(outputSize: Int = 1 << 18) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: outputSize, alignment: 16)
    // 16 more than the window's bits is zlib's way to say: a gzip header.
    let status = inflateInit2_(
      stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { preconditionFailure("There is no memory for zlib.") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  var needsInput: Bool { stream.pointee.avail_in == 0 }

  /// Gives the next compressed bytes, which must stay valid until `needsInput`.
  func feed(_ bytes: UnsafeMutableRawBufferPointer) {
    stream.pointee.next_in = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.pointee.avail_in = UInt32(bytes.count)
  }

  /// The next decompressed bytes, valid until the next call; empty where input is needed.
  func next() throws(Failure) -> UnsafeRawBufferPointer {
    if isAtEnd { try beginMember() }
    guard !needsInput else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(output.count)
    let status = inflate(stream, Z_NO_FLUSH)
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw .corrupt
    }
    isAtEnd = status == Z_STREAM_END
    return UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(output)[..<(output.count - Int(stream.pointee.avail_out))])
  }

  // Padding with zeros after a member is what tape and block writers leave; gzip skips it too.
  private func beginMember() throws(Failure) {
    while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
    }
    guard !needsInput else { return }
    guard inflateReset(stream) == Z_OK else { throw .corrupt }
    isAtEnd = false
  }
}

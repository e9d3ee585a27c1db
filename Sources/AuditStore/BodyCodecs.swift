import Foundation

/// The codecs of a store's dictionaries, each made once: to take a dictionary in costs more than to
/// read a body with it.
final class BodyCodecs: @unchecked Sendable {
  private let lock = NSLock()
  private let plain = BodyCodec()
  private var codecs: [Int64: BodyCodec] = [:]
  private var last: (dictionary: [UInt8], codec: BodyCodec)?

  /// The body; nil where the bytes are damaged. `load` is asked for a dictionary that is new here.
  func decompressed(
    _ bytes: [UInt8], dictionary: Int64?, load: (Int64) throws -> [UInt8]?
  ) rethrows -> [UInt8]? {
    try lock.withLock {
      let codec = try dictionary.map { try self.codec(of: $0, load) } ?? plain
      return bytes.withUnsafeBytes { codec.decompressed($0) }
    }
  }

  /// The same with the bytes of the dictionary, which is the last one's as a rule.
  func decompressed(_ bytes: [UInt8], dictionary: [UInt8]?) -> [UInt8]? {
    lock.withLock {
      guard let dictionary else { return bytes.withUnsafeBytes { plain.decompressed($0) } }
      if last?.dictionary != dictionary { last = (dictionary, BodyCodec(dictionary: dictionary)) }
      return bytes.withUnsafeBytes { last?.codec.decompressed($0) }
    }
  }

  private func codec(of dictionary: Int64, _ load: (Int64) throws -> [UInt8]?) rethrows
    -> BodyCodec
  {
    if let codec = codecs[dictionary] { return codec }
    let codec = BodyCodec(dictionary: try load(dictionary))
    codecs[dictionary] = codec
    return codec
  }
}

import ConfigurationJSON
import ConfigurationModel

/// All that a splitter says of one input.
struct Split: Equatable {
  /// `member/ordinal@offset text` of each item.
  var items: [String] = []
  var envelope: Result<ConfigurationValue, JSONError>
  /// The first error met in an item.
  var parseError: JSONError?

  /// The input, fed in chunks of the sizes that `chunkSize` gives for what is left.
  init(
    _ bytes: [UInt8], mode: ItemSplitter.Mode = .document, limits: (Int, Int) = (1 << 24, 1 << 24),
    isVectorized: Bool = true, chunkSize: (Int) -> Int
  ) {
    let splitter = ItemSplitter(
      mode: mode, itemLimit: limits.0, envelopeLimit: limits.1, isVectorized: isVectorized)
    let parser = JSONParser()
    envelope = .success(.null)
    do {
      var rest = bytes[...]
      while !rest.isEmpty {
        // A chunk's memory ends with the chunk, so that a late read is one of the wrong bytes.
        let chunk = Array(rest.prefix(chunkSize(rest.count)))
        rest = rest.dropFirst(chunk.count)
        try chunk.withUnsafeBytes { bytes in
          try splitter.feed(bytes) { item in
            let text = String(decoding: item.bytes, as: UTF8.self)
            items.append("\(item.member)/\(item.ordinal)@\(item.offset) \(text)")
            do throws(JSONError) {
              _ = try parser.parse(item.bytes)
            } catch {
              parseError = parseError ?? error
            }
          }
        }
      }
      envelope = .success(try splitter.finish())
    } catch {
      envelope = .failure(error as? JSONError ?? JSONError(.outOfMemory))
    }
  }

  /// Whether the envelope and every item are valid.
  var isAccepted: Bool { parseError == nil && envelope.error == nil }
}

extension Result where Failure == JSONError {
  var error: JSONError? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}

import Foundation
import GRDB

private let codecs = BodyCodecs()

/// The SQL function `plumb_configuration(body, dictionary)`: a stored body as JSON text.
let configurationFunction = DatabaseFunction("plumb_configuration", argumentCount: 2, pure: true) {
  values in
  guard let body = bytes(values[0]) else { return nil }
  return codecs.decompressed(body, dictionary: bytes(values[1]))
    .map { String(decoding: $0, as: UTF8.self) }
}

/// The bytes of a blob; nil for any other value.
private func bytes(_ value: DatabaseValue) -> [UInt8]? {
  switch value.storage {
  case .blob(let data): Array(data)
  case .null, .int64, .double, .string: nil
  }
}

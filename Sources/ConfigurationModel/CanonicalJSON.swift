extension ConfigurationValue {
  /// The one JSON text of this value: keys in byte order, no white space, elements as a sorted list
  /// where each is its own label, and otherwise as an object from label to element.
  package var canonicalJSON: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let number): bytes += number.utf8
    case .string(let string): string.writeJSON(to: &bytes)
    case .list(let values): Self.write(values, to: &bytes)
    case .object(let fields): Self.write(fields, to: &bytes)
    case .elements(let elements) where elements.areTheirLabels:
      Self.write(elements.inKeyOrder.map(\.value), to: &bytes)
    case .elements(let elements): Self.write(elements, to: &bytes)
    }
  }

  private static func write(_ values: [ConfigurationValue], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      value.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func write(_ fields: [String: ConfigurationValue], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\u{7B}"))
    for (index, field) in fields.inKeyOrder.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      field.key.writeJSON(to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      field.value.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "\u{7D}"))
  }
}

extension Dictionary<String, ConfigurationValue> {
  /// Whether every element is a string equal to its label: a plain set of strings.
  package var areTheirLabels: Bool {
    allSatisfy { label, value in value.string.map { $0.isIdentical(to: label) } ?? false }
  }
}

extension String {
  /// Appends this text as a JSON string (RFC 8259 section 7), escaping only what must be.
  fileprivate func writeJSON(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = self
    text.withUTF8 { text in
      // Nearly all texts are their own form.
      if text.allSatisfy({ !$0.isEscapedInJSON }) {
        bytes.append(contentsOf: text)
      } else {
        for byte in text { bytes.appendInJSON(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension UInt8 {
  fileprivate var isEscapedInJSON: Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
  }
}

extension [UInt8] {
  fileprivate mutating func appendInJSON(_ byte: UInt8) {
    guard byte.isEscapedInJSON else { return append(byte) }
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
    default: self += "\(byte < 0x10 ? "u000" : "u00")\(String(byte, radix: 16))".utf8
    }
  }
}

extension ConfigurationValue {
  /// The one JSON text of this value: keys in byte order, no white space, elements as a sorted list
  /// where each is its own label, and otherwise as an object from label to element.
  package var canonicalJSON: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number
    case .string(let string): string.writeJSON(to: &text)
    case .list(let values): Self.write(values, to: &text)
    case .object(let fields): Self.write(fields, to: &text)
    case .elements(let elements) where elements.areTheirLabels:
      Self.write(elements.inKeyOrder.map(\.value), to: &text)
    case .elements(let elements): Self.write(elements, to: &text)
    }
  }

  private static func write(_ values: [ConfigurationValue], to text: inout String) {
    text += "["
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      value.write(to: &text)
    }
    text += "]"
  }

  private static func write(_ fields: [String: ConfigurationValue], to text: inout String) {
    text += "{"
    for (index, field) in fields.inKeyOrder.enumerated() {
      if index > 0 { text += "," }
      field.key.writeJSON(to: &text)
      text += ":"
      field.value.write(to: &text)
    }
    text += "}"
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
  package func writeJSON(to text: inout String) {
    text += "\""
    defer { text += "\"" }
    // Nearly all texts are their own form.
    if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      text += self
      return
    }
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

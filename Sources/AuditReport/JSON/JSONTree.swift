package import ConfigurationModel

/// A JSON text to be: objects keep the order in which they are written here.
package indirect enum JSONTree: Sendable {
  case null
  case bool(Bool)
  /// A number's text, as RFC 8259 section 6 writes it.
  case number(String)
  case string(String)
  case list([JSONTree])
  case object([Field])

  /// One key of an object with its value.
  package struct Field: Sendable {
    /// The key, not yet quoted.
    package let key: String
    /// What stands under the key.
    package let value: JSONTree

    /// Makes one field of an object; that no other field has this key is up to the caller.
    package init(key: String, value: JSONTree) {
      self.key = key
      self.value = value
    }
  }

  /// A number that is whole.
  package static func count(_ number: Int) -> JSONTree { .number(String(number)) }

  /// A moment as RFC 3339 text.
  package static func time(_ time: Timestamp) -> JSONTree { .string(time.description) }

  /// `null` where there is no text.
  package static func optional(_ text: String?) -> JSONTree { text.map(JSONTree.string) ?? .null }

  /// The value in the shape of `canonicalJSON`: a set of strings is a list, other elements are an
  /// object from label to element.
  package static func value(_ value: ConfigurationValue) -> JSONTree {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let text): .number(text)
    case .string(let text): .string(text)
    case .list(let values): .list(values.map(JSONTree.value))
    case .elements(let elements) where elements.areTheirLabels:
      .list(elements.inKeyOrder.map { .value($0.value) })
    case .object(let fields), .elements(let fields):
      .object(fields.inKeyOrder.map { Field(key: $0.key, value: .value($0.value)) })
    }
  }

  /// The text, two spaces a level, without a newline at its end.
  package var text: String {
    var text = ""
    write(to: &text, indentation: "")
    return text
  }

  private func write(to text: inout String, indentation: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number
    case .string(let string): text += string.jsonQuoted
    case .list(let values):
      Self.write(values, between: "[", "]", to: &text, indentation) { value, text, inner in
        value.write(to: &text, indentation: inner)
      }
    case .object(let fields):
      Self.write(fields, between: "{", "}", to: &text, indentation) { field, text, inner in
        text += field.key.jsonQuoted + ": "
        field.value.write(to: &text, indentation: inner)
      }
    }
  }

  private static func write<Part>(
    _ parts: [Part], between open: String, _ close: String, to text: inout String,
    _ indentation: String, each: (Part, inout String, String) -> Void
  ) {
    guard !parts.isEmpty else {
      text += open + close
      return
    }
    let inner = indentation + "  "
    for (index, part) in parts.enumerated() {
      text += (index == 0 ? open : ",") + "\n" + inner
      each(part, &text, inner)
    }
    text += "\n" + indentation + close
  }
}

extension JSONTree: ExpressibleByDictionaryLiteral {
  /// An object with its fields in the order of the literal.
  package init(dictionaryLiteral pairs: (String, JSONTree)...) {
    self = .object(pairs.map { Field(key: $0.0, value: $0.1) })
  }
}

extension JSONTree: ExpressibleByArrayLiteral {
  /// A list of the values in their order.
  package init(arrayLiteral values: JSONTree...) { self = .list(values) }
}

extension JSONTree: ExpressibleByStringLiteral {
  /// A string; it is quoted where it is written.
  package init(stringLiteral text: String) { self = .string(text) }
}

/// The object with the fields of the other after its own.
package func + (left: JSONTree, right: JSONTree) -> JSONTree {
  switch (left, right) {
  case (.object(let left), .object(let right)): .object(left + right)
  case (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.object, _): left
  }
}

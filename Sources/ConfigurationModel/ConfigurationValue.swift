/// One node of a resource's configuration: a JSON value, and one shape that JSON lacks, a collection
/// whose elements are found by name rather than by position.
///
/// Strings and keys are equal only where their UTF-8 bytes are: Swift's own string equality joins
/// canonically equivalent texts, and AWS does not.
package enum ConfigurationValue: Sendable {
  case null
  case bool(Bool)
  /// A number as canonical decimal text (`DecimalText`): never a binary float, so that 64-bit ids and
  /// decimals survive.
  case number(String)
  case string(String)
  /// A list in which order counts.
  case list([ConfigurationValue])
  case object([String: ConfigurationValue])
  /// A set or a keyed list: each element under its label. Order does not count.
  case elements([String: ConfigurationValue])
}

extension ConfigurationValue: Hashable {
  /// Whether both have the same shape and content, texts and keys byte by byte.
  package static func == (left: ConfigurationValue, right: ConfigurationValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.isIdentical(to: right)
    case (.list(let left), .list(let right)): left == right
    case (.object(let left), .object(let right)): areEqual(left, right)
    case (.elements(let left), .elements(let right)): areEqual(left, right)
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.object, _),
      (.elements, _):
      false
    }
  }

  private static func areEqual(
    _ left: [String: ConfigurationValue], _ right: [String: ConfigurationValue]
  ) -> Bool {
    left.count == right.count
      && left.allSatisfy { key, value in right.value(exactly: key) == value }
  }

  /// Hashes the content; of objects and elements only their number of fields, which costs nothing.
  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let text): hasher.combine(text)
    case .string(let text): hasher.combine(text)
    case .list(let values): hasher.combine(values)
    case .object(let fields): hasher.combine(fields.count)
    case .elements(let elements): hasher.combine(elements.count)
    }
  }
}

extension ConfigurationValue {
  /// The value under `key` of an object, or the element labelled `key`; nil for every other shape.
  package subscript(key: String) -> ConfigurationValue? {
    switch self {
    case .object(let fields), .elements(let fields): fields.value(exactly: key)
    case .null, .bool, .number, .string, .list: nil
    }
  }

  /// The text of a string; nil for every other shape.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The text of a scalar as a person would write it: strings without quotes, numbers, `true`,
  /// `null`; nil for lists, objects and elements.
  package var scalarText: String? {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let text), .string(let text): text
    case .list, .object, .elements: nil
    }
  }

  /// The values of a list, or of elements in the order of their labels; nil for every other shape.
  package var members: [ConfigurationValue]? {
    switch self {
    case .list(let values): values
    case .elements(let elements): elements.inKeyOrder.map(\.value)
    case .null, .bool, .number, .string, .object: nil
    }
  }
}

extension String {
  /// Whether both texts are the same bytes.
  package func isIdentical(to other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  /// Whether this text's UTF-8 bytes come before the other's: the one order used for everything
  /// written or hashed.
  package func precedes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension Dictionary where Key == String {
  /// The value whose key has exactly these bytes.
  package func value(exactly key: String) -> Value? {
    guard let index = index(forKey: key), self[index].key.isIdentical(to: key) else { return nil }
    return self[index].value
  }

  /// The pairs in the byte order of their keys.
  package var inKeyOrder: [(key: String, value: Value)] {
    sorted { $0.key.precedes($1.key) }
  }
}

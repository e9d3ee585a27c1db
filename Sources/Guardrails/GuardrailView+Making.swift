import ConfigurationDiff
import ConfigurationModel

// How views are written down.

extension GuardrailView {
  /// One row a resource of a type.
  static func resources(
    _ name: String, _ meaning: String, of types: ResourceType..., columns: [Column]
  ) -> GuardrailView {
    GuardrailView(
      name: name, meaning: meaning,
      sources: types.map { Source(type: $0, part: nil) { [Element("", $0)] } }, columns: columns)
  }

  /// One row an element of a top-level field.
  static func elements(
    _ name: String, _ meaning: String, of part: String, in types: ResourceType...,
    columns: [Column]
  ) -> GuardrailView {
    GuardrailView(
      name: name, meaning: meaning,
      sources: types.map { Source(type: $0, part: part) { $0[part].elements } }, columns: columns)
  }
}

extension GuardrailView.Source {
  /// Rows that are made of one top-level field, or of none in particular.
  init(
    type: ResourceType, part: String?,
    elements: @escaping @Sendable (ConfigurationValue) -> [GuardrailView.Element]
  ) {
    self.init(type: type, parts: part.map { [$0] } ?? [], elements: elements)
  }
}

extension GuardrailView.Column {
  static func text(
    _ name: String, _ meaning: String, _ parts: String...,
    read: @escaping @Sendable (GuardrailView.Element) -> String?
  ) -> Self {
    Self(name: name, form: .text, meaning: meaning, parts: parts) { element in
      read(element).map { .text($0) } ?? .null
    }
  }

  static func integer(
    _ name: String, _ meaning: String, _ parts: String...,
    read: @escaping @Sendable (GuardrailView.Element) -> Int64?
  ) -> Self {
    Self(name: name, form: .integer, meaning: meaning, parts: parts) { element in
      read(element).map { .integer($0) } ?? .null
    }
  }

  /// A field of the configuration, by the names that lead to it; the first is its part.
  static func text(_ name: String, _ meaning: String, at path: String...) -> Self {
    Self(name: name, form: .text, meaning: meaning, parts: [path[0]]) { element in
      element.value.at(path)?.presentText.map { .text($0) } ?? .null
    }
  }

  /// The same of a number, or of true (1) and false (0); what is not there is `absent`.
  static func integer(
    _ name: String, _ meaning: String, at path: String..., absent: Int64? = nil
  ) -> Self {
    Self(name: name, form: .integer, meaning: meaning, parts: [path[0]]) { element in
      (element.value.at(path)?.integer ?? absent).map { .integer($0) } ?? .null
    }
  }

  /// A field of an element of a list.
  static func own(_ name: String, _ meaning: String, _ field: String) -> Self {
    text(name, meaning) { $0.value[field]?.presentText }
  }
}

extension ConfigurationValue {
  func at(_ path: [String]) -> ConfigurationValue? {
    path.reduce(Optional(self)) { value, name in value.flatMap { $0[name] } }
  }

  /// The text of a scalar; nil for null, the empty text and all else.
  var presentText: String? {
    guard self != .null, let text = scalarText, !text.isEmpty else { return nil }
    return text
  }

  /// A whole number, also one that is written as text; true is 1 and false 0.
  var integer: Int64? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .number(let text): Int64(text)
    case .string("true"): 1
    case .string("false"): 0
    case .string(let text): Int64(text)
    case .null, .list, .object, .elements: nil
    }
  }

  /// The texts of a set or list, or of one text, as a JSON list; nil where there is none.
  var textList: String? {
    let texts = (members ?? [self]).compactMap(\.presentText)
    guard !texts.isEmpty else { return nil }
    return ConfigurationValue.list(texts.sorted { $0.precedes($1) }.map { .string($0) })
      .canonicalJSON
  }

  var isPresent: Bool {
    switch self {
    case .null: false
    case .list(let values): !values.isEmpty
    case .object(let fields), .elements(let fields): !fields.isEmpty
    case .bool, .number, .string: true
    }
  }
}

extension Optional<ConfigurationValue> {
  /// The members of a set or list, with what they are called.
  var elements: [GuardrailView.Element] {
    switch self {
    case .elements(let members)?: members.inKeyOrder.map { GuardrailView.Element($0.key, $0.value) }
    case .list(let values)?: values.map { GuardrailView.Element($0.label, $0) }
    case .object(let fields)?: fields.inKeyOrder.map { GuardrailView.Element($0.key, $0.value) }
    case .null?, .bool?, .number?, .string?, nil: []
    }
  }
}

import ConfigurationModel

/// One node of a document as it was written, with its line.
struct DocumentNode {
  enum Content {
    /// `isPlain` is false where the text is quoted, a block, or tagged as text.
    case scalar(String, isPlain: Bool)
    case list([DocumentNode])
    case mapping([Entry])
  }

  struct Entry {
    let key: String
    let keyLine: Int
    let value: DocumentNode
  }

  let content: Content
  /// From 1.
  let line: Int

  /// What a person calls this shape.
  var shape: String {
    switch content {
    case .scalar: isEmpty ? "nothing" : isNull ? "null" : "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Whether nothing is written there.
  var isEmpty: Bool {
    switch content {
    case .scalar(let text, let isPlain): text.isEmpty && isPlain
    case .list, .mapping: false
    }
  }

  /// Whether nothing, or null, is written there.
  var isNull: Bool { value == .null }

  /// The value as configurations have it. Plain scalars are `null`, booleans and numbers as in YAML
  /// 1.2's core schema (section 10.3.2), but a number only where it is written in its one spelling:
  /// `012`, `0x1F` and `+1` are texts, because they are more often names than numbers, and so are
  /// `13.10`, `1.0` and `1e2`, which as numbers would lose what was written. Where the field that they
  /// are held against is a number, they are the number that they mean.
  var value: ConfigurationValue {
    switch content {
    case .scalar(let text, isPlain: true): Self.resolved(text)
    case .scalar(let text, isPlain: false): .string(text)
    case .list(let nodes): .list(nodes.map(\.value))
    case .mapping(let entries):
      .object(Dictionary(entries.map { ($0.key, $0.value.value) }) { first, _ in first })
    }
  }

  /// The value as JSON has it: a number may be written in any way that JSON knows.
  var jsonValue: ConfigurationValue {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain ? DecimalText.canonical(text).map { .number($0) } ?? value : value
    case .list(let nodes): .list(nodes.map(\.jsonValue))
    case .mapping(let entries):
      .object(Dictionary(entries.map { ($0.key, $0.value.jsonValue) }) { first, _ in first })
    }
  }

  private static func resolved(_ text: String) -> ConfigurationValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: DecimalText.canonical(text) == text ? .number(text) : .string(text)
    }
  }
}

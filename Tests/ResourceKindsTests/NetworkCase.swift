import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// One document of a kind, and what single changes to its text must be read as.
struct NetworkCase: CustomTestStringConvertible {
  let kind: ResourceKind
  /// As the CLI prints an item.
  let cli: String
  /// An AWS Config item of the same; nil where the spelling differs by first letters only.
  var config: String?
  let changes: [Change]

  /// A text of the document replaced, and the edits and assessments expected of it.
  struct Change {
    let text: String
    let by: String
    let edits: [String]
  }

  var testDescription: String { kind.type.name }

  func document() throws -> ConfigurationValue { try fixture(cli) }

  func configItem() throws -> ConfigurationValue {
    try config.map(fixture) ?? document().asConfigItem
  }
}

let ownAccount = NormalizationContext(account: "111122223333")

extension ResourceKind {
  func cli(_ document: ConfigurationValue) -> ConfigurationValue {
    normalized(document, form: .cli, context: ownAccount)
  }

  /// Each edit as a person reads it: `added Routes[0.0.0.0/0] high: 0.0.0.0/0 now goes to igw-1`.
  func reading(of edit: Edit) -> String {
    let assessment = assess(edit)
    let severity = assessment.map { " \($0.severity.word)" } ?? ""
    let sentence = assessment?.sentence.map { ": \($0)" } ?? ""
    return "\(edit.word.rawValue) \(edit.path.text)\(severity)\(sentence)"
  }
}

extension ConfigurationValue {
  /// The document as AWS Config writes one: first letters small, nulls where nothing is, tags again
  /// beside it as a map.
  var asConfigItem: ConfigurationValue {
    guard case .object(var fields) = decapitalized else { return self }
    let tags = fields["tags"] ?? fields["tagSet"] ?? .list([])
    let pairs = (tags.members ?? []).map { ($0["key"]?.string ?? "", $0["value"] ?? .null) }
    fields["neverHeardOf"] = .null
    return .object([
      "configuration": .object(fields), "supplementaryConfiguration": .object([:]),
      "tags": .object(Dictionary(uniqueKeysWithValues: pairs)),
    ])
  }

  private var decapitalized: ConfigurationValue {
    switch self {
    case .object(let fields):
      let pairs = fields.map { ($0.key.prefix(1).lowercased() + $0.key.dropFirst(), $0.value) }
      return .object(Dictionary(uniqueKeysWithValues: pairs).mapValues(\.decapitalized))
    case .list(let values): return .list(values.map(\.decapitalized))
    case .elements, .null, .bool, .number, .string: return self
    }
  }

  /// This document with the lists shuffled whose order the kind's rules say does not count.
  func shuffled(by rules: [NormalizationRule], using random: inout SeededGenerator)
    -> ConfigurationValue
  {
    var value = self
    for rule in rules {
      guard let path = rule.unorderedPath else { continue }
      value = value.transformed(at: path) { list in
        guard case .list(let members) = list else { return list }
        return .list(members.shuffled(using: &random))
      }
    }
    return value
  }
}

extension NormalizationRule {
  fileprivate var unorderedPath: FieldPath? {
    switch self {
    case .set(let path), .keyed(let path, _), .tags(let path), .permissions(let path, _),
      .networkAclEntries(let path):
      path
    default: nil
    }
  }
}

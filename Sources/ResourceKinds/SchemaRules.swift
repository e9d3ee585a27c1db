import ConfigurationDiff
import ConfigurationModel

/// What CloudFormation's schema of a type says of its documents: which lists have no order, which texts are JSON or
/// have no letter case, and where its tags are.
///
/// For types without a kind of their own. The letters are those of `Scripts/generate-schema-rules.py`.
enum SchemaRules {
  /// The rules of a type, in the order in which they apply; none where it has no schema.
  static func of(_ type: ResourceType) -> [NormalizationRule] {
    guard let line = lines[type.name] else { return [] }
    let parts = line.split(separator: "|").dropFirst()
    func paths(_ letter: String) -> [Substring] {
      let part = parts.first { $0.hasPrefix("\(letter):") }
      return part?.dropFirst(2).split(separator: ",") ?? []
    }
    let single = order.flatMap { letter, rule in paths(letter).map { rule(FieldPath(String($0))) } }
    let lists = paths("s").map { (isInner: $0.contains("[]"), path: FieldPath(String($0))) }
    return single
      + .labelling(
        lists.filter { !$0.isInner }.map { .unordered($0.path) },
        inside: lists.filter(\.isInner).map { .unordered($0.path) })
  }

  /// A list is labelled by what its members hold, so that comes after these.
  private static let order: [(letter: String, rule: @Sendable (FieldPath) -> NormalizationRule)] = [
    ("t", { .tags($0) }), ("j", { .document($0) }), ("l", { .lowercased($0) }),
  ]

  private static let lines: [String: Substring] = {
    let texts = [
      SchemaTexts.a, SchemaTexts.caToD, SchemaTexts.eToL, SchemaTexts.mToR, SchemaTexts.sTo,
    ]
    let lines = texts.flatMap { $0.split(separator: "\n") }
    return Dictionary(uniqueKeysWithValues: lines.map { (String($0.prefix { $0 != "|" }), $0) })
  }()
}

/// The table as it is written, in as many texts as files.
enum SchemaTexts {}

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
    return order.flatMap { letter, rule in
      let part = parts.first { $0.hasPrefix("\(letter):") }
      let paths = part?.dropFirst(2).split(separator: ",") ?? []
      // What was written out with its labels shows its inner lists once the outer ones are lists again.
      let inner = letter == "s" ? paths.filter { $0.contains("[]") } : []
      return (paths + inner).map { rule(FieldPath(String($0))) }
    }
  }

  /// A list is labelled by what its members hold, so that comes last.
  private static let order: [(letter: String, rule: @Sendable (FieldPath) -> NormalizationRule)] = [
    ("t", { .tags($0) }), ("j", { .document($0) }), ("l", { .lowercased($0) }),
    ("s", { .unordered($0) }),
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

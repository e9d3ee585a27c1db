@testable import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// What the declared rules of a kind say that one changed leaf must come to.
enum Prediction: Equatable {
  /// The leaf is no configuration.
  case nothing
  /// One edit, at this path.
  case one(String)
  /// The leaf is part of what its element is called: one is removed, another added.
  case replaced
  /// The leaf is a secret: one edit between two digests.
  case secret
  /// A rule that reads by meaning covers the leaf: at least one edit, which the rule decides.
  case meaning(String)
}

extension Prediction {
  init(of leaf: Leaf, in sample: Sample) {
    let rules = sample.kind.rules
    if rules.contains(where: { $0.drops(leaf) }) {
      self = .nothing
    } else if sample.kind.secrets.contains(where: { $0.covers(leaf.steps[...]) != nil }) {
      self = .secret
    } else if let rule = rules.lazy.compactMap({ $0.meaning(of: leaf) }).first {
      self = .meaning(rule)
    } else {
      self = Self.path(of: leaf, in: sample.document, rules)
    }
  }

  private static func path(
    of leaf: Leaf, in document: ConfigurationValue, _ rules: [NormalizationRule]
  ) -> Prediction {
    var path = ConfigurationPath.root
    var rest = leaf.steps[...]
    while let step = rest.popFirst() {
      let above = leaf.steps[..<rest.startIndex].dropLast()
      guard case .index = step, let member = document.value(at: leaf.steps[..<rest.startIndex])
      else {
        path = path.appending(step)
        continue
      }
      switch rules.lazy.compactMap({ $0.labelling(Array(above)) }).first {
      case nil: path = path.appending(step)
      case .whole?: return .replaced
      case .fields(let names)?:
        guard let label = member.label(fromFirstOf: names) else { return .replaced }
        let used = names.first { $0.split(separator: "+").allSatisfy { member[String($0)] != nil } }
        if case .key(let field)? = rest.first, rest.count == 1,
          used?.split(separator: "+").contains(Substring(field)) == true
        {
          return .replaced
        }
        path = path.appending(.element(label))
      case .tag?:
        guard case .key(let field)? = rest.first,
          let key = member["Key"] ?? member["key"] ?? member["TagKey"], let label = key.string
        else { return .meaning("tags") }
        if field.lowercased().hasSuffix("key") { return .replaced }
        return .one(path.appending(.element(label)).text)
      }
    }
    return .one(path.text)
  }
}

/// How a rule names the members of a list.
enum Labelling { case whole, tag, fields([String]) }

extension NormalizationRule {
  fileprivate func drops(_ leaf: Leaf) -> Bool {
    guard case .dropped(let path) = self else { return false }
    return path.covers(leaf.steps[...]) != nil
  }

  /// The rule's name where it reads what stands around the leaf by meaning, or moves it.
  fileprivate func meaning(of leaf: Leaf) -> String? {
    let (name, path): (String, FieldPath)
    switch self {
    case .renamed(let path, let to): (name, path) = ("renamed to \(to)", path)
    case .document(let path): (name, path) = ("document", path)
    case .policy(let path): (name, path) = ("policy", path)
    case .permissions(let path, _): (name, path) = ("permissions", path)
    case .networkAclEntries(let path): (name, path) = ("networkAclEntries", path)
    case .lifted(let path): (name, path) = ("lifted", path)
    case .pairs(let path, _, _): (name, path) = ("pairs", path)
    case .picked(let path, _): (name, path) = ("picked", path)
    case .single(let path): (name, path) = ("single", path)
    case .promoted(let path, _, _, _): (name, path) = ("promoted", path)
    case .capitalized(let path, _): (name, path) = ("capitalized", path)
    case .dropped, .defaulted, .set, .keyed, .tags, .addressBlock, .number, .text, .lowercased,
      .moment, .withoutNulls, .spelled, .nullAs, .completed:
      return nil
    }
    return path.covers(leaf.steps[...]) == nil ? nil : name
  }

  fileprivate func labelling(_ list: [ConfigurationPath.Step]) -> Labelling? {
    func isMeant(_ path: FieldPath) -> Bool { path.covers(list[...])?.isEmpty == true }
    switch self {
    case .set(let path): return isMeant(path) ? .whole : nil
    case .keyed(let path, let fields): return isMeant(path) ? .fields(fields) : nil
    case .tags(let path): return isMeant(path) ? .tag : nil
    default: return nil
    }
  }
}

extension FieldPath {
  /// What of the steps is below the place this path names; nil where it names another.
  func covers(_ steps: ArraySlice<ConfigurationPath.Step>) -> ArraySlice<ConfigurationPath.Step>? {
    Self.covers(self.steps[...], steps)
  }

  private static func covers(
    _ pattern: ArraySlice<Step>, _ steps: ArraySlice<ConfigurationPath.Step>
  ) -> ArraySlice<ConfigurationPath.Step>? {
    guard let first = pattern.first else { return steps }
    if first == .anyDepth {
      return covers(pattern.dropFirst(), steps)
        ?? (steps.isEmpty ? nil : covers(pattern, steps.dropFirst()))
    }
    guard let step = steps.first else { return nil }
    switch (first, step) {
    case (.key(let name), .key(let key)):
      return name.isIdentical(to: key) ? covers(pattern.dropFirst(), steps.dropFirst()) : nil
    case (.members, .index), (.fields, .key):
      return covers(pattern.dropFirst(), steps.dropFirst())
    default: return nil
    }
  }
}

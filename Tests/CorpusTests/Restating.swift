@testable import ConfigurationDiff
import ConfigurationModel

/// A leaf and its document on their way through the rules that leave out fields and move what is below others, told
/// anew from what the rules are said to do.
struct Restating {
  private(set) var steps: [ConfigurationPath.Step]
  private(set) var document: ConfigurationValue
  /// Whether nothing is left of the leaf.
  private(set) var isGone = false
  /// The first rule that reads the leaf by meaning.
  private(set) var meaning: String?

  init(_ leaf: Leaf, in document: ConfigurationValue, _ rules: [NormalizationRule]) {
    (steps, self.document) = (leaf.steps, document)
    for rule in rules where !isGone {
      if meaning == nil { meaning = rule.meaning(of: Leaf(steps: steps)) }
      follow(rule)
    }
  }

  private mutating func follow(_ rule: NormalizationRule) {
    switch rule {
    case .dropped(let path):
      isGone = path.covers(steps[...]) != nil
      document = document.lacking(path.steps[...])
    case .only(let path, let names): keep(names, at: path)
    case .superseded(let field, let other):
      let isSaid = document[other].map { $0 != .null } ?? false
      isGone = isSaid && steps.first == .key(field)
    case .without(let path, let field, let texts): leaveOut(path, field, texts)
    case .picked(let path, let names): pick(names, at: path)
    case .single(let path): takeOnly(path)
    case .lifted(let path): lift(path)
    case .pairs(let path, _, let field): pair(path, field)
    case .renamed(let path, let name): rename(path, to: name)
    case .marked(let path, _, let flag, let name): mark(path, flag, to: name)
    case .droppedMoment, .defaulted, .document, .policy, .policies, .set, .unordered, .keyed, .tags,
      .permissions, .networkAclEntries, .addressBlock, .number, .text, .lowercased, .moment,
      .withoutNulls, .capitalized, .spelled, .nullAs, .promoted, .distinct, .inverted,
      .named, .completed:
      break
    }
  }

  /// How many steps lead to the place that a rule speaks of; nil where the leaf is not below it.
  private func depth(_ path: FieldPath) -> Int? { path.covers(steps[...])?.startIndex }

  private mutating func keep(_ names: [String], at path: FieldPath) {
    guard let depth = depth(path), depth < steps.count, case .key(let name) = steps[depth] else {
      return
    }
    isGone = !names.contains(name)
  }

  private mutating func leaveOut(_ path: FieldPath, _ field: String, _ texts: [String]) {
    guard let depth = depth(path), depth < steps.count,
      let member = document.value(at: steps[...depth]), let said = member[field]?.scalarText
    else { return }
    isGone = texts.contains { said.contains($0) }
  }

  private mutating func pick(_ names: [String], at path: FieldPath) {
    guard let depth = depth(path), depth < steps.count, case .key(let name) = steps[depth],
      let holder = document.value(at: steps[..<depth])
    else { return }
    let there = names.filter { holder[$0] != nil }
    guard let chosen = there.first(where: { holder[$0] != .null }) ?? there.first else { return }
    isGone = chosen != name
    restate(steps[..<depth]) { $0[chosen] ?? $0 }
    steps.remove(at: depth)
  }

  /// A list of nothing says as much as none, whatever it is called.
  private mutating func pair(_ path: FieldPath, _ field: String) {
    guard let depth = depth(path), depth < steps.count else { return }
    isGone = document.value(at: steps[...depth])?[field]?.members?.isEmpty == true
  }

  private mutating func takeOnly(_ path: FieldPath) {
    guard let depth = depth(path), depth < steps.count,
      document.value(at: steps[..<depth])?.members?.count == 1
    else { return }
    restate(steps[..<depth]) { $0.members?.first ?? $0 }
    steps.remove(at: depth)
  }

  private mutating func lift(_ path: FieldPath) {
    guard let depth = depth(path), depth > 0, depth < steps.count,
      case (.key(let holder), .key(let name)) = (steps[depth - 1], steps[depth]),
      case .object(var outer)? = document.value(at: steps[..<(depth - 1)]),
      case .object(let inner)? = outer[holder]
    else { return }
    outer[holder] = nil
    isGone = outer[name] != nil
    for (key, value) in inner where outer[key] == nil { outer[key] = value }
    restate(steps[..<(depth - 1)]) { _ in .object(outer) }
    steps.remove(at: depth - 1)
  }

  /// What a flag says stands in another field.
  private mutating func mark(_ path: FieldPath, _ flag: String, to name: String) {
    guard let depth = depth(path), depth > 0, steps.last == .key(flag) else { return }
    steps = steps[..<(depth - 1)] + [.key(name)]
  }

  private mutating func rename(_ path: FieldPath, to name: String) {
    guard let depth = depth(path), depth > 0, case .key(let old) = steps[depth - 1],
      case .object(var fields)? = document.value(at: steps[..<(depth - 1)]), fields[name] == nil
    else { return }
    fields[name] = fields.removeValue(forKey: old)
    restate(steps[..<(depth - 1)]) { _ in .object(fields) }
    steps[depth - 1] = .key(name)
  }

  private mutating func restate(
    _ place: ArraySlice<ConfigurationPath.Step>,
    _ change: (ConfigurationValue) -> ConfigurationValue
  ) {
    document = document.replacing(place, with: change)
  }
}

extension ConfigurationValue {
  /// This value without the fields that a rule names.
  fileprivate func lacking(_ path: ArraySlice<FieldPath.Step>) -> ConfigurationValue {
    guard let step = path.first else { return self }
    let rest = path.dropFirst()
    switch (step, self) {
    case (.key(let name), .object(var fields)):
      fields[name] = rest.isEmpty ? nil : fields[name]?.lacking(rest)
      return .object(fields)
    case (.members, .list(let values)): return .list(values.map { $0.lacking(rest) })
    case (.fields, .object(let fields)): return .object(fields.mapValues { $0.lacking(rest) })
    case (.anyDepth, .list(let values)): return .list(values.map { $0.lacking(path) }).lacking(rest)
    case (.anyDepth, .object(let fields)):
      return .object(fields.mapValues { $0.lacking(path) }).lacking(rest)
    default: return self
    }
  }

  /// This value with what stands at the steps replaced.
  fileprivate func replacing(
    _ steps: ArraySlice<ConfigurationPath.Step>,
    with change: (ConfigurationValue) -> ConfigurationValue
  ) -> ConfigurationValue {
    guard let step = steps.first else { return change(self) }
    switch (step, self) {
    case (.index(let index), .list(var values)) where values.indices.contains(index):
      values[index] = values[index].replacing(steps.dropFirst(), with: change)
      return .list(values)
    case (.key(let key), .object(var fields)):
      fields[key] = fields[key]?.replacing(steps.dropFirst(), with: change)
      return .object(fields)
    default: return self
    }
  }
}

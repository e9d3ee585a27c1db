package import ConfigurationModel

extension ConfigurationValue {
  /// The members of a list, or of a map from label to member, as elements under the label that
  /// `label` finds in each; a member without one keeps the label it has, or is labelled by itself.
  /// Members of one label are numbered: `x`, `x (2)`. Null is no members; other values stay as they
  /// are.
  package func labelled(by label: (ConfigurationValue) -> String?) -> ConfigurationValue {
    switch self {
    case .list(let values):
      .elements(numbered(values.map { (label($0) ?? $0.label, $0) }))
    case .object(let members), .elements(let members):
      .elements(numbered(members.inKeyOrder.map { (label($0.value) ?? $0.key, $0.value) }))
    case .null: .elements([:])
    case .bool, .number, .string: self
    }
  }

  /// What a member of a set is called: a scalar's text, anything else's canonical JSON.
  package var label: String { scalarText ?? canonicalJSON }

  /// The text of the first of the fields that is there and not null; `A+B` joins two by a space.
  package func label(fromFirstOf fields: [String]) -> String? {
    for field in fields {
      let texts = field.split(separator: "+").map { self[String($0)]?.scalarText }
      let found = texts.compactMap { $0 == "null" ? nil : $0 }
      if found.count == texts.count { return found.joined(separator: " ") }
    }
    return nil
  }

  /// A list of `Key`/`Value` (or `key`/`value`, `TagKey`/`TagValue`) objects, or a map, as elements
  /// from key to value, or to all its other fields where it has more (`PropagateAtLaunch` of an Auto
  /// Scaling group's tag). A list with a member of another shape stays a list; null is no tags.
  package var tagElements: ConfigurationValue {
    switch self {
    case .list(let values):
      let pairs = values.compactMap(\.tag)
      guard pairs.count == values.count else { return self }
      return .elements(numbered(pairs))
    case .object(let fields): return .elements(fields)
    case .null: return .elements([:])
    case .elements, .bool, .number, .string: return self
    }
  }

  private var tag: (String, ConfigurationValue)? {
    // Tags that are each their own value are written as a plain list of texts.
    if let text = string { return (text, self) }
    for (key, value) in [("Key", "Value"), ("key", "value"), ("TagKey", "TagValue")] {
      guard case .object(var fields) = self, let name = self[key]?.string else { continue }
      fields[key] = nil
      let isPlain = fields.keys.allSatisfy { $0.isIdentical(to: value) }
      return (name, isPlain ? self[value] ?? .string("") : .object(fields))
    }
    return nil
  }
}

/// Members under their labels; equal labels are told apart in the order of the members' own text,
/// not of their places.
func numbered(_ members: [(String, ConfigurationValue)]) -> [String: ConfigurationValue] {
  var elements: [String: ConfigurationValue] = [:]
  var repeated: [String: [ConfigurationValue]] = [:]
  for (label, value) in members where elements.updateValue(value, forKey: label) != nil {
    repeated[label] = []
  }
  guard !repeated.isEmpty else { return elements }
  for (label, value) in members where repeated[label] != nil { repeated[label]?.append(value) }
  for (label, values) in repeated {
    let sorted = values.sorted { $0.canonicalJSON.precedes($1.canonicalJSON) }
    for (index, value) in sorted.enumerated() {
      elements[index == 0 ? label : "\(label) (\(index + 1))"] = value
    }
  }
  return elements
}

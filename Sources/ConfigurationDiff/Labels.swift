package import ConfigurationModel

extension ConfigurationValue {
  /// The members of a list, or of a map from label to member, as elements under the label that
  /// `label` finds in each; a member without one keeps the label it has, or is labelled by itself.
  /// Members of one label are told apart (see `membersByLabel`). Null is no members; other values
  /// stay as they are.
  package func labelled(by label: (ConfigurationValue) -> String?) -> ConfigurationValue {
    switch self {
    case .list(let values):
      .elements(membersByLabel(values.map { (label($0) ?? $0.label, $0) }))
    case .object(let members), .elements(let members):
      .elements(membersByLabel(members.inKeyOrder.map { (label($0.value) ?? $0.key, $0.value) }))
    case .null: .elements([:])
    case .bool, .number, .string: self
    }
  }

  /// What a member of a set is called: a scalar's text, anything else's canonical JSON. A text that
  /// reads like something else is quoted as JSON, so that no two members but a number and its digits
  /// have one label.
  package var label: String {
    switch self {
    case .string(let text): text.readsLikeJSON ? canonicalJSON : text
    case .null, .bool, .number, .list, .object, .elements: scalarText ?? canonicalJSON
    }
  }

  /// The text of the first of the fields that is there and not null; `A+B` joins two by a space.
  package func label(fromFirstOf fields: [String]) -> String? {
    for field in fields {
      let texts = field.split(separator: "+").map { self[String($0)]?.scalarText }
      let found = texts.compactMap { $0 == "null" ? nil : $0 }
      guard found.count == texts.count else { continue }
      // Two texts must not make the one of two others: `a b` and `c`, `a` and `b c`.
      return found.count == 1 ? found[0] : found.map(\.asWord).joined(separator: " ")
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
      return .elements(membersByLabel(pairs))
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

extension String {
  /// Whether this text is how another value than a text is written.
  fileprivate var readsLikeJSON: Bool {
    ["true", "false", "null"].contains(self)
      || unicodeScalars.first.map { "{[\"".unicodeScalars.contains($0) } ?? false
  }

  /// The text as one word of a label: as it is, or as JSON where it has white space or quotes, or is
  /// empty.
  var asWord: String {
    // Nearly all are plain ASCII, which bytes tell.
    if !isEmpty, utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }) {
      return self
    }
    let isWord = !isEmpty && unicodeScalars.allSatisfy { $0 != "\"" && !$0.properties.isWhitespace }
    return isWord ? self : ConfigurationValue.string(self).canonicalJSON
  }

  /// The label without what is made to tell members of one label apart: `… ~DIGEST`, `… ~DIGEST (2)`.
  package var withoutMadeMark: String {
    guard readsLikeMadeLabel, let mark = lastIndex(of: "~") else { return self }
    return String(self[..<index(before: mark)])
  }

  /// Whether the text ends as labels end that are made to tell members apart: `… ~DIGEST`,
  /// `… ~DIGEST (2)`.
  fileprivate var readsLikeMadeLabel: Bool {
    guard utf8.count >= 34 else { return false }
    var rest = self[...]
    if rest.last == ")", let open = rest.lastIndex(of: "("), rest[..<open].hasSuffix(" ") {
      rest = rest[..<rest.index(before: open)]
    }
    guard rest.utf8.count >= 34, let mark = rest.lastIndex(of: "~") else { return false }
    return rest[..<mark].hasSuffix(" ") && TextDigest.isDigest(rest[rest.index(after: mark)...])
  }
}

/// Members under their labels, none lost and none mistaken for another.
///
/// A label that several different members have names none of them wholly, so each of these has a digest
/// of label and member besides, over their canonical JSON: `x ~0f1e…`; copies of one member are counted
/// (`x ~0f1e… (2)`). A member whose own label reads so has a digest too, so that no text can be made to
/// look like one.
func membersByLabel(_ members: [(String, ConfigurationValue)]) -> [String: ConfigurationValue] {
  var elements: [String: ConfigurationValue] = [:]
  var isPlain = true
  for (label, value) in members {
    let other = elements.updateValue(value, forKey: label)
    isPlain = isPlain && other == nil && !label.readsLikeMadeLabel
  }
  guard !isPlain else { return elements }
  elements = [:]
  // Texts that are canonically equivalent are one key of a dictionary, and come together here.
  for alike in Dictionary(grouping: members, by: \.0).values {
    let first = identity(of: alike[0])
    let isOne = alike.allSatisfy { identity(of: $0).isIdentical(to: first) }
    var copies: [TextDigest: Int] = [:]
    for (label, value) in alike {
      let digest = TextDigest(of: identity(of: (label, value)))
      let count = (copies[digest] ?? 0) + 1
      copies[digest] = count
      let isNamed = isOne && count == 1 && !label.readsLikeMadeLabel
      let made = "\(label) ~\(digest)" + (count == 1 ? "" : " (\(count))")
      elements[isNamed ? label : made] = value
    }
  }
  return elements
}

private func identity(of member: (label: String, value: ConfigurationValue)) -> String {
  ConfigurationValue.list([.string(member.label), member.value]).canonicalJSON
}

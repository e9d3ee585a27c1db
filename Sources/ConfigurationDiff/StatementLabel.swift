import ConfigurationModel

/// What a normalized statement is called: its Sid, or what it says, all of it.
///
/// `Allow s3:getobject on arn:aws:s3:::a for AWS *` where every part is a short plain text. Where one is
/// not, where the statement has an element that the grammar does not know, or where the label would be
/// long, the beginning of it and the digest of the whole statement's canonical JSON:
/// `Allow s3:getobject, s3:putobject, … #0f1e…`. So two statements have one label only if they are the
/// same. A Sid that reads like such a label, or like this, stands behind `Sid=`.
func statementLabel(_ statement: ConfigurationValue) -> String? {
  if let sid = statement["Sid"]?.scalarText { return sid.readsLikeContent ? "Sid=" + sid : sid }
  let words = StatementWords(statement)
  if words.isWhole, words.text.unicodeScalars.count <= 160 { return words.text }
  return "\(words.text.beginning) #\(TextDigest(of: statement.canonicalJSON))"
}

/// A statement in words, and whether they say all of it and can be read in one way only.
private struct StatementWords {
  private(set) var text: String
  private(set) var isWhole = true

  init(_ statement: ConfigurationValue) {
    text = statement["Effect"]?.label ?? ""
    var known: Set = ["Effect"]
    for (field, word) in [
      ("Action", ""), ("NotAction", " all but"), ("Resource", " on"),
      ("NotResource", " on all but"),
    ] {
      known.insert(field)
      if let value = statement[field] { text += word + " " + list(value) }
    }
    for (field, word) in [("Principal", " for"), ("NotPrincipal", " for all but")] {
      known.insert(field)
      if let value = statement[field] { text += word + " " + principals(value) }
    }
    if let conditions = statement["Condition"] { text += " if " + self.conditions(conditions) }
    known.insert("Condition")
    guard case .object(let fields) = statement, known.isSuperset(of: fields.keys) else {
      isWhole = false
      return
    }
  }

  /// The members of a set of texts.
  private mutating func list(_ value: ConfigurationValue) -> String {
    guard case .elements(let elements) = value, !elements.isEmpty, elements.areTheirLabels,
      elements.keys.allSatisfy(\.isPlainWord)
    else {
      isWhole = false
      return (value.members ?? [value]).map(\.label).joined(separator: ", ")
    }
    return elements.inKeyOrder.map(\.key).joined(separator: ", ")
  }

  /// Kinds of principals, each with its members.
  private mutating func principals(_ value: ConfigurationValue) -> String {
    guard case .object(let kinds) = value, !kinds.isEmpty else {
      isWhole = false
      return value.label
    }
    var all: [String] = []
    for (kind, members) in kinds.inKeyOrder {
      if !kind.isPlainWord { isWhole = false }
      all.append("\(kind) \(list(members))")
    }
    return all.joined(separator: " and ")
  }

  /// Operator, key and values of each condition.
  private mutating func conditions(_ value: ConfigurationValue) -> String {
    guard case .object(let operators) = value, !operators.isEmpty else {
      isWhole = false
      return value.label
    }
    var all: [String] = []
    for (name, operands) in operators.inKeyOrder {
      if !name.isPlainWord { isWhole = false }
      guard case .object(let keys) = operands, !keys.isEmpty else {
        isWhole = false
        all.append("\(name) \(operands.label)")
        continue
      }
      for (key, values) in keys.inKeyOrder {
        if !key.isPlainWord { isWhole = false }
        all.append("\(name) \(key) \(list(values))")
      }
    }
    return all.joined(separator: " and ")
  }
}

extension String {
  /// Whether a Sid reads like what a statement without one is called.
  fileprivate var readsLikeContent: Bool {
    ["Allow", "Deny"].contains { self == $0 || hasPrefix($0 + " ") } || hasPrefix("Sid=")
  }

  /// Whether the text can stand in a label without being taken for something else: no white space or
  /// comma, none of the label's own words, and no sign that begins a digest.
  fileprivate var isPlainWord: Bool {
    let words = ["all", "on", "for", "if", "and"]
    guard let first = unicodeScalars.first, first != "#", first != "~", !words.contains(self) else {
      return false
    }
    return unicodeScalars.allSatisfy { $0 > " " && $0 < "\u{7f}" && $0 != "," && $0 != "\"" }
  }

  /// The first words of a long label, 100 characters at most.
  fileprivate var beginning: String {
    guard unicodeScalars.count > 100 else { return self }
    let head = String(String.UnicodeScalarView(unicodeScalars.prefix(98)))
    let cut = head.lastIndex(of: " ").map { head[..<$0] } ?? head[...]
    return cut + " …"
  }
}

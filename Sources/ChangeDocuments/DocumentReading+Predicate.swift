import ConfigurationModel

/// The keys that make a mapping a condition rather than fields.
enum PredicateOperator: String, CaseIterable {
  case equals, oneOf, glob, within, subsetOf, actionsWithin, fields, all
}

extension DocumentReading {
  /// A condition on a value: a scalar is equality, a list a choice, a mapping of operators all of
  /// them, and any other mapping conditions on fields.
  mutating func predicate(_ node: DocumentNode) -> Predicate? {
    switch node.content {
    case .scalar where node.isEmpty:
      report(
        .wrongShape(
          "A condition", wanted: "a value (null where null is meant)", found: "nothing",
          at: place(node.line)))
      return nil
    case .scalar: return .equals(node.value)
    case .list: return members(node, "A choice").map { .oneOf($0.map(\.value)) }
    case .mapping(let entries): return predicate(entries, of: node)
    }
  }

  private mutating func predicate(_ entries: [DocumentNode.Entry], of node: DocumentNode)
    -> Predicate?
  {
    guard !entries.isEmpty else {
      report(
        .wrongShape("A condition", wanted: "a mapping", found: "an empty one", at: place(node.line))
      )
      return nil
    }
    let operators = entries.compactMap { PredicateOperator(rawValue: $0.key) }
    if operators.isEmpty { return fieldPredicate(entries) }
    guard operators.count == entries.count else {
      report(
        .contradiction(
          "This condition mixes operators (\(operators.map(\.rawValue).joined(separator: ", "))) "
            + "with fields.", hint: "Put the fields under 'fields'.", at: place(node.line)))
      return nil
    }
    let parts = zip(operators, entries).compactMap { predicate($0, $1.value) }
    guard parts.count == entries.count else { return nil }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func fieldPredicate(_ entries: [DocumentNode.Entry]) -> Predicate? {
    var fields: [String: Predicate] = [:]
    for entry in entries {
      fields[entry.key] =
        switch entry.key {
        case "ports":
          numbers(entry.value, "a port or a range of ports", form: "as 443 or 1000-2000")
        case "icmpType", "icmpCode":
          numbers(
            entry.value, "a number of ICMP or a range", form: "as 8, as 0-4, or as -1 for every one"
          ).map(\.everyICMP)
        default: predicate(entry.value)
        }
    }
    return .fields(fields)
  }

  /// `ports: 443`, `ports: 1000-2000` and `icmpType: 8` are ranges.
  private mutating func numbers(_ node: DocumentNode, _ what: String, form: String) -> Predicate? {
    guard case .scalar = node.content else { return predicate(node) }
    return parsed(node, what, form: form) { NumberRange(parsing: $0).map { .withinRange($0) } }
  }

  private mutating func predicate(_ name: PredicateOperator, _ node: DocumentNode) -> Predicate? {
    switch name {
    case .equals: return .equals(node.value)
    case .oneOf: return members(node, "'oneOf'").map { .oneOf($0.map(\.value)) }
    case .glob: return glob(node).map { .glob($0) }
    case .within: return within(node)
    case .subsetOf: return members(node, "'subsetOf'").map { .subsetOf($0.map(\.value)) }
    case .actionsWithin: return actions(node).map { .actionsWithin($0) }
    case .fields:
      guard let entries = entries(node, "'fields'") else { return nil }
      guard !entries.isEmpty else { return predicate(entries, of: node) }
      return fieldPredicate(entries)
    case .all:
      guard let members = members(node, "'all'") else { return nil }
      return .all(members.compactMap { predicate($0) })
    }
  }

  private mutating func within(_ node: DocumentNode) -> Predicate? {
    parsed(
      node, "an address block or a range", form: "as 10.0.0.0/8, 2001:db8::/32 or 1000-2000"
    ) { text in
      NumberRange(parsing: text).map { .withinRange($0) }
        ?? AddressBlock(parsing: text).map { .withinBlock($0) }
    }
  }

  private mutating func actions(_ node: DocumentNode) -> [String]? {
    if case .scalar = node.content { return text(node, "'actionsWithin'").map { [$0] } }
    return members(node, "'actionsWithin'")?.compactMap { text($0, "An action") }
  }
}

extension Predicate {
  /// -1 as what EC2 means by it for ICMP: every type, or every code.
  fileprivate var everyICMP: Predicate {
    guard case .withinRange(let range) = self, range.upper == -1, range.lower == -1 else {
      return self
    }
    return NumberRange(0, 255).map { .withinRange($0) } ?? self
  }
}

extension NumberRange {
  /// Parses `443`, `1000-2000`, `-1`, `-5--1`; nil for anything else.
  init?(parsing text: String) {
    if let number = Int(strictly: text[...]) {
      self.init(number, number)
      return
    }
    guard let dash = text.dropFirst().firstIndex(of: "-"), let lower = Int(strictly: text[..<dash]),
      let upper = Int(strictly: text[text.index(after: dash)...])
    else { return nil }
    self.init(lower, upper)
  }
}

extension Int {
  /// A whole number of digits, perhaps with a minus: no plus, and no zero before other digits, because
  /// YAML 1.1 reads `0443` as 291.
  fileprivate init?(strictly text: Substring) {
    guard let number = Int(text), String(number) == text else { return nil }
    self = number
  }
}

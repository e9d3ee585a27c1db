import ConfigurationModel

// What alert rules and guardrails are both written with.

extension DocumentReading {
  /// The id by which a rule is called. `all` is none: by this word settings turn off those that ship.
  mutating func ruleID(_ node: DocumentNode, of what: String) -> String? {
    parsed(
      node, "an id of \(what)", form: "with letters, digits, '.', '-' and '_', and not as 'all'"
    ) {
      text in
      let isPlain = text.unicodeScalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
          || ("0"..."9").contains(scalar) || [".", "-", "_"].contains(scalar)
      }
      return isPlain && text != "all" && text.utf8.count <= 100 ? text : nil
    }
  }

  mutating func severity(_ node: DocumentNode) -> Severity? {
    guard let text = text(node, "'severity'") else { return nil }
    if let severity = Severity.allCases.first(where: { $0.word == text }) { return severity }
    report(
      .unknownWord(
        text, of: "'severity'", known: Severity.allCases.map(\.word), at: place(node.line)))
    return nil
  }
}

extension FilterPattern {
  /// What is allowed and hardly meant, a sentence each: a text of `true`, `false` or `null` that no boolean and no null
  /// ever equals.
  package var doubts: [String] {
    let words: [(text: String, instead: String)] = [
      ("true", "IS TRUE"), ("false", "IS FALSE"), ("null", "IS NULL"),
    ]
    return words.compactMap { word in
      guard condition.holdsAgainst(word.text) else { return nil }
      return "'\(word.text)' is a text here: \(word.instead) is what fits the JSON value."
    }
  }
}

extension FilterPattern.Condition {
  fileprivate func holdsAgainst(_ text: String) -> Bool {
    switch self {
    case .any(let parts), .all(let parts): parts.contains { $0.holdsAgainst(text) }
    case .test(_, .equals(.text(let operand))), .test(_, .differs(.text(let operand))):
      operand.plain == text
    case .test: false
    }
  }
}

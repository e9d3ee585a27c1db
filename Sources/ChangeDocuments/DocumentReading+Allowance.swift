import ConfigurationModel

extension DocumentReading {
  mutating func allowance(_ node: DocumentNode) -> Allowance? {
    let keys = ["resource", "action", "edits"]
    guard let fields = fields(node, "An allowance", keys: keys) else { return nil }
    let selector = required(fields, "resource").flatMap { self.selector($0) }
    let action: ResourceAction? = required(fields, "action").flatMap { word($0, "'action'") }
    let members = fields["edits"].flatMap { self.members($0, "'edits'") } ?? []
    let clauses = members.compactMap { node in clause(node).map { ($0, node.line) } }
    guard let selector, let action else { return nil }
    check(action, clauses, hasEdits: fields["edits"] != nil, line: node.line)
    return Allowance(resource: selector, action: action, edits: clauses.map(\.0))
  }

  private mutating func check(
    _ action: ResourceAction, _ clauses: [(Clause, Int)], hasEdits: Bool, line: Int
  ) {
    switch action {
    case .modify:
      guard !hasEdits else { return }
      report(.missingKey("edits", of: "An allowance to modify", at: place(line)))
    case .delete:
      guard hasEdits else { return }
      report(
        .contradiction(
          "A deletion has no edits.", hint: "Take 'edits' away.", at: place(line)))
    case .create:
      for (clause, line) in clauses where clause.word != .added {
        report(
          .contradiction(
            "Nothing can be \(clause.word.rawValue) in what is created.", hint: "Write 'added'.",
            at: place(line)))
      }
    }
  }

  private mutating func clause(_ node: DocumentNode) -> Clause? {
    let keys = ChangeWord.allCases.map(\.rawValue) + ["where", "from", "to", "atMost"]
    guard let fields = fields(node, "An edit", keys: keys) else { return nil }
    let words = ChangeWord.allCases.filter { fields[$0.rawValue] != nil }
    guard words.count == 1, let word = words.first, let target = fields[word.rawValue] else {
      report(
        .contradiction(
          "An edit has exactly one of the keys added, removed, changed.", at: place(node.line)))
      return nil
    }
    checkValues(fields, word)
    let path = self.path(target)
    let value = (fields["where"] ?? fields["to"]).flatMap { predicate($0) }
    let old = fields["from"].flatMap { predicate($0) }
    let most = fields["atMost"].flatMap { atMost($0) }
    guard let path else { return nil }
    if path.text.isEmpty, value == nil {
      report(
        .contradiction(
          "This covers every edit there is.", hint: "Name a path, or write ** if it is meant.",
          at: place(target.line)))
    }
    return Clause(word: word, path: path, predicate: value, oldPredicate: old, atMost: most)
  }

  private mutating func checkValues(_ fields: DocumentFields, _ word: ChangeWord) {
    for key in ["from", "to"] where fields[key] != nil && word != .changed {
      report(
        .contradiction(
          "'\(key)' is about what was changed, and this was \(word.rawValue).",
          hint: "Write 'where'.", at: place(fields[key]?.line ?? fields.line)))
    }
    if let node = fields["to"], fields["where"] != nil {
      report(
        .contradiction(
          "'to' and 'where' both say what the new value is.", hint: "Keep one of them.",
          at: place(node.line)))
    }
  }

  private mutating func atMost(_ node: DocumentNode) -> Int? {
    parsed(node, "a number of edits", form: "as a whole number from 1 to 1000000000") { text in
      guard text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text),
        1...1_000_000_000 ~= number
      else {
        return nil
      }
      return number
    }
  }
}

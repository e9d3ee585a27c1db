import ConfigurationModel

/// The reading of one file: what is wrong with it is gathered, so that all of it is said at once.
struct DocumentReading {
  let file: String
  /// Whether the store holds the text already: what is asked of people who write now was not asked of
  /// who wrote it.
  let isStored: Bool
  private(set) var problems: [Problem] = []

  init(file: String, isStored: Bool = false) {
    self.file = file
    self.isStored = isStored
  }

  func place(_ line: Int) -> Problem.Place { Problem.Place(file: file, line: line) }

  mutating func report(_ problem: Problem) { problems.append(problem) }

  /// The documents of the text that are not empty.
  mutating func documents(_ text: String) -> [DocumentNode] {
    do throws(Problem) {
      let documents = try DocumentNode.parse(text, file: file)
      if documents.isEmpty { report(.emptyDocument(at: place(1))) }
      for document in documents where document.isEmpty {
        report(.emptyDocument(at: place(document.line)))
      }
      return documents.filter { !$0.isEmpty }
    } catch {
      report(error)
      return []
    }
  }

  /// The one document of the text.
  mutating func document(_ text: String) -> DocumentNode? {
    let all = documents(text)
    for extra in all.dropFirst() { report(.severalDocuments(at: place(extra.line))) }
    return all.first
  }

  /// What was read, or everything that is wrong, in the order of its places.
  func result<Value>(_ value: Value) throws(Problems) -> Value {
    guard problems.isEmpty else {
      throw Problems(problems.sorted { ($0.place ?? place(1)) < ($1.place ?? place(1)) })
    }
    return value
  }

  /// The fields of a mapping with these keys and no other.
  mutating func fields(_ node: DocumentNode, _ what: String, keys: [String]) -> DocumentFields? {
    guard let entries = entries(node, what) else { return nil }
    for entry in entries where !keys.contains(entry.key) {
      report(.unknownKey(entry.key, of: what, known: keys, at: place(entry.keyLine)))
    }
    let byKey = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    return DocumentFields(what: what, line: node.line, byKey: byKey)
  }

  /// The pairs of a mapping whose keys are the writer's own.
  mutating func entries(_ node: DocumentNode, _ what: String) -> [DocumentNode.Entry]? {
    guard case .mapping(let entries) = node.content else {
      report(
        .wrongShape(what, wanted: "a mapping", found: node.shape, at: place(node.line)))
      return nil
    }
    return entries
  }

  /// The members of a list that has some.
  mutating func members(_ node: DocumentNode, _ what: String) -> [DocumentNode]? {
    guard case .list(let members) = node.content, !members.isEmpty else {
      let found = node.shape == "a list" ? "an empty one" : node.shape
      report(.wrongShape(what, wanted: "a list", found: found, at: place(node.line)))
      return nil
    }
    return members
  }

  /// The text of a scalar, whatever its type: an account or a version stays as it is written. Null is
  /// no text: nobody is called null by an export that has no name for them.
  mutating func text(_ node: DocumentNode, _ what: String) -> String? {
    guard case .scalar(let text, _) = node.content, !node.isNull, !text.allSatisfy(\.isWhitespace)
    else {
      let found = node.shape == "a text" ? "an empty one" : node.shape
      report(.wrongShape(what, wanted: "a text", found: found, at: place(node.line)))
      return nil
    }
    guard !text.utf8.contains(0) else {
      report(.zeroCharacter(what, at: place(node.line)))
      return nil
    }
    return text
  }

  /// What `parse` makes of a scalar's text; `form` says how to write it.
  mutating func parsed<Value>(
    _ node: DocumentNode, _ what: String, form: String, _ parse: (String) -> Value?
  ) -> Value? {
    guard let text = text(node, what) else { return nil }
    guard let value = parse(text) else {
      report(.malformed(what, text, form: form, at: place(node.line)))
      return nil
    }
    return value
  }

  /// True or false.
  mutating func flag(_ node: DocumentNode, _ what: String) -> Bool? {
    guard case .bool(let flag) = node.value else {
      report(
        .wrongShape(what, wanted: "true or false", found: node.shape, at: place(node.line)))
      return nil
    }
    return flag
  }

  /// One of the words of an enumeration.
  mutating func word<Word: CaseIterable & RawRepresentable<String>>(
    _ node: DocumentNode, _ what: String
  ) -> Word? {
    guard let text = text(node, what) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    report(.unknownWord(text, of: what, known: known, at: place(node.line)))
    return nil
  }
}

/// The fields of one mapping.
struct DocumentFields {
  let what: String
  let line: Int
  fileprivate let byKey: [String: DocumentNode]

  subscript(key: String) -> DocumentNode? { byKey[key] }
}

extension DocumentReading {
  /// The field, which must be there.
  mutating func required(_ fields: DocumentFields, _ key: String) -> DocumentNode? {
    if let node = fields[key] { return node }
    report(.missingKey(key, of: fields.what, at: place(fields.line)))
    return nil
  }

  mutating func requiredText(_ fields: DocumentFields, _ key: String) -> String? {
    required(fields, key).flatMap { text($0, "'\(key)'") }
  }

  mutating func optionalText(_ fields: DocumentFields, _ key: String) -> String? {
    fields[key].flatMap { text($0, "'\(key)'") }
  }

  mutating func moment(_ node: DocumentNode) -> Timestamp? {
    parsed(
      node, "a time", form: "as 2026-11-20T20:00:00Z, or a date for its midnight in UTC",
      Timestamp.init(parsing:))
  }

  /// The end of a span of time.
  mutating func end(_ node: DocumentNode) -> Timestamp? {
    parsed(
      node, "a time", form: "as 2026-11-20T20:00:00Z, or a date for the end of that day in UTC",
      Timestamp.init(parsingEnd:))
  }

  /// A span such as `24h`, in seconds, of so many days at most.
  mutating func duration(_ node: DocumentNode, atMost days: Int64) -> Int64? {
    parsed(node, "a span of time up to \(days) days", form: "as 90min, 24h or 2d") { text in
      let digits = text.prefix { ("0"..."9").contains($0) }
      let units: [String: Int64] = [
        "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400,
      ]
      guard !digits.isEmpty, digits.count <= 8, let count = Int64(digits),
        let unit = units[String(text.dropFirst(digits.count))], count * unit <= days * 86400
      else { return nil }
      return count * unit
    }
  }

  mutating func glob(_ node: DocumentNode) -> Glob? {
    parsed(node, "a glob", form: "with '\\\\' for a backslash") { text in
      text.endsInLoneBackslash ? nil : Glob(text)
    }
  }

  /// A path pattern. More than three `**` are refused: matching them could take for ever.
  mutating func path(_ node: DocumentNode) -> PathPattern? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      report(.wrongShape("A path", wanted: "a text", found: node.shape, at: place(node.line)))
      return nil
    }
    let isCheap = text.split(separator: "**", omittingEmptySubsequences: false).count <= 4
    guard isCheap, let pattern = PathPattern(parsing: text) else {
      report(
        .malformed(
          "a path", text, form: "as Tags[team] or Routes[*].GatewayId, with three ** at most",
          at: place(node.line)))
      return nil
    }
    return pattern
  }
}

extension String {
  /// Whether the last `\` takes nothing.
  fileprivate var endsInLoneBackslash: Bool {
    reversed().prefix { $0 == "\\" }.count % 2 == 1
  }
}

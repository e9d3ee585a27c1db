import ConfigurationModel

extension Problem {
  static func emptyDocument(at place: Place) -> Problem {
    Problem(
      "empty-document", "There is nothing in this document.",
      hint: "Take it away, or write it.", at: place)
  }

  static func severalDocuments(at place: Place) -> Problem {
    Problem(
      "several-documents", "A second document begins in this file.",
      hint: "Put all of it into one document.", at: place)
  }

  static func unreadableDocument(_ reason: String, at place: Place) -> Problem {
    Problem(
      "document-unreadable", "The document cannot be read: \(reason).",
      hint: "Check that it exists and that you may read it, and that it is UTF-8.", at: place)
  }

  static func unknownKey(_ key: String, of what: String, known: [String], at place: Place)
    -> Problem
  {
    let hint =
      key.nearest(of: known).map { "Did you mean '\($0)'?" }
      ?? "Known here: \(known.joined(separator: ", "))."
    return Problem("unknown-key", "\(what) has no key '\(key)'.", hint: hint, at: place)
  }

  static func missingKey(_ key: String, of what: String, at place: Place) -> Problem {
    Problem("missing-key", "\(what) needs the key '\(key)'.", at: place)
  }

  static func wrongShape(_ what: String, wanted: String, found: String, at place: Place) -> Problem
  {
    Problem("wrong-shape", "\(what) must be \(wanted), and here is \(found).", at: place)
  }

  /// A text that does not say what it must: `form` is how to write it.
  static func malformed(_ what: String, _ text: String, form: String, at place: Place) -> Problem {
    Problem("malformed-text", "'\(text)' is not \(what).", hint: "Write it \(form).", at: place)
  }

  static func unknownWord(_ word: String, of what: String, known: [String], at place: Place)
    -> Problem
  {
    let hint = word.nearest(of: known).map { "Did you mean '\($0)'?" }
    return Problem(
      "unknown-word", "\(what) is one of \(known.joined(separator: ", ")), not '\(word)'.",
      hint: hint, at: place)
  }

  static func contradiction(_ sentence: String, hint: String? = nil, at place: Place) -> Problem {
    Problem("contradiction", sentence, hint: hint, at: place)
  }

  static func duplicateRecord(_ number: String, at place: Place, first: Place) -> Problem {
    Problem(
      "duplicate-record", "The change record \(number) stands here and at \(first).",
      hint: "Give one of them another number.", at: place)
  }

  static func duplicateResource(_ id: ResourceID, at place: Place, first: Place) -> Problem {
    Problem(
      "duplicate-resource", "The resource \(id) stands here and at \(first).",
      hint: "Keep one of them, or name two baselines.", at: place)
  }
}

extension String {
  /// The known word at most two slips away; nil where there is none.
  fileprivate func nearest(of known: [String]) -> String? {
    let distances = known.map { ($0, lowercased().editDistance(to: $0.lowercased())) }
    guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= 2, best.1 <= count / 2 else {
      return nil
    }
    return best.0
  }

  /// Levenshtein's distance in characters, of the first 64.
  private func editDistance(to other: String) -> Int {
    let (left, right) = (Array(prefix(64)), Array(other.prefix(64)))
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (character == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = [replaced, row[column] + 1, diagonal + 1].min() ?? replaced
      }
    }
    return row[right.count]
  }
}

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
    // A value that slipped into the place of a key may be a secret.
    let sentence =
      key.isWord || !hint.hasPrefix("Known")
      ? "\(what) has no key '\(key)'." : "\(what) has no such key."
    return Problem("unknown-key", sentence, hint: hint, at: place)
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

  static func zeroCharacter(_ what: String, at place: Place) -> Problem {
    Problem("malformed-text", "U+0000 stands in \(what).", hint: "Write it without.", at: place)
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

import ConfigurationModel
import Yams

extension Problem {
  static func notYAML(_ error: YamlError, in text: String, file: String) -> Problem {
    func place(_ line: Int) -> Place { Place(file: file, line: max(1, line)) }
    switch error {
    case .reader(let problem, let offset, _, _):
      let lines = text.utf8.prefix(offset ?? 0).count { $0 == UInt8(ascii: "\n") }
      return notYAML(problem, at: place(lines + 1))
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let words = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
      return notYAML(words, at: place(mark.line))
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicateKey(keys, at: place(context.mark.line))
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return notYAML("\(error)", at: place(1))
    }
  }

  static func notYAML(_ words: String, at place: Place) -> Problem {
    Problem(
      "not-yaml", "This is not YAML: \(words).",
      hint: "Indent with spaces, and quote texts with special characters.", at: place)
  }

  static func duplicateKey(_ keys: [String], at place: Place) -> Problem {
    let words = keys.map { $0.isWord ? "'\($0)'" : "of this line" }.joined(separator: ", ")
    return Problem(
      "duplicate-key", "The key \(words) stands here more than once.",
      hint: "Keep one of them.", at: place)
  }

  static func documentTooLarge(_ file: String) -> Problem {
    Problem(
      "document-too-large", "The document is larger than \(DocumentLimit.bytes >> 20) MB.",
      hint: "Split it into several files.", at: Place(file: file, line: 1))
  }

  static func tooManyAliases(at place: Place) -> Problem {
    Problem(
      "too-many-aliases", "The document has more than \(DocumentLimit.aliases) aliases.",
      hint: "Write the values out.", at: place)
  }

  static func tooManyNodes(at place: Place) -> Problem {
    Problem(
      "document-too-large", "The document has more than \(DocumentLimit.nodes) values.",
      hint: "Split it into several files, and write aliases out.", at: place)
  }

  static func nestedTooDeep(at place: Place) -> Problem {
    Problem(
      "nested-too-deep", "Values are nested more than \(DocumentLimit.depth) deep here.", at: place)
  }

  /// The tag is not repeated: a password that begins with `!` reads as one.
  static func tagged(at place: Place) -> Problem {
    Problem(
      "yaml-tag",
      "A value of this line begins with '!', which makes a tag, and none is known here.",
      hint: "Quote the value, or remove the tag.", at: place)
  }

  static func mergeKey(at place: Place) -> Problem {
    Problem(
      "merge-key", "The merge key '<<' is not supported.", hint: "Write the keys out.", at: place)
  }

  static func keyIsNoText(at place: Place) -> Problem {
    Problem("key-is-no-text", "A key of this mapping is not a text.", at: place)
  }
}

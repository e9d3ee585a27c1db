package import ConfigurationModel

/// A rule that stands in a document of its own, under an id: alert rules, guardrails.
package protocol RuleDocument: Sendable {
  var id: String { get }
  /// Where it stands.
  var place: Problem.Place { get }
  /// The key by which a document is known to be one, which holds its id.
  static var idKey: String { get }

  /// The rules in a YAML or JSON text, one a document. Throws everything that is wrong, with its lines.
  static func read(_ text: String, file: String) throws(Problems) -> [Self]
  /// Those that the program ships with.
  static func shipped() throws(Problems) -> [Self]

  /// That two have one id.
  static func duplicate(_ id: String, at place: Problem.Place, first: Problem.Place) -> Problem
  /// How settings call the rules: `guardrails`.
  static var settingsKey: String { get }
  /// That there is none of this id.
  static func unknown(_ id: String, known: [String]) -> Problem
  /// That a file holds several where one was meant.
  static func several(in path: String, _ ids: [String]) -> Problem
}

extension RuleDocument {
  /// That settings turn off a rule that there is not.
  package static func unknownOff(_ id: String, known: [String], at place: Problem.Place?) -> Problem
  {
    let plain = unknown(id, known: known)
    return Problem(
      plain.code, "'\(settingsKey).off' turns off '\(id)', and there is no rule of this id.",
      hint: known.isEmpty ? "'all' stands there too: take it away." : plain.hint, at: place)
  }

  /// The rules in a file, or in every document file of a folder and below it. Throws everything that is wrong with them.
  package static func read(at path: String) throws(Problems) -> [Self] {
    try readFiles(at: path) { (text, file) throws(Problems) in try read(text, file: file) }
      .checkedForDuplicates()
  }

  /// Those of texts that are in the program.
  ///
  /// - Parameter folder: Where they stand in the repository.
  static func read(_ files: [(name: String, bytes: [UInt8])], of folder: String) throws(Problems)
    -> [Self]
  {
    var rules: [Self] = []
    for (name, bytes) in files {
      rules += try read(String(decoding: bytes, as: UTF8.self), file: "\(folder)/\(name)")
    }
    return try rules.checkedForDuplicates()
  }

  /// Whether the first document of a text is one, whole or not.
  static func isOne(_ text: String) -> Bool {
    guard let first = try? DocumentNode.parse(text, file: "").first,
      case .mapping(let entries) = first.content
    else { return false }
    return entries.contains { $0.key == idKey }
  }
}

extension Array where Element: RuleDocument {
  /// Throws where two have one id.
  package func checkedForDuplicates() throws(Problems) -> [Element] {
    var first: [String: Problem.Place] = [:]
    var problems: [Problem] = []
    for rule in self {
      if let place = first[rule.id] {
        problems.append(Element.duplicate(rule.id, at: rule.place, first: place))
      } else {
        first[rule.id] = rule.place
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return self
  }
}

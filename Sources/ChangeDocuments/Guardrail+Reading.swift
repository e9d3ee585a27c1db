package import ConfigurationModel
package import Guardrails

extension Guardrail: RuleDocument {
  /// The key `guardrail`.
  package static var idKey: String { "guardrail" }
  /// `guardrails`.
  package static var settingsKey: String { "guardrails" }

  /// The guardrails in a YAML or JSON text, one a document. Throws everything that is wrong, with its lines; whether the
  /// condition can be asked and does as the examples say is another question.
  package static func read(_ text: String, file: String) throws(Problems) -> [Guardrail] {
    var reading = DocumentReading(file: file)
    let rules = reading.documents(text).compactMap { reading.guardrail($0) }
    return try reading.result(rules).checkedForDuplicates()
  }
}

extension DocumentReading {
  fileprivate mutating func guardrail(_ node: DocumentNode) -> Guardrail? {
    let keys = [
      "guardrail", "title", "severity", "rationale", "controls", "resource", "about",
      "atLeastOneIn",
      "condition", "examples",
    ]
    guard let fields = fields(node, "A guardrail", keys: keys) else { return nil }
    let id = required(fields, "guardrail").flatMap { ruleID($0, of: "a guardrail") }
    let texts = ["title", "rationale", "condition"].compactMap { requiredText(fields, $0) }
    let severity = required(fields, "severity").flatMap { self.severity($0) }
    let controls = fields["controls"].map { self.controls($0) } ?? Guardrail.Controls()
    let types = required(fields, "resource").map { self.types($0) } ?? []
    let subject: Guardrail.Subject? = fields["about"].map { word($0, "'about'") } ?? .state
    let least: Guardrail.Extent? = fields["atLeastOneIn"].flatMap { word($0, "'atLeastOneIn'") }
    if subject == .transition, let node = fields["atLeastOneIn"] {
      report(.guardrailOverChanges(at: place(node.line)))
    }
    let examples =
      types.first.flatMap { type in
        fields["examples"].map { self.examples($0, of: type, about: subject) }
      } ?? []
    guard let id, texts.count == 3, let severity, !types.isEmpty, let subject else { return nil }
    return Guardrail(
      id: id, title: texts[0], severity: severity, rationale: texts[1], controls: controls,
      types: types, subject: subject, atLeastOneIn: least, condition: texts[2], examples: examples,
      place: place(node.line), conditionPlace: place(fields["condition"]?.line ?? node.line))
  }

  private mutating func controls(_ node: DocumentNode) -> Guardrail.Controls {
    let keys = ["cis", "securityHub", "nist", "pci"]
    guard let fields = fields(node, "'controls'", keys: keys) else { return Guardrail.Controls() }
    let lists = keys.map { key in fields[key].map { texts($0, "'\(key)'") } ?? [] }
    return Guardrail.Controls(cis: lists[0], securityHub: lists[1], nist: lists[2], pci: lists[3])
  }

  /// One type, or a list of them.
  private mutating func types(_ node: DocumentNode) -> [ResourceType] {
    let nodes: [DocumentNode]
    if case .list = node.content {
      nodes = members(node, "'resource'") ?? []
    } else {
      nodes = [node]
    }
    return nodes.compactMap { type($0) }
  }

  private mutating func type(_ node: DocumentNode) -> ResourceType? {
    guard let text = text(node, "A resource type") else { return nil }
    do throws(Problem) {
      return ResourceType(try PlaceName.type.checked(text))
    } catch {
      report(error.at(place(node.line)))
      return nil
    }
  }

  private mutating func examples(
    _ node: DocumentNode, of type: ResourceType, about subject: Guardrail.Subject?
  ) -> [Guardrail.Example] {
    (members(node, "'examples'") ?? []).compactMap { example($0, of: type, about: subject) }
  }

  private mutating func example(
    _ node: DocumentNode, of type: ResourceType, about subject: Guardrail.Subject?
  ) -> Guardrail.Example? {
    guard let fields = fields(node, "An example", keys: ["name", "input", "expectation"]) else {
      return nil
    }
    let name = requiredText(fields, "name")
    let expectation: Guardrail.Word? = required(fields, "expectation").flatMap {
      word($0, "'expectation'")
    }
    guard let input = required(fields, "input"), let name, let expectation else { return nil }
    guard subject == .transition else {
      return Guardrail.Example(
        name: name, after: samples(input, "'input'", of: type), expectation: expectation,
        line: node.line)
    }
    guard let sides = self.fields(input, "'input' of a transition", keys: ["before", "after"])
    else { return nil }
    return Guardrail.Example(
      name: name, before: sides["before"].map { samples($0, "'before'", of: type) } ?? [],
      after: sides["after"].map { samples($0, "'after'", of: type) } ?? [],
      expectation: expectation, line: node.line)
  }

  private mutating func samples(_ node: DocumentNode, _ what: String, of type: ResourceType)
    -> [Guardrail.Sample]
  {
    // That nothing is there is an example too.
    if case .list(let nodes) = node.content, nodes.isEmpty { return [] }
    return (members(node, what) ?? []).compactMap { sample($0, of: type) }
  }

  private mutating func sample(_ node: DocumentNode, of type: ResourceType) -> Guardrail.Sample? {
    let keys = ["type", "id", "configuration"]
    guard let fields = fields(node, "A resource of an example", keys: keys) else { return nil }
    let own = fields["type"].map { self.type($0) } ?? type
    let id = optionalText(fields, "id")
    let configuration = required(fields, "configuration").flatMap { node in
      entries(node, "'configuration'").map { _ in node.value }
    }
    guard let own, let configuration else { return nil }
    return Guardrail.Sample(type: own, id: id, configuration: configuration, line: node.line)
  }
}

extension Guardrail {
  /// The problem `duplicate-guardrail`: two guardrails have one id.
  package static func duplicate(_ id: String, at place: Problem.Place, first: Problem.Place)
    -> Problem
  {
    Problem(
      "duplicate-guardrail", "The guardrail '\(id)' stands here and at \(first).",
      hint: "Give one of them another id.", at: place)
  }

  /// The problem `unknown-guardrail`: no guardrail has the id.
  package static func unknown(_ id: String, known: [String]) -> Problem {
    Problem(
      "unknown-guardrail", "There is no guardrail '\(id)'.",
      hint: known.isEmpty
        ? "All are turned off."
        : id.nearest(of: known).map { "Did you mean '\($0)'?" }
          ?? "'plumb guardrail list' lists them.")
  }

  /// The problem `several-guardrails`: a file that was to hold one guardrail holds these.
  package static func several(in path: String, _ ids: [String]) -> Problem {
    Problem(
      "several-guardrails", "'\(path)' holds \(ids.joined(separator: ", ")).",
      hint: "Name a file with one, or give the folder with --guardrails and name the guardrail.")
  }
}

extension Problem {
  fileprivate static func guardrailOverChanges(at place: Place) -> Problem {
    Problem(
      "guardrail-over-changes",
      "'atLeastOneIn' is about what stands, and this guardrail is about changes.",
      hint: "Take 'atLeastOneIn' or 'about: transition' away.", at: place)
  }
}

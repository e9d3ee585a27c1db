package import AlertRules
package import ConfigurationModel

extension AlertRule: RuleDocument {
  /// The key `alert`.
  package static var idKey: String { "alert" }
  /// `alerts`.
  package static var settingsKey: String { "alerts" }

  /// The alert rules in a YAML or JSON text, one a document. Throws everything that is wrong, with its lines: also an
  /// example of which the pattern says something else than it.
  package static func read(_ text: String, file: String) throws(Problems) -> [AlertRule] {
    var reading = DocumentReading(file: file)
    let rules = reading.documents(text).compactMap { reading.alertRule($0) }
    return try reading.result(rules).checkedForDuplicates()
  }
}

extension DocumentReading {
  private enum Unless: String, CaseIterable { case approved }

  fileprivate mutating func alertRule(_ node: DocumentNode) -> AlertRule? {
    let keys = [
      "alert", "title", "severity", "rationale", "source", "pattern", "threshold", "unless",
      "examples",
    ]
    guard let fields = fields(node, "An alert rule", keys: keys) else { return nil }
    let id = required(fields, "alert").flatMap { ruleID($0, of: "an alert rule") }
    let texts = ["title", "rationale", "source"].compactMap { requiredText(fields, $0) }
    let severity = required(fields, "severity").flatMap { self.severity($0) }
    let pattern = required(fields, "pattern").flatMap { self.pattern($0) }
    let threshold = fields["threshold"].map { self.threshold($0) }
    let unless: Unless? = fields["unless"].flatMap { word($0, "'unless'") }
    let examples = fields["examples"].map { self.examples($0, of: pattern) } ?? []
    guard let id, texts.count == 3, let severity, let pattern else { return nil }
    return AlertRule(
      id: id, title: texts[0], severity: severity, rationale: texts[1], source: texts[2],
      pattern: pattern, threshold: threshold ?? nil, isUnlessApproved: unless == .approved,
      examples: examples, place: place(node.line))
  }

  private mutating func pattern(_ node: DocumentNode) -> FilterPattern? {
    // YAML takes the braces of a pattern for its own.
    if case .mapping = node.content {
      report(.bracesOfYAML(at: place(node.line)))
      return nil
    }
    guard let text = text(node, "'pattern'") else { return nil }
    do throws(FilterPattern.Fault) {
      return try FilterPattern(parsing: text)
    } catch {
      report(.malformedPattern(error, at: place(node.line)))
      return nil
    }
  }

  private mutating func threshold(_ node: DocumentNode) -> AlertRule.Threshold? {
    guard let fields = fields(node, "'threshold'", keys: ["count", "period", "by"]) else {
      return nil
    }
    let count = required(fields, "count").flatMap { number($0, "'count'", in: 1...1_000_000) }
    let period = required(fields, "period").flatMap { duration($0, atMost: 7) }
    if period == 0 {
      report(
        .malformed(
          "a period", "0", form: "as 5m, 1h or 1d", at: place(fields["period"]?.line ?? node.line)))
    }
    let grouping: AlertRule.Grouping? = fields["by"].map { word($0, "'by'") } ?? .all
    guard let count, let period, period > 0, let grouping else { return nil }
    return AlertRule.Threshold(count: count, period: period, grouping: grouping)
  }

  private mutating func examples(_ node: DocumentNode, of pattern: FilterPattern?)
    -> [AlertRule.Example]
  {
    (members(node, "'examples'") ?? []).compactMap { member in
      guard let example = self.example(member) else { return nil }
      if let pattern, pattern.matches(example.event) != example.isMatch {
        report(.exampleDiffers(example, at: place(member.line)))
      }
      return example
    }
  }

  private mutating func example(_ node: DocumentNode) -> AlertRule.Example? {
    guard let fields = fields(node, "An example", keys: ["name", "matches", "event"]) else {
      return nil
    }
    let name = requiredText(fields, "name")
    let isMatch = required(fields, "matches").flatMap { flag($0, "'matches'") }
    let event = required(fields, "event").flatMap { node in
      entries(node, "'event'").map { _ in node.jsonValue }
    }
    guard let name, let isMatch, let event else { return nil }
    return AlertRule.Example(name: name, event: event, isMatch: isMatch)
  }
}

extension Problem {
  static func malformedPattern(_ fault: FilterPattern.Fault, at place: Place) -> Problem {
    Problem(
      "malformed-pattern", "The pattern is none of CloudWatch Logs for JSON: \(fault.words).",
      hint: "Write it as { $.eventName = \"StopLogging\" }.", at: place)
  }

  fileprivate static func bracesOfYAML(at place: Place) -> Problem {
    Problem(
      "wrong-shape", "'pattern' must be a text, and YAML takes its braces for a mapping.",
      hint: "Put it into single quotes, or on the lines below 'pattern: >-'.", at: place)
  }

  fileprivate static func exampleDiffers(_ example: AlertRule.Example, at place: Place) -> Problem {
    let said = example.isMatch ? "matches" : "does not match"
    return Problem(
      "example-differs", "The example '\(example.name)' \(said), and the pattern says otherwise.",
      hint: "Mend the pattern or the example.", at: place)
  }
}

extension AlertRule {
  /// The problem `duplicate-alert-rule`: two rules have one id.
  package static func duplicate(_ id: String, at place: Problem.Place, first: Problem.Place)
    -> Problem
  {
    Problem(
      "duplicate-alert-rule", "The alert rule '\(id)' stands here and at \(first).",
      hint: "Give one of them another id.", at: place)
  }

  /// The problem `unknown-alert-rule`: no rule has the id; the hint names one that is called nearly so.
  package static func unknown(_ id: String, known: [String]) -> Problem {
    Problem(
      "unknown-alert-rule", "There is no alert rule '\(id)'.",
      hint: known.isEmpty
        ? "All are turned off."
        : id.nearest(of: known).map { "Did you mean '\($0)'?" } ?? "'plumb alert list' lists them.")
  }

  /// The problem `several-alert-rules`: a file that was to hold one rule holds these.
  package static func several(in path: String, _ ids: [String]) -> Problem {
    Problem(
      "several-alert-rules", "'\(path)' holds \(ids.joined(separator: ", ")).",
      hint: "Name a file with one rule, or give the folder with --alerts and name the rule.")
  }
}

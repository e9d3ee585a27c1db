package import AlertRules
package import ChangeDocuments
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails

/// Brings together the alert rules that ship and those of files and folders.
package typealias LoadAlertRules = LoadRuleDocuments<AlertRule>
/// Brings together the guardrails that ship and those of files and folders.
package typealias LoadGuardrails = LoadRuleDocuments<Guardrail>

/// Brings together the rules that ship and those of files and folders.
package struct LoadRuleDocuments<Rule: RuleDocument>: Sendable {
  /// Files and folders.
  package let paths: [String]
  /// The ids of rules that are not wanted; `all` for every one that ships.
  package let off: TurnedOff

  /// Makes a loader; without arguments it gives the rules that ship.
  package init(paths: [String] = [], off: TurnedOff = []) {
    self.paths = paths
    self.off = off
  }

  /// Throws `Problems` with everything that is wrong with the files, and with what is turned off. A rule of one's own
  /// takes the place of one that ships under its id.
  package func rules() throws(Problems) -> [Rule] {
    let chosen = try chosen()
    guard chosen.unknown.isEmpty else { throw Problems(chosen.unknown) }
    return chosen.rules
  }

  /// The same for who looks at rules: with the ids of those of files and folders, and what is wrong with the ids that are
  /// turned off.
  package func chosen() throws(Problems) -> (
    rules: [Rule], own: Set<String>, unknown: [Problem]
  ) {
    let own = try ownRules()
    let shipped = off.contains("all") ? [] : try Rule.shipped()
    let all =
      shipped.map { rule in own.first { $0.id == rule.id } ?? rule }
      + own.filter { rule in !shipped.contains { $0.id == rule.id } }
    let ids = all.map(\.id)
    let unknown = off.ids.filter { $0 != "all" && !ids.contains($0) }.map { id in
      Rule.unknownOff(id, known: ids, at: off.place(of: id))
    }
    return (all.filter { !off.contains($0.id) }, Set(own.map(\.id)), unknown)
  }

  /// Those of files and folders alone.
  package func ownRules() throws(Problems) -> [Rule] {
    var rules: [Rule] = []
    var problems: [Problem] = []
    for path in paths {
      do throws(Problems) {
        rules += try Rule.read(at: path)
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return try rules.checkedForDuplicates()
  }

  /// The rule that is called so: by its id, or by the path of a file that holds it alone.
  package func rule(named name: String) throws(Problems) -> Rule {
    let isPath = name.contains("/") || name.hasDocumentSuffix
    guard isPath else {
      let all = try chosen().rules
      if let rule = all.first(where: { $0.id == name }) { return rule }
      throw Problems([Rule.unknown(name, known: all.map(\.id))])
    }
    let rules = try Rule.read(at: name)
    guard rules.count == 1, let rule = rules.first else {
      throw Problems([Rule.several(in: name, rules.map(\.id))])
    }
    return rule
  }
}

extension LoadRuleDocuments<AlertRule> {
  /// All that count, as events are held against them.
  package func load() throws(Problems) -> AlertRuleBook { AlertRuleBook(try rules()) }
}

extension LoadRuleDocuments<Guardrail> {
  /// All that count, as resources are held against them.
  package func load() throws(Problems) -> GuardrailBook { try GuardrailBook(rules()) }

  /// One, as it is asked.
  package func compiled(named name: String) throws(Problems) -> CompiledGuardrail {
    try GuardrailBook([rule(named: name)]).rules[0]
  }
}

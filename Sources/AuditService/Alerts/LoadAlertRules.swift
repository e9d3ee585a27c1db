package import AlertRules
import ChangeDocuments
package import ConfigurationModel

/// Brings together the alert rules that ship and those of files and folders.
package struct LoadAlertRules: Sendable {
  /// Files and folders.
  package let paths: [String]
  /// The ids of rules that are not wanted.
  package let off: [String]

  package init(paths: [String] = [], off: [String] = []) {
    self.paths = paths
    self.off = off
  }

  /// Throws `Problems` with everything that is wrong with the files. A rule of one's own takes the place of one that
  /// ships under its id.
  package func load() throws(Problems) -> AlertRuleBook {
    let own = try loadOwn().rules
    let shipped = try AlertRule.shipped()
    let all =
      shipped.map { rule in own.first { $0.id == rule.id } ?? rule }
      + own.filter { rule in !shipped.contains { $0.id == rule.id } }
    let unknown = off.filter { id in !all.contains { $0.id == id } }
    guard unknown.isEmpty else {
      throw Problems(unknown.map { .unknownAlertRule($0, known: all.map(\.id)) })
    }
    return AlertRuleBook(all.filter { !off.contains($0.id) })
  }

  /// The same without those that ship.
  package func loadOwn() throws(Problems) -> AlertRuleBook {
    var rules: [AlertRule] = []
    var problems: [Problem] = []
    for path in paths {
      do throws(Problems) {
        rules += try AlertRule.read(at: path)
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return AlertRuleBook(try rules.checkedForDuplicates())
  }

  /// The rule that is called so: by its id, or by the path of a file that holds it alone.
  package func rule(named name: String) throws(Problems) -> AlertRule {
    let isPath = name.contains("/") || [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    guard isPath else {
      let book = try load()
      if let rule = book.rule(name) { return rule }
      throw Problems([.unknownAlertRule(name, known: book.rules.map(\.id))])
    }
    let rules = try AlertRule.read(at: name)
    guard rules.count == 1, let rule = rules.first else {
      throw Problems([.severalAlertRules(in: name, rules.map(\.id))])
    }
    return rule
  }
}

extension Problem {
  fileprivate static func unknownAlertRule(_ id: String, known: [String]) -> Problem {
    Problem(
      "unknown-alert-rule", "There is no alert rule '\(id)'.",
      hint: known.isEmpty
        ? "All are turned off." : "There are \(known.joined(separator: ", ")).")
  }

  fileprivate static func severalAlertRules(in path: String, _ ids: [String]) -> Problem {
    Problem(
      "several-alert-rules", "'\(path)' holds \(ids.joined(separator: ", ")).",
      hint: "Name a file with one rule, or give the folder with --alerts and name the rule.")
  }
}

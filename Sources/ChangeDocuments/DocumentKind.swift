import AlertRules
import ConfigurationModel
import Guardrails

/// What a file holds that people write for the program.
package enum DocumentKind: Hashable, Sendable, CaseIterable {
  /// Change records.
  case changeRecord
  /// Guardrails.
  case guardrail
  /// Alert rules.
  case alertRule
  /// Golden documents.
  case golden
  /// Ignores.
  case ignores
  /// Freezes.
  case freezes
  /// Names of one state and of another.
  case mapping
  /// Settings.
  case settings
}

extension DocumentKind {
  /// Of the file at a path; nil where it holds none of these, or cannot be read as text.
  package init?(ofFileAt path: String) {
    guard let text = try? documentText(at: path) else { return nil }
    self.init(of: text)
  }

  /// Of a text, by the keys of its first document: what it says may be wrong, or not finished. Nil where it is none of
  /// these.
  package init?(of text: String) {
    let keys = OutermostKeys(of: text).all
    guard let kind = Self.allCases.first(where: { $0.fits(keys) }) else { return nil }
    self = kind
  }

  private func fits(_ keys: Set<String>) -> Bool {
    switch self {
    case .changeRecord: keys.contains("change")
    case .guardrail: keys.contains(Guardrail.idKey)
    case .alertRule: keys.contains(AlertRule.idKey)
    case .golden:
      keys.isSuperset(of: ["type", "id", "configuration"])
        || keys.contains("resources") && keys.isSubset(of: ["baseline", "resources"])
    case .ignores: keys == ["ignores"]
    case .freezes: keys == ["freezes"]
    case .mapping: !keys.isEmpty && keys.isSubset(of: StateMapping.keys)
    // A report has some of these keys too, among many others.
    case .settings: keys.intersection(Settings.keys).count * 2 > keys.count
    }
  }

  /// What a reader is told that it is.
  package var words: String {
    switch self {
    case .changeRecord: "change records"
    case .guardrail: "guardrails"
    case .alertRule: "alert rules"
    case .golden: "golden documents"
    case .ignores: "ignores"
    case .freezes: "freezes"
    case .mapping: "a mapping of names"
    case .settings: "settings"
    }
  }
}

package import ConfigurationModel

/// The alert rules that activity is held against, in the order in which they are listed.
package struct AlertRuleBook: Hashable, Sendable {
  package let rules: [AlertRule]

  package init(_ rules: [AlertRule] = []) { self.rules = rules }

  /// Whether any rule names the event.
  package func names(_ event: ConfigurationValue) -> Bool {
    rules.contains { $0.pattern.matches(event) }
  }

  /// The rule of this id; nil where there is none.
  package func rule(_ id: String) -> AlertRule? { rules.first { $0.id == id } }
}

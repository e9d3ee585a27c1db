/// An alert rule as it was when it named a call: rules are files, and change.
package struct AlertingRule: Hashable, Sendable {
  /// The rule's id, by which its document is found.
  package let id: String
  /// What the rule watches for, as its document says it.
  package let title: String
  /// How bad it is.
  package let severity: Severity
  /// `5 in 10min, by actor`, where the call reached a threshold; nil where each call is told.
  package let threshold: String?

  /// Makes a rule as it named a call; `threshold` is the rule's threshold in words.
  package init(id: String, title: String, severity: Severity, threshold: String?) {
    self.id = id
    self.title = title
    self.severity = severity
    self.threshold = threshold
  }
}

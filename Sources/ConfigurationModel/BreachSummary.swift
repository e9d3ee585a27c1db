/// What guardrails found that were not asked before: it may have stood for long, and one message tells the sum of it.
package struct BreachSummary: Hashable, Sendable {
  /// How many guardrails.
  package let guardrails: Int
  /// How often one held.
  package let passed: Int
  /// How often one was broken.
  package let broken: Int
  /// The worst of those that are broken.
  package let severity: Severity

  /// Makes the sum of a look.
  package init(guardrails: Int, passed: Int, broken: Int, severity: Severity) {
    self.guardrails = guardrails
    self.passed = passed
    self.broken = broken
    self.severity = severity
  }
}

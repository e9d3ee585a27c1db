import AuditStore

/// What an audit did.
package struct AuditOutcome: Sendable {
  /// The numbers of the findings that it opened, or opened again, in that order; some of them may be over again.
  package let opened: [Int]
  /// The numbers of the other findings to which it added unapproved edits; empty where nobody is told of findings.
  package let changed: [Int]
  /// Findings that it found to be over.
  package let ended: [Ending]
  /// What was met on the way, a sentence each.
  package let warnings: [String]
  /// How many resources it judged again that deviate, or are expected otherwise, since before: something may be said of
  /// them now that was not said then.
  package let judgedAgain: Int

  /// A finding that is over.
  package struct Ending: Hashable, Sendable {
    /// Its number.
    package let finding: Int
    /// `reverted`, `approved`, `promoted` or `ignored`.
    package let word: String
  }

  init(
    _ done: [(finding: Int, word: String)], changed: [Int], warnings: [String], judgedAgain: Int
  ) {
    self.changed = changed
    self.judgedAgain = judgedAgain
    opened = done.filter { ["opened", "reopened"].contains($0.word) }.map(\.finding)
    ended = done.filter { FindingEvent.endings.contains($0.word) }
      .map { Ending(finding: $0.finding, word: $0.word) }
    self.warnings = warnings
  }
}

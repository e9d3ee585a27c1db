/// That a destination was told what happened to a finding, or is to be told.
package struct Telling: Hashable, Sendable {
  /// What became of it.
  package enum State: String, Hashable, Sendable, CaseIterable {
    /// No message tells it yet.
    case gathering
    /// A message with it waits for an attempt.
    case waiting
    case sent
    /// The message was refused, or not taken for too long.
    case givenUp = "given up"
    /// Somebody dropped the message that was given up.
    case dropped
    /// The destination does not want to hear of it, or is gone.
    case untold = "not told"
  }

  /// The destination's name in the settings.
  package let destination: String
  /// What happened to the finding.
  package let kind: NoticeKind
  /// When that happened.
  package let at: Timestamp
  /// What became of it.
  package let state: State
  /// When the message was sent or given up; nil where none was.
  package let settledAt: Timestamp?

  /// Makes what one destination was told.
  package init(
    destination: String, kind: NoticeKind, at: Timestamp, state: State, settledAt: Timestamp?
  ) {
    self.destination = destination
    self.kind = kind
    self.at = at
    self.state = state
    self.settledAt = settledAt
  }
}

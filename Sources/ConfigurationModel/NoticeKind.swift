/// What happened to a finding, as somebody is told of it.
package enum NoticeKind: String, Hashable, Sendable, CaseIterable {
  case opened, reopened
  /// Unapproved edits came to it.
  case changed
  /// Others were told, and nobody acknowledged it in time.
  case escalated
  /// An alert rule names a call that made an edit of it.
  case alerted
  /// Its resource breaks a guardrail; or, of a breach itself, it began.
  case broken
  /// Of a breach: it is over.
  case holds
  case acknowledged, accepted, reverted, approved, promoted, ignored

  /// Whether somebody looks after the finding with it.
  package var isDecision: Bool {
    switch self {
    case .acknowledged, .accepted: true
    case .opened, .reopened, .changed, .escalated, .alerted, .broken, .holds, .reverted, .approved,
      .promoted, .ignored:
      false
    }
  }

  /// Whether the finding is over with it.
  package var isEnding: Bool {
    switch self {
    case .opened, .reopened, .changed, .escalated, .alerted, .broken, .acknowledged, .accepted:
      false
    case .holds, .reverted, .approved, .promoted, .ignored: true
    }
  }
}

/// What a message does with what its thread is about.
package enum NoticeAct: String, Hashable, Sendable, CaseIterable {
  /// It is the first of its thread.
  case open
  /// Somebody looks after all of it.
  case acknowledge
  case update
  /// All of it is over.
  case close
}

/// How far one scope was read in a snapshot.
package enum ScopeReading: Hashable, Sendable {
  /// The listing was complete; how many resources it had.
  case read(count: Int)
  /// Some resources were seen one by one: those say what they are, and nothing follows for the rest.
  case seen(count: Int)
  /// It could not be read, and why.
  case unread(Problem)

  /// Whether the listing was complete.
  package var isRead: Bool {
    switch self {
    case .read: true
    case .seen, .unread: false
    }
  }
}

/// When a scope was read: its first call began, and its last answer came.
///
/// What it shows was so at some moment between them. So a change that it shows happened by the end, and what it
/// does not show yet may have happened from its beginning on.
package struct ReadingTime: Hashable, Sendable {
  /// When the first call was made.
  package let began: Timestamp
  /// When the last answer came; not before `began`.
  package let ended: Timestamp

  /// Makes a time; an end before the beginning counts as the beginning.
  package init(from began: Timestamp, to ended: Timestamp) {
    self.began = began
    self.ended = max(began, ended)
  }

  /// At one moment, as exports and deliveries have it.
  package init(_ moment: Timestamp) { self.init(from: moment, to: moment) }

  /// The time in which both were read.
  package func joined(with other: ReadingTime) -> ReadingTime {
    ReadingTime(from: min(began, other.began), to: max(ended, other.ended))
  }
}

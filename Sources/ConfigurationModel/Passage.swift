/// The time in which an edit stood that no reading shows: one call made it, and a later one undid it before the
/// resource was read again.
package struct Passage: Hashable, Sendable {
  /// A call, by the id of its event.
  package struct Call: Hashable, Sendable {
    /// CloudTrail's id of the event.
    package let id: String
    /// When it was made, to the second.
    package let at: Timestamp

    /// Makes a call of its event's id and time.
    package init(id: String, at: Timestamp) {
      self.id = id
      self.at = at
    }
  }

  /// The call that made the edit.
  package let opened: Call
  /// The call by which it was undone.
  package let closed: Call
  /// Whether it is sure that this call undid it; otherwise it was undone by then.
  package let isClosedExactly: Bool
  /// Whether the edit is the one by which the other was undone.
  package let isUndoing: Bool
  /// Who undid it; nil where that was not asked for.
  package var undone: EditAttribution?

  /// Makes a passage of two calls; who undid it is added later.
  package init(opened: Call, closed: Call, isClosedExactly: Bool, isUndoing: Bool) {
    self.opened = opened
    self.closed = closed
    self.isClosedExactly = isClosedExactly
    self.isUndoing = isUndoing
  }

  /// How long it stood, or the most that it can have stood; in seconds.
  package var seconds: Int64 { closed.at.seconds - opened.at.seconds }
}

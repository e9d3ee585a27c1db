/// When something happened, as far as is known: after one moment and by another.
package struct Occurrence: Hashable, Sendable {
  /// The last moment at which it had not happened yet; nil where nothing was seen before.
  package let after: Timestamp?
  /// The first moment at which it was seen.
  package let until: Timestamp

  /// Makes an occurrence; without a beginning it may have happened at any time before.
  package init(after: Timestamp?, until: Timestamp) {
    self.after = after
    self.until = until
  }

  /// From the earlier beginning to the later end of both.
  package func joined(to other: Occurrence) -> Occurrence {
    var start: Timestamp?
    if let after, let otherAfter = other.after { start = min(after, otherAfter) }
    return Occurrence(after: start, until: max(until, other.until))
  }
}

/// A span of time with both ends in it; an absent end is open.
package struct Window: Hashable, Sendable {
  /// The first moment in it; nil where it has always been open.
  package let from: Timestamp?
  /// The last moment in it; nil where it never closes.
  package let until: Timestamp?

  /// Makes a window; with two open ends it is always.
  package init(from: Timestamp?, until: Timestamp?) {
    self.from = from
    self.until = until
  }

  /// Where a window stands to the time in which a change happened.
  package enum Relation: Hashable, Sendable {
    /// All of the occurrence lies in the window.
    case inside
    /// Part of it does: the change may have happened inside or outside.
    case overlapping
    /// The window closed this many seconds before the change.
    case closedBefore(seconds: Int64)
    /// The window opened this many seconds after the change was seen.
    case opensAfter(seconds: Int64)
  }

  /// How the window lies to the interval in which something happened.
  package func relation(to occurrence: Occurrence) -> Relation {
    if let from, occurrence.until < from {
      return .opensAfter(seconds: from.seconds - occurrence.until.seconds)
    }
    if let until, let after = occurrence.after, until <= after {
      // Whole seconds, so that the moment before one counts as it.
      return .closedBefore(seconds: (after.microseconds - until.microseconds + 999_999) / 1_000_000)
    }
    let startsInside = from.map { from in occurrence.after.map { $0 >= from } ?? false } ?? true
    let endsInside = until.map { occurrence.until <= $0 } ?? true
    return startsInside && endsInside ? .inside : .overlapping
  }
}

package import ConfigurationModel

/// What of the known scopes was read: what a report can speak of, and what it cannot.
package struct Coverage: Hashable, Sendable {
  /// One scope, and how it was read in the period.
  package struct Cell: Hashable, Sendable {
    package let scope: Scope
    package let reading: ScopeReading
    /// When it was last read completely, in the period or before; nil for never.
    package let lastRead: Timestamp?
    /// Whether the baseline speaks of it.
    package let isInBaseline: Bool

    package init(scope: Scope, reading: ScopeReading, lastRead: Timestamp?, isInBaseline: Bool) {
      self.scope = scope
      self.reading = reading
      self.lastRead = lastRead
      self.isInBaseline = isInBaseline
    }
  }

  /// Every scope that was ever read, that the baseline knows, or that could not be read; in order.
  package var cells: [Cell]
  /// Parts of resources that were read before and not this time: `GroupList of 12 AWS::IAM::User`.
  package var unreadParts: [String]
  /// Resources that were not judged because no baseline covers their scope.
  package var unjudged: Int
  /// Snapshots of the period that no audit has judged yet.
  package var unaudited: Int

  package init(
    cells: [Cell], unreadParts: [String] = [], unjudged: Int = 0, unaudited: Int = 0
  ) {
    self.cells = cells
    self.unreadParts = unreadParts
    self.unjudged = unjudged
    self.unaudited = unaudited
  }

  /// The scopes that could not be read, with their problems.
  package var unread: [(scope: Scope, problem: Problem)] {
    cells.compactMap { cell in
      switch cell.reading {
      case .unread(let problem): (cell.scope, problem)
      case .read, .seen: nil
      }
    }
  }

  package var readCount: Int { cells.count - unread.count }

  /// Whether everything known was read and judged, so that "no unapproved changes" may be said.
  package var isComplete: Bool {
    unread.isEmpty && unreadParts.isEmpty && unjudged == 0 && unaudited == 0
  }
}

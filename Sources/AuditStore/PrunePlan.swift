package import ConfigurationModel

/// What keeps a snapshot from being pruned.
package enum SnapshotHold: Hashable, Sendable {
  /// A baseline was set to it, now or once.
  case baseline(String)
  /// The last audit against a baseline went up to it.
  case lastAudit(baseline: String)
  /// No audit against a baseline has judged it.
  case unaudited(baseline: String)
  /// A finding that is not over was first seen in it, or has an edit that was.
  case finding(Int)
  /// It is the newest one.
  case newest
}

/// A snapshot that would be pruned if nothing held it.
package struct HeldSnapshot: Hashable, Sendable {
  /// The snapshot's number.
  package let number: Int
  /// When it was taken.
  package let takenAt: Timestamp
  /// In the order of the cases.
  package let holds: [SnapshotHold]
}

/// What a pruning drops, and what it would drop but for what holds it.
package struct PrunePlan: Hashable, Sendable {
  /// The snapshots it drops, in order.
  package let snapshots: [Int]
  /// When the newest of them was taken; nil where there is none.
  package let until: Timestamp?
  /// Snapshots that are old enough to go and stay, in order.
  package let held: [HeldSnapshot]
  /// How many versions of resources go with them.
  package let versions: Int
  /// How many edits go with them.
  package let edits: Int
  /// How often a scope was read.
  package let readings: Int
  /// About how many bytes of the store's file all this takes.
  package let bytes: Int
  /// Nil where activity was not asked about.
  package let activity: Activity?

  /// Calls of before a moment.
  package struct Activity: Hashable, Sendable {
    /// Calls that were made before this moment are old enough to go.
    package let before: Timestamp
    /// How many it drops.
    package let dropped: Int
    /// How many stay because a verdict or a finding stands on them.
    package let held: Int
    /// How many stay because an audit may still need them.
    package let waiting: Int
    /// Of those, how many came to be known since the last audit of some baseline: they wait for its next one.
    package let unaudited: Int
    /// What they wait for beside that: of each account the scope that was read and audited longest ago; in order.
    package let waitsFor: [Wait]

    /// A scope whose calls an audit against a baseline still needs.
    package struct Wait: Hashable, Sendable, Comparable {
      /// The scope that was read and audited longest ago.
      package let scope: Scope
      /// When the last reading of the whole scope began that was audited; nil where none was.
      package let since: Timestamp?
      /// The name of the baseline whose audit needs them.
      package let baseline: String

      /// Whether it was read longer ago than another one.
      func isOlder(than other: Wait) -> Bool {
        guard let otherSince = other.since else { return since == nil }
        return since.map { $0 <= otherSince } ?? true
      }

      /// By scope.
      package static func < (one: Wait, other: Wait) -> Bool { one.scope < other.scope }
    }
  }

  /// Whether nothing is dropped.
  package var isEmpty: Bool { snapshots.isEmpty && (activity?.dropped ?? 0) == 0 }
}

/// One pruning that was done.
package struct StoredPruning: Hashable, Sendable {
  /// The number of its event.
  package let event: Int64
  /// When it was done.
  package let at: Timestamp
  /// Who did it, `plumb daemon` for the settings' retention; nil where nobody was named.
  package let actor: String?
  /// Why; nil where nobody said it.
  package let reason: String?
  /// The snapshots that it dropped, in order.
  package let snapshots: [Int]
  /// When the first call was made that it dropped; nil where it dropped none.
  package let activityFrom: Timestamp?
  /// When the last call was made that it dropped; nil where it dropped none.
  package let activityUntil: Timestamp?
}

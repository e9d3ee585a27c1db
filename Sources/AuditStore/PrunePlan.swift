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
  package let number: Int
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
  package let versions: Int
  package let edits: Int
  /// How often a scope was read.
  package let readings: Int
  /// About how many bytes of the store's file all this takes.
  package let bytes: Int

  /// Whether nothing is dropped.
  package var isEmpty: Bool { snapshots.isEmpty }
}

/// One pruning that was done.
package struct StoredPruning: Hashable, Sendable {
  package let event: Int64
  package let at: Timestamp
  package let actor: String?
  package let reason: String?
  /// The snapshots that it dropped, in order.
  package let snapshots: [Int]
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::SnapshotBlockPublicAccess`: whether snapshots of volumes may be shared with everybody, in a region.
  package static let snapshotBlockPublicAccess = ResourceKind(
    "AWS::EC2::SnapshotBlockPublicAccess",
    listings: [Listing("ec2", "get-snapshot-block-public-access-state", nil)],
    identity: Identity(id: [], only: "SnapshotBlockPublicAccess"), facets: ["ManagedBy"],
    always: ["State"],
    rules: [.withoutNulls("")],
    assess: assessor { edit in
      // EC2 API reference, `GetSnapshotBlockPublicAccessState`, State.
      switch (edit.steps, edit.newText) {
      case (["State"], "unblocked"):
        Assessment(.critical, "snapshots of the region may be shared with everybody")
      case (["State"], "block-new-sharing"):
        Assessment(.high, "snapshots that were shared with everybody are so again")
      case (["State"], "block-all-sharing"):
        Assessment(.low, "snapshots of the region can no longer be shared with everybody")
      default: nil
      }
    })
}

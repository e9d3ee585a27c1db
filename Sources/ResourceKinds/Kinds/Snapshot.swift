package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::Snapshot`, a snapshot of a volume, with who may make volumes of it. The name is that of the API:
  /// neither CloudFormation nor AWS Config has a type for it.
  package static let snapshot = ResourceKind(
    "AWS::EC2::Snapshot",
    listings: [
      Listing(
        "ec2", "describe-snapshots", "Snapshots",
        parameters: ["owner-ids": .list([.string("self")])])
    ],
    details: [
      Detail(
        "ec2", "describe-snapshot-attribute", parameter: "snapshot-id",
        field: "CreateVolumePermissions", member: "CreateVolumePermissions",
        parameters: ["attribute": .string("createVolumePermission")])
    ],
    identity: Identity(id: ["SnapshotId"], owner: "OwnerId"),
    facets: ["AvailabilityZone", "CreateVolumePermissions", "SseType", "StorageTier"],
    always: ["Encrypted", "VolumeId", "VolumeSize"],
    // Of a snapshot without tags or key the answer has none.
    leftOut: ["KmsKeyId": .null, "Tags": .list([])],
    // Amazon EC2 API Reference, "Snapshot", Status.
    endStates: EndStates("State", "error"),
    rules: [
      "CompletionDurationMinutes", "CompletionTime", "DataEncryptionKeyId",
      "FullSnapshotSizeInBytes",
      "OwnerAlias", "OwnerId", "Progress", "RestoreExpiryTime", "StartTime", "State",
      "StateMessage",
      "TransferType",
    ].map { .dropped($0) } + [
      .tags("Tags"), .picked("CreateVolumePermissions[]", ["Group", "UserId"]),
      .set("CreateVolumePermissions"),
    ],
    assess: assessor(exposures: assessExposure) { edit in
      switch (edit.steps.first, edit.word) {
      case (nil, .removed): Assessment(.medium, "the snapshot is gone with what it held")
      default: nil
      }
    })
}

private func assessExposure(_ edit: Edit) -> Assessment? {
  edit.steps.first == "Encrypted" && edit.sets("false")
    ? Assessment(.high, "the snapshot is not encrypted")
    : assessSharing(
      edit, in: "CreateVolumePermissions", "read the snapshot",
      without: "make volumes of the snapshot")
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBSnapshot`, with who may restore it. Live, those that people make are read: the others can not be shared (RDS User
  /// Guide, "Sharing a DB snapshot"), and come and go every day.
  package static let rdsDBSnapshot = ResourceKind(
    "AWS::RDS::DBSnapshot",
    listings: [
      Listing(
        "rds", "describe-db-snapshots", "DBSnapshots",
        parameters: ["snapshot-type": .string("manual")])
    ],
    details: [
      Detail(
        "rds", "describe-db-snapshot-attributes",
        parameter: "db-snapshot-identifier", field: "Attributes",
        member: "DBSnapshotAttributesResult")
    ],
    identity: Identity(id: ["DBSnapshotIdentifier"], arn: "DBSnapshotArn"),
    facets: [
      "AdditionalStorageVolumes", "Attributes", "BackupRetentionPeriod", "DBSystemId",
      "DbiResourceId",
      "DedicatedLogVolume", "IAMDatabaseAuthenticationEnabled", "Iops", "KmsKeyId", "MultiTenant",
      "PreferredBackupWindow", "ProcessorFeatures", "SnapshotAvailabilityZone", "SnapshotTarget",
      "StorageEncryptionType", "StorageThroughput", "Tags",
    ],
    always: ["Encrypted", "Engine", "SnapshotType"], leftOut: ["KmsKeyId": .null],
    configRules: configRules, rules: rules,
    assess: assessing(removal: Assessment(.high, "The snapshot is gone with what it held")) {
      watches.assess($0) ?? assessSharing($0)
    })

  private static let configRules: [NormalizationRule] =
    plainConfigRules + [
      .renamed("DBSnapshotAttributes", to: "Attributes"),
      .capitalized("Attributes", except: []),
      .named("", ["DBInstanceIdentifier", "DBSnapshotArn", "DBSnapshotIdentifier"]),
      .picked("AvailabilityZones[]", ["Value"]),
    ]

  private static let rules: [NormalizationRule] =
    [
      "DBSnapshotArn", "InstanceCreateTime", "OriginalSnapshotCreateTime", "PercentProgress",
      "SnapshotCreateTime", "SnapshotDatabaseTime", "Status",
    ].map { .dropped(FieldPath($0)) } + [
      .renamed("TagList", to: "Tags"), .dropped("TagList"), .tags("Tags"),
      .set("AvailabilityZones"),
      .keyed("ProcessorFeatures", by: ["Name"]),
      .keyed("AdditionalStorageVolumes", by: ["VolumeName"]),
      .picked("Attributes", ["DBSnapshotAttributes"]),
      .pairs("Attributes", key: "AttributeName", value: "AttributeValues"), .set("Attributes[]"),
    ]

  private static let watches = [
    Watch("Encrypted", .becomes(.bool(false)), .high, "The snapshot is not encrypted"),
    Watch("Attributes[restore][all]", .added, .critical, "Anybody may now restore the snapshot"),
    Watch("KmsKeyId", .high, "The snapshot is encrypted with another key, or with none"),
  ]

  private static func assessSharing(_ edit: Edit) -> Assessment? {
    let steps = edit.path.steps
    guard steps.count == 3, steps.first == .key("Attributes"), case .element(let who) = steps[2]
    else { return nil }
    return edit.new == nil
      ? Assessment(.medium, "\(who) may no longer restore the snapshot")
      : Assessment(.high, "The account \(who) may now restore the snapshot")
  }
}

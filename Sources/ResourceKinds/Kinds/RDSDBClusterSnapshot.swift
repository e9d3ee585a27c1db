package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBClusterSnapshot`, with who may restore it. Live, those that people make are read: the others can not be shared (RDS User
  /// Guide, "Sharing a DB snapshot"), and come and go every day.
  package static let rdsDBClusterSnapshot = ResourceKind(
    "AWS::RDS::DBClusterSnapshot",
    listings: [
      Listing(
        "rds", "describe-db-cluster-snapshots", "DBClusterSnapshots",
        parameters: ["snapshot-type": .string("manual")])
    ],
    details: [
      Detail(
        "rds", "describe-db-cluster-snapshot-attributes",
        parameter: "db-cluster-snapshot-identifier", field: "Attributes",
        member: "DBClusterSnapshotAttributesResult")
    ],
    identity: Identity(id: ["DBClusterSnapshotIdentifier"], arn: "DBClusterSnapshotArn"),
    facets: [
      "Attributes", "BackupRetentionPeriod", "DBSystemId", "DbClusterResourceId", "EngineMode",
      "IAMDatabaseAuthenticationEnabled", "KmsKeyId", "PreferredBackupWindow",
      "StorageEncryptionType", "StorageThroughput", "StorageType", "Tags",
    ],
    always: ["StorageEncrypted", "Engine", "SnapshotType"], leftOut: ["KmsKeyId": .null],
    configRules: configRules, rules: rules,
    assess: assessing(removal: Assessment(.high, "The snapshot is gone with what it held")) {
      watches.assess($0) ?? assessSharing($0)
    })

  private static let configRules: [NormalizationRule] =
    plainConfigRules + [
      .renamed("DBClusterSnapshotAttributes", to: "Attributes"),
      .capitalized("Attributes", except: []),
      .named(
        "",
        [
          "DBClusterIdentifier", "DBClusterSnapshotArn", "DBClusterSnapshotIdentifier",
          "IAMDatabaseAuthenticationEnabled",
        ]), .picked("AvailabilityZones[]", ["Value"]),
    ]

  private static let rules: [NormalizationRule] =
    [
      "ClusterCreateTime", "DBClusterSnapshotArn", "PercentProgress", "SnapshotCreateTime",
      "Status",
    ].map { .dropped(FieldPath($0)) } + [
      .renamed("TagList", to: "Tags"), .dropped("TagList"), .tags("Tags"),
      .set("AvailabilityZones"),
      .keyed("ProcessorFeatures", by: ["Name"]),
      .keyed("AdditionalStorageVolumes", by: ["VolumeName"]),
      .picked("Attributes", ["DBClusterSnapshotAttributes"]),
      .pairs("Attributes", key: "AttributeName", value: "AttributeValues"), .set("Attributes[]"),
    ]

  private static let watches = [
    Watch("StorageEncrypted", .becomes(.bool(false)), .high, "The snapshot is not encrypted"),
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

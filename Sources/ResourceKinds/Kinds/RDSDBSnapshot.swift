package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBSnapshot`, with who may restore it.
  package static let rdsDBSnapshot = ResourceKind(
    "AWS::RDS::DBSnapshot",
    listings: [shared.listing], details: [shared.detail],
    identity: Identity(
      id: ["DBSnapshotIdentifier"], arn: "DBSnapshotArn", incarnation: "SnapshotCreateTime"),
    facets: [
      "AdditionalStorageVolumes", "Attributes", "BackupRetentionPeriod", "DBSystemId",
      "DbiResourceId", "DedicatedLogVolume", "IAMDatabaseAuthenticationEnabled", "Iops", "KmsKeyId",
      "MultiTenant", "PreferredBackupWindow", "ProcessorFeatures", "SnapshotAvailabilityZone",
      "SnapshotCreateTime", "SnapshotTarget", "StorageEncryptionType", "StorageThroughput", "Tags",
    ],
    always: ["Encrypted", "Engine", "SnapshotType"], leftOut: ["KmsKeyId": .null],
    endStates: shared.endStates, configRules: shared.configRules(named: ["DBInstanceIdentifier"]),
    rules: shared.rules(volatile: [
      "InstanceCreateTime", "OriginalSnapshotCreateTime", "SnapshotDatabaseTime",
    ]), assess: shared.assess)

  private static let shared = DatabaseSnapshot(
    word: "db-snapshot", name: "DBSnapshot", encryption: "Encrypted")
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBClusterSnapshot`, with who may restore it.
  package static let rdsDBClusterSnapshot = ResourceKind(
    "AWS::RDS::DBClusterSnapshot",
    listings: [shared.listing], details: [shared.detail],
    identity: Identity(
      id: ["DBClusterSnapshotIdentifier"], arn: "DBClusterSnapshotArn",
      incarnation: "SnapshotCreateTime"),
    facets: [
      "Attributes", "BackupRetentionPeriod", "DBSystemId", "DbClusterResourceId", "EngineMode",
      "IAMDatabaseAuthenticationEnabled", "KmsKeyId", "PreferredBackupWindow",
      "SnapshotCreateTime", "StorageEncryptionType", "StorageThroughput", "StorageType", "Tags",
    ],
    always: ["StorageEncrypted", "Engine", "SnapshotType"], leftOut: ["KmsKeyId": .null],
    endStates: shared.endStates,
    configRules: shared.configRules(named: [
      "DBClusterIdentifier", "IAMDatabaseAuthenticationEnabled",
    ]), rules: shared.rules(volatile: ["ClusterCreateTime"]), assess: shared.assess)

  private static let shared = DatabaseSnapshot(
    word: "db-cluster-snapshot", name: "DBClusterSnapshot", encryption: "StorageEncrypted")
}

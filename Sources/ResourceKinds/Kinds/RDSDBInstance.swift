package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBInstance`.
  package static let rdsDBInstance = ResourceKind(
    "AWS::RDS::DBInstance",
    listings: [Listing("rds", "describe-db-instances", "DBInstances")],
    identity: Identity(
      id: ["DBInstanceIdentifier"], arn: "DBInstanceArn",
      incarnation: "DbiResourceId"),
    facets: facets,
    always: ["DBInstanceClass", "Engine", "StorageEncrypted", "VpcSecurityGroups"],
    columns: [
      "AllocatedStorage", "AutoMinorVersionUpgrade", "BackupRetentionPeriod", "CopyTagsToSnapshot",
      "DBParameterGroups", "DBSecurityGroups", "DeletionProtection", "EngineVersion",
      "IAMDatabaseAuthenticationEnabled", "LicenseModel", "MasterUsername", "MonitoringInterval",
      "MultiAZ", "OptionGroupMemberships", "PendingModifiedValues", "PreferredBackupWindow",
      "PreferredMaintenanceWindow", "PubliclyAccessible", "StorageType",
    ],
    // RDS API Reference, "DBInstance": the endpoint may be missing while it is created.
    assigned: ["Endpoint"],
    // Amazon RDS User Guide, "Viewing DB instance status": it does not come back.
    endStates: EndStates("DBInstanceStatus", "deleting"), rules: volatile + rules,
    assess: assessing(removal: Assessment(.critical, "The database is gone")) { watches.assess($0) }
  )

  /// What AWS Config does not give, or did not always.
  private static let facets = [
    "Tags", "DeletionProtection", "MaxAllocatedStorage", "NetworkType", "CustomerOwnedIpEnabled",
    "ActivityStreamStatus", "ActivityStreamKmsKeyId", "ActivityStreamKinesisStreamName",
    "ActivityStreamMode", "ActivityStreamPolicyStatus",
    "ActivityStreamEngineNativeAuditFieldsIncluded", "AdditionalStorageVolumes",
    "AssociatedRoles", "AutomationMode", "AwsBackupRecoveryPointArn", "BackupTarget",
    "CertificateDetails", "CustomIamInstanceProfile", "DatabaseInsightsMode",
    "DBInstanceAutomatedBackupsReplications", "DBSystemId", "DedicatedLogVolume",
    "EnabledCloudwatchLogsExports", "EngineLifecycleSupport", "ListenerEndpoint",
    "MasterUserSecret", "MultiTenant", "NcharCharacterSetName", "PerformanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod",
    "ReadReplicaSourceDBClusterIdentifier", "ReplicaMode", "StorageEncryptionType",
    "StorageThroughput", "TdeCredentialArn", "UpgradeRolloutOrder",
  ]

  /// What the instance does now, not how it is set up.
  private static let volatile: [NormalizationRule] = [
    "ActivityStreamStatus", "AutomaticRestartTime", "CertificateDetails.ValidTill",
    "DBInstanceStatus", "DBParameterGroups[].ParameterApplyStatus", "DBSecurityGroups[].Status",
    "DBSubnetGroup.SubnetGroupStatus", "DBSubnetGroup.Subnets[].SubnetStatus", "DbInstancePort",
    "DomainMemberships[].Status", "InstanceCreateTime", "IsStorageConfigUpgradeAvailable",
    "LatestRestorableTime", "MasterUserSecret.SecretStatus", "OptionGroupMemberships[].Status",
    "PercentProgress", "ResumeFullAutomationModeTime", "StatusInfos", "StorageVolumeStatus",
    "VpcSecurityGroups[].Status", "AssociatedRoles[].Status", "DBInstanceArn",
    "DBSubnetGroup.DBSubnetGroupArn", "DBSubnetGroup.SupportedNetworkTypes",
  ].map { .dropped(FieldPath($0)) }

  /// What the RDS calls leave out of an instance that has none of it (RDS API Reference, "DBInstance").
  private static let notSet: [String: ConfigurationValue] = Dictionary(
    uniqueKeysWithValues: [
      "ActivityStreamEngineNativeAuditFieldsIncluded", "ActivityStreamKinesisStreamName",
      "ActivityStreamKmsKeyId", "ActivityStreamMode", "AwsBackupRecoveryPointArn",
      "CustomIamInstanceProfile", "ListenerEndpoint", "MasterUserSecret", "MaxAllocatedStorage",
      "PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod",
      "ReadReplicaSourceDBClusterIdentifier", "ReplicaMode", "StorageThroughput",
      "TdeCredentialArn",
    ].map { ($0, .null) } + [
      ("AdditionalStorageVolumes", .list([])), ("EnabledCloudwatchLogsExports", .list([])),
    ])

  private static let rules: [NormalizationRule] = [
    // Only the RDS calls give this field; beside it, what is absent is not there.
    .completed(by: "DeletionProtection", notSet),
    .renamed("TagList", to: "Tags"), .tags("Tags"),
    .keyed("DBSecurityGroups", by: ["DBSecurityGroupName"]),
    .keyed("VpcSecurityGroups", by: ["VpcSecurityGroupId"]),
    .keyed("DBParameterGroups", by: ["DBParameterGroupName"]),
    .keyed("OptionGroupMemberships", by: ["OptionGroupName"]),
    .keyed("DBSubnetGroup.Subnets", by: ["SubnetIdentifier"]),
    .keyed("DomainMemberships", by: ["Domain"]), .keyed("ProcessorFeatures", by: ["Name"]),
    .keyed("AssociatedRoles", by: ["RoleArn+FeatureName", "RoleArn"]),
    .set("ReadReplicaDBInstanceIdentifiers"), .set("ReadReplicaDBClusterIdentifiers"),
    .set("EnabledCloudwatchLogsExports"),
    .keyed("DBInstanceAutomatedBackupsReplications", by: ["DBInstanceAutomatedBackupsArn"]),
    .keyed("AdditionalStorageVolumes", by: ["VolumeName"]),
    .defaulted("", field: "PendingModifiedValues", .object([:])),
  ]

  private static let watches: [Watch] =
    [Watch("BackupRetentionPeriod", .becomes(.number("0")), .high, "Backups are no longer made")]
    + .ofDatabase("database") + [
      Watch("DBSecurityGroups[*]", .any, .high, "Which security groups guard the database differs"),
      Watch("DBSubnetGroup.DBSubnetGroupName", .high, "The database is in other subnets"),
      Watch("DbiResourceId", .high, "The database was deleted and made anew under the same name"),
    ]
}

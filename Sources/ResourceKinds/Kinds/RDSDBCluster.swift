package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBCluster`: Aurora, multi-zone RDS, and the clusters of Neptune and DocumentDB, which the same call
  /// lists.
  package static let rdsDBCluster = ResourceKind(
    "AWS::RDS::DBCluster",
    listings: [Listing("rds", "describe-db-clusters", "DBClusters")],
    identity: Identity(
      id: ["DBClusterIdentifier"], arn: "DBClusterArn", incarnation: "DbClusterResourceId"),
    facets: facets,
    always: ["Engine", "StorageEncrypted", "VpcSecurityGroups"],
    columns: [
      "AssociatedRoles", "BackupRetentionPeriod", "CopyTagsToSnapshot", "DBClusterMembers",
      "DBClusterParameterGroup", "DeletionProtection", "EngineVersion",
      "IAMDatabaseAuthenticationEnabled", "MultiAZ",
    ],
    // A cluster that is no member of a global one names none, and one without a key has none.
    leftOut: ["GlobalClusterIdentifier": .null, "KmsKeyId": .null],
    // Amazon Aurora User Guide, "Viewing DB cluster status".
    endStates: EndStates("Status", "deleting"), configRules: configRules,
    rules: volatile + rules,
    assess: assessing(removal: Assessment(.critical, "The database cluster is gone")) {
      watches.assess($0)
    })

  /// What only some engines and kinds of cluster have, what AWS Config does not give, or did not always.
  private static let facets = [
    "ActivityStreamKinesisStreamName", "ActivityStreamKmsKeyId", "ActivityStreamMode",
    "ActivityStreamStatus", "AssociatedRoles", "AutoMinorVersionUpgrade",
    "AwsBackupRecoveryPointArn",
    "BacktrackWindow", "CertificateDetails", "CloneGroupId", "ClusterScalabilityType",
    "CopyTagsToSnapshot", "CrossAccountClone", "CustomEndpoints", "DBClusterInstanceClass",
    "DBSystemId", "DatabaseInsightsMode", "DeletionProtection", "DomainMemberships",
    "EnabledCloudwatchLogsExports", "EngineLifecycleSupport", "EngineMode",
    "GlobalClusterIdentifier", "GlobalWriteForwardingRequested", "GlobalWriteForwardingStatus",
    "HttpEndpointEnabled", "InternetAccessGatewayEnabled", "Iops", "KmsKeyId",
    "LimitlessDatabase", "LocalWriteForwardingStatus", "MasterUserSecret", "MonitoringInterval",
    "MonitoringRoleArn", "NetworkType", "PendingModifiedValues", "PerformanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod", "PubliclyAccessible",
    "ScalingConfigurationInfo", "ServerlessV2PlatformVersion", "ServerlessV2ScalingConfiguration",
    "StorageEncryptionType", "StorageThroughput", "StorageType", "Tags", "UpgradeRolloutOrder",
    "VPCNetworkingEnabled",
  ]

  /// AWS Config's names, which differ from the API's in letter case, and its objects of one value.
  private static let configRules: [NormalizationRule] =
    plainConfigRules + [
      .named(
        "",
        [
          "DBClusterArn", "DBClusterIdentifier", "DBClusterInstanceClass", "DBClusterMembers",
          "DBClusterOptionGroupMemberships", "DBClusterOptionGroupName", "DBClusterParameterGroup",
          "DBClusterParameterGroupStatus", "DBInstanceIdentifier", "DBSubnetGroup",
          "IAMDatabaseAuthenticationEnabled", "IAMRoleName",
        ]), .dropped("DBClusterMembers[].ClusterWriter"), .picked("Endpoint", ["Value"]),
    ] + .plainTexts("AvailabilityZones")

  /// What the cluster does now, not how it is set up. Which member writes changes with a failover.
  private static let volatile: [NormalizationRule] = [
    "AutomaticRestartTime", "BacktrackConsumedChangeRecords", "Capacity", "ClusterCreateTime",
    "DBClusterArn", "DBClusterMembers[].DBClusterParameterGroupStatus",
    "DBClusterMembers[].IsClusterWriter", "DBClusterOptionGroupMemberships[].Status",
    "DomainMemberships[].Status", "EarliestBacktrackTime", "EarliestRestorableTime",
    "IOOptimizedNextAllowedModificationTime", "LatestRestorableTime", "AssociatedRoles[].Status",
    "LimitlessDatabase.Status", "MasterUserSecret.SecretStatus", "PercentProgress", "Status",
    "StatusInfos", "VpcSecurityGroups[].Status",
  ].map { .dropped(FieldPath($0)) }

  private static let rules: [NormalizationRule] = [
    .renamed("TagList", to: "Tags"), .dropped("TagList"), .tags("Tags"), .set("AvailabilityZones"),
    .keyed("VpcSecurityGroups", by: ["VpcSecurityGroupId"]),
    .keyed("DBClusterMembers", by: ["DBInstanceIdentifier"]),
    .keyed("DBClusterOptionGroupMemberships", by: ["DBClusterOptionGroupName"]),
    .keyed("AssociatedRoles", by: ["RoleArn+FeatureName", "RoleArn"]),
    .keyed("DomainMemberships", by: ["Domain"]), .set("CustomEndpoints"),
    .set("EnabledCloudwatchLogsExports"), .set("ReadReplicaIdentifiers"),
    .defaulted("", field: "PendingModifiedValues", .object([:])),
  ]

  private static let watches: [Watch] =
    .ofDatabase("cluster") + [
      Watch("BacktrackWindow", .falls, .high, "The cluster can be put back by less time"),
      Watch("DBSubnetGroup", .high, "The cluster is in other subnets"),
      Watch("ActivityStreamStatus", .leaves(.string("started")), .high, "Activity is not recorded"),
      Watch(
        "HttpEndpointEnabled", .becomes(.bool(true)), .high,
        "Whoever IAM lets may now ask the database over HTTPS, past its network"),
      Watch("AssociatedRoles[*]", .added, .high, "The cluster may now use this role"),
      Watch(
        "CrossAccountClone", .becomes(.bool(true)), .high, "Other accounts may clone the cluster"),
      Watch("DbClusterResourceId", .high, "The cluster was deleted and made anew under its name"),
    ]
}

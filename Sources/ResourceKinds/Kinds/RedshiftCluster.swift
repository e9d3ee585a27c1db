package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Redshift::Cluster`.
  package static let redshiftCluster = ResourceKind(
    "AWS::Redshift::Cluster",
    listings: [Listing("redshift", "describe-clusters", "Clusters")],
    details: [
      Detail(
        "redshift", "describe-logging-status", parameter: "cluster-identifier",
        field: "LoggingStatus", none: .beside("LoggingEnabled"))
    ],
    identity: Identity(
      id: ["ClusterIdentifier"], arn: "ClusterNamespaceArn", incarnation: "ClusterNamespaceArn"),
    facets: facets,
    always: ["Encrypted", "NodeType", "PubliclyAccessible"],
    columns: [
      "AllowVersionUpgrade", "AutomatedSnapshotRetentionPeriod", "ClusterParameterGroups",
      "ClusterSecurityGroups", "ClusterVersion", "EnhancedVpcRouting", "IamRoles",
      "MaintenanceTrackName", "MasterUsername", "NumberOfNodes", "PendingModifiedValues",
      "PreferredMaintenanceWindow", "VpcSecurityGroups",
    ],
    leftOut: [
      "CustomDomainCertificateArn": .null, "CustomDomainName": .null, "DefaultIamRoleArn": .null,
      "DeferredMaintenanceWindows": .list([]), "MasterPasswordSecretArn": .null,
      "MasterPasswordSecretKmsKeyId": .null, "MultiAZSecondary": .null,
      "SnapshotScheduleIdentifier": .null,
    ],
    assigned: ["Endpoint"],
    // Redshift API Reference, "Cluster", ClusterStatus: the last snapshot is made before the deletion.
    endStates: EndStates("ClusterStatus", "deleting", "final-snapshot"), configRules: configRules,
    rules: volatile + rules,
    assess: assessing(removal: Assessment(.critical, "The cluster is gone")) { watches.assess($0) })

  private static let configRules: [NormalizationRule] =
    [.capitalized("supplementaryConfiguration.LoggingStatus", except: [])] + plainConfigRules

  /// What AWS Config does not give, or did not always.
  private static let facets = [
    "LoggingStatus", "ClusterNamespaceArn", "ManualSnapshotRetentionPeriod",
    "AvailabilityZoneRelocationStatus", "AquaConfiguration", "DefaultIamRoleArn", "IpAddressType",
    "MultiAZ", "MultiAZSecondary", "CustomDomainName", "CustomDomainCertificateArn",
    "MasterPasswordSecretArn", "MasterPasswordSecretKmsKeyId", "SnapshotScheduleIdentifier",
    "DeferredMaintenanceWindows", "LakehouseRegistrationStatus", "CatalogArn",
    "ExtraComputeForAutomaticOptimization",
  ]

  /// What the cluster does now, not how it is set up.
  private static let volatile: [NormalizationRule] = [
    "ClusterAvailabilityStatus", "ClusterCreateTime", "ClusterNodes",
    "ClusterParameterGroups[].ClusterParameterStatusList",
    "ClusterParameterGroups[].ParameterApplyStatus", "ClusterRevisionNumber",
    "ClusterSecurityGroups[].Status", "ClusterStatus", "CustomDomainCertificateExpiryDate",
    "DataTransferProgress", "ElasticResizeNumberOfNodeOptions", "Endpoint.VpcEndpoints",
    "ExpectedNextSnapshotScheduleTime", "ExpectedNextSnapshotScheduleTimeStatus",
    "IamRoles[].ApplyStatus", "LoggingStatus.LastFailureMessage", "LoggingStatus.LastFailureTime",
    "LoggingStatus.LastSuccessfulDeliveryTime", "ModifyStatus", "MultiAZSecondary.ClusterNodes",
    "NextMaintenanceWindowStartTime", "PendingActions", "ReservedNodeExchangeStatus", "ResizeInfo",
    "RestoreStatus", "SnapshotScheduleState", "TotalStorageCapacityInMegaBytes",
    "VpcSecurityGroups[].Status",
  ].map { .dropped(FieldPath($0)) }

  private static let rules: [NormalizationRule] = [
    .keyed("ClusterSecurityGroups", by: ["ClusterSecurityGroupName"]),
    .keyed("VpcSecurityGroups", by: ["VpcSecurityGroupId"]),
    .keyed("ClusterParameterGroups", by: ["ParameterGroupName"]),
    .keyed("IamRoles", by: ["IamRoleArn"]), .set("LoggingStatus.LogExports"), .tags("Tags"),
    .keyed("DeferredMaintenanceWindows", by: ["DeferMaintenanceIdentifier"]),
    .defaulted("", field: "PendingModifiedValues", .object([:])),
  ]

  private static let watches = [
    Watch(
      "PubliclyAccessible", .becomes(.bool(true)), .critical,
      "The cluster now has an address on the internet"),
    Watch("Encrypted", .becomes(.bool(false)), .high, "The cluster is not encrypted"),
    Watch("KmsKeyId", .high, "The cluster is encrypted with another key, or with none"),
    Watch(
      "LoggingStatus.LoggingEnabled", .leaves(.bool(true)), .high,
      "The cluster no longer writes an audit log"),
    Watch("VpcSecurityGroups[*]", .any, .high, "Which security groups guard the cluster differs"),
    Watch(
      "ClusterSecurityGroups[*]", .any, .high, "Which security groups guard the cluster differs"),
    Watch("IamRoles[*]", .added, .high, "The cluster may now use this role"),
    Watch(
      "EnhancedVpcRouting", .leaves(.bool(true)), .medium,
      "Copies no longer keep to the VPC's network"),
    Watch(
      "AutomatedSnapshotRetentionPeriod", .becomes(.number("0")), .high,
      "Snapshots are no longer made"),
    Watch("AutomatedSnapshotRetentionPeriod", .falls, .high, "Snapshots are kept for less time"),
    Watch(
      "ClusterNamespaceArn", .high, "The cluster was deleted and made anew under the same name"),
  ]
}

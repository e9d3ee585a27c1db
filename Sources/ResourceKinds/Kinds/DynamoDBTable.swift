package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::DynamoDB::Table`. `list-tables` gives names only.
  package static let dynamoDBTable = ResourceKind(
    "AWS::DynamoDB::Table",
    listings: [
      Listing(
        "dynamodb", "describe-table", "Table",
        each: Parent(
          "list-tables", "TableNames", field: nil, parameter: "table-name",
          gone: ["ResourceNotFoundException", "TableNotFoundException"]))
    ],
    details: [
      Detail(
        "dynamodb", "describe-continuous-backups", parameter: "table-name",
        field: "ContinuousBackupsDescription", member: "ContinuousBackupsDescription"),
      Detail(
        "dynamodb", "get-resource-policy", parameter: "resource-arn", field: "ResourcePolicy",
        member: "Policy", absent: [ErrorSign("PolicyNotFoundException")]),
      Detail(
        "dynamodb", "list-tags-of-resource", parameter: "resource-arn", field: "Tags",
        member: "Tags"),
    ],
    identity: Identity(id: ["TableName"], arn: "TableArn", incarnation: "TableId"),
    facets: [
      "ContinuousBackupsDescription", "ResourcePolicy", "Tags", "DeletionProtectionEnabled",
      "OnDemandThroughput", "WarmThroughput", "GlobalTableSettingsReplicationMode",
      "GlobalTableWitnesses", "MultiRegionConsistency",
    ],
    always: ["AttributeDefinitions", "KeySchema"],
    columns: ["DeletionProtectionEnabled", "ProvisionedThroughput"],
    // What only global tables of some form have is left out of every other.
    leftOut: [
      "GlobalTableSettingsReplicationMode": .null, "GlobalTableWitnesses": .null,
      "MultiRegionConsistency": .null, "OnDemandThroughput": .null,
    ],
    failures: ["SSEDescription.InaccessibleEncryptionDateTime"],
    // DynamoDB API Reference, "TableDescription", TableStatus.
    endStates: EndStates("TableStatus", "deleting", "archived"),
    configRules: configRules, rules: volatile + rules,
    assess: assessing(removal: Assessment(.critical, "The table is gone with all that was in it")) {
      watches.assess($0) ?? assessTablePolicy($0)
    }, inPlace: assessPolicies(["ResourcePolicy": .resource("table")]))

  // AWS Config's spelling of the names that begin with SSE and KMS.
  private static let configRules: [NormalizationRule] =
    [.capitalized("supplementaryConfiguration.ContinuousBackupsDescription", except: [])]
    + plainConfigRules + [
      .renamed("Ssedescription", to: "SSEDescription"),
      .renamed("SseDescription", to: "SSEDescription"),
      .renamed("SSEDescription.Ssetype", to: "SSEType"),
      .renamed("SSEDescription.SseType", to: "SSEType"),
      .renamed("SSEDescription.KmsmasterKeyArn", to: "KMSMasterKeyArn"),
      .renamed("SSEDescription.KmsMasterKeyArn", to: "KMSMasterKeyArn"),
      .renamed("Replicas[].KmsmasterKeyId", to: "KMSMasterKeyId"),
      .renamed("Replicas[].KmsMasterKeyId", to: "KMSMasterKeyId"),
    ]

  /// What the table does now, not how it is set up.
  private static let volatile: [NormalizationRule] = [
    "BillingModeSummary.LastUpdateToPayPerRequestDateTime",
    "ContinuousBackupsDescription.PointInTimeRecoveryDescription.EarliestRestorableDateTime",
    "ContinuousBackupsDescription.PointInTimeRecoveryDescription.LatestRestorableDateTime",
    "CreationDateTime", "GlobalSecondaryIndexes[].Backfilling", "GlobalSecondaryIndexes[].IndexArn",
    "GlobalSecondaryIndexes[].IndexSizeBytes", "GlobalSecondaryIndexes[].IndexStatus",
    "GlobalSecondaryIndexes[].ItemCount",
    "GlobalSecondaryIndexes[].ProvisionedThroughput.LastDecreaseDateTime",
    "GlobalSecondaryIndexes[].ProvisionedThroughput.LastIncreaseDateTime",
    "GlobalSecondaryIndexes[].ProvisionedThroughput.NumberOfDecreasesToday",
    "GlobalSecondaryIndexes[].WarmThroughput.Status", "ItemCount", "LatestStreamArn",
    "LatestStreamLabel", "LocalSecondaryIndexes[].IndexArn",
    "LocalSecondaryIndexes[].IndexSizeBytes", "LocalSecondaryIndexes[].ItemCount",
    "ProvisionedThroughput.LastDecreaseDateTime", "ProvisionedThroughput.LastIncreaseDateTime",
    "ProvisionedThroughput.NumberOfDecreasesToday", "Replicas[].ReplicaArn",
    "Replicas[].ReplicaInaccessibleDateTime", "Replicas[].ReplicaStatus",
    "Replicas[].ReplicaStatusDescription", "Replicas[].ReplicaStatusPercentProgress",
    "Replicas[].WarmThroughput", "RestoreSummary", "SSEDescription.InaccessibleEncryptionDateTime",
    "TableArn", "TableClassSummary.LastUpdateDateTime", "TableSizeBytes", "TableStatus",
    "WarmThroughput.Status",
  ].map { .dropped(FieldPath($0)) }

  // The order of a key's attributes is hash key, then range key; each names its role.
  private static let rules: [NormalizationRule] = [
    .keyed("AttributeDefinitions", by: ["AttributeName"]), .keyed("KeySchema", by: ["KeyType"]),
    .keyed("GlobalSecondaryIndexes", by: ["IndexName"]),
    .keyed("LocalSecondaryIndexes", by: ["IndexName"]),
    .keyed("GlobalSecondaryIndexes[].KeySchema", by: ["AttributeName"]),
    .keyed("LocalSecondaryIndexes[].KeySchema", by: ["AttributeName"]),
    .set("GlobalSecondaryIndexes[].Projection.NonKeyAttributes"),
    .set("LocalSecondaryIndexes[].Projection.NonKeyAttributes"),
    .keyed("Replicas", by: ["RegionName"]),
    .keyed("Replicas[].GlobalSecondaryIndexes", by: ["IndexName"]),
    .policy("ResourcePolicy"), .tags("Tags"),
  ]

  private static let watches = [
    Watch(
      "ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
      .leaves(.string("ENABLED")), .high, "The table can no longer be restored to a point in time"),
    Watch(
      "DeletionProtectionEnabled", .leaves(.bool(true)), .high,
      "The table may be deleted by one call"),
    Watch("SSEDescription", .high, "The table is encrypted with another key, or another way"),
    Watch("StreamSpecification", .medium, "Who is told of the table's changes differs"),
    Watch("Replicas[*]", .any, .high, "Where the table is copied to differs"),
    Watch("TableId", .high, "The table was deleted and made anew under the same name"),
  ]

  private static func assessTablePolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("ResourcePolicy") else { return nil }
    return assessPolicy(edit, .resource("table"))
  }
}

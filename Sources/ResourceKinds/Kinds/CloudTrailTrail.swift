package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::CloudTrail::Trail`. AWS Config gives neither its status nor its selectors.
  package static let cloudTrailTrail = ResourceKind(
    "AWS::CloudTrail::Trail",
    // Shadows of a trail are listed in other regions; at home it is listed itself (CloudTrail API,
    // DescribeTrails, `includeShadowTrails`).
    listings: [
      Listing(
        "cloudtrail", "describe-trails", "trailList",
        parameters: ["include-shadow-trails": .bool(false)])
    ],
    details: [
      Detail(
        "cloudtrail", "get-trail-status", parameter: "name", field: "IsLogging",
        member: "IsLogging"),
      Detail(
        "cloudtrail", "get-event-selectors", parameter: "trail-name", field: "Selectors",
        none: .beside("TrailARN")),
      Detail(
        "cloudtrail", "get-insight-selectors", parameter: "trail-name", field: "InsightSelectors",
        member: "InsightSelectors", absent: [ErrorSign("InsightNotEnabledException")]),
    ],
    identity: Identity(id: ["Name"], arn: "TrailARN", home: "HomeRegion"),
    facets: [
      "IsLogging", "EventSelectors", "AdvancedEventSelectors", "InsightSelectors", "Tags",
      "IsOrganizationTrail", "HasInsightSelectors",
    ],
    always: [
      "HomeRegion", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "LogFileValidationEnabled",
    ], columns: ["HasCustomEventSelectors", "S3BucketName"],
    gathered: [["EventSelectors", "AdvancedEventSelectors"]],
    rules: rules,
    assess: assessing(
      removal: Assessment(.critical, "The trail that recorded what is done in the account is gone")
    ) { watches.assess($0) })

  // An answer with basic selectors leaves out the advanced ones, and the reverse.
  private static let rules: [NormalizationRule] =
    [
      .defaulted("Selectors", field: "EventSelectors", .list([])),
      .defaulted("Selectors", field: "AdvancedEventSelectors", .list([])), .lifted("Selectors"),
    ]
    + .labelling(
      [
        .keyed("EventSelectors", by: ["ReadWriteType"]),
        .keyed("AdvancedEventSelectors", by: ["Name"]),
      ], inside: insideSelectors) + [
      .keyed("InsightSelectors", by: ["InsightType"]), .set("InsightSelectors[].EventCategories"),
      .dropped("TrailARN"), .tags("Tags"),
    ]

  private static let insideSelectors: [NormalizationRule] =
    [
      .keyed("EventSelectors[].DataResources", by: ["Type"]),
      .set("EventSelectors[].DataResources[].Values"),
      .set("EventSelectors[].ExcludeManagementEventSources"),
      .keyed("AdvancedEventSelectors[].FieldSelectors", by: ["Field"]),
    ]
    + ["Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith"].map {
      .set(FieldPath("AdvancedEventSelectors[].FieldSelectors[].\($0)"))
    }

  private static let watches = [
    Watch(
      "IsLogging", .becomes(.bool(false)), .critical,
      "The trail no longer records what is done in the account"),
    Watch(
      "IsMultiRegionTrail", .becomes(.bool(false)), .high,
      "The trail records no other region any more"),
    Watch(
      "IncludeGlobalServiceEvents", .becomes(.bool(false)), .high,
      "The trail no longer records global services such as IAM"),
    Watch(
      "LogFileValidationEnabled", .becomes(.bool(false)), .high,
      "Whether the trail's files were changed can no longer be seen"),
    Watch(
      "IsOrganizationTrail", .becomes(.bool(false)), .high,
      "The trail records no other account any more"),
    Watch(
      "EventSelectors[*].IncludeManagementEvents", .becomes(.bool(false)), .critical,
      "The trail no longer records management events"),
    Watch("EventSelectors", .any, .high, "What the trail records differs"),
    Watch("AdvancedEventSelectors", .any, .high, "What the trail records differs"),
    Watch("InsightSelectors", .medium, "What the trail looks for differs"),
    Watch("S3BucketName", .high, "The trail writes to another bucket"),
    Watch("S3KeyPrefix", .medium, "The trail writes to another place in its bucket"),
    Watch("KmsKeyId", .high, "The trail's files are encrypted with another key, or with none"),
    Watch("CloudWatchLogsLogGroupArn", .high, "The trail no longer writes to this log group"),
    Watch("SnsTopicARN", .medium, "The trail notifies another topic, or none"),
  ]
}

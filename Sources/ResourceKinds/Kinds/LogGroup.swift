package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Logs::LogGroup`, with where its entries are sent on to.
  package static let logGroup = ResourceKind(
    "AWS::Logs::LogGroup",
    listings: [Listing("logs", "describe-log-groups", "logGroups")],
    details: [
      Detail(
        "logs", "describe-subscription-filters", parameter: "log-group-name",
        field: "subscriptionFilters", member: "subscriptionFilters")
    ],
    identity: Identity(id: ["logGroupName"], arn: "arn", incarnation: "creationTime"),
    facets: [
      "bearerTokenAuthenticationEnabled", "creationTime", "deletionProtectionEnabled",
      "logGroupClass",
      "subscriptionFilters",
    ],
    // What never expires has no retention, and what is encrypted by the service has no key.
    leftOut: [
      "dataProtectionStatus": .null, "inheritedProperties": .list([]), "kmsKeyId": .null,
      "retentionInDays": .null,
    ],
    rules: [
      .dropped("arn"), .dropped("logGroupArn"),
      .dropped("metricFilterCount"), .dropped("storedBytes"), .set("inheritedProperties"),
      .dropped("subscriptionFilters[].creationTime"),
      .dropped("subscriptionFilters[].logGroupName"),
      .keyed("subscriptionFilters", by: ["filterName"]),
    ],
    assess: assessing(removal: Assessment(.high, "The log group is gone with what it held")) {
      watches.assess($0)
    })

  private static let watches = [
    Watch("retentionInDays", .falls, .high, "Entries are kept for less time"),
    Watch("retentionInDays", .leaves(.null), .high, "Entries are no longer kept for ever"),
    Watch("retentionInDays", .low, "Entries are kept for longer"),
    Watch("kmsKeyId", .high, "Entries are encrypted with another key, or with the service's own"),
    Watch("dataProtectionStatus", .high, "Whether sensitive data is masked differs"),
    Watch(
      "deletionProtectionEnabled", .leaves(.bool(true)), .high,
      "The log group may be deleted by one call"),
    Watch("subscriptionFilters[*]", .added, .high, "Entries are now sent on to another place"),
    Watch("subscriptionFilters[*]", .removed, .high, "Entries are no longer sent on"),
    Watch(
      "subscriptionFilters[*].destinationArn", .high, "Entries are now sent on to another place"),
    Watch("subscriptionFilters", .high, "What is sent on differs"),
  ]
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Config::ConfigurationAggregator`: whose configurations are gathered here.
  package static let configurationAggregator = ResourceKind(
    "AWS::Config::ConfigurationAggregator",
    listings: [
      Listing(
        "configservice", "describe-configuration-aggregators", "ConfigurationAggregators")
    ],
    identity: Identity(
      id: ["ConfigurationAggregatorName"], arn: "ConfigurationAggregatorArn"),
    facets: ["AggregatorFilters"],
    leftOut: ["AccountAggregationSources": .list([]), "OrganizationAggregationSource": .null],
    rules: [
      .dropped("ConfigurationAggregatorArn"), .dropped("CreationTime"),
      .dropped("LastUpdatedTime"), .set("OrganizationAggregationSource.AwsRegions"),
    ] + .labelling([.set("AccountAggregationSources")], inside: insideSources),
    assess: assessing(removal: Assessment(.high, "Configurations are no longer gathered here")) {
      watches.assess($0)
    })

  private static let insideSources: [NormalizationRule] = [
    .set("AccountAggregationSources[].AccountIds"), .set("AccountAggregationSources[].AwsRegions"),
  ]

  private static let watches = [
    Watch("AccountAggregationSources", .any, .high, "Whose configurations are gathered differs"),
    Watch("OrganizationAggregationSource", .high, "Whose configurations are gathered differs"),
    Watch("AggregatorFilters", .medium, "What is gathered differs"),
  ]
}

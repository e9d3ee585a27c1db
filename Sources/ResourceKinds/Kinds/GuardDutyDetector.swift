package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::GuardDuty::Detector`: whether GuardDuty looks for threats in a region, and in what.
  ///
  /// AWS Config has the older list of data sources; `Features` is compared with what is read live and exported.
  package static let guardDutyDetector = ResourceKind(
    "AWS::GuardDuty::Detector",
    listings: [Listing("guardduty", "list-detectors", "DetectorIds")],
    details: [
      Detail(
        "guardduty", "get-detector", parameter: "detector-id", field: "Detector",
        none: .beside("Status"))
    ],
    identity: Identity(id: ["DetectorId"]),
    facets: [
      "DataSources", "Features", "FindingPublishingFrequency", "ServiceRole", "Status", "Tags",
    ],
    gathered: [
      ["DataSources", "Features", "FindingPublishingFrequency", "ServiceRole", "Status", "Tags"]
    ],
    configRules: plainConfigRules + [
      .renamed("Id", to: "DetectorId"), .text("Enable"),
      .spelled("Enable", ["true": "ENABLED", "false": "DISABLED"]),
      .renamed("Enable", to: "Status"),
      .dropped("DataSources"),
    ],
    rules: [
      // Without tags the answer has none.
      .defaulted("Detector", field: "Tags", .object([:])), .lifted("Detector"),
      .dropped("CreatedAt"), .dropped("UpdatedAt"), .dropped("Features[].UpdatedAt"),
      .dropped("Features[].AdditionalConfiguration[].UpdatedAt"),
      .keyed("Features", by: ["Name"]), .keyed("Features[].AdditionalConfiguration", by: ["Name"]),
      // The older list says of some features what the newer one says of all.
      .superseded("DataSources", by: "Features"), .tags("Tags"),
    ],
    assess: assessing(
      removal: Assessment(.critical, "GuardDuty no longer looks for threats here")
    ) { watches.assess($0) })

  private static let watches = [
    Watch(
      "Status", .becomes(.string("DISABLED")), .critical,
      "GuardDuty no longer looks for threats here"),
    Watch(
      "Features[*].Status", .becomes(.string("DISABLED")), .high,
      "GuardDuty no longer looks at this"),
    Watch(
      "Features[*].AdditionalConfiguration[*].Status", .becomes(.string("DISABLED")), .high,
      "GuardDuty no longer looks at this"),
    Watch("DataSources", .high, "What GuardDuty looks at differs"),
    Watch("FindingPublishingFrequency", .medium, "How often findings are published differs"),
    Watch("ServiceRole", .medium, "GuardDuty acts with another role"),
  ]
}

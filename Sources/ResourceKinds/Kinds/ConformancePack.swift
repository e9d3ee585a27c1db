package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Config::ConformancePack`: rules of AWS Config that are kept together.
  package static let conformancePack = ResourceKind(
    "AWS::Config::ConformancePack",
    listings: [
      Listing("configservice", "describe-conformance-packs", "ConformancePackDetails")
    ],
    identity: Identity(
      id: ["ConformancePackName"], arn: "ConformancePackArn", incarnation: "ConformancePackId"),
    leftOut: [
      "DeliveryS3Bucket": .null, "DeliveryS3KeyPrefix": .null, "TemplateSSMDocumentDetails": .null,
    ],
    rules: [
      .dropped("ConformancePackArn"),
      .pairs(
        "ConformancePackInputParameters", key: "ParameterName", value: "ParameterValue"),
    ],
    assess: assessing(removal: Assessment(.high, "The rules of the pack are gone")) {
      watches.assess($0)
    })

  private static let watches = [
    Watch("LastUpdateRequestedTime", .medium, "The pack was made anew from a template"),
    Watch("ConformancePackInputParameters", .any, .high, "What the pack's rules demand differs"),
    Watch("TemplateSSMDocumentDetails", .high, "The pack's rules come from another document"),
  ]
}

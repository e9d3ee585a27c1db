package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Config::ConfigurationRecorder`, with whether it records.
  package static let configurationRecorder = ResourceKind(
    "AWS::Config::ConfigurationRecorder",
    listings: [
      Listing("configservice", "describe-configuration-recorders", "ConfigurationRecorders")
    ],
    details: [
      Detail(
        "configservice", "describe-configuration-recorder-status",
        parameter: "configuration-recorder-names", field: "Status",
        member: "ConfigurationRecordersStatus", namedBy: "name")
    ],
    identity: Identity(id: ["name", "Name"], arn: "arn"),
    facets: ["Recording", "RecordingMode", "RecordingScope", "ServicePrincipal", "Tags"],
    rules: rules,
    assess: assessing(
      removal: Assessment(.critical, "AWS Config no longer records changes here")
    ) { watches.assess($0) })

  private static let rules: [NormalizationRule] =
    [.withoutNulls(""), .capitalized("", except: ["Tags"]), .single("Status")]
    + [
      "Arn", "LastErrorCode", "LastErrorMessage", "LastStartTime", "LastStatus",
      "LastStatusChangeTime", "LastStopTime", "Name", "ServicePrincipal",
    ].map { .dropped(FieldPath("Status.\($0)")) } + [
      .lifted("Status"), .dropped("Arn"), .dropped("Id"), .tags("Tags"),
      .set("RecordingGroup.ResourceTypes"),
      .set("RecordingGroup.ExclusionByResourceTypes.ResourceTypes"),
      .set("RecordingMode.RecordingModeOverrides[].ResourceTypes"),
    ]

  private static let watches = [
    Watch(
      "Recording", .becomes(.bool(false)), .critical, "AWS Config no longer records changes here"),
    Watch(
      "RecordingGroup.AllSupported", .becomes(.bool(false)), .high,
      "AWS Config no longer records every resource type"),
    Watch(
      "RecordingGroup.IncludeGlobalResourceTypes", .becomes(.bool(false)), .high,
      "AWS Config no longer records global resources such as IAM's here"),
    Watch(
      "RecordingGroup.ResourceTypes[*]", .removed, .high,
      "AWS Config no longer records this resource type"),
    Watch(
      "RecordingGroup.ExclusionByResourceTypes", .added, .high,
      "AWS Config no longer records this resource type"),
    Watch("RecordingMode", .medium, "How often AWS Config records differs"),
    Watch("RoleARN", .medium, "AWS Config records with another role"),
  ]
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::LaunchTemplate`, with its default version and its newest: what names neither by number starts one of
  /// them.
  ///
  /// AWS Config has the data of one version, and does not say of which: it is compared with AWS Config only.
  package static let launchTemplate = ResourceKind(
    "AWS::EC2::LaunchTemplate",
    listings: [Listing("ec2", "describe-launch-templates", "LaunchTemplates")],
    details: [
      Detail(
        "ec2", "describe-launch-template-versions", parameter: "launch-template-id",
        field: "Versions", member: "LaunchTemplateVersions",
        parameters: ["versions": .list([.string("$Default"), .string("$Latest")])])
    ],
    identity: Identity(id: ["LaunchTemplateId"], name: ["LaunchTemplateName"]),
    facets: [
      "CreatedBy", "LaunchTemplateData", "LaunchTemplateName", "Operator", "Tags", "Versions",
    ],
    always: ["DefaultVersionNumber", "LatestVersionNumber"],
    configRules: plainConfigRules + [.renamed("Id", to: "LaunchTemplateId")],
    rules: [.withoutNulls(""), .dropped("CreateTime"), .dropped("CreatedBy"), .tags("Tags")]
      + [
        "LaunchTemplateId", "LaunchTemplateName", "CreateTime", "CreatedBy", "DefaultVersion",
        "Operator",
      ].map { .dropped(FieldPath("Versions[].\($0)")) } + [
        .number("DefaultVersionNumber"), .number("LatestVersionNumber"),
        // A version that is both is given once, or twice.
        .distinct("Versions"), .keyed("Versions", by: ["VersionNumber"]),
      ] + ["Versions[].LaunchTemplateData", "LaunchTemplateData"].flatMap(launchData),
    assess: assessor(exposures: assessInstanceStart, changes: assessVersion))
}

/// The rules of what an instance is started with.
private func launchData(_ place: String) -> [NormalizationRule] {
  [
    .keyed(FieldPath("\(place).BlockDeviceMappings"), by: ["DeviceName"]),
    .set(FieldPath("\(place).SecurityGroupIds")), .set(FieldPath("\(place).SecurityGroups")),
    .set(FieldPath("\(place).NetworkInterfaces[].Groups")),
    .keyed(FieldPath("\(place).NetworkInterfaces"), by: ["DeviceIndex"]),
    .keyed(FieldPath("\(place).TagSpecifications"), by: ["ResourceType"]),
    .tags(FieldPath("\(place).TagSpecifications[].Tags")),
    .keyed(FieldPath("\(place).LicenseSpecifications"), by: ["LicenseConfigurationArn"]),
  ]
}

private func assessVersion(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count) {
  case ("DefaultVersionNumber", _):
    Assessment(.high, "instances are now started from version \(edit.newText) by default")
  case ("LatestVersionNumber", _):
    Assessment(.high, "what asks for the newest version now starts version \(edit.newText)")
  case ("Versions", 2) where edit.new == nil, ("Versions", 3):
    Assessment(.low)
  case ("Versions", 2), ("LaunchTemplateData", _), ("Versions", _):
    Assessment(.high, "what instances are started with differs")
  default: nil
  }
}

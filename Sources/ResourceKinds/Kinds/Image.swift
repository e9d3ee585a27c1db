package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::Image`, an AMI of the account, with who may start instances of it. The name is that of the API: neither
  /// CloudFormation nor AWS Config has a type for it.
  package static let image = ResourceKind(
    "AWS::EC2::Image",
    listings: [
      Listing(
        "ec2", "describe-images", "Images", parameters: ["owners": .list([.string("self")])])
    ],
    details: [
      Detail(
        "ec2", "describe-image-attribute", parameter: "image-id", field: "LaunchPermissions",
        member: "LaunchPermissions",
        parameters: ["attribute": .string("launchPermission")])
    ],
    identity: Identity(id: ["ImageId"], name: ["Name"], owner: "OwnerId"),
    facets: [
      "BootMode", "DeregistrationProtection", "FreeTierEligible", "ImageAllowed", "ImdsSupport",
      "LaunchPermissions", "SourceImageId", "SourceImageRegion", "SourceInstanceId", "TpmSupport",
    ],
    always: ["ImageId", "Public", "State"],
    leftOut: ["Tags": .list([])],
    // EC2 API reference, `Image`, State.
    endStates: EndStates("State", "deregistered", "invalid", "failed", "error"),
    rules: [
      .withoutNulls(""), .dropped("CreationDate"), .dropped("LastLaunchedTime"),
      .spelled("State", ["pending": "available"]), .dropped("OwnerId"), .dropped("StateReason"),
      .dropped("UsageOperation"), .tags("Tags"),
      .keyed("BlockDeviceMappings", by: ["DeviceName"]),
      .keyed("ProductCodes", by: ["ProductCodeId"]),
      .picked(
        "LaunchPermissions[]", ["Group", "UserId", "OrganizationArn", "OrganizationalUnitArn"]),
      .set("LaunchPermissions"),
    ],
    assess: assessor(exposures: assessImage) { edit in
      switch (edit.steps.first, edit.word) {
      case (nil, .removed): Assessment(.medium, "no instance can be started from it any more")
      case ("DeregistrationProtection", .changed) where edit.sets("disabled"):
        Assessment(.medium, "the image can be deregistered by one call")
      case ("DeprecationTime", _): Assessment(.low)
      default: nil
      }
    })
}

private func assessImage(_ edit: Edit) -> Assessment? {
  let deed = "start instances of the image, and read it"
  return edit.steps.first == "Public" && edit.sets("true")
    ? Assessment(.critical, "anybody may now \(deed)")
    : assessSharing(edit, in: "LaunchPermissions", deed, without: "use the image")
}

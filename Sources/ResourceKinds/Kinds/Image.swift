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
      .dropped("OwnerId"), .dropped("StateReason"), .dropped("UsageOperation"), .tags("Tags"),
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
  switch edit.steps.first {
  case "Public" where edit.sets("true"):
    return Assessment(.critical, "anybody may now start instances of the image, and read it")
  case "LaunchPermissions" where edit.steps.count == 2:
    let who = edit.steps[1]
    guard edit.new != nil else { return Assessment(.medium, "\(who) may no longer use the image") }
    return who == "all"
      ? Assessment(.critical, "anybody may now start instances of the image, and read it")
      : Assessment(.high, "\(who) may now start instances of the image, and read it")
  default: return nil
  }
}

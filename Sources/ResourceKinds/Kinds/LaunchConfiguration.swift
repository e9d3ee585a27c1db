package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::AutoScaling::LaunchConfiguration`, which is never changed: another one takes its place.
  package static let launchConfiguration = ResourceKind(
    "AWS::AutoScaling::LaunchConfiguration",
    listings: [
      Listing("autoscaling", "describe-launch-configurations", "LaunchConfigurations")
    ],
    identity: Identity(id: ["LaunchConfigurationName"], arn: "LaunchConfigurationARN"),
    facets: ["MetadataOptions", "UserData"],
    always: ["EbsOptimized", "ImageId", "InstanceType"],
    configRules: plainConfigRules + [
      .named("", ["ClassicLinkVPCId", "ClassicLinkVPCSecurityGroups"]),
      .picked("SecurityGroups[]", ["Value"]), .picked("IamInstanceProfile", ["Value"]),
    ],
    rules: [
      .withoutNulls(""), .dropped("CreatedTime"), .dropped("LaunchConfigurationARN"),
      .set("SecurityGroups"), .set("ClassicLinkVPCSecurityGroups"),
      .keyed("BlockDeviceMappings", by: ["DeviceName"]),
    ],
    secrets: ["UserData", "configuration.userData"],
    assess: assessor(exposures: assessStart))
}

private func assessStart(_ edit: Edit) -> Assessment? {
  switch edit.steps.last {
  case "AssociatePublicIpAddress" where edit.sets("true"):
    Assessment(.high, "new instances get a public address")
  case "HttpTokens" where edit.sets("optional"):
    Assessment(.high, "metadata of new instances can be read without a session token (IMDSv1)")
  case "Encrypted" where edit.sets("false"):
    Assessment(.high, "volumes of new instances are not encrypted")
  default: nil
  }
}

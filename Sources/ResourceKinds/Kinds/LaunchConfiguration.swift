package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::AutoScaling::LaunchConfiguration`, which is never changed: another one takes its place.
  package static let launchConfiguration = ResourceKind(
    "AWS::AutoScaling::LaunchConfiguration",
    listings: [
      Listing("autoscaling", "describe-launch-configurations", "LaunchConfigurations")
    ],
    identity: Identity(
      id: ["LaunchConfigurationName"], arn: "LaunchConfigurationARN",
      incarnation: "LaunchConfigurationARN"),
    facets: ["LaunchConfigurationARN", "MetadataOptions", "UserData"],
    always: ["EbsOptimized", "ImageId", "InstanceType"],
    columns: ["BlockDeviceMappings", "SecurityGroups"],
    configRules: plainConfigRules + [
      .named("", ["ClassicLinkVPCId", "ClassicLinkVPCSecurityGroups"]),
      .picked("IamInstanceProfile", ["Value"]),
    ] + .plainTexts("SecurityGroups"),
    rules: [
      .withoutNulls(""), .dropped("CreatedTime"),
      .set("SecurityGroups"), .set("ClassicLinkVPCSecurityGroups"),
      .keyed("BlockDeviceMappings", by: ["DeviceName"]),
    ],
    assess: assessor(exposures: assessInstanceStart))
}

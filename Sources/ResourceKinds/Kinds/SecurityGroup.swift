package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::SecurityGroup`.
  package static let securityGroup = ResourceKind(
    "AWS::EC2::SecurityGroup",
    listings: [Listing("ec2", "describe-security-groups", "SecurityGroups")],
    identity: Identity(
      id: ["GroupId"], name: ["GroupName"], arn: "SecurityGroupArn", owner: "OwnerId"),
    rules: [
      .tags("Tags"), .permissions("IpPermissions", .ingress),
      .permissions("IpPermissionsEgress", .egress), .dropped("SecurityGroupArn"),
    ])
}

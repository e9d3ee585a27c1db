package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::Subnet`.
  package static let subnet = ResourceKind(
    "AWS::EC2::Subnet",
    listings: [Listing("ec2", "describe-subnets", "Subnets")],
    identity: Identity(
      id: ["SubnetId"], arn: "SubnetArn", owner: "OwnerId", zone: "AvailabilityZone"),
    facets: [
      "AvailabilityZoneId", "AssignIpv6AddressOnCreation", "BlockPublicAccessStates", "EnableDns64",
      "Ipv6CidrBlockAssociationSet", "Ipv6Native", "MapCustomerOwnedIpOnLaunch",
      "PrivateDnsNameOptionsOnLaunch",
    ],
    always: ["AvailabilityZone", "CidrBlock", "DefaultForAz", "MapPublicIpOnLaunch", "VpcId"],
    columns: [
      "AssignIpv6AddressOnCreation", "EnableDns64", "Ipv6Native", "PrivateDnsNameOptionsOnLaunch",
    ],
    rules: [
      .withoutNulls(""), .dropped("OwnerId"), .dropped("SubnetArn"), .dropped("State"),
      .dropped("AvailableIpAddressCount"),
      .dropped("Ipv6CidrBlockAssociationSet[].Ipv6CidrBlockState.StatusMessage"), .tags("Tags"),
      .addressBlock("CidrBlock"), .addressBlock("Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock"),
      .keyed("Ipv6CidrBlockAssociationSet", by: ["Ipv6CidrBlock"]),
    ],
    assess: assessor(exposures: { edit in
      switch edit.steps.first {
      case "MapPublicIpOnLaunch" where edit.sets("true"):
        Assessment(.high, "what starts in this subnet now gets a public address")
      case "AssignIpv6AddressOnCreation" where edit.sets("true"):
        Assessment(.medium, "what starts in this subnet now gets an IPv6 address")
      case "BlockPublicAccessStates" where edit.sets("off") && edit.word == .changed:
        Assessment(.high, "internet gateways are no longer blocked")
      default: nil
      }
    }))
}

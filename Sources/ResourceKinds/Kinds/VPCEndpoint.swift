package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::VPCEndpoint`.
  package static let vpcEndpoint = ResourceKind(
    "AWS::EC2::VPCEndpoint",
    listings: [Listing("ec2", "describe-vpc-endpoints", "VpcEndpoints")],
    identity: Identity(id: ["VpcEndpointId"], owner: "OwnerId"),
    facets: ["DnsOptions", "IpAddressType", "ServiceRegion"],
    always: ["ServiceName", "VpcEndpointType", "VpcId"],
    columns: [
      "Groups", "NetworkInterfaceIds", "PrivateDnsEnabled", "RequesterManaged", "RouteTableIds",
      "State",
      "SubnetIds",
    ],
    assigned: ["DnsEntries", "NetworkInterfaceIds"],
    // EC2 API reference, `VpcEndpoint`, State.
    endStates: EndStates("State", "deleting", "deleted", "rejected", "failed", "expired"),
    rules: [
      .withoutNulls(""), .spelled("State", ["pending": "available", "Pending": "Available"]),
      .dropped("OwnerId"), .dropped("CreationTimestamp"), .dropped("LastError"),
      .dropped("FailureReason"), .tags("Tags"), .policy("PolicyDocument"), .set("RouteTableIds"),
      .set("SubnetIds"), .set("NetworkInterfaceIds"), .keyed("Groups", by: ["GroupId"]),
      .keyed("DnsEntries", by: ["DnsName"]), .keyed("Ipv4Prefixes", by: ["SubnetId"]),
      .keyed("Ipv6Prefixes", by: ["SubnetId"]),
    ],
    assess: assessor(changes: { edit in
      switch (edit.steps.first, edit.steps.count) {
      case ("PolicyDocument", _):
        Assessment(.high, "what may be done through the endpoint has changed")
      case ("RouteTableIds", 2), ("SubnetIds", 2):
        Assessment(
          .medium, "\(edit.steps[1]) \(edit.new == nil ? "no longer reaches" : "now reaches") it")
      case ("Groups", 2):
        Assessment(
          .high,
          "\(edit.steps[1]) \(edit.new == nil ? "no longer guards" : "now guards") the endpoint")
      case ("PrivateDnsEnabled", _):
        Assessment(
          .medium, "the service's own name \(edit.sets("true") ? "now" : "no longer") leads here")
      default: nil
      }
    }))
}

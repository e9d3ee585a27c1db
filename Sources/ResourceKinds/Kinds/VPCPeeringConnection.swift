package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::VPCPeeringConnection`. Both sides' accounts list it.
  package static let vpcPeeringConnection = ResourceKind(
    "AWS::EC2::VPCPeeringConnection",
    listings: [Listing("ec2", "describe-vpc-peering-connections", "VpcPeeringConnections")],
    identity: Identity(id: ["VpcPeeringConnectionId"]),
    always: ["AccepterVpcInfo", "RequesterVpcInfo", "Status"],
    // Amazon VPC Peering Guide, "VPC peering connection lifecycle".
    endStates: EndStates("Status.Code", "deleting", "deleted", "rejected", "failed", "expired"),
    rules: [.withoutNulls(""), .dropped("ExpirationTime"), .dropped("Status.Message")]
      + ["AccepterVpcInfo", "RequesterVpcInfo"].flatMap(sideRules) + [.tags("Tags")],
    assess: assessor(changes: { edit in
      switch edit.steps {
      case ["Status", "Code"] where edit.sets("active"):
        Assessment(.high, "the two networks are now connected")
      case ["Status", "Code"]: Assessment(.medium, "the peering is now \(edit.newText)")
      case let steps where steps.last == "AllowDnsResolutionFromRemoteVpc" && edit.sets("true"):
        Assessment(.medium, "the other side's names now resolve to private addresses")
      default: nil
      }
    }))
}

/// The rules of one side. ClassicLink is retired; its options, which newer answers leave out, are off.
private func sideRules(_ side: String) -> [NormalizationRule] {
  [
    .defaulted(
      FieldPath("\(side).PeeringOptions"), field: "AllowEgressFromLocalClassicLinkToRemoteVpc",
      .bool(false)),
    .defaulted(
      FieldPath("\(side).PeeringOptions"), field: "AllowEgressFromLocalVpcToRemoteClassicLink",
      .bool(false)),
    .addressBlock(FieldPath("\(side).Ipv6CidrBlockSet[].Ipv6CidrBlock")),
    .keyed(FieldPath("\(side).CidrBlockSet"), by: ["CidrBlock"]),
    .keyed(FieldPath("\(side).Ipv6CidrBlockSet"), by: ["Ipv6CidrBlock"]),
  ]
}

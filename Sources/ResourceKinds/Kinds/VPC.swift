package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::VPC`.
  package static let vpc = ResourceKind(
    "AWS::EC2::VPC",
    listings: [Listing("ec2", "describe-vpcs", "Vpcs")],
    identity: Identity(id: ["VpcId"], owner: "OwnerId"),
    facets: [
      "BlockPublicAccessStates", "CidrBlockAssociationSet", "EncryptionControl",
      "Ipv6CidrBlockAssociationSet",
    ],
    always: ["CidrBlock", "DhcpOptionsId", "InstanceTenancy", "IsDefault"],
    leftOut: ["Ipv6CidrBlockAssociationSet": .list([])],
    rules: [
      .withoutNulls(""), .dropped("OwnerId"), .dropped("State"),
      .dropped("CidrBlockAssociationSet[].CidrBlockState.StatusMessage"),
      .dropped("Ipv6CidrBlockAssociationSet[].Ipv6CidrBlockState.StatusMessage"), .tags("Tags"),
      .addressBlock("CidrBlock"), .addressBlock("CidrBlockAssociationSet[].CidrBlock"),
      .addressBlock("Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock"),
      .keyed("CidrBlockAssociationSet", by: ["CidrBlock"]),
      .keyed("Ipv6CidrBlockAssociationSet", by: ["Ipv6CidrBlock"]),
    ],
    assess: assessor(changes: { edit in
      switch (edit.steps.first, edit.steps.count) {
      case ("DhcpOptionsId", _) where edit.word == .changed:
        Assessment(.high, "name servers and DHCP options now come from \(edit.newText)")
      case ("BlockPublicAccessStates", 2) where edit.sets("off") && edit.word == .changed:
        Assessment(.high, "internet gateways are no longer blocked")
      case ("CidrBlockAssociationSet", 2), ("Ipv6CidrBlockAssociationSet", 2):
        Assessment(
          .medium, "\(edit.steps[1]) is \(edit.new == nil ? "no longer" : "now") in the network")
      default: nil
      }
    }))
}

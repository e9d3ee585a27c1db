package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::TransitGatewayAttachment`: a network that joined a transit gateway, be it a VPC, a VPN, a peer or a
  /// gateway of Direct Connect.
  package static let transitGatewayAttachment = ResourceKind(
    "AWS::EC2::TransitGatewayAttachment",
    listings: [
      Listing("ec2", "describe-transit-gateway-attachments", "TransitGatewayAttachments")
    ],
    identity: Identity(id: ["TransitGatewayAttachmentId"]),
    facets: [
      "Association", "Options", "ResourceId", "ResourceOwnerId", "ResourceType", "State",
      "SubnetIds",
      "TransitGatewayOwnerId", "VpcId",
    ],
    endStates: EndStates.attachment,
    configRules: plainConfigRules + [.renamed("Id", to: "TransitGatewayAttachmentId")],
    rules: [
      .withoutNulls(""), .spelled("State", ["pending": "available", "modifying": "available"]),
      .dropped("CreationTime"), .dropped("Association.State"), .tags("Tags"),
      .set("SubnetIds"),
    ],
    assess: assessor(changes: { edit in
      switch (edit.steps.first, edit.word) {
      case (nil, .added): Assessment(.high, "another network now meets those behind the gateway")
      case (nil, .removed):
        Assessment(.medium, "the network no longer meets those behind the gateway")
      case ("State", .changed) where edit.sets("available"):
        Assessment(.high, "the network now meets those behind the gateway")
      case ("Association", _):
        Assessment(.high, "the network now uses other routes of the gateway")
      default: nil
      }
    }))
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::TransitGateway`.
  package static let transitGateway = ResourceKind(
    "AWS::EC2::TransitGateway",
    listings: [Listing("ec2", "describe-transit-gateways", "TransitGateways")],
    identity: Identity(id: ["TransitGatewayId"], arn: "TransitGatewayArn", owner: "OwnerId"),
    facets: [
      "EncryptionSupport", "SecurityGroupReferencingSupport", "TransitGatewayCidrBlocks",
    ],
    // EC2 API reference, `TransitGateway`, State.
    endStates: EndStates("State", "deleting", "deleted"),
    configRules: plainConfigRules + [.renamed("Id", to: "TransitGatewayId")],
    rules: [
      .withoutNulls(""), .lifted("Options"), .dropped("CreationTime"), .dropped("OwnerId"),
      .dropped("State"), .dropped("TransitGatewayArn"),
      .dropped("EncryptionSupport.StateMessage"), .tags("Tags"), .set("TransitGatewayCidrBlocks"),
    ],
    assess: assessor(changes: { edit in
      switch (edit.steps.first, edit.word) {
      case (nil, .removed): Assessment(.high, "the networks behind it no longer meet")
      case ("AutoAcceptSharedAttachments", .changed) where edit.sets("enable"):
        Assessment(.high, "other accounts' networks may now join without being asked about")
      case ("DefaultRouteTableAssociation", .changed), ("DefaultRouteTablePropagation", .changed):
        Assessment(.medium, "which routes a network that joins gets has changed")
      case ("AssociationDefaultRouteTableId", .changed),
        ("PropagationDefaultRouteTableId", .changed):
        Assessment(.high, "networks that join now use \(edit.newText)")
      default: nil
      }
    }))
}

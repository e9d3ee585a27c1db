package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::NatGateway`. A deleted gateway, and one that failed, stay listed for an hour.
  package static let natGateway = ResourceKind(
    "AWS::EC2::NatGateway",
    listings: [Listing("ec2", "describe-nat-gateways", "NatGateways")],
    identity: Identity(id: ["NatGatewayId"]),
    facets: ["ConnectivityType", "AvailabilityMode"],
    always: ["NatGatewayAddresses", "SubnetId", "VpcId"],
    assigned: [
      "NatGatewayAddresses[*].NetworkInterfaceId", "NatGatewayAddresses[*].PrivateIp",
      "NatGatewayAddresses[*].PublicIp",
    ],
    // Amazon VPC API, `NatGateway`, State.
    endStates: EndStates("State", "deleting", "deleted", "failed"),
    rules: [
      .withoutNulls(""), .spelled("State", ["pending": "available"]), .dropped("CreateTime"),
      .dropped("DeleteTime"), .dropped("FailureCode"),
      .dropped("FailureMessage"), .dropped("ProvisionedBandwidth"),
      .dropped("NatGatewayAddresses[].Status"), .dropped("NatGatewayAddresses[].FailureMessage"),
      .tags("Tags"),
      .keyed("NatGatewayAddresses", by: ["AllocationId", "PrivateIp", "NetworkInterfaceId"]),
    ],
    assess: assessor(changes: { edit in
      switch edit.steps.first {
      case "ConnectivityType" where edit.sets("public") && edit.word == .changed:
        Assessment(.high, "the gateway now leads to the internet")
      case "NatGatewayAddresses" where edit.steps.count == 2:
        Assessment(
          .medium,
          "traffic \(edit.new == nil ? "no longer" : "now") leaves from "
            + ((edit.new ?? edit.old)?["PublicIp"]?.string ?? edit.steps[1]))
      default: nil
      }
    }))
}

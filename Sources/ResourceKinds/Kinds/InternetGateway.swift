package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::InternetGateway`.
  package static let internetGateway = ResourceKind(
    "AWS::EC2::InternetGateway",
    listings: [Listing("ec2", "describe-internet-gateways", "InternetGateways")],
    identity: Identity(id: ["InternetGatewayId"], owner: "OwnerId"),
    always: ["Attachments"],
    rules: [
      .withoutNulls(""), .dropped("OwnerId"), .tags("Tags"), .keyed("Attachments", by: ["VpcId"]),
    ],
    assess: assessor(exposures: { edit in
      guard edit.steps.first == "Attachments", edit.steps.count == 2 else { return nil }
      return edit.new == nil
        ? Assessment(.medium, "\(edit.steps[1]) is no longer attached to the internet")
        : Assessment(.high, "\(edit.steps[1]) is now attached to the internet")
    }))
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::EIP`, an Elastic IP address.
  package static let eip = ResourceKind(
    "AWS::EC2::EIP",
    listings: [Listing("ec2", "describe-addresses", "Addresses")],
    identity: Identity(
      id: ["AllocationId", "PublicIp"], name: ["PublicIp"], zone: "NetworkBorderGroup"),
    facets: ["NetworkBorderGroup", "PublicIpv4Pool", "ServiceManaged", "Tags"],
    always: ["Domain", "PublicIp"],
    // Of an address without tags the answer has none.
    leftOut: ["Tags": .list([])],
    rules: [.withoutNulls(""), .tags("Tags")],
    assess: assessor(changes: { edit in
      switch edit.steps {
      case ["InstanceId"] where edit.new != nil, ["NetworkInterfaceId"] where edit.new != nil:
        Assessment(.high, "the address now leads to \(edit.newText)")
      case ["InstanceId"], ["NetworkInterfaceId"]:
        Assessment(.medium, "the address no longer leads to \(edit.oldText)")
      default: nil
      }
    }))
}

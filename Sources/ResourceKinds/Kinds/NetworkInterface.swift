package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::NetworkInterface`. Its `Status` follows from its attachment.
  package static let networkInterface = ResourceKind(
    "AWS::EC2::NetworkInterface",
    listings: [Listing("ec2", "describe-network-interfaces", "NetworkInterfaces")],
    identity: Identity(
      id: ["NetworkInterfaceId"], owner: "OwnerId", zone: "AvailabilityZone"),
    facets: [
      "AvailabilityZoneId", "DenyAllIgwTraffic", "InterfaceType", "Operator",
      "PublicIpDnsNameOptions",
    ],
    always: [
      "Description", "Groups", "PrivateIpAddresses", "SourceDestCheck", "SubnetId", "VpcId",
    ],
    rules: [
      .withoutNulls(""), .renamed("TagSet", to: "Tags"), .dropped("TagSet"), .tags("Tags"),
      .dropped("OwnerId"), .dropped("Status"), .dropped("PublicDnsName"),
      .dropped("Attachment.AttachTime"), .dropped("Attachment.Status"),
      .dropped("Association.PublicDnsName"),
      .dropped("PrivateIpAddresses[].Association.PublicDnsName"),
      .keyed("Groups", by: ["GroupId"]), .keyed("PrivateIpAddresses", by: ["PrivateIpAddress"]),
      .keyed("Ipv6Addresses", by: ["Ipv6Address"]), .keyed("Ipv4Prefixes", by: ["Ipv4Prefix"]),
      .keyed("Ipv6Prefixes", by: ["Ipv6Prefix"]), .set("AssociatedSubnets"),
    ],
    assess: assessor(exposures: assessExposure, changes: assessInterface))
}

private func assessExposure(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count) {
  case ("SourceDestCheck", _) where edit.sets("false"):
    Assessment(.high, "the interface may now pass on traffic that is not its own")
  case ("Association", 1):
    edit.new.map {
      Assessment(
        .high, "the interface now has the public address \($0["PublicIp"]?.string ?? "of another")")
    } ?? Assessment(.medium, "the interface no longer has a public address")
  case ("Association", 2) where edit.steps[1] == "PublicIp":
    Assessment(.high, "the interface now has the public address \(edit.newText)")
  default: nil
  }
}

private func assessInterface(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count) {
  case ("Description", _): Assessment(.low)
  case ("Groups", 2):
    Assessment(
      .high, "\(edit.steps[1]) \(edit.new == nil ? "no longer" : "now") guards the interface")
  case ("Attachment", 1):
    Assessment(
      .medium,
      edit.new.map { "the interface is now attached to \($0["InstanceId"]?.string ?? "something")" }
        ?? "the interface is no longer attached")
  default: nil
  }
}

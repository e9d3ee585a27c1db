package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::RouteTable`. A route's `State` is kept: a blackhole is a route that drops traffic.
  package static let routeTable = ResourceKind(
    "AWS::EC2::RouteTable",
    listings: [Listing("ec2", "describe-route-tables", "RouteTables")],
    identity: Identity(id: ["RouteTableId"], owner: "OwnerId"),
    always: ["Associations", "PropagatingVgws", "Routes", "VpcId"],
    companions: [
      Companion("AWS::EC2::PrefixList", namedBy: "Routes[].DestinationPrefixListId")
    ],
    rules: [
      .withoutNulls(""), .dropped("OwnerId"), .dropped("Associations[].AssociationState"),
      .tags("Tags"), .addressBlock("Routes[].DestinationCidrBlock"),
      .addressBlock("Routes[].DestinationIpv6CidrBlock"),
      .keyed(
        "Routes",
        by: ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"]),
      .keyed("Associations", by: ["SubnetId", "GatewayId", "RouteTableAssociationId"]),
      .keyed("PropagatingVgws", by: ["GatewayId"]),
    ],
    assess: assess(.none),
    inPlace: { place in
      let lists = PrefixLists(place.related)
      return lists.isEmpty ? nil : assess(lists)(place.edit)
    }, related: { $0.prefixLists(within: ["Routes"]) })

  private static func assess(_ lists: PrefixLists) -> @Sendable (Edit) -> Assessment? {
    assessor(exposures: { assessRoute($0, lists) }) { edit in
      switch edit.steps.first {
      case "Associations": assessAssociation(edit)
      case "PropagatingVgws" where edit.word == .added:
        Assessment(.high, "routes of \(edit.steps.last ?? "a gateway") now enter this table")
      default: nil
      }
    }
  }
}

/// The fields of a route that name where its traffic goes (EC2 API reference, `Route`).
private let targetFields = [
  "GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId",
  "EgressOnlyInternetGatewayId", "NetworkInterfaceId", "InstanceId", "LocalGatewayId",
  "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn",
]

private func assessRoute(_ edit: Edit, _ lists: PrefixLists) -> Assessment? {
  guard edit.steps.first == "Routes", edit.steps.count >= 2 else { return nil }
  let destination = lists.audience(edit.steps[1])
  guard edit.steps.count == 3 else { return assessWholeRoute(edit, to: destination) }
  if edit.steps[2] == "State" {
    return edit.sets("blackhole")
      ? Assessment(.high, "traffic to \(edit.steps[1]) is dropped: the route's target is gone")
      : nil
  }
  guard targetFields.contains(edit.steps[2]), edit.new != nil else { return nil }
  // The route was there: a target of another kind is a field that was not.
  let before = edit.old == nil ? "" : " instead of \(edit.oldText)"
  return assessTarget(edit.newText + before, of: destination, isRedirected: true)
}

private func assessWholeRoute(_ edit: Edit, to destination: Audience) -> Assessment? {
  switch edit.change {
  case .added(let route):
    guard let target = route.routeTarget else { return nil }
    return assessTarget(target, of: destination, isRedirected: false)
  case .removed(let route):
    return Assessment(
      .medium, "\(destination.name) no longer goes to \(route.routeTarget ?? "its target")")
  case .changed: return nil
  }
}

private func assessTarget(_ target: String, of destination: Audience, isRedirected: Bool)
  -> Assessment
{
  let isOpen = target.hasPrefix("igw-") && destination.isAnybody
  return Assessment(
    isOpen || isRedirected ? .high : .medium, "\(destination.name) now goes to \(target)")
}

private func assessAssociation(_ edit: Edit) -> Assessment? {
  guard edit.steps.count == 2, let name = edit.steps.last else { return nil }
  switch edit.change {
  case .added(let value):
    if value["Main"] == .bool(true) {
      return Assessment(.high, "this is now the main route table of the network")
    }
    return Assessment(.medium, "\(name) now uses this route table")
  case .removed: return Assessment(.medium, "\(name) no longer uses this route table")
  case .changed: return nil
  }
}

extension ConfigurationValue {
  /// The id of what a route sends its traffic to; nil where it says none.
  var routeTarget: String? {
    targetFields.lazy.compactMap { self[$0]?.string }.first
  }
}

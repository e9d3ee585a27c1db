package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::TransitGatewayRouteTable`, with what is associated with it and what propagates routes
  /// to it.
  package static let transitGatewayRouteTable = ResourceKind(
    "AWS::EC2::TransitGatewayRouteTable",
    listings: [
      Listing("ec2", "describe-transit-gateway-route-tables", "TransitGatewayRouteTables")
    ],
    details: [
      Detail(
        "ec2", "get-transit-gateway-route-table-associations",
        parameter: "transit-gateway-route-table-id", field: "Associations", member: "Associations"),
      Detail(
        "ec2", "get-transit-gateway-route-table-propagations",
        parameter: "transit-gateway-route-table-id", field: "Propagations",
        member: "TransitGatewayRouteTablePropagations"),
      // A route is one or the other, or pending (EC2 API reference, `SearchTransitGatewayRoutes`).
      Detail(
        "ec2", "search-transit-gateway-routes", parameter: "transit-gateway-route-table-id",
        field: "Routes", member: "Routes",
        parameters: [
          "filters": .list([
            .object([
              "Name": .string("state"), "Values": .list([.string("active"), .string("blackhole")]),
            ])
          ])
        ]),
    ],
    identity: Identity(id: ["TransitGatewayRouteTableId"]),
    facets: ["Associations", "Propagations", "Routes"],
    always: ["TransitGatewayId"],
    // EC2 API reference, `TransitGatewayRouteTable`, State.
    endStates: EndStates("State", "deleting", "deleted"),
    rules: [
      .withoutNulls(""), .spelled("State", ["pending": "available"]), .dropped("CreationTime"),
      .tags("Tags"),
      .addressBlock("Routes[].DestinationCidrBlock"),
      .keyed("Routes", by: ["DestinationCidrBlock", "PrefixListId"]),
      .keyed("Routes[].TransitGatewayAttachments", by: ["TransitGatewayAttachmentId"]),
      .keyed("Associations", by: ["TransitGatewayAttachmentId"]),
      .keyed(
        "Propagations",
        by: ["TransitGatewayAttachmentId", "TransitGatewayRouteTableAnnouncementId"]),
    ],
    assess: assessor(changes: assessTransit))
}

private func assessTransit(_ edit: Edit) -> Assessment? {
  guard edit.steps.count >= 2 else { return nil }
  let (name, said) = (edit.steps[1], edit.new == nil ? "no longer" : "now")
  switch (edit.steps[0], edit.steps.count) {
  case ("Routes", 2):
    return Assessment(
      Audience(name).isAnybody ? .high : .medium, "\(name) is \(said) routed here")
  case ("Routes", 3) where edit.sets("blackhole"):
    return Assessment(.high, "traffic to \(name) is dropped")
  case ("Routes", 4):
    return Assessment(.high, "\(name) \(said) goes to \(edit.steps[3])")
  case ("Associations", 2):
    let part = (edit.new ?? edit.old)?["ResourceId"]?.string ?? name
    return Assessment(.medium, "\(part) \(said) uses this route table")
  case ("Propagations", 2):
    let part = (edit.new ?? edit.old)?["ResourceId"]?.string ?? name
    return Assessment(.medium, "routes of \(part) \(said) enter this table")
  default: return nil
  }
}

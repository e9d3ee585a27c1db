import ConfigurationModel

extension Deed {
  var routeTableArguments: [String]? {
    let steps = steps
    guard let list = steps.first, steps.count >= 2 else { return nil }
    let table = ["--route-table-id", resource.id]
    switch (list, steps.count) {
    case ("Routes", 2): return routeArguments(to: steps[1], table)
    case ("Routes", 3): return retargetArguments(steps[1], field: steps[2], table)
    case ("Associations", 2): return associationArguments(steps[1], table)
    case ("PropagatingVgws", 2):
      let verb = edit.word == .added ? "disable" : "enable"
      return ["ec2", "\(verb)-vgw-route-propagation"] + table + ["--gateway-id", steps[1]]
    default: return nil
    }
  }

  private func routeArguments(to destination: String, _ table: [String]) -> [String]? {
    guard let route = edit.new ?? edit.old, route.isMadeByHand, edit.word != .changed else {
      return nil
    }
    let isAdded = edit.word == .added
    // Routes of gateway endpoints are the endpoint's (AWS PrivateLink Guide, "Gateway endpoints").
    if let endpoint = route["GatewayId"]?.string, endpoint.isEndpoint, destination.isPrefixList {
      let option = isAdded ? "--remove-route-table-ids" : "--add-route-table-ids"
      return ["ec2", "modify-vpc-endpoint", "--vpc-endpoint-id", endpoint, option, resource.id]
    }
    if isAdded { return ["ec2", "delete-route"] + table + place(destination) }
    // The target of a blackhole is not there any more.
    guard route["State"] != .string("blackhole"), let target = Self.target(of: route) else {
      return nil
    }
    return ["ec2", "create-route"] + table + place(destination) + target
  }

  /// The old target, where the route was made by hand then as now and its target was there.
  private func retargetArguments(_ destination: String, field: String, _ table: [String])
    -> [String]?
  {
    guard let old = edit.old?.string else { return nil }
    if old.isEndpoint || edit.new?.string?.isEndpoint ?? false, destination.isPrefixList {
      return nil
    }
    let isOther = fieldsBeside.contains { name, other in
      name == "Origin" || name == "State" && other.old == .string("blackhole")
    }
    guard !isOther else { return nil }
    if field == "GatewayId", old == "local" {
      return ["ec2", "replace-route"] + table + place(destination) + ["--local-target"]
    }
    guard let target = Self.option(field, old) else { return nil }
    return ["ec2", "replace-route"] + table + place(destination) + target
  }

  /// The edits of the other fields of the same route, by field.
  private var fieldsBeside: [(field: String, edit: Edit)] {
    guard steps.count == 3, steps[0] == "Routes" else { return [] }
    return beside.compactMap { other in
      guard other.path.steps.count == 3, other.path != edit.path,
        other.path.steps.prefix(2) == edit.path.steps.prefix(2)
      else { return nil }
      return (Deed(edit: other, resource: resource, beside: []).steps[2], other)
    }
  }

  /// A target of another kind is one field less and one more: the old one, put back, takes the new one away. An instance
  /// is the target through its network interface.
  var isPartOfRouteSetElsewhere: Bool {
    guard resource.type.name == "AWS::EC2::RouteTable" else { return false }
    let others = fieldsBeside
    if edit.word == .added { return others.contains { $0.edit.word == .removed } }
    return ["InstanceId", "InstanceOwnerId"].contains(steps.last ?? "")
      && others.contains { $0.field == "NetworkInterfaceId" && $0.edit.old != nil }
  }

  /// Routes that a gateway propagates come and go with what makes it propagate them.
  var isRouteOfGateway: Bool {
    let steps = steps
    guard resource.type.name == "AWS::EC2::RouteTable", steps.count == 2, steps[0] == "Routes",
      let route = edit.new ?? edit.old, !route.isMadeByHand,
      let gateway = route["GatewayId"]?.string
    else { return false }
    return beside.contains { other in
      other.word == edit.word
        && Deed(edit: other, resource: resource, beside: []).steps == ["PropagatingVgws", gateway]
    }
  }

  private func associationArguments(_ member: String, _ table: [String]) -> [String]? {
    switch edit.change {
    case .added(let association):
      guard association["Main"] != .bool(true),
        let id = association["RouteTableAssociationId"]?.string
      else { return nil }
      return ["ec2", "disassociate-route-table", "--association-id", id]
    case .removed(let association):
      // The main table is named by no member, and is only replaced by another one.
      guard association["Main"] != .bool(true) else { return nil }
      if member.hasPrefix("subnet-") {
        return ["ec2", "associate-route-table"] + table + ["--subnet-id", member]
      }
      guard member.hasPrefix("igw-") || member.hasPrefix("vgw-") else { return nil }
      return ["ec2", "associate-route-table"] + table + ["--gateway-id", member]
    case .changed: return nil
    }
  }

  private func place(_ destination: String) -> [String] {
    if destination.isPrefixList { return ["--destination-prefix-list-id", destination] }
    let flag = destination.contains(":") ? "ipv6-cidr" : "cidr"
    return ["--destination-\(flag)-block", destination]
  }

  private static func target(of route: ConfigurationValue) -> [String]? {
    targetOptions.lazy.compactMap { field, _ in
      route[field]?.string.flatMap { option(field, $0) }
    }.first
  }

  /// A target as an option; nil where a route is given none such.
  private static func option(_ field: String, _ target: String) -> [String]? {
    guard let option = targetOptions.first(where: { $0.field == field })?.option else { return nil }
    guard field == "GatewayId" else { return [option, target] }
    if target.isEndpoint { return ["--vpc-endpoint-id", target] }
    return target == "local" ? nil : [option, target]
  }

  /// The fields of a route's target with the options of `create-route` (AWS CLI reference); an instance is named by its
  /// network interface, of which it may have several.
  private static let targetOptions: [(field: String, option: String)] = [
    ("GatewayId", "--gateway-id"), ("NatGatewayId", "--nat-gateway-id"),
    ("TransitGatewayId", "--transit-gateway-id"),
    ("VpcPeeringConnectionId", "--vpc-peering-connection-id"),
    ("EgressOnlyInternetGatewayId", "--egress-only-internet-gateway-id"),
    ("NetworkInterfaceId", "--network-interface-id"), ("InstanceId", "--instance-id"),
    ("LocalGatewayId", "--local-gateway-id"), ("CarrierGatewayId", "--carrier-gateway-id"),
    ("CoreNetworkArn", "--core-network-arn"),
  ]
}

extension ConfigurationValue {
  /// Whether somebody made the route, and neither its table nor a gateway that propagates routes or announces them (EC2
  /// API reference, `Route`).
  fileprivate var isMadeByHand: Bool {
    self["Origin"] == nil || self["Origin"] == .string("CreateRoute")
  }
}

extension String {
  fileprivate var isEndpoint: Bool { hasPrefix("vpce-") }
  fileprivate var isPrefixList: Bool { hasPrefix("pl-") }
}

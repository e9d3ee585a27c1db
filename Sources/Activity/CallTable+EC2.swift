package import ConfigurationModel

extension CallTable {
  /// Amazon EC2: routes, network ACLs and the parts of networks.
  static let ec2: [String: Rule] = [
    "CreateRoute": { $0.route() },
    "ReplaceRoute": { $0.route() },
    "DeleteRoute": { event in
      event.effect(
        routeTable, event.request.text("routeTableId"),
        [.take(list("Routes", event.request.picking(destinations)))])
    },
    "AssociateRouteTable": { event in
      let association = event.request.picking([
        ("subnetId", "SubnetId"), ("gatewayId", "GatewayId"),
      ])
      let ids = event.request.picking([("routeTableId", "RouteTableId")])
        .merging(event.response.picking([("associationId", "RouteTableAssociationId")])) { $1 }
      let whole = association.merging(ids) { $1 }.merging(["Main": .bool(false)]) { $1 }
      return event.effect(
        routeTable, event.request.text("routeTableId"), [.put(list("Associations", whole))])
        + event.madeAssociation(routeTable)
    },
    "DisassociateRouteTable": { $0.disassociation(routeTable, "RouteTableAssociationId") },
    "ReplaceRouteTableAssociation": { event in
      event.reassociation(routeTable, "routeTableId", "RouteTableAssociationId")
    },
    "EnableVgwRoutePropagation": { $0.propagation(CallEffect.Step.put) },
    "DisableVgwRoutePropagation": { $0.propagation(CallEffect.Step.take) },
    "CreateRouteTable": {
      $0.effect(routeTable, $0.response.text("routeTable", "routeTableId"), [.create])
    },
    "DeleteRouteTable": { $0.effect(routeTable, $0.request.text("routeTableId"), [.delete]) },
    "CreateNetworkAclEntry": { $0.aclEntry() },
    "ReplaceNetworkAclEntry": { $0.aclEntry() },
    "DeleteNetworkAclEntry": { $0.aclEntry(isDeleted: true) },
    "ReplaceNetworkAclAssociation": { event in
      event.reassociation(networkAcl, "networkAclId", "NetworkAclAssociationId")
    },
    "CreateNetworkAcl": {
      $0.effect(networkAcl, $0.response.text("networkAcl", "networkAclId"), [.create])
    },
    "DeleteNetworkAcl": { $0.effect(networkAcl, $0.request.text("networkAclId"), [.delete]) },
    "CreateVpc": { $0.effect("AWS::EC2::VPC", $0.response.text("vpc", "vpcId"), [.create]) },
    "DeleteVpc": { $0.effect("AWS::EC2::VPC", $0.request.text("vpcId"), [.delete]) },
    "ModifyVpcAttribute": { event in
      event.effect(
        "AWS::EC2::VPC", event.request.text("vpcId"),
        [.unsure(["EnableDnsHostnames", "EnableDnsSupport", "EnableNetworkAddressUsageMetrics"])])
    },
    "AssociateDhcpOptions": { event in
      event.effect(
        "AWS::EC2::VPC", event.request.text("vpcId"),
        [.replace(.object(event.request.picking([("dhcpOptionsId", "DhcpOptionsId")])))])
    },
    "CreateSubnet": {
      $0.effect("AWS::EC2::Subnet", $0.response.text("subnet", "subnetId"), [.create])
    },
    "DeleteSubnet": { $0.effect("AWS::EC2::Subnet", $0.request.text("subnetId"), [.delete]) },
    "ModifySubnetAttribute": { event in
      let value = event.request["mapPublicIpOnLaunch"]?["value"]
      let step = value.map { CallEffect.Step.replace(.object(["MapPublicIpOnLaunch": $0])) }
      return event.effect(
        "AWS::EC2::Subnet", event.request.text("subnetId"), [step ?? .unsure(subnetAttributes)])
    },
    "CreateInternetGateway": {
      $0.effect(
        internetGateway, $0.response.text("internetGateway", "internetGatewayId"), [.create])
    },
    "DeleteInternetGateway": {
      $0.effect(internetGateway, $0.request.text("internetGatewayId"), [.delete])
        + $0.routesTo($0.request.text("internetGatewayId"))
    },
    "AttachInternetGateway": { event in
      event.effect(
        internetGateway, event.request.text("internetGatewayId"),
        [
          .put(
            list(
              "Attachments",
              event.request.picking([("vpcId", "VpcId")]).merging(["State": .string("available")]) {
                $1
              }))
        ])
    },
    "DetachInternetGateway": { event in
      event.effect(
        internetGateway, event.request.text("internetGatewayId"),
        [.take(list("Attachments", event.request.picking([("vpcId", "VpcId")])))])
        + event.routesTo(event.request.text("internetGatewayId"))
    },
    "CreateNatGateway": { event in
      event.effect(
        "AWS::EC2::NatGateway",
        event.response.text("CreateNatGatewayResponse", "natGateway", "natGatewayId"), [.create])
    },
    "DeleteNatGateway": { event in
      let id = event.request.text("DeleteNatGatewayRequest", "NatGatewayId")
      return event.effect("AWS::EC2::NatGateway", id, [.delete]) + event.routesTo(id)
    },
    "AllocateAddress": { $0.effect(address, $0.response.text("allocationId"), [.create]) },
    "ReleaseAddress": { event in
      event.effect(
        address, event.request.text("allocationId") ?? event.request.text("publicIp"), [.delete])
    },
    "AssociateAddress": { $0.addressAssociation() },
    "DisassociateAddress": { event in
      event.effect(
        address, event.request.text("associationId") ?? event.request.text("publicIp"),
        [.clear(leading)])
    },
    "CreateTags": { $0.tags(CallEffect.Step.put) },
    "DeleteTags": { $0.tags(CallEffect.Step.take) },
  ]

  /// What has an id of EC2 that begins as none that is known.
  package static let otherOfEC2: ResourceType = "AWS::EC2::Other"
  fileprivate static let address: ResourceType = "AWS::EC2::EIP"
  /// What an address has as long as it leads somewhere.
  fileprivate static let leading = [
    "AssociationId", "InstanceId", "NetworkInterfaceId", "NetworkInterfaceOwnerId",
    "PrivateIpAddress",
  ]
  fileprivate static let routeTable: ResourceType = "AWS::EC2::RouteTable"
  fileprivate static let networkAcl: ResourceType = "AWS::EC2::NetworkAcl"
  private static let internetGateway: ResourceType = "AWS::EC2::InternetGateway"

  fileprivate static let destinations = [
    (from: "destinationCidrBlock", to: "DestinationCidrBlock"),
    (from: "destinationIpv6CidrBlock", to: "DestinationIpv6CidrBlock"),
    (from: "destinationPrefixListId", to: "DestinationPrefixListId"),
  ]

  /// The request's names of a route's targets, each as `describe-route-tables` writes it. A gateway endpoint's and an
  /// instance's targets are written as what they lead to.
  fileprivate static let targets = [
    "gatewayId", "natGatewayId", "transitGatewayId", "vpcPeeringConnectionId",
    "egressOnlyInternetGatewayId", "networkInterfaceId", "instanceId", "localGatewayId",
    "carrierGatewayId", "coreNetworkArn",
  ].map { (from: $0, to: $0.prefix(1).uppercased() + $0.dropFirst()) }

  /// What `ModifySubnetAttribute` changes, one at a time.
  private static let subnetAttributes = [
    "AssignIpv6AddressOnCreation", "CustomerOwnedIpv4Pool", "EnableDns64", "EnableLniAtDeviceIndex",
    "MapCustomerOwnedIpOnLaunch", "MapPublicIpOnLaunch", "PrivateDnsNameOptionsOnLaunch",
  ]

  static func list(_ field: String, _ member: [String: ConfigurationValue]) -> ConfigurationValue {
    .object([field: .list([.object(member)])])
  }
}

extension ActivityEvent {
  /// The routes that lead to what is taken away: they go with a gateway endpoint, and drop traffic with anything else. The
  /// event does not name their tables; the configuration before does.
  func routesTo(_ target: String?) -> [CallEffect] {
    effect("AWS::EC2::RouteTable", target, [.unsure(["Routes"])])
  }
}

extension ActivityEvent {
  /// One effect on the resource that a call names; none where it names none.
  func effect(_ type: ResourceType, _ resource: String?, _ steps: [CallEffect.Step])
    -> [CallEffect]
  {
    resource.map { [CallEffect(type, $0, steps)] } ?? []
  }

  /// A route with its target. A route that was created says so itself, and one that is replaced stays what it was.
  fileprivate func route() -> [CallEffect] {
    let destination = request.picking(CallTable.destinations)
    let target = request.picking(CallTable.targets)
    let facts: [String: ConfigurationValue] = [
      "Origin": .string("CreateRoute"), "State": .string("active"),
    ]
    guard !destination.isEmpty, !target.isEmpty, target["InstanceId"] == nil else {
      return effect(CallTable.routeTable, request.text("routeTableId"), [.unsure(["Routes"])])
    }
    let route = destination.merging(target) { $1 }.merging(facts) { $1 }
    return effect(
      CallTable.routeTable, request.text("routeTableId"), [.put(CallTable.list("Routes", route))])
  }

  /// An association that ends: its id is all that the event has.
  fileprivate func disassociation(_ type: ResourceType, _ field: String) -> [CallEffect] {
    guard let id = request.text("associationId") else { return [] }
    return [CallEffect(type, id, [.drop(list: "Associations", field: field, value: id)])]
  }

  /// What the call made, under the id by which later calls name it.
  fileprivate func madeAssociation(_ type: ResourceType) -> [CallEffect] {
    madeAssociations.map { CallEffect(type, $0, []) }
  }

  /// An association that goes over to another resource: it ends, and another of the same subnet or gateway begins.
  fileprivate func reassociation(_ type: ResourceType, _ owner: String, _ field: String)
    -> [CallEffect]
  {
    let ended = disassociation(type, field)
    guard let target = request.text(owner) else { return ended }
    let old = request.text("associationId").flatMap { parts.association($0) }
    let id = response.text("newAssociationId")
    guard case .object(var fields)? = old, let id else {
      return ended + effect(type, target, [.unsure(["Associations"])]) + madeAssociation(type)
    }
    fields[field] = .string(id)
    fields[owner.prefix(1).uppercased() + owner.dropFirst()] = .string(target)
    return ended + effect(type, target, [.put(CallTable.list("Associations", fields))])
      + madeAssociation(type)
  }

  /// An address that leads to an interface or an instance now, and no more to what it led to. Of what the event does not
  /// name it is not known what it is.
  fileprivate func addressAssociation() -> [CallEffect] {
    let target = request.picking([
      ("instanceId", "InstanceId"), ("networkInterfaceId", "NetworkInterfaceId"),
      ("privateIpAddress", "PrivateIpAddress"),
    ])
    let id = response.picking([("associationId", "AssociationId")])
    let fields = target.merging(id) { $1 }
    return effect(
      CallTable.address, request.text("allocationId") ?? request.text("publicIp"),
      [.replace(.object(fields)), .clear(CallTable.leading.filter { fields[$0] == nil })])
      + madeAssociation(CallTable.address)
  }

  fileprivate func propagation(_ step: (ConfigurationValue) -> CallEffect.Step) -> [CallEffect] {
    effect(
      CallTable.routeTable, request.text("routeTableId"),
      [
        step(
          CallTable.list(
            "PropagatingVgws", request.picking([(from: "gatewayId", to: "GatewayId")]))),
        // With the routes that the gateway knows.
        .unsure(["Routes"]),
      ])
  }

  /// CloudTrail writes the API's `protocol` as `aclProtocol`.
  fileprivate func aclEntry(isDeleted: Bool = false) -> [CallEffect] {
    var entry = request.picking([
      (from: "ruleNumber", to: "RuleNumber"), (from: "egress", to: "Egress"),
      (from: "ruleAction", to: "RuleAction"), (from: "cidrBlock", to: "CidrBlock"),
      (from: "ipv6CidrBlock", to: "Ipv6CidrBlock"), (from: "aclProtocol", to: "Protocol"),
    ])
    let ports = request["portRange"]?.picking([(from: "from", to: "From"), (from: "to", to: "To")])
    if let ports, !ports.isEmpty { entry["PortRange"] = .object(ports) }
    let icmp = request["icmpTypeCode"]?.picking([
      (from: "code", to: "Code"), (from: "type", to: "Type"),
    ])
    if let icmp, !icmp.isEmpty { entry["IcmpTypeCode"] = .object(icmp) }
    let document = CallTable.list("Entries", entry)
    return effect(
      CallTable.networkAcl, request.text("networkAclId"),
      [isDeleted ? .take(document) : .put(document)])
  }

  /// Tags of resources of any type: the ids tell which.
  fileprivate func tags(_ step: (ConfigurationValue) -> CallEffect.Step) -> [CallEffect] {
    let steps = name.isIdentical(to: "DeleteTags") ? untagging : [step(tagging(request["tagSet"]))]
    return (request["resourcesSet"]?.listed ?? []).compactMap { item -> CallEffect? in
      guard let id = item.text("resourceId") else { return nil }
      // Of a type that is not known nobody can say that all of it was approved.
      guard let type = ResourceType(prefixOf: id) else {
        return CallEffect(CallTable.otherOfEC2, id, [.touch])
      }
      return CallEffect(type, id, steps)
    }
  }

  /// Without tags in the request all go that people put there; one without a value goes whatever its value is, and one
  /// with an empty value only where its value is empty (EC2 API reference, `DeleteTags`): of that no event was seen.
  private var untagging: [CallEffect.Step] {
    let given = request["tagSet"]?.listed ?? []
    guard !given.isEmpty else { return [.empty("Tags")] }
    let sure = given.filter { $0["value"] != .string("") }
    return (sure.isEmpty ? [] : [.take(tagging(.list(sure), orAny: .object([:])))])
      + (sure.count < given.count ? [.unsure(["Tags"])] : [])
  }

  /// - Parameter any: Stands for the value of a tag that has none: no text, which would be held against another.
  private func tagging(
    _ given: ConfigurationValue?, orAny any: ConfigurationValue = .string("")
  ) -> ConfigurationValue {
    let tags = (given?.listed ?? []).map { tag in
      let value = tag["value"].flatMap { $0 == .null ? nil : $0 }
      return ConfigurationValue.object(["Key": tag["key"] ?? .string(""), "Value": value ?? any])
    }
    return .object(["Tags": .list(tags)])
  }
}

extension ResourceType {
  /// The type that an id of EC2 begins with (EC2 User Guide, "Resource IDs").
  fileprivate init?(prefixOf id: String) {
    let long = Self.longPrefixes.first { id.hasPrefix($0.prefix) }?.name
    guard let name = long ?? Self.prefixes[id.prefix { $0 != "-" }] else { return nil }
    self.init("AWS::EC2::\(name)")
  }

  private static let prefixes: [Substring: String] = [
    "sg": "SecurityGroup", "sgr": "SecurityGroupRule", "rtb": "RouteTable", "acl": "NetworkAcl",
    "vpc": "VPC", "subnet": "Subnet", "igw": "InternetGateway", "nat": "NatGateway",
    "i": "Instance", "eni": "NetworkInterface", "vol": "Volume", "eipalloc": "EIP",
    "vpce": "VPCEndpoint", "pcx": "VPCPeeringConnection", "fl": "FlowLog", "snap": "Snapshot",
    "ami": "Image", "lt": "LaunchTemplate", "pl": "PrefixList", "tgw": "TransitGateway",
    "dopt": "DHCPOptions", "cgw": "CustomerGateway", "vgw": "VPNGateway", "vpn": "VPNConnection",
    "eigw": "EgressOnlyInternetGateway", "key": "KeyPair", "pg": "PlacementGroup",
  ]

  private static let longPrefixes: [(prefix: String, name: String)] = [
    ("tgw-attach-", "TransitGatewayAttachment"), ("tgw-rtb-", "TransitGatewayRouteTable"),
    ("vpce-svc-", "VPCEndpointService"),
  ]
}

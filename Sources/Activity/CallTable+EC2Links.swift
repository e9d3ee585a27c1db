import ConfigurationModel

extension CallTable {
  /// Amazon EC2: what links networks and what records their traffic.
  static let ec2Links: [String: Rule] = [
    "CreateVpcPeeringConnection": { event in
      event.effect(
        peering, event.answered.text("vpcPeeringConnection", "vpcPeeringConnectionId"), [.create])
    },
    "AcceptVpcPeeringConnection": { event in
      event.effect(
        peering, event.asked.part("vpcPeeringConnectionId"),
        [
          .replace(.object(["Status": .object(["Code": .string("active")])])),
          // What each side tells of itself is told once the other accepted.
          .unsure(["AccepterVpcInfo", "RequesterVpcInfo"]),
        ])
    },
    // Both are listed for a while with the state that they ended with.
    "RejectVpcPeeringConnection": { $0.endedPeering() },
    "DeleteVpcPeeringConnection": { $0.endedPeering() },
    "ModifyVpcPeeringConnectionOptions": { $0.peeringOptions() },
    "CreateVpcEndpoint": { event in
      event.effect(endpoint, event.answered.text("vpcEndpoint", "vpcEndpointId"), [.create])
        + event.routes(of: ["routeTableId"])
    },
    "ModifyVpcEndpoint": { $0.endpointModification() },
    "DeleteVpcEndpoints": { event in
      let deleted = event.deletions(of: endpoint, named: "vpcEndpointId")
      return deleted + deleted.flatMap { event.routesTo($0.resource) }
    },
    "CreateFlowLogs": { event in
      (event.answered["flowLogIdSet"]?.listedTexts ?? []).map {
        CallEffect(flowLog, $0, [.create])
      }
    },
    "DeleteFlowLogs": { $0.deletions(of: flowLog, named: "flowLogId") },
    "AssociateVpcCidrBlock": { $0.addedBlock() },
    "DisassociateVpcCidrBlock": { $0.removedBlock() },
  ]

  fileprivate static let peering: ResourceType = "AWS::EC2::VPCPeeringConnection"
  fileprivate static let endpoint: ResourceType = "AWS::EC2::VPCEndpoint"
  fileprivate static let flowLog: ResourceType = "AWS::EC2::FlowLog"
  fileprivate static let network: ResourceType = "AWS::EC2::VPC"
}

extension ActivityEvent {
  /// What the call was asked with, in either dialect of EC2's events: newer calls stand inside a field of their own.
  fileprivate var asked: ConfigurationValue { request["\(name)Request"] ?? request }

  fileprivate var answered: ConfigurationValue { response["\(name)Response"] ?? response }

  fileprivate func endedPeering() -> [CallEffect] {
    let id = asked.part("vpcPeeringConnectionId")
    return effect(CallTable.peering, id, [.delete]) + routesTo(id)
  }

  /// Each resource that the call was asked to delete and did: it says of which it could not, and succeeds all the same
  /// (EC2 API reference, `DeleteFlowLogs`, `DeleteVpcEndpoints`, `unsuccessful`).
  fileprivate func deletions(of type: ResourceType, named field: String) -> [CallEffect] {
    let unsuccessful = (answered["unsuccessful"] ?? .null).listedMembers
    let failed = unsuccessful.map { $0.part("resourceId") }
    return asked.listedTexts(field).filter { !failed.contains($0) }.map { id in
      CallEffect(type, id, failed.contains(nil) ? [.touch] : [.delete])
    }
  }

  /// A side's options, of which what is not named stays.
  fileprivate func peeringOptions() -> [CallEffect] {
    let names = [
      (from: "allowDnsResolutionFromRemoteVpc", to: "AllowDnsResolutionFromRemoteVpc"),
      (from: "AllowDnsResolutionFromRemoteVpc", to: "AllowDnsResolutionFromRemoteVpc"),
    ]
    var sides: [String: ConfigurationValue] = [:]
    for (field, side) in [("accepter", "AccepterVpcInfo"), ("requester", "RequesterVpcInfo")] {
      let given = asked.either("\(field)PeeringConnectionOptions")?.picking(names) ?? [:]
      let options = given.compactMapValues { Bool(said: $0).map { ConfigurationValue.bool($0) } }
      if !options.isEmpty { sides[side] = .object(["PeeringOptions": .object(options)]) }
    }
    return effect(
      CallTable.peering, asked.part("vpcPeeringConnectionId"),
      [
        sides.isEmpty
          ? .unsure(["AccepterVpcInfo", "RequesterVpcInfo"]) : .amend(.object(sides))
      ])
  }

  /// The routes to the service's addresses that a gateway endpoint puts into tables, or takes out of them: the event does
  /// not name them.
  fileprivate func routes(of fields: [String]) -> [CallEffect] {
    fields.flatMap { asked.listedTexts($0) }.map {
      CallEffect("AWS::EC2::RouteTable", $0, [.unsure(["Routes"])])
    }
  }

  fileprivate func endpointModification() -> [CallEffect] {
    let known = [
      "DryRun", "VpcEndpointId", "PolicyDocument", "PrivateDnsEnabled", "AddRouteTableId",
      "RemoveRouteTableId", "AddSubnetId", "RemoveSubnetId", "AddSecurityGroupId",
      "RemoveSecurityGroupId",
    ]
    let steps = endpointFields + endpointPlaces + endpointGroups
    let isWhole = !steps.isEmpty && asked.hasOnly(known)
    return effect(
      CallTable.endpoint, asked.part("vpcEndpointId"), isWhole ? steps : steps + [.touch])
      + routes(of: ["AddRouteTableId", "RemoveRouteTableId"])
  }

  private var endpointFields: [CallEffect.Step] {
    var named = asked.picking([(from: "PolicyDocument", to: "PolicyDocument")])
    if let isOn = asked["PrivateDnsEnabled"].flatMap(Bool.init(said:)) {
      named["PrivateDnsEnabled"] = .bool(isOn)
    }
    return named.isEmpty ? [] : [.replace(.object(named))]
  }

  private var endpointPlaces: [CallEffect.Step] {
    [("RouteTableId", "RouteTableIds"), ("SubnetId", "SubnetIds")].flatMap { field, list in
      let (added, removed) = (asked.listedTexts("Add\(field)"), asked.listedTexts("Remove\(field)"))
      var steps: [CallEffect.Step] = []
      if !removed.isEmpty { steps.append(.take(.object([list: .texts(removed)]))) }
      if !added.isEmpty { steps.append(.put(.object([list: .texts(added)]))) }
      // A network interface of its own comes and goes with each subnet.
      if field == "SubnetId", !steps.isEmpty {
        steps.append(
          .unsure(["NetworkInterfaceIds", "DnsEntries", "Ipv4Prefixes", "Ipv6Prefixes"]))
      }
      return steps
    }
  }

  private var endpointGroups: [CallEffect.Step] {
    let removed = asked.listedTexts("RemoveSecurityGroupId").map { id in
      ConfigurationValue.object(["GroupId": .string(id)])
    }
    // Snapshots have the name of a new one beside its id.
    let added = asked.listedTexts("AddSecurityGroupId")
    return (removed.isEmpty ? [] : [.take(.object(["Groups": .list(removed)]))])
      + (added.isEmpty ? [] : [.unsure(["Groups"])])
  }

  /// Blocks of IPv6 come from pools, with more than the event tells.
  fileprivate func addedBlock() -> [CallEffect] {
    let made = answered["cidrBlockAssociation"] ?? .null
    let block = (made.part("cidrBlock") ?? asked.part("cidrBlock")).map {
      ["CidrBlock": ConfigurationValue.string($0)]
    }
    let id = made.part("associationId").map { ["AssociationId": ConfigurationValue.string($0)] }
    let state: ConfigurationValue = .object(["State": .string("associated")])
    let step = block.map { block in
      CallEffect.Step.put(
        CallTable.list(
          "CidrBlockAssociationSet",
          block.merging(id ?? [:]) { $1 }.merging(["CidrBlockState": state]) { $1 }))
    }
    return effect(
      CallTable.network, asked.part("vpcId") ?? answered.part("vpcId"),
      [step ?? .unsure(["CidrBlockAssociationSet", "Ipv6CidrBlockAssociationSet"])])
  }

  /// The request names the association alone: its network is known from the answer, or from the snapshot that shows it.
  fileprivate func removedBlock() -> [CallEffect] {
    guard let id = asked.part("associationId") else { return [] }
    let isOfIPv6 = answered["ipv6CidrBlockAssociation"].map { $0 != .null } ?? false
    let list = isOfIPv6 ? "Ipv6CidrBlockAssociationSet" : "CidrBlockAssociationSet"
    return effect(
      CallTable.network, answered.part("vpcId") ?? id,
      [.drop(list: list, field: "AssociationId", value: id)])
  }
}

extension ConfigurationValue {
  /// A field in either spelling of EC2's events.
  fileprivate func either(_ field: String) -> ConfigurationValue? {
    self[field] ?? self[field.prefix(1).uppercased() + field.dropFirst()]
  }

  /// The texts of a list under a field, in either spelling.
  fileprivate func listedTexts(_ field: String) -> [String] { either(field)?.listedTexts ?? [] }

  /// The texts of a list that was made from XML: `{"tag": 1, "content": "fl-1"}`, `{"item": "fl-1"}`, or several of these.
  fileprivate var listedTexts: [String] {
    switch self {
    case .list(let members): members.flatMap(\.listedTexts)
    case .object:
      (self["item"] ?? self["items"])?.listedTexts ?? text("content").map { [$0] } ?? []
    case .string(let text): text.isEmpty ? [] : [text]
    case .null, .bool, .number, .elements: []
    }
  }

  /// The members of a list that was made from XML: one alone is none of a list.
  fileprivate var listedMembers: [ConfigurationValue] { (self["item"] ?? self).listed }

  /// Whether an object has no other fields with a value than these.
  fileprivate func hasOnly(_ names: [String]) -> Bool {
    guard case .object(let fields) = self else { return false }
    return fields.allSatisfy {
      names.contains($0.key) || $0.value == .null || $0.value == .string("")
    }
  }

  fileprivate static func texts(_ texts: [String]) -> ConfigurationValue {
    .list(texts.map { .string($0) })
  }
}

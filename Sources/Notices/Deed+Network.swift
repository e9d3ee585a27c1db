import ConfigurationModel

extension Deed {
  // MARK: Security groups

  var securityGroupArguments: [String]? {
    if edit.path == .root, edit.new != nil {
      return ["ec2", "delete-security-group", "--group-id", resource.id]
    }
    let steps = steps
    guard steps.count == 2, let way = Self.directions[steps[0]] else { return nil }
    switch edit.change {
    case .added(let rule):
      return permission(rule).map {
        ["ec2", "revoke-security-group-\(way)", "--group-id", resource.id, "--ip-permissions", $0]
      }
    case .removed(let rule):
      return permission(rule, isWhole: true).map {
        [
          "ec2", "authorize-security-group-\(way)", "--group-id", resource.id, "--ip-permissions",
          $0,
        ]
      }
    case .changed: return nil
    }
  }

  private static let directions = ["IpPermissions": "ingress", "IpPermissionsEgress": "egress"]

  /// One rule as `--ip-permissions` takes it (EC2 API reference, `IpPermission`); nil where it is not known whole.
  private func permission(_ rule: ConfigurationValue, isWhole: Bool = false) -> String? {
    guard let proto = rule["IpProtocol"]?.string, let peer = peer(of: rule, isWhole: isWhole) else {
      return nil
    }
    var fields: [String: ConfigurationValue] = ["IpProtocol": .string(proto)]
    for port in ["FromPort", "ToPort"] { fields[port] = rule[port] }
    fields[peer.list] = .list([.object(peer.fields)])
    return ConfigurationValue.list([.object(fields)]).canonicalJSON
  }

  private func peer(of rule: ConfigurationValue, isWhole: Bool) -> (
    list: String, fields: [String: ConfigurationValue]
  )? {
    guard let name = (rule["source"] ?? rule["destination"])?.string else { return nil }
    var fields: [String: ConfigurationValue] = [:]
    if isWhole { fields["Description"] = rule["Description"] }
    func peer(_ list: String, _ key: String) -> (String, [String: ConfigurationValue]) {
      fields[key] = .string(name)
      return (list, fields)
    }
    if name.hasPrefix("sg-") {
      fields["UserId"] = rule["account"]
      return peer("UserIdGroupPairs", "GroupId")
    }
    if name.hasPrefix("pl-") { return peer("PrefixListIds", "PrefixListId") }
    guard name.contains("/") else { return nil }
    return name.contains(":") ? peer("Ipv6Ranges", "CidrIpv6") : peer("IpRanges", "CidrIp")
  }

  // MARK: Route tables

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
    switch edit.change {
    case .added: return ["ec2", "delete-route"] + table + place(destination)
    case .removed(let route):
      guard let target = Self.target(of: route) else { return nil }
      return ["ec2", "create-route"] + table + place(destination) + target
    case .changed: return nil
    }
  }

  private func retargetArguments(_ destination: String, field: String, _ table: [String])
    -> [String]?
  {
    guard let flag = Self.targetFlags[field], let old = edit.old?.string else { return nil }
    return ["ec2", "replace-route"] + table + place(destination) + [flag, old]
  }

  /// A target of another kind is one field less and one more: the old one, put back, takes the new one away.
  var isFieldOfRouteSetElsewhere: Bool {
    let steps = steps
    guard resource.type.name == "AWS::EC2::RouteTable", steps.count == 3, steps[0] == "Routes",
      edit.word == .added
    else { return false }
    return beside.contains { other in
      other.word == .removed && other.path.steps.count == 3
        && other.path.steps.prefix(2) == edit.path.steps.prefix(2)
    }
  }

  private func associationArguments(_ member: String, _ table: [String]) -> [String]? {
    switch edit.change {
    case .added(let association):
      guard association["Main"] != .bool(true),
        let id = association["RouteTableAssociationId"]?.string
      else { return nil }
      return ["ec2", "disassociate-route-table", "--association-id", id]
    case .removed:
      let flag = member.hasPrefix("subnet-") ? "--subnet-id" : "--gateway-id"
      return ["ec2", "associate-route-table"] + table + [flag, member]
    case .changed: return nil
    }
  }

  private func place(_ destination: String) -> [String] {
    if destination.hasPrefix("pl-") { return ["--destination-prefix-list-id", destination] }
    let flag = destination.contains(":") ? "ipv6-cidr" : "cidr"
    return ["--destination-\(flag)-block", destination]
  }

  private static func target(of route: ConfigurationValue) -> [String]? {
    targetFlags.sorted { $0.key < $1.key }.lazy.compactMap { field, flag in
      route[field]?.string.map { [flag, $0] }
    }.first
  }

  /// The fields of a route's target with the options of `create-route` (AWS CLI reference).
  private static let targetFlags = [
    "GatewayId": "--gateway-id", "NatGatewayId": "--nat-gateway-id",
    "TransitGatewayId": "--transit-gateway-id",
    "VpcPeeringConnectionId": "--vpc-peering-connection-id",
    "EgressOnlyInternetGatewayId": "--egress-only-internet-gateway-id",
    "NetworkInterfaceId": "--network-interface-id", "InstanceId": "--instance-id",
    "LocalGatewayId": "--local-gateway-id", "CarrierGatewayId": "--carrier-gateway-id",
    "CoreNetworkArn": "--core-network-arn",
  ]

  // MARK: Network ACLs

  var networkAclArguments: [String]? {
    let steps = steps
    guard steps.count == 2, steps[0] == "Entries", let entry = edit.new ?? edit.old,
      let number = entry["RuleNumber"]?.scalarText, case .bool(let isEgress)? = entry["Egress"]
    else { return nil }
    let which =
      [
        "--network-acl-id", resource.id, isEgress ? "--egress" : "--ingress", "--rule-number",
        number,
      ]
    switch edit.change {
    case .added: return ["ec2", "delete-network-acl-entry"] + which
    case .removed(let entry):
      guard let values = Self.entryArguments(entry) else { return nil }
      return ["ec2", "create-network-acl-entry"] + which + values
    case .changed: return nil
    }
  }

  private static func entryArguments(_ entry: ConfigurationValue) -> [String]? {
    guard let proto = entry["Protocol"]?.scalarText, let action = entry["RuleAction"]?.string,
      entry["IcmpTypeCode"] == nil
    else { return nil }
    var arguments = ["--protocol", proto, "--rule-action", action]
    if let block = entry["CidrBlock"]?.string {
      arguments += ["--cidr-block", block]
    } else if let block = entry["Ipv6CidrBlock"]?.string {
      arguments += ["--ipv6-cidr-block", block]
    } else {
      return nil
    }
    guard let range = entry["PortRange"] else { return arguments }
    guard let from = range["From"]?.scalarText, let to = range["To"]?.scalarText else { return nil }
    return arguments + ["--port-range", "From=\(from),To=\(to)"]
  }
}

import ConfigurationModel

extension GuardrailView {
  static let networkViews = [
    securityGroups, ingressRules, egressRules, routes, routeTableAssociations, aclEntries, vpcs,
    subnets, flowLogs, peerings, prefixListEntries, networkInterfaces,
  ]

  private static let securityGroups = resources(
    "security_groups", "a security group", of: "AWS::EC2::SecurityGroup",
    columns: [
      .text("group_name", "its name in AWS", at: "GroupName"),
      .text("vpc", "the network that it is in", at: "VpcId"),
      .text("description", "what it says of itself", at: "Description"),
      .integer("ingress_count", "how many rules let in", "IpPermissions") {
        Int64($0.value["IpPermissions"]?.members?.count ?? 0)
      },
      .integer("egress_count", "how many rules let out", "IpPermissionsEgress") {
        Int64($0.value["IpPermissionsEgress"]?.members?.count ?? 0)
      },
      .integer(
        "open_ports", "how many ports of TCP or of UDP all rules together open to everybody",
        "IpPermissions"
      ) { $0.value.portsOpenToEverybody },
      .text("open_rules", "the rules that let in everybody, as a JSON list", "IpPermissions") {
        ConfigurationValue.list($0.value.rulesOpenToEverybody.map { .string($0.label) }).textList
      },
    ])

  private static let ingressRules = elements(
    "ingress_rules",
    "a rule of a security group that lets in: one protocol, range of ports and source",
    of: "IpPermissions", in: "AWS::EC2::SecurityGroup", columns: rule(peer: "source"))

  private static let egressRules = elements(
    "egress_rules", "a rule of a security group that lets out", of: "IpPermissionsEgress",
    in: "AWS::EC2::SecurityGroup", columns: rule(peer: "destination"))

  private static func rule(peer: String) -> [Column] {
    [
      .text("protocol", "tcp, udp, icmp, icmpv6, all, or a number") { $0.value.protocolName },
      .integer("from_port", "the first port, of all ports 0; null where there are none") {
        $0.value.ports?.lowerBound
      },
      .integer("to_port", "the last port, of all ports 65535; null where there are none") {
        $0.value.ports?.upperBound
      },
      .own(peer, "a block of addresses, a security group or a prefix list", peer),
      .own("peer_account", "the account of a security group of another one", "account"),
      .own("description", "what the rule says of itself", "Description"),
    ]
  }

  private static let routes = elements(
    "routes", "a route of a route table", of: "Routes", in: "AWS::EC2::RouteTable",
    columns: [
      .text("destination", "a block of addresses or a prefix list") { element in
        ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"].lazy
          .compactMap { element.value[$0]?.presentText }.first
      },
      .text("target", "what it leads to: igw-1, nat-1, local") { element in
        routeTargets.lazy.compactMap { element.value[$0]?.presentText }.first
      },
      .own("state", "active or blackhole", "State"),
      .own("origin", "CreateRouteTable, CreateRoute, EnableVgwRoutePropagation", "Origin"),
    ])

  /// EC2 API reference, `Route`.
  private static let routeTargets = [
    "GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId", "NetworkInterfaceId", "InstanceId", "LocalGatewayId",
    "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn",
  ]

  private static let routeTableAssociations = elements(
    "route_table_associations", "what a route table is used for", of: "Associations",
    in: "AWS::EC2::RouteTable",
    columns: [
      .own("subnet", "the subnet", "SubnetId"), .own("gateway", "the gateway", "GatewayId"),
      .integer("is_main", "1 for the network's main table") { $0.value["Main"]?.integer },
    ])

  private static let aclEntries = elements(
    "acl_entries", "an entry of a network ACL", of: "Entries", in: "AWS::EC2::NetworkAcl",
    columns: [
      .text("direction", "ingress or egress") {
        $0.value["Egress"] == .bool(true) ? "egress" : "ingress"
      },
      .integer("number", "its number: the lowest that fits counts") {
        $0.value["RuleNumber"]?.integer
      },
      .own("action", "allow or deny", "RuleAction"),
      .text("protocol", "tcp, udp, icmp, icmpv6, all, or a number") { element in
        element.value["Protocol"]?.presentText.map { $0 == "-1" ? "all" : $0 }
      },
      .integer("from_port", "the first port, of all ports 0; null where there are none") {
        $0.value.entryPorts?.lowerBound
      },
      .integer("to_port", "the last port, of all ports 65535; null where there are none") {
        $0.value.entryPorts?.upperBound
      },
      .text("cidr", "a block of addresses") {
        $0.value["CidrBlock"]?.presentText ?? $0.value["Ipv6CidrBlock"]?.presentText
      },
    ])

  private static let vpcs = resources(
    "vpcs", "a network", of: "AWS::EC2::VPC",
    columns: [
      .text("cidr", "its first block of addresses", at: "CidrBlock"),
      .integer("is_default", "1 for the region's default network", at: "IsDefault"),
    ])

  private static let subnets = resources(
    "subnets", "a subnet", of: "AWS::EC2::Subnet",
    columns: [
      .text("vpc", "its network", at: "VpcId"), .text("cidr", "its addresses", at: "CidrBlock"),
      .integer(
        "maps_public_ip", "1 where what starts in it gets a public address",
        at: "MapPublicIpOnLaunch"),
    ])

  private static let flowLogs = resources(
    "flow_logs", "a flow log", of: "AWS::EC2::FlowLog",
    columns: [
      .text("logged", "the network, subnet or interface of which it is", at: "ResourceId"),
      .text("traffic", "ALL, ACCEPT or REJECT", at: "TrafficType"),
      .text("delivery", "SUCCESS or FAILED", at: "DeliverLogsStatus"),
    ])

  private static let peerings = resources(
    "peerings", "a peering of two networks", of: "AWS::EC2::VPCPeeringConnection",
    columns: [
      .text("requester_account", "whose network asked", at: "RequesterVpcInfo", "OwnerId"),
      .text("requester_vpc", "the network that asked", at: "RequesterVpcInfo", "VpcId"),
      .text("accepter_account", "whose network was asked", at: "AccepterVpcInfo", "OwnerId"),
      .text("accepter_vpc", "the network that was asked", at: "AccepterVpcInfo", "VpcId"),
      .text("status", "active, pending-acceptance …", at: "Status", "Code"),
    ])

  private static let prefixListEntries = elements(
    "prefix_list_entries", "an entry of a managed prefix list", of: "Entries",
    in: "AWS::EC2::PrefixList", columns: [.own("cidr", "a block of addresses", "Cidr")])

  private static let networkInterfaces = resources(
    "network_interfaces", "a network interface", of: "AWS::EC2::NetworkInterface",
    columns: [
      .text("vpc", "its network", at: "VpcId"), .text("subnet", "its subnet", at: "SubnetId"),
      .integer(
        "source_dest_check", "0 where it passes on what is not its own", at: "SourceDestCheck"),
      .text("public_ip", "its public address", at: "Association", "PublicIp"),
      .text("groups", "its security groups, as a JSON list", "Groups") { element in
        let groups = element.value["Groups"]?.members ?? []
        let ids = groups.compactMap { $0["GroupId"]?.presentText ?? $0.presentText }
        return ConfigurationValue.list(ids.map { .string($0) }).textList
      },
    ])
}

extension ConfigurationValue {
  /// Of a security group: its rules with a source so wide that it names nobody. No private block of IPv4 is wider than /8
  /// (RFC 1918), and no registry has a wider one of IPv6 than /12; fc00::/7 is private (RFC 4193).
  fileprivate var rulesOpenToEverybody: [GuardrailView.Element] {
    self["IpPermissions"].elements.filter { rule in
      guard let text = rule.value["source"]?.presentText, let block = AddressBlock(parsing: text)
      else { return false }
      if block.width == 32 { return block.prefix < 8 }
      return block.prefix < 13 && AddressBlock(parsing: "fc00::/7")?.contains(block) != true
    }
  }

  /// Of a security group: the greater number of TCP and UDP. A port that several rules open counts once.
  fileprivate var portsOpenToEverybody: Int64 {
    let rules = rulesOpenToEverybody
    let counts = ["tcp", "udp"].map { name in
      let ranges = rules.filter { [name, "all"].contains($0.value.protocolName) }
        .compactMap(\.value.ports).sorted { $0.lowerBound < $1.lowerBound }
      return ranges.reduce(into: (count: Int64(0), next: Int64(0))) { open, range in
        open.count += max(0, range.upperBound - max(range.lowerBound, open.next) + 1)
        open.next = max(open.next, range.upperBound + 1)
      }.count
    }
    return counts.max() ?? 0
  }

  fileprivate var protocolName: String? {
    self["IpProtocol"]?.presentText.map { $0 == "-1" ? "all" : $0 }
  }

  /// The ports that a rule names; nil where its protocol has none.
  fileprivate var ports: ClosedRange<Int64>? {
    switch protocolName {
    case "all": return 0...65535
    case "tcp", "udp":
      guard let from = self["FromPort"]?.integer, let to = self["ToPort"]?.integer, from <= to
      else { return nil }
      return from...to
    default: return nil
    }
  }

  fileprivate var entryPorts: ClosedRange<Int64>? {
    switch self["Protocol"]?.presentText {
    case "-1": return 0...65535
    case "tcp", "udp":
      guard let from = self["PortRange"]?["From"]?.integer,
        let to = self["PortRange"]?["To"]?.integer, from <= to
      else { return nil }
      return from...to
    default: return nil
    }
  }
}

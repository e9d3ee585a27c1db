import ConfigurationJSON

/// What AWS gives of every member of a list inside an item, and its models do not say: of each group of members one
/// that holds something. What lacks it was narrowed (`--query`), or cut.
enum MemberNeeds {
  /// The groups of a structure, by its name in AWS's models; nil where nothing is known.
  ///
  /// - Parameter members: All members that the structure can have.
  static func of(_ name: Substring, members: [String: ValueForm]) -> [[String]]? {
    guard let groups = groups[String(name)] else { return nil }
    // A service has another structure of the same name.
    let isOther = groups.contains { group in !group.contains { members[$0] != nil } }
    return isOther ? nil : groups
  }

  private static let groups: [String: [[String]]] = [
    // EC2 API Reference: IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair.
    "IpPermission": [
      ["IpProtocol"], ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"],
    ],
    "IpRange": [["CidrIp"]],
    "Ipv6Range": [["CidrIpv6"]],
    "PrefixListId": [["PrefixListId"]],
    "UserIdGroupPair": [["GroupId", "GroupName"]],
    // NetworkAclEntry, Route.
    "NetworkAclEntry": [
      ["RuleAction"], ["RuleNumber"], ["Protocol"], ["Egress"], ["CidrBlock", "Ipv6CidrBlock"],
    ],
    "Route": [
      ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"],
      [
        "GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId",
        "NetworkInterfaceId", "InstanceId", "EgressOnlyInternetGatewayId", "LocalGatewayId",
        "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn",
      ],
    ],
    // IAM API Reference: PolicyDetail, AttachedPolicy. Amazon S3 API Reference: Grant,
    // PublicAccessBlockConfiguration.
    "PolicyDetail": [["PolicyName"], ["PolicyDocument"]],
    "AttachedPolicy": [["PolicyArn", "PolicyName"]],
    "Grant": [["Grantee"], ["Permission"]],
    "PublicAccessBlockConfiguration": [
      ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    ],
  ]
}

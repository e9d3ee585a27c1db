import ConfigurationModel

/// The other side of a security group rule.
struct Peer {
  /// The CIDR, the group's id (its name where it has none), or the prefix list's id.
  let name: String
  /// What else is said: `Description`, `account`, `VpcPeeringConnectionId`, and unknown fields.
  let fields: [String: ConfigurationValue]
  /// Whether it was a plain text, which says nothing but the name.
  let isBare: Bool

  /// Fields of a group pair that say something of the other group, not of this rule. AWS Config gives
  /// them as null where the CLI leaves them out.
  private static let derivedFields = ["GroupName", "VpcId", "PeeringStatus"]

  /// A peer whose name is the first of the fields that is there.
  init?(_ value: ConfigurationValue, named nameFields: [String], account: String) {
    if let text = value.string {
      self.init(text, [:], isBare: true)
      return
    }
    guard case .object(var fields) = value else { return nil }
    guard let name = Self.remove(nameFields, from: &fields) else { return nil }
    if nameFields.contains("GroupName") {
      for field in Self.derivedFields { fields[field] = nil }
    }
    let owner = fields.removeValue(forKey: "UserId") ?? fields["account"]
    fields["account"] = owner?.scalarText == account ? nil : owner
    self.init(name, fields, isBare: false)
  }

  /// The peer that stands in the rule itself: the normalized form, and CloudFormation's.
  init?(removingFrom fields: inout [String: ConfigurationValue], account: String) {
    guard let name = Self.remove(Self.ownFields, from: &fields) else { return nil }
    var said: [String: ConfigurationValue] = [:]
    for field in ["SourceSecurityGroupOwnerId", "account"] {
      guard let owner = fields.removeValue(forKey: field), owner.scalarText != account else {
        continue
      }
      said["account"] = owner
    }
    self.init(name, said, isBare: false)
  }

  private init(_ name: String, _ fields: [String: ConfigurationValue], isBare: Bool) {
    self.name = AddressBlock(parsing: name)?.description ?? name
    self.fields = fields.filter { !Self.isUnsaid($0.key, $0.value) }
    self.isBare = isBare
  }

  /// Whether a field says nothing. AWS keeps no empty description; sources write one as null or "".
  static func isUnsaid(_ field: String, _ value: ConfigurationValue) -> Bool {
    value == .null || field == "Description" && value == .string("")
  }

  /// The fields that should hold peers and still stand there once all that could be read were taken.
  static func unreadFields(in fields: [String: ConfigurationValue]) -> Set<String> {
    fields.isEmpty ? [] : peerFields.intersection(fields.keys)
  }

  private static let peerFields = Set(PeerList.all.map(\.field) + ownFields)

  /// Whether it has a name and says nothing that a rule could be called by otherwise.
  var isPlain: Bool { !name.isEmpty && fields.keys.allSatisfy(Self.plainFields.contains) }

  private static let plainFields: Set = ["Description", "account", "VpcPeeringConnectionId"]

  private static let ownFields = [
    "source", "destination", "CidrIp", "CidrIpv6", "SourceSecurityGroupId",
    "DestinationSecurityGroupId", "SourcePrefixListId", "DestinationPrefixListId",
  ]

  private static func remove(_ names: [String], from fields: inout [String: ConfigurationValue])
    -> String?
  {
    guard let name = names.first(where: { !(fields[$0]?.string ?? "").isEmpty }) else { return nil }
    return fields.removeValue(forKey: name)?.string
  }
}

/// One of the fields that list a permission's peers.
struct PeerList {
  let field: String
  let nameFields: [String]

  /// `Ipv4Ranges` is AWS Config's name beside `IpRanges`.
  static let all = [
    PeerList(field: "IpRanges", nameFields: ["CidrIp"]),
    PeerList(field: "Ipv4Ranges", nameFields: ["CidrIp"]),
    PeerList(field: "Ipv6Ranges", nameFields: ["CidrIpv6"]),
    PeerList(field: "UserIdGroupPairs", nameFields: ["GroupId", "GroupName"]),
    PeerList(field: "PrefixListIds", nameFields: ["PrefixListId"]),
  ]

  func peer(_ value: ConfigurationValue, account: String) -> Peer? {
    Peer(value, named: nameFields, account: account)
  }
}

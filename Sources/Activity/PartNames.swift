package import ConfigurationModel

/// What the ids of parts of resources stand for: rules of security groups (`sgr-…`), and associations (`rtbassoc-…`,
/// `aclassoc-…`, `eipassoc-…`). Calls name parts by their ids alone; answers of calls and snapshots tell what they are.
package struct PartNames: Hashable, Sendable {
  /// A rule of a security group.
  struct Rule: Hashable, Sendable {
    /// `IpPermissions` or `IpPermissionsEgress`.
    let list: String
    /// As `describe-security-groups` writes it.
    let permission: ConfigurationValue

    /// The group's document with this rule alone.
    var document: ConfigurationValue { .object([list: .list([permission])]) }
  }

  private var rules: [String: Rule] = [:]
  /// Associations as the list of their resource has them.
  private var associations: [String: ConfigurationValue] = [:]

  /// Nothing is known yet.
  package init() {}

  /// Whether it is known what an id stands for.
  package func knows(_ id: String) -> Bool { rules[id] != nil || associations[id] != nil }

  func rule(_ id: String) -> Rule? { rules[id] }

  func association(_ id: String) -> ConfigurationValue? { associations[id] }

  /// Learns all that others know.
  package mutating func learn(from others: PartNames) {
    rules.merge(others.rules) { $1 }
    associations.merge(others.associations) { $1 }
  }

  /// Learns what an entry of `describe-security-group-rules` says, or of an answer; nothing where it is none.
  package mutating func learn(rule: ConfigurationValue) {
    guard let id = rule.part("securityGroupRuleId"), let isEgress = rule.flag("isEgress") else {
      return
    }
    rules[id] = Rule(
      list: isEgress ? "IpPermissionsEgress" : "IpPermissions",
      permission: .object(rule.rulePermission))
  }

  /// Learns the associations in a resource's document.
  package mutating func learn(associationsOf document: ConfigurationValue) {
    for association in document["Associations"]?.members ?? [] {
      for field in PartNames.associationFields {
        if let id = association[field]?.string { associations[id] = association }
      }
    }
  }

  static let associationFields = ["RouteTableAssociationId", "NetworkAclAssociationId"]

  /// Learns what the answer of a call says of rules.
  mutating func learn(answerOf event: ActivityEvent) {
    for field in ["securityGroupRuleSet", "revokedSecurityGroupRuleSet"] {
      for rule in event.response[field]?.listed ?? [] { learn(rule: rule) }
    }
  }

  /// Learns what parts are after a call, as far as those before it were known to it.
  package mutating func learn(_ event: ActivityEvent) {
    guard case .succeeded = event.outcome, event.source.isIdentical(to: "ec2.amazonaws.com") else {
      return
    }
    learn(answerOf: event)
    for (id, fields) in event.modifiedRules {
      guard let old = rules[id] else { continue }
      rules[id] = Rule(list: old.list, permission: .object(fields.rulePermission))
    }
    for effect in event.effects {
      for case .put(let document) in effect.steps { learn(associationsOf: document) }
    }
  }
}

extension ActivityEvent {
  /// The ids of parts that the request names.
  package var namedParts: Set<String> {
    guard source.isIdentical(to: "ec2.amazonaws.com") else { return [] }
    return Set(
      request.texts.filter { text in
        ["sgr-", "rtbassoc-", "aclassoc-"].contains { text.hasPrefix($0) }
      })
  }

  /// The ids of rules that the request names, in order.
  var namedRules: [String] { namedParts.filter { $0.hasPrefix("sgr-") }.sorted() }

  /// The ids of associations that the call made.
  package var madeAssociations: [String] {
    ["associationId", "newAssociationId"].compactMap { response.text($0) }
  }

  /// The rules that `ModifySecurityGroupRules` names, each with what it is now.
  var modifiedRules: [(id: String, fields: ConfigurationValue)] {
    let request = self.request["ModifySecurityGroupRulesRequest"]
    return (request?["SecurityGroupRule"]?.listed ?? []).compactMap { rule in
      guard let id = rule.part("securityGroupRuleId"), let fields = rule["SecurityGroupRule"] else {
        return nil
      }
      return (id, fields)
    }
  }
}

extension ConfigurationValue {
  /// The text of a field in either spelling of EC2's events: `groupId`, `GroupId`.
  func part(_ field: String) -> String? {
    text(field) ?? text(field.prefix(1).uppercased() + field.dropFirst())
  }

  fileprivate func flag(_ field: String) -> Bool? {
    part(field).flatMap { Bool(said: .string($0)) }
  }

  /// A rule, as `describe-security-groups` writes its permission.
  var rulePermission: [String: ConfigurationValue] {
    let proto = part("ipProtocol") ?? ""
    var permission: [String: ConfigurationValue] = ["IpProtocol": .string(proto)]
    // Of all protocols the rule says the ports -1, and the group none.
    if proto != "-1" {
      for (field, name) in [("fromPort", "FromPort"), ("toPort", "ToPort")] {
        if let port = part(field) { permission[name] = .number(port) }
      }
    }
    let group = self["referencedGroupInfo"] ?? self["ReferencedGroupInfo"]
    var pair = group.map { group in
      ["groupId": "GroupId", "userId": "UserId"].reduce(into: [:]) { pair, names in
        pair[names.value] = group.part(names.key).map { ConfigurationValue.string($0) }
      }
    }
    pair = pair ?? part("referencedGroupId").map { ["GroupId": .string($0)] }
    let description = part("description").map { ["Description": ConfigurationValue.string($0)] }
    func member(_ list: String, _ fields: [String: ConfigurationValue]?) {
      guard let fields else { return }
      permission[list] = .list([.object(fields.merging(description ?? [:]) { $1 })])
    }
    member("IpRanges", part("cidrIpv4").map { ["CidrIp": .string($0)] })
    member("Ipv6Ranges", part("cidrIpv6").map { ["CidrIpv6": .string($0)] })
    member("PrefixListIds", part("prefixListId").map { ["PrefixListId": .string($0)] })
    member("UserIdGroupPairs", pair)
    return permission
  }

  /// Every text in it.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .list(let members): members.flatMap(\.texts)
    case .object(let fields), .elements(let fields): fields.values.flatMap(\.texts)
    case .null, .bool, .number: []
    }
  }
}

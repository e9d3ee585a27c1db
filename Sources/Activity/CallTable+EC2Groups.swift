import ConfigurationModel

extension CallTable {
  /// Amazon EC2: security groups and their rules.
  static let ec2Groups: [String: Rule] = [
    "AuthorizeSecurityGroupIngress": { event in
      event.permissions("IpPermissions", CallEffect.Step.add) + event.answeredRules(.create)
    },
    "AuthorizeSecurityGroupEgress": { event in
      event.permissions("IpPermissionsEgress", CallEffect.Step.add) + event.answeredRules(.create)
    },
    "RevokeSecurityGroupIngress": { event in
      event.permissions("IpPermissions", CallEffect.Step.take) + event.effectsOnRules([.delete])
    },
    "RevokeSecurityGroupEgress": { event in
      event.permissions("IpPermissionsEgress", CallEffect.Step.take)
        + event.effectsOnRules([.delete])
    },
    "ModifySecurityGroupRules": { $0.modification() },
    "UpdateSecurityGroupRuleDescriptionsIngress": { $0.descriptions("IpPermissions") },
    "UpdateSecurityGroupRuleDescriptionsEgress": { $0.descriptions("IpPermissionsEgress") },
    "CreateSecurityGroup": { $0.effect(securityGroup, $0.response.text("groupId"), [.create]) },
    "DeleteSecurityGroup": { event in
      event.effect(
        securityGroup, event.request.text("groupId") ?? event.request.text("groupName"), [.delete])
    },
  ]

  fileprivate static let securityGroup: ResourceType = "AWS::EC2::SecurityGroup"
  fileprivate static let rule: ResourceType = "AWS::EC2::SecurityGroupRule"
}

extension ActivityEvent {
  /// Rules of a security group, in one of the forms of requests: by what they are, or by their ids.
  fileprivate func permissions(
    _ field: String, _ step: (ConfigurationValue) -> CallEffect.Step
  ) -> [CallEffect] {
    let unknown = response["unknownIpPermissionSet"]?.listed ?? []
    var given = request["ipPermissions"]?.listed ?? []
    if given.isEmpty, request["ipProtocol"] != nil { given = [request] }
    // What EC2 says of it is what it made of it: blocks as it keeps them, groups by their ids.
    let answered =
      (response["securityGroupRuleSet"]?.listed ?? [])
      + (response["revokedSecurityGroupRuleSet"]?.listed ?? [])
    if !answered.isEmpty {
      return effect(
        CallTable.securityGroup,
        request.text("groupId") ?? answered[0].part("groupId") ?? request.text("groupName"),
        [step(.object([field: .list(answered.map { .object($0.rulePermission) })]))])
    }
    guard !isOfNothing(given, unknown) else { return [] }
    let asked = given.map { ConfigurationValue.object($0.permission) }
    let named = namedRules.map { id in
      parts.rule(id).flatMap { rule in
        rule.list == field ? described(rule.permission, as: description(of: id)) : nil
      }
    }
    let permissions = asked + named.compactMap { $0 }
    let isWhole =
      !permissions.isEmpty && unknown.isEmpty && !named.contains(nil)
      && permissions.allSatisfy(\.hasKnownSource)
    return effect(
      CallTable.securityGroup, request.text("groupId") ?? request.text("groupName"),
      [isWhole ? step(.object([field: .list(permissions)])) : .unsure([field])])
  }

  /// Whether EC2 knew none of the rules that it was to revoke, which is a success all the same: its answer has those that
  /// it did not know, and as a rule those that it revoked (EC2 API reference, `RevokeSecurityGroupIngress`,
  /// `unknownIpPermissionSet`, `revokedSecurityGroupRuleSet`).
  private func isOfNothing(_ given: [ConfigurationValue], _ unknown: [ConfigurationValue]) -> Bool {
    guard !unknown.isEmpty else { return false }
    let tellsRevoked = (response["revokedSecurityGroupRuleSet"] ?? .null) != .null
    return tellsRevoked
      || !given.isEmpty && namedRules.isEmpty && unknown.rules.isSuperset(of: given.rules)
  }

  /// Rules with the descriptions that the request gives them; what it gives none loses its own (EC2 API reference,
  /// `UpdateSecurityGroupRuleDescriptionsIngress`).
  fileprivate func descriptions(_ field: String) -> [CallEffect] {
    permissions(field, CallEffect.Step.amend).map { effect in
      let steps = effect.steps.flatMap { step -> [CallEffect.Step] in
        guard case .amend(let document) = step else { return [step] }
        let plain = (document[field]?.members ?? []).compactMap(\.undescribed)
        guard !plain.isEmpty else { return [step] }
        return [step, .strip(.object([field: .list(plain)]), field: "Description")]
      }
      return CallEffect(effect.type, effect.resource, steps)
    }
  }

  /// Each rule that is named is what the request says, and no longer what it was.
  fileprivate func modification() -> [CallEffect] {
    let rules = modifiedRules
    let steps = rules.map { id, fields -> [CallEffect.Step]? in
      guard let old = parts.rule(id) else { return nil }
      let new = PartNames.Rule(list: old.list, permission: .object(fields.rulePermission))
      return [.take(old.document), .put(new.document)]
    }
    let isWhole = !steps.isEmpty && !steps.contains(nil)
    return effect(
      CallTable.securityGroup, request.text("ModifySecurityGroupRulesRequest", "GroupId"),
      isWhole
        ? steps.compactMap(\.self).flatMap(\.self)
        : [.unsure(["IpPermissions", "IpPermissionsEgress"])]) + effectsOnRules([.touch])
  }

  /// What becomes of the rules that the request names.
  fileprivate func effectsOnRules(_ steps: [CallEffect.Step]) -> [CallEffect] {
    namedRules.map { CallEffect(CallTable.rule, $0, steps) }
  }

  /// What becomes of the rules that the answer names.
  fileprivate func answeredRules(_ step: CallEffect.Step) -> [CallEffect] {
    (response["securityGroupRuleSet"]?.listed ?? []).compactMap { rule in
      rule.part("securityGroupRuleId").map { CallEffect(CallTable.rule, $0, [step]) }
    }
  }

  /// The description that the request gives a rule by its id; nil where it gives none.
  private func description(of id: String) -> String? {
    let given = ["securityGroupRuleDescriptions", "securityGroupRuleDescription"]
      .lazy.compactMap { request[$0] }.first
    return given?.listed.first { $0.part("securityGroupRuleId") == id }?.part("description")
  }

  private func described(_ permission: ConfigurationValue, as text: String?) -> ConfigurationValue {
    guard case .object(let fields) = permission else { return permission }
    return .object(
      fields.mapValues { value in
        guard case .list(let members) = value else { return value }
        return .list(members.map { $0.with("Description", text.map { .string($0) }) })
      })
  }
}

extension [ConfigurationValue] {
  /// The rules of permissions of a request or an answer, each by itself and without its description.
  fileprivate var rules: Set<ConfigurationValue> {
    let rules = map(\.permission).flatMap { permission -> [ConfigurationValue] in
      let traffic = permission.filter { $0.value.members == nil }
      return permission.flatMap { field, value -> [ConfigurationValue] in
        (value.members ?? []).map { member in
          ConfigurationValue.object(
            traffic.merging([field: member.with("Description", nil)]) { $1 })
        }
      }
    }
    return Set(rules)
  }
}

extension ConfigurationValue {
  /// With another value of a field; nil for none.
  fileprivate func with(_ field: String, _ value: ConfigurationValue?) -> ConfigurationValue {
    guard case .object(var fields) = self else { return self }
    fields[field] = value
    return .object(fields)
  }

  /// A permission with those of its members that have no description; nil where all have one.
  fileprivate var undescribed: ConfigurationValue? {
    guard case .object(let fields) = self else { return nil }
    let plain = fields.mapValues { value -> ConfigurationValue? in
      guard case .list(let members) = value else { return value }
      let own = members.filter { $0["Description"] == nil }
      return own.isEmpty ? nil : .list(own)
    }.compactMapValues(\.self)
    let hasMembers = plain.values.contains { $0.members != nil }
    return hasMembers ? .object(plain) : nil
  }

  /// Whether a permission says of what it allows traffic: a group that is named by its name alone can be any of that
  /// name.
  fileprivate var hasKnownSource: Bool {
    let lists = ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"]
    let members = lists.flatMap { self[$0]?.members ?? [] }
    return !members.isEmpty
      && (self["UserIdGroupPairs"]?.members ?? []).allSatisfy { $0.text("GroupId") != nil }
  }

  /// A permission of a request, as `describe-security-groups` writes it.
  fileprivate var permission: [String: ConfigurationValue] {
    var permission = picking([
      (from: "ipProtocol", to: "IpProtocol"), (from: "fromPort", to: "FromPort"),
      (from: "toPort", to: "ToPort"),
    ])
    if let block = self["cidrIp"], block != .null {
      permission["IpRanges"] = .list([.object(["CidrIp": block])])
    }
    let lists = [
      ("ipRanges", "IpRanges", [(from: "cidrIp", to: "CidrIp")]),
      ("ipv6Ranges", "Ipv6Ranges", [(from: "cidrIpv6", to: "CidrIpv6")]),
      ("prefixListIds", "PrefixListIds", [(from: "prefixListId", to: "PrefixListId")]),
      (
        "groups", "UserIdGroupPairs",
        [(from: "groupId", to: "GroupId"), (from: "userId", to: "UserId")]
      ),
    ]
    for (field, name, names) in lists {
      let members = (self[field]?.listed ?? []).map { member in
        ConfigurationValue.object(
          member.picking(names + [(from: "description", to: "Description")]))
      }
      if !members.isEmpty { permission[name] = .list(members) }
    }
    return permission
  }
}

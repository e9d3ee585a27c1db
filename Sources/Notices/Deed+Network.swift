import ConfigurationModel

extension Deed {
  // MARK: Security groups

  var securityGroupArguments: [String]? {
    if edit.path == .root, let group = edit.new {
      // EC2 refuses to delete the group that a network begins with.
      guard group["GroupName"]?.string != "default" else { return nil }
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

  // MARK: Network ACLs

  var networkAclArguments: [String]? {
    let steps = steps
    guard steps.count == 2, steps[0] == "Entries", let entry = edit.new ?? edit.old,
      let number = entry["RuleNumber"]?.scalarText, case .bool(let isEgress)? = entry["Egress"],
      // Those that end each list cannot be changed (Amazon VPC User Guide, "Network ACL basics").
      number != "32767", number != "32768"
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

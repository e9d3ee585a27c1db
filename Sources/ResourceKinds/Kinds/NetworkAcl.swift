package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::NetworkAcl`.
  package static let networkAcl = ResourceKind(
    "AWS::EC2::NetworkAcl",
    listings: [Listing("ec2", "describe-network-acls", "NetworkAcls")],
    identity: Identity(id: ["NetworkAclId"], owner: "OwnerId"),
    always: ["Associations", "Entries", "IsDefault", "VpcId"],
    rules: [
      .withoutNulls(""), .dropped("OwnerId"), .tags("Tags"), .networkAclEntries("Entries"),
      .addressBlock("Entries[].CidrBlock"), .addressBlock("Entries[].Ipv6CidrBlock"),
      .keyed("Associations", by: ["SubnetId", "NetworkAclAssociationId"]),
    ],
    assess: assessor(exposures: assessEntry) { edit in
      switch edit.steps.first {
      case "Associations" where edit.steps.count == 2 && edit.word == .added:
        Assessment(.medium, "\(edit.steps[1]) is now guarded by this network ACL")
      default: nil
      }
    })
}

private func assessEntry(_ edit: Edit) -> Assessment? {
  guard edit.steps.first == "Entries", edit.steps.count >= 2 else { return nil }
  let rule = "rule \(edit.steps[1])"
  switch edit.steps.dropFirst(2).first {
  case nil: return assessWholeEntry(edit, rule: rule)
  case "RuleAction" where edit.sets("allow"):
    return Assessment(.high, "\(rule) now allows what it denied")
  case "Protocol" where edit.sets("-1"):
    return Assessment(.high, "\(rule) now applies to every protocol")
  case "RuleAction": return Assessment(.high, "\(rule) now denies what it allowed")
  case "CidrBlock", "Ipv6CidrBlock":
    let audience = Audience(edit.newText)
    guard edit.new != nil, audience.isAnybody else { return nil }
    return Assessment(.high, "\(rule) now applies to \(audience.text)")
  default: return nil
  }
}

/// An open entry is at most high: security groups stand behind it.
private func assessWholeEntry(_ edit: Edit, rule: String) -> Assessment? {
  guard let entry = edit.new ?? edit.old else { return nil }
  let isAllowed = entry["RuleAction"]?.string == "allow"
  let isAdded = edit.new != nil
  let isIngress = entry["Egress"] == .bool(false)
  let (ports, audience) = (entry.entryPorts, entry.entryAudience)
  let severity: Severity =
    switch (isAdded, isAllowed) {
    case (true, true) where isIngress && audience.isAnybody: min(ports.severityWhenOpen, .high)
    case (false, false): .high
    case (true, _), (false, true): .medium
    }
  let said = isAdded ? "now" : "no longer"
  return Assessment(
    severity,
    "\(rule) \(said) \(isAllowed ? "allows" : "denies") \(ports.text) "
      + "\(isIngress ? "from" : "to") \(audience.text)")
}

extension ConfigurationValue {
  fileprivate var entryPorts: Ports {
    Ports(
      ipProtocol: self["Protocol"]?.scalarText ?? "?",
      from: self["PortRange"]?["From"] ?? self["IcmpTypeCode"]?["Type"],
      to: self["PortRange"]?["To"] ?? self["IcmpTypeCode"]?["Code"])
  }

  fileprivate var entryAudience: Audience {
    Audience(self["CidrBlock"]?.string ?? self["Ipv6CidrBlock"]?.string ?? "nobody")
  }
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::SecurityGroup`.
  package static let securityGroup = ResourceKind(
    "AWS::EC2::SecurityGroup",
    listings: [Listing("ec2", "describe-security-groups", "SecurityGroups")],
    identity: Identity(
      id: ["GroupId"], name: ["GroupName"], arn: "SecurityGroupArn", owner: "OwnerId"),
    always: ["Description", "GroupName", "IpPermissions", "IpPermissionsEgress"],
    companions: [
      Companion(
        "AWS::EC2::PrefixList", namedBy: "IpPermissions[].PrefixListIds[].PrefixListId",
        "IpPermissionsEgress[].PrefixListIds[].PrefixListId")
    ],
    rules: [
      .withoutNulls(""), .dropped("OwnerId"), .dropped("SecurityGroupArn"), .tags("Tags"),
      .permissions("IpPermissions", .ingress), .permissions("IpPermissionsEgress", .egress),
    ],
    assess: assess(.none),
    inPlace: { place in
      let lists = PrefixLists(place.related)
      return lists.isEmpty ? nil : assess(lists)(place.edit)
    }, related: { $0.prefixLists(within: ["IpPermissions", "IpPermissionsEgress"]) })

  private static func assess(_ lists: PrefixLists) -> @Sendable (Edit) -> Assessment? {
    assessor(
      exposures: { assessIngress($0, lists) }, changes: { assessEgress($0, lists) })
  }
}

private func assessIngress(_ edit: Edit, _ lists: PrefixLists) -> Assessment? {
  guard edit.steps.first == "IpPermissions" else { return nil }
  if edit.steps.last == "Description" { return Assessment(.low) }
  guard edit.steps.count == 2 else { return nil }
  switch edit.change {
  case .added(let rule):
    let (ports, audience) = (rule.ports, rule.audience("source", lists))
    let severity = audience.isAnybody ? ports.severityWhenOpen : .medium
    return Assessment(severity, "\(ports.text) is now open to \(audience.text)")
  case .removed(let rule):
    return Assessment(
      .medium, "\(rule.ports.text) is no longer open to \(rule.audience("source", lists).text)")
  case .changed: return nil
  }
}

private func assessEgress(_ edit: Edit, _ lists: PrefixLists) -> Assessment? {
  guard edit.steps.first == "IpPermissionsEgress" else { return nil }
  if edit.steps.last == "Description" { return Assessment(.low) }
  guard edit.steps.count == 2 else { return nil }
  switch edit.change {
  case .added(let rule):
    let (ports, audience) = (rule.ports, rule.audience("destination", lists))
    let severity: Severity = audience.isAnybody && ports.isEvery ? .high : .medium
    return Assessment(severity, "\(ports.text) may now leave to \(audience.text)")
  case .removed(let rule):
    return Assessment(
      .medium,
      "\(rule.ports.text) may no longer leave to \(rule.audience("destination", lists).text)")
  case .changed: return nil
  }
}

extension ConfigurationValue {
  fileprivate func audience(_ field: String, _ lists: PrefixLists) -> Audience {
    lists.audience(self[field]?.string ?? "nobody")
  }
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::PrefixList`: a managed prefix list with its address blocks, which security groups and routes name.
  ///
  /// Live, the account's own are read: AWS's and those that other accounts share are theirs to change.
  package static let prefixList = ResourceKind(
    "AWS::EC2::PrefixList",
    listings: [
      Listing(
        "ec2", "describe-managed-prefix-lists", "PrefixLists",
        parameters: [
          "filters": .list([
            .object(["Name": .string("owner-id"), "Values": .list([thisAccount])])
          ])
        ])
    ],
    details: [
      Detail(
        "ec2", "get-managed-prefix-list-entries", parameter: "prefix-list-id", field: "Entries",
        member: "Entries")
    ],
    identity: Identity(
      id: ["PrefixListId"], name: ["PrefixListName"], arn: "PrefixListArn", owner: "OwnerId"),
    facets: [
      "Entries", "IpamPrefixListResolverSyncEnabled", "IpamPrefixListResolverTargetId", "Tags",
      "Version",
    ],
    // EC2 API reference, `ManagedPrefixList`, State.
    endStates: EndStates("State", "delete-in-progress", "delete-complete"),
    gathered: [["Version"]],
    configRules: plainConfigRules + [.renamed("Arn", to: "PrefixListArn")],
    rules: [
      .withoutNulls(""), .dropped("PrefixListArn"), .dropped("State"), .dropped("StateMessage"),
      // Without its entries the version is all there is to see of them.
      .superseded("Version", by: "Entries"), .tags("Tags"), .addressBlock("Entries[].Cidr"),
      .keyed("Entries", by: ["Cidr"]),
    ],
    assess: assess([], of: ""),
    inPlace: { place in
      let id = (place.new ?? place.old)?["PrefixListId"]?.string ?? ""
      return assessListOfAWS(place) ?? assess(place.related, of: id)(place.edit)
    },
    related: { edit in
      let isEntry = edit.steps.count == 2 && edit.steps[0] == "Entries"
      return isEntry ? .naming(["AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable"]) : nil
    })

  private static func assess(_ related: [RelatedResource], of list: String)
    -> @Sendable (Edit) -> Assessment?
  {
    assessor(exposures: { assessEntry($0, of: list, related) })
  }
}

private func assessEntry(_ edit: Edit, of list: String, _ related: [RelatedResource])
  -> Assessment?
{
  guard edit.steps.first == "Entries", edit.steps.count >= 2 else {
    return edit.steps == ["Version"]
      ? Assessment(.medium, "which addresses it holds has changed") : nil
  }
  guard edit.steps.count == 2 else { return Assessment(.low) }
  let audience = Audience(edit.steps[1])
  let uses = PrefixListUses(of: list, for: audience, in: related)
  guard edit.new != nil else {
    return Assessment(
      .medium, "what names this list is no longer open to \(audience.text)\(uses.text)")
  }
  // Whatever names it today: another account may, and another group tomorrow.
  let plain: Severity = audience.isAnybody ? .critical : .medium
  return Assessment(
    max(plain, uses.severity),
    "every group and route that names this list now opens to \(audience.text)\(uses.text)")
}

/// AWS itself keeps the lists of its services' addresses.
private func assessListOfAWS(_ place: EditInPlace) -> Assessment? {
  guard place.new?["OwnerId"] == .string("AWS"), place.edit.path != .root else { return nil }
  return Assessment(.low, "AWS changed the list of its service's addresses")
}

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
    assess: assessor(exposures: assessEntry), inPlace: assessListOfAWS)
}

private func assessEntry(_ edit: Edit) -> Assessment? {
  guard edit.steps.first == "Entries", edit.steps.count >= 2 else {
    return edit.steps == ["Version"]
      ? Assessment(.medium, "which addresses it holds has changed") : nil
  }
  guard edit.steps.count == 2 else { return Assessment(.low) }
  let audience = Audience(edit.steps[1])
  guard edit.new != nil else {
    return Assessment(.medium, "what names this list is no longer open to \(audience.text)")
  }
  return Assessment(
    audience.isAnybody ? .critical : .medium,
    "every group and route that names this list now opens to \(audience.text)")
}

/// AWS itself keeps the lists of its services' addresses.
private func assessListOfAWS(_ place: EditInPlace) -> Assessment? {
  guard place.new?["OwnerId"] == .string("AWS"), place.edit.path != .root else { return nil }
  return Assessment(.low, "AWS changed the list of its service's addresses")
}

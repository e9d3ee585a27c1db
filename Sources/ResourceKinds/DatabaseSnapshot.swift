import ConfigurationDiff
import ConfigurationModel

/// What snapshots of database instances and of clusters have in common.
///
/// Live, those that people make are read: the others can not be shared (RDS User Guide, "Sharing a DB snapshot"), and
/// come and go every day.
struct DatabaseSnapshot {
  /// The call's word for it: `db-snapshot`, `db-cluster-snapshot`.
  let word: String
  /// The API's: `DBSnapshot`, `DBClusterSnapshot`.
  let name: String
  /// The field that says whether it is encrypted.
  let encryption: String

  var listing: ResourceKind.Listing {
    ResourceKind.Listing(
      "rds", "describe-\(word)s", "\(name)s", parameters: ["snapshot-type": .string("manual")])
  }

  /// Who may restore it.
  var detail: ResourceKind.Detail {
    ResourceKind.Detail(
      "rds", "describe-\(word)-attributes", parameter: "\(word)-identifier", field: "Attributes",
      member: "\(name)AttributesResult")
  }

  /// RDS API Reference, "DBSnapshot", Status.
  let endStates = EndStates("Status", "deleting", "deleted", "failed")

  /// - Parameter names: Fields that AWS Config writes otherwise than the API.
  func configRules(named names: [String]) -> [NormalizationRule] {
    ResourceKind.plainConfigRules + [
      .renamed(FieldPath("\(name)Attributes"), to: "Attributes"),
      .capitalized("Attributes", except: []),
      .named("", ["\(name)Arn", "\(name)Identifier"] + names),
    ] + .plainTexts("AvailabilityZones")
  }

  /// - Parameter volatile: Fields that say how the snapshot was made.
  func rules(volatile: [String]) -> [NormalizationRule] {
    (volatile + ["\(name)Arn", "PercentProgress", "Status"])
      .map { .dropped(FieldPath($0)) } + [
        .renamed("TagList", to: "Tags"), .dropped("TagList"), .tags("Tags"),
        .set("AvailabilityZones"), .keyed("ProcessorFeatures", by: ["Name"]),
        .keyed("AdditionalStorageVolumes", by: ["VolumeName"]),
        .picked("Attributes", ["\(name)Attributes"]),
        .pairs("Attributes", key: "AttributeName", value: "AttributeValues"), .set("Attributes[]"),
      ]
  }

  var assess: @Sendable (Edit) -> Assessment? {
    let watches = [
      Watch(encryption, .becomes(.bool(false)), .high, "The snapshot is not encrypted"),
      Watch("Attributes[restore][all]", .added, .critical, "Anybody may now restore the snapshot"),
      Watch("KmsKeyId", .high, "The snapshot is encrypted with another key, or with none"),
    ]
    let removal = Assessment(.high, "The snapshot is gone with what it held")
    return ResourceKind.assessing(removal: removal) { watches.assess($0) ?? Self.assessSharing($0) }
  }

  private static func assessSharing(_ edit: Edit) -> Assessment? {
    let steps = edit.path.steps
    guard steps.count == 3, steps.first == .key("Attributes"), case .element(let who) = steps[2]
    else { return nil }
    return edit.new == nil
      ? Assessment(.medium, "\(who) may no longer restore the snapshot")
      : Assessment(.high, "The account \(who) may now restore the snapshot")
  }
}

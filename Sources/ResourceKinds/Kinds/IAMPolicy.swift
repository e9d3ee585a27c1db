package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::Policy`: a managed policy. Its configuration is the default version's document; the
  /// other versions are kept beside it.
  package static let iamPolicy = ResourceKind(
    "AWS::IAM::Policy", isGlobal: true,
    listings: [
      Listing("iam", "get-account-authorization-details", "Policies"),
      Listing("iam", "list-policies", "Policies"), Listing("iam", "get-policy", "Policy"),
    ],
    details: [
      Detail("iam", "list-policy-tags", parameter: "policy-arn", field: "Tags", member: "Tags")
    ],
    identity: Identity(id: ["Arn"], name: ["PolicyName"], arn: "Arn", incarnation: "PolicyId"),
    facets: ["Document", "OtherVersions", "Description", "Tags"],
    always: ["DefaultVersionId", "Path", "PolicyId"],
    gathered: [["Document", "OtherVersions"]], configRules: .iamConfigRules,
    rules: rules,
    assess: assess, inPlace: { assessOfAWS($0) ?? assessPolicies(["Document": .identity])($0) })

  private static let assess = assessing { watches.assess($0) ?? assessDocument($0) }

  private static let rules: [NormalizationRule] = [
    .promoted(
      "PolicyVersionList", flag: "IsDefaultVersion", value: "Document", to: "Document"),
    .renamed("PolicyVersionList", to: "OtherVersions"),
    .pairs("OtherVersions", key: "VersionId", value: "Document"), .policy("OtherVersions[]"),
    .policy("Document"), .dropped("AttachmentCount"), .dropped("CreateDate"),
    .dropped("PermissionsBoundaryUsageCount"), .dropped("UpdateDate"), .tags("Tags"),
  ]

  private static let watches = [
    Watch("PolicyId", .high, "The policy was deleted and made anew under the same name"),
    Watch("DefaultVersionId", .medium, "Another version of the policy is in force"),
    Watch("OtherVersions[*]", .added, .medium, "A version that can be put in force is there"),
    Watch("OtherVersions", .any, .low), Watch("Description", .any, .low),
  ]

  /// What AWS changes in a policy of its own, in every account that has it attached: who reads of it can do nothing
  /// about it, and is to know that nobody else did it. It is as bad as what the policy gives more. Nil for a policy of
  /// the account.
  private static func assessOfAWS(_ place: EditInPlace) -> Assessment? {
    guard place.old != nil, let new = place.new, let arn = new["Arn"]?.string,
      arn.contains(":iam::aws:policy/"), let name = arn.split(separator: "/").last
    else { return nil }
    if place.edit.path.steps == [.key("DefaultVersionId")], let version = place.edit.new?.string {
      return Assessment(.low, "AWS published \(version) of its policy \(name)")
    }
    let plain = assessPolicies(["Document": .identity])(place) ?? assess(place.edit)
    return plain.map { plain in
      Assessment(
        plain.severity,
        "AWS changed its policy \(name)" + (plain.sentence.map { ": \($0)" } ?? ""))
    }
  }

  private static func assessDocument(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Document") else { return nil }
    return assessPolicy(edit, .identity)
  }
}

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
    assess: assessing { watches.assess($0) ?? assessDocument($0) },
    inPlace: assessPolicies(["Document": .identity]))

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

  private static func assessDocument(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Document") else { return nil }
    return assessPolicy(edit, .identity)
  }
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::Group`. Its members are in no listing of groups but in `get-group`, and in the users
  /// of `get-account-authorization-details`.
  package static let iamGroup = ResourceKind(
    "AWS::IAM::Group", isGlobal: true,
    listings: [
      Listing(
        "iam", "get-account-authorization-details", "GroupDetailList",
        fields: ["Users", "AttachedManagedPolicies"]),
      Listing("iam", "list-groups", "Groups"),
    ],
    details: [
      Detail("iam", "get-group", parameter: "group-name", field: "Users", member: "Users"),
      Detail(
        "iam", "list-attached-group-policies", parameter: "group-name",
        field: "AttachedManagedPolicies", member: "AttachedPolicies"),
    ],
    identity: Identity(id: ["GroupName"], arn: "Arn", incarnation: "GroupId"),
    facets: ["Users", "Policies", "AttachedManagedPolicies"],
    always: ["GroupId", "Path"], gathered: [["Policies"]],
    configRules: .iamConfigRules,
    rules: members + .iamPolicies(inline: "GroupPolicyList") + .iamFacts,
    assess: assessing { watches.assess($0) ?? assessIdentityPolicies($0) },
    inPlace: { assessMember($0) ?? assessPolicies(["Policies": .identity])($0) })

  /// A group that is called what administrators are called gives everything. Of the group no more
  /// than its name counts here, although its policies are at hand: a user's document has the name
  /// only, and one deed seen in both is as bad in both.
  private static func assessMember(_ place: EditInPlace) -> Assessment? {
    let steps = place.edit.path.steps
    guard steps.count == 2, steps.first == .key("Users"), place.edit.word == .added,
      (place.new ?? place.old)?["GroupName"]?.string?.looksAdministrative == true
    else { return nil }
    return Assessment(.critical, "The user now has everything the group allows")
  }

  /// Of a member only the name: the rest is the user's own configuration.
  private static let members: [NormalizationRule] =
    [
      "Arn", "CreateDate", "PasswordLastUsed", "Path", "PermissionsBoundary", "Tags", "UserId",
    ].map { .dropped(FieldPath("Users[].\($0)")) } + [.keyed("Users", by: ["UserName"])]

  private static let watches = [
    Watch("Users[*]", .added, .high, "The user now has everything the group allows"),
    Watch("Users[*]", .removed, .medium, "The user is no longer in the group"),
    Watch("GroupId", .high, "The group was deleted and made anew under the same name"),
  ]
}

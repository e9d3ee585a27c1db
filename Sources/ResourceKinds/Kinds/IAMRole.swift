package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::Role`.
  package static let iamRole = ResourceKind(
    "AWS::IAM::Role", isGlobal: true,
    listings: [
      Listing(
        "iam", "get-account-authorization-details", "RoleDetailList",
        fields: ["AttachedManagedPolicies", "Tags", "InstanceProfileList"]),
      Listing("iam", "list-roles", "Roles"), Listing("iam", "get-role", "Role"),
    ],
    details: [
      Detail(
        "iam", "list-attached-role-policies", parameter: "role-name",
        field: "AttachedManagedPolicies", member: "AttachedPolicies"),
      Detail("iam", "list-role-tags", parameter: "role-name", field: "Tags", member: "Tags"),
      Detail(
        "iam", "list-instance-profiles-for-role", parameter: "role-name",
        field: "InstanceProfileList", member: "InstanceProfiles"),
      // Authorization details have neither (IAM API Reference, "RoleDetail").
      Detail(
        ofAll: "iam", "list-roles", field: "Listed", member: "Roles", namedBy: "RoleName",
        none: .said),
    ],
    identity: Identity(id: ["RoleName"], arn: "Arn", incarnation: "RoleId"),
    facets: [
      "Policies", "AttachedManagedPolicies", "InstanceProfileList", "PermissionsBoundary", "Tags",
      "Description", "MaxSessionDuration",
    ],
    always: ["AssumeRolePolicyDocument", "Path", "RoleId"],
    gathered: [["Policies"], ["MaxSessionDuration", "Description"]],
    configRules: .iamConfigRules, rules: rules,
    assess: assessing { watches.assess($0) ?? assessTrust($0) ?? assessIdentityPolicies($0) },
    inPlace: assessPolicies(["Policies": .identity, "AssumeRolePolicyDocument": .trust]))

  // `list-roles` gives neither boundary nor tags; the calls that do also give one of these fields.
  private static let rules: [NormalizationRule] =
    [
      .single("Listed"), .only("Listed", ["MaxSessionDuration", "Description"]), .lifted("Listed"),
      .completed(by: "RolePolicyList", ["PermissionsBoundary": .null, "Tags": .list([])]),
      .completed(by: "RoleLastUsed", ["PermissionsBoundary": .null, "Tags": .list([])]),
      .completed(by: "MaxSessionDuration", ["Description": .string("")]), .dropped("RoleLastUsed"),
      .policy("AssumeRolePolicyDocument"), .dropped("InstanceProfileList[].Arn"),
      .dropped("InstanceProfileList[].CreateDate"), .dropped("InstanceProfileList[].Roles"),
      .dropped("InstanceProfileList[].Tags"),
      .keyed("InstanceProfileList", by: ["InstanceProfileName"]),
    ] + .iamPolicies(inline: "RolePolicyList") + .iamFacts

  private static let watches = [
    Watch("RoleId", .high, "The role was deleted and made anew under the same name"),
    Watch(
      "PermissionsBoundary", .becomes(.null), .high,
      "Nothing limits any more what the role may have"),
    Watch("PermissionsBoundary", .leaves(.null), .medium, "What the role may have is now limited"),
    Watch("PermissionsBoundary", .high, "What the role may have at most differs"),
    Watch("InstanceProfileList[*]", .added, .high, "Instances with this profile have the role"),
    Watch("MaxSessionDuration", .rises, .medium, "Sessions of the role may now last longer"),
    Watch("Description", .any, .low),
  ]

  private static func assessTrust(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("AssumeRolePolicyDocument") else { return nil }
    return assessPolicy(edit, .trust)
  }
}

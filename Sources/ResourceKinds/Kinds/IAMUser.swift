package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::User`.
  package static let iamUser = ResourceKind(
    "AWS::IAM::User", isGlobal: true,
    listings: [
      Listing(
        "iam", "get-account-authorization-details", "UserDetailList",
        fields: ["Groups", "AttachedManagedPolicies", "Tags"]),
      Listing("iam", "list-users", "Users"), Listing("iam", "get-user", "User"),
    ],
    details: details,
    identity: Identity(id: ["UserName"], arn: "Arn", incarnation: "UserId"),
    facets: [
      "Policies", "AttachedManagedPolicies", "Groups", "PermissionsBoundary", "Tags", "MFADevices",
      "AccessKeys", "LoginProfile",
    ],
    always: ["Path", "UserId"], gathered: [["Policies"]],
    configRules: .iamConfigRules, rules: rules,
    assess: assessing { watches.assess($0) ?? assessGroups($0) ?? assessIdentityPolicies($0) },
    inPlace: assessPolicies(["Policies": .identity]))

  private static let details = [
    Detail(
      "iam", "list-groups-for-user", parameter: "user-name", field: "Groups", member: "Groups"),
    Detail(
      "iam", "list-attached-user-policies", parameter: "user-name",
      field: "AttachedManagedPolicies", member: "AttachedPolicies"),
    Detail("iam", "list-user-tags", parameter: "user-name", field: "Tags", member: "Tags"),
    Detail(
      "iam", "list-mfa-devices", parameter: "user-name", field: "MFADevices", member: "MFADevices"),
    Detail(
      "iam", "list-access-keys", parameter: "user-name", field: "AccessKeys",
      member: "AccessKeyMetadata"),
    Detail(
      "iam", "get-login-profile", parameter: "user-name", field: "LoginProfile",
      member: "LoginProfile", absent: [noLogin]),
  ]

  /// `Login Profile for User u cannot be found`; of a user who is not there, `The user with name u cannot be found`.
  private static let noLogin = ErrorSign("NoSuchEntity", butNot: "The user with name")

  // Authorization details and AWS Config leave out what a user has none of; both give `GroupList`.
  private static let rules: [NormalizationRule] =
    [
      .completed(
        by: "GroupList",
        ["UserPolicyList": .list([]), "PermissionsBoundary": .null, "Tags": .list([])]),
      .renamed("GroupList", to: "Groups"), .picked("Groups[]", ["GroupName"]), .set("Groups"),
      .dropped("PasswordLastUsed"), .dropped("MFADevices[].UserName"),
      .dropped("MFADevices[].EnableDate"), .keyed("MFADevices", by: ["SerialNumber"]),
      .dropped("AccessKeys[].UserName"), .dropped("AccessKeys[].CreateDate"),
      .keyed("AccessKeys", by: ["AccessKeyId"]), .dropped("LoginProfile.UserName"),
      .dropped("LoginProfile.CreateDate"),
    ] + .iamPolicies(inline: "UserPolicyList") + .iamFacts

  private static let watches = [
    Watch("UserId", .high, "The user was deleted and made anew under the same name"),
    Watch(
      "PermissionsBoundary", .becomes(.null), .high,
      "Nothing limits any more what the user may have"),
    Watch("PermissionsBoundary", .leaves(.null), .medium, "What the user may have is now limited"),
    Watch("PermissionsBoundary", .high, "What the user may have at most differs"),
    Watch("MFADevices[*]", .removed, .high, "The user signs in without this second factor"),
    Watch("MFADevices[*]", .added, .medium, "The user has a new second factor"),
    Watch(
      "AccessKeys[*].Status", .becomes(.string("Active")), .high, "An access key is active again"),
    Watch("AccessKeys[*]", .added, .high, "The user has a new access key"),
    Watch(
      "LoginProfile", .becomes(.null), .medium, "The user can no longer sign in to the console"),
    Watch("LoginProfile", .leaves(.null), .high, "The user can now sign in to the console"),
  ]

  private static func assessGroups(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Groups"),
      case .element(let group)? = edit.path.steps.last
    else { return nil }
    guard edit.word == .added else {
      return Assessment(.medium, "The user is no longer in the group \(group)")
    }
    let severity: Severity = group.looksAdministrative ? .critical : .high
    return Assessment(severity, "The user now has everything the group \(group) allows")
  }
}

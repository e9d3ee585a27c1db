package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::AccountPasswordPolicy`: of which an account has one or none. The name is the
  /// project's own: neither CloudFormation nor AWS Config has a type for it.
  package static let iamAccountPasswordPolicy = ResourceKind(
    "AWS::IAM::AccountPasswordPolicy", isGlobal: true,
    listings: [
      Listing(
        "iam", "get-account-password-policy", "PasswordPolicy", none: [ErrorSign("NoSuchEntity")])
    ],
    identity: Identity(id: [], only: "PasswordPolicy"),
    always: ["MinimumPasswordLength", "RequireNumbers", "RequireSymbols"],
    rules: [
      .lifted("PasswordPolicy"), .withoutNulls(""),
      .defaulted("", field: "HardExpiry", .bool(false)),
      .defaulted("", field: "ExpirePasswords", .bool(false)),
    ],
    assess: assessing(
      removal: Assessment(.high, "The account has no password policy of its own any more")
    ) { watches.assess($0) })

  private static let watches =
    [
      ("RequireSymbols", "symbols"), ("RequireNumbers", "numbers"),
      ("RequireUppercaseCharacters", "capital letters"),
      ("RequireLowercaseCharacters", "small letters"),
    ].map { field, what in
      Watch(field, .becomes(.bool(false)), .high, "Passwords no longer need \(what)")
    } + [
      Watch("MinimumPasswordLength", .falls, .high, "Passwords may now be shorter"),
      Watch("ExpirePasswords", .becomes(.bool(false)), .high, "Passwords no longer expire"),
      Watch("MaxPasswordAge", .rises, .high, "Passwords may now be used for longer"),
      Watch("PasswordReusePrevention", .falls, .high, "Old passwords may be used again sooner"),
      Watch("PasswordReusePrevention", .removed, .high, "Old passwords may be used again"),
    ]
}

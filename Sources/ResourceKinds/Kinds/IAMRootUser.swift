package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::RootUser`: what the account's root user signs in with, from the account's summary. The name is the
  /// project's own: neither CloudFormation nor AWS Config has a type for it.
  package static let iamRootUser = ResourceKind(
    "AWS::IAM::RootUser", isGlobal: true,
    listings: [Listing("iam", "get-account-summary", "SummaryMap")],
    identity: Identity(id: [], only: "root"), facets: ["AccountPasswordPresent"],
    always: [
      "AccountAccessKeysPresent", "AccountMFAEnabled", "AccountSigningCertificatesPresent",
    ],
    // The rest counts what other kinds show, and its limits.
    rules: [
      .lifted("SummaryMap"),
      .only(
        "",
        [
          "AccountAccessKeysPresent", "AccountMFAEnabled", "AccountPasswordPresent",
          "AccountSigningCertificatesPresent", "Tags",
        ]),
    ],
    assess: assessing { watches.assess($0) })

  private static let watches = [
    Watch(
      "AccountMFAEnabled", .falls, .critical, "The root user signs in without a second factor"),
    Watch("AccountMFAEnabled", .rises, .medium, "The root user has a second factor now"),
    Watch("AccountAccessKeysPresent", .rises, .critical, "The root user has an access key"),
    Watch("AccountAccessKeysPresent", .falls, .medium, "The root user's access key is gone"),
    Watch(
      "AccountSigningCertificatesPresent", .rises, .critical,
      "The root user has a signing certificate"),
    Watch("AccountPasswordPresent", .rises, .high, "The root user has a password"),
  ]
}

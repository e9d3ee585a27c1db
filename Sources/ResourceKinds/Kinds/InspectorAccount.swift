package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::InspectorV2::AccountStatus`: what Inspector scans in a region. The name is the project's own: neither
  /// CloudFormation nor AWS Config has a type for it.
  package static let inspectorAccount = ResourceKind(
    "AWS::InspectorV2::AccountStatus",
    listings: [Listing("inspector2", "batch-get-account-status", "accounts")],
    identity: Identity(id: [], owner: "accountId", only: "AccountStatus"),
    always: ["resourceState", "state"],
    rules: [
      .dropped("accountId"), .lifted("resourceState"), .dropped("state.errorCode"),
      .dropped("state.errorMessage"),
    ]
      + scans.flatMap {
        [.dropped(FieldPath("\($0.0).errorCode")), .dropped(FieldPath("\($0.0).errorMessage"))]
      }
      + [.lifted("state")],
    assess: assessing { watches.assess($0) })

  private static let scans = [
    ("ec2", "Instances are no longer scanned"),
    ("ecr", "Container images are no longer scanned"),
    ("lambda", "Functions are no longer scanned"),
    ("lambdaCode", "The code of functions is no longer scanned"),
    ("codeRepository", "Code repositories are no longer scanned"),
  ]

  // Inspector API Reference, `State`, status.
  private static let watches =
    ["DISABLED", "DISABLING", "SUSPENDED", "SUSPENDING"].flatMap { state in
      [Watch("status", .becomes(.string(state)), .critical, "Inspector no longer scans here")]
        + scans.map { Watch("\($0).status", .becomes(.string(state)), .high, $1) }
    }
}

import ConfigurationDiff
import ConfigurationModel

/// What a template or a configuration starts instances with that opens them.
func assessInstanceStart(_ edit: Edit) -> Assessment? {
  switch edit.steps.last {
  case "AssociatePublicIpAddress" where edit.sets("true"):
    Assessment(.high, "new instances get a public address")
  case "HttpTokens" where edit.sets("optional"):
    Assessment(.high, "metadata of new instances can be read without a session token (IMDSv1)")
  case "Encrypted" where edit.sets("false"):
    Assessment(.high, "volumes of new instances are not encrypted")
  default: nil
  }
}

/// Who may use an image or a snapshot besides the account.
///
/// - Parameters:
///   - deed: What they may do: `now read the snapshot`.
///   - loss: What those who are taken out may not: `make volumes of the snapshot`.
func assessSharing(_ edit: Edit, in field: String, _ deed: String, without loss: String)
  -> Assessment?
{
  guard edit.steps.first == field, edit.steps.count == 2 else { return nil }
  let who = edit.steps[1]
  guard edit.new != nil else { return Assessment(.medium, "\(who) may no longer \(loss)") }
  return who == "all"
    ? Assessment(.critical, "anybody may now \(deed)")
    : Assessment(.high, "\(who.allSatisfy(\.isNumber) ? "the account " : "")\(who) may now \(deed)")
}

extension ResourceKind {
  /// The assessment of an identity provider, whose users roles may trust.
  static func assessingProvider(_ watches: [Watch]) -> @Sendable (Edit) -> Assessment? {
    assessing(removal: Assessment(.medium, "Users of this identity provider are no longer let in"))
    { edit in
      edit.path == .root && edit.word == .added
        ? Assessment(.high, "Roles may now trust users of another identity provider")
        : watches.assess(edit)
    }
  }
}

extension [Watch] {
  /// What is watched of every database of RDS.
  ///
  /// - Parameter noun: What people call it: `database`, `cluster`.
  static func ofDatabase(_ noun: String) -> [Watch] {
    [
      Watch(
        "PubliclyAccessible", .becomes(.bool(true)), .critical,
        "The \(noun) now has an address on the internet"),
      Watch("StorageEncrypted", .becomes(.bool(false)), .high, "The storage is not encrypted"),
      Watch("KmsKeyId", .high, "The storage is encrypted with another key, or with none"),
      Watch(
        "DeletionProtection", .leaves(.bool(true)), .high, "The \(noun) may be deleted by one call"),
      Watch("BackupRetentionPeriod", .falls, .high, "Backups are kept for less time"),
      Watch(
        "VpcSecurityGroups[*]", .any, .high, "Which security groups guard the \(noun) differs"),
      Watch(
        "IAMDatabaseAuthenticationEnabled", .leaves(.bool(true)), .medium,
        "Users no longer sign in with IAM"),
      Watch("EnabledCloudwatchLogsExports[*]", .removed, .high, "This log is no longer exported"),
      Watch("MasterUsername", .high, "The master user is another"),
    ]
  }
}

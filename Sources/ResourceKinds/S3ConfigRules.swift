import ConfigurationDiff
import ConfigurationModel

extension [NormalizationRule] {
  /// AWS Config's spelling of a bucket. A part that is not in its item is not there: the item is
  /// always whole.
  static let s3ConfigRules: [NormalizationRule] =
    [
      .document("supplementaryConfiguration.*"),
      .defaulted("supplementaryConfiguration", field: "BucketPolicy", .null),
      .defaulted("supplementaryConfiguration.BucketPolicy", field: "policyText", .null),
      .defaulted("supplementaryConfiguration", field: "PublicAccessBlockConfiguration", .null),
      .defaulted("supplementaryConfiguration", field: "ServerSideEncryptionConfiguration", .null),
      .picked("supplementaryConfiguration.BucketPolicy", ["policyText"]),
      .renamed("supplementaryConfiguration.BucketPolicy", to: "Policy"),
      .picked("supplementaryConfiguration.AccessControlList", ["grantList"]),
      .picked("supplementaryConfiguration.AccessControlList[].grantee", ["id"]),
      .renamed("supplementaryConfiguration.AccessControlList", to: "Acl"),
      .capitalized("supplementaryConfiguration.Acl", except: []),
      .spelled("supplementaryConfiguration.Acl[].Permission", permissions),
    ] + configSettings + [
      .dropped("supplementaryConfiguration.BucketTaggingConfiguration"),
      .dropped("configuration.owner"), .capitalized("configuration", except: []),
      .lifted("configuration"), .lifted("supplementaryConfiguration"), .renamed("tags", to: "Tags"),
      .dropped("tags"),
    ]

  /// AWS Config's names of a grant's permissions.
  private static let permissions = [
    "FullControl": "FULL_CONTROL", "Read": "READ", "Write": "WRITE", "ReadAcp": "READ_ACP",
    "WriteAcp": "WRITE_ACP",
  ]

  private static let configSettings: [NormalizationRule] =
    [
      .renamed(
        "supplementaryConfiguration.PublicAccessBlockConfiguration", to: "PublicAccessBlock"),
      .renamed("supplementaryConfiguration.ServerSideEncryptionConfiguration", to: "Encryption"),
      .renamed("supplementaryConfiguration.BucketVersioningConfiguration", to: "Versioning"),
      .renamed("supplementaryConfiguration.BucketLoggingConfiguration", to: "Logging"),
      .renamed("supplementaryConfiguration.BucketAccelerateConfiguration", to: "Accelerate"),
      .renamed("supplementaryConfiguration.ObjectLockConfiguration", to: "ObjectLock"),
      .renamed("supplementaryConfiguration.IsRequesterPaysEnabled", to: "RequestPayer"),
      .text("supplementaryConfiguration.RequestPayer"),
      .spelled(
        "supplementaryConfiguration.RequestPayer", ["false": "BucketOwner", "true": "Requester"]),
    ]
    + ["PublicAccessBlock", "Encryption", "Versioning", "Logging", "Accelerate", "ObjectLock"]
    .flatMap { field -> [NormalizationRule] in
      let path = "supplementaryConfiguration.\(field)"
      return [.withoutNulls(FieldPath(path + ".*")), .capitalized(FieldPath(path), except: [])]
    } + [
      .renamed(encryption("SseAlgorithm"), to: "SSEAlgorithm"),
      .renamed(encryption("KmsMasterKeyID"), to: "KMSMasterKeyID"),
      .renamed("supplementaryConfiguration.Versioning.IsMfaDeleteEnabled", to: "MFADelete"),
      .text("supplementaryConfiguration.Versioning.MFADelete"),
      .spelled(
        "supplementaryConfiguration.Versioning.MFADelete",
        ["false": "Disabled", "true": "Enabled"]),
      .renamed("supplementaryConfiguration.Logging.DestinationBucketName", to: "TargetBucket"),
      .renamed("supplementaryConfiguration.Logging.LogFilePrefix", to: "TargetPrefix"),
    ]

  private static func encryption(_ field: String) -> FieldPath {
    FieldPath(
      "supplementaryConfiguration.Encryption.Rules[].ApplyServerSideEncryptionByDefault.\(field)")
  }
}

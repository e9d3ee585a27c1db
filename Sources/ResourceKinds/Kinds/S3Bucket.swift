package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::S3::Bucket`.
  ///
  /// `Lifecycle`, `Replication`, `Notification`, `Website` and `Cors` are what the S3 calls give. AWS
  /// Config has another shape for these; they keep its names, and are compared with AWS Config only.
  package static let s3Bucket = ResourceKind(
    "AWS::S3::Bucket",
    // Only where something is asked for does the answer say where a bucket is (S3 API Reference,
    // "ListBuckets", BucketRegion).
    listings: [
      Listing(
        "s3api", "list-buckets", "Buckets", parameters: ["max-buckets": .number("1000")],
        regionField: "BucketRegion")
    ],
    details: details, identity: Identity(id: ["Name"]),
    facets: details.map(\.field) + [
      "BucketCrossOriginConfiguration", "BucketLifecycleConfiguration",
      "BucketNotificationConfiguration", "BucketReplicationConfiguration",
      "BucketWebsiteConfiguration",
    ],
    configRules: .s3ConfigRules, rules: accessRules + settingRules,
    assess: assessing(removal: Assessment(.high, "The bucket is gone with all that was in it")) {
      watches.assess($0) ?? assessBucketPolicy($0) ?? assessGrant($0)
    }, inPlace: assessPolicies(["Policy": .resource("bucket")]))

  private static let details = [
    detail("get-bucket-policy", "Policy", "Policy", absent: "NoSuchBucketPolicy"),
    detail("get-bucket-acl", "Acl", nil, none: .beside("Grants")),
    detail(
      "get-public-access-block", "PublicAccessBlock", "PublicAccessBlockConfiguration",
      within: blocks.keys.sorted(), absent: "NoSuchPublicAccessBlockConfiguration"),
    detail(
      "get-bucket-encryption", "Encryption", "ServerSideEncryptionConfiguration",
      absent: "ServerSideEncryptionConfigurationNotFoundError"),
    detail("get-bucket-versioning", "Versioning", nil, none: .empty),
    detail("get-bucket-logging", "Logging", nil, none: .empty),
    detail("get-bucket-tagging", "Tags", "TagSet", absent: "NoSuchTagSet"),
    // In us-east-1 (S3 API Reference, "GetBucketLocation").
    detail("get-bucket-location", "LocationConstraint", "LocationConstraint", none: .null),
    detail(
      "get-bucket-ownership-controls", "OwnershipControls", "OwnershipControls",
      absent: "OwnershipControlsNotFoundError"),
    detail(
      "get-object-lock-configuration", "ObjectLock", "ObjectLockConfiguration",
      absent: "ObjectLockConfigurationNotFoundError"),
    detail("get-bucket-accelerate-configuration", "Accelerate", nil, none: .empty),
    detail("get-bucket-request-payment", "RequestPayer", "Payer"),
    detail(
      "get-bucket-lifecycle-configuration", "Lifecycle", "Rules",
      absent: "NoSuchLifecycleConfiguration"),
    detail(
      "get-bucket-replication", "Replication", "ReplicationConfiguration",
      absent: "ReplicationConfigurationNotFoundError"),
    detail("get-bucket-notification-configuration", "Notification", nil, none: .empty),
    detail("get-bucket-website", "Website", nil, absent: "NoSuchWebsiteConfiguration"),
    detail("get-bucket-cors", "Cors", "CORSRules", absent: "NoSuchCORSConfiguration"),
  ]

  private static func detail(
    _ operation: String, _ field: String, _ member: String?, within: [String] = [],
    absent: String? = nil, none: Detail.Absence = .said
  ) -> Detail {
    Detail(
      "s3api", operation, parameter: "bucket", field: field, member: member, within: within,
      absent: absent.map { [ErrorSign($0)] } ?? [], none: none)
  }

  private static let accessRules: [NormalizationRule] = [
    // The date is no configuration: it moves when a bucket's policy is changed.
    .dropped("CreationDate"), .dropped("BucketArn"), .dropped("BucketRegion"), .policy("Policy"),
    .picked("Acl", ["Grants"]), .picked("Acl[].Grantee", ["URI", "ID", "EmailAddress"]),
    .spelled("Acl[].Grantee", groups), .keyed("Acl", by: ["Grantee+Permission"]),
    .nullAs("PublicAccessBlock", .object(blocks.mapValues { _ in .bool(false) })),
  ]

  private static let settingRules: [NormalizationRule] = [
    .picked("Encryption", ["Rules"]), .lifted("Encryption[].ApplyServerSideEncryptionByDefault"),
    .defaulted("Encryption[]", field: "BucketKeyEnabled", .bool(false)),
    .defaulted("Versioning", field: "Status", .string("Off")),
    .defaulted("Versioning", field: "MFADelete", .string("Disabled")),
    .lifted("Logging.LoggingEnabled"), .tags("Tags"),
    .nullAs("LocationConstraint", .string("us-east-1")),
    .spelled("LocationConstraint", ["EU": "eu-west-1"]), .withoutNulls("Accelerate.*"),
    .dropped("Accelerate.RequestCharged"), .keyed("Lifecycle", by: ["ID"]),
    .keyed("Replication.Rules", by: ["ID"]),
    .keyed("Notification.TopicConfigurations", by: ["Id"]),
    .keyed("Notification.QueueConfigurations", by: ["Id"]),
    .keyed("Notification.LambdaFunctionConfigurations", by: ["Id"]),
    .set("BucketNotificationConfiguration.configurations.*.events"),
    .keyed("BucketLifecycleConfiguration.rules", by: ["id"]), .set("Notification.*[].Events"),
    .set("Cors[].AllowedMethods"), .set("Cors[].AllowedOrigins"),
    .set("Cors[].AllowedHeaders"), .set("Cors[].ExposeHeaders"),
  ]

  /// The groups an ACL can name, by their short names (S3 User Guide, "Access control list (ACL)
  /// overview").
  private static let groups = [
    "http://acs.amazonaws.com/groups/global/AllUsers": "AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "AuthenticatedUsers",
    "http://acs.amazonaws.com/groups/s3/LogDelivery": "LogDelivery",
  ]

  private static let blocks = [
    "BlockPublicAcls": "ACLs that make objects public are no longer refused",
    "IgnorePublicAcls": "ACLs that make the bucket public have effect again",
    "BlockPublicPolicy": "A policy that makes the bucket public is no longer refused",
    "RestrictPublicBuckets": "A public policy of the bucket lets everybody in again",
  ]

  private static let watches =
    blocks.map { field, sentence in
      Watch("PublicAccessBlock.\(field)", .becomes(.bool(false)), .critical, sentence)
    } + [
      Watch(
        "Versioning.Status", .leaves(.string("Enabled")), .high,
        "Overwritten and deleted objects are no longer kept"),
      Watch(
        "Versioning.MFADelete", .leaves(.string("Enabled")), .high,
        "Versions may be deleted without a second factor"),
      Watch("Logging.TargetBucket", .removed, .high, "Access to the bucket is no longer logged"),
      Watch("Logging", .high, "The bucket's access log goes elsewhere"),
      Watch("Encryption", .becomes(.null), .high, "New objects are no longer encrypted"),
      Watch("Encryption", .leaves(.null), .low, "New objects are now encrypted"),
      Watch(
        "Encryption[*].SSEAlgorithm", .becomes(.string("aws:kms")), .medium,
        "New objects are now encrypted with a key of KMS"),
      Watch("Encryption", .high, "New objects are encrypted another way"),
      Watch("ObjectLock", .high, "How objects are kept from deletion differs"),
      Watch("Website", .leaves(.null), .high, "The bucket is now a web site"),
      Watch("Replication", .medium, "Where the objects are copied to differs"),
      Watch("BucketReplicationConfiguration", .medium, "Where the objects are copied to differs"),
      Watch("OwnershipControls", .medium, "Whether ACLs have effect differs"),
    ]

  private static func assessBucketPolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Policy") else { return nil }
    return assessPolicy(edit, .resource("bucket"))
  }

  private static func assessGrant(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Acl"), case .element(let grant)? = edit.path.steps.last
    else { return nil }
    guard edit.word != .removed else { return Assessment(.medium, "A grant of the ACL is gone") }
    if grant.hasPrefix("AllUsers ") {
      return Assessment(.critical, "The ACL now grants anybody in the world \(grant.dropFirst(9))")
    }
    if grant.hasPrefix("AuthenticatedUsers ") {
      return Assessment(.critical, "The ACL now grants any AWS account \(grant.dropFirst(19))")
    }
    return Assessment(.high, "The ACL has a new grant")
  }
}

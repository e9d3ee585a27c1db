import AWSClient
package import ConfigurationDiff
package import ConfigurationModel

/// What an IAM policy must allow so that kinds can be read live, and nothing more.
package struct ReadPermissions: Hashable, Sendable {
  /// `ec2:DescribeSecurityGroups`, in order.
  package let actions: [String]

  /// `sts:GetCallerIdentity` needs no permission (STS API Reference).
  package init(_ kinds: [ResourceKind]) {
    let calls = kinds.flatMap { kind -> [(String, String)] in
      let listings = kind.listings.prefix(1)
      return listings.map { ($0.service, $0.operation) }
        + listings.compactMap { listing in listing.each.map { (listing.service, $0.operation) } }
        + kind.details.map { ($0.service, $0.operation) }
    }
    let regions = ["ec2:DescribeRegions"]
    actions = Set(calls.map { Self.action($0.0, $0.1) } + regions).sorted()
  }

  /// The policy document, as IAM takes it.
  package var policy: ConfigurationValue {
    .object([
      "Version": .string("2012-10-17"),
      "Statement": .list([
        .object([
          "Sid": .string("PlumblineReads"), "Effect": .string("Allow"), "Resource": .string("*"),
          "Action": .list(actions.map { .string($0) }),
        ])
      ]),
    ])
  }

  /// The action that a call needs: the call's own name, except in S3 (Service Authorization Reference,
  /// "Actions, resources, and condition keys for Amazon S3").
  private static func action(_ service: String, _ operation: String) -> String {
    let name = ServiceCatalog.name(service, operation) ?? operation
    switch service {
    case "s3api": return "s3:" + (s3Actions[name] ?? name)
    case "elbv2": return "elasticloadbalancing:" + name
    case "configservice": return "config:" + name
    default: return "\(service):" + name
    }
  }

  private static let s3Actions = [
    "ListBuckets": "ListAllMyBuckets", "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketCors": "GetBucketCORS",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
  ]
}

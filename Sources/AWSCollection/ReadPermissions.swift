import AWSClient
package import ConfigurationDiff
package import ConfigurationModel

/// What an IAM policy must allow so that a source can be read, and nothing more.
package struct ReadPermissions: Hashable, Sendable {
  /// What is allowed together.
  private struct Statement: Hashable, Sendable {
    let name: String
    /// `ec2:DescribeSecurityGroups`, in order.
    let actions: [String]
    let resources: [String]
  }

  private var statements: [Statement]

  /// All actions, in order.
  package var actions: [String] { Set(statements.flatMap(\.actions)).sorted() }

  /// Of kinds that are read live. `sts:GetCallerIdentity` needs no permission (STS API Reference).
  package init(_ kinds: [ResourceKind]) {
    let calls = kinds.flatMap { kind -> [(String, String)] in
      let listings = kind.listings.prefix(1)
      let places = listings.contains { $0.regionField != nil }
      return listings.map { ($0.service, $0.operation) }
        + listings.flatMap { listing in
          (listing.each?.line ?? []).map { (listing.service, $0.operation) }
        }
        + listings.compactMap { listing in
          listing.keeper.map { (listing.service, $0.operation) }
        }
        + kind.details.map { ($0.service, $0.operation) }
        + (places ? [("s3api", "get-bucket-location")] : [])
    }
    self.init(calls + [("ec2", "describe-regions")], "PlumblineReads")
  }

  private init(_ calls: [(String, String)], _ name: String, _ resources: [String] = ["*"]) {
    let actions = Set(calls.map { Self.action($0.0, $0.1) }).sorted()
    statements = [Statement(name: name, actions: actions, resources: resources)]
  }

  /// Of an organization whose accounts are listed.
  package static let organization = ReadPermissions(
    [
      "list-accounts", "list-accounts-for-parent", "list-organizational-units-for-parent",
    ].map { ("organizations", $0) }, "PlumblineListsAccounts")

  /// Of AWS Config, asked directly or over an aggregator.
  package static func recorder(isAggregated: Bool) -> ReadPermissions {
    let direct = [
      "select-resource-config", "batch-get-resource-config", "describe-configuration-recorders",
      "describe-configuration-recorder-status", "list-discovered-resources",
    ]
    let aggregate = [
      "select-aggregate-resource-config", "batch-get-aggregate-resource-config",
      "describe-configuration-aggregators", "describe-configuration-aggregator-sources-status",
    ]
    let calls = (isAggregated ? aggregate : direct).map { ("configservice", $0) }
    return ReadPermissions(
      calls + (isAggregated ? [] : [("ec2", "describe-regions")]), "PlumblineReadsConfig")
  }

  /// Of a bucket that AWS Config delivers to.
  package static func delivery(bucket: String, prefix: String) -> ReadPermissions {
    let arn = "arn:*:s3:::\(bucket)"
    return ReadPermissions([("s3api", "list-objects-v2")], "PlumblineListsDeliveries", [arn])
      + .deliveredFiles(bucket: bucket, prefix: prefix)
  }

  /// Of asking CloudTrail for events.
  package static let eventLookup = ReadPermissions(
    [("cloudtrail", "lookup-events")], "PlumblineLooksUpEvents")

  /// Of notices to these topics, which write: printed apart from what reads.
  package static func publishing(topics: [String]) -> ReadPermissions {
    ReadPermissions(writing: [.publish], "PlumblineTells", topics)
  }

  /// Of taking messages out of these queues, which writes: printed apart from what reads.
  package static func takingMessages(queues: [String]) -> ReadPermissions {
    ReadPermissions(
      writing: [.receiveMessages, .deleteMessages, .hideMessages], "PlumblineTakesMessages", queues)
  }

  /// Of asking how many messages wait in a queue.
  package static func lookingAt(queue: String) -> ReadPermissions {
    ReadPermissions([("sqs", "get-queue-attributes")], "PlumblineLooksAtQueue", [queue])
  }

  /// Of the files of a bucket that messages tell of.
  package static func deliveredFiles(bucket: String, prefix: String) -> ReadPermissions {
    let objects = "arn:*:s3:::\(bucket)/" + (prefix.isEmpty ? "" : prefix + "/") + "AWSLogs/*"
    return ReadPermissions([("s3api", "get-object")], "PlumblineReadsDeliveries", [objects])
  }

  private init(writing writes: [AWSWrite], _ name: String, _ resources: [String]) {
    statements = [
      Statement(
        name: name, actions: writes.map(\.action).sorted(),
        resources: Set(resources).sorted())
    ]
  }

  /// Of a role that is taken on in other accounts: what it reads, it must allow itself.
  package static func assuming(_ role: String) -> ReadPermissions {
    ReadPermissions([("sts", "assume-role")], "PlumblineAssumes", ["arn:*:iam::*:role/\(role)"])
  }

  /// What either of the two allows, each statement once.
  package static func + (left: ReadPermissions, right: ReadPermissions) -> ReadPermissions {
    var sum = left
    sum.statements += right.statements.filter { !left.statements.contains($0) }
    return sum
  }

  /// The policy document, as IAM takes it.
  package var policy: ConfigurationValue {
    var names: Set<String> = []
    let documents = statements.enumerated().map { index, statement -> ConfigurationValue in
      let isNew = names.insert(statement.name).inserted
      let resources = statement.resources.map { ConfigurationValue.string($0) }
      return .object([
        "Sid": .string(isNew ? statement.name : "\(statement.name)\(index + 1)"),
        "Effect": .string("Allow"),
        "Resource": resources.count == 1 ? resources[0] : .list(resources),
        "Action": .list(statement.actions.map { .string($0) }),
      ])
    }
    return .object(["Version": .string("2012-10-17"), "Statement": .list(documents)])
  }

  /// The action that a call needs: the call's own name, except in S3 (Service Authorization Reference,
  /// "Actions, resources, and condition keys for Amazon S3").
  private static func action(_ service: String, _ operation: String) -> String {
    let name = ServiceCatalog.name(service, operation) ?? operation
    switch service {
    case "s3api": return "s3:" + (s3Actions[name] ?? name)
    case "elbv2", "elb": return "elasticloadbalancing:" + name
    case "s3control": return "s3:" + (s3ControlActions[name] ?? name)
    case "configservice": return "config:" + name
    default: return "\(service):" + name
    }
  }

  private static let s3ControlActions = ["GetPublicAccessBlock": "GetAccountPublicAccessBlock"]

  private static let s3Actions = [
    "ListBuckets": "ListAllMyBuckets", "ListObjectsV2": "ListBucket",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketCors": "GetBucketCORS",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
  ]
}

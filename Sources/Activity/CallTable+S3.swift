import ConfigurationModel

extension CallTable {
  /// Amazon S3. Events name `PutBucketPublicAccessBlock`, `PutBucketLifecycle`, `PutBucketObjectLockConfiguration` and
  /// `PutAccelerateConfiguration` otherwise than the API does (S3 user guide, "Amazon S3 CloudTrail events"); of the last
  /// two no event was seen.
  static let s3: [String: Rule] = {
    var rules: [String: Rule] = [
      "CreateBucket": { $0.ofBucket([.create]) }, "DeleteBucket": { $0.ofBucket([.delete]) },
      "PutBucketPolicy": { event in
        event.ofBucket([.replace(.object(event.request.picking([("bucketPolicy", "Policy")])))])
      },
      "DeleteBucketPolicy": { $0.ofBucket([.replace(.object(["Policy": .null]))]) },
      "PutBucketPublicAccessBlock": { event in
        event.ofBucket([.replace(.object(["PublicAccessBlock": event.publicAccessBlock]))])
      },
      "PutAccountPublicAccessBlock": { event in
        [CallEffect(accountBlock, "PublicAccessBlock", [.replace(event.publicAccessBlock)])]
      },
      "DeleteAccountPublicAccessBlock": { _ in
        [CallEffect(accountBlock, "PublicAccessBlock", [.delete])]
      },
      "PutBucketEncryption": { $0.ofBucket([$0.request.encryption]) },
      "PutBucketLogging": { $0.ofBucket([$0.request.logging]) },
      "PutBucketAcl": { $0.ofBucket([$0.request.accessControl]) },
      "DeleteBucketPublicAccessBlock": {
        $0.ofBucket([.replace(.object(["PublicAccessBlock": .null]))])
      },
      "PutBucketVersioning": { event in
        let versioning = event.request["VersioningConfiguration"] ?? .null
        return event.ofBucket([
          .replace(
            .object([
              "Versioning": .object(
                versioning.picking([("Status", "Status"), ("MfaDelete", "MFADelete")]))
            ]))
        ])
      },
      "PutBucketTagging": { event in
        let tags = (event.request["Tagging"]?["TagSet"]?["Tag"] ?? .null).listed.map { tag in
          ConfigurationValue.object([
            "Key": .string(tag["Key"]?.scalarText ?? ""),
            "Value": .string(tag["Value"]?.scalarText ?? ""),
          ])
        }
        return event.ofBucket([.replace(.object(["Tags": .list(tags)]))])
      },
      "DeleteBucketTagging": { $0.ofBucket([.replace(.object(["Tags": .null]))]) },
    ]
    for (names, fields) in parts {
      for name in names { rules[name] = { $0.ofBucket([.unsure(fields)]) } }
    }
    return rules
  }()

  /// Calls that change one part of a bucket and do not say to what, with the fields of the part. AWS Config has names of
  /// its own for some.
  private static let parts: [(names: [String], fields: [String])] = [
    (["DeleteBucketEncryption"], ["Encryption"]),
    (
      ["PutBucketLifecycle", "DeleteBucketLifecycle"],
      ["Lifecycle", "BucketLifecycleConfiguration"]
    ), (["PutBucketCors", "DeleteBucketCors"], ["Cors", "BucketCrossOriginConfiguration"]),
    (
      ["PutBucketReplication", "DeleteBucketReplication"],
      ["Replication", "BucketReplicationConfiguration"]
    ),
    // Who owns everything in a bucket grants nothing to others by its ACL.
    (
      ["PutBucketOwnershipControls", "DeleteBucketOwnershipControls"], ["OwnershipControls", "Acl"]
    ), (["PutBucketObjectLockConfiguration", "PutObjectLockConfiguration"], ["ObjectLock"]),
    (["PutAccelerateConfiguration", "PutBucketAccelerateConfiguration"], ["Accelerate"]),
    (["PutBucketRequestPayment"], ["RequestPayer"]),
    (["PutBucketWebsite", "DeleteBucketWebsite"], ["Website", "BucketWebsiteConfiguration"]),
    (["PutBucketNotification"], ["Notification", "BucketNotificationConfiguration"]),
  ]

  private static let accountBlock: ResourceType = "AWS::S3::AccountPublicAccessBlock"
}

extension ActivityEvent {
  fileprivate func ofBucket(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::S3::Bucket", request.text("bucketName"), steps)
  }

  /// What a request to block public access says; what it leaves out is off.
  fileprivate var publicAccessBlock: ConfigurationValue {
    let block = request["PublicAccessBlockConfiguration"] ?? .null
    let names = [
      "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets",
    ]
    return .object(
      Dictionary(uniqueKeysWithValues: names.map { ($0, ConfigurationValue.bool(false)) })
        .merging(block.picking(names.map { (from: $0, to: $0) }).asBools) { $1 })
  }
}

extension ConfigurationValue {
  /// The rules of a request, as `get-bucket-encryption` writes them.
  fileprivate var encryption: CallEffect.Step {
    let rules = (self["ServerSideEncryptionConfiguration"]?["Rule"] ?? .null).listed
    guard !rules.isEmpty else { return .unsure(["Encryption"]) }
    let read = rules.map { rule in
      ConfigurationValue.object(
        rule.picking([
          (from: "ApplyServerSideEncryptionByDefault", to: "ApplyServerSideEncryptionByDefault"),
          (from: "BucketKeyEnabled", to: "BucketKeyEnabled"),
          (from: "BlockedEncryptionTypes", to: "BlockedEncryptionTypes"),
        ]).asBools)
    }
    return .replace(.object(["Encryption": .object(["Rules": .list(read)])]))
  }

  /// Where a request puts a bucket's access log, as `get-bucket-logging` writes it: nowhere where it names no place (S3
  /// API reference, `PutBucketLogging`).
  fileprivate var logging: CallEffect.Step {
    guard let status = self["BucketLoggingStatus"] else { return .unsure(["Logging"]) }
    guard case .object(let fields)? = status["LoggingEnabled"], !fields.isEmpty else {
      return .replace(.object(["Logging": .object([:])]))
    }
    let known = ["TargetBucket", "TargetPrefix"]
    guard fields.keys.allSatisfy(known.contains), let bucket = fields["TargetBucket"] else {
      return .unsure(["Logging"])
    }
    let place = ["TargetBucket": bucket, "TargetPrefix": fields["TargetPrefix"] ?? .string("")]
    return .replace(.object(["Logging": .object(["LoggingEnabled": .object(place)])]))
  }

  /// The grants of a request, as `get-bucket-acl` writes them. A word such as `private` stands for grants to an owner
  /// whom the event does not name.
  fileprivate var accessControl: CallEffect.Step {
    let given = (self["AccessControlPolicy"]?["AccessControlList"]?["Grant"] ?? .null).listed
    let grants = given.compactMap { grant -> ConfigurationValue? in
      let grantee = (grant["Grantee"] ?? .null).picking([
        (from: "URI", to: "URI"), (from: "ID", to: "ID"),
      ])
      guard !grantee.isEmpty, let permission = grant["Permission"] else { return nil }
      return .object(["Grantee": .object(grantee), "Permission": permission])
    }
    guard !grants.isEmpty, grants.count == given.count, !hasHeaderGrants else {
      return .unsure(["Acl"])
    }
    return .replace(.object(["Acl": .object(["Grants": .list(grants)])]))
  }

  private var hasHeaderGrants: Bool {
    guard case .object(let fields) = self else { return false }
    return fields.keys.contains {
      $0 == "x-amz-acl" || $0.hasPrefix("x-amz-grant") || $0 == "accessControlList"
    }
  }
}

extension [String: ConfigurationValue] {
  /// The same fields, with texts that say true or false as what they say.
  fileprivate var asBools: [String: ConfigurationValue] {
    mapValues { value in Bool(said: value).map { .bool($0) } ?? value }
  }
}

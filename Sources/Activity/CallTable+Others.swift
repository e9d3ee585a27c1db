import ConfigurationModel

extension CallTable {
  /// Amazon S3. Events name `PutBucketPublicAccessBlock` and `PutBucketLifecycle` otherwise than the API does.
  static let s3: [String: Rule] = {
    var rules: [String: Rule] = [
      "CreateBucket": { $0.ofBucket([.create]) }, "DeleteBucket": { $0.ofBucket([.delete]) },
      "PutBucketPolicy": { event in
        event.ofBucket([.replace(.object(event.request.picking([("bucketPolicy", "Policy")])))])
      },
      "DeleteBucketPolicy": { $0.ofBucket([.replace(.object(["Policy": .null]))]) },
      "PutBucketPublicAccessBlock": { event in
        let block = event.request["PublicAccessBlockConfiguration"] ?? .null
        let names = [
          "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets",
        ].map { (from: $0, to: $0) }
        return event.ofBucket([
          .replace(.object(["PublicAccessBlock": .object(block.picking(names).asBools)]))
        ])
      },
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
    for name in [
      "PutBucketAcl", "PutBucketEncryption", "DeleteBucketEncryption", "PutBucketLogging",
      "PutBucketLifecycle", "DeleteBucketLifecycle", "PutBucketCors", "DeleteBucketCors",
      "PutBucketReplication", "DeleteBucketReplication", "PutBucketOwnershipControls",
      "PutBucketWebsite", "DeleteBucketWebsite", "PutBucketNotification",
    ] { rules[name] = { $0.ofBucket([.touch]) } }
    return rules
  }()

  /// AWS CloudTrail itself: its trails are named by name or by ARN.
  static let cloudTrail: [String: Rule] = [
    "StopLogging": { $0.ofTrail("name", [.replace(.object(["IsLogging": .bool(false)]))]) },
    "StartLogging": { $0.ofTrail("name", [.replace(.object(["IsLogging": .bool(true)]))]) },
    "UpdateTrail": { event in
      event.ofTrail(
        "name",
        [
          .replace(
            .object(
              event.request.picking([
                ("s3BucketName", "S3BucketName"), ("s3KeyPrefix", "S3KeyPrefix"),
                ("includeGlobalServiceEvents", "IncludeGlobalServiceEvents"),
                ("isMultiRegionTrail", "IsMultiRegionTrail"),
                ("enableLogFileValidation", "LogFileValidationEnabled"),
                ("isOrganizationTrail", "IsOrganizationTrail"),
              ]))), .touch,
        ])
    },
    "DeleteTrail": { $0.ofTrail("name", [.delete]) },
    "CreateTrail": { $0.ofTrail("name", [.create]) },
    "PutEventSelectors": { $0.ofTrail("trailName", [.touch]) },
  ]

  /// AWS Key Management Service: its keys are named by id or by ARN.
  static let kms: [String: Rule] = [
    "PutKeyPolicy": { event in
      event.ofKey([.replace(.object(event.request.picking([("policy", "Policy")])))])
    },
    "DisableKey": { event in
      event.ofKey([
        .replace(.object(["Enabled": .bool(false), "KeyState": .string("Disabled")]))
      ])
    },
    "EnableKey": { event in
      event.ofKey([.replace(.object(["Enabled": .bool(true), "KeyState": .string("Enabled")]))])
    },
    "DisableKeyRotation": { event in
      event.ofKey([.replace(.object(["KeyRotationEnabled": .bool(false)]))])
    },
    "EnableKeyRotation": { event in
      event.ofKey([.replace(.object(["KeyRotationEnabled": .bool(true)]))])
    },
    "ScheduleKeyDeletion": { $0.ofKey([.touch]) },
    "CancelKeyDeletion": { $0.ofKey([.touch]) },
  ]
}

extension ActivityEvent {
  fileprivate func ofBucket(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::S3::Bucket", request.text("bucketName"), steps)
  }

  fileprivate func ofTrail(_ field: String, _ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::CloudTrail::Trail", request.text(field), steps)
  }

  fileprivate func ofKey(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::KMS::Key", request.text("keyId"), steps)
  }
}

extension [String: ConfigurationValue] {
  /// The same fields, with texts that say true or false as what they say.
  fileprivate var asBools: [String: ConfigurationValue] {
    mapValues { value in Bool(said: value).map { .bool($0) } ?? value }
  }
}

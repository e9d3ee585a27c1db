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
}

extension ActivityEvent {
  fileprivate func ofBucket(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::S3::Bucket", request.text("bucketName"), steps)
  }
}

extension [String: ConfigurationValue] {
  /// The same fields, with texts that say true or false as what they say.
  fileprivate var asBools: [String: ConfigurationValue] {
    mapValues { value in Bool(said: value).map { .bool($0) } ?? value }
  }
}

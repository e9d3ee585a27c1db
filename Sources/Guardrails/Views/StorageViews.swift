import ConfigurationModel

extension GuardrailView {
  static let storageViews = [
    buckets, bucketGrants, accountBlocks, keys, keyGrants, volumes, volumeSnapshots,
    snapshotShares, databases, databaseSnapshots, queues, topics, secrets,
  ]

  private static let buckets = resources(
    "buckets", "a bucket of S3", of: "AWS::S3::Bucket",
    columns: [
      .integer(
        "block_public_acls", "1 where public ACLs are refused", at: "PublicAccessBlock",
        "BlockPublicAcls"),
      .integer(
        "ignore_public_acls", "1 where public ACLs have no effect", at: "PublicAccessBlock",
        "IgnorePublicAcls"),
      .integer(
        "block_public_policy", "1 where public policies are refused", at: "PublicAccessBlock",
        "BlockPublicPolicy"),
      .integer(
        "restrict_public_buckets", "1 where a public policy lets nobody else in",
        at: "PublicAccessBlock", "RestrictPublicBuckets"),
      .text("versioning", "Enabled, Suspended or Off", at: "Versioning", "Status"),
      .text("mfa_delete", "Enabled or Disabled", at: "Versioning", "MFADelete"),
      .text("log_bucket", "where its access is logged to", at: "Logging", "TargetBucket"),
      .text("encryption", "how new objects are encrypted: AES256, aws:kms", "Encryption") {
        $0.value["Encryption"].elements.lazy.compactMap {
          $0.value["SSEAlgorithm"]?.presentText
        }.first
      },
      .integer("has_policy", "1 where it has a policy", "Policy") {
        $0.value["Policy"]?.isPresent == true ? 1 : 0
      },
      .integer("has_website", "1 where it is a web site", "Website") {
        $0.value["Website"]?.isPresent == true ? 1 : 0
      },
      .integer("has_object_lock", "1 where objects can be kept from deletion", "ObjectLock") {
        $0.value["ObjectLock"]?["ObjectLockEnabled"]?.presentText == "Enabled" ? 1 : 0
      },
    ])

  private static let bucketGrants = elements(
    "bucket_grants", "a grant of a bucket's ACL", of: "Acl", in: "AWS::S3::Bucket",
    columns: [
      .text("grantee", "AllUsers, AuthenticatedUsers, LogDelivery, or an id") { element in
        let grantee = element.value["Grantee"]
        return grantee?.presentText
          ?? ["URI", "ID", "EmailAddress"].lazy.compactMap { grantee?[$0]?.presentText }.first
      },
      .own("permission", "READ, WRITE, READ_ACP, WRITE_ACP, FULL_CONTROL", "Permission"),
    ])

  private static let accountBlocks = resources(
    "account_public_access_blocks", "what an account refuses of all its buckets",
    of: "AWS::S3::AccountPublicAccessBlock",
    columns: [
      .integer("block_public_acls", "1 where public ACLs are refused", at: "BlockPublicAcls"),
      .integer("ignore_public_acls", "1 where they have no effect", at: "IgnorePublicAcls"),
      .integer(
        "block_public_policy", "1 where public policies are refused", at: "BlockPublicPolicy"),
      .integer(
        "restrict_public_buckets", "1 where a public policy lets nobody else in",
        at: "RestrictPublicBuckets"),
    ])

  private static let keys = resources(
    "keys", "a key of KMS", of: "AWS::KMS::Key",
    columns: [
      .text("manager", "CUSTOMER or AWS", at: "KeyManager"),
      .text("state", "Enabled, Disabled, PendingDeletion …", at: "KeyState"),
      .text("spec", "SYMMETRIC_DEFAULT, RSA_2048 …", at: "KeySpec"),
      .text("origin", "AWS_KMS, EXTERNAL …", at: "Origin"),
      .integer("is_rotated", "1 where its material is renewed", at: "KeyRotationEnabled"),
    ])

  private static let keyGrants = elements(
    "key_grants", "a grant of the use of a key of KMS", of: "Grants", in: "AWS::KMS::Key",
    columns: [
      .own("grantee", "who may use it", "GranteePrincipal"),
      .text("operations", "for what, as a JSON list") { $0.value["Operations"]?.textList },
    ])

  private static let volumes = resources(
    "volumes", "a volume of EBS", of: "AWS::EC2::Volume",
    columns: [.integer("is_encrypted", "1 where it is encrypted", at: "Encrypted")])

  private static let volumeSnapshots = resources(
    "volume_snapshots", "a snapshot of a volume", of: "AWS::EC2::Snapshot",
    columns: [.integer("is_encrypted", "1 where it is encrypted", at: "Encrypted")])

  private static let snapshotShares = GuardrailView(
    name: "shares",
    meaning: "who else may use a snapshot of a volume or an image",
    sources: [
      ("AWS::EC2::Snapshot", "CreateVolumePermissions"), ("AWS::EC2::Image", "LaunchPermissions"),
    ].map { type, part in
      Source(type: ResourceType(type), part: part) { $0[part].elements }
    },
    columns: [
      .text("shared_with", "an account, or all") { element in
        element.value.presentText
          ?? ["UserId", "Group", "OrganizationArn", "OrganizationalUnitArn"].lazy
          .compactMap { element.value[$0]?.presentText }.first
      }
    ])

  private static let databases = resources(
    "databases", "an instance of RDS", of: "AWS::RDS::DBInstance",
    columns: [
      .text("engine", "mysql, postgres …", at: "Engine"),
      .integer("is_public", "1 where it has a public address", at: "PubliclyAccessible"),
      .integer("is_encrypted", "1 where its storage is encrypted", at: "StorageEncrypted"),
      .integer("is_multi_az", "1 where another zone has a copy", at: "MultiAZ"),
      .integer("backup_days", "how long backups are kept", at: "BackupRetentionPeriod"),
      .integer("is_delete_protected", "1 where it cannot be deleted", at: "DeletionProtection"),
      .integer(
        "updates_itself", "1 where smaller versions are applied", at: "AutoMinorVersionUpgrade"),
    ])

  private static let databaseSnapshots = resources(
    "database_snapshots", "a snapshot of an instance of RDS", of: "AWS::RDS::DBSnapshot",
    columns: [
      .integer("is_encrypted", "1 where it is encrypted", at: "Encrypted"),
      .text("restorers", "who may restore it, as a JSON list", "Attributes") { element in
        element.value["Attributes"]?["restore"]?["AttributeValues"]?.textList
          ?? element.value["Attributes"]?["restore"]?.textList
      },
    ])

  private static let queues = resources(
    "queues", "a queue of SQS", of: "AWS::SQS::Queue",
    columns: [
      .text("key", "the key of KMS that encrypts it", at: "KmsMasterKeyId"),
      .integer("is_sse", "1 where SQS encrypts it", at: "SqsManagedSseEnabled"),
    ])

  private static let topics = resources(
    "topics", "a topic of SNS", of: "AWS::SNS::Topic",
    columns: [
      .text("key", "the key of KMS that encrypts it", "KmsMasterKeyId", "Owner") {
        $0.value["KmsMasterKeyId"]?.presentText
      }
    ])

  private static let secrets = resources(
    "secrets", "a secret of Secrets Manager", of: "AWS::SecretsManager::Secret",
    columns: [
      .integer("is_rotated", "1 where it is renewed", at: "RotationEnabled"),
      .text("key", "the key that encrypts it", at: "KmsKeyId"),
      .text("deleted", "when it will be deleted", at: "DeletedDate"),
    ])
}

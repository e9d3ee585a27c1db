/// What a person reads in both files of each pair: checked by hand against the recordings.
extension PairRow {
  static let s3: [PairRow] = [
    PairRow(
      "test_account_data_events", "s3.ListBuckets", 1, 2,
      ["skunk-trails-test-us-east-1 added"]),
    PairRow(
      "test_s3_create", "s3.GetBucketPolicy", 1, 2,
      ["it changed Policy"]),
    PairRow(
      "test_s3_delete_bucket", "s3.ListBuckets", 1, 2,
      ["custodian-byebye removed"]),
    PairRow(
      "test_s3_delete_bucket_with_failure", "s3.ListBuckets", 3, 4,
      ["custodian-perm-denied removed"]),
    PairRow(
      "test_s3_delete_versioned_bucket", "s3.ListBuckets", 1, 2,
      ["custodian-byebye removed"]),
    PairRow(
      "test_s3_delete_versioned_bucket", "s3.GetBucketVersioning", 2, 3,
      ["it changed Versioning.Status"]),
    PairRow(
      "test_s3_delete_versioned_bucket", "s3.GetBucketVersioning", 3, 4,
      ["it changed Versioning.Status"]),
    PairRow(
      "test_s3_enable_bucket_encryption_kms_alias", "s3.ListBuckets", 1, 2,
      ["custodian-enable-bucket-encryption-kms-bad-alias added"]),
    PairRow(
      "test_s3_enable_bucket_encryption_kms_alias", "s3.GetBucketEncryption", 1, 2,
      ["it changed Encryption"]),
    PairRow(
      "test_s3_enable_logging", "s3.GetBucketLogging", 1, 2,
      ["it added Logging.TargetBucket", "it added Logging.TargetPrefix"]),
    PairRow(
      "test_s3_enable_logging", "s3.GetBucketLogging", 3, 4,
      ["it changed Logging.TargetPrefix"]),
    PairRow(
      "test_s3_enable_logging", "s3.GetBucketLogging", 5, 6,
      ["it removed Logging.TargetBucket", "it removed Logging.TargetPrefix"]),
    PairRow(
      "test_s3_global_grants_filter", "s3.GetBucketAcl", 2, 3,
      [
        "it removed Acl[904fc4c4790937100e9eb293a15e6a0a1f265a064888055b43d030034f8881ee FULL_CONTROL]",
        "it added Acl[AllUsers WRITE]",
      ]),
    PairRow(
      "test_s3_global_grants_filter", "s3.GetBucketAcl", 3, 4,
      [
        "it added Acl[904fc4c4790937100e9eb293a15e6a0a1f265a064888055b43d030034f8881ee FULL_CONTROL]",
        "it removed Acl[AllUsers WRITE]",
      ]),
    PairRow(
      "test_s3_global_grants_filter", "s3.GetBucketAcl", 6, 7,
      [
        "it removed Acl[904fc4c4790937100e9eb293a15e6a0a1f265a064888055b43d030034f8881ee FULL_CONTROL]",
        "it added Acl[AllUsers WRITE]",
      ]),
    PairRow(
      "test_s3_global_grants_filter", "s3.GetBucketAcl", 7, 8,
      [
        "it added Acl[904fc4c4790937100e9eb293a15e6a0a1f265a064888055b43d030034f8881ee FULL_CONTROL]",
        "it removed Acl[AllUsers WRITE]",
      ]),
    PairRow(
      "test_s3_grants", "s3.GetBucketAcl", 1, 2,
      ["it removed Acl[AllUsers WRITE]"]),
    PairRow(
      "test_s3_has_statement", "s3.GetBucketPolicy", 1, 2,
      []),
    PairRow(
      "test_s3_has_statement", "s3.GetBucketPolicy", 2, 3,
      ["it changed Policy"]),
    PairRow(
      "test_s3_has_statement", "s3.GetBucketPolicy", 3, 4,
      [
        "it added Policy.Statement[AWSCloudTrailAclCheck20131101]",
        "it added Policy.Statement[AWSCloudTrailWrite20131101]",
        "it removed Policy.Statement[Zebra ~424de5cb7e778b9e731582e220031b9e]",
        "it removed Policy.Statement[Zebra ~db48d15e04e4c9c328282c179f537022]",
        "it changed Policy.Version",
      ]),
    PairRow(
      "test_s3_has_statement", "s3.GetBucketPolicy", 4, 5,
      [
        "it removed Policy.Statement[AWSCloudTrailAclCheck20131101]",
        "it removed Policy.Statement[AWSCloudTrailWrite20131101]",
        "it added Policy.Statement[Zebra]", "it changed Policy.Version",
      ]),
    PairRow(
      "test_s3_lifecycle", "s3.GetBucketLifecycleConfiguration", 1, 2,
      ["it added Lifecycle[test-lifecycle]"]),
    PairRow(
      "test_s3_lifecycle", "s3.GetBucketLifecycleConfiguration", 3, 4,
      ["it added Lifecycle[test-lifecycle-two]"]),
    PairRow(
      "test_s3_lifecycle", "s3.GetBucketLifecycleConfiguration", 5, 6,
      ["it changed Lifecycle[test-lifecycle-two].Filter.Prefix"]),
    PairRow(
      "test_s3_lifecycle", "s3.GetBucketLifecycleConfiguration", 7, 8,
      ["it removed Lifecycle[test-lifecycle]"]),
    PairRow(
      "test_s3_mark_for_op", "s3.GetBucketTagging", 2, 3,
      ["it added Tags[maid_status]"]),
    PairRow(
      "test_s3_no_encryption_statement", "s3.GetBucketPolicy", 2, 3,
      ["it changed Policy"]),
    PairRow(
      "test_s3_public_block_disable_one", "s3.GetPublicAccessBlock", 1, 2,
      ["it changed PublicAccessBlock.IgnorePublicAcls"]),
    PairRow(
      "test_s3_public_block_enable_all", "s3.GetPublicAccessBlock", 1, 2,
      [
        "it changed PublicAccessBlock.BlockPublicAcls",
        "it changed PublicAccessBlock.BlockPublicPolicy",
        "it changed PublicAccessBlock.IgnorePublicAcls",
        "it changed PublicAccessBlock.RestrictPublicBuckets",
      ]),
    PairRow(
      "test_s3_public_block_enable_one", "s3.GetPublicAccessBlock", 1, 2,
      ["it changed PublicAccessBlock.BlockPublicPolicy"]),
    PairRow(
      "test_s3_replication_policy_disable", "s3.GetBucketReplication", 2, 3,
      ["it changed Replication.Rules[1].Status"]),
    PairRow(
      "test_s3_replication_policy_remove", "s3.GetBucketReplication", 1, 2,
      ["it changed Replication"]),
  ]
}

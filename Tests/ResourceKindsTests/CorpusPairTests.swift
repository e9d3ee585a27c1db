import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import ResourceKinds
import Testing

/// A recorded pair of answers, before and after calls that are known, and what they must come to.
struct RecordedPair: Sendable, CustomTestStringConvertible {
  let folder: String
  /// The answers' operation as the recording names it: `cloudtrail.GetTrailStatus`.
  let operation: String
  let numbers: (Int, Int)
  let kind: ResourceKind
  let paths: [String]
  let severity: Severity?

  init(
    _ folder: String, _ operation: String, _ numbers: (Int, Int), _ kind: ResourceKind,
    _ paths: [String], _ severity: Severity? = nil
  ) {
    self.folder = folder
    self.operation = operation
    self.numbers = numbers
    self.kind = kind
    self.paths = paths
    self.severity = severity
  }

  var testDescription: String { "\(folder) \(operation)" }

  static let all = recording + entities + storage

  private static let recording = [
    RecordedPair(
      "test_cloudtrail_set_logging", "cloudtrail.GetTrailStatus", (1, 2), .cloudTrailTrail,
      ["changed IsLogging"], .critical),
    RecordedPair(
      "test_cloudtrail_update", "cloudtrail.DescribeTrails", (1, 2), .cloudTrailTrail,
      ["changed HasCustomEventSelectors", "changed Name", "removed S3KeyPrefix"], .medium),
    RecordedPair(
      "test_account_data_events", "cloudtrail.GetEventSelectors", (1, 2), .cloudTrailTrail,
      [
        "added EventSelectors[All].DataResources[AWS::S3::Object]",
        "changed EventSelectors[All].IncludeManagementEvents",
      ], .critical),
    RecordedPair(
      "test_config_recorder_toggle_stop", "config.DescribeConfigurationRecorderStatus", (1, 2),
      .configurationRecorder, ["changed Recording"], .critical),
    RecordedPair(
      "test_config_recorder_toggle_start", "config.DescribeConfigurationRecorderStatus", (1, 2),
      .configurationRecorder, ["changed Recording"]),
  ]

  private static let entities = [
    RecordedPair(
      "test_iam_group_set_policy", "iam.ListAttachedGroupPolicies", (2, 3), .iamGroup,
      ["removed AttachedManagedPolicies[arn:aws:iam::644160558196:policy/my-iam-policy]"], .medium),
    RecordedPair(
      "test_iam_instance_profile_set_policy_detached", "iam.ListAttachedRolePolicies", (1, 2),
      .iamRole,
      ["removed AttachedManagedPolicies[arn:aws:iam::aws:policy/AdministratorAccess]"], .medium),
    RecordedPair(
      "test_iam_role_tags", "iam.GetRole", (1, 2), .iamRole,
      ["removed Tags[Application]", "removed Tags[maid_status]"], .low),
    RecordedPair(
      "test_iam_user_credential_multi_delete", "iam.ListAccessKeys", (1, 2), .iamUser,
      ["removed AccessKeys[AKIAIFX6HPKAM5F7JVAA]"]),
    RecordedPair(
      "test_sqs_remove_matched", "sqs.GetQueueAttributes", (1, 2), .sqsQueue,
      ["removed Policy.Statement[Public]", "changed Policy.Version"], .medium),
    RecordedPair(
      "test_sqs_remove_matched_empty_sid", "sqs.GetQueueAttributes", (1, 2), .sqsQueue,
      [
        "removed Policy.Statement[Allow sqs:receivemessage on "
          + #"arn:aws:sqs:us-east-1:644160558196:test-sqs-remove-matched-empty-sid for AWS \*]"#,
        "removed Policy.Statement[WithSid]",
      ], .medium),
  ]

  private static let storage = [
    RecordedPair(
      "test_s3_enable_logging", "s3.GetBucketLogging", (1, 2), .s3Bucket,
      ["added Logging.TargetBucket", "added Logging.TargetPrefix"]),
    RecordedPair("test_s3_enable_logging", "s3.GetBucketLogging", (2, 3), .s3Bucket, []),
    RecordedPair(
      "test_s3_global_grants_filter", "s3.GetBucketAcl", (2, 3), .s3Bucket,
      [
        "removed Acl[904fc4c4790937100e9eb293a15e6a0a1f265a064888055b43d030034f8881ee FULL_CONTROL]",
        "added Acl[AllUsers WRITE]",
      ], .critical),
    RecordedPair(
      "test_s3_has_statement", "s3.GetBucketPolicy", (3, 4), .s3Bucket,
      [
        "added Policy.Statement[AWSCloudTrailAclCheck20131101]",
        "added Policy.Statement[AWSCloudTrailWrite20131101]",
        "removed Policy.Statement[Zebra ~424de5cb7e778b9e731582e220031b9e]",
        "removed Policy.Statement[Zebra ~db48d15e04e4c9c328282c179f537022]",
        "changed Policy.Version",
      ], .high),
    RecordedPair("test_s3_lifecycle", "s3.GetBucketLifecycleConfiguration", (2, 3), .s3Bucket, []),
    RecordedPair(
      "test_s3_mark_for_op", "s3.GetBucketTagging", (2, 3), .s3Bucket, ["added Tags[maid_status]"],
      .low),
    RecordedPair(
      "test_s3_public_block_disable_one", "s3.GetPublicAccessBlock", (1, 2), .s3Bucket,
      ["changed PublicAccessBlock.IgnorePublicAcls"], .critical),
    RecordedPair(
      "test_s3_public_block_enable_all", "s3.GetPublicAccessBlock", (1, 2), .s3Bucket,
      [
        "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets",
      ].map { "changed PublicAccessBlock.\($0)" }),
    RecordedPair(
      "test_s3_replication_policy_disable", "s3.GetBucketReplication", (2, 3), .s3Bucket,
      ["changed Replication.Rules[1].Status"], .medium),
  ]

  func value(_ number: Int) throws -> ConfigurationValue {
    let path = "c7n-pairs-awscli/\(folder)/\(operation)_\(number).json"
    let file = try #require(corpus).appending(path: path)
    let document = try #require(kind.document(of: try fixture(Data(contentsOf: file)), operation))
    return kind.normalized(document, form: .cli, context: context)
  }
}

extension ResourceKind {
  /// A document that holds only what an answer gives.
  fileprivate func document(of answer: ConfigurationValue, _ operation: String)
    -> ConfigurationValue?
  {
    let name = operation.split(separator: ".").last.map { $0.lowercased() }
    func isMeant(_ operation: String) -> Bool { operation.filter { $0 != "-" } == name }
    if let detail = details.first(where: { isMeant($0.operation) }) {
      return .object([detail.field: detail.member.flatMap { answer[$0] } ?? answer])
    }
    guard let listing = listings.first(where: { isMeant($0.operation) }),
      let member = listing.member, let items = answer[member]
    else { return nil }
    return items.members?.first ?? items
  }
}

@Suite(.enabled(if: corpus != nil)) struct `Recorded pairs` {
  @Test(arguments: RecordedPair.all) func `the difference is what was done`(_ pair: RecordedPair)
    throws
  {
    let old = try pair.value(pair.numbers.0)
    let new = try pair.value(pair.numbers.1)
    let edits = new.difference(from: old)
      .filter { !isUnread($0, old, new, pair.kind) }
    #expect(edits.map { "\($0.word) \($0.path)" } == pair.paths)
    #expect(edits.compactMap(pair.kind.assess).map(\.severity).max() == pair.severity)
  }
}

// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

/// The calls of the kinds with the whole form of their answers; see OperationTable.
enum AnswerTexts {
  static let all = [
    autoscaling,
    cloudtrail,
    cloudwatch,
    config,
    detective,
    dynamodb,
    ec2,
    elb,
    elbv2,
    guardduty,
    iam,
    inspector2,
    kms,
    lambda,
    logs,
    macie2,
    organizations,
    rds,
    redshift,
    s3,
    s3control,
    secretsmanager,
    securityhub,
    sns,
    sqs,
    ssm,
  ]
  /// Calls of other meaning whose names begin with the whole name of a kind's call.
  static let longer: Set<String> = ["describe-addresses-attribute", "describe-alarms-for-metric", "describe-table-replica-auto-scaling", "describe-volumes-modifications", "get-bucket-policy-status", "get-group-policy", "get-policy-version", "get-role-policy", "get-user-policy", "list-functions-by-code-signing-config", "list-policies-for-target", "list-policies-granting-service-access"]
}

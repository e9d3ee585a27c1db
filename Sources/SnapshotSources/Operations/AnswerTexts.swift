// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

/// The calls of the kinds with the whole form of their answers; see OperationTable.
enum AnswerTexts {
  static let all = [
    cloudtrail,
    config,
    dynamodb,
    ec2,
    elbv2,
    iam,
    kms,
    lambda,
    rds,
    redshift,
    s3,
    secretsmanager,
    sns,
    sqs,
  ]
}

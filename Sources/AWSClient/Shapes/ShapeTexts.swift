// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

/// The shapes of the calls that are made, as JSON; see ServiceModel.
enum ShapeTexts {
  static let all: [String: String] = [
    "cloudtrail": cloudtrail,
    "config": config,
    "dynamodb": dynamodb,
    "ec2": ec2,
    "elbv2": elbv2,
    "iam": iam,
    "kms": kms,
    "lambda": lambda,
    "organizations": organizations,
    "rds": rds,
    "redshift": redshift,
    "s3": s3,
    "secretsmanager": secretsmanager,
    "sns": sns,
    "sqs": sqs,
    "sso": sso,
    "sso-oidc": ssoOidc,
    "sts": sts,
    "configservice": config,
    "s3api": s3,
  ]
}

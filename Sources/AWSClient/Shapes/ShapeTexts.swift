// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

/// The shapes of the calls that are made, as JSON; see ServiceModel.
enum ShapeTexts {
  static let all: [String: String] = [
    "autoscaling": autoscaling,
    "cloudtrail": cloudtrail,
    "cloudwatch": cloudwatch,
    "config": config,
    "detective": detective,
    "dynamodb": dynamodb,
    "ec2": ec2,
    "elb": elb,
    "elbv2": elbv2,
    "guardduty": guardduty,
    "iam": iam,
    "inspector2": inspector2,
    "kms": kms,
    "lambda": lambda,
    "logs": logs,
    "macie2": macie2,
    "organizations": organizations,
    "rds": rds,
    "redshift": redshift,
    "s3": s3,
    "s3control": s3control,
    "secretsmanager": secretsmanager,
    "securityhub": securityhub,
    "sns": sns,
    "sqs": sqs,
    "ssm": ssm,
    "sso": sso,
    "sso-oidc": ssoOidc,
    "sts": sts,
    "configservice": config,
    "s3api": s3,
  ]
}

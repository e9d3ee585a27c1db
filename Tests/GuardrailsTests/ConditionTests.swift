import ConfigurationDiff
import ConfigurationModel
import Guardrails
import ResourceKinds
import Testing

/// What the column `keeps_others_out` says of the Condition of a statement.
@Suite struct ConditionTests {
  /// A test of a Condition with one value, and whether it names who may come.
  struct Row: CustomTestStringConvertible, Sendable {
    let comparison: String
    let key: String
    let values: [String]
    let isKeeping: Bool

    init(_ comparison: String, _ key: String, _ values: String..., keeps: Bool) {
      (self.comparison, self.key, self.values, isKeeping) = (comparison, key, values, keeps)
    }

    var testDescription: String { "\(comparison) \(key) \(values)" }

    var condition: ConfigurationValue {
      .object([comparison: .object([key: .list(values.map { .string($0) })])])
    }
  }

  /// What a view says of the one statement of a resource.
  private func isKeeping(
    _ view: String, _ type: ResourceType, _ part: String, _ statement: [String: ConfigurationValue]
  ) throws -> Bool {
    let kind = ResourceKind.of(type)
    let context = NormalizationContext(account: "111122223333", partition: "aws") { _ in }
    let id = ResourceID(account: "111122223333", region: "eu-west-1", type: type, id: "x")
    let document: ConfigurationValue = .object([
      part: .object(["Statement": .list([.object(statement)])])
    ])
    let observed = ObservedResource(
      Resource(id), kind.normalized(document, form: .cli, context: context), kind: kind)
    let found = try #require(GuardrailView.named(view))
    let row = try #require(found.rows(of: observed, key: 1).first)
    let place = try #require(found.columnNames.firstIndex(of: "keeps_others_out"))
    return row[place] == .integer(1)
  }

  @Test(arguments: [
    Row("StringEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/x", keeps: true),
    Row("StringLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", keeps: true),
    Row("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", keeps: true),
    Row("ArnEquals", "aws:SourceArn", "arn:*:sns:*:111122223333:*", keeps: true),
    Row("ForAnyValue:ArnLike", "aws:SourceArn", "arn:aws:*:*:111122223333:*", keeps: true),
    Row("StringLike", "aws:PrincipalArn", "*", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn:*", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn:aws:*", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn:aws:iam::*", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:*", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn:aws:iam::11112222333?:role/x", keeps: false),
    Row("StringLike", "aws:PrincipalArn", "arn/aws*", keeps: false),
    // As texts these match `arn:aws:iam::444455556666:role/:iam::111122223333:role/x` too.
    Row("StringLike", "aws:PrincipalArn", "arn:*:iam::111122223333:role/x", keeps: false),
    Row("StringEqualsIgnoreCase", "aws:SourceArn", "arn:aws:*:*:111122223333:*", keeps: false),
    Row("StringLike", "aws:SourceArn", "arn:aws:sns:?:111122223333:x", keeps: false),
    Row("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x", keeps: false),
    Row("ArnLike", "aws:SourceArn", "arn:aws:s3:*", keeps: false),
    Row("ArnLike", "aws:SourceArn", "arn:aws:s3:::logs", keeps: true),
    Row("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:logs", keeps: true),
    Row("ArnLike", "aws:SourceArn", "arn:aws:s3:::logs-*", keeps: false),
    Row("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:accesspoint/logs", keeps: false),
    Row("ArnLikeIfExists", "aws:SourceArn", "arn:aws:s3:::logs", keeps: false),
    Row("ForAllValues:StringEquals", "aws:SourceAccount", "111122223333", keeps: false),
    Row("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/x", keeps: false),
    Row("StringEquals", "aws:SourceAccount", "111122223333", keeps: true),
    Row("StringLike", "aws:SourceAccount", "1111222233*", keeps: false),
    Row("StringEquals", "aws:SourceAccount", "$\u{7B}aws:PrincipalAccount\u{7D}", keeps: false),
    Row("StringEquals", "aws:SourceAccount", "111122223333", "", keeps: false),
    Row("StringEquals", "aws:PrincipalAccount", "anonymous", keeps: false),
    Row("StringEqualsIgnoreCase", "aws:userid", "Anonymous", keeps: false),
    Row("StringLike", "aws:userid", "AROAEXAMPLE:*", keeps: true),
    Row("StringLike", "aws:userid", "*:alice", keeps: false),
    Row("StringLike", "aws:userid", "AROA*", keeps: false),
    Row("StringEquals", "aws:PrincipalOrgID", "o-1234567890", keeps: true),
    Row("StringLike", "aws:PrincipalOrgID", "o-*", keeps: false),
    Row("StringLike", "aws:PrincipalOrgID", "o-123:*", keeps: false),
    Row("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1234567890/*", keeps: true),
    Row("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*/r-1/*", keeps: false),
    Row("IpAddress", "aws:SourceIp", "203.0.113.0/24", keeps: true),
    Row("IpAddress", "aws:SourceIp", "0.0.0.0/1", "128.0.0.0/1", keeps: false),
    Row("StringLike", "aws:SourceIp", "203.0.113.*", keeps: false),
    Row("StringEquals", "aws:PrincipalType", "User", keeps: false),
  ])
  func `a Condition keeps others out by values that they do not have, and by none else`(row: Row)
    throws
  {
    let found = try isKeeping(
      "resource_policy_statements", "AWS::S3::Bucket", "Policy",
      [
        "Effect": .string("Allow"), "Principal": .string("*"), "Action": .string("s3:*"),
        "Resource": .string("*"), "Condition": row.condition,
      ])
    #expect(found == row.isKeeping)
  }

  private static let github = "token.actions.githubusercontent.com"

  @Test(arguments: [
    (Self.github, Row("StringLike", "\(Self.github):sub", "repo:me/*", keeps: true)),
    (Self.github, Row("StringLike", "\(Self.github):SUB", "repo:me@1/x@2:*", keeps: true)),
    (Self.github, Row("StringEquals", "\(Self.github):sub", "repo:me/x:ref:r", keeps: true)),
    (Self.github, Row("StringLike", "\(Self.github):sub", "repo:me/*", "repo:*", keeps: false)),
    (Self.github, Row("StringLike", "\(Self.github):sub", "repo:me*", keeps: false)),
    (Self.github, Row("StringLike", "\(Self.github):sub", "repo:?e/x:*", keeps: false)),
    (Self.github, Row("StringLike", "\(Self.github):sub", "*:ref:refs/heads/main", keeps: false)),
    // A subject of other claims may leave the owner out.
    (Self.github, Row("StringEquals", "\(Self.github):sub", "environment:prod", keeps: false)),
    (
      Self.github,
      Row("StringLike", "\(Self.github):sub", "repository_owner_id:1:*", keeps: true)
    ),
    (Self.github, Row("StringLike", "\(Self.github):repository", "me/*", keeps: true)),
    (Self.github, Row("StringEquals", "\(Self.github):aud", "sts.amazonaws.com", keeps: false)),
    (Self.github, Row("StringEqualsIfExists", "\(Self.github):sub", "repo:me/x", keeps: false)),
    (Self.github, Row("StringLike", "gitlab.com:sub", "project_path:me/*", keeps: false)),
    (Self.github, Row("IpAddress", "aws:SourceIp", "203.0.113.0/24", keeps: true)),
    ("gitlab.com", Row("StringLike", "gitlab.com:sub", "project_path:me/*", keeps: true)),
    ("gitlab.com", Row("StringLike", "gitlab.com:sub", "project_path:*", keeps: false)),
    (
      "app.terraform.io",
      Row("StringLike", "app.terraform.io:sub", "organization:me:*", keeps: true)
    ),
    ("app.terraform.io", Row("StringLike", "app.terraform.io:sub", "organization:*", keeps: false)),
    (
      "api.pulumi.com/oidc",
      Row("StringLike", "api.pulumi.com/oidc:sub", "pulumi:deploy:*", keeps: false)
    ),
    ("accounts.google.com", Row("StringEquals", "accounts.google.com:aud", "1.apps", keeps: true)),
    ("accounts.google.com", Row("StringEquals", "accounts.google.com:oaud", "x", keeps: false)),
  ])
  func `whose a token of a shared provider is, a claim of it says`(provider: String, row: Row)
    throws
  {
    let found = try isKeeping(
      "trust_statements", "AWS::IAM::Role", "AssumeRolePolicyDocument",
      [
        "Effect": .string("Allow"), "Action": .string("sts:AssumeRoleWithWebIdentity"),
        "Principal": .object([
          "Federated": .string("arn:aws:iam::111122223333:oidc-provider/\(provider)")
        ]), "Condition": row.condition,
      ])
    #expect(found == row.isKeeping)
  }
}

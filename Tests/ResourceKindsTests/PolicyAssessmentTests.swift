import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// A policy of one kind before and after, and what is said of the worst of its edits.
private struct PolicyChange: Sendable {
  let kind: ResourceKind
  let field: String
  let old: String
  let new: String
  let severity: Severity
  let sentence: String

  static func role(_ old: String, _ new: String, _ severity: Severity, _ sentence: String) -> Self {
    Self(
      kind: .iamRole, field: "AssumeRolePolicyDocument", old: old, new: new, severity: severity,
      sentence: sentence)
  }

  static func group(_ old: String, _ new: String, _ severity: Severity, _ sentence: String) -> Self
  {
    Self(
      kind: .iamGroup, field: "GroupPolicyList", old: old, new: new, severity: severity,
      sentence: sentence)
  }

  static func bucket(_ old: String, _ new: String, _ severity: Severity, _ sentence: String)
    -> Self
  {
    Self(
      kind: .s3Bucket, field: "Policy", old: old, new: new, severity: severity, sentence: sentence)
  }

  func value(_ statements: String) throws -> ConfigurationValue {
    let policy = #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#
    let isInline = field == "GroupPolicyList"
    let value = isInline ? #"[{"PolicyName":"p","PolicyDocument":\#(policy)}]"# : policy
    return try kind.value(#"{"\#(field)":\#(value)}"#)
  }
}

private func allow(_ fields: String, sid: String = "A") -> String {
  #"{"Sid":"\#(sid)","Effect":"Allow",\#(fields)}"#
}

private let everything = #""Action":"*","Resource":"*""#
private let some = #""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*""#

private let changes: [PolicyChange] = [
  .group("", allow(everything), .critical, "Every action is now allowed on every resource"),
  .group(
    "", allow(#""Action":"*:*","Resource":["*","a"]"#), .critical,
    "Every action is now allowed on every resource"),
  .group("", allow(some), .high, "A statement now allows more"),
  .group(
    "", allow(#""Action":"iam:P*","Resource":"*""#), .high,
    "Roles may now be passed to services (iam:PassRole)"),
  .group(
    "", allow(#""NotAction":"iam:*","Resource":"*""#), .high, "All actions but some are now allowed"
  ),
  .group(
    allow(some), allow(#""Action":["s3:GetObject","*"],"Resource":"arn:aws:s3:::b/*""#), .critical,
    "A statement now covers every action"),
  .group(
    allow(some), allow(#""Action":"s3:GetObject","Resource":["arn:aws:s3:::b/*","*"]"#), .high,
    "A statement now covers every resource"),
  .group(allow(some), "", .medium, "What a statement allowed is no longer allowed"),
  .group(
    #"{"Sid":"D","Effect":"Deny",\#(some)}"#, "", .high,
    "What a statement denied is no longer denied"),
  .group(
    "", #"{"Sid":"D","Effect":"Deny",\#(everything)}"#, .medium, "A statement now denies something"),
  .role(
    "", allow(#""Action":"sts:AssumeRole","Principal":"*""#), .critical,
    "Anybody may now assume this role"),
  .role(
    "",
    allow(
      #""Action":"sts:AssumeRole","Principal":"*","Condition":{"StringEquals":{"aws:x":"y"}}"#),
    .high, "Anybody who meets a condition may now assume this role"),
  .role(
    "", allow(#""Action":"sts:AssumeRole","Principal":{"AWS":"999988887777"}"#), .high,
    "arn:aws:iam::999988887777:root may now assume this role"),
  .role(
    "",
    allow(
      #""Action":"sts:AssumeRole","Principal":{"AWS":["1","2"],"Federated":"g","Service":"s"}"#),
    .high, "1, 2, users of g and s may now assume this role"),
  .role(
    "", allow(#""Action":"sts:AssumeRole","Principal":{"AWS":["1","2","3","4","5"]}"#), .high,
    "1, 2, 3 and 2 more may now assume this role"),
  .role(
    "", allow(#""Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}"#), .medium,
    "ec2.amazonaws.com may now assume this role"),
  .role(
    "", allow(#""Action":"sts:AssumeRole","NotPrincipal":{"AWS":"1"}"#), .critical,
    "Anybody may now assume this role"),
  .bucket(
    "", allow(#""Action":"s3:GetObject","Principal":{"AWS":"*"}"#), .critical,
    "Anybody may now use this bucket"),
  .bucket(
    allow(#""Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#),
    allow(#""Principal":"*""#), .high, "A condition is gone"),
  .bucket(
    allow(#""Principal":{"AWS":"111122223333"}"#),
    allow(#""Principal":{"AWS":["111122223333","*"]}"#), .critical,
    "A statement now names anybody as principal"),
  .bucket(
    #"{"Sid":"A","Effect":"Deny","Principal":"*"}"#, allow(#""Principal":"*""#), .critical,
    "What was denied is now allowed"),
]

@Suite struct `Policy assessments` {
  @Test(arguments: changes.indices) func `an edit is said to be what it is`(_ index: Int) throws {
    let change = changes[index]
    let edits = try change.value(change.new).difference(from: change.value(change.old))
    let worst = edits.compactMap(change.kind.assess).max { $0.severity < $1.severity }
    #expect(worst == Assessment(change.severity, change.sentence), "\(edits.map(\.path.text))")
  }
}

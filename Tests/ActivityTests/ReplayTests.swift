import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Testing

/// A call, the configuration before and after it, and what of its edits it is found to have made.
struct ReplayCase: Sendable, CustomTestStringConvertible {
  let source: String
  let name: String
  let fields: String
  let type: ResourceType
  let resource: String
  let before: String
  let after: String
  /// Whether every edit is attributed exactly.
  var isExact = true

  var testDescription: String { "\(source) \(name)" }
}

private func call(
  _ source: String, _ name: String, _ fields: String, _ type: ResourceType, _ resource: String,
  _ before: String, _ after: String, isExact: Bool = true
) -> ReplayCase {
  ReplayCase(
    source: source, name: name, fields: fields, type: type, resource: resource, before: before,
    after: after, isExact: isExact)
}

private let group: ResourceType = "AWS::EC2::SecurityGroup"
private let table: ResourceType = "AWS::EC2::RouteTable"
private let open =
  #"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}"#
private let asked =
  #"{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{},"prefixListIds":{}}]}"#

private let calls: [ReplayCase] = [
  call(
    "ec2", "AuthorizeSecurityGroupIngress",
    #""requestParameters":{"groupId":"sg-1","ipPermissions":\#(asked)}"#, group, "sg-1",
    #"{"IpPermissions":[]}"#, #"{"IpPermissions":[\#(open)]}"#),
  call(
    "ec2", "RevokeSecurityGroupIngress",
    #""requestParameters":{"groupId":"sg-1","ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIp":"0.0.0.0/0","ipPermissions":{}}"#,
    group, "sg-1", #"{"IpPermissions":[\#(open)]}"#, #"{"IpPermissions":[]}"#),
  call(
    "ec2", "AuthorizeSecurityGroupEgress",
    #""requestParameters":{"groupId":"sg-1","ipPermissions":\#(asked)}"#, group, "sg-1",
    #"{"IpPermissionsEgress":[]}"#, #"{"IpPermissionsEgress":[\#(open)]}"#),
  call(
    "ec2", "AuthorizeSecurityGroupIngress",
    #""requestParameters":{"groupId":"sg-1","ipPermissions":\#(asked)}"#, group, "sg-1",
    #"{"IpPermissions":[],"Description":"a"}"#, #"{"IpPermissions":[],"Description":"b"}"#,
    isExact: false),
  call(
    "ec2", "CreateRoute",
    #""requestParameters":{"routeTableId":"rtb-1","destinationCidrBlock":"10.9.0.0/16","natGatewayId":"nat-1"}"#,
    table, "rtb-1", #"{"Routes":[]}"#,
    #"{"Routes":[{"DestinationCidrBlock":"10.9.0.0/16","NatGatewayId":"nat-1","Origin":"CreateRoute","State":"active"}]}"#
  ),
  call(
    "ec2", "ReplaceRoute",
    #""requestParameters":{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0","gatewayId":"igw-2"}"#,
    table, "rtb-1",
    #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"active"}]}"#,
    #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-2","Origin":"CreateRoute","State":"active"}]}"#
  ),
  call(
    "ec2", "DeleteRoute",
    #""requestParameters":{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0"}"#, table,
    "rtb-1",
    #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"active"}]}"#,
    #"{"Routes":[]}"#),
  call(
    "ec2", "DisassociateRouteTable", #""requestParameters":{"associationId":"rtbassoc-1"}"#, table,
    "rtbassoc-1",
    #"{"Associations":[{"RouteTableAssociationId":"rtbassoc-1","SubnetId":"subnet-1","Main":false},{"RouteTableAssociationId":"rtbassoc-2","SubnetId":"subnet-2","Main":false}]}"#,
    #"{"Associations":[{"RouteTableAssociationId":"rtbassoc-2","SubnetId":"subnet-2","Main":false}]}"#
  ),
  call(
    "ec2", "CreateNetworkAclEntry",
    #""requestParameters":{"networkAclId":"acl-1","ruleNumber":110,"egress":false,"ruleAction":"allow","cidrBlock":"0.0.0.0/0","aclProtocol":"6","portRange":{"from":22,"to":22}}"#,
    "AWS::EC2::NetworkAcl", "acl-1", #"{"Entries":[]}"#,
    #"{"Entries":[{"RuleNumber":110,"Egress":false,"RuleAction":"allow","CidrBlock":"0.0.0.0/0","Protocol":"6","PortRange":{"From":22,"To":22}}]}"#
  ),
  call(
    "ec2", "CreateTags",
    #""requestParameters":{"resourcesSet":{"items":[{"resourceId":"sg-1"}]},"tagSet":{"items":[{"key":"App","value":"shop"}]}}"#,
    group, "sg-1", #"{"Tags":[]}"#, #"{"Tags":[{"Key":"App","Value":"shop"}]}"#),
  call(
    "iam", "AddUserToGroup", #""requestParameters":{"userName":"bob","groupName":"admins"}"#,
    "AWS::IAM::Group", "admins", #"{"Users":[]}"#, #"{"Users":[{"UserName":"bob"}]}"#),
  call(
    "iam", "AddUserToGroup", #""requestParameters":{"userName":"bob","groupName":"admins"}"#,
    "AWS::IAM::User", "bob", #"{"Groups":[]}"#, #"{"Groups":["admins"]}"#),
  call(
    "iam", "AttachRolePolicy",
    #""requestParameters":{"roleName":"r","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}"#,
    "AWS::IAM::Role", "r", #"{"AttachedManagedPolicies":[]}"#,
    #"{"AttachedManagedPolicies":[{"PolicyName":"AdministratorAccess","PolicyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}]}"#
  ),
  call(
    "iam", "PutUserPolicy",
    #""requestParameters":{"userName":"bob","policyName":"p","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}"#,
    "AWS::IAM::User", "bob", #"{"UserPolicyList":[]}"#,
    #"{"UserPolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}"#
  ),
  call(
    "iam", "UpdateAssumeRolePolicy",
    #""requestParameters":{"roleName":"r","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"*\"}}]}"}"#,
    "AWS::IAM::Role", "r",
    #"{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[]}}"#,
    #"{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}}"#
  ),
  call(
    "s3", "PutBucketPublicAccessBlock",
    #""requestParameters":{"bucketName":"b","PublicAccessBlockConfiguration":{"xmlns":"x","BlockPublicAcls":false,"BlockPublicPolicy":false,"IgnorePublicAcls":false,"RestrictPublicBuckets":true}}"#,
    "AWS::S3::Bucket", "b",
    #"{"PublicAccessBlock":{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}}"#,
    #"{"PublicAccessBlock":{"BlockPublicAcls":false,"BlockPublicPolicy":false,"IgnorePublicAcls":false,"RestrictPublicBuckets":true}}"#
  ),
  call(
    "cloudtrail", "StopLogging", #""requestParameters":{"name":"main"}"#,
    "AWS::CloudTrail::Trail", "main", #"{"IsLogging":true}"#, #"{"IsLogging":false}"#),
  call(
    "ec2", "AttachInternetGateway",
    #""requestParameters":{"internetGatewayId":"igw-1","vpcId":"vpc-1"}"#,
    "AWS::EC2::InternetGateway", "igw-1", #"{"Attachments":[]}"#,
    #"{"Attachments":[{"VpcId":"vpc-1","State":"available"}]}"#),
  call(
    "ec2", "AssociateRouteTable",
    #""requestParameters":{"routeTableId":"rtb-1","subnetId":"subnet-1"},"responseElements":{"associationId":"rtbassoc-1"}"#,
    table, "rtb-1", #"{"Associations":[]}"#,
    #"{"Associations":[{"RouteTableAssociationId":"rtbassoc-1","RouteTableId":"rtb-1","SubnetId":"subnet-1","Main":false,"AssociationState":{"State":"associated"}}]}"#
  ),
  call(
    "ec2", "ModifySubnetAttribute",
    #""requestParameters":{"subnetId":"subnet-1","mapPublicIpOnLaunch":{"value":true}}"#,
    "AWS::EC2::Subnet", "subnet-1", #"{"MapPublicIpOnLaunch":false}"#,
    #"{"MapPublicIpOnLaunch":true}"#),
  call(
    "ec2", "EnableVgwRoutePropagation",
    #""requestParameters":{"routeTableId":"rtb-1","gatewayId":"vgw-1"}"#, table, "rtb-1",
    #"{"PropagatingVgws":[]}"#, #"{"PropagatingVgws":[{"GatewayId":"vgw-1"}]}"#),
  call(
    "ec2", "AssociateDhcpOptions",
    #""requestParameters":{"vpcId":"vpc-1","dhcpOptionsId":"dopt-2"}"#, "AWS::EC2::VPC", "vpc-1",
    #"{"DhcpOptionsId":"dopt-1"}"#, #"{"DhcpOptionsId":"dopt-2"}"#),
  call(
    "iam", "CreateAccessKey",
    #""requestParameters":{"userName":"bob"},"responseElements":{"accessKey":{"accessKeyId":"AKIA1","status":"Active","userName":"bob"}}"#,
    "AWS::IAM::User", "bob", #"{"AccessKeys":[]}"#,
    #"{"AccessKeys":[{"UserName":"bob","AccessKeyId":"AKIA1","Status":"Active","CreateDate":"2026-11-20T00:00:00Z"}]}"#
  ),
  call(
    "iam", "UpdateAccessKey",
    #""requestParameters":{"userName":"bob","accessKeyId":"AKIA1","status":"Inactive"}"#,
    "AWS::IAM::User", "bob", #"{"AccessKeys":[{"AccessKeyId":"AKIA1","Status":"Active"}]}"#,
    #"{"AccessKeys":[{"AccessKeyId":"AKIA1","Status":"Inactive"}]}"#),
  call(
    "iam", "DeactivateMFADevice",
    #""requestParameters":{"userName":"bob","serialNumber":"arn:aws:iam::111122223333:mfa/bob"}"#,
    "AWS::IAM::User", "bob",
    #"{"MFADevices":[{"SerialNumber":"arn:aws:iam::111122223333:mfa/bob"}]}"#,
    #"{"MFADevices":[]}"#),
  call(
    "iam", "DeleteLoginProfile", #""requestParameters":{"userName":"bob"}"#, "AWS::IAM::User",
    "bob", #"{"LoginProfile":{"PasswordResetRequired":false}}"#, #"{"LoginProfile":null}"#),
  call(
    "iam", "DeleteRolePermissionsBoundary", #""requestParameters":{"roleName":"r"}"#,
    "AWS::IAM::Role", "r",
    #"{"PermissionsBoundary":{"PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/b"}}"#,
    #"{"PermissionsBoundary":null}"#),
  call(
    "iam", "CreatePolicyVersion",
    #""requestParameters":{"policyArn":"arn:aws:iam::111122223333:policy/p","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[]}","setAsDefault":false},"responseElements":{"policyVersion":{"versionId":"v2"}}"#,
    "AWS::IAM::Policy", "arn:aws:iam::111122223333:policy/p", #"{"OtherVersions":[]}"#,
    #"{"OtherVersions":[{"VersionId":"v2","Document":{"Version":"2012-10-17","Statement":[]}}]}"#),
  call(
    "s3", "PutBucketPolicy",
    #""requestParameters":{"bucketName":"b","policy":"","bucketPolicy":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}}"#,
    "AWS::S3::Bucket", "b", #"{"Policy":null}"#,
    #"{"Policy":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}}"#
  ),
  call(
    "s3", "DeleteBucketPublicAccessBlock", #""requestParameters":{"bucketName":"b"}"#,
    "AWS::S3::Bucket", "b",
    #"{"PublicAccessBlock":{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}}"#,
    #"{"PublicAccessBlock":null}"#),
  call(
    "s3", "PutBucketVersioning",
    #""requestParameters":{"bucketName":"b","VersioningConfiguration":{"xmlns":"x","Status":"Suspended"}}"#,
    "AWS::S3::Bucket", "b", #"{"Versioning":{"Status":"Enabled"}}"#,
    #"{"Versioning":{"Status":"Suspended"}}"#),
  call(
    "s3", "PutBucketTagging",
    #""requestParameters":{"bucketName":"b","Tagging":{"TagSet":{"Tag":{"Key":"App","Value":true}}}}"#,
    "AWS::S3::Bucket", "b", #"{"Tags":[]}"#, #"{"Tags":[{"Key":"App","Value":"true"}]}"#),
  call(
    "cloudtrail", "UpdateTrail",
    #""requestParameters":{"name":"main","enableLogFileValidation":false}"#,
    "AWS::CloudTrail::Trail", "main", #"{"LogFileValidationEnabled":true}"#,
    #"{"LogFileValidationEnabled":false}"#),
  call(
    "kms", "DisableKey", #""requestParameters":{"keyId":"k"}"#, "AWS::KMS::Key", "k",
    #"{"KeyMetadata":{"Enabled":true,"KeyState":"Enabled"}}"#,
    #"{"KeyMetadata":{"Enabled":false,"KeyState":"Disabled"}}"#),
  call(
    "kms", "DisableKeyRotation", #""requestParameters":{"keyId":"k"}"#, "AWS::KMS::Key", "k",
    #"{"KeyRotationStatus":{"KeyRotationEnabled":true}}"#,
    #"{"KeyRotationStatus":{"KeyRotationEnabled":false}}"#),
  call(
    "kms", "PutKeyPolicy",
    #""requestParameters":{"keyId":"k","policyName":"default","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"}"#,
    "AWS::KMS::Key", "k", #"{"Policy":{"Version":"2012-10-17","Statement":[]}}"#,
    #"{"Policy":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}}"#
  ),
  call(
    "s3", "PutBucketAcl", #""requestParameters":{"bucketName":"b"}"#, "AWS::S3::Bucket", "b",
    #"{"RequestPayer":"BucketOwner"}"#, #"{"RequestPayer":"Requester"}"#, isExact: false),
]

@Suite struct ReplayTests {
  private func compared(_ text: String, _ type: ResourceType) throws -> ConfigurationValue {
    ResourceKind.of(type).normalized(
      try JSONParser().parse(text), form: .cli,
      context: NormalizationContext(account: "111122223333"))
  }

  private func attributions(_ given: ReplayCase, _ more: String = "") throws
    -> [(grade: EditAttribution.Grade, events: [String])]
  {
    let kind = ResourceKind.of(given.type)
    let (before, after) = try (
      compared(given.before, given.type), compared(given.after, given.type)
    )
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    let event = try event(given.fields + more, name: given.name, source: given.source)
    let steps = event.effects.filter { $0.type == given.type && $0.resource == given.resource }
      .flatMap(\.steps)
    if !steps.isEmpty { replay.take(event.id, steps) }
    let edits = kind.edits(from: before, to: after)
    #expect(!edits.isEmpty)
    return edits.map(replay.attribution)
  }

  @Test(arguments: calls)
  func `an edit is attributed exactly where replaying the call gives it`(given: ReplayCase) throws {
    let grade: EditAttribution.Grade = given.isExact ? .exact : .byResourceAndTime
    for found in try attributions(given) { #expect(found == (grade, ["e1"])) }
  }

  @Test(arguments: calls, [#","errorCode":"AccessDenied""#, #","errorMessage":"no""#])
  func `a refused call made nothing`(given: ReplayCase, refusal: String) throws {
    for found in try attributions(given, refusal) { #expect(found == (.unexplained, [])) }
  }

  @Test func `what EC2 did not know was not revoked`() throws {
    let two = asked.replacing(
      #"{"cidrIp":"0.0.0.0/0"}"#, with: #"{"cidrIp":"0.0.0.0/0"},{"cidrIp":"10.0.0.0/8"}"#)
    let revoked =
      #"{"items":[{"securityGroupRuleId":"sgr-1","isEgress":false,"ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"10.0.0.0/8"}]}"#
    let rule = try JSONParser().parse(
      #"{"IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}]}"#
    )
    let rows: [(given: String, answer: String, steps: [[CallEffect.Step]])] = [
      (asked, "", []), (asked, #","revokedSecurityGroupRuleSet":{}"#, []),
      (asked.replacing(#""0.0.0.0/0""#, with: #""0.0.0.0/0","description":"x""#), "", []),
      (two, #","revokedSecurityGroupRuleSet":{}"#, []),
      (two, "", [[.unsure(["IpPermissions"])]]),
      (two, #","revokedSecurityGroupRuleSet":\#(revoked)"#, [[.take(rule)]]),
    ]
    for (given, answer, steps) in rows {
      let call = try event(
        #""requestParameters":{"groupId":"sg-1","ipPermissions":\#(given)},"responseElements":{"unknownIpPermissionSet":\#(asked)\#(answer)}"#,
        name: "RevokeSecurityGroupIngress")
      #expect(call.effects.map(\.steps) == steps, "\(given) \(answer)")
    }
  }

  @Test func `two actors on one difference stand apart`() throws {
    let kind = ResourceKind.of(group)
    let before = try compared(#"{"IpPermissions":[]}"#, group)
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    for (id, port) in [("first", 22), ("second", 80), ("third", 80)] {
      let permission = try JSONParser().parse(
        #"{"IpPermissions":[{"IpProtocol":"tcp","FromPort":\#(port),"ToPort":\#(port),"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}"#
      )
      replay.take(id, id == "third" ? [.take(permission), .put(permission)] : [.put(permission)])
    }
    let after = try compared(
      #"{"IpPermissions":[\#(open),{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}"#,
      group)
    let found = kind.edits(from: before, to: after).map(replay.attribution)
    #expect(found.map(\.grade) == [.exact, .exact])
    #expect(found.map(\.events) == [["first"], ["second"]])
  }

  @Test func `what a call wrote may have been undone by one that does not say what it did`() throws
  {
    let kind = ResourceKind.of(group)
    let before = try compared(#"{"IpPermissions":[]}"#, group)
    let permission = try JSONParser().parse(#"{"IpPermissions":[\#(open)]}"#)
    let edit = try #require(
      kind.edits(from: before, to: compared(#"{"IpPermissions":[\#(open)]}"#, group)).first)
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    replay.take("first", [.add(permission)])
    // Who writes again what is there made nothing.
    replay.take("second", [.put(permission)])
    #expect(replay.attribution(of: edit) == (.exact, ["first"]))
    replay.take("third", [.touch])
    #expect(replay.attribution(of: edit) == (.byResourceAndTime, ["first", "third"]))
    replay.take("fourth", [.put(permission)])
    #expect(replay.attribution(of: edit).grade == .byResourceAndTime)
    // AWS refuses to add what is there: it was taken away between.
    replay.take("fifth", [.add(permission)])
    #expect(replay.attribution(of: edit) == (.exact, ["fifth"]))
  }

  @Test func `a call on one part of a resource takes nobody's work on another from him`() throws {
    let bucket: ResourceType = "AWS::S3::Bucket"
    let (kind, context) = (
      ResourceKind.of(bucket), NormalizationContext(account: "111122223333")
    )
    let policy = #"{"Version":"2012-10-17","Statement":[]}"#
    let (before, after) = try (
      compared(#"{"Policy":null,"Acl":{"Grants":[]}}"#, bucket),
      compared(#"{"Policy":\#(policy),"Acl":{"Grants":[]}}"#, bucket)
    )
    var replay = Replay(kind, context, before: before)
    for (name, request) in [
      ("PutBucketPolicy", #","bucketPolicy":\#(policy)"#), ("PutBucketCors", ""),
      ("PutBucketAcl", #","x-amz-acl":"private""#),
    ] {
      let call = try event(
        #""requestParameters":{"bucketName":"b"\#(request)}"#, name: name, source: "s3")
      replay.take(name, call.effects.flatMap(\.steps))
    }
    let edits = kind.edits(from: before, to: after)
    #expect(!edits.isEmpty)
    for edit in edits {
      #expect(replay.attribution(of: edit) == (.exact, ["PutBucketPolicy"]))
    }
  }

  @Test func `who makes a bucket that is there already neither made it nor ended what was before`()
    throws
  {
    let bucket: ResourceType = "AWS::S3::Bucket"
    let (kind, context) = (
      ResourceKind.of(bucket), NormalizationContext(account: "111122223333")
    )
    let policy = #"{"Version":"2012-10-17","Statement":[]}"#
    let (before, after) = try (
      compared(#"{"Policy":null}"#, bucket), compared(#"{"Policy":\#(policy)}"#, bucket)
    )
    func steps(_ name: String) throws -> [CallEffect.Step] {
      let fields = #""requestParameters":{"bucketName":"b","bucketPolicy":\#(policy)}"#
      return try event(fields, name: name, source: "s3").effects.flatMap(\.steps)
    }
    let edit = try #require(kind.edits(from: before, to: after).first)
    var replay = Replay(kind, context, before: before)
    for name in ["PutBucketPolicy", "CreateBucket"] { replay.take(name, try steps(name)) }
    #expect(replay.attribution(of: edit) == (.exact, ["PutBucketPolicy"]))
    var passing = PassingEdits(kind, context, before: before)
    for name in ["CreateBucket", "PutBucketPolicy", "DeleteBucketPolicy"] {
      passing.take(name, try steps(name))
    }
    let found = passing.passed(observed: before).map { [$0.opened, $0.closed] }
    #expect(Set(found) == [["PutBucketPolicy", "DeleteBucketPolicy"]])
    // After it was deleted it is another one.
    replay.take("DeleteBucket", try steps("DeleteBucket"))
    replay.take("CreateBucket", try steps("CreateBucket"))
    #expect(replay.attribution(of: edit) == (.byResourceAndTime, ["CreateBucket"]))
  }

  @Test func `what a call wrote may have been undone by one that touched the same part`() throws {
    let kind = ResourceKind.of(group)
    let before = try compared(#"{"IpPermissions":[]}"#, group)
    let permission = try JSONParser().parse(#"{"IpPermissions":[\#(open)]}"#)
    let edit = try #require(
      kind.edits(from: before, to: compared(#"{"IpPermissions":[\#(open)]}"#, group)).first)
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    replay.take("first", [.add(permission)])
    replay.take("second", [.unsure(["IpPermissionsEgress"])])
    #expect(replay.attribution(of: edit) == (.exact, ["first"]))
    replay.take("third", [.unsure(["IpPermissions"])])
    #expect(replay.attribution(of: edit) == (.byResourceAndTime, ["first", "third"]))
  }

  @Test func `who describes a rule that no known call made did not make it`() throws {
    let kind = ResourceKind.of(group)
    let before = try compared(#"{"IpPermissions":[]}"#, group)
    let described = try JSONParser().parse(
      #"{"IpPermissions":[\#(open.replacing(#""0.0.0.0/0""#, with: #""0.0.0.0/0","Description":"x""#))]}"#
    )
    let after = try compared(
      #"{"IpPermissions":[\#(open.replacing(#""0.0.0.0/0""#, with: #""0.0.0.0/0","Description":"x""#))]}"#,
      group)
    let edit = try #require(kind.edits(from: before, to: after).first)
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    replay.take("first", [.touch])
    replay.take("second", [.amend(described)])
    #expect(replay.attribution(of: edit) == (.byResourceAndTime, ["first"]))
  }

  @Test func `a tag with another value is not taken away`() throws {
    let kind = ResourceKind.of(group)
    let before = try compared(#"{"Tags":[{"Key":"zone","Value":"pci"}]}"#, group)
    let edit = try #require(
      kind.edits(from: before, to: compared(#"{"Tags":[]}"#, group)).first)
    for (value, grade) in [("test", EditAttribution.Grade.byResourceAndTime), ("pci", .exact)] {
      var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
      replay.take(
        "e",
        [.take(try JSONParser().parse(#"{"Tags":[{"Key":"zone","Value":"\#(value)"}]}"#))])
      #expect(replay.attribution(of: edit).grade == grade)
    }
  }

  @Test func `whoever lets an address lead elsewhere may have made all that says where it leads`()
    throws
  {
    let address: ResourceType = "AWS::EC2::EIP"
    let kind = ResourceKind.of(address)
    let before = try compared(#"{"AllocationId":"eipalloc-1"}"#, address)
    let after = try compared(
      #"{"AllocationId":"eipalloc-1","AssociationId":"eipassoc-2","InstanceId":"i-2","NetworkInterfaceId":"eni-2"}"#,
      address)
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    for (id, target) in [("1", #""networkInterfaceId":"eni-1""#), ("2", #""instanceId":"i-2""#)] {
      let call = try event(
        #""requestParameters":{"allocationId":"eipalloc-1",\#(target)},"responseElements":{"associationId":"eipassoc-\#(id)"}"#,
        name: "AssociateAddress")
      replay.take(id, call.effects.filter { $0.resource == "eipalloc-1" }.flatMap(\.steps))
    }
    let found = kind.edits(from: before, to: after).map { edit in
      "\(edit.path.text) \(replay.attribution(of: edit).grade) \(replay.able(of: edit))"
    }
    #expect(
      found.sorted() == [
        #"AssociationId exact ["1", "2"]"#, #"InstanceId exact ["2"]"#,
        #"NetworkInterfaceId byResourceAndTime ["1", "2"]"#,
      ])
  }

  @Test(arguments: [
    (#"{"key":"zone"}"#, EditAttribution.Grade.exact),
    (#"{"key":"zone","value":null}"#, .exact), (#"{"key":"zone","value":"pci"}"#, .exact),
    // It deletes a tag that is empty, and no other.
    (#"{"key":"zone","value":""}"#, .byResourceAndTime),
  ])
  func `a tag goes whatever its value is where the call names none`(
    tag: String, grade: EditAttribution.Grade
  ) throws {
    let kind = ResourceKind.of(group)
    let before = try compared(#"{"Tags":[{"Key":"zone","Value":"pci"}]}"#, group)
    let edit = try #require(
      kind.edits(from: before, to: compared(#"{"Tags":[]}"#, group)).first)
    let call = try event(
      #""requestParameters":{"resourcesSet":{"items":[{"resourceId":"sg-1"}]},"tagSet":{"items":[\#(tag)]}}"#,
      name: "DeleteTags")
    var replay = Replay(kind, NormalizationContext(account: "111122223333"), before: before)
    replay.take("e", call.effects.flatMap(\.steps))
    #expect(replay.attribution(of: edit) == (grade, ["e"]))
  }

  @Test(arguments: [
    (["made"], EditAttribution.Grade.exact), (["made", "opened"], .byResourceAndTime),
  ])
  func `a new resource is its creator's work only where nobody else touched it`(
    events: [String], grade: EditAttribution.Grade
  ) {
    var replay = Replay(
      ResourceKind.of(group), NormalizationContext(account: "111122223333"), before: .object([:]))
    for event in events { replay.take(event, [event == "made" ? .create : .touch]) }
    let found = replay.attribution(of: Edit(.root, .added(.object([:]))))
    #expect(found == (grade, events))
    replay.take("gone", [.delete])
    #expect(replay.attribution(of: Edit(.root, .removed(.object([:])))) == (.exact, ["gone"]))
  }
}

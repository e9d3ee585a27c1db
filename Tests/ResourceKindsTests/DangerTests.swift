import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// What the reports say of an edit of which a kind says nothing.
private let plain = Severity.medium

/// A change of one kind's document and how bad the worst of its edits is.
private struct Danger: Sendable, CustomTestStringConvertible {
  let kind: ResourceKind
  let old: String
  let new: String
  let severity: Severity

  init(_ kind: ResourceKind, _ old: String, _ new: String, _ severity: Severity) {
    (self.kind, self.old, self.new, self.severity) = (kind, old, new, severity)
  }

  var testDescription: String { "\(kind.type): \(new)" }
}

private let open = #"[{"IpProtocol":"tcp","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]"#
private let publicPolicy =
  #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#
private let everything = #"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#

private func entry(_ protocolNumber: String, _ block: String, _ action: String = "allow") -> String
{
  let field = block.contains(":") ? "Ipv6CidrBlock" : "CidrBlock"
  return
    #"{"Entries":[{"Protocol":"\#(protocolNumber)","\#(field)":"\#(block)","Egress":false,"RuleNumber":100,"RuleAction":"\#(action)"}]}"#
}

private let network: [Danger] = [
  Danger(.securityGroup, #"{"IpPermissions":[]}"#, #"{"IpPermissions":\#(open)}"#, .critical),
  Danger(.securityGroup, #"{"IpPermissions":\#(open)}"#, #"{"IpPermissions":[]}"#, .medium),
  Danger(
    .routeTable, #"{"Routes":[]}"#,
    #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1"}]}"#, .high),
  Danger(
    .routeTable, #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1"}]}"#,
    #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","NetworkInterfaceId":"eni-1"}]}"#, .high),
  Danger(
    .routeTable, #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","State":"active"}]}"#,
    #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","State":"blackhole"}]}"#, .high),
  Danger(.networkAcl, #"{"Entries":[]}"#, entry("6", "0.0.0.0/0"), .high),
  Danger(.networkAcl, #"{"Entries":[]}"#, entry("-1", "::/0"), .high),
  Danger(.networkAcl, #"{"Entries":[]}"#, entry("17", "128.0.0.0/1"), .high),
  Danger(.networkAcl, entry("6", "10.0.0.0/8"), entry("-1", "10.0.0.0/8"), .high),
  Danger(.networkAcl, #"{"Entries":[]}"#, entry("6", "0.0.0.0/0", "deny"), .medium),
  Danger(.vpc, #"{"DhcpOptionsId":"d-1"}"#, #"{"DhcpOptionsId":"d-2"}"#, .high),
  Danger(.subnet, #"{"MapPublicIpOnLaunch":false}"#, #"{"MapPublicIpOnLaunch":true}"#, .high),
  Danger(.subnet, #"{"MapPublicIpOnLaunch":true}"#, #"{"MapPublicIpOnLaunch":false}"#, plain),
  Danger(.internetGateway, #"{"Attachments":[]}"#, #"{"Attachments":[{"VpcId":"vpc-1"}]}"#, .high),
  Danger(
    .natGateway, #"{"ConnectivityType":"private"}"#, #"{"ConnectivityType":"public"}"#, .high),
  Danger(
    .vpcPeeringConnection, #"{"Status":{"Code":"pending-acceptance"}}"#,
    #"{"Status":{"Code":"active"}}"#, .high),
  Danger(
    .vpcEndpoint, #"{"PolicyDocument":{"Statement":[]}}"#, #"{"PolicyDocument":\#(publicPolicy)}"#,
    .high),
  Danger(
    .transitGatewayRouteTable,
    #"{"Routes":[{"DestinationCidrBlock":"10.0.0.0/8","State":"active"}]}"#,
    #"{"Routes":[{"DestinationCidrBlock":"10.0.0.0/8","State":"blackhole"}]}"#, .high),
  Danger(.instance, "{}", #"{"PublicIpAddress":"198.51.100.7"}"#, .high),
  Danger(.instance, "{}", #"{"IamInstanceProfile":{"Arn":"a"}}"#, .high),
  Danger(
    .instance, #"{"MetadataOptions":{"HttpTokens":"required"}}"#,
    #"{"MetadataOptions":{"HttpTokens":"optional"}}"#, .high),
  Danger(
    .instance, #"{"MetadataOptions":{"HttpTokens":"optional"}}"#,
    #"{"MetadataOptions":{"HttpTokens":"required"}}"#, .low),
  Danger(.volume, #"{"Encrypted":true}"#, #"{"Encrypted":false}"#, .high),
  Danger(.volume, #"{"Encrypted":false}"#, #"{"Encrypted":true}"#, plain),
  Danger(
    .networkInterface, #"{"SourceDestCheck":true}"#, #"{"SourceDestCheck":false}"#, .high),
  Danger(.eip, "{}", #"{"InstanceId":"i-1"}"#, .high),
  Danger(.flowLog, #"{"TrafficType":"ALL"}"#, #"{"TrafficType":"REJECT"}"#, .high),
  Danger(.loadBalancer, #"{"Scheme":"internal"}"#, #"{"Scheme":"internet-facing"}"#, .high),
  Danger(.loadBalancer, #"{"Scheme":"internet-facing"}"#, #"{"Scheme":"internal"}"#, plain),
  Danger(.listener, #"{"Protocol":"HTTPS"}"#, #"{"Protocol":"HTTP"}"#, .high),
  Danger(.listener, #"{"Protocol":"HTTP"}"#, #"{"Protocol":"HTTPS"}"#, .medium),
]

private let identity: [Danger] = [
  Danger(
    .iamGroup, #"{"AttachedManagedPolicies":[]}"#,
    #"{"AttachedManagedPolicies":[{"PolicyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}]}"#,
    .critical),
  Danger(.iamUser, #"{"AccessKeys":[]}"#, #"{"AccessKeys":[{"AccessKeyId":"A"}]}"#, .high),
  Danger(
    .iamUser, #"{"PermissionsBoundary":{"PermissionsBoundaryArn":"a"}}"#,
    #"{"PermissionsBoundary":null}"#, .high),
  Danger(
    .iamUser, #"{"PermissionsBoundary":null}"#,
    #"{"PermissionsBoundary":{"PermissionsBoundaryArn":"a"}}"#, .medium),
  Danger(
    .iamRole, #"{"AssumeRolePolicyDocument":{"Statement":[]}}"#,
    #"{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"sts:AssumeRole"}]}}"#,
    .high),
  Danger(.iamPolicy, #"{"Document":{"Statement":[]}}"#, #"{"Document":\#(everything)}"#, .critical),
  Danger(
    .iamAccountPasswordPolicy, #"{"MinimumPasswordLength":14}"#, #"{"MinimumPasswordLength":8}"#,
    .high),
  Danger(
    .iamAccountPasswordPolicy, #"{"MinimumPasswordLength":8}"#, #"{"MinimumPasswordLength":14}"#,
    plain),
]

private let services: [Danger] = [
  Danger(.s3Bucket, #"{"Policy":null}"#, #"{"Policy":\#(publicPolicy)}"#, .critical),
  Danger(
    .s3Bucket, #"{"PublicAccessBlock":{"BlockPublicPolicy":true}}"#,
    #"{"PublicAccessBlock":{"BlockPublicPolicy":false}}"#, .critical),
  Danger(
    .s3Bucket, #"{"PublicAccessBlock":{"BlockPublicPolicy":false}}"#,
    #"{"PublicAccessBlock":{"BlockPublicPolicy":true}}"#, plain),
  Danger(
    .s3Bucket, #"{"Acl":{"Grants":[]}}"#,
    #"{"Acl":{"Grants":[{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}]}}"#,
    .critical),
  Danger(
    .s3Bucket,
    #"{"Encryption":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}}"#,
    #"{"Encryption":null}"#, .high),
  Danger(
    .s3Bucket, #"{"Encryption":null}"#,
    #"{"Encryption":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}}"#,
    .low),
  Danger(
    .s3Bucket, #"{"Versioning":{"Status":"Enabled"}}"#, #"{"Versioning":{"Status":"Suspended"}}"#,
    .high),
  Danger(
    .s3Bucket, #"{"Logging":{"LoggingEnabled":{"TargetBucket":"l"}}}"#, #"{"Logging":{}}"#, .high),
  Danger(.cloudTrailTrail, #"{"IsLogging":true}"#, #"{"IsLogging":false}"#, .critical),
  Danger(.cloudTrailTrail, #"{"IsLogging":false}"#, #"{"IsLogging":true}"#, plain),
  Danger(
    .cloudTrailTrail, #"{"IsMultiRegionTrail":true}"#, #"{"IsMultiRegionTrail":false}"#, .high),
  Danger(
    .cloudTrailTrail, #"{"LogFileValidationEnabled":true}"#, #"{"LogFileValidationEnabled":false}"#,
    .high),
  Danger(
    .configurationRecorder, #"{"Status":[{"recording":true}]}"#,
    #"{"Status":[{"recording":false}]}"#, .critical),
  Danger(.kmsKey, #"{"Policy":{"Statement":[]}}"#, #"{"Policy":\#(publicPolicy)}"#, .critical),
  Danger(.kmsKey, #"{"KeyRotationEnabled":true}"#, #"{"KeyRotationEnabled":false}"#, .medium),
  Danger(.kmsKey, #"{"KeyState":"Enabled"}"#, #"{"KeyState":"PendingDeletion"}"#, .critical),
  Danger(
    .rdsDBInstance, #"{"PubliclyAccessible":false}"#, #"{"PubliclyAccessible":true}"#, .critical),
  Danger(
    .rdsDBInstance, #"{"PubliclyAccessible":true}"#, #"{"PubliclyAccessible":false}"#, plain),
  Danger(.rdsDBInstance, #"{"StorageEncrypted":true}"#, #"{"StorageEncrypted":false}"#, .high),
  Danger(.rdsDBInstance, #"{"BackupRetentionPeriod":7}"#, #"{"BackupRetentionPeriod":0}"#, .high),
  Danger(.rdsDBInstance, #"{"BackupRetentionPeriod":7}"#, #"{"BackupRetentionPeriod":30}"#, plain),
  Danger(.rdsDBInstance, #"{"DeletionProtection":true}"#, #"{"DeletionProtection":false}"#, .high),
  Danger(
    .rdsDBSecurityGroup, #"{"IPRanges":[]}"#, #"{"IPRanges":[{"CIDRIP":"0.0.0.0/0"}]}"#, .critical),
  Danger(
    .rdsDBSecurityGroup, #"{"IPRanges":[]}"#, #"{"IPRanges":[{"CIDRIP":"128.0.0.0/1"}]}"#, .critical
  ),
  Danger(
    .rdsDBSecurityGroup, #"{"IPRanges":[]}"#, #"{"IPRanges":[{"CIDRIP":"10.0.0.0/8"}]}"#, .high),
  Danger(
    .redshiftCluster, #"{"PubliclyAccessible":false}"#, #"{"PubliclyAccessible":true}"#, .critical),
  Danger(
    .dynamoDBTable, #"{"DeletionProtectionEnabled":true}"#, #"{"DeletionProtectionEnabled":false}"#,
    .high),
  Danger(.lambdaFunction, #"{"Policy":null}"#, #"{"Policy":\#(publicPolicy)}"#, .critical),
  Danger(.lambdaFunction, #"{"Role":"a"}"#, #"{"Role":"b"}"#, .high),
  Danger(.lambdaFunction, #"{"CodeSha256":"a"}"#, #"{"CodeSha256":"b"}"#, .high),
  Danger(.lambdaFunction, #"{"Description":"a"}"#, #"{"Description":"b"}"#, .low),
  Danger(.snsTopic, #"{"Policy":null}"#, #"{"Policy":\#(publicPolicy)}"#, .critical),
  Danger(.sqsQueue, #"{"Policy":null}"#, #"{"Policy":\#(publicPolicy)}"#, .critical),
  Danger(
    .secretsManagerSecret, #"{"RotationEnabled":true}"#, #"{"RotationEnabled":false}"#, .high),
]

private let dangers = network + identity + services

@Suite struct `Dangerous and harmless changes` {
  @Test(arguments: dangers.indices) func `each is as bad as it is`(_ index: Int) throws {
    let danger = dangers[index]
    let (old, new) = (try danger.kind.value(danger.old), try danger.kind.value(danger.new))
    #expect(!new.difference(from: old).isEmpty)
    let worst = assessments(danger.kind, old, new).map(\.severity).max() ?? plain
    #expect(worst == danger.severity, "\(danger)")
  }

  @Test(arguments: ResourceKind.all.indices) func `a tag is low`(_ index: Int) throws {
    let kind = ResourceKind.all[index]
    let old = try kind.value(#"{"Tags":[]}"#)
    let new = try kind.value(#"{"Tags":[{"Key":"cost","Value":"1"}]}"#)
    #expect(assessments(kind, old, new) == [Assessment(.low)], "\(kind.type)")
  }

  /// Types of which nothing is worse than their end.
  private let ends: [ResourceType] = [
    "AWS::Detective::Graph", "AWS::SecurityHub::Hub", "AWS::SecurityHub::Standard",
  ]

  @Test func `the end of what watches is as bad as it is`() {
    for type in ends {
      let end = ResourceKind.of(type).assess(Edit(.root, .removed(.object([:]))))
      #expect(end.map { $0.severity >= .high } == true, "\(type)")
    }
  }

  @Test func `every kind has a dangerous change`() {
    let cases = KindCase.all.filter { one in one.changes.contains { $0.severity ?? .low >= .high } }
    let tested =
      dangers.filter { $0.severity >= .high }.map(\.kind.type) + cases.map(\.kind.type) + ends
    #expect(Set(ResourceKind.all.map(\.type)).subtracting(tested) == [])
  }
}

/// Two documents of a type without a kind of its own, and the paths that differ.
private let generic: [(String, String, [String])] = [
  (
    #"{"LastUsed":"2026-01-02T03:04:05Z","Name":"a"}"#,
    #"{"LastUsed":"2026-01-03T03:04:05Z","Name":"a"}"#, []
  ),
  (#"{"lastAccessedDate":1767323045.1}"#, #"{"lastAccessedDate":1767323046}"#, []),
  (#"{"LastUsed":"a policy"}"#, #"{"LastUsed":"another"}"#, ["LastUsed"]),
  (#"{"LastUsed":true}"#, #"{"LastUsed":false}"#, ["LastUsed"]),
  (#"{"A":{"LastUsed":1767323045}}"#, #"{"A":{"LastUsed":1767323046}}"#, ["A.LastUsed"]),
  (
    #"{"LastUpdatedTime":"2026-01-02T03:04:05Z"}"#, #"{"LastUpdatedTime":"2026-01-03T03:04:05Z"}"#,
    ["LastUpdatedTime"]
  ),
  (
    #"{"LastKnownGood":"2026-01-02T03:04:05Z"}"#, #"{"LastKnownGood":"2026-01-03T03:04:05Z"}"#,
    ["LastKnownGood"]
  ),
  (
    #"{"Tags":{"LastUsed":"2026-01-02T03:04:05Z"}}"#,
    #"{"Tags":{"LastUsed":"2026-01-03T03:04:05Z"}}"#, ["Tags[LastUsed]"]
  ),
]

@Test(arguments: generic) func `times of last use are no configuration of any type`(
  old: String, new: String, paths: [String]
) throws {
  let kind = ResourceKind.generic("AWS::X::Y")
  #expect(try kind.value(new).difference(from: kind.value(old)).map(\.path.text) == paths)
}

@Test func `the moment of the last update is low, anything else of that name is not`() throws {
  let kind = ResourceKind.generic("AWS::X::Y")
  func said(_ old: String, _ new: String) throws -> [Assessment] {
    try assessments(
      kind, kind.value(#"{"lastModified":\#(old)}"#), kind.value(#"{"lastModified":\#(new)}"#))
  }
  #expect(try said("1767323045", "1767323046.5") == [Assessment(.low, "It was updated")])
  #expect(try said("1767323045", "null") == [])
  #expect(try said("3", "4") == [])
}

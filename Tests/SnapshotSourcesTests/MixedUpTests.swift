import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"

/// Answers under the name of another resource, of another region, or that say nothing.
@Suite struct MixedUpTests {
  /// The call, an item of its list, and the type that has the same fields.
  @Test(arguments: [
    (
      "identitystore-list-users", "Users", #"{"UserName":"u","UserId":"u-1"}"#, "AWS::IAM::User"
    ),
    (
      "cognito-idp-list-groups", "Groups", #"{"GroupName":"g","UserPoolId":"p"}"#,
      "AWS::IAM::Group"
    ),
    (
      "transfer-list-users", "Users",
      #"{"UserName":"u","Arn":"arn:aws:transfer:eu-west-1:111122223333:user/s/u"}"#,
      "AWS::IAM::User"
    ),
    (
      "fsx-describe-volumes", "Volumes",
      #"{"VolumeId":"fsvol-1","Lifecycle":"CREATED","OwnerId":"111122223333"}"#,
      "AWS::EC2::Volume"
    ),
    (
      "ds-describe-snapshots", "Snapshots", #"{"SnapshotId":"s-1","DirectoryId":"d-1"}"#,
      "AWS::EC2::Snapshot"
    ),
  ])
  func `what another service lists under the same names is none of ours`(
    name: String, member: String, item: String, type: String
  ) throws {
    let fixture = try Fixture([
      "111122223333/eu-west-1/\(name).json": #"{"\#(member)":[\#(item)]}"#
    ])
    let found = fixture.read(kinds: ResourceKind.all)
    #expect(!found.items.contains { $0.resource.id.type.name == type })
    #expect(!found.conclusion.readings.keys.contains { $0.type.name == type })
  }

  @Test func `keys that are secret themselves are no resources`() throws {
    let key = #"{"apiKeys":[{"id":"da2-secretsecretsecretsecretse","expires":1}]}"#
    let read = try Fixture([folder + "appsync-list-api-keys/a.json": key]).read()
    #expect(read.items.isEmpty)
    #expect(read.skipped.map(\.reason) == ["keys, which are secret themselves"])
  }

  @Test(arguments: ["rds", "docdb", "neptune"])
  func `calls of services that are RDS list its clusters`(service: String) throws {
    let item =
      #"{"DBClusterIdentifier":"c","Engine":"docdb","StorageEncrypted":true,"VpcSecurityGroups":[],"DBClusterArn":"arn:aws:rds:eu-west-1:111122223333:cluster:c"}"#
    let fixture = try Fixture([
      "111122223333/eu-west-1/\(service)-describe-db-clusters.json": #"{"DBClusters":[\#(item)]}"#
    ])
    let types = fixture.read(kinds: ResourceKind.all).items.map(\.resource.id.type)
    #expect(types == ["AWS::RDS::DBCluster"])
  }

  /// An answer of another service, whose items have what identifies ours.
  @Test(arguments: [
    ("organizations-list-policies", "organizations", false), ("policies", "organizations", false),
    ("list-policies", "organizations", false), ("export/list-policies", "iam", true),
    ("iam-list-policies", "iam", true), ("policies", "iam", true),
  ])
  func `policies of an organization are none of IAM`(name: String, service: String, isOurs: Bool)
    throws
  {
    let arn =
      service == "iam"
      ? "arn:aws:iam::111122223333:policy/guard"
      : "arn:aws:organizations::111122223333:policy/o-a1/service_control_policy/p-a1b2c3d4"
    let item =
      #"{"Id":"p-a1b2c3d4","PolicyId":"ANPA1","PolicyName":"guard","Name":"guard","Path":"/","DefaultVersionId":"v1","Arn":"\#(arn)"}"#
    let fixture = try Fixture(["111122223333/global/\(name).json": #"{"Policies":[\#(item)]}"#])
    let found = fixture.read(kinds: ResourceKind.all)
    let types = Set(found.items.map(\.resource.id.type))
    #expect(types.contains("AWS::IAM::Policy") == isOurs)
    #expect(found.conclusion.readings.keys.contains { $0.type == "AWS::IAM::Policy" } == isOurs)
  }

  @Test(arguments: [
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":[{\"Resource\":\"arn:aws:s3:::b/*\"}]}"}"#, false
    ),
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":[{\"Resource\":[\"arn:aws:s3:::b\",\"arn:aws:s3:::a/x\"]}]}"}"#,
      true
    ),
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":[{\"Resource\":\"arn:aws:s3:::b*\"}]}"}"#, true
    ),
    ("s3api-get-bucket-policy/a", #"{"Policy":"{\"Statement\":[{\"Resource\":\"*\"}]}"}"#, true),
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":{\"NotResource\":\"arn:aws-cn:s3:::b\"}}"}"#, false
    ),
    ("s3api-get-bucket-policy/a", #"{"Policy":null}"#, false),
    // What ConvertTo-Json cuts at some depth is a text.
    ("s3api-get-bucket-policy/a", #"{"Policy":"{\"Statement\":\"\"}"}"#, false),
    ("s3api-get-bucket-policy/a", #"{"Policy":"{\"Statement\":[\"System.Object\"]}"}"#, false),
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":[{\"Principal\":\"System.Object\",\"Resource\":\"*\"}]}"}"#, false
    ),
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":[{\"Condition\":\"x\",\"Resource\":\"*\"}]}"}"#, false
    ),
    (
      "s3api-get-bucket-policy/a",
      #"{"Policy":"{\"Statement\":[{\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"a\":true}},\"Resource\":\"*\"}]}"}"#,
      true
    ),
    ("s3api-get-bucket-policy/a", #"{"Policy":"{\"Statement\":[]}","partial":true}"#, false),
    ("s3api-get-bucket-policy/a", #"{"Policy":"{\"Statement\":[]}","message":"slow down"}"#, false),
    (
      "s3api-get-bucket-policy/a",
      "An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none\n",
      true
    ),
    (
      "s3api-get-bucket-policy/a",
      "An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none\nAn error occurred (AccessDenied) when calling the GetBucketPolicy operation: no\n",
      false
    ),
    (
      "lambda-get-policy/f",
      "An error occurred (ResourceNotFoundException) when calling the GetPolicy operation: The resource you requested does not exist.\n",
      true
    ),
    (
      "lambda-get-policy/f",
      "An error occurred (ResourceNotFoundException) when calling the GetPolicy operation: Function not found: arn:aws:lambda:eu-west-1:111122223333:function:f:prod\n",
      false
    ),
    (
      "iam-get-login-profile/ann",
      "An error occurred (NoSuchEntity) when calling the GetLoginProfile operation: Login Profile for User ann cannot be found.\n",
      true
    ),
    (
      "iam-get-login-profile/ann",
      "An error occurred (NoSuchEntity) when calling the GetLoginProfile operation: The user with name ann cannot be found.\n",
      false
    ),
    ("s3api-get-public-access-block/a", #"{"PublicAccessBlockConfiguration":{}}"#, false),
    (
      "s3api-get-public-access-block/a",
      #"{"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true}}"#, false
    ),
    (
      "s3api-get-public-access-block/a",
      #"{"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"#
        + #""BlockPublicPolicy":true,"RestrictPublicBuckets":null}}"#, false
    ),
    (
      "s3api-get-public-access-block/a",
      #"{"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"#
        + #""BlockPublicPolicy":false,"RestrictPublicBuckets":false}}"#, true
    ),
    (
      "s3api-get-bucket-acl/a",
      #"{"Owner":{"ID":"o"},"Grants":[{"Permission":"READ"}]}"#, false
    ),
    ("s3api-get-bucket-acl/a", #"{"Owner":{"ID":"o"},"Grants":null}"#, false),
    ("s3api-get-bucket-acl/a", #"{"Owner":{"ID":"o"},"Grants":[{}]}"#, false),
    ("s3api-get-bucket-tagging/a", #"{"TagSet":[null]}"#, false),
    ("s3api-get-bucket-tagging/a", #"{"TagSet":null}"#, false),
    ("s3api-get-bucket-location/a", #"{"LocationConstraint":null}"#, true),
    ("s3api-get-bucket-logging/a", #"{"LoggingEnabled":null}"#, false),
    ("kms-get-key-rotation-status/k-1", #"{"KeyId":"k-2","KeyRotationEnabled":true}"#, false),
    (
      "kms-get-key-rotation-status/k-1",
      #"{"KeyId":"arn:aws:kms:eu-west-1:111122223333:key/k-1","KeyRotationEnabled":true}"#, true
    ),
    (
      "kms-get-key-rotation-status/arn%3Aaws%3Akms%3Aeu-west-1%3A111122223333%3Akey%2Fk-1",
      #"{"KeyId":"k-1","KeyRotationEnabled":true}"#, true
    ),
    (
      "kms-get-key-rotation-status/k-1",
      #"{"KeyId":"k-1","KeyRotationEnabled":true,"TagSet":[{"Key":"a","Value":"b"}]}"#, false
    ),
    (
      "kms-get-key-rotation-status/k-1",
      #"{"KeyId":"k-1","KeyRotationEnabled":true,"AddedByAWS":1}"#, true
    ),
    ("kms-get-key-rotation-status/k-1", #"{"KeyRotationEnabled":null}"#, false),
    (
      "kms-get-key-rotation-status/k-1",
      #"{"KeyRotationEnabled":true,"RotationPeriodInDays":null}"#, false
    ),
    (
      "lambda-get-policy/f",
      #"{"RevisionId":"1","Policy":"{\"Statement\":[{\"Resource\":\"arn:aws:lambda:eu-west-1:111122223333:function:g\"}]}"}"#,
      false
    ),
    (
      "lambda-get-policy/f",
      #"{"RevisionId":"1","Policy":"{\"Statement\":[{\"Resource\":\"arn:aws:lambda:eu-west-1:111122223333:function:f:live\"}]}"}"#,
      true
    ),
    (
      "lambda-get-function-url-config/f",
      #"{"FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:g","AuthType":"NONE","FunctionUrl":"u","CreationTime":"t","LastModifiedTime":"t"}"#,
      false
    ),
    (
      "secretsmanager-get-resource-policy/prod%2Fdb",
      #"{"ARN":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf","Name":"prod/db"}"#,
      true
    ),
    (
      "secretsmanager-get-resource-policy/prod%2Fdb",
      #"{"ARN":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/cache-AbCdEf","Name":"prod/cache"}"#,
      false
    ),
    (
      "sns-get-topic-attributes/arn_aws_sns_eu-west-1_111122223333_t",
      #"{"Attributes":{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:t"}}"#, true
    ),
    (
      "iam-list-access-keys/ann", #"{"AccessKeyMetadata":[{"UserName":"bob","AccessKeyId":"A"}]}"#,
      false
    ),
    (
      "iam-list-groups-for-user/ann",
      #"{"Groups":[{"GroupName":"g","Arn":"arn:aws:iam::111122223333:group/g"}]}"#, true
    ),
  ])
  func `an answer about one resource says nothing of another`(
    name: String, text: String, isRead: Bool
  ) throws {
    let read = try Fixture([
      folder + "s3api-list-buckets.json": #"{"Buckets":[{"Name":"a"},{"Name":"b"}]}"#,
      folder + "kms-list-keys.json":
        #"{"Keys":[{"KeyId":"k-1","KeyArn":"arn:aws:kms:eu-west-1:111122223333:key/k-1"}]}"#,
      folder + "lambda-list-functions.json": #"{"Functions":[{"FunctionName":"f"}]}"#,
      folder + "sns-list-topics.json":
        #"{"Topics":[{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:t"}]}"#,
      folder + "secretsmanager-list-secrets.json": #"{"SecretList":[]}"#,
      folder + "iam-list-users.json": #"{"Users":[{"UserName":"ann"}]}"#,
      folder + name + ".json": text,
    ]).read()
    #expect(read.unreadParts.map(\.problem.code).isEmpty == isRead, "\(read.unreadParts)")
  }

  @Test(arguments: [
    ("ec2-describe-volumes", #"{"Volumes":[{"VolumeId":"v","AvailabilityZone":"ap-south-1a"}]}"#),
    (
      "ec2-describe-addresses",
      #"{"Addresses":[{"AllocationId":"e","NetworkBorderGroup":"us-west-2-lax-1"}]}"#
    ),
    (
      "ec2-describe-subnets", #"{"Subnets":[{"SubnetId":"s","AvailabilityZone":"us-gov-west-1b"}]}"#
    ),
    (
      "ec2-describe-instances",
      #"{"Reservations":[{"Instances":[{"InstanceId":"i","Placement":{"AvailabilityZone":"eu-west-2c"}}]}]}"#
    ),
    (
      "ec2-describe-network-interfaces",
      #"{"NetworkInterfaces":[{"NetworkInterfaceId":"n","AvailabilityZone":"us-east-1-wl1-bos-wlz-1"}]}"#
    ),
  ])
  func `a zone tells the region`(name: String, text: String) throws {
    let read = try Fixture([folder + name + ".json": text]).read()
    #expect(read.codes == ["conflicting-region"])
    let own = text.replacing(/"[a-z]+-[a-z-]+-[1-9][a-z0-9-]*"/, with: #""eu-west-1a""#)
    #expect(try Fixture([folder + name + ".json": own]).read().codes == [])
  }

  @Test func `a list of keys of another account is not this one's`() throws {
    let keys = #"{"Keys":[{"KeyId":"k","KeyArn":"arn:aws:kms:eu-west-1:444455556666:key/k"}]}"#
    let read = try Fixture([folder + "kms-list-keys.json": keys]).read()
    #expect(read.codes == ["conflicting-account"])
  }

  @Test(arguments: ["[]", #"[{"GroupId":"sg-2"}]"#, #"{"Vpcs":[]}"#, #"{"NextToken":null}"#])
  func `a page without its list leaves the listing unread, whatever the others have`(page: String)
    throws
  {
    let read = try Fixture([
      folder + "ec2-describe-security-groups.page1.json":
        #"{"SecurityGroups":[{"GroupId":"sg-1"}],"NextToken":"t"}"#,
      folder + "ec2-describe-security-groups.page2.json": page,
    ]).read()
    #expect(
      read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: unread missing-member"])
  }

  @Test(arguments: [
    (#"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}"#, true),
    (#"{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"111122223333"}]}"#, true),
    // What a query leaves that names some of the fields.
    (#"{"IpProtocol":"tcp","FromPort":22,"ToPort":22}"#, false),
    (#"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":null}"#, false),
    (
      #"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"Description":"office"}]}"#,
      false
    ),
    (#"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":null}]}"#, false),
    (#"{"FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}"#, false),
  ])
  func `a rule of a group without what it opens, or to whom, was narrowed`(
    rule: String, isRead: Bool
  ) throws {
    let group =
      #"{"GroupId":"sg-1","GroupName":"a","Description":"d","OwnerId":"111122223333","IpPermissionsEgress":[],"#
      + #""IpPermissions":[\#(rule)]}"#
    let read = try Fixture([
      folder + "ec2-describe-security-groups.json": #"{"SecurityGroups":[\#(group)]}"#
    ]).read()
    #expect(read.codes == (isRead ? [] : ["invalid-item"]))
  }

  @Test(arguments: [
    (
      "ec2-describe-network-acls",
      #"{"NetworkAcls":[{"NetworkAclId":"a","Entries":[{"RuleNumber":1,"Egress":false,"Protocol":"6","CidrBlock":"0.0.0.0/0"}]}]}"#
    ),
    (
      "ec2-describe-route-tables",
      #"{"RouteTables":[{"RouteTableId":"r","Routes":[{"DestinationCidrBlock":"0.0.0.0/0","State":"active"}]}]}"#
    ),
    (
      "iam-get-account-authorization-details",
      #"{"UserDetailList":[],"GroupDetailList":[{"GroupName":"g","GroupId":"G","Path":"/","Arn":"arn:aws:iam::111122223333:group/g","GroupPolicyList":[{"PolicyName":"p","PolicyDocument":null}],"AttachedManagedPolicies":[]}],"RoleDetailList":[],"Policies":[]}"#
    ),
  ])
  func `a member of a list in an item that lacks what AWS gives of every one was narrowed`(
    name: String, text: String
  ) throws {
    #expect(try Fixture([folder + name + ".json": text]).read().codes.contains("invalid-item"))
  }

  @Test(arguments: [(true, []), (false, ["part-answered-twice"])])
  func `two answers about one part are one, or none`(isSame: Bool, codes: [String]) throws {
    let status = { (isOn: Bool) in
      #"{"ConfigurationRecordersStatus":[{"name":"a","recording":\#(isOn)}]}"#
    }
    let read = try Fixture([
      folder + "configservice-describe-configuration-recorders.json":
        #"{"ConfigurationRecorders":[{"name":"a","roleARN":"r"}]}"#,
      folder + "configservice-describe-configuration-recorder-status.json": status(true),
      folder + "copy-of-configservice-describe-configuration-recorder-status.json": status(isSame),
    ]).read()
    #expect(read.unreadParts.map(\.problem.code) == codes)
  }
}

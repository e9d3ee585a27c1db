import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"
private let less = #"{"SecurityGroups":[{"GroupId":"sg-1"}]}"#
private let more = #"{"SecurityGroups":[{"GroupId":"sg-1"},{"GroupId":"sg-2"}]}"#

/// Copies of exports, and answers that were cut or narrowed.
@Suite struct CopyTests {
  @Test(arguments: [
    "describe-security-groups.json", "ec2-describe-security-groups.page1.json",
    "ec2.DescribeSecurityGroups_1.json", "ec2-describe-security-groups-old.json",
    "copy-of-ec2-describe-security-groups.json", "ec2-describe-security-groups (1).json",
    "ec2-describe-security-groups.json~", "ec2-describe-security-groups.json.bak",
    "ec2-describe-security-groups.bak.json", "Copy of ec2-describe-security-groups.json",
    "ec2-describe-security-groups-2026-11-20.json", "groups.json",
    "ec2/describe-security-groups.json",
    "old/ec2-describe-security-groups.json", "ec2_describe_security_groups.json.orig",
  ])
  func `a second listing of a scope leaves it unread, whatever its name`(name: String) throws {
    let listing = folder + "ec2-describe-security-groups.json"
    let scope = "111122223333 eu-west-1 AWS::EC2::SecurityGroup"
    let other = try Fixture([listing: less, folder + name: more]).read()
    #expect(other.readings == ["\(scope): unread several-listings"])
    let same = try Fixture([listing: more, folder + name: more]).read()
    #expect(same.readings == ["\(scope): read 2"])
    let cut = try Fixture([listing: #"{"SecurityGroups": ["#, folder + name: more]).read()
    #expect(cut.readings.allSatisfy { $0.hasPrefix("\(scope): unread") })
  }

  @Test func `a service whose name is a word of copies keeps it`() throws {
    let vaults = { (names: [String]) in
      let items = names.map { #"{"BackupVaultName":"\#($0)"}"# }.joined(separator: ",")
      return #"{"BackupVaultList":[\#(items)]}"#
    }
    let read = try Fixture([
      folder + "backup-list-backup-vaults.json": vaults(["a"]),
      folder + "backup-list-backup-vaults-old.json": vaults(["a", "b"]),
    ]).read()
    #expect(
      read.readings == ["111122223333 eu-west-1 AWS::Backup::BackupVault: unread several-listings"])
  }

  @Test(arguments: [
    ("lambda-get-function-configuration/f.json", #"{"FunctionName":"f"}"#),
    ("lambda-list-functions__tags.json", #"{"Functions":[{"FunctionName":"f"}]}"#),
    (
      "one.ndjson",
      #"{"type":"AWS::Lambda::Function","account":"111122223333","region":"eu-west-1","id":"f","configuration":{"FunctionName":"f"}}"#
    ),
    (
      "recorded.json",
      #"{"baseConfigurationItems":[{"resourceType":"AWS::Lambda::Function","resourceId":"f","accountId":"111122223333","awsRegion":"eu-west-1","configuration":"{\"functionName\":\"f\"}"}]}"#
    ),
    (
      "111122223333_Config_eu-west-1_ConfigSnapshot_20261101T000000Z_x.json",
      #"{"configSnapshotId":"x","configurationItems":[{"resourceType":"AWS::Lambda::Function","resourceId":"f","awsAccountId":"111122223333","awsRegion":"eu-west-1","configurationItemStatus":"OK","configuration":{"functionName":"f"}}]}"#
    ),
  ])
  func `what is seen beside a whole listing must be in it`(name: String, text: String) throws {
    let scope = "111122223333 eu-west-1 AWS::Lambda::Function"
    let listing = folder + "lambda-list-functions.json"
    let other = try Fixture([listing: #"{"Functions":[]}"#, folder + name: text]).read()
    #expect(other.readings == ["\(scope): unread contradicted-listing"])
    let same = try Fixture([
      listing: #"{"Functions":[{"FunctionName":"f"}]}"#, folder + name: text,
    ]).read()
    #expect(same.readings == ["\(scope): read 1"])
  }

  @Test(arguments: ["ecs-describe-clusters-old.json", "copy-of-ecs-describe-clusters.json"])
  func `a second listing of a type without a kind leaves it unread too`(name: String) throws {
    let read = try Fixture([
      folder + "ecs-describe-clusters.json": #"{"clusters":[{"clusterArn":"a"}],"failures":[]}"#,
      folder + name: #"{"clusters":[{"clusterArn":"a"},{"clusterArn":"b"}],"failures":[]}"#,
    ]).read()
    #expect(read.readings == ["111122223333 eu-west-1 AWS::ECS::Cluster: unread several-listings"])
  }

  @Test func `two calls that list the same must name the same`() throws {
    let details =
      #"{"UserDetailList":[{"UserName":"a"}],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}"#
    func reading(_ users: String) throws -> String? {
      try Fixture([
        folder + "iam-get-account-authorization-details.json": details,
        folder + "iam-list-users.json": #"{"Users":[\#(users)]}"#,
      ]).read().readings.first { $0.contains("IAM::User") }
    }
    #expect(try reading(listedUser("a")) == "111122223333 global AWS::IAM::User: read 1")
    #expect(
      try reading(listedUser("a") + "," + listedUser("b"))
        == "111122223333 global AWS::IAM::User: unread several-listings")
  }

  @Test(arguments: [
    (
      "ec2-describe-security-groups",
      #"{"SecurityGroups":[{"GroupId":"sg-1","IpPermissions":"@{IpProtocol=tcp; IpRanges=System.Object[]}"}]}"#
    ),
    (
      "ec2-describe-security-groups", #"{"SecurityGroups":[{"GroupId":"sg-1","IpPermissions":""}]}"#
    ),
    (
      "ec2-describe-security-groups",
      #"{"SecurityGroups":[{"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","IpRanges":"System.Object[]"}]}]}"#
    ),
    (
      "ec2-describe-route-tables",
      #"{"RouteTables":[{"RouteTableId":"r","Routes":"@{GatewayId=local}"}]}"#
    ),
    ("ec2-describe-route-tables", #"{"RouteTables":[{"RouteTableId":"r","Associations":""}]}"#),
    (
      "ec2-describe-instances",
      #"{"Reservations":[{"Instances":[{"InstanceId":"i","State":"@{Code=16; Name=running}"}]}]}"#
    ),
    ("ec2-describe-instances", #"{"Reservations":[{"Instances":"System.Object[]"}]}"#),
    (
      "iam-list-roles",
      #"{"Roles":[{"RoleName":"r","AssumeRolePolicyDocument":"@{Version=2012-10-17}"}]}"#
    ),
    (
      "lambda-list-functions",
      #"{"Functions":[{"FunctionName":"f","Environment":"@{Variables=}"}]}"#
    ),
    (
      "rds-describe-db-instances",
      #"{"DBInstances":[{"DBInstanceIdentifier":"d","VpcSecurityGroups":""}]}"#
    ),
    ("ecs-describe-clusters", #"{"clusters":[{"clusterArn":"a","settings":"@{name=x}"}]}"#),
    ("ec2-describe-security-groups", #"{"SecurityGroups":"@{GroupId=sg-1} @{GroupId=sg-2}"}"#),
    ("ec2-describe-security-groups", #"{"SecurityGroups":{"GroupId":"sg-1"}}"#),
  ])
  func `a text where AWS gives a list or an object is no answer`(call: String, text: String) throws
  {
    let read = try Fixture([folder + call + ".json": text]).read(kinds: ResourceKind.all)
    #expect(read.readings.count == 1)
    #expect(read.readings.allSatisfy { $0.contains(": unread") }, "\(read.readings)")
  }

  @Test(arguments: [#"{"Version":"1"}"#, #""{\"message\":\"no\"}""#, #""%7B%7D""#, "{}"])
  func `what has no statements is no policy`(policy: String) throws {
    let read = try Fixture([
      folder + "iam-list-roles.json":
        #"{"Roles":[{"RoleName":"r","AssumeRolePolicyDocument":\#(policy)}]}"#
    ]).read(kinds: ResourceKind.all)
    #expect(read.readings == ["111122223333 global AWS::IAM::Role: unread invalid-item"])
  }

  @Test func `policies are read as objects, as JSON and in percent-encoding`() throws {
    for policy in [
      #"{"Statement":[]}"#, #""{\"Statement\":[]}""#, #""%7B%22Statement%22%3A%5B%5D%7D""#,
    ] {
      let read = try Fixture([
        folder + "iam-list-roles.json":
          #"{"Roles":[\#(listedRole("r", trusts: policy))]}"#
      ]).read(kinds: ResourceKind.all)
      #expect(read.readings == ["111122223333 global AWS::IAM::Role: read 1"])
    }
  }

  @Test func `what an item says could not be read is not in it`() throws {
    let read = try Fixture([
      folder + "lambda-list-functions.json":
        #"{"Functions":[{"FunctionName":"f","Environment":{"Error":{"ErrorCode":"AccessDeniedException"}}},{"FunctionName":"g","Environment":{"Variables":{"A":"b"}}}]}"#,
      folder + "dynamodb-describe-table/t.json":
        #"{"Table":{"TableName":"t","SSEDescription":{"Status":"ENABLED","InaccessibleEncryptionDateTime":"2026"}}}"#,
    ]).read(kinds: ResourceKind.all)
    #expect(read.items.map(\.resource.id.id).sorted() == ["f", "g", "t"])
    let unread = Dictionary(
      uniqueKeysWithValues: read.items.map { ($0.resource.id.id, $0.unread) })
    #expect(unread == ["f": ["Environment"], "g": [], "t": ["SSEDescription"]])
  }
}

/// What may be an answer that was cut off, under a name that says no call.
@Suite struct LostFileTests {
  private static let whole = folder + "ec2-describe-security-groups.json"

  @Test(arguments: [
    #"{"SecurityGroups": [{"GroupId": "sg-1", "GroupNa"#, #"{"SecurityGroups":["#,
    #"  { "SecurityGroups" : [ {"GroupId""#,
  ])
  func `a cut listing whose name says no call leaves its scope unread`(text: String) throws {
    let unread = ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: unread invalid-json"]
    #expect(try Fixture([folder + "groups.json": text]).read().readings == unread)
    let beside = try Fixture([Self.whole: less, folder + "part2.json": text]).read()
    #expect(beside.readings == unread)
  }

  @Test(arguments: [
    ("part2.json", #"{"Things": [{"Id": "#), ("vpcs.json", "Unable to locate credentials\n"),
    ("route-tables.json", ""), ("part2.json", "{\"a\":1}\n{\"b\":"), ("part2.json", " \n"),
  ])
  func `what is no whole JSON and stands among answers is refused by its place`(
    name: String, text: String
  ) throws {
    let read = try Fixture([Self.whole: less, folder + name: text]).read()
    #expect(read.codes == ["invalid-json"])
    let problem = try #require(read.plan.refused.first)
    #expect(problem.place?.description.hasSuffix(name) == true)
    #expect(problem.message.contains("account 111122223333, region eu-west-1"))
    #expect(read.resources == ["111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-1"])
  }

  @Test(arguments: [
    ("notes.json", #"{"a":[1,2]}"#), ("notes.txt", "hello"),
    ("notes.json", "{\"a\":1}\n{\"b\":2}\n"),
    ("notes.json", "An error occurred (NoSuchEntity) when calling the GetThing operation: no"),
  ])
  func `what is of something else is skipped beside answers`(name: String, text: String) throws {
    let read = try Fixture([Self.whole: less, folder + name: text]).read()
    #expect(read.codes == [] && read.skipped.count == 1)
  }

  @Test func `what stands by itself claims nothing`() throws {
    #expect(try Fixture(["package-lock.json": "{"]).read().codes == [])
  }
}

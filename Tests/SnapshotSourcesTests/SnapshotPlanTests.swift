import ConfigurationModel
import SnapshotSources
import Testing

private let group = #"{"GroupId":"sg-1","GroupName":"web","OwnerId":"111122223333"}"#
private let groups = #"{"SecurityGroups":[\#(group)]}"#

@Suite struct SnapshotPlanTests {
  @Test(arguments: [
    ("111122223333/eu-west-1/ec2-describe-security-groups.json", groups),
    ("111122223333/eu-west-1/ec2/describe-security-groups.json", groups),
    ("111122223333/eu-west-1/ec2.DescribeSecurityGroups_1.json", groups),
    ("eu-west-1/describe-security-groups.json", groups),
    ("eu-west-1/whatever/describe-security-groups.json", groups),
    ("eu-west-1/groups.json", groups), ("eu-west-1/groups", " \n" + groups),
    ("eu-west-1/ec2-describe-security-groups.json", "\u{feff}" + groups),
  ])
  func `a listing is known by its name or by its content`(name: String, text: String) throws {
    let read = try Fixture([name: text]).read()
    #expect(read.codes == [])
    #expect(read.resources == ["111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-1"])
    #expect(read.items.first?.resource.name == "web")
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: read 1"])
  }

  @Test func `options name what paths and items do not`() throws {
    let fixture = try Fixture(["ec2-describe-security-groups.json": #"{"SecurityGroups":[]}"#])
    #expect(fixture.read().codes == ["unknown-account", "unknown-account"])
    #expect(
      fixture.read(options: SourceOptions(account: "111122223333")).plan.problems.map(\.code)
        == ["unknown-region"])
    let read = fixture.read(options: SourceOptions(account: "111122223333", region: "zz-new-9"))
    #expect(read.readings == ["111122223333 zz-new-9 AWS::EC2::SecurityGroup: read 0"])
  }

  @Test func `an option and a path that disagree are both shown`() throws {
    let fixture = try Fixture(["999900001111/eu-west-1/ec2-describe-security-groups.json": groups])
    let problems = fixture.read(options: SourceOptions(account: "111122223333")).plan.problems
    #expect(problems.map(\.code) == ["conflicting-account"])
    #expect(problems.first?.message.contains("111122223333") == true)
    #expect(problems.first?.message.contains("999900001111") == true)
    let regions = fixture.read(options: SourceOptions(region: "us-east-1")).plan.problems
    #expect(regions.map(\.code) == ["conflicting-region"])
  }

  @Test(
    arguments: [
      ("daily-export-1/eu-west-1/", nil, "eu-west-1"),
      ("eu-west-1/daily-export-1/", nil, "eu-west-1"),
      ("xx-moon-3/", nil, "xx-moon-3"), ("daily-export-1/", "eu-west-1", "eu-west-1"),
    ] as [(String, String?, String)])
  func `a folder that may be no region gives way to one that is`(
    path: String, option: String?, region: String
  ) throws {
    let fixture = try Fixture([path + "ec2-describe-security-groups.json": groups])
    let read = fixture.read(options: SourceOptions(region: option))
    #expect(read.codes == [])
    #expect(read.items.map(\.resource.id.region) == [region])
  }

  @Test func `a stated account that no item carries is a conflict, a foreign owner beside is none`()
    throws
  {
    let foreign = #"{"GroupId":"sg-2","GroupName":"x","OwnerId":"999900001111"}"#
    let name = "111122223333/eu-west-1/ec2-describe-security-groups.json"
    let alone = try Fixture([name: #"{"SecurityGroups":[\#(foreign)]}"#]).read()
    #expect(alone.codes == ["conflicting-account"])
    let beside = try Fixture([name: #"{"SecurityGroups":[\#(foreign),\#(group)]}"#]).read()
    #expect(beside.codes == [])
    #expect(beside.items.map(\.resource.id.account) == ["111122223333", "111122223333"])
  }

  @Test func `items that disagree about an account nobody stated are a conflict`() throws {
    let foreign = #"{"GroupId":"sg-2","GroupName":"x","OwnerId":"999900001111"}"#
    let read = try Fixture([
      "eu-west-1/ec2-describe-security-groups.json": #"{"SecurityGroups":[\#(group),\#(foreign)]}"#
    ]).read()
    #expect(read.codes == ["conflicting-account"])
    #expect(read.conclusion.problems.first?.hint?.contains("--account") == true)
  }

  @Test func `an item's own ARN says its region, and contradicts a wrong one`() throws {
    let item =
      #"{"GroupId":"sg-1","SecurityGroupArn":"arn:aws:ec2:ap-south-2:111122223333:security-group/sg-1"}"#
    let text = #"{"SecurityGroups":[\#(item)]}"#
    let read = try Fixture(["ec2-describe-security-groups.json": text]).read()
    #expect(read.resources == ["111122223333/ap-south-2/AWS::EC2::SecurityGroup/sg-1"])
    let other = try Fixture(["eu-west-1/ec2-describe-security-groups.json": text]).read()
    #expect(other.codes == ["conflicting-region"])
  }

  @Test func `the caller's identity names the account where nothing else does`() throws {
    let read = try Fixture([
      "demo/eu-west-1/sts-get-caller-identity.json": #"{"Account":"111122223333"}"#,
      "demo/eu-west-1/ec2-describe-security-groups.json": #"{"SecurityGroups":[]}"#,
    ]).read()
    #expect(read.codes == [])
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: read 0"])
    #expect(read.skipped.count == 1)
  }

  @Test(arguments: [
    (
      "ec2-describe-network-widgets.json", #"{"NetworkWidgets":[{"NetworkWidgetId":"w-1"}]}"#,
      "AWS::EC2::NetworkWidget", "w-1"
    ),
    ("sqs-list-queues.json", #"{"QueueUrls":["https://q/1"]}"#, "AWS::SQS::Queue", "https://q/1"),
    (
      "acm-list-certificates.json", #"{"CertificateSummaryList":[{"CertificateArn":"arn:a"}]}"#,
      "AWS::ACM::Certificate", "arn:a"
    ),
    (
      "cloudfront/list-functions.json",
      #"{"FunctionList":{"Items":[{"Name":"f","FunctionConfig":{},"FunctionMetadata":{}}]}}"#,
      "AWS::CloudFront::Function", "f"
    ),
    ("dynamodb-describe-table/t1", #"{"Table":{"TableName":"t1"}}"#, "AWS::DynamoDB::Table", "t1"),
    (
      "sagemaker-describe-endpoint__e.json",
      #"{"EndpointName":"e","ProductionVariants":[{"VariantName":"v"}]}"#,
      "AWS::SageMaker::Endpoint", "e"
    ),
    (
      "elb-describe-load-balancers.json",
      #"{"LoadBalancerDescriptions":[{"LoadBalancerName":"l"}]}"#,
      "AWS::ElasticLoadBalancing::LoadBalancer", "l"
    ),
  ])
  func `answers of other calls are taken where something identifies their items`(
    name: String, text: String, type: String, id: String
  ) throws {
    let options = SourceOptions(account: "111122223333", region: "eu-west-1")
    let read = try Fixture([name: text]).read(options: options)
    #expect(read.codes == [])
    #expect(read.items.map(\.resource.id.type.name) == [type])
    #expect(read.items.map(\.resource.id.id) == [id])
  }

  @Test(arguments: [
    ("cloudwatch-get-metric-data.json", #"{"MetricDataResults":[{"Id":"a"}]}"#),
    ("iam-get-credential-report.json", #"{"Content":"x"}"#), ("LICENSE", "Apache License"),
    ("ec2-describe-availability-zones.json", #"{"AvailabilityZones":[{"ZoneName":"a"}]}"#),
    ("ecr-get-repository-policy/f", #"{"policyText":"{}","registryId":"1"}"#), ("empty.json", ""),
    ("athena-list-tags-for-resource__x.json", #"{"Tags":[{"Key":"a","Value":"b"}]}"#),
    ("policy.json", #"{"Version":"2012-10-17","Statement":[]}"#),
  ])
  func `what is no configuration is skipped with a reason`(name: String, text: String) throws {
    let read = try Fixture([name: text]).read()
    #expect(read.codes == [])
    #expect(read.items.isEmpty)
    #expect(read.skipped.allSatisfy { !$0.reason.isEmpty })
    #expect(read.skipped.count == 1)
  }

  @Test(arguments: [
    (#"{"eventSource":"aws:s3","s3":{}}"#, "event notifications of S3, and no configurations"),
    (#"{"EventSource":"aws:sns","Sns":{}}"#, "notifications of SNS, and no configurations"),
    (#"{"eventSource":"aws:sqs"}"#, "messages of SQS, and no configurations"),
    (#"{"eventSource":"aws:dynamodb"}"#, "records of dynamodb, and no configurations"),
    (
      #"{"eventSource":"s3.amazonaws.com","eventID":"e"}"#,
      "events of CloudTrail: 'plumb activity import' keeps them"
    ),
  ])
  func `a list of records is called what it is`(record: String, reason: String) throws {
    let read = try Fixture(["got.json": #"{"Records":[\#(record)]}"#]).read()
    #expect(read.codes == [])
    #expect(read.skipped.map(\.reason) == [reason])
  }

  @Test func `files come in byte order, each once, hidden ones not`() throws {
    let fixture = try Fixture([
      "b.json": "x", "a/2": "x", "a/10": "x", ".git/config": "x", "B": "x",
    ])
    let plan = SnapshotPlan([fixture.folder, fixture.folder + "/b.json"])
    #expect(
      plan.files.map { String($0.path.dropFirst(fixture.folder.count + 1)) }
        == ["B", "a/10", "a/2", "b.json"])
  }

  @Test func `what is missing everywhere is said once`() throws {
    let fixture = try Fixture([
      "ec2-describe-security-groups.json": #"{"SecurityGroups":[]}"#,
      "ec2-describe-vpcs.json": #"{"Vpcs":[]}"#,
    ])
    let problems = fixture.read().plan.problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains("1 more file") == true)
  }
}

extension SnapshotPlanTests {
  @Test(arguments: [
    ("ec2.DeleteVpc_1.json", "{}"), ("ec2.CreateSecurityGroup_1.json", #"{"GroupId":"sg-1"}"#),
    ("route53.ChangeResourceRecordSets_1.json", #"{"ChangeInfo":{"Id":"c"}}"#),
  ])
  func `the answer of a change is no listing`(name: String, text: String) throws {
    let options = SourceOptions(account: "111122223333", region: "eu-west-1")
    let read = try Fixture([name: text]).read(options: options)
    #expect(read.skipped.map(\.reason) == ["the answer of a change"])
  }

  @Test func `every file says what it is taken for`() throws {
    let fixture = try Fixture([
      "111122223333/eu-west-1/ec2-describe-security-groups.json": groups,
      "111122223333/eu-west-1/s3-get-bucket-policy/b": #"{"Policy":"{\"Statement\":[]}"}"#,
      "note.txt": "hello",
    ])
    #expect(
      fixture.read().plan.files.map(\.summary) == [
        "AWS::EC2::SecurityGroup from ec2 describe-security-groups",
        "Policy of AWS::S3::Bucket from s3 get-bucket-policy",
        "skipped: no JSON: The JSON text is malformed at byte 0.",
      ])
  }
}

extension SnapshotPlanTests {
  @Test(arguments: [
    // What stands above the path that is named says nothing.
    ("team-west-2/monday", "", ["unknown-region"], []),
    ("999900001111/monday", "", ["unknown-region"], []),
    ("eu-west-1/2026-11-20", "", ["unknown-region"], []),
    ("999900001111/eu-west-1/2026-11-20", "", ["unknown-region"], []),
    // What is in it does, whatever stands above.
    ("us-east-1/monday", "111122223333/eu-west-1/", [], ["eu-west-1"]),
    ("us-east-1/eu-west-1", "", [], ["eu-west-1"]),
    // Whoever names a step of the layout means the steps before it too.
    ("monday/eu-west-1", "", [], ["eu-west-1"]),
    ("monday/eu-west-1/111122223333", "", [], ["eu-west-1"]),
    ("monday/111122223333", "eu-west-1/", [], ["eu-west-1"]),
  ])
  func `what stands above the imported path has no say`(
    named: String, below: String, codes: [String], regions: [String]
  ) throws {
    let fixture = try Fixture(["\(named)/\(below)ec2-describe-security-groups.json": groups])
    let read = ReadImport(["\(fixture.folder)/\(named)"])
    #expect(Set(read.codes) == Set(codes))
    #expect(read.items.map(\.resource.id.region) == regions)
  }
}

import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"

/// What an answer is not, with the code of the problem that says so of a listing.
private let noAnswers: [(text: String, code: String)] = [
  ("An error occurred (AccessDenied) when calling the X operation: no", "call-failed"),
  (
    "\naws: [ERROR]: An error occurred (AccessDenied) when calling the X operation: no\n",
    "call-failed"
  ),
  (
    "aws: [ERROR]: An error occurred (Throttling): slow\n\nAdditional error details:\nType: User",
    "call-failed"
  ),
  ("Could not connect to the endpoint URL: \"https://x.amazonaws.com/\"", "call-failed"),
  (
    "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
    "call-failed"
  ),
  ("You must specify a region.", "call-failed"),
  (
    "Traceback (most recent call last):\n  File \"x.py\"\nbotocore.exceptions.ClientError: An error occurred (Throttling) when calling the X operation",
    "call-failed"
  ),
  ("<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "call-failed"),
  ("<?xml version=\"1.0\"?><Error><Code>SlowDown</Code></Error>", "call-failed"),
  (
    "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>",
    "call-failed"
  ),
  ("Code: AccessDenied\nMessage: no\n", "call-failed"),
  ("AccessDenied\tno\n", "call-failed"),
  ("-----\n|  Code  |  AccessDenied  |\n", "call-failed"),
  (#"{"Error":{"Code":"AccessDenied","Message":"no"}}"#, "call-failed"),
  (#"{"Code":"AccessDenied","Message":"no"}"#, "call-failed"),
  (#"{"message":"Rate exceeded"}"#, "call-failed"),
  (#"{"Message":"no such thing","Type":"User"}"#, "call-failed"),
  (#"{"__type":"com.amazon#ThrottlingException","message":"slow"}"#, "call-failed"),
  (#"{"error":{"code":"Unavailable","message":"later"}}"#, "call-failed"),
  (#"{"error":"invalid_grant","error_description":"no"}"#, "call-failed"),
  (#"{"fault":{"faultstring":"no","detail":{}}}"#, "call-failed"),
  (#"{"errors":[{"code":"Throttled","message":"slow"}]}"#, "call-failed"),
  (#"{"ResponseMetadata":{"HTTPStatusCode":206}}"#, "call-failed"),
  ("null", "call-failed"), ("\"\"", "call-failed"), ("[]", "missing-member"),
  ("{}", "missing-member"), ("{\"X", "invalid-json"), ("", "empty-file"), (" \n", "empty-file"),
]

@Suite struct AnswerTests {
  @Test(arguments: noAnswers)
  func `a listing whose file holds no answer is unread, whatever it holds`(
    text: String, code: String
  )
    throws
  {
    for (call, type) in [
      ("ec2-describe-security-groups", "EC2::SecurityGroup"),
      ("ecs-describe-clusters", "ECS::Cluster"), ("kinesis-list-streams", "Kinesis::Stream"),
      ("sagemaker-list-endpoints", "SageMaker::Endpoint"),
    ] {
      let read = try Fixture([folder + call + ".json": text]).read()
      #expect(
        read.readings.contains { $0.hasPrefix("111122223333 eu-west-1 AWS::\(type): unread") },
        "\(call): \(read.readings)")
      guard type == "EC2::SecurityGroup" else { continue }
      #expect(read.readings == ["111122223333 eu-west-1 AWS::\(type): unread \(code)"])
    }
  }

  @Test(arguments: [
    ("route53-list-hosted-zones", "HostedZones", #"{"Id":"Z1","Name":"a."}"#),
    (
      "route53-list-hosted-zones", "HostedZones", #"{"Id":"Z1","Name":"a.","CallerReference":null}"#
    ),
    ("route53-list-hosted-zones", "HostedZones", #""Z1""#),
    ("iam-list-users", "Users", #"{"UserName":"u","Arn":"arn:aws:iam::111122223333:user/u"}"#),
    ("ecs-describe-clusters", "clusters", #""c1""#),
    ("logs-describe-log-groups", "logGroups", #""@{logGroupName=a}""#),
    ("eks-list-clusters", "clusters", #""@{name=a}""#),
    ("s3api-list-buckets", "Buckets", #""b1""#),
    ("sns-list-topics", "Topics", #""arn:aws:sns:eu-west-1:111122223333:t""#),
  ])
  func `a list whose items are not what AWS gives of every one is unread`(
    call: String, member: String, item: String
  ) throws {
    let read = try Fixture([folder + call + ".json": #"{"\#(member)":[\#(item)]}"#]).read()
    #expect(read.readings.count == 1)
    #expect(read.readings.allSatisfy { $0.hasSuffix("unread invalid-item") }, "\(read.readings)")
  }

  @Test(arguments: [
    "\"Hunter2secret\"", "Hunter2secret", "Hunter2secret\n",
    "aws_secret_access_key = Hunter2secret",
    "Hunter2secret\tx\n",
    "FUNCTIONS\tabc=\t10\tarn:aws:lambda:eu-west-1:111122223333:function:f\tf\nVARIABLES\tHunter2secret\n",
  ])
  func `what a text says that is no answer is not repeated`(text: String) throws {
    for name in ["lambda-list-functions", "s3api-get-bucket-policy/b", "lambda-list-functions.txt"]
    {
      let read = try Fixture([
        folder + "s3api-list-buckets.json": #"{"Buckets":[{"Name":"b"}]}"#,
        folder + name + (name.hasSuffix(".txt") ? "" : ".json"): text,
      ]).read()
      let problems =
        read.ends.values.compactMap(\.failure) + read.unreadParts.map(\.problem)
        + read.plan.refused + read.refusals
      #expect(!problems.isEmpty)
      #expect(problems.allSatisfy { !$0.message.contains("Hunter2") }, "\(problems)")
    }
  }

  @Test func `what a program says that failed is repeated`() throws {
    let said = "Unable to locate credentials. You can configure credentials by running"
    let read = try Fixture([folder + "lambda-list-functions.json": said]).read()
    #expect(read.ends.values.compactMap(\.failure?.message) == ["The call failed: \(said)"])
  }

  @Test func `a list of texts is one where AWS gives texts`() throws {
    let read = try Fixture([folder + "eks-list-clusters.json": #"{"clusters":["a","b"]}"#]).read()
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EKS::Cluster: read 2"])
  }

  /// Details of each way in which a good answer may say that there is none.
  private static let details = [
    "s3api-get-bucket-policy", "s3api-get-public-access-block", "s3api-get-bucket-acl",
    "s3api-get-bucket-encryption", "s3api-get-bucket-tagging", "s3api-get-bucket-logging",
    "s3api-get-bucket-website", "s3api-get-bucket-location",
    "s3api-get-bucket-lifecycle-configuration", "s3api-get-bucket-notification-configuration",
  ]

  @Test(arguments: noAnswers)
  func `a part whose file holds no answer is unread, whatever it holds`(text: String, code: String)
    throws
  {
    let answersNothing = [
      "s3api-get-bucket-logging", "s3api-get-bucket-notification-configuration",
    ]
    for detail in Self.details {
      let read = try Fixture([
        folder + "s3api-list-buckets.json": #"{"Buckets":[{"Name":"b"}]}"#,
        folder + detail + "/b.json": text,
      ]).read(kinds: ResourceKind.all)
      let isNone =
        answersNothing.contains(detail) && (code == "empty-file" || text == "{}")
      #expect(read.unreadParts.count == (isNone ? 0 : 1), "\(detail): \(text)")
      if code == "call-failed", !isNone {
        #expect(read.unreadParts.map(\.problem.code) == [code], "\(detail): \(text)")
      }
    }
  }

  @Test(arguments: [
    "An error occurred (CODE) when calling the CALL operation: none",
    "aws: [ERROR]: An error occurred (CODE) when calling the CALL operation: none\n\nAdditional error details:\nBucketName: b",
    #"{"Error":{"Code":"CODE","Message":"none","Operation":"s3:CALL"}}"#,
    #"{"Code":"CODE","Message":"none","BucketName":"b"}"#,
    #"{"status_code":404,"data":{"Error":{"Code":"CODE"},"ResponseMetadata":{"HTTPStatusCode":404}}}"#,
    "<Error><Code>CODE</Code><Message>none</Message></Error>",
    "BucketName: b\nCode: CODE\nMessage: none\n", "b\tCODE\tnone\n",
    "| BucketName | b |\n| Code | CODE |\n",
  ])
  func `that there is none is understood in every form, and only of its own call`(form: String)
    throws
  {
    func unread(_ code: String, _ call: String) throws -> [String] {
      let text = form.replacing("CODE", with: code).replacing("CALL", with: call)
      return try Fixture([
        folder + "s3api-list-buckets.json": #"{"Buckets":[{"Name":"b"}]}"#,
        folder + "s3api-get-bucket-policy/b.json": text,
      ]).read(kinds: ResourceKind.all).unreadParts.map(\.problem.code)
    }
    #expect(try unread("NoSuchBucketPolicy", "GetBucketPolicy") == [])
    #expect(try unread("NoSuchTagSet", "GetBucketTagging") == ["call-failed"])
    #expect(try unread("AccessDenied", "GetBucketPolicy") == ["call-failed"])
    if form.contains("CALL") {
      #expect(try unread("NoSuchBucketPolicy", "GetBucketAcl") == ["call-failed"])
    }
  }

  @Test(arguments: [
    ("s3api-list-buckets", #"{"Buckets":[{"Name":"b"}],"ContinuationToken":"x"}"#, "S3::Bucket"),
    ("kinesis-list-streams", #"{"StreamNames":["s"],"HasMoreStreams":true}"#, "Kinesis::Stream"),
    (
      "lambda-list-functions", #"{"Functions":[{"FunctionName":"f"}],"NextMarker":"m"}"#,
      "Lambda::Function"
    ),
    ("kms-list-keys", #"{"Keys":[{"KeyId":"k"}],"Truncated":true,"NextMarker":"m"}"#, "KMS::Key"),
    ("iam-list-users", #"{"Users":[\#(listedUser("u"))],"NextToken":"cli"}"#, "IAM::User"),
    (
      "apigateway-get-rest-apis", #"{"items":[{"id":"a","name":"n"}],"position":"p"}"#,
      "ApiGateway::RestApi"
    ),
    (
      "rds-describe-db-instances", #"{"DBInstances":[{"DBInstanceIdentifier":"d"}],"Marker":"m"}"#,
      "RDS::DBInstance"
    ),
  ])
  func `an answer that goes on is not whole, by whatever sign`(
    call: String, text: String, type: String
  ) throws {
    let read = try Fixture([folder + call + ".json": text]).read()
    #expect(read.readings.count == 1)
    #expect(
      read.readings.allSatisfy { $0.hasSuffix("AWS::\(type): unread unread-page") },
      "\(read.readings)")
  }

  @Test func `what says that it is over is whole, whatever marker it repeats`() throws {
    let read = try Fixture([
      folder + "iam-list-users.json":
        #"{"Users":[\#(listedUser("u"))],"IsTruncated":false,"Marker":"m"}"#,
      folder + "efs-describe-file-systems.json":
        #"{"FileSystems":[{"FileSystemId":"fs-1","OwnerId":"111122223333","CreationToken":"c","CreationTime":1,"LifeCycleState":"available","NumberOfMountTargets":0,"SizeInBytes":{"Value":0},"PerformanceMode":"generalPurpose","Tags":[]}],"Marker":"m"}"#,
    ]).read()
    #expect(read.readings.allSatisfy { $0.hasSuffix("read 1") })
    #expect(read.readings.count == 2)
  }

  @Test(arguments: [
    #"{"clusters":[{"clusterArn":"arn:a"}],"failures":[{"arn":"b","reason":"MISSING"}]}"#,
    #"{"failures":[{"arn":"b","reason":"MISSING"}],"clusters":[]}"#,
    #"{"clusters":[],"Errors":{"Code":"Throttling"}}"#,
    #"{"clusters":[],"UnprocessedClusters":["c"]}"#,
    #"{"clusters":[],"error":"later"}"#,
  ])
  func `an error beside a list says that something is missing`(text: String) throws {
    let read = try Fixture([folder + "ecs-describe-clusters.json": text]).read()
    #expect(read.readings.count == 1)
    #expect(
      read.readings.allSatisfy { $0.hasPrefix("111122223333 eu-west-1 AWS::ECS::Cluster: unread") })
  }

  @Test(arguments: [
    "", " ", "{}", "{\"configSnapshotId\":\"x\"}", "{\"configurationIt", "<Error/>",
  ])
  func `a delivery of AWS Config that cannot be read is told, and stops nothing`(text: String)
    throws
  {
    let name = "_ConfigSnapshot_20261101T000000Z_x.json"
    let read = try Fixture([
      "111122223333_Config_us-east-1\(name)": text,
      "111122223333_Config_eu-west-1\(name)":
        #"{"configSnapshotId":"x","configurationItems":[{"resourceType":"AWS::Lambda::Function","resourceId":"f","awsAccountId":"111122223333","awsRegion":"eu-west-1","configurationItemStatus":"OK","configuration":{"functionName":"f"}}]}"#,
    ]).read()
    #expect(read.conclusion.problems.isEmpty)
    #expect(read.readings.first == "111122223333 eu-west-1 AWS::Lambda::Function: read 1")
    #expect(read.readings.count == 2)
    #expect(
      read.readings.last?.hasPrefix(
        "111122223333 us-east-1 AWS::Config::ConfigurationRecorder: unread") == true)
  }

  @Test func `a call that answers with nothing where there is none was read`() throws {
    for text in ["", "{}", "\n"] {
      let read = try Fixture([folder + "sqs-list-queues.json": text]).read()
      #expect(read.readings == ["111122223333 eu-west-1 AWS::SQS::Queue: read 0"])
    }
  }

  @Test func `an answer that names its resources needs no name of its file`() throws {
    let read = try Fixture([
      folder + "configservice-describe-configuration-recorders.json":
        #"{"ConfigurationRecorders":[{"name":"default"},{"name":"second"}]}"#,
      folder + "configservice-describe-configuration-recorder-status.json":
        #"{"ConfigurationRecordersStatus":[{"name":"second","recording":false},{"name":"default","recording":true}]}"#,
      folder + "lambda-list-functions.json":
        #"{"Functions":[{"FunctionName":"f","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:f"}]}"#,
      folder + "lambda-get-function-url-config.json":
        #"{"FunctionUrl":"https://u","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:f","AuthType":"NONE","CreationTime":"t","LastModifiedTime":"t"}"#,
    ]).read(kinds: ResourceKind.all)
    #expect(read.unreadParts.isEmpty)
    func part(_ id: String, _ field: String) -> ConfigurationValue? {
      read.items.first { $0.resource.id.id == id }.flatMap { item in
        guard case .rewritten(let value) = item.body else { return nil }
        return value[field]
      }
    }
    #expect(part("default", "Status")?.members?.first?["recording"] == .bool(true))
    #expect(part("second", "Status")?.members?.first?["recording"] == .bool(false))
    #expect(part("f", "FunctionUrlConfig")?["AuthType"] == .string("NONE"))
  }
}

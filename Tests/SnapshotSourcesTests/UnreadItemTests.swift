import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"

private let group =
  #"{"resourceType":"AWS::EC2::SecurityGroup","resourceId":"sg-1","awsAccountId":"111122223333","awsRegion":"eu-west-1","configurationItemStatus":"OK","configuration":{"groupId":"sg-1"}}"#

/// A text as JSON writes it.
private func quoted(_ text: String) -> String { ConfigurationValue.string(text).canonicalJSON }

private let message =
  #"{"messageType":"ConfigurationItemChangeNotification","configurationItem":\#(group)}"#
private let bridged =
  #"{"version":"0","id":"1","detail-type":"Config Configuration Item Change","source":"aws.config","detail":\#(message)}"#
private let noticed = #"{"Type":"Notification","MessageId":"m","Message":\#(quoted(message))}"#
private let other =
  #"{"version":"0","detail-type":"EC2 Instance State-change Notification","detail":{"state":"running"}}"#
private let large =
  #"{"version":"0","detail-type":"Config Configuration Item Change","detail":{"messageType":"OversizedConfigurationItemChangeNotification","configurationItemSummary":{"resourceType":"AWS::EC2::SecurityGroup","resourceId":"sg-1","awsAccountId":"111122223333","awsRegion":"eu-west-1"}}}"#

/// Configuration items of AWS Config, and answers about one resource: none is passed over.
@Suite struct UnreadItemTests {
  @Test(arguments: [
    ("event.json", message, 1), ("event.json", bridged, 1), ("event.json", noticed, 1),
    ("event.json", #"{"invokingEvent":\#(quoted(message)),"ruleParameters":"{}"}"#, 1),
    ("event.json", #"{"Records":[{"Sns":\#(noticed)}]}"#, 1),
    ("event.json", #"{"Records":[{"body":\#(quoted(noticed))},{"body":\#(quoted(bridged))}]}"#, 2),
    ("event.json", "[\(other),\(bridged)]", 1), ("event.json", "[\(bridged),\(message)]", 2),
    ("event.log", "\(other)\n\(bridged)\n\(bridged)\n", 2),
  ])
  func `items are read out of events, in whatever they came`(
    name: String, text: String, count: Int
  ) throws {
    let read = try Fixture([name: text]).read()
    #expect(read.codes == [] && read.skipped.isEmpty)
    #expect(read.items.count == count)
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: seen \(count)"])
  }

  @Test func `an event of something else is none, and one that was too large is told`() throws {
    #expect(try Fixture(["event.json": other]).read().skipped.count == 1)
    #expect(try Fixture(["event.json": large]).read().codes == ["invalid-item"])
    #expect(
      try Fixture([folder + "event.json": large]).read().readings == [
        "111122223333 eu-west-1 AWS::Config::ConfigurationRecorder: unread invalid-item"
      ])
  }

  @Test(arguments: [
    (
      "select-resource-config",
      "An error occurred (AccessDeniedException) when calling the SelectResourceConfig operation: no",
      "call-failed"
    ),
    ("select-resource-config", #"{"Results":null}"#, "missing-member"),
    ("select-resource-config", "{}", "missing-member"),
    ("select-resource-config", "", "empty-file"),
    (
      "select-resource-config", #"{"Results":["{\"resourceId\":\"sg-1\",\"resourceTy"]}"#, "invalid"
    ),
    ("select-resource-config", #"{"Results":"x"}"#, "wrong-form"),
    ("select-resource-config", #"{"Results":[\#(quoted(group))],"NextToken":"n"}"#, "unread-page"),
    ("select-aggregate-resource-config", #"{"Results":null}"#, "missing-member"),
    ("batch-get-resource-config", #"{"baseConfigurationItems":null}"#, "missing-member"),
    ("batch-get-resource-config", "[", "invalid-json"),
    (
      "batch-get-resource-config",
      #"{"baseConfigurationItems":[],"unprocessedResourceKeys":[{"resourceId":"sg-1"}]}"#,
      "partial-answer"
    ),
    (
      "batch-get-aggregate-resource-config",
      #"{"BaseConfigurationItems":[\#(group)],"UnprocessedResourceIdentifiers":[{"ResourceId":"a"}]}"#,
      "partial-answer"
    ),
  ])
  func `an answer with items of AWS Config that could not be read leaves its recorder unread`(
    call: String, text: String, code: String
  ) throws {
    let read = try Fixture([folder + "configservice-\(call).json": text]).read()
    #expect(
      read.readings.contains {
        $0.hasPrefix(
          "111122223333 eu-west-1 AWS::Config::ConfigurationRecorder: unread \(code)")
      }, "\(read.readings) \(read.codes)")
    // Where nothing says whose it is, nothing can be unread: the import stops.
    let bare = try Fixture(["configservice-\(call).json": text]).read()
    #expect(!bare.codes.isEmpty || code == "unread-page", "\(bare.readings)")
  }

  @Test func `the pages of a query are whole with the last of them`() throws {
    let page = #"{"Results":[\#(quoted(group))],"NextToken":"n"}"#
    let last = #"{"Results":[\#(quoted(group))]}"#
    let name = folder + "configservice-select-resource-config"
    let read = try Fixture([name + ".page1.json": page, name + ".page2.json": last]).read()
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: seen 2"])
  }

  @Test func `a delivery of which no item could be read leaves its recorder unread`() throws {
    let read = try Fixture([
      "111122223333_Config_eu-west-1_ConfigSnapshot_20261101T000000Z_x.json":
        #"{"configSnapshotId":"x","configurationItems":[{"resourceId":"sg-1"}]}"#
    ]).read()
    #expect(
      read.readings == [
        "111122223333 eu-west-1 AWS::Config::ConfigurationRecorder: unread invalid-item"
      ])
  }

  private static let table =
    #"{"Table":{"TableName":"NAME","TableArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/NAME","TableStatus":"ACTIVE"}}"#
  private static let queue =
    #"{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:NAME"}}"#

  @Test(arguments: [
    ("dynamodb-describe-table/u", table), ("dynamodb-describe-table__table-name=u", table),
    ("sqs-get-queue-attributes/u", queue),
    (
      "sqs-get-queue-attributes/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F111122223333%2Fu", queue
    ),
    (
      "eks-describe-cluster/u",
      #"{"cluster":{"name":"NAME","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/NAME"}}"#
    ),
    (
      "sagemaker-describe-endpoint__u",
      #"{"EndpointName":"NAME","EndpointArn":"arn:aws:sagemaker:eu-west-1:111122223333:endpoint/NAME"}"#
    ),
  ])
  func `an answer about another resource than its file's name says is none`(
    name: String, text: String
  ) throws {
    func read(_ resource: String) throws -> ReadImport {
      try Fixture([folder + name + ".json": text.replacing("NAME", with: resource)])
        .read(kinds: ResourceKind.all)
    }
    #expect(try read("u").items.count == 1)
    let other = try read("v")
    #expect(other.items.isEmpty)
    #expect(
      other.readings.count == 1 && other.readings[0].hasSuffix("unread not-an-answer"),
      "\(other.readings) \(other.codes)")
  }

  @Test(arguments: [
    ("s3api-get-bucket-encryption", #"{"ServerSideEncryptionConfiguration":{}}"#),
    ("s3api-get-bucket-replication", #"{"ReplicationConfiguration":{}}"#),
  ])
  func `an empty object is no part of which AWS gives something always`(call: String, text: String)
    throws
  {
    let read = try Fixture([
      folder + "s3api-list-buckets.json": #"{"Buckets":[{"Name":"b"}]}"#,
      folder + call + "/b.json": text,
    ]).read(kinds: ResourceKind.all)
    #expect(read.unreadParts.map(\.field).count == 1)
  }

  @Test func `the root user's summary always says all three numbers`() {
    #expect(
      ResourceKind.all.first { $0.type == "AWS::IAM::RootUser" }?.always == [
        "AccountAccessKeysPresent", "AccountMFAEnabled", "AccountSigningCertificatesPresent",
      ])
  }
}

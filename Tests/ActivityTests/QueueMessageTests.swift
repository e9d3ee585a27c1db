import Activity
import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What messages of a queue say, and what they cannot.
@Suite struct QueueMessageTests {
  private static func read(_ body: String) -> QueueMessage {
    let parser = JSONParser()
    return QueueMessage(body: body, parse: parser.parse)
  }

  private static let event = """
    {"eventVersion":"1.08","eventID":"e1","eventTime":"2026-11-20T21:03:00Z",\
    "eventSource":"iam.amazonaws.com","eventName":"AddUserToGroup","awsRegion":"us-east-1",\
    "recipientAccountId":"111122223333"}
    """
  private static let bridged = """
    {"version":"0","id":"x","detail-type":"AWS API Call via CloudTrail","source":"aws.iam",\
    "account":"111122223333","region":"us-east-1","resources":[],"detail":\(event)}
    """
  private static let stored = """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",\
    "awsRegion":"eu-west-1","s3":{"bucket":{"name":"trail"},"object":{"key":"a+b/AWSLogs/c%2Bd"}}}]}
    """
  private static let configured = """
    {"messageType":"ConfigurationItemChangeNotification","configurationItem":{"awsAccountId":\
    "111122223333","awsRegion":"eu-west-1","resourceType":"AWS::EC2::SecurityGroup","resourceId":"sg-1"}}
    """

  /// A body in SNS's envelope.
  private static func told(_ body: String) -> String {
    let message = ConfigurationValue.object([
      "Type": .string("Notification"), "MessageId": .string("m"), "Message": .string(body),
    ])
    return message.canonicalJSON
  }

  @Test(arguments: [
    bridged, told(bridged), event, #"{"Records":[\#(event)]}"#, told(#"{"Records":[\#(event)]}"#),
  ])
  func `an event is found in EventBridge's envelope, alone and in a list`(body: String) {
    guard case .events(let events) = Self.read(body) else {
      Issue.record("\(body)")
      return
    }
    #expect(events.map { $0["eventID"]?.string } == ["e1"])
  }

  @Test(arguments: [
    (stored, "trail", ["a b/AWSLogs/c+d"]), (told(stored), "trail", ["a b/AWSLogs/c+d"]),
    (
      #"{"detail-type":"Object Created","detail":{"bucket":{"name":"b"},"object":{"key":"a+b%20"}}}"#,
      "b", ["a+b%20"]
    ),
    (told(#"{"s3Bucket":"b","s3ObjectKey":["k1","k2"]}"#), "b", ["k1", "k2"]),
    (
      #"{"messageType":"ConfigurationSnapshotDeliveryCompleted","s3Bucket":"b","s3ObjectKey":"k"}"#,
      "b", ["k"]
    ),
  ])
  func `objects are named as S3, EventBridge, CloudTrail and AWS Config name them`(
    body: String, bucket: String, keys: [String]
  ) {
    #expect(Self.read(body) == .objects(keys.map { .init(bucket: bucket, key: $0) }))
  }

  @Test func `what AWS Config saw change is a scope`() {
    let scope = Scope(
      account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup")
    #expect(Self.read(Self.configured) == .changes([scope]))
    #expect(
      Self.read(#"{"source":"aws.config","detail":\#(Self.configured)}"#) == .changes([scope]))
  }

  @Test(arguments: [
    #"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}"#,
    stored.replacing("ObjectCreated:Put", with: "ObjectRemoved:Delete"),
    #"{"detail-type":"Object Deleted","detail":{"bucket":{"name":"b"},"object":{"key":"k"}}}"#,
    #"{"messageType":"ComplianceChangeNotification","configRuleName":"r"}"#,
    #"{"messageType":"ConfigurationHistoryDeliveryCompleted","s3Bucket":"b","s3ObjectKey":"k"}"#,
  ])
  func `a trial and an object that was taken away ask for nothing`(body: String) {
    #expect(Self.read(body) == .nothing)
    #expect(Self.read(Self.told(body)) == .nothing)
  }

  @Test(arguments: [
    "", "no JSON", "[]", "{}", "7", #"{"Type":"Notification","Message":"no JSON"}"#,
    #"{"Type":"SubscriptionConfirmation","Message":"m"}"#, #"{"Records":[]}"#,
    #"{"Records":[{"s3":{"bucket":{"name":"b"}},"eventName":"ObjectCreated:Put"}]}"#,
    #"{"Records":[\#(event),{"a":1}]}"#, #"{"s3Bucket":"b"}"#,
    #"{"s3Bucket":"b","s3ObjectKey":[]}"#,
    #"{"s3Bucket":"b","s3ObjectKey":""}"#, #"{"s3Bucket":"b","s3ObjectKey":"a\u0000"}"#,
    #"{"detail":{"bucket":{"name":"b"}}}"#, #"{"detail":{"instance-id":"i-1","state":"running"}}"#,
    configured.replacing("111122223333", with: "../x"),
    configured.replacing("eu-west-1", with: "http://x"),
    // An envelope that anybody may write.
    bridged.replacing("aws.iam", with: "my.shop"),
    bridged.replacing(#""source":"aws.iam","#, with: ""),
    bridged.replacing(#""account":"111122223333""#, with: #""account":"444455556666""#),
    // An event that could not be kept.
    bridged.replacing("2026-11-20T21:03:00Z", with: "yesterday"),
    bridged.replacing(#""eventName":"AddUserToGroup","#, with: #""eventType":"t","eventName":"","#),
  ])
  func `anything else is told, with nothing of it`(body: String) {
    guard case .unknown(let problem) = Self.read(body) else {
      Issue.record("\(body): \(Self.read(body))")
      return
    }
    #expect(["unknown-message", "invalid-event"].contains(problem.code))
    #expect(!problem.message.contains("http://") && !problem.message.contains(".."))
  }

  @Test func `messages of any kind are read or told`() {
    let seeds = [
      Self.bridged, Self.told(Self.stored), Self.stored, Self.configured, Self.told(Self.bridged),
    ]
    var used = 0
    Fuzzing.run("messages", seed: 41, seeds: seeds, marks: "{}[]:,\"\\+%~0az\u{0}") { text, _ in
      switch Self.read(text) {
      case .events(let events):
        used += 1
        for event in events { #expect(throws: Never.self) { try ActivityEvent(event) } }
      case .objects(let objects):
        used += 1
        #expect(objects.allSatisfy { !$0.key.isEmpty && !$0.key.utf8.contains(0) })
      case .changes(let scopes):
        used += 1
        #expect(scopes.allSatisfy { $0.account.isAWSAccount })
      case .nothing: break
      case .unknown(let problem): #expect(!problem.message.isEmpty)
      }
    }
    #expect(used > Fuzzing.count / 20)
  }
}

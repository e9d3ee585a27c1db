import ConfigurationDiff
import ConfigurationModel
import SnapshotSources
import Testing

private func item(
  _ type: String, _ id: String, _ configuration: String, name: String = "", more: String = ""
) -> String {
  #"""
  {"version":"1.3","accountId":"111122223333","awsRegion":"eu-west-1","resourceType":"\#(type)",
   "resourceId":"\#(id)","resourceName":"\#(name)","configurationItemStatus":"OK",
   "configurationItemCaptureTime":"2026-11-20T21:00:00Z",
   "arn":"arn:aws:x:eu-west-1:111122223333:y/\#(id)","configuration":\#(configuration)\#(more)}
  """#
}

@Suite struct ConfigItemTests {
  @Test(arguments: [
    (
      item("AWS::EC2::SecurityGroup", "sg-1", #"{"groupId":"sg-1","groupName":"web"}"#),
      "111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-1"
    ),
    (
      item(
        "AWS::IAM::Group", "AGPA1", #"{"groupName":"Admins","groupId":"AGPA1"}"#, name: "Admins"),
      "111122223333/global/AWS::IAM::Group/Admins"
    ),
    (
      item("AWS::IAM::Group", "AGPA1", "null", name: "Admins"),
      "111122223333/global/AWS::IAM::Group/Admins"
    ),
    (
      item("AWS::IAM::User", "AIDA1", #"{"userName":"ann","userId":"AIDA1"}"#),
      "111122223333/global/AWS::IAM::User/ann"
    ),
    (
      item("AWS::IAM::Role", "AROA1", #""{\"roleName\":\"deploy\",\"roleId\":\"AROA1\"}""#),
      "111122223333/global/AWS::IAM::Role/deploy"
    ),
    (
      item("AWS::S3::Bucket", "logs", #"{"name":"logs","creationDate":"2020-01-01T00:00:00Z"}"#),
      "111122223333/global/AWS::S3::Bucket/logs"
    ),
    (item("AWS::S3::Bucket", "logs", "null"), "111122223333/global/AWS::S3::Bucket/logs"),
    (
      item("AWS::New::Thing", "t-1", #"{"thingId":"t-1"}"#),
      "111122223333/eu-west-1/AWS::New::Thing/t-1"
    ),
    (item("AWS::New::Thing", "t-1", "{}"), "111122223333/eu-west-1/AWS::New::Thing/t-1"),
  ])
  func `an item's id is the one that the CLI's document has`(text: String, id: String) throws {
    let read = try Fixture(["item.json": text]).read()
    #expect(read.codes == [])
    // Whether buckets have a region is their kind's to say.
    let region = id.replacing("/global/AWS::S3", with: "/eu-west-1/AWS::S3")
    #expect(read.resources == [id] || (id.contains("S3") && read.resources == [region]))
    #expect(read.items.first?.form == .config)
  }

  @Test
  func `the body is the configuration with its texts opened, and nothing that changes by itself`()
    throws
  {
    let text = item(
      "AWS::S3::Bucket", "b", #""{\"name\":\"b\"}""#,
      more: #"""
        ,"relationships":[{"name":"x"}],"relatedEvents":["e"],"configurationStateId":"17",
        "tags":[{"key":"a","value":"1"}],
        "supplementaryConfiguration":{"Plain":{"on":true},"Text":"{\"on\":false}",
        "Twice":"\"{\\\"deep\\\":1}\"","Word":"none"}
        """#)
    let read = try Fixture(["item.json": text]).read()
    guard case .rewritten(let body)? = read.items.first?.body else {
      Issue.record("no body")
      return
    }
    #expect(
      body.canonicalJSON
        == #"{"configuration":{"name":"b"},"supplementaryConfiguration":{"Plain":{"on":true},"#
        + #""Text":{"on":false},"Twice":{"deep":1},"Word":"none"},"tags":{"a":"1"}}"#)
    #expect(read.items.first?.capturedAt == Timestamp(parsing: "2026-11-20T21:00:00Z"))
  }

  @Test(arguments: [
    ("OK", IdentifiedItem.Presence.present), ("ResourceDiscovered", .present),
    ("ResourceDeleted", .deleted), ("ResourceDeletedNotRecorded", .deleted),
    ("ResourceNotRecorded", .notRecorded),
  ])
  func `a status says whether the resource is there`(
    status: String, presence: IdentifiedItem.Presence
  ) throws {
    let text = item("AWS::EC2::SecurityGroup", "sg-1", "null").replacing(
      #""OK""#, with: #""\#(status)""#)
    #expect(try Fixture(["item.json": text]).read().items.first?.presence == presence)
  }

  @Test func `a delivered snapshot is a state, of its moment, and its scopes are read`() throws {
    let one = item("AWS::EC2::SecurityGroup", "sg-1", #"{"groupId":"sg-1"}"#)
      .replacing("accountId", with: "awsAccountId").replacing(#""arn""#, with: #""ARN""#)
    let name = "111122223333_Config_eu-west-1_ConfigSnapshot_20261121T091124Z_7de3.json"
    let read = try Fixture([
      name: #"{"fileVersion":"1.0","configSnapshotId":"7de3","configurationItems":[\#(one)]}"#
    ]).read()
    #expect(read.codes == [])
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: read 1"])
    #expect(read.conclusion.capturedAt == Timestamp(parsing: "2026-11-21T09:11:24Z"))
  }

  @Test(
    arguments: [
      (["sg-1", "sg-2"], ["sg-1"], "several-listings"), (["sg-1"], [], "several-listings"),
      (["sg-1"], ["sg-1", "sg-2"], "several-listings"), (["sg-1"], ["sg-1", ""], "invalid-item"),
      (["sg-1", "sg-2"], ["sg-2", "sg-1"], nil),
    ] as [([String], [String], String?)])
  func `deliveries of two moments are one state only where they have the same`(
    earlier: [String], later: [String], code: String?
  ) throws {
    func delivery(_ ids: [String]) -> String {
      let items = ids.map { id in
        item("AWS::EC2::SecurityGroup", id, id.isEmpty ? "[]" : #"{"groupId":"\#(id)"}"#)
          .replacing("accountId", with: "awsAccountId").replacing(#""arn""#, with: #""ARN""#)
      }
      return
        #"{"fileVersion":"1.0","configSnapshotId":"7","configurationItems":[\#(items.joined(separator: ","))]}"#
    }
    let name = "111122223333_Config_eu-west-1_ConfigSnapshot_"
    let read = try Fixture([
      name + "20261121T091124Z_a.json": delivery(earlier),
      name + "20261121T151124Z_b.json": delivery(later),
    ]).read()
    let groups = "111122223333 eu-west-1 AWS::EC2::SecurityGroup"
    #expect(
      read.readings.filter { $0.hasPrefix(groups) }
        == ["\(groups): " + (code.map { "unread \($0)" } ?? "read 2")])
  }

  @Test func `deliveries of two regions are two states`() throws {
    let one = item("AWS::EC2::SecurityGroup", "sg-1", #"{"groupId":"sg-1"}"#)
      .replacing("accountId", with: "awsAccountId").replacing(#""arn""#, with: #""ARN""#)
    let user = item("AWS::IAM::User", "AIDA1", #"{"userName":"u","userId":"AIDA1"}"#)
      .replacing("accountId", with: "awsAccountId").replacing(#""arn""#, with: #""ARN""#)
    func delivery(_ items: [String]) -> String {
      #"{"fileVersion":"1.0","configSnapshotId":"7","configurationItems":[\#(items.joined(separator: ","))]}"#
    }
    let read = try Fixture([
      "111122223333_Config_eu-west-1_ConfigSnapshot_20261121T091124Z_a.json": delivery([one, user]),
      "111122223333_Config_us-east-1_ConfigSnapshot_20261121T091230Z_b.json": delivery([]),
    ]).read()
    #expect(read.readings.count == 2)
    #expect(read.readings.allSatisfy { $0.contains(": read ") }, "\(read.readings)")
  }

  @Test func `a delivered snapshot is not all of a type of which something is not recorded`() throws
  {
    let items = [("sg-1", "OK"), ("sg-2", "ResourceNotRecorded")].map { id, status in
      item("AWS::EC2::SecurityGroup", id, status == "OK" ? #"{"groupId":"sg-1"}"# : "null")
        .replacing("accountId", with: "awsAccountId").replacing(#""OK""#, with: "\"\(status)\"")
    }
    let name = "111122223333_Config_eu-west-1_ConfigSnapshot_20261121T091124Z_7de3.json"
    let list = items.joined(separator: ",")
    let read = try Fixture([
      name: #"{"fileVersion":"1.0","configSnapshotId":"7de3","configurationItems":[\#(list)]}"#
    ]).read()
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: seen 1"])
  }

  @Test(arguments: [
    ("configservice-get-resource-config-history.json", #"{"configurationItems":[ITEM,ITEM]}"#, 2),
    ("history.json", #"{"fileVersion":"1.0","configurationItems":[ITEM]}"#, 1),
    (
      "config.BatchGetResourceConfig_1.json",
      #"{"baseConfigurationItems":[ITEM],"unprocessedResourceKeys":[]}"#, 1
    ),
    ("items.json", "[ITEM]", 1), ("items.ndjson", "ITEM\nITEM\n", 2),
    ("items.log", "ITEM\nITEM", 2),
    (
      "notice.json", #"{"configurationItemDiff":null,"configurationItem":ITEM,"messageType":"x"}"#,
      1
    ),
  ])
  func `items are found in every shape AWS Config gives them`(
    name: String, text: String, count: Int
  )
    throws
  {
    let one = item("AWS::EC2::SecurityGroup", "sg-1", #"{"groupId":"sg-1"}"#)
    let read = try Fixture([name: text.replacing("ITEM", with: one)]).read()
    #expect(read.codes == [])
    #expect(read.items.count == count)
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: seen \(count)"])
  }

  @Test func `selected items are texts`() throws {
    let one = item("AWS::EC2::SecurityGroup", "sg-1", #"{"groupId":"sg-1"}"#)
    let text = ConfigurationValue.list([.string(one)]).canonicalJSON
    let read = try Fixture(["configservice-select-resource-config.json": #"{"Results":\#(text)}"#])
      .read()
    #expect(read.items.map(\.resource.id.id) == ["sg-1"])
    let bare = try Fixture([
      "configservice-select-resource-config.json": #"{"Results":["{\"configuration\":{}}"]}"#
    ]).read()
    #expect(bare.skipped.first?.reason.contains("resourceType") == true)
  }

  @Test func `a number is a time too, and nonsense is none`() throws {
    let text = item("AWS::EC2::SecurityGroup", "sg-1", "{}")
    let number = text.replacing(#""2026-11-20T21:00:00Z""#, with: "1485400000.25")
    #expect(
      try Fixture(["item.json": number]).read().items.first?.capturedAt
        == Timestamp(microseconds: 1_485_400_000_250_000))
    for wrong in ["1e300", #""yesterday""#, "[]", "-1e18"] {
      let text = text.replacing(#""2026-11-20T21:00:00Z""#, with: wrong)
      let read = try Fixture(["item.json": text]).read()
      #expect(read.items.first?.capturedAt == nil)
      #expect(read.items.count == 1)
    }
  }
}

import ConfigurationJSON
import ConfigurationModel
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"
private let scope = "111122223333 eu-west-1 AWS::EC2::SecurityGroup"

private func page(_ ids: [Int], _ rest: String = "") -> String {
  let items = ids.map { #"{"GroupId":"sg-\#($0)","GroupName":"n"}"# }.joined(separator: ",")
  return #"{"SecurityGroups":[\#(items)]\#(rest)}"#
}

@Suite struct ListingTests {
  @Test(arguments: [
    (["": page([1, 2])], "read 2"), (["": page([])], "read 0"),
    (["": page([1], #","NextToken":"t""#)], "unread unread-page"),
    (["": page([1], #","NextToken":null"#)], "read 1"),
    (["": page([1], #","NextToken":"""#)], "read 1"),
    (["": page([1], #","IsTruncated":false,"Marker":"m""#)], "read 1"),
    (["": page([1], #","IsTruncated":true"#)], "unread unread-page"),
    (["": page([1], #","IsTruncated":"true""#)], "unread unread-page"),
    (["": page([1], #","IsTruncated":"False","Marker":"m""#)], "read 1"),
    (["_1": page([1], #","NextToken":"t""#), "_2": page([2])], "read 2"),
    (["_1": page([1], #","NextToken":"t""#), "_3": page([2])], "unread unread-page"),
    (["_2": page([1], #","NextToken":"t""#), "_3": page([2])], "unread unread-page"),
    (
      ["_1": page([1], #","NextToken":"t""#), "_2": page([2], #","NextToken":"t""#)],
      "unread unread-page"
    ),
    (["": ""], "unread empty-file"), (["": " \n"], "unread empty-file"),
    (["": #"{"Error":{"Code":"AccessDenied","Message":"no"}}"#], "unread call-failed"),
    (
      [
        "":
          "\nAn error occurred (UnauthorizedOperation) when calling the DescribeSecurityGroups operation: no"
      ], "unread call-failed"
    ),
    (["": "<Error><Code>AccessDenied</Code></Error>"], "unread call-failed"),
    (["": "{}"], "unread missing-member"), (["": #"{"Vpcs":[]}"#], "unread missing-member"),
    (["": #"{"SecurityGroups":null}"#], "unread missing-member"),
    (["": "[]"], "unread missing-member"),
    (["": #"[{"GroupId":"sg-1"}]"#], "unread missing-member"),
    (
      ["": #"{"SecurityGroups":[],"ResponseMetadata":{"HTTPStatusCode":503}}"#],
      "unread call-failed"
    ),
    (["": #"{"SecurityGroups":[],"ResponseMetadata":{"HTTPStatusCode":200}}"#], "read 0"),
    (["": #"{"ResponseMetadata":{"HTTPStatusCode":400}}"#], "unread call-failed"),
    (["": #"{"status_code":503,"data":{"SecurityGroups":[]}}"#], "unread call-failed"),
    (["": #"{"SecurityGroups":[{"GroupId":"sg-1"}"#], "unread invalid-json"),
    (["": #"{"SecurityGroups":[{"GroupName":"only"}]}"#], "unread invalid-item"),
    (["": #"{"SecurityGroups":["sg-1"]}"#], "unread invalid-item"),
    (["": #"{"SecurityGroups":["@{GroupId=sg-1}"]}"#], "unread invalid-item"),
    (["__filtered": page([1])], "seen 1"),
    (["": page([1, 2]), "__filtered": page([1])], "read 2"),
    (["": page([1]), "__filtered": page([1, 2])], "unread contradicted-listing"),
    (["": page([]), "__filtered": page([2])], "unread contradicted-listing"),
    (["": page([1]), " copy": page([1])], "read 1"),
    (["": page([1]), ".page1": page([1])], "read 1"),
    (["": page([1]), ".page1": page([1, 2])], "unread several-listings"),
    (["": page([1]), "_1": page([])], "unread several-listings"),
    (["": page([1]), "-old": page([1, 2])], "unread several-listings"),
    (["": page([1]), " (1)": page([1, 2])], "unread several-listings"),
    (["": page([1]), " - Copy": page([2])], "unread several-listings"),
    (["_1": page([1]), "_2": page([2])], "unread several-listings"),
    (["": page([1]), "-old": page([1, 2], #","NextToken":"t""#)], "unread several-listings"),
    (["": page([2]), "-rest": page([1], #","NextToken":"t""#)], "read 2"),
    (["_1": page([1]), "_2": page([2], #","NextToken":"t""#)], "unread several-listings"),
    (["": #"{"SecurityGroups": ["#, "-backup": page([1, 2])], "unread invalid-json"),
    (["": page([1]), "-backup": ""], "unread empty-file"),
  ])
  func `a scope is read where its listing is whole`(pages: [String: String], reading: String) throws
  {
    let fixture = try Fixture()
    for (page, text) in pages {
      try fixture.write(Array(text.utf8), to: "\(folder)ec2-describe-security-groups\(page).json")
    }
    #expect(fixture.read().readings == ["\(scope): \(reading)"])
  }

  @Test(arguments: [
    (".page1", #"{"Table":[{"TableName":"a"},{"TableName":"b"}]}"#, ["read 2"]),
    (".page1", #"{"Table":[]}"#, ["read 0"]),
    (
      ".page1", #"{"Error":{"Code":"ResourceNotFoundException","Operation":"o"}}"#,
      ["unread call-failed"]
    ),
    ("", #"{"Table":{"TableName":"a"}}"#, ["seen 1"]),
    ("", #"{"Error":{"Code":"ResourceNotFoundException"}}"#, []),
    // Nobody calls these pages: there may be a third.
    ("-1", #"{"Table":{"TableName":"a"}}"#, ["seen 1"]),
    ("_1", #"{"Table":{"TableName":"a"}}"#, ["seen 1"]),
  ])
  func `what a call answered of each resource is all there are, what it answered of one is not`(
    page: String, text: String, readings: [String]
  ) throws {
    let read = try Fixture([folder + "dynamodb-describe-table\(page).json": text])
      .read()
    #expect(
      read.readings == readings.map { "111122223333 eu-west-1 AWS::DynamoDB::Table: \($0)" })
  }

  @Test(arguments: [("", "seen 1"), ("-1", "seen 1"), (".page1", "read 1")])
  func `listeners of one load balancer are not all there are`(page: String, reading: String) throws
  {
    let listener =
      #"{"ListenerArn":"arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2","LoadBalancerArn":"arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1"}"#
    let read = try Fixture([
      folder + "elbv2-describe-listeners\(page).json": #"{"Listeners":[\#(listener)]}"#
    ]).read()
    #expect(
      read.readings
        == ["111122223333 eu-west-1 AWS::ElasticLoadBalancingV2::Listener: \(reading)"])
  }

  @Test func `a reservation gives its instances, with its owner as evidence`() throws {
    let text = #"""
      {"Reservations":[{"ReservationId":"r-1","OwnerId":"111122223333","Instances":[
        {"InstanceId":"i-1","Tags":[{"Key":"Name","Value":"one"}]},{"InstanceId":"i-2"}]}]}
      """#
    let read = try Fixture(["eu-west-1/ec2-describe-instances.json": text]).read()
    #expect(read.codes == [])
    #expect(read.items.map(\.resource.id.id) == ["i-1", "i-2"])
    #expect(read.items.map(\.resource.name) == ["one", nil])
    #expect(read.items.last?.body == .rewritten(.object(["InstanceId": .string("i-2")])))
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::Instance: read 2"])
  }

  @Test func `a trail at home elsewhere contradicts nothing`() throws {
    let text =
      #"{"trailList":[{"Name":"t","TrailARN":"arn:aws:cloudtrail:us-east-1:999900001111:trail/t"}]}"#
    let read = try Fixture([folder + "cloudtrail-describe-trails.json": text]).read()
    #expect(read.codes == [])
    #expect(read.items.first?.resource.id.account == "111122223333")
  }

  @Test func `global kinds have no region, whatever the folder`() throws {
    let text = #"{"Users":[\#(listedUser("a"))]}"#
    let read = try Fixture([folder + "iam-list-users.json": text]).read(
      options: SourceOptions(region: "us-east-1"))
    #expect(read.codes == [])
    #expect(read.resources == ["111122223333/global/AWS::IAM::User/a"])
  }

  @Test func `a failed call of another kind leaves its scope unread`() throws {
    let read = try Fixture([folder + "ec2-describe-network-widgets.json": ""]).read()
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::NetworkWidget: unread empty-file"])
  }

  @Test func `a complete listing makes up for one that failed`() throws {
    let read = try Fixture([
      folder + "iam-list-users.json": "",
      folder + "iam-get-account-authorization-details.json":
        #"{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}"#,
    ]).read()
    #expect(read.readings.contains("111122223333 global AWS::IAM::User: read 0"))
  }
}

extension ListingTests {
  @Test func `a list of names shows what is there, and no configuration of it`() throws {
    let read = try Fixture([
      folder + "sqs-list-queues.json":
        #"{"QueueUrls":["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"]}"#,
      folder + "sqs-get-queue-attributes/jobs":
        #"{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:jobs","DelaySeconds":"0"}}"#,
    ]).read()
    #expect(read.codes == [])
    #expect(Set(read.items.map(\.resource.id.id)) == ["arn:aws:sqs:eu-west-1:111122223333:jobs"])
    #expect(read.items.map(\.isNameOnly) == [false, true])
    #expect(read.readings == ["111122223333 eu-west-1 AWS::SQS::Queue: read 1"])
  }

  @Test func `an answer about one resource lists nothing completely`() throws {
    let read = try Fixture([
      folder + "iam.GetRole_1.json": #"{"Role":{"RoleName":"deploy"}}"#,
      folder + "kms-describe-key/k-1": #"{"KeyMetadata":{"KeyId":"k-1"}}"#,
    ]).read()
    #expect(read.codes == [])
    #expect(read.readings.allSatisfy { $0.contains(": seen") })
  }

  @Test func `an account without a password policy has none, and that was read`() throws {
    let read = try Fixture([
      folder + "iam-get-account-password-policy.json": #"{"Error":{"Code":"NoSuchEntity"}}"#
    ]).read()
    #expect(read.codes == [])
    #expect(read.readings == ["111122223333 global AWS::IAM::AccountPasswordPolicy: read 0"])
  }
}

extension ListingTests {
  @Test func `a recorded answer is read as the answer`() throws {
    let read = try Fixture([
      folder + "ec2.DescribeSecurityGroups_1.json": #"""
      {"status_code":200,"data":{"ResponseMetadata":{},"SecurityGroups":[{"GroupId":"sg-1","GroupName":"n",
       "At":{"__class__":"datetime","year":2026,"month":3,"day":1,"hour":8,"minute":34,"second":2,"microsecond":0}}]}}
      """#,
      folder + "iam.ListUsers_1.json":
        #"{"status_code":403,"data":{"Error":{"Code":"AccessDenied"}}}"#,
    ]).read()
    #expect(
      read.readings == [
        "\(scope): read 1", "111122223333 global AWS::IAM::User: unread call-failed",
      ])
    #expect(read.items.map(\.resource.id.id) == ["sg-1"])
  }

  @Test func `a known resource counts, and agrees with its file`() throws {
    let fixture = try Fixture([folder + "ec2-describe-security-groups.json": page([1, 2])])
    let plan = SnapshotPlan([fixture.folder])
    var ledger = ScopeLedger(plan)
    let reader = SnapshotReader(plan)
    for file in plan.files {
      let end = try reader.readItems(file) { raw in
        let id = ResourceID(
          account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup",
          id: "sg-\(raw.ordinal)")
        ledger.note(known: 1, in: id.scope, in: file)
      }
      ledger.finish(file, end)
    }
    #expect(ledger.conclusion.problems.isEmpty)
    #expect(ledger.conclusion.readings.values.first == .read(count: 2))
  }

  @Test func `what the caller throws comes back as it is, and ends the reading`() throws {
    struct Stop: Error {}
    let fixture = try Fixture([folder + "ec2-describe-security-groups.json": page([1, 2])])
    let plan = SnapshotPlan([fixture.folder])
    var count = 0
    #expect(throws: Stop.self) {
      _ = try SnapshotReader(plan).readItems(plan.files[0]) { _ in
        count += 1
        throw Stop()
      }
    }
    #expect(count == 1)
  }

  @Test func `items are identified in several tasks at once`() async throws {
    let fixture = try Fixture([
      folder + "ec2-describe-security-groups.json": page(Array(0..<2000))
    ])
    let plan = SnapshotPlan([fixture.folder])
    var copies: [(ItemContext, [UInt8])] = []
    _ = try SnapshotReader(plan).readItems(plan.files[0]) {
      copies.append(($0.context, Array($0.bytes)))
    }
    let items = copies
    let ids = await withTaskGroup(of: [String].self) { group in
      for part in 0..<4 {
        group.addTask {
          let parser = JSONParser()
          return stride(from: part, to: items.count, by: 4).flatMap { index in
            items[index].1.withUnsafeBytes { bytes in
              let raw = RawItem(context: items[index].0, bytes: bytes, offset: nil, ordinal: index)
              return (try? raw.identified(by: parser).map(\.resource.id.id)) ?? []
            }
          }
        }
      }
      return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
    }
    #expect(ids.count == 2000)
  }
}

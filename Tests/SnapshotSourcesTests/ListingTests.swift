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
    (["": #"{"SecurityGroups":[{"GroupId":"sg-1"}"#], "unread invalid-json"),
    (["": #"{"SecurityGroups":[{"GroupName":"only"}]}"#], "unread invalid-item"),
    (["__filtered": page([1])], "seen 1"),
  ])
  func `a scope is read where its listing is whole`(pages: [String: String], reading: String) throws
  {
    let fixture = try Fixture()
    for (page, text) in pages {
      try fixture.write(Array(text.utf8), to: "\(folder)ec2-describe-security-groups\(page).json")
    }
    #expect(fixture.read().readings == ["\(scope): \(reading)"])
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
    let text = #"{"Users":[{"UserName":"a","Arn":"arn:aws:iam::111122223333:user/a"}]}"#
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

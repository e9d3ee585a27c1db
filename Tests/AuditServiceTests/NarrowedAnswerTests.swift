import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import SnapshotSources
import Testing

/// Answers that say less than the ones before them: what they leave out was not read.
@Suite struct NarrowedAnswerTests {
  /// The folder of exports of one account and region, taken day by day.
  private final class Days {
    let place: TemporaryStore
    private var day = 0

    init() throws { place = try TemporaryStore() }

    var now: Timestamp { Timestamp(microseconds: Int64(day) * 3_600_000_000) }

    @discardableResult
    func read(_ files: [String: String], as source: String = "exports") throws -> ImportOutcome {
      day += 1
      let root = "\(place.folder)/\(day)/\(source)"
      for (name, text) in files {
        let file = URL(filePath: "\(root)/111122223333/eu-west-1/\(name)")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      return try run(root, as: source, at: now)
    }

    /// Imports a folder as it was at a moment.
    func run(_ root: String, as source: String, at moment: Timestamp) throws -> ImportOutcome {
      var request = ImportSnapshot(
        store: place.store, paths: [root], capturedAt: moment, now: now)
      request.source = source
      return try request.run()
    }

    func coverage() throws -> Coverage { try ComposeCoverage(store: place.store).now(now) }

    /// What is unread: types by their problems, and parts.
    func unread() throws -> [String] {
      let coverage = try coverage()
      return coverage.unread.map {
        "\($0.scope.type.name.split(separator: ":")[2]) \($0.problem.code)"
      }
        + coverage.unreadParts.map { "\($0.part.name) \($0.part.problem.code)" }
    }
  }

  private static func group(_ id: String, _ rules: String = "") -> String {
    """
    {"GroupId":"sg-\(id)","GroupName":"\(id)","Description":"d","OwnerId":"111122223333","VpcId":"vpc-1",
    "IpPermissions":[\(rules)],"IpPermissionsEgress":[]}
    """
  }

  private static func listing(_ ids: String...) -> String {
    #"{"SecurityGroups":[\#(ids.map { group($0) }.joined(separator: ","))]}"#
  }

  private static let groups = "ec2-describe-security-groups.json"
  private static let document = """
    {"type":"AWS::EC2::SecurityGroup","id":"sg-a","configuration":\(group("a"))}
    """

  // MARK: Listings

  @Test(arguments: [
    ["ec2-describe-security-groups__name-a.json": listing("a")],
    ["ec2-describe-security-groups/sg-a.json": listing("a")],
    ["a.json": document],
    ["ec2-describe-security-groups__name-a.json": listing("a"), "a.json": document],
  ])
  func `what a source had listed whole and shows in part is unread`(files: [String: String]) throws
  {
    let days = try Days()
    try days.read([Self.groups: Self.listing("a", "b")])
    #expect(try days.coverage().isComplete)
    try days.read(files)
    #expect(try days.unread() == ["SecurityGroup scope-no-longer-listed"])
    try days.read(files)
    #expect(try days.unread() == ["SecurityGroup scope-no-longer-listed"])
    try days.read([Self.groups: Self.listing("a", "b")])
    #expect(try days.coverage().isComplete)
  }

  @Test func `another source that shows some resources counts for itself`() throws {
    let days = try Days()
    try days.read([Self.groups: Self.listing("a", "b")])
    try days.read(["ec2-describe-security-groups__name-a.json": Self.listing("a")], as: "ticket")
    #expect(try days.coverage().isComplete)
  }

  @Test func `a listing that is older than an unread one that changed something is out of order`()
    throws
  {
    let days = try Days()
    try days.read([Self.groups: Self.listing("a", "b")])
    let opened = Self.group(
      "a", #"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}"#)
    let cut = #"{"SecurityGroups":[\#(opened)],"NextToken":"more"}"#
    let outcome = try days.read([Self.groups: cut])
    #expect(outcome.edits == 1)
    #expect(try days.unread() == ["SecurityGroup unread-page"])
    let between = Timestamp(microseconds: 5_400_000_000)
    #expect(throws: Problems.self) {
      try days.run("\(days.place.folder)/1/exports", as: "other", at: between)
    }
  }

  // MARK: Columns

  /// A column of a listing, with two values of it.
  private static let columns:
    [(file: String, list: String, item: String, column: String, values: (String, String))] = [
      (
        "rds-describe-db-instances.json", "DBInstances",
        #""DBInstanceIdentifier":"db","DBInstanceClass":"db.t3.micro","Engine":"mysql","StorageEncrypted":true,"VpcSecurityGroups":[]"#,
        "PendingModifiedValues", ("{}", #"{"DBInstanceClass":"db.m5.large"}"#)
      ),
      (
        "rds-describe-db-instances.json", "DBInstances",
        #""DBInstanceIdentifier":"db","DBInstanceClass":"db.t3.micro","Engine":"mysql","StorageEncrypted":true,"VpcSecurityGroups":[]"#,
        "PubliclyAccessible", ("false", "true")
      ),
      (
        "lambda-list-functions.json", "Functions",
        #""FunctionName":"f","CodeSha256":"x","MemorySize":128,"Role":"arn:aws:iam::111122223333:role/r","Timeout":3"#,
        "TracingConfig", (#"{"Mode":"PassThrough"}"#, #"{"Mode":"Active"}"#)
      ),
      (
        "ec2-describe-volumes.json", "Volumes",
        #""VolumeId":"vol-1","AvailabilityZone":"eu-west-1a","Encrypted":true,"Size":8,"VolumeType":"gp3""#,
        "Attachments",
        ("[]", #"[{"InstanceId":"i-1","Device":"/dev/sdf","DeleteOnTermination":true}]"#)
      ),
    ]

  @Test(arguments: columns.indices)
  func `a column that was given and is not any more was not read`(index: Int) throws {
    let (file, list, item, column, values) = Self.columns[index]
    func answer(_ value: String?) -> [String: String] {
      let more = value.map { #","\#(column)":\#($0)"# } ?? ""
      return [file: #"{"\#(list)":[{\#(item)\#(more)}]}"#]
    }
    for value in [values.0, values.1] {
      let days = try Days()
      try days.read(answer(value))
      let known = try days.unread()
      for _ in 1...2 {
        #expect(try days.read(answer(nil)).edits == 0)
        #expect(try Set(days.unread()).subtracting(known) == ["\(column) part-not-given"])
      }
      let other = value == values.0 ? values.1 : values.0
      #expect(try days.read(answer(other)).edits > 0, "what it is now is held against what it was")
      #expect(try days.unread() == known)
    }
  }

  @Test(arguments: columns.indices)
  func `a column that was never given is not asked for`(index: Int) throws {
    let (file, list, item, column, _) = Self.columns[index]
    let days = try Days()
    try days.read([file: #"{"\#(list)":[{\#(item)}]}"#])
    try days.read([file: #"{"\#(list)":[{\#(item)}]}"#])
    #expect(try !days.unread().contains { $0.hasPrefix(column) })
  }

  // MARK: Errors under any name

  private static func failed(_ operation: String, _ code: String = "UnauthorizedOperation")
    -> String
  {
    "\nAn error occurred (\(code)) when calling the \(operation) operation: You may not.\n"
  }

  @Test(arguments: [
    ("volumes.json", failed("DescribeVolumes"), ["Volume call-failed"]),
    ("all/volumes.json", failed("DescribeVolumes"), ["Volume call-failed"]),
    (
      "errors.log", failed("DescribeVolumes") + failed("DescribeVpcs"),
      ["VPC call-failed", "Volume call-failed"]
    ),
    ("databases.txt", failed("DescribeDBInstances", "AccessDenied"), ["DBInstance call-failed"]),
    (
      "errors.log", failed("GetBucketPolicy", "AccessDenied"),
      ["Bucket part-without-listing", "Policy part-without-listing"]
    ),
    ("NOTES.md", failed("DescribeVolumes"), []),
    ("volume.json", failed("DescribeVolumes", "InvalidVolume.NotFound"), []),
    ("notes.json", failed("MakeCoffee"), []),
    ("notes.txt", "the volumes are to be exported tomorrow", []),
  ])
  func `an error says by itself what was not read`(file: String, text: String, unread: [String])
    throws
  {
    let days = try Days()
    let outcome = try days.read([Self.groups: Self.listing("a"), file: text])
    #expect(try days.unread() == unread)
    #expect(outcome.readings.values.contains(.read(count: 1)))
  }

  @Test func `an error about a part of nobody knows which resource leaves the part unread`() throws
  {
    let days = try Days()
    let buckets = #"{"Buckets":[{"Name":"a"}],"Owner":{"ID":"o"}}"#
    try days.read([
      "s3api-list-buckets.json": buckets,
      "errors.log": Self.failed("GetBucketPolicy", "AccessDenied"),
    ])
    #expect(try days.unread() == ["Policy call-failed"])
  }

  @Test func `an error of a region that nothing says stops nothing else`() throws {
    let days = try Days()
    let root = "\(days.place.folder)/no-region"
    let files = [
      "111122223333/eu-west-1/\(Self.groups)": Self.listing("a"),
      "111122223333/errors.log": Self.failed("DescribeVolumes"),
      "errors.log": Self.failed("DescribeVolumes"),
    ]
    for (name, text) in files { _ = try days.place.write(text, to: "no-region/\(name)") }
    let outcome = try days.run(root, as: "exports", at: days.now)
    #expect(outcome.readings.values.contains(.read(count: 1)))
  }

  @Test func `a queue's attributes that were asked for one by one take no policy away`() throws {
    let days = try Days()
    let policy =
      #""Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}]}""#
    func queue(_ more: String) -> [String: String] {
      [
        "sqs-get-queue-attributes/q.json":
          #"{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q","DelaySeconds":"0","VisibilityTimeout":"30"\#(more)}}"#,
        "sqs-list-queues.json":
          #"{"QueueUrls":["https://sqs.eu-west-1.amazonaws.com/111122223333/q"]}"#,
      ]
    }
    let all =
      #","MaximumMessageSize":"262144","MessageRetentionPeriod":"345600","ReceiveMessageWaitTimeSeconds":"0""#
    try days.read(queue(all + "," + policy))
    #expect(try days.read(queue("")).edits == 0)
    #expect(try days.unread().contains("Policy part-not-given"))
    #expect(try days.read(queue(all)).edits > 0, "asked for all, it has none any more")
  }
}

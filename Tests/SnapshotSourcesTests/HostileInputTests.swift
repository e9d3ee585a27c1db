import ConfigurationModel
import FoundationEssentials
import Glibc
import PlumblineTestSupport
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"

@Suite struct HostileInputTests {
  @Test func `links that lead in a circle end, and everything is read once`() throws {
    let fixture = try Fixture(["a/LICENSE": "x", "a/b/LICENSE": "x"])
    #expect(symlink(fixture.folder, fixture.folder + "/a/b/up") == 0)
    #expect(symlink("self", fixture.folder + "/self") == 0)
    #expect(symlink("nowhere", fixture.folder + "/dangling") == 0)
    let read = fixture.read()
    #expect(read.plan.files.count == 2)
    #expect(read.plan.problems == [])
    #expect(read.plan.refused.map(\.code) == ["unreadable-file", "unreadable-file"])
  }

  @Test func `a file or folder with several names is read under each`() throws {
    let text = #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#
    let fixture = try Fixture([folder + "ec2-describe-vpcs.json": text])
    let account = fixture.folder + "/111122223333/"
    let first = account + "eu-west-1/ec2-describe-vpcs.json"
    #expect(mkdir(account + "us-east-1", 0o700) == 0)
    #expect(link(first, account + "us-east-1/ec2-describe-vpcs.json") == 0)
    #expect(mkdir(account + "us-west-2", 0o700) == 0)
    #expect(
      symlink("../eu-west-1/ec2-describe-vpcs.json", account + "us-west-2/describe-vpcs.json") == 0)
    #expect(symlink("eu-west-1", account + "eu-west-3") == 0)
    #expect(symlink("..", account + "eu-west-1/up") == 0)
    #expect(
      fixture.read().readings
        == ["eu-west-1", "eu-west-3", "us-east-1", "us-west-2"].map {
          "111122223333 \($0) AWS::EC2::VPC: read 1"
        })
    // What is named twice is one.
    #expect(SnapshotPlan([first, account + "eu-west-1/../eu-west-1", first]).files.count == 1)
  }

  @Test(arguments: [
    ("production", "111122223333"), ("aaa", "111122223333"),
    ("111122223333/ireland", "eu-west-1"), ("111122223333/eu-west-1/newest", "../eu-west-1"),
  ])
  func `a link whose name says less is no place of its own`(name: String, target: String) throws {
    let fixture = try Fixture([folder + "ec2-describe-vpcs.json": #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#])
    #expect(symlink(target, fixture.folder + "/" + name) == 0)
    let read = fixture.read()
    #expect(read.plan.problems.isEmpty && read.plan.refused.isEmpty)
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::VPC: read 1"])
  }

  @Test(arguments: [false, true])
  func `the caller's identity above a link says whose it is`(isSymbolic: Bool) throws {
    let fixture = try Fixture([
      "222233334444/eu-west-1/ec2-describe-vpcs.json": #"{"Vpcs":[]}"#,
      "main/sts-get-caller-identity.json": #"{"Account":"111122223333"}"#,
      "other/sts/get-caller-identity.json": #"{"Account":"333344445555"}"#,
    ])
    let listing = "222233334444/eu-west-1/ec2-describe-vpcs.json"
    for name in ["main", "other"] {
      let place = "\(fixture.folder)/\(name)/eu-west-1"
      #expect(mkdir(place, 0o700) == 0)
      let path = place + "/ec2-describe-vpcs.json"
      #expect(
        isSymbolic
          ? symlink("../../\(listing)", path) == 0
          : link("\(fixture.folder)/\(listing)", path) == 0)
    }
    let read = fixture.read()
    #expect(read.codes == [])
    #expect(
      read.readings
        == ["111122223333", "222233334444", "333344445555"].map {
          "\($0) eu-west-1 AWS::EC2::VPC: read 0"
        })
  }

  @Test(arguments: [
    ("production", "222233334444"), ("newest", "222233334444/eu-west-1"),
    ("production", "accounts/333344445555"), ("main/production", "../222233334444"),
    ("111122223333/production", "../222233334444"),
    ("111122223333/eu-west-1/production", "../../222233334444"),
  ])
  func `a link to an account's folder is that account's, whatever stands above it`(
    name: String, target: String
  ) throws {
    let vpcs = #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#
    let fixture = try Fixture([
      "sts-get-caller-identity.json": #"{"Account":"111122223333"}"#,
      "main/sts-get-caller-identity.json": #"{"Account":"444455556666"}"#,
      folder + "ec2-describe-vpcs.json": #"{"Vpcs":[]}"#,
      "222233334444/eu-west-1/ec2-describe-vpcs.json": vpcs,
      "222233334444/iam-list-groups.json": #"{"Groups":[]}"#,
      "accounts/333344445555/eu-west-1/ec2-describe-vpcs.json": vpcs,
    ])
    let before = fixture.read()
    #expect(before.readings.count == 4)
    #expect(symlink(target, fixture.folder + "/" + name) == 0)
    let read = fixture.read()
    #expect(read.codes == before.codes && read.readings == before.readings, "\(read.readings)")
    #expect(read.plan.files.count == before.plan.files.count)
  }

  @Test func `what only a link to an account's folder shows is that account's`() throws {
    let fixture = try Fixture([
      "sts-get-caller-identity.json": #"{"Account":"111122223333"}"#,
      ".all/222233334444/eu-west-1/ec2-describe-vpcs.json": #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#,
    ])
    #expect(symlink(".all/222233334444", fixture.folder + "/production") == 0)
    #expect(fixture.read().readings == ["222233334444 eu-west-1 AWS::EC2::VPC: read 1"])
    #expect(symlink(".all/222233334444", fixture.folder + "/other") == 0)
    #expect(fixture.read().readings == ["222233334444 eu-west-1 AWS::EC2::VPC: read 1"])
  }

  @Test func `a link that is named after an account is that account's`() throws {
    let fixture = try Fixture([folder + "ec2-describe-vpcs.json": #"{"Vpcs":[]}"#])
    #expect(symlink("111122223333", fixture.folder + "/222233334444") == 0)
    #expect(
      fixture.read().readings
        == ["111122223333", "222233334444"].map { "\($0) eu-west-1 AWS::EC2::VPC: read 0" })
  }

  @Test func `a hard link that nothing gives to an account is told`() throws {
    let fixture = try Fixture([folder + "ec2-describe-vpcs.json": #"{"Vpcs":[]}"#])
    #expect(mkdir(fixture.folder + "/main", 0o700) == 0)
    #expect(
      link(
        "\(fixture.folder)/\(folder)ec2-describe-vpcs.json",
        fixture.folder + "/main/ec2-describe-vpcs.json") == 0)
    #expect(!fixture.read().codes.isEmpty)
  }

  @Test func `pipes and devices are not waited for`() throws {
    let fixture = try Fixture(["LICENSE": "x"])
    #expect(mkfifo(fixture.folder + "/pipe", 0o600) == 0)
    let read = fixture.read()
    #expect(read.codes == ["not-a-file"])
    #expect(read.plan.files.count == 1)
    #expect(ReadImport(["/dev/zero"]).codes == ["not-a-file"])
    #expect(ReadImport(["/no/such/path"]).codes == ["unreadable-file"])
  }

  @Test func `links are followed within an export, and not out of it`() throws {
    let vpcs = #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#
    let fixture = try Fixture([
      "export/" + folder + "ec2-describe-vpcs.json": vpcs, "export/data/notes.txt": "x",
      "outside/ec2-describe-subnets.json": #"{"Subnets":[{"SubnetId":"subnet-1"}]}"#,
      "export-2/ec2-describe-subnets.json": #"{"Subnets":[{"SubnetId":"subnet-2"}]}"#,
    ])
    let place = fixture.folder + "/export/" + folder
    for (target, name) in [
      ("/etc/passwd", "ec2-describe-volumes.json"),
      ("../../../outside/ec2-describe-subnets.json", "ec2-describe-subnets.json"),
      (fixture.folder + "/export-2", "more"), ("../../data", "inside"), ("/", "everything"),
    ] {
      #expect(symlink(target, place + name) == 0)
    }
    let read = ReadImport([fixture.folder + "/export"])
    #expect(read.codes == Array(repeating: "link-leaves-export", count: 4))
    #expect(read.resources == ["111122223333/eu-west-1/AWS::EC2::VPC/vpc-1"])
    #expect(
      read.plan.files.contains {
        $0.path.hasSuffix("inside/notes.txt") || $0.path.hasSuffix("data/notes.txt")
      })
    // A link that the user names himself is what he means.
    #expect(symlink("export", fixture.folder + "/latest") == 0)
    #expect(ReadImport([fixture.folder + "/latest"]).resources == read.resources)
  }

  @Test func `a file that may not be read is a problem, and the others are read`() throws {
    let fixture = try Fixture([
      folder + "ec2-describe-security-groups.json": "{}",
      folder + "ec2-describe-vpcs.json": #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#,
    ])
    let path = fixture.folder + "/" + folder + "ec2-describe-security-groups.json"
    try #require(chmod(path, 0) == 0)
    let read = fixture.read()
    #expect(read.items.count == 1)
    // Root reads what nobody may.
    #expect(read.codes == [geteuid() == 0 ? "missing-member" : "unreadable-file"])
  }

  @Test(arguments: [
    String(repeating: "[", count: 100_000),
    #"{"SecurityGroups":[{"GroupId":"# + String(repeating: "{\"a\":", count: 5_000),
    #"{"SecurityGroups":[{"GroupId":1e999999999999}]}"#,
    #"{"SecurityGroups":[{"GroupId":"a","GroupId":"b"}]}"#,
    #"{"SecurityGroups":[{"GroupId":"\ud800"}]}"#,
    #"{"SecurityGroups":[{"GroupId":"a"}],"SecurityGroups":[]}"#,
    #"{"SecurityGroups":[7,null,[],"",{}]}"#, #"{"SecurityGroups":{"GroupId":[]}}"#,
    #"{"SecurityGroups":[{"GroupId":null}]}"#, #"{"SecurityGroups":[{"GroupId":""}]}"#,
  ])
  func `hostile text is refused, and its scope is unread`(text: String) throws {
    let read = try Fixture([folder + "ec2-describe-security-groups.json": text]).read()
    #expect(!read.codes.isEmpty)
    #expect(read.readings.allSatisfy { $0.contains("unread") })
    #expect(read.readings.count == 1)
  }

  @Test func `an item whose id cannot be one is refused, and the others are read`() throws {
    let text =
      #"{"SecurityGroups":[{"GroupId":"sg-1"},{"GroupId":"sg\u00002"},{"GroupId":"sg-3"}]}"#
    let read = try Fixture([folder + "ec2-describe-security-groups.json": text]).read()
    #expect(read.codes == ["resource-id-invalid"])
    #expect(read.items.count == 2)
    #expect(
      read.readings == [
        "111122223333 eu-west-1 AWS::EC2::SecurityGroup: unread resource-id-invalid"
      ])
  }

  @Test func `an ARN's region that is none says nothing`() throws {
    let text =
      #"{"Topics":[{"TopicArn":"arn:aws:sns:../../x:111122223333:t"}]}"#
    let read = try Fixture(["111122223333/sns-list-topics.json": text]).read()
    #expect(Set(read.codes) == ["unknown-region"])
    #expect(read.items.isEmpty)
  }

  @Test func `bytes that are no UTF-8 are refused`() throws {
    let fixture = try Fixture()
    try fixture.write(
      Array(#"{"SecurityGroups":[{"GroupId":""#.utf8) + [0xFF, 0xFE] + Array(#""}]}"#.utf8),
      to: folder + "ec2-describe-security-groups.json")
    #expect(fixture.read().readings.first?.contains("unread") == true)
  }

  private static let group = #"{"SecurityGroups":[{"GroupId":"sg-1","Description":"Grüße 🔒"}]}"#

  @Test(arguments: [true, false], [true, false])
  func `UTF-16 is read, as PowerShell writes it`(isLittle: Bool, hasMark: Bool) throws {
    let units = (hasMark ? [0xFEFF] : []) + Array(Self.group.utf16)
    let bytes = units.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isLittle ? [low, high] : [high, low]
    }
    let fixture = try Fixture()
    try fixture.write(bytes, to: folder + "ec2-describe-security-groups.json")
    let scope = "111122223333 eu-west-1 AWS::EC2::SecurityGroup"
    #expect(fixture.read().readings == ["\(scope): read 1"])
    try fixture.write(bytes + [0x7B], to: folder + "ec2-describe-security-groups.json")
    #expect(fixture.read().readings == ["\(scope): unread utf16-file"])
    try fixture.write(gzip(bytes), to: folder + "ec2-describe-security-groups.json")
    #expect(fixture.read().readings == ["\(scope): read 1"])
  }

  private static let seeds: [(name: String, text: String)] = [
    (
      folder + "ec2-describe-security-groups.json",
      #"{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"a","Tags":[{"Key":"Name","Value":"n"}]}],"NextToken":"x"}"#
    ),
    (
      folder + "ec2-describe-instances.json",
      #"{"Reservations":[{"OwnerId":"111122223333","Instances":[{"InstanceId":"i-1"}]}]}"#
    ),
    (
      folder + "iam-get-account-authorization-details.json",
      #"{"UserDetailList":[{"UserName":"u","GroupList":["g"]}],"GroupDetailList":[{"GroupName":"g"}],"RoleDetailList":[],"Policies":[]}"#
    ),
    (
      "items.json",
      #"{"fileVersion":"1.0","configSnapshotId":"1","configurationItems":[{"resourceType":"AWS::S3::Bucket","resourceId":"b","awsAccountId":"111122223333","awsRegion":"eu-west-1","configuration":"{\"name\":\"b\"}","supplementaryConfiguration":{"A":"\"{}\""},"configurationItemCaptureTime":1.5}]}"#
    ),
    (
      "docs.ndjson",
      #"{"type":"AWS::EC2::VPC","id":"v","account":"111122223333","region":"eu-west-1","configuration":{}}"#
    ),
    (
      folder + "cloudfront-list-distributions.json",
      #"{"DistributionList":{"Items":[{"Id":"d","Arn":"arn:aws:cloudfront::111122223333:distribution/d"}]}}"#
    ),
    (folder + "s3-get-bucket-policy/b", #"{"Policy":"{\"Statement\":[]}"}"#),
    (folder + "s3-list-buckets.json", #"{"Buckets":[{"Name":"b"}]}"#),
  ]

  @Test(arguments: 0..<20 * Trials.factor)
  func `damaged files never stop the program, and never hide a whole one`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let fixture = try Fixture([
      "whole/" + folder + "ec2-describe-vpcs.json": #"{"Vpcs":[{"VpcId":"vpc-1"}]}"#
    ])
    for seed in Self.seeds {
      var bytes = Array(seed.text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      let isPacked = Int.random(in: 0..<4, using: &random) == 0
      if isPacked {
        bytes = gzip(bytes)
        if Bool.random(using: &random) { mutate(&bytes, &random) }
      }
      try fixture.write(bytes, to: seed.name)
    }
    let read = fixture.read()
    #expect(read.plan.files.count == Self.seeds.count + 1)
    #expect(read.resources.contains("111122223333/eu-west-1/AWS::EC2::VPC/vpc-1"))
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.removeSubrange(at...)
    case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.remove(at: at)
    case 3: bytes.insert(contentsOf: bytes[at...], at: at)
    default:
      bytes.insert(Array(#"{}[]",:0\"#.utf8).randomElement(using: &random) ?? 0, at: at)
    }
  }
}

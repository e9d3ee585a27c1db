import AuditReport
import ConfigurationModel

extension SampleReport {
  /// Findings that say the same, the two sides of one act, and many that were created.
  static let many = SampleReport(
    name: "many",
    report: {
      var report = clean.report
      report.findings =
        open + sides + routes + created + [
          many(21, "AWS::S3::Bucket", [logging], status: accepted, account: "111122223333"),
          many(22, "AWS::S3::Bucket", [logging], status: accepted, account: "444455556666"),
          many(
            23, "AWS::S3::Bucket", [logging],
            status: .resolved(.reverted, at: moment(20, "21:15")), account: "777788889999"),
        ]
      return report
    }())

  private static let accepted = Finding.Status.accepted(
    by: "carol@example.com", until: moment(30, "00:00"), reason: "vendor fix due")

  private static let ssh = edit(
    "IpPermissions[tcp 22 from 0.0.0.0/0]",
    .added(.object(["FromPort": .number("22"), "IpProtocol": .string("tcp")])),
    .unapproved([NearMiss(record: "CHG0031337", lacks: "port 22 is not 443", distance: 1)]),
    severity: .critical, sentence: "tcp/22 is now open to the whole internet")
  private static let noNearMiss = edit(
    "IpPermissions[tcp 22 from 0.0.0.0/0]",
    .added(.object(["FromPort": .number("22"), "IpProtocol": .string("tcp")])),
    severity: .critical, sentence: "tcp/22 is now open to the whole internet")
  private static let logging = edit(
    "Logging.Bucket", .removed(.string("acme-logs")), severity: .high)

  private static let open: [Finding] = (1...7).map { number in
    many(
      number, "AWS::EC2::SecurityGroup", [number == 2 ? ssh : noNearMiss],
      status: number == 3
        ? .acknowledged(by: "alice", at: moment(20, "21:20"), note: "asking") : .open,
      account: "\(number % 3)11122223333", region: number < 6 ? "eu-west-1" : "us-east-1")
  }

  private static let sides = [
    Finding(
      number: 8, resource: resource("AWS::IAM::User", "mallory", region: "global"),
      change: .modified, status: .open,
      edits: [
        edit(
          "Groups[Admins]", .added(.string("Admins")), severity: .critical,
          sentence: "The user now has everything the group Admins allows")
      ], firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15")),
    many(9, "AWS::EC2::VPC", [edit("EnableDnsSupport", .added(.bool(false)))]),
    Finding(
      number: 10, resource: resource("AWS::IAM::Group", "Admins", region: "global"),
      change: .modified, status: .open,
      edits: [edit("Users[mallory]", .added(.object([:])), severity: .critical)],
      firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15")),
  ]

  private static let routes = [
    many(11, "AWS::EC2::RouteTable", [edit("Associations[subnet-1]", .removed(.object([:])))]),
    many(12, "AWS::EC2::Subnet", [edit("MapPublicIpOnLaunch", .added(.bool(true)))]),
    many(
      13, "AWS::EC2::RouteTable",
      [
        edit("Associations[subnet-1]", .added(.object([:]))),
        edit("Routes[0.0.0.0/0]", .added(.object(["GatewayId": .string("igw-1")]))),
      ]),
  ]

  private static let created: [Finding] = (31...42).map { number in
    many(
      number, "AWS::IAM::Policy",
      [edit("", .added(.object(["Name": .string("p-\(number)")])), severity: .low)],
      change: .created)
  }

  private static func many(
    _ number: Int, _ type: ResourceType, _ edits: [JudgedEdit], status: Finding.Status = .open,
    account: String = "111122223333", region: String = "eu-west-1",
    change: ResourceChange = .modified
  ) -> Finding {
    Finding(
      number: number,
      resource: resource(type, "r-\(number)", "web-\(number)", region: region, account: account),
      change: change, status: status, edits: edits, firstSeen: moment(20, "21:15"),
      lastSeen: moment(20, "21:15"))
  }

  /// The findings of an organization of 300 accounts: 40 kinds of edit.
  static func organization(findings count: Int) -> DriftReport {
    var report = clean.report
    report.findings = (0..<count).map { index in
      let kind = index % 40
      let severity = Severity.allCases[3 - kind / 10]
      let values = Edit.Change.changed(
        from: .string("before \(kind)"), to: .string("after \(kind)"))
      let type: ResourceType = kind % 3 == 0 ? "AWS::EC2::SecurityGroup" : "AWS::S3::Bucket"
      return Finding(
        number: index + 1,
        resource: resource(
          type, "res-0123456789abcde\(index)", "service-\(index % 977)-production",
          region: ["eu-west-1", "us-east-1", "eu-central-1"][index % 3],
          account: "\(100_000_000_000 + index % 300)"),
        change: .modified, status: .open,
        edits: [
          edit("Field\(kind)", values, severity: severity, sentence: "what \(kind) means for all"),
          edit("Other\(kind)", values, severity: .low),
        ], firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15"),
        life: [.init(at: moment(20, "21:15"), what: .opened(snapshot: 7))])
    }.sorted { ($1.severity, $0.number) < ($0.severity, $1.number) }
    return report
  }
}

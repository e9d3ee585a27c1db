import AuditReport
import ConfigurationModel

extension SampleReport {
  /// One of everything that happens in an ordinary month.
  static let rich: SampleReport = {
    var report = DriftReport(
      subject: .audit(snapshot: 42), store: "plumb.db", baseline: "prod", at: moment(20, "21:28"),
      period: Occurrence(after: moment(6, "21:15"), until: moment(20, "21:15")),
      coverage: richCoverage)
    report.findings = [webGroup, admins, routes, bucket, acceptedUser, revertedGroup]
    report.approved = approvedEdits
    report.ignored = [
      .init(
        ignore: ignore(
          "ignores.yaml#1", until: Timestamp(seconds: 1_806_451_200),
          reason: "the autoscaler writes these"), count: 14, isExpired: false),
      .init(
        ignore: ignore(
          "ignores.yaml#2", until: moment(1, "00:00"), reason: "migration of the build agents",
          owner: "build@example.com"), count: 2, isExpired: true),
    ]
    report.approvedOnPaper = [
      .init(
        resource: resource("AWS::EC2::RouteTable", "rtb-07d1", "private-a"), change: .modified,
        judged: edit(
          "Routes[10.40.0.0/16]", .added(.object(["TransitGatewayId": .string("tgw-01")])),
          .approvedOnPaper(by: Cover(record: "CHG0031401", allowance: 0, clause: 0))))
    ]
    report.underDelivered = [
      .init(
        record: "CHG0031401", title: "Close telnet on the legacy hosts",
        expected: "removed IpPermissions of AWS::EC2::SecurityGroup sg-0ffee1234 (tcp 23)",
        until: moment(18, "22:00"))
    ]
    report.fulfilments = [
      .init(
        record: "CHG0031337", title: "Open HTTPS from the office to the web tier",
        state: "approved", outcome: .wentFurther, done: 1, total: 2, edits: 1,
        requestedBy: "alice@example.com",
        approvals: [.init(by: "bob@example.com", at: moment(19, "09:00"))],
        window: Window(from: moment(20, "20:00"), until: moment(20, "22:00")),
        reference: "https://example.service-now.com/CHG0031337"),
      .init(
        record: "CHG0031380", title: "New subnets for the data platform", state: "closed",
        outcome: .done, done: 3, total: 3, edits: 9, requestedBy: "dave@example.com",
        reference: "the data team's board"),
      .init(
        record: "CHG0031401", title: "Close telnet on the legacy hosts", state: "approved",
        outcome: .notDone, done: 0, total: 1, edits: 0,
        window: Window(from: nil, until: moment(18, "22:00"))),
      .init(
        record: "CHG0031399", title: "Not spoken of", state: "draft", done: 0, total: 1, edits: 0,
        isTold: false),
    ]
    report.since = DriftReport.Since(
      made: moment(30, "09:00"),
      entries: [
        .init(
          about: "F-17", at: moment(22, "09:15"), words: "reverted, seen in snapshot 61"),
        .init(
          about: "CHG0031420", at: moment(23, "10:00"),
          words: "approved by bob: the outage of the 20th"),
      ])
    report.debts = [
      .init(
        record: "CHG0031420", title: "Route around the failed gateway", due: moment(20, "20:00"),
        isOverdue: true, findings: [19])
    ]
    report.timeline = [
      .init(date: "2026-11-09", approved: 3, ignored: 5, unapproved: 0),
      .init(date: "2026-11-10", approved: 1, ignored: 2, unapproved: 1),
      .init(date: "2026-11-13", approved: 4, approvedOnPaper: 1, ignored: 0, unapproved: 0),
      .init(date: "2026-11-18", approved: 1, ignored: 4, unapproved: 2),
      .init(date: "2026-11-20", approved: 1, ignored: 3, unapproved: 5),
    ]
    report.program = "0.1.0"
    report.ledger = .init(size: 512, root: String(repeating: "5e", count: 32), store: "c0ffee")
    report.changes = [
      .init(
        resource: resource("AWS::EC2::SecurityGroup", "sg-0a1b2c3d", "web-prod"), change: .modified,
        judged: edit(
          "IpPermissions[tcp 8443 from 10.9.0.0/16]",
          .added(rule(port: 8443, source: "10.9.0.0/16")), approved("CHG0031380"),
          occurred: Occurrence(after: moment(8, "21:15"), until: moment(9, "21:15")))),
      .init(
        resource: resource("AWS::EC2::SecurityGroup", "sg-0a1b2c3d", "web-prod"), change: .modified,
        judged: edit(
          "Tags[cost-centre]", .changed(from: .string("12"), to: .string("14")),
          .ignored(by: "ignores.yaml#1"),
          occurred: Occurrence(after: moment(12, "21:15"), until: moment(13, "21:15")))),
    ]
    report.firstReadings = [
      .init(
        scope: Scope(
          account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup"),
        resource: nil, part: nil, at: moment(7, "09:15"), count: 240)
    ]
    report.guardrails = guardrails
    report.alerts = [
      .init(
        event: "8f7a2c4e-0000-4000-8000-000000000001", at: moment(20, "21:03"),
        call: "ec2 AuthorizeSecurityGroupIngress",
        actor: "alice (role Admin), with AWS CLI, from 198.51.100.7", account: "111122223333",
        region: "eu-west-1", error: nil, resources: ["sg-0a1b2c3d"],
        rules: [
          .init(
            id: "cis-5.10", title: "A security group was changed", severity: .medium,
            threshold: nil),
          .init(
            id: "security-group-rule-added", title: "A rule was added to a security group",
            severity: .high, threshold: nil),
        ], findings: [17]),
      .init(
        event: "8f7a2c4e-0000-4000-8000-000000000002", at: moment(20, "21:04"),
        call: "iam GetUser", actor: "role deploy, session build-17", account: nil,
        region: "us-east-1", error: "AccessDenied", resources: [],
        rules: [
          .init(
            id: "unauthorized-call", title: "A call was not authorized, whatever it was",
            severity: .low, threshold: "5 in 10min, by actor")
        ], findings: []),
    ]
    report.warnings = ["The approval of CHG0031390 is void: its requester gave it."]
    return SampleReport(name: "rich", report: report)
  }()

  private static let richCoverage: Coverage = {
    let regional: [ResourceType] = [
      "AWS::EC2::NetworkAcl", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::VPC",
      "AWS::Lambda::Function", "AWS::RDS::DBInstance", "AWS::S3::Bucket",
    ]
    var cells: [Coverage.Cell] = []
    for account in ["111122223333", "444455556666"] {
      for type in ["AWS::IAM::Group", "AWS::IAM::User"] as [ResourceType] {
        cells.append(cell(Scope.global, type, .read(count: 31), account: account))
      }
      for region in ["eu-central-1", "eu-south-1", "eu-west-1", "us-east-1"] {
        for type in regional {
          let isDenied = region == "eu-south-1" && type == "AWS::EC2::RouteTable"
          let isSeen = region == "us-east-1" && type == "AWS::Lambda::Function"
          cells.append(
            cell(
              region, type,
              isDenied ? .unread(denied) : isSeen ? .seen(count: 4) : .read(count: 17),
              account: account))
        }
      }
    }
    return Coverage(cells: cells)
  }()

  private static let webGroup = Finding(
    number: 17, resource: resource("AWS::EC2::SecurityGroup", "sg-0a1b2c3d", "web-prod"),
    change: .modified, status: .open,
    edits: [
      edit("Description", .changed(from: .string("web"), to: .string("web tier")), severity: .low),
      edit(
        "IpPermissions[tcp 22 from 0.0.0.0/0]",
        .added(rule(port: 22, source: "0.0.0.0/0")),
        .unapproved([
          NearMiss(
            record: "CHG0031337",
            lacks: "approves tcp/443 from 10.0.0.0/8 here: port 22 is not 443, "
              + "0.0.0.0/0 is wider than 10.0.0.0/8", distance: 2)
        ]), severity: .critical, sentence: "tcp/22 is now open to the whole internet"
      ).made(
        .exact,
        by: "mallory (role Ops), with the console, from 198.51.100.7, with MFA",
        call: "AuthorizeSecurityGroupIngress"),
      edit(
        "IpPermissions[tcp 443 from 10.1.0.0/16]", .added(rule(port: 443, source: "10.1.0.0/16")),
        approved("CHG0031337"), severity: .low),
    ], firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15"))

  private static func rule(port: Int, source: String) -> ConfigurationValue {
    .object([
      "IpProtocol": .string("tcp"), "FromPort": .number("\(port)"), "ToPort": .number("\(port)"),
      "CidrIp": .string(source),
    ])
  }

  private static let admins = Finding(
    number: 18, resource: resource("AWS::IAM::Group", "Admins", region: Scope.global),
    change: .modified,
    status: .acknowledged(by: "carol", at: moment(20, "21:20"), note: "asking HR"),
    edits: [
      edit(
        "Users[mallory]", .added(.object(["UserName": .string("mallory")])),
        .unapproved([
          NearMiss(record: "CHG0031302", lacks: "adds carol, not mallory", distance: 1)
        ]), severity: .high, sentence: "mallory is now an administrator",
        occurred: Occurrence(after: moment(17, "21:15"), until: moment(18, "09:15")))
    ], firstSeen: moment(18, "09:15"), lastSeen: moment(20, "21:15"))

  private static let routes = Finding(
    number: 19, resource: resource("AWS::EC2::RouteTable", "rtb-07d1", "private-a"),
    change: .modified, status: .open,
    edits: [
      edit(
        "Routes[0.0.0.0/0].NatGatewayId",
        .changed(from: .string("nat-0123456789abcdef0"), to: .string("nat-0fedcba9876543210")),
        severity: .medium,
        occurred: Occurrence(after: moment(20, "11:45"), until: moment(20, "12:15"))),
      edit("Tags[karpenter.sh/discovery]", .added(.string("prod")), .ignored(by: "ignores.yaml#1")),
    ], firstSeen: moment(20, "12:15"), lastSeen: moment(20, "21:15"),
    notes: ["made anew under the same name"])

  private static let bucket = Finding(
    number: 12,
    resource: resource("AWS::S3::Bucket", "acme-audit-logs", account: "444455556666"),
    change: .modified, status: .open,
    edits: [
      edit(
        "Policy",
        .changed(
          from: .string(
            String(repeating: "arn:aws:iam::444455556666:role/writer,", count: 6) + "a"),
          to: .string(String(repeating: "arn:aws:iam::444455556666:role/writer,", count: 6) + "b")),
        severity: .low, occurred: Occurrence(after: moment(9, "21:15"), until: moment(10, "09:15")))
    ], firstSeen: moment(10, "09:15"), lastSeen: moment(20, "21:15"))

  private static let acceptedUser = Finding(
    number: 9, resource: resource("AWS::IAM::User", "ci-deploy", region: Scope.global),
    change: .created,
    status: .accepted(
      by: "dave", until: moment(30, "00:00"), reason: "until the new runner is live"),
    edits: [edit("", .added(.object(["UserName": .string("ci-deploy")])))],
    firstSeen: moment(9, "09:15"), lastSeen: moment(20, "21:15"))

  private static let revertedGroup = Finding(
    number: 11, resource: resource("AWS::EC2::SecurityGroup", "sg-0ffee1234", "legacy"),
    change: .modified, status: .resolved(.reverted, at: moment(19, "09:15")),
    edits: [
      edit(
        "IpPermissions[tcp 8080 from 10.0.0.0/8]", .removed(rule(port: 8080, source: "10.0.0.0/8")),
        occurred: Occurrence(after: moment(17, "21:15"), until: moment(18, "09:15")))
    ],
    firstSeen: moment(18, "09:15"), lastSeen: moment(18, "21:15"),
    life: [
      .init(at: moment(18, "09:20"), what: .opened(snapshot: 40)),
      .init(
        at: moment(18, "10:00"), what: .acknowledged, by: "carol", reason: "asking the owners"),
      .init(
        at: moment(18, "11:00"), what: .accepted(until: moment(30, "00:00")), by: "dave",
        reason: "legacy, goes next week"),
      .init(at: moment(19, "09:15"), what: .reverted(snapshot: 42)),
    ])

  private static let approvedEdits: [DriftReport.ResourceEdit] =
    [
      .init(
        resource: resource("AWS::EC2::SecurityGroup", "sg-0a1b2c3d", "web-prod"), change: .modified,
        judged: edit(
          "IpPermissions[tcp 443 from 10.1.0.0/16]",
          .added(rule(port: 443, source: "10.1.0.0/16")), approved("CHG0031337")))
    ]
    + (1...9).map { index in
      .init(
        resource: resource("AWS::EC2::RouteTable", "rtb-0da7a\(index)", "data-\(index)"),
        change: .modified,
        judged: edit(
          "Routes[10.\(index).0.0/16]",
          .added(.object(["TransitGatewayId": .string("tgw-01")])),
          approved("CHG0031380", isTimeCorroborated: index > 1)))
    }
}

extension JudgedEdit {
  /// The same edit, with who made it.
  fileprivate func made(_ grade: EditAttribution.Grade, by actor: String, call: String)
    -> JudgedEdit
  {
    var edit = self
    edit.attribution = EditAttribution(
      grade,
      [
        .init(
          id: "e-1", at: moment(20, "21:03"), call: call, actor: actor, person: "mallory")
      ])
    return edit
  }
}

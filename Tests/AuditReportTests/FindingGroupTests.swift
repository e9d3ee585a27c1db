import AuditReport
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// tcp/22 opened to everybody, of a security group.
private let ssh = edit(
  "IpPermissions[tcp 22 from 0.0.0.0/0]", .added(.object(["FromPort": .number("22")])),
  severity: .critical, sentence: "tcp/22 is now open to the whole internet")
private let tag = edit("Tags[team]", .changed(from: .string("web"), to: .string("db")))

private func found(
  _ number: Int, _ edits: [JudgedEdit], type: ResourceType = "AWS::EC2::SecurityGroup",
  account: String = "111122223333", region: String = "eu-west-1",
  change: ResourceChange = .modified, severity: Severity? = nil
) -> Finding {
  Finding(
    number: number,
    resource: resource(type, "r-\(number)", region: region, account: account), change: change,
    status: .open, edits: edits, firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15"),
    severity: severity)
}

private func numbers(_ findings: [Finding]) -> [[Int]] {
  FindingGroup.groups(findings).map { $0.members.map(\.number) }
}

@Test(
  arguments: [
    ("the same edit", [ssh], [ssh], true),
    ("in another order", [ssh, tag], [tag, ssh], true),
    ("one edit more", [ssh], [ssh, tag], false),
    (
      "another value", [tag],
      [edit("Tags[team]", .changed(from: .string("web"), to: .string("d")))], false
    ),
    (
      "another value before", [tag],
      [edit("Tags[team]", .changed(from: .string("w"), to: .string("db")))], false
    ),
    ("added, not changed", [tag], [edit("Tags[team]", .added(.string("db")))], false),
    ("another path", [edit("A", .added(.null))], [edit("B", .added(.null))], false),
    (
      "another severity", [edit("A", .added(.null))], [edit("A", .added(.null), severity: .high)],
      false
    ),
    (
      "a number and its text", [edit("A", .added(.number("1")))], [edit("A", .added(.string("1")))],
      false
    ),
    (
      "the same to the eye only", [edit("A", .added(.string("\u{E9}")))],
      [edit("A", .added(.string("e\u{301}")))], false
    ),
    (
      "a value that ends where the next begins", [edit("A", .removed(.string("x")))],
      [edit("A", .added(.string("x")))], false
    ),
    (
      "what a record covers beside it", [ssh, edit("B", .added(.null), .ignored(by: "i"))], [ssh],
      true
    ),
  ] as [(String, [JudgedEdit], [JudgedEdit], Bool)])
func `findings are alike where all that no record covers is equal`(
  what: String, left: [JudgedEdit], right: [JudgedEdit], isOne: Bool
) {
  let groups = numbers([found(1, left), found(2, right)])
  #expect(groups == (isOne ? [[1, 2]] : [[1], [2]]), "\(what)")
}

@Test func `what it is of does not count, but its type does`() {
  let findings = [
    found(1, [tag]), found(2, [tag], account: "444455556666", region: "us-east-1"),
    found(3, [tag], type: "AWS::EC2::VPC"), found(4, [tag], change: .deleted, severity: .critical),
  ]
  #expect(numbers(findings) == [[1, 2], [3], [4]])
  let group = FindingGroup.groups(findings)[0]
  #expect(group.subject == "2 security groups" && group.place == "2 accounts, 2 regions")
  #expect(group.gist == "~ Tags[team]" && group.ids(atMost: 1) == "F-1 and 1 more")
  let single = FindingGroup.groups(findings)[1]
  #expect(single.subject == "VPC r-3" && single.place == "111122223333 eu-west-1")
}

@Test(arguments: [(10, [ResourceChange.created]), (11, [.created]), (12, [.created, .deleted])])
func `many that came or went are one, and a few are told each`(
  count: Int, changes: [ResourceChange]
) {
  let findings = changes.flatMap { change in
    (1...count).map { number in
      found(
        changes.firstIndex(of: change)! * 100 + number, [edit("", .added(.number("\(number)")))],
        change: change)
    }
  }
  #expect(FindingGroup.groups(findings).count == (count > 10 ? changes.count : count))
}

@Test func `a critical creation stands alone`() {
  let findings = (1...12).map {
    found(
      $0, [edit("", .added(.number("\($0)")), severity: $0 == 5 ? .critical : .low)],
      change: .created)
  }
  #expect(numbers(findings) == [[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12], [5]])
}

@Test
func `groups hold each finding once, in the order of their first members, whatever the order`() {
  for seed in UInt64(1)...200 {
    var random = SeededGenerator(seed: seed)
    let findings = (1...30).map { number in
      found(
        number, [edit("A", .added(.number("\(Int.random(in: 0..<5, using: &random))")))],
        type: Bool.random(using: &random) ? "AWS::EC2::VPC" : "AWS::EC2::Subnet",
        change: Bool.random(using: &random) ? .created : .modified)
    }.shuffled(using: &random)
    let groups = FindingGroup.groups(findings)
    let order = findings.map(\.number)
    #expect(groups.flatMap(\.members).map(\.number).sorted() == order.sorted(), "seed \(seed)")
    let leaders = groups.map { order.firstIndex(of: $0.leader.number) ?? -1 }
    #expect(leaders == leaders.sorted(), "seed \(seed)")
    for group in groups {
      let places = group.members.map { order.firstIndex(of: $0.number) ?? -1 }
      #expect(places == places.sorted(), "seed \(seed)")
      #expect(Set(group.members.map(\.likeness)).count == 1, "seed \(seed)")
    }
    let sets = Set(groups.map { Set($0.members.map(\.number)) })
    let again = FindingGroup.groups(findings.shuffled(using: &random))
    #expect(Set(again.map { Set($0.members.map(\.number)) }) == sets, "seed \(seed)")
  }
}

@Test func `a selection says how many of what, the worst first`() {
  let selection = FindingSelection([
    found(3, [tag]), found(2, [ssh]), found(1, [ssh]), found(4, [ssh, tag]),
  ])
  #expect(
    selection.text(ReportOptions()) == """
      4 findings: 3 critical, 1 medium.
        critical  2 security groups, 111122223333 eu-west-1: + IpPermissions[tcp 22 from 0.0.0.0/0] (F-1,
                  F-2)
        critical  F-4  security group r-4, 111122223333 eu-west-1: + IpPermissions[tcp 22 from 0.0.0.0/0]
                       and 1 more edit
        medium  F-3  security group r-3, 111122223333 eu-west-1: ~ Tags[team]

      """)
}

@Test func `the two sides of one act stand together, and one that shows nothing else is folded`() {
  let groups = FindingGroup.groups(SampleReport.many.report.findings.filter { $0.number < 20 })
  #expect(groups.map(\.leader.number) == [1, 8, 10, 9, 11, 13, 12])
  #expect(groups.map { $0.side?.of } == [nil, nil, "F-8", nil, nil, "F-11", nil])
  #expect(groups.map { $0.side?.isAll } == [nil, nil, true, nil, nil, false, nil])
}

@Test(arguments: [
  ("another user", "Groups[Admins]", "Users[eve]", "111122223333", false),
  ("another group", "Groups[Readers]", "Users[mallory]", "111122223333", false),
  ("another account", "Groups[Admins]", "Users[mallory]", "444455556666", false),
  ("what is inside a member", "Groups[Admins]", "Users[mallory].Path", "111122223333", false),
  ("the same", "Groups[Admins]", "Users[mallory]", "111122223333", true),
])
func `two sides are of one act only where who and what are the same`(
  what: String, user: String, group: String, account: String, isOne: Bool
) {
  func finding(_ number: Int, _ type: ResourceType, _ id: String, _ path: String, _ account: String)
    -> Finding
  {
    Finding(
      number: number, resource: resource(type, id, region: "global", account: account),
      change: .modified, status: .open, edits: [edit(path, .added(.null))],
      firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15"))
  }
  let groups = FindingGroup.groups([
    finding(1, "AWS::IAM::User", "mallory", user, "111122223333"),
    finding(2, "AWS::IAM::Group", "Admins", group, account),
  ])
  #expect((groups.last?.side != nil) == isOne, "\(what)")
}

@Test func `ten thousand findings of forty kinds fit two screens, and a page that mail takes`() {
  let report = SampleReport.organization(findings: 10_000)
  let text = ReportFormat.text.render(report)
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
  #expect(lines <= 110, "\(lines) lines")
  for kind in 0..<40 { #expect(text.contains("Field\(kind) ") || text.contains("Field\(kind)\n")) }
  let page = ReportFormat.html.render(report)
  #expect(page.utf8.count < 5_000_000, "\(page.utf8.count) bytes")
  #expect(page.contains("250 buckets") || page.contains("250 S3 buckets"))
  #expect(page.matches(of: /<tr id="F-/).count == 10_000)
}

@Test func `what is beyond two screens is counted, the worst told first`() {
  var report = SampleReport.clean.report
  report.findings = (1...500).map {
    found($0, [edit("A\($0)", .added(.null), severity: $0 <= 5 ? .critical : .low)])
  }
  let text = ReportFormat.text.render(report)
  #expect((1...5).allSatisfy { text.contains("CRITICAL F-\($0)  ") })
  #expect(text.contains("… 440 more findings: 440 low"))
  #expect(text.split(separator: "\n").count < 160)
}

@Test(arguments: ReportFormat.allCases)
func `every format tells a group, and the members that a program follows`(format: ReportFormat) {
  let text = format.render(SampleReport.many.report)
  switch format {
  case .text:
    #expect(text.contains("CRITICAL  7 security groups") && text.contains("F-5 and 2 more"))
  case .markdown: #expect(text.contains("## CRITICAL 7 security groups"))
  case .html: #expect(text.contains(">7 security groups</span>") && text.contains("<tr id=\"F-7\""))
  case .json: #expect(text.contains("\"finding\": \"F-1\",\n      \"findings\": ["))
  case .csv: #expect(text.split(separator: "\r\n").filter { $0.hasSuffix(",F-1") }.count == 7)
  case .sarif: #expect(text.matches(of: /"groupFindings": 7/).count == 7)
  case .junit:
    #expect(text.matches(of: /the same in 7 security groups, F-1 and others/).count == 7)
  }
}

import AuditReport
import ConfigurationModel
import Testing

/// What a report tells of when a resource changed, and of who did what.
@Suite struct ResourceTimelineTests {
  private static let group = resource("AWS::EC2::SecurityGroup", "sg-1", "web")
  private static let other = resource("AWS::EC2::SecurityGroup", "sg-2")

  private static func change(_ path: String, _ verdict: Verdict, _ day: Int) -> JudgedEdit {
    edit(
      path, .added(.null), verdict,
      occurred: Occurrence(after: moment(day - 1, "21:15"), until: moment(day, "21:15")))
  }

  private static func finding(
    _ number: Int, _ edits: [JudgedEdit], life: [Finding.Step] = [],
    status: Finding.Status = .open
  ) -> Finding {
    Finding(
      number: number, resource: group, change: .modified, status: status, edits: edits,
      firstSeen: moment(12, "21:15"), lastSeen: moment(20, "21:15"), life: life)
  }

  private static let report: DriftReport = {
    var report = SampleReport.clean.report
    report.period = Occurrence(after: moment(1, "00:00"), until: moment(20, "21:15"))
    let shared = change("B", approved("CHG2"), 14)
    report.findings = [
      finding(
        1, [change("A", .unapproved([]), 12), shared],
        life: [
          .init(at: moment(12, "21:15"), what: .opened(snapshot: 4)),
          .init(at: moment(13, "09:00"), what: .acknowledged, by: "carol"),
        ]), finding(2, [change("C", .unapproved([]), 16)]),
    ]
    report.approved = [
      .init(resource: group, change: .modified, judged: shared),
      .init(resource: other, change: .modified, judged: change("X", approved("CHG2"), 3)),
    ]
    report.changes = [
      // It went back since, and is in no finding any more.
      .init(resource: group, change: .modified, judged: change("D", .unapproved([]), 5)),
      .init(resource: group, change: .modified, judged: change("E", .ignored(by: "i#1"), 6)),
      .init(resource: group, change: .modified, judged: shared),
    ]
    report.firstReadings = [
      .init(
        scope: Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup"),
        resource: nil, part: nil, at: moment(2, "21:15"), count: 2),
      .init(
        scope: Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup"),
        resource: group, part: "Tags", at: moment(4, "21:15"), count: 0),
      .init(
        scope: Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC"),
        resource: nil, part: nil, at: moment(3, "21:15"), count: 2),
    ]
    return report
  }()

  @Test func `a timeline has each edit of the resource once, its first readings, and one life`() {
    let timelines = ResourceTimelines(Self.report)
    let told = timelines.timeline(of: Self.report.findings[0]).moments.map {
      "\($0.until.date) \($0.words)"
    }
    #expect(
      told == [
        "2026-11-02 its scope read for the first time", "2026-11-04 Tags read for the first time",
        "2026-11-05 + D: unapproved", "2026-11-06 + E: ignored by i#1",
        "2026-11-12 + A: unapproved", "2026-11-12 opened, seen in snapshot 4",
        "2026-11-13 acknowledged by carol", "2026-11-14 + B: approved by CHG2",
        "2026-11-16 + C: unapproved",
      ])
    let second = timelines.timeline(of: Self.report.findings[1]).moments.map(\.words)
    #expect(second.count == 7 && !second.contains("acknowledged by carol"))
  }

  @Test func `the page tells a timeline without its script, with a mark for each moment`() throws {
    let page = ReportFormat.html.render(Self.report)
    let card = try #require(page.firstMatch(of: /id="F-1".*?<\/details>/.dotMatchesNewlines()))
    let list = try #require(
      card.output.firstMatch(of: /<ol class="timeline">(.*?)<\/ol>/.dotMatchesNewlines()))
    #expect(list.output.1.matches(of: /<li class="/).count == 9)
    for mark in ["unapproved", "approved", "ignored", "first", "step"] {
      #expect(list.output.1.contains("<li class=\"\(mark)\">"), "\(mark)")
      #expect(
        card.output.matches(of: /<(path|circle|rect) class="([a-z]+)"/).contains {
          $0.output.2 == mark
        }, "\(mark)")
    }
  }

  @Test func `of a long history the newest is told, and how much there is before`() throws {
    var report = Self.report
    report.findings = [
      Self.finding(
        1,
        (2...20).flatMap { day in
          (1...3).map { Self.change("P\(day)\($0)", .unapproved([]), day) }
        })
    ]
    (report.changes, report.approved, report.firstReadings) = ([], [], [])
    let page = ReportFormat.html.render(report)
    #expect(page.contains(">17 moments before</li>"))
    #expect(page.matches(of: /<li class="unapproved"><span class="when"/).count == 40)
  }

  @Test func `people are told once each, with all they did`() {
    var report = Self.report
    report.findings.append(
      Self.finding(
        3, [Self.change("Z", .unapproved([]), 9)],
        status: .accepted(by: "carol", until: moment(30, "00:00"), reason: "known")))
    report.fulfilments = [
      .init(
        record: "CHG2", title: nil, state: "approved", done: 1, total: 1, edits: 1,
        requestedBy: "dave", approvals: [.init(by: "carol", at: moment(1, "09:00"))]),
      .init(
        record: "CHG9", title: nil, state: "draft", done: 0, total: 1, edits: 0,
        requestedBy: "mallory", isTold: false),
    ]
    #expect(
      report.people.map { "\($0.name): \($0.acts.joined(separator: "; "))" } == [
        "carol: accepted F-3; acknowledged F-1; approved CHG2", "dave: asked for CHG2",
      ])
    report.findings = (1...9).map {
      Self.finding($0, [], status: .acknowledged(by: "eve", at: moment(9, "09:00"), note: nil))
    }
    #expect(
      report.people.first { $0.name == "eve" }?.acts == ["acknowledged F-1, F-2, F-3 and 6 more"])
  }

  @Test(arguments: [(20, 20, true, 20), (50, 150, true, 50), (300, 900, false, 300)])
  func `what was read is drawn as long as it can be seen, and always told by place`(
    accounts: Int, places: Int, isDrawn: Bool, rows: Int
  ) {
    var report = SampleReport.clean.report
    let regions = ["eu-west-1", "us-east-1", "eu-central-1"].prefix(places / accounts)
    report.coverage = Coverage(
      cells: (1...accounts).flatMap { account in
        regions.map { region in
          cell(
            region, "AWS::EC2::VPC",
            region == "us-east-1" && account == 1
              ? .unread(SampleReport.denied) : .read(count: 1), account: "\(account)")
        }
      })
    let page = ReportFormat.html.render(report)
    #expect(page.contains("grid-title") == isDrawn)
    #expect(page.matches(of: /<td class="number">\d+ of \d+ scope/).count == rows)
    if accounts == 50 {
      #expect(page.contains("<title>1 AWS::EC2::VPC: 2 of 3 regions read</title>"))
      #expect(page.contains("<td class=\"number\">2 of 3 scopes</td>"))
    }
  }
}

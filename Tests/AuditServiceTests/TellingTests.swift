import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// What the store tells of events, resources and records.
@Suite struct TellingTests {
  private let shop: Shop

  /// Opened on the 4th, looked after and accepted on the 9th, put back on the 12th.
  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
    try shop.decide(.acknowledge)
    try shop.decide(.accept)
    try shop.take(12, "10.0.1.0/24")
    try shop.audit(on: 12)
  }

  private func log(by: String? = nil, about: String? = nil, from: Int? = nil, until: Int? = nil)
    throws -> [String]
  {
    try ListEvents(store: shop.store).table(
      from: from.map(shop.day), until: until.map(shop.day), by: by, about: about
    ).rows.map { row in
      row.map(\.text).enumerated().map { $0 == 0 ? String($1.prefix(10)) : $1 }
        .joined(separator: " | ").replacing(shop.temporary.folder, with: "")
    }
  }

  @Test func `the log tells who did what, when, why, and what about`() throws {
    #expect(
      try log() == [
        "2026-11-01 | snapshot |  | snapshot 1 taken | /exports",
        "2026-11-01 | baseline set | ada | default set to snapshot 1 | agreed",
        "2026-11-04 | snapshot |  | snapshot 2 taken | /exports",
        "2026-11-04 | audit |  | default up to snapshot 2, F-1 opened | ",
        "2026-11-09 | finding acknowledged | bob | F-1 acknowledged | so",
        "2026-11-09 | finding accepted | bob | F-1 accepted | so",
        "2026-11-12 | snapshot |  | snapshot 3 taken | /exports",
        "2026-11-12 | audit |  | default up to snapshot 3, F-1 reverted | ",
      ])
  }

  @Test(arguments: [
    ("F-1", 4), ("f-1", 4), ("snapshot 2", 1), ("2", 1), ("default", 3), ("sg-a", 4),
    ("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-a", 4), ("F-9", 0),
  ])
  func `the log can be asked about one thing`(about: String, count: Int) throws {
    #expect(try log(about: about).count == count)
  }

  @Test func `the log can be asked about a person and a time`() throws {
    #expect(try log(by: "Bob").count == 2 && log(by: "ada").count == 1 && log(by: "eve") == [])
    #expect(try log(from: 4, until: 9).count == 4)
    #expect(shop.problem { _ = try log(about: "nobody knows this") } == "unknown-resource")
  }

  @Test func `a finding shows its life and its edits also when it is over`() throws {
    let report = try ListFindings(store: shop.store, at: shop.day(13)).report(on: "F-1")
    let options = ReportOptions(width: 120, isWhole: true)
    for format in ReportFormat.allCases {
      let text = format.render(report, options)
      for word in ["bob", "0.0.0.0/0", "opened", "accepted until 2026-11-20", "reverted"] {
        // Values for programs tell the end of an acceptance as a moment.
        let told =
          format == .json || format == .sarif ? word.replacing("accepted until ", with: "") : word
        #expect(text.contains(told), "\(format): \(word)")
      }
    }
    let finding = try #require(report.findings.first)
    #expect(finding.edits.count == 2 && finding.severity > .low)
  }

  @Test
  func `a finding names its records with who asked and approved, and all that its resource saw`()
    throws
  {
    let record = """
      change: CHG7
      kind: normal
      state: submitted
      requestedBy: alice@example.com
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ added: IpPermissions, where: { ports: 443, source: { within: 10.0.0.0/8 } } }]
      """
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(13)).register(
      ManageChangeRecords.read([shop.temporary.write(record, to: "seven.yaml")]), by: nil)
    try shop.take(14, "10.0.0.0/7")
    _ = try RunAudit(
      store: shop.store, baseline: "default",
      rules: LoadRules().load(from: shop.store), at: shop.day(14)
    ).run()
    let report = try ListFindings(store: shop.store, at: shop.day(14)).report(on: "F-2")
    #expect(report.isOfOneFinding && report.recordsTold.map(\.record) == ["CHG7"])
    #expect(report.recordsTold.first?.requestedBy == "alice@example.com")
    // What went back before is part of the resource's story, too.
    #expect(Set(report.changes.map { $0.judged.occurred.until }) == [shop.day(4), shop.day(14)])
    let timeline = try ResourceTimelines(report).timeline(of: #require(report.findings.first))
    #expect(timeline.moments.first?.until == shop.day(4))
  }

  /// What a resource was at a day: path, value, snapshot and verdict of a few leaves.
  private func leaves(_ at: Int?) throws -> [String] {
    let resource = try ResourceName("sg-a").resource(in: shop.store)
    return try ShowResource(store: shop.store, baseline: "default").picture(
      of: resource, at: at.map(shop.day), now: shop.day(16)
    ).leaves.filter { $0.path.text.hasPrefix("IpPermissions[") || $0.path.text == "VpcId" }.map {
      "\($0.path.text) \($0.value?.canonicalJSON ?? "-") \($0.snapshot ?? 0) \($0.verdict)"
    }.filter { !$0.contains(".From") && !$0.contains(".To") && !$0.contains(".IpP") }
  }

  @Test func `a resource is shown as it was, with origin and verdict`() throws {
    let (second, fifth, now) = try (leaves(2), leaves(5), leaves(nil))
    #expect(
      second == [
        "IpPermissions[tcp 443 from 10.0.1.0/24].source \"10.0.1.0/24\" 1 ",
        "VpcId \"vpc-1\" 1 ",
      ])
    #expect(
      fifth == [
        "IpPermissions[tcp 443 from 0.0.0.0/0].source \"0.0.0.0/0\" 2 unapproved (F-1)",
        "VpcId \"vpc-1\" 1 expected",
        "IpPermissions[tcp 443 from 10.0.1.0/24] - 0 not there: unapproved (F-1)",
      ])
    #expect(
      now == [
        "IpPermissions[tcp 443 from 10.0.1.0/24].source \"10.0.1.0/24\" 3 expected",
        "VpcId \"vpc-1\" 1 expected",
      ])
    let resource = try ResourceName("sg-a").resource(in: shop.store)
    let before = shop.problem {
      _ = try ShowResource(store: shop.store, baseline: "default").picture(
        of: resource, at: shop.day(1).advanced(bySeconds: -1), now: shop.day(13))
    }
    #expect(before == "not-there-then")
  }

  @Test func `what no audit has judged yet is not called expected, nor approved`() throws {
    try shop.take(14, "0.0.0.0/0")
    #expect(
      try leaves(nil) == [
        "IpPermissions[tcp 443 from 0.0.0.0/0].source \"0.0.0.0/0\" 4 not audited yet",
        "VpcId \"vpc-1\" 1 expected",
      ])
    // At its own moment a snapshot was not judged yet, although it was since.
    #expect(
      try leaves(4).first
        == "IpPermissions[tcp 443 from 0.0.0.0/0].source \"0.0.0.0/0\" 2 unapproved (F-1)")
    try shop.audit(on: 15)
    #expect(try leaves(14).first?.hasSuffix(" 4 not audited yet") == true)
    #expect(try leaves(nil).first?.hasSuffix(" 4 unapproved (F-2)") == true)
  }

  @Test func `what was read for the first time is told as that`() throws {
    _ = try shop.temporary.write(
      """
      {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "State": "available", "OwnerId": "111122223333"}]}
      """, to: "exports/111122223333/eu-west-1/ec2-describe-vpcs.json")
    try shop.take(14, "10.0.1.0/24")
    try shop.audit(on: 14)
    let resource = try ResourceName("vpc-1").resource(in: shop.store)
    func verdicts(at day: Int?) throws -> Set<String> {
      let picture = try ShowResource(store: shop.store, baseline: "default").picture(
        of: resource, at: day.map(shop.day), now: shop.day(17))
      return Set(picture.leaves.map(\.verdict))
    }
    let nobody: Set = ["first read 2026-11-14 00:00 UTC, agreed to by nobody"]
    #expect(try verdicts(at: nil) == nobody)
    try shop.setBaseline("default", to: "latest", on: 15)
    #expect(try verdicts(at: nil) == ["expected"])
    // Agreeing later does not change what was agreed to then.
    #expect(try verdicts(at: 14) == nobody)
  }

  @Test(arguments: [
    ("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-a", true),
    ("arn:aws-cn:ec2:eu-west-1:111122223333:security-group/sg-a", true),
    ("arn:aws:ec2:eu-west-1:999900001111:security-group/sg-a", false),
    ("arn:aws:ec2:us-east-1:111122223333:security-group/sg-a", false),
    ("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-b", false), ("arn:aws:ec2", false),
    ("111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-a", true), ("a", true),
  ])
  func `a resource is known by its ARN too`(name: String, isKnown: Bool) throws {
    let problem = shop.problem { _ = try ResourceName(name).resource(in: shop.store) }
    #expect(problem == (isKnown ? nil : "unknown-resource"))
  }

  @Test(arguments: [
    ("Z1|db.example.com. A", nil), ("www.example.com. A", nil),
    ("db.example.com. A", "ambiguous-resource"), ("example.com. A", "unknown-resource"),
  ])
  func `a resource is known without its parent where it is the only one`(
    name: String, problem: String?
  ) throws {
    for (zone, names) in [("Z1", ["db", "www"]), ("Z2", ["db"])] {
      let records = names.map {
        #"{"Name":"\#($0).example.com.","Type":"A","TTL":60,"ResourceRecords":[{"Value":"10.0.0.1"}]}"#
      }
      _ = try shop.temporary.write(
        #"{"ResourceRecordSets":[\#(records.joined(separator: ","))]}"#,
        to: "zones/111122223333/global/route53-list-resource-record-sets/\(zone).json")
    }
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/zones"], capturedAt: shop.day(20),
      now: shop.day(20)
    ).run()
    #expect(
      shop.problem { _ = try ResourceName(name).resource(in: shop.store) } == problem)
  }

  @Test func `a record tells who asked and approved, and what it did`() throws {
    let record = """
      change: CHG1
      title: Another office
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-12T09:00:00Z }]
      window: { from: 2026-11-12T10:00:00Z, until: 2026-11-15 }
      reference: https://tickets.example.com/CHG1
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ removed: IpPermissions }, { added: "Tags[team]" }]
      """
    let tell = TellRecords(store: shop.store, baseline: "default", at: shop.day(21))
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(12).advanced(bySeconds: 34000))
      .register(
        ManageChangeRecords.read([shop.temporary.write(record, to: "record.yaml")]), by: nil)
    let first = try tell.table().rows.first?.prefix(8).map(\.text)
    #expect(
      first == [
        "CHG1", "normal", "approved", "not observable", "", "alice@example.com",
        "bob@example.com", "2026-11-12T09:00:00Z",
      ])
    try shop.take(14, "10.0.2.0/24")
    try shop.take(20, "10.0.2.0/24")
    let rules = try LoadRules().load(from: shop.store)
    _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(20)).run()
    #expect(try tell.table().rows.first?[3].text == "went further")
    let tale = try tell.tale(of: "CHG1")
    #expect(
      tale == [
        "went further, 1 of 2, 1 edit, held against the baseline default",
        "  - IpPermissions[tcp 443 from 10.0.1.0/24] of security group a (sg-a), after 2026-11-12 00:00, "
          + "by 2026-11-14 00:00 UTC (time not corroborated)",
        "  went further: + IpPermissions[tcp 443 from 10.0.2.0/24] of security group a (sg-a), after "
          + "2026-11-12 00:00, by 2026-11-14 00:00 UTC: approves removed, not added (F-2)",
      ])
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import SnapshotSources
import Testing

/// A group that is opened between two snapshots, and what CloudTrail tells of it.
@Suite struct AttributionTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
  }

  private static let user = #"{"type":"IAMUser","userName":"alice","accessKeyId":"AKIA1"}"#

  private func session(_ key: String) -> String {
    #"{"type":"AssumedRole","principalId":"AROAX:s","accessKeyId":"\#(key)","sessionContext":{"sessionIssuer":{"userName":"Ops"}}}"#
  }

  /// An event on a day, with what stands in it besides.
  private func event(
    _ id: String, on day: Int, _ name: String, by identity: String = user,
    source: String = "ec2", _ fields: String
  ) -> String {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(shop.day(day))",\
    "eventSource":"\(source).amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
    "recipientAccountId":"111122223333","userIdentity":\(identity),"readOnly":\(source == "sts"),\(fields)}
    """
  }

  private func permission(_ block: String) -> String {
    #""requestParameters":{"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"\#(block)"}]}}]}}"#
  }

  private var opened: String {
    event("e2", on: 3, "AuthorizeSecurityGroupIngress", permission("0.0.0.0/0"))
  }

  private var closed: String {
    event("e3", on: 3, "RevokeSecurityGroupIngress", permission("10.0.1.0/24"))
  }

  @discardableResult
  private func keep(_ events: String..., as name: String = "a.json") throws
    -> ImportActivity.Outcome
  {
    let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
    let path = try shop.temporary.write(text, to: "activity/\(name)")
    return try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
  }

  /// Keeps what only reads, every some hours of some days: that nothing else was called is known then.
  private func cover(
    _ days: ClosedRange<Int> = 1...4, every hours: Int = 6, but gap: Range<Int> = 0..<0
  )
    throws
  {
    let all = stride(from: 0, to: days.count * 24, by: hours).filter { !gap.contains($0) }
    for hour in all {
      let time = shop.day(days.lowerBound).advanced(bySeconds: Int64(hour) * 3600)
      let read = event("r\(hour)", on: 1, "DescribeVpcs", "\"x\":1").replacing(
        "\(shop.day(1))", with: "\(time)"
      ).replacing("\"readOnly\":false", with: "\"readOnly\":true")
      let moment = "\(time)".filter { !"-:".contains($0) }.replacing("00Z", with: "Z")
      let name = "111122223333_CloudTrail_eu-west-1_\(moment)_x.json"
      _ = try shop.temporary.write(#"{"Records":[\#(read)]}"#, to: "reading\(gap.count)/\(name)")
    }
    let path = "\(shop.temporary.folder)/reading\(gap.count)"
    let outcome = try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
    #expect(outcome.new == 0 && outcome.reading == all.count)
  }

  private static let unexplained = "no call that is kept of that time explains it"
  private static let unknown = "the activity of that time is not kept, or not all of it"

  @Test(arguments: [
    #"{"Error":{"Code":"AccessDenied"}}"#, "{}", "null", #""text""#, "[null]",
    #"{"Records":[null]}"#,
  ])
  func `a log file that holds no list of events is told, and its hour is not kept`(text: String)
    throws
  {
    let name = "111122223333_CloudTrail_eu-west-1_20261103T0605Z_x.json"
    let path = try shop.temporary.write(text, to: "logs/\(name)")
    let outcome = try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
    #expect(outcome.problems.map(\.code) == ["not-a-log-file"])
    #expect(try shop.store.activitySpans(of: "111122223333", in: nil) == [])
  }

  @Test func `a log file of a quiet hour is kept`() throws {
    let name = "111122223333_CloudTrail_eu-west-1_20261103T0605Z_x.json"
    let path = try shop.temporary.write(#"{"Records":[]}"#, to: "logs/\(name)")
    let outcome = try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
    #expect(outcome.problems == [])
    #expect(try shop.store.activitySpans(of: "111122223333", in: nil).count == 1)
  }

  @Test func `a line may be a whole delivery or answer`() throws {
    let path = try shop.temporary.write(
      #"{"Records":[\#(opened)]}"# + "\n"
        + #"{"Events":[{"EventId":"e3","CloudTrailEvent":"\#(closed.replacing("\"", with: "\\\""))"}]}"#
        + "\n",
      to: "lines/a.jsonl")
    let outcome = try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
    #expect(outcome.new == 2 && outcome.problems == [])
  }

  /// Each edit of the finding with who made it.
  private func told() throws -> [String] {
    let report = try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1")
    return report.findings.flatMap(\.edits).map { judged in
      "\(judged.edit.word.sign) \(judged.attribution?.words ?? "-")"
    }
  }

  private let alice = "alice, 2026-11-03 00:00 UTC"

  @Test func `who opened and who closed stand apart`() throws {
    #expect(try told() == ["+ -", "- -"])
    let outcome = try keep(closed, opened)
    #expect(outcome.new == 2 && outcome.files.problems.isEmpty)
    #expect(
      try told() == [
        "+ by \(alice) (AuthorizeSecurityGroupIngress)",
        "- by \(alice) (RevokeSecurityGroupIngress)",
      ])
  }

  @Test func `an update of an event is no second call`() throws {
    let update = opened.replacing(#""eventID":"e2""#, with: #""eventID":"e2b""#).replacing(
      #""readOnly":false"#,
      with: #""readOnly":false,"addendum":{"reason":"UPDATED_DATA","originalEventID":"e2"}"#)
    let outcome = try keep(closed, opened, update)
    #expect(outcome.new == 2 && outcome.known == 1)
    #expect(try shop.store.activity().map(\.id).sorted() == ["e2", "e3"])
    let by = "by \(alice)"
    #expect(
      try told() == [
        "+ \(by) (AuthorizeSecurityGroupIngress)", "- \(by) (RevokeSecurityGroupIngress)",
      ])
    #expect(try keep(update, as: "again.json").new == 0)
  }

  @Test func `what no call explains is said`() throws {
    try keep(event("e9", on: 3, "CreateVpc", #""responseElements":{"vpc":{"vpcId":"vpc-9"}}"#))
    #expect(try told() == ["+ \(Self.unknown)", "- \(Self.unknown)"])
    try cover()
    let none = Self.unexplained
    #expect(try told() == ["+ \(none)", "- \(none)"])
    try keep(opened, as: "late.json")
    #expect(
      try told() == [
        "+ by \(alice) (AuthorizeSecurityGroupIngress)",
        "- perhaps by \(alice) (AuthorizeSecurityGroupIngress)",
      ])
  }

  @Test func `a call before the interval, one after it and one of another account made nothing`()
    throws
  {
    let early = event("e4", on: 1, "AuthorizeSecurityGroupIngress", permission("0.0.0.0/0"))
      .replacing("\(shop.day(1))", with: "\(shop.day(1).advanced(bySeconds: -1))")
    let late = event("e5", on: 5, "AuthorizeSecurityGroupIngress", permission("0.0.0.0/0"))
    let other = opened.replacing("111122223333", with: "999999999999")
    let elsewhere = event(
      "e10", on: 3, "AuthorizeSecurityGroupIngress", permission("0.0.0.0/0")
    ).replacing("eu-west-1", with: "us-east-1")
    try keep(early, late, other)
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unknown) })
    // All activity of the time is kept, and none of these is it.
    try keep(elsewhere, as: "elsewhere.json")
    try cover()
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unexplained) })
  }

  @Test func `nothing is unexplained where some of its time is not kept, or more may come`() throws
  {
    try cover(every: 6, but: 30..<37)
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unknown) })
    let gaps = try ListActivity(store: shop.store).coverage().rows.map { row in
      row.map(\.text).joined(separator: " ")
    }
    let place = "111122223333 eu-west-1"
    #expect(
      gaps == [
        "\(place) kept 2026-11-01T00:00:00Z 2026-11-02T01:00:00Z",
        "\(place) gap 2026-11-02T01:00:00Z 2026-11-02T18:00:00Z",
        "\(place) kept 2026-11-02T18:00:00Z 2026-11-04T19:00:00Z",
      ])
    try cover()
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unexplained) })
    func soon(_ hours: Int64) throws -> [EditAttribution.Grade?] {
      try ListFindings(store: shop.store, at: shop.day(4).advanced(bySeconds: hours * 3600))
        .report(on: "F-1").findings.flatMap(\.edits).map { $0.attribution?.grade }
    }
    #expect(try soon(1) == [.unsettled, .unsettled])
    #expect(try soon(2) == [.unexplained, .unexplained])
  }

  @Test func `nothing is unexplained before activity was read a while after`() throws {
    let place = "111122223333_CloudTrail_eu-west-1_202611"
    for day in 1...4 {
      for hour in ["00", "06", "12", "18"] where day < 4 || hour == "00" {
        _ = try shop.temporary.write(
          #"{"Records":[]}"#, to: "early/\(place)0\(day)T\(hour)05Z_x.json")
      }
    }
    func read(_ folder: String, at seconds: Int64) throws {
      _ = try ImportActivity(
        store: shop.store, paths: ["\(shop.temporary.folder)/\(folder)"],
        at: shop.day(4).advanced(bySeconds: seconds)
      ).run()
    }
    func grades() throws -> Set<EditAttribution.Grade?> {
      Set(
        try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
          .flatMap(\.edits).map { $0.attribution?.grade })
    }
    // The hour is known by its first file; others of it come later.
    try read("early", at: 600)
    #expect(try grades() == [.unsettled])
    _ = try shop.temporary.write(
      #"{"Records":[]}"#, to: "old/111122223333_CloudTrail_eu-west-1_20261020T0005Z_x.json")
    try read("old", at: 3 * 3600 - 60)
    #expect(try grades() == [.unsettled], "it tells of no later time")
    _ = try shop.temporary.write(#"{"Records":[]}"#, to: "late/\(place)04T0105Z_x.json")
    try read("late", at: 3 * 3600)
    #expect(try grades() == [.unexplained])
  }

  @Test func `nothing is unexplained while a message of the time was not read`() throws {
    try cover()
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unexplained) })
    let problem = Problem("unknown-message", "No event.")
    let unread = UnreadActivity(.message("x", holding: nil), problem)
    let other = UnreadActivity(
      .object(bucket: "b", key: "k", account: "999999999999", region: "eu-west-1"), problem)
    _ = try shop.store.noteUnread([other], of: "queue", at: shop.day(5))
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unexplained) })
    _ = try shop.store.noteUnread([unread], of: "queue", at: shop.day(5))
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unknown) })
    _ = try shop.store.withdrawUnread(nil, at: shop.day(5), by: "ada", reason: "a test message")
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unexplained) })
  }

  @Test func `events whose file does not say what it holds cover no time`() throws {
    let first = event("q1", on: 1, "DescribeVpcs", "\"x\":1")
    try keep(first, event("q2", on: 4, "DescribeVpcs", "\"x\":1"), as: "lookup.json")
    #expect(try shop.store.activitySpans(of: nil, in: nil).isEmpty)
  }

  @Test func `the hours of log files and of whole digests are kept, whatever is in them`() throws {
    let name = "111122223333_CloudTrail_eu-west-1_20261103T"
    let digest = """
      {"awsAccountId":"111122223333","digestStartTime":"2026-11-03T05:00:00Z","digestEndTime":"2026-11-03T06:00:00Z",
      "digestS3Bucket":"b","digestS3Object":"k","digestPublicKeyFingerprint":"f","digestSignatureAlgorithm":"SHA256withRSA",
      "logFiles":[LOGS]}
      """
    let lacking =
      #"{"s3Bucket":"b","s3Object":"\#(name)0705Z_x.json.gz","hashValue":"00","hashAlgorithm":"SHA-256"}"#
    let folder = "trail/AWSLogs"
    func digestName(_ hour: String) -> String {
      "\(folder)/111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261103T\(hour)0000Z.json"
    }
    _ = try shop.temporary.write(#"{"Records":[]}"#, to: "\(folder)/\(name)0305Z_abc.json")
    _ = try shop.temporary.write("{", to: "\(folder)/\(name)0405Z_abc.json")
    _ = try shop.temporary.write(digest.replacing("LOGS", with: ""), to: digestName("06"))
    _ = try shop.temporary.write(
      digest.replacing("LOGS", with: lacking).replacing("T05:", with: "T07:").replacing(
        "T06:", with: "T08:"
      )
      .replacing("\"k\"", with: "\"l\""), to: digestName("08"))
    let run = ImportActivity(
      store: shop.store, paths: ["\(shop.temporary.folder)/trail"], at: shop.day(5))
    _ = try run.run()
    let spans = try shop.store.activitySpans(of: nil, in: nil)
    #expect(
      spans.map { "\($0.from) \($0.until)" } == [
        "2026-11-03T03:00:00Z 2026-11-03T04:00:00Z", "2026-11-03T05:00:00Z 2026-11-03T06:00:00Z",
      ])
    let head = try shop.store.head()
    _ = try run.run()
    #expect(try shop.store.head() == head, "a second time nothing is written")
  }

  @Test func `a refused call made nothing`() throws {
    try cover()
    try keep(
      event(
        "e6", on: 3, "AuthorizeSecurityGroupIngress",
        permission("0.0.0.0/0") + #","errorCode":"Client.UnauthorizedOperation""#))
    #expect(try told().allSatisfy { $0.contains("no call that is kept") })
  }

  @Test func `the person behind a role is who opened the session, through every role on the way`()
    throws
  {
    func assumed(_ id: String, by identity: String, key: String) -> String {
      event(
        id, on: 2, "AssumeRole", by: identity, source: "sts",
        #""responseElements":{"credentials":{"accessKeyId":"\#(key)","sessionToken":"very secret"}}"#
      )
    }
    try keep(
      assumed("s1", by: Self.user, key: "ASIA1"),
      assumed("s2", by: session("ASIA1"), key: "ASIA2"),
      event(
        "e7", on: 3, "AuthorizeSecurityGroupIngress", by: session("ASIA2"),
        permission("0.0.0.0/0")))
    #expect(
      try told().first
        == "+ by alice, as role Ops, session s, 2026-11-03 00:00 UTC (AuthorizeSecurityGroupIngress)"
    )
    let kept = try shop.store.activity().map(\.body).joined()
    #expect(!kept.contains("very secret") && kept.contains("ASIA1"))
  }

  @Test func `the same files write nothing the second time, in whatever form they come`() throws {
    try keep(opened, closed)
    let before = try shop.store.events(from: nil, until: nil).count
    let again = try keep(closed, opened, opened, as: "again.json")
    #expect(again.new == 0 && again.known == 3)
    let lines = try shop.temporary.write(
      "\(opened)\n{\"detail\":\(closed)}\n", to: "activity/lines.jsonl")
    let alone = try shop.temporary.write(opened, to: "activity/alone.json")
    let run = ImportActivity(store: shop.store, paths: [lines, alone], at: shop.day(5))
    #expect(try run.run().known == 3)
    #expect(try shop.store.events(from: nil, until: nil).count == before)
  }

  @Test func `one bad event and one bad file stop no others`() throws {
    let bad = try shop.temporary.write(#"{"Records":[{"eventID":"x""#, to: "activity/cut.json")
    let good = try shop.temporary.write(
      #"{"Records":[{"eventID":"y","eventName":"z"},{"eventID":1},{"eventName":"z","eventType":"AwsApiCall"},\#(opened)]}"#,
      to: "activity/good.json")
    let digest = try shop.temporary.write(
      #"{"awsAccountId":"1","logFiles":[]}"#, to: "activity/digest.json")
    let run = ImportActivity(store: shop.store, paths: [bad, good, digest], at: shop.day(5))
    let outcome = try run.run()
    #expect(outcome.new == 1 && outcome.files.skipped == 1)
    #expect(
      outcome.files.problems.map(\.code) == ["invalid-json"]
        + Array(repeating: "invalid-event", count: 3))
  }

  @Test
  func
    `files of a folder whose names say nothing of JSON are counted, and read where they are named`()
    throws
  {
    let file = try shop.temporary.write(opened, to: "activity/a.json.cloudtrail")
    // Beside a file of activity; without one nothing is imported.
    _ = try shop.temporary.write(#"{"Records":[]}"#, to: "activity/b.json")
    func outcome(_ path: String) throws -> ImportActivity.Outcome {
      try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
    }
    let folder = try outcome("\(shop.temporary.folder)/activity")
    #expect(folder.new == 0 && folder.files.passedOver == 1)
    let named = try outcome(file)
    #expect(named.new == 1 && named.files.passedOver == 0)
  }

  @Test func `a report on a period that is over knows no activity that came later`() throws {
    func grades(until day: Int) throws -> [EditAttribution.Grade?] {
      try ComposeReport(
        store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(9)
      ).period(from: shop.day(2), until: shop.day(day)).findings.flatMap(\.edits)
        .map { $0.attribution?.grade }
    }
    try keep(opened, closed)
    #expect(try grades(until: 4) == [nil, nil])
    #expect(try grades(until: 9) == [.exact, .exact])
  }

  @Test func `the store of activity is proven`() throws {
    try keep(opened, closed)
    #expect(try shop.store.verify().problems.isEmpty)
    try tamper(
      shop.store.path, "UPDATE activity SET at = at - 60000000 WHERE event_id = 'e2'")
    #expect(shop.problem { try shop.audit(on: 6) } != nil)
    #expect(try !shop.store.verify().problems.isEmpty)
  }

  @Test func `a tag is no name by which calls count`() throws {
    let named = opened.replacing("sg-a", with: "office")
    _ = try shop.temporary.write(
      """
      {"SecurityGroups": [{"GroupId": "sg-a", "GroupName": "a", "OwnerId": "111122223333",
        "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [],
        "Tags": [{"Key": "Name", "Value": "office"}], "IpPermissions": []}]}
      """, to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    try keep(named)
    #expect(try told().allSatisfy { $0.hasSuffix(Self.unknown) })
  }

  @Test func `a call by an ARN counts as one by the id`() throws {
    try keep(
      opened.replacing(
        #""groupId":"sg-a""#,
        with: #""groupId":"arn:aws:ec2:eu-west-1:111122223333:security-group/sg-a""#))
    #expect(try told().first?.contains("by \(alice)") == true)
  }

  @Test func `a call by the group's own name counts where no other group was ever called so`()
    throws
  {
    try keep(opened.replacing(#""groupId":"sg-a""#, with: #""groupName":"a""#))
    #expect(try told().first?.contains("by \(alice)") == true)
  }

  @Test func `what a name stood for is not changed by what is read later`() throws {
    let named = permission("0.0.0.0/0").replacing(#""groupId":"sg-a""#, with: #""groupName":"a""#)
    try keep(event("e9", on: 3, "AuthorizeSecurityGroupIngress", named))
    func authors() throws -> [[String]] {
      try ListFindings(store: shop.store, at: shop.day(9)).report(on: "F-1").findings
        .flatMap(\.unapproved).map { ($0.attribution?.events ?? []).map(\.id) }
    }
    let before = try authors()
    #expect(before.contains(["e9"]))
    let place = "exports/111122223333/eu-west-1/ec2-describe-security-groups.json"
    let groups = ["sg-a", "sg-b"].map { id in
      """
      {"GroupId":"\(id)","GroupName":"a","OwnerId":"111122223333","Description":"d","VpcId":"vpc-\(id)",
        "IpPermissionsEgress":[],"Tags":[],"IpPermissions":[{"IpProtocol":"tcp","FromPort":443,
        "ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}
      """
    }
    _ = try shop.temporary.write(
      #"{"SecurityGroups":[\#(groups.joined(separator: ","))]}"#, to: place)
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/exports"], capturedAt: shop.day(6),
      now: shop.day(6)
    ).run()
    #expect(try authors() == before)
  }
}

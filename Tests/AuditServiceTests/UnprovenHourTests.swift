import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// Files that prove no hour: what stands in them is not what their name says, or is still to come.
@Suite struct UnprovenHourTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
  }

  private static let quiet = #"{"Records":[]}"#
  private static let account = #""recipientAccountId":"111122223333""#
  private static let region = #""awsRegion":"eu-west-1""#

  private static func log(_ time: String, _ mark: String = "a") -> String {
    "111122223333_CloudTrail_eu-west-1_202611\(time)Z_\(mark).json"
  }

  private func read(_ text: String, as name: String) throws -> ImportActivity.Outcome {
    let path = try shop.temporary.write(text, to: "trail/\(name)")
    return try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
  }

  private func read(_ events: [String], as name: String) throws -> ImportActivity.Outcome {
    try read(#"{"Records":[\#(events.joined(separator: ","))]}"#, as: name)
  }

  private func codes(_ outcome: ImportActivity.Outcome) -> [String] { outcome.problems.map(\.code) }

  private func event(_ id: String, afterMinutes minutes: Int64 = 0) -> String {
    shop.call(id, afterMinutes: minutes, "DeleteVpc", request: #"{"vpcId":"v"}"#)
  }

  private var spans: [ActivitySpan] {
    get throws { try shop.store.activitySpans(of: nil, in: nil) }
  }

  private func grades() throws -> Set<EditAttribution.Grade?> {
    Set(
      try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
        .flatMap(\.edits).map { $0.attribution?.grade })
  }

  /// Keeps four quiet hours of each day, so that no edit has a call.
  private func cover() throws {
    for day in 1...4 {
      for hour in ["00", "06", "12", "18"] {
        _ = try read(Self.quiet, as: Self.log("0\(day)T\(hour)05"))
      }
    }
  }

  // MARK: Of another account or region

  @Test(arguments: [
    (
      #""recipientAccountId":"111122223333""#, #""recipientAccountId":"444455556666""#,
      "444455556666 eu-west-1"
    ),
    (#""awsRegion":"eu-west-1""#, #""awsRegion":"us-east-1""#, "111122223333 us-east-1"),
  ])
  func `a log file with an event of another account or region proves nothing for its name`(
    own: String, other: String, place: String
  ) throws {
    try cover()
    #expect(try grades() == [.unexplained])
    let known = try spans
    let (name, misfiled) = (Self.log("03T0805", "b"), event("e2").replacing(own, with: other))
    let outcome = try read([event("e1"), misfiled], as: name)
    #expect(codes(outcome) == ["misnamed-activity"])
    #expect(outcome.problems.first?.message.contains(place) == true)
    #expect(outcome.new == 2, "its events are kept")
    #expect(try spans == known && grades() == [.notCovered])
    #expect(try codes(read([event("e1")], as: "copies/\(name)")) == [])
    #expect(try spans.count > known.count && grades() == [.unexplained])
  }

  @Test func `who called, and where IAM's calls stood before 2022, contradict no name`() throws {
    let caller = event("e1").replacing(Self.account + ",", with: "")
      .replacing("iam::111122223333", with: "iam::444455556666")
    let old = event("e2").replacing("\(shop.day(2))", with: "2021-05-01T00:00:00Z")
      .replacing(Self.region, with: #""awsRegion":"us-east-1""#)
    #expect(try codes(read([caller, old], as: Self.log("02T0005"))) == [])
    #expect(try spans.map { "\($0.account) \($0.region)" } == ["111122223333 eu-west-1"])
  }

  /// A digest of a quiet hour.
  private func digest(of account: String = "111122223333", key: String = "k", day: String = "03")
    -> String
  {
    """
    {"awsAccountId":"\(account)","digestStartTime":"2026-11-\(day)T05:00:00Z",\
    "digestEndTime":"2026-11-\(day)T06:00:00Z","digestS3Bucket":"b","digestS3Object":"\(key)",\
    "digestPublicKeyFingerprint":"f","digestSignatureAlgorithm":"SHA256withRSA","logFiles":[]}
    """
  }

  private static func digestName(_ day: String, of region: String = "eu-west-1") -> String {
    "111122223333_CloudTrail-Digest_\(region)_t_eu-west-1_202611\(day)T060000Z.json"
  }

  @Test func `a digest under another name than it was delivered under proves no hour`() throws {
    let name = Self.digestName("03")
    let key = "AWSLogs/" + Self.digestName("03", of: "us-east-1") + ".gz"
    #expect(try codes(read(digest(of: "444455556666"), as: name)) == ["misnamed-activity"])
    #expect(try codes(read(digest(key: key), as: name)) == ["misnamed-activity"])
    #expect(try spans == [])
    #expect(try codes(read(digest(key: "AWSLogs/\(name).gz"), as: name)) == [])
    #expect(try spans.count == 1)
  }

  // MARK: Still to come

  @Test func `calls that are still to come are kept and told`() throws {
    // Minutes from the second day to the moment of the import.
    let now: Int64 = 3 * 24 * 60
    #expect(try codes(read([event("e1", afterMinutes: now + 14)], as: "soon.json")) == [])
    let late = [event("e2", afterMinutes: now + 16), event("e3", afterMinutes: now + 600)]
    let outcome = try read(late, as: "late.json")
    #expect(codes(outcome) == ["activity-ahead"] && outcome.new == 2)
    let problem = try #require(outcome.problems.first)
    #expect(
      problem.message.hasPrefix("2 calls") && problem.message.contains("2026-11-05T00:16:00Z"))
    #expect(problem.place?.file.hasSuffix("late.json") == true)
    #expect(try shop.store.standingUnread() == [], "they were read")
  }

  @Test func `files of hours that are still to come make none known`() throws {
    #expect(try codes(read(Self.quiet, as: Self.log("06T0005"))) == ["activity-ahead"])
    #expect(try codes(read(digest(day: "06"), as: Self.digestName("06"))) == ["activity-ahead"])
    #expect(try spans == [] && shop.store.standingUnread() == [])
  }

  // MARK: No log file

  @Test(arguments: [
    #"{"eventID":"x"}"#, #"{"CloudTrailEvent":"no"}"#, #"{"Events":[]}"#,
    #"{"Events":[{"eventID":"x"}]}"#, #"[{"eventID":"x"}]"#,
  ])
  func `what has a log file's name and not its list is told in one sentence`(text: String) throws {
    #expect(try codes(read(text, as: Self.log("03T0605"))) == ["not-a-log-file"])
    #expect(try spans == [])
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Foundation
import SnapshotSources
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

  /// The minutes from the second day to eight o'clock of the third.
  private static let third: Int64 = 32 * 60

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
    let (name, first) = (Self.log("03T0805", "b"), event("e1", afterMinutes: Self.third))
    let misfiled = event("e2", afterMinutes: Self.third).replacing(own, with: other)
    let outcome = try read([first, misfiled], as: name)
    #expect(codes(outcome) == ["misnamed-activity"])
    #expect(outcome.problems.first?.message.contains(place) == true)
    #expect(outcome.new == 2, "its events are kept")
    #expect(try spans == known && grades() == [.notCovered])
    #expect(try codes(read([first], as: "copies/\(name)")) == [])
    #expect(try spans.count > known.count && grades() == [.unexplained])
  }

  @Test func `who called, and where IAM's calls stood before 2022, contradict no name`() throws {
    let caller = event("e1").replacing("iam::111122223333", with: "iam::444455556666")
    #expect(try codes(read([caller], as: Self.log("02T0005"))) == [])
    let old = event("e2").replacing("\(shop.day(2))", with: "2021-05-01T00:00:00Z")
      .replacing(Self.region, with: #""awsRegion":"us-east-1""#)
    let name = Self.log("01T0005").replacing("20261101", with: "20210501")
    #expect(try codes(read([old], as: name)) == [])
    #expect(
      try Set(spans.map { "\($0.account) \($0.region)" }) == ["111122223333 eu-west-1"])
    let misfiled = event("e3").replacing(Self.region, with: #""awsRegion":"us-east-1""#)
      .replacing("\(shop.day(2))", with: "2021-05-01T00:00:00Z")
    #expect(
      try codes(read([event("e4"), misfiled], as: Self.log("02T0010"))) == ["misnamed-activity"])
  }

  @Test(arguments: ["", #""recipientAccountId":"","#])
  func `an event that does not say who received it is of the caller's account`(recipient: String)
    throws
  {
    func called(_ id: String, by account: String) -> String {
      event(id).replacing(Self.account + ",", with: recipient)
        .replacing(#""type":"IAMUser","#, with: #""type":"IAMUser","accountId":"\#(account)","#)
    }
    let foreign = called("e1", by: "444455556666")
    let outcome = try read([event("e2"), foreign], as: Self.log("02T0005"))
    #expect(codes(outcome) == ["misnamed-activity"])
    #expect(outcome.problems.first?.message.contains("444455556666 eu-west-1") == true)
    #expect(try spans == [])
    #expect(try Set(shop.store.activity().map(\.account)) == ["111122223333", "444455556666"])
    #expect(try codes(read([called("e3", by: "111122223333")], as: Self.log("02T0006"))) == [])
    #expect(try spans.count == 1)
  }

  @Test(arguments: [#""recipientAccountId":"111122223333","#, #""awsRegion":"eu-west-1","#])
  func `a log file none of whose events says what its name says proves nothing`(field: String)
    throws
  {
    let name = Self.log("02T0005")
    let silent = event("e1").replacing(field, with: "")
    let outcome = try read([silent], as: name)
    #expect(codes(outcome) == ["misnamed-activity"] && outcome.new == 1)
    #expect(try spans == [] && shop.store.standingUnread().count == 1)
    #expect(try codes(read([silent, event("e2")], as: "copies/\(name)")) == [])
    #expect(try spans.count == 1 && shop.store.standingUnread() == [])
  }

  // MARK: Of another time

  @Test(arguments: [-1_446, -24 * 60 - 1, 11, 85] as [Int64])
  func `a log file with an event of another time than its name says proves no hour`(
    minutes: Int64
  ) throws {
    // Its name says five minutes after the third day began.
    let name = Self.log("03T0005", "b")
    let own = event("e1", afterMinutes: 24 * 60)
    let other = event("e2", afterMinutes: 24 * 60 + 5 + minutes)
    let outcome = try read([own, other], as: name)
    #expect(codes(outcome) == ["misnamed-activity"] && outcome.new == 2)
    #expect(outcome.problems.first?.message.contains("an event of another time") == true)
    #expect(try spans == [] && shop.store.standingUnread().count == 1)
    #expect(try codes(read([own], as: "copies/\(name)")) == [])
    #expect(try spans.count == 1 && shop.store.standingUnread() == [])
  }

  @Test(arguments: [-24 * 60, 0, 5] as [Int64])
  func `a log file holds calls of the day before it was delivered`(minutes: Int64) throws {
    let call = event("e1", afterMinutes: 24 * 60 + 5 + minutes)
    #expect(try codes(read([call], as: Self.log("03T0005"))) == [])
    #expect(try spans.count == 1)
  }

  @Test func `a log file holds older calls of which CloudTrail says that they come late`() throws {
    let late = event("e1", afterMinutes: -3 * 24 * 60).replacing(
      #""readOnly":false"#, with: #""readOnly":false,"addendum":{"reason":"DELIVERY_DELAY"}"#)
    #expect(try codes(read([late], as: Self.log("03T0005"))) == [])
    #expect(try spans.count == 1 && shop.store.standingUnread() == [])
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

  /// The same of an hour in which these log files were delivered, under the name of its own.
  private func digest(naming logs: [String]) -> String {
    let files = logs.map { log in
      #"{"s3Bucket":"b","s3Object":"AWSLogs/\#(log).gz","hashValue":"x","hashAlgorithm":"SHA-256"}"#
    }
    return digest(key: "AWSLogs/\(Self.digestName("03")).gz").replacing(
      #""logFiles":[]"#, with: #""logFiles":[\#(files.joined(separator: ","))]"#)
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

  @Test func `a log file that a digest names, and nobody read, makes no quiet time of its hour`()
    throws
  {
    try cover()
    #expect(try grades() == [.unexplained])
    let (name, log) = (Self.digestName("03"), Self.log("03T0535", "x"))
    let naming = digest(naming: [log])
    let known = try spans
    for _ in 1...2 {
      #expect(try codes(read(naming, as: name)) == ["log-not-read"])
      #expect(try spans == known && shop.store.standingUnread().count == 1)
      #expect(try grades() == [.notCovered])
    }
    #expect(try codes(read(Self.quiet, as: "copies/\(log)")) == [])
    #expect(try shop.store.standingUnread() == [] && grades() == [.unexplained])
    #expect(try codes(read(naming, as: name)) == [], "its hour was read")
    // Of a time of which nothing is kept it says nothing new.
    let early = naming.replacing("2026-11-03", with: "2026-10-03")
      .replacing("20261103", with: "20261003")
    #expect(try codes(read(early, as: name.replacing("20261103", with: "20261003"))) == [])
    #expect(try shop.store.standingUnread() == [])
  }

  @Test func `a log file that a digest names is missed beside another one of its hour`() throws {
    try cover()
    let (known, lost) = (Self.log("03T0535", "a"), Self.log("03T0555", "x"))
    let texts = [known: Self.quiet, Self.digestName("03"): digest(naming: [known, lost])]
    let paths = try texts.map { try shop.temporary.write($0.value, to: "copy/\($0.key)") }
    for paths in [paths, [shop.temporary.folder + "/copy"]] {
      let run = ImportActivity(store: shop.store, paths: paths, at: shop.day(5))
      #expect(try codes(run.run()) == ["log-not-read"])
      #expect(try shop.store.standingUnread().map(\.name) == ["AWSLogs/\(lost).gz"])
      #expect(try grades() == [.notCovered])
    }
    // By itself the digest does not tell which of its files were read before.
    let again = try read(digest(naming: [known, lost]), as: Self.digestName("03"))
    #expect(codes(again) == [])
    #expect(try codes(read(Self.quiet, as: lost)) == [])
    #expect(try shop.store.standingUnread() == [] && grades() == [.unexplained])
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

  @Test func `a log file with calls that are still to come stands until a copy without is read`()
    throws
  {
    try cover()
    #expect(try grades() == [.unexplained])
    let known = try spans
    // Its hour has begun; nobody can have delivered the call by now.
    let name = "111122223333_CloudTrail_eu-west-1_20261105T0014Z_b.json"
    let now: Int64 = 3 * 24 * 60
    let own = event("e1", afterMinutes: now + 10)
    let outcome = try read([own, event("e2", afterMinutes: now + 16)], as: name)
    #expect(codes(outcome) == ["activity-ahead"] && outcome.new == 2)
    #expect(try spans == known && shop.store.standingUnread().count == 1)
    #expect(try grades() == [.notCovered])
    #expect(try codes(read([own], as: "copies/\(name)")) == [])
    #expect(try spans.count > known.count && shop.store.standingUnread() == [])
    #expect(try grades() == [.unexplained])
  }

  @Test func `files of hours that are still to come make none known`() throws {
    #expect(try codes(read(Self.quiet, as: Self.log("06T0005"))) == ["activity-ahead"])
    #expect(try codes(read(digest(day: "06"), as: Self.digestName("06"))) == ["activity-ahead"])
    #expect(try spans == [] && shop.store.standingUnread() == [])
  }

  @Test func `what is still to come says the clock, not the moment of the import`() throws {
    let late = try ["a", "b"].map { name in
      try shop.temporary.write(
        event(name, afterMinutes: 3 * 24 * 60 + 600), to: "trail/\(name).json")
    }
    var asked = 0
    let run = ImportActivity(store: shop.store, paths: late, at: shop.day(5)) {
      // It goes on while files are read.
      asked += 1
      return shop.day(asked == 1 ? 5 : 6)
    }
    let first = try run.run()
    #expect(codes(first) == ["activity-ahead"] && first.new == 2)
    #expect(first.problems.first?.place?.file.hasSuffix("a.json") == true)
    #expect(try codes(run.run()) == [], "the clock went on")
  }

  // MARK: Under several names

  @Test func `a file with several names is read under that of a log file`() throws {
    let log = try shop.temporary.write(Self.quiet, to: "trail/b/\(Self.log("03T0605"))")
    let call = try shop.temporary.write(event("e1"), to: "trail/c/z.json")
    let folder = shop.temporary.folder + "/trail/"
    let files = FileManager.default
    try files.linkItem(atPath: log, toPath: folder + "a.json")
    try files.linkItem(atPath: log, toPath: folder + "b/" + Self.log("01T1805"))
    try files.linkItem(atPath: call, toPath: folder + "0")
    try files.createSymbolicLink(atPath: folder + "0-today", withDestinationPath: "b")
    let outcome = try ImportActivity(store: shop.store, paths: [folder], at: shop.day(5)).run()
    #expect(codes(outcome) == [] && outcome.new == 1 && outcome.known == 0)
    #expect(outcome.files.passedOver == 0 && outcome.files.skipped == 2)
    #expect(try spans.count == 2, "each log file's hour is known")
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

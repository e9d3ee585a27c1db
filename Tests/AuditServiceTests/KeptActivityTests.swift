import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Foundation
import Testing

/// What is said of times of which no activity is kept, of files that hold none, and of calls that came later than the last
/// reading.
@Suite struct KeptActivityTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.readTwice()
  }

  /// A log file of one hour of the second day.
  private func keepHour(_ hour: Int, _ events: [String] = []) throws {
    let clock = hour < 10 ? "0\(hour)" : "\(hour)"
    try shop.keep(
      events, as: "111122223333_CloudTrail_eu-west-1_20261102T\(clock)05Z_a.json", on: 5)
  }

  private func sentence(_ from: Int?, _ until: Int?, of account: String? = nil, now: Int = 6) throws
    -> String?
  {
    try KeptActivity(
      store: shop.store, account: account,
      in: Window(from: from.map { shop.day($0) }, until: until.map { shop.day($0) }),
      now: shop.day(now)
    ).sentence()
  }

  @Test func `a list says of which time activity is kept, where that is not all of it`() throws {
    #expect(try sentence(nil, nil)?.hasPrefix("Of no hour all activity") == true)
    for hour in [0, 3, 6, 9, 12, 15, 18, 21, 23] { try keepHour(hour) }
    #expect(try sentence(2, 3) == nil)
    let less = try #require(try sentence(1, 3))
    #expect(less.contains("from 2026-11-02 00:00 UTC to 2026-11-03 00:00 UTC"), "\(less)")
    #expect(less.contains("111122223333 eu-west-1"))
    #expect(try sentence(4, 5)?.contains("nothing of 111122223333 eu-west-1") == true)
    #expect(try sentence(nil, nil)?.contains("2026-11-02 00:00 UTC") == true)
    #expect(try sentence(2, 3, of: "444455556666")?.contains("of 444455556666") == true)
  }

  @Test func `a report on a period says so beside its alerts`() throws {
    func isSaid() throws -> Bool {
      try shop.audit(on: 5)
      let warnings = try ComposeReport(
        store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(6)
      ).period(from: shop.day(1)).warnings
      return warnings.contains { $0.hasPrefix("Alerts and who made") }
    }
    #expect(try !isSaid(), "nobody keeps any")
    try keepHour(3)
    #expect(try isSaid())
  }

  @Test(arguments: [
    ("arn:aws:iam::111122223333:user/alice", 1), ("arn:aws:iam::444455556666:user/alice", 0),
    ("arn:aws:iam::111122223333:user/al", 0), ("alice", 1),
  ])
  func `the ARN of a user finds what the user did`(name: String, count: Int) throws {
    try keepHour(3, [shop.call("e1", afterMinutes: 190, "DeleteVpc", request: #"{"vpcId":"v"}"#)])
    var filter = ActivityFilter()
    filter.actor = name
    #expect(try ListActivity(store: shop.store).table(filter).rows.count == count)
  }

  // MARK: Files that hold none

  @Test(arguments: [
    [:], ["a.json": #"{"message":"Access Denied"}"#],
    ["ec2-describe-security-groups.json": #"{"SecurityGroups":[{"GroupId":"sg-a"}]}"#],
    ["notes.txt": "x"],
  ])
  func `what holds no activity is not imported in silence`(files: [String: String]) throws {
    let folder = shop.temporary.folder + "/trail"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files { _ = try shop.temporary.write(text, to: "trail/\(name)") }
    for onlyNew in [false, true, true] {
      var run = ImportActivity(store: shop.store, paths: [folder], at: shop.day(5))
      run.onlyNew = onlyNew
      let problem = #expect(throws: Problem.self) { try run.run() }
      #expect(problem?.code == "nothing-to-import")
      for name in files.keys where name.hasSuffix(".json") {
        #expect(problem?.message.contains(name) == true)
      }
    }
    #expect(try shop.store.activitySpans(of: nil, in: nil).isEmpty)
  }

  @Test(arguments: [
    (#"{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"}}}"#, "event notifications of S3"),
    (#"{"EventSource":"aws:sns","Sns":{"Message":"m"}}"#, "notifications of SNS"),
    (#"{"eventSource":"aws:sqs","body":"b"}"#, "messages of SQS"),
    (#"{"eventSource":"aws:kinesis"}"#, "records of kinesis"), ("3", "a list of something else"),
  ])
  func `records of something else are no activity, and are called what they are`(
    record: String, words: String
  ) throws {
    let path = try shop.temporary.write(#"{"Records":[\#(record)]}"#, to: "trail/records.json")
    let run = ImportActivity(store: shop.store, paths: [path], at: shop.day(5))
    let problem = #expect(throws: Problem.self) { try run.run() }
    #expect(problem?.code == "nothing-to-import")
    #expect(problem?.message.contains("records.json (\(words)): holds no") == true)
    let quiet = try shop.temporary.write(#"{"Records":[]}"#, to: "trail/quiet.json")
    let outcome = try ImportActivity(store: shop.store, paths: [path, quiet], at: shop.day(5)).run()
    #expect(outcome.sentence.contains("records.json (\(words))"), "\(outcome.sentence)")
  }

  @Test func `a folder that is not there is no empty one`() throws {
    let run = ImportActivity(
      store: shop.store, paths: [shop.temporary.folder + "/no"], at: shop.day(5))
    #expect(throws: Problems.self) { try run.run() }
  }

  @Test func `a quiet hour is activity, and a stranger beside it is named`() throws {
    _ = try shop.temporary.write(
      #"{"Records":[]}"#,
      to: "trail/111122223333_CloudTrail_eu-west-1_20261102T0305Z_a.json")
    _ = try shop.temporary.write(#"{"message":"Access Denied"}"#, to: "trail/denied.json")
    let outcome = try ImportActivity(
      store: shop.store, paths: [shop.temporary.folder + "/trail"], at: shop.day(5)
    ).run()
    #expect(outcome.sentence.contains("denied.json") && outcome.problems.isEmpty)
    #expect(try shop.store.activitySpans(of: nil, in: nil).count == 1)
  }

  // MARK: Later calls

  private func later(_ events: [String], on day: Int = 5) throws -> String? {
    try shop.keep(events, as: "later.json", on: day)
    let coverage = try ComposeCoverage(
      store: shop.store, demand: CoverageDemand(maxAge: Age(parsing: "30d"))
    ).now(shop.day(day))
    return try LaterCalls(in: shop.store, since: coverage, until: shop.day(day)).sentence
  }

  /// Minutes after the second day began at which the fourth did, and with it the last reading.
  private static let reading: Int64 = 2 * 24 * 60

  private func open(_ id: String, _ minutes: Int64, _ more: String = "") -> String {
    shop.call(
      id, afterMinutes: minutes, "AuthorizeSecurityGroupIngress",
      request: shop.openPort(of: "sg-a"), more)
  }

  @Test func `a call after the last reading of what it changed is told, and changes no status`()
    throws
  {
    let sentence = try later([open("e1", Self.reading + 5), open("e2", Self.reading + 9)])
    #expect(sentence?.contains("2 later calls that changed 1 resource that was not read") == true)
    #expect(sentence?.contains("sg-a") == true)
    try shop.audit(on: 5)
    let report = try ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(5),
      demand: CoverageDemand(maxAge: Age(parsing: "30d"))
    ).audit()
    #expect(report.coverage.isComplete && !report.hasUnapproved)
    #expect(report.warnings.contains { $0.hasPrefix("Activity knows of 2 later calls") })
    // What was read since is judged.
    try shop.take(6, "10.0.1.0/24")
    #expect(try later([], on: 7) == nil)
  }

  @Test func `each resource of a call counts once, by whatever names the call has for it`() throws {
    _ = try shop.temporary.write(
      #"{"trailList":[]}"#, to: "exports/111122223333/eu-west-1/cloudtrail-describe-trails.json")
    try shop.take(5, "10.0.1.0/24")
    let later = Self.reading + 24 * 60 + 5
    let groups = ["sg-a", "sg-b", "sg-c"].map { #"{"resourceId":"\#($0)"}"# }
    let tags = shop.call(
      "e1", afterMinutes: later, "CreateTags",
      request: #"{"resourcesSet":{"items":[\#(groups.joined(separator: ","))]},"#
        + #""tagSet":{"items":[{"key":"k","value":"v"}]}}"#)
    let stop = shop.call(
      "e2", afterMinutes: later, "StopLogging",
      request: #"{"name":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}"#
    ).replacing("ec2.amazonaws.com", with: "cloudtrail.amazonaws.com")
    let sentence = try #require(try self.later([tags, stop], on: 6))
    #expect(sentence.contains("2 later calls that changed 4 resources"), "\(sentence)")
    #expect(sentence.contains("sg-a ("), "\(sentence)")
  }

  @Test func `what was refused, came before or is of another place is none of them`() throws {
    let refused = #","errorCode":"Client.UnauthorizedOperation""#
    #expect(
      try later([open("e1", Self.reading - 5), open("e2", Self.reading + 5, refused)]) == nil)
  }
}

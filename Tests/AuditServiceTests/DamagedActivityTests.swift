import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Files of activity that are damaged: what calls they hold nobody knows, whatever else is read of their hour.
@Suite struct DamagedActivityTests {
  private let shop: Shop

  init() throws { try self.init(early: nil) }

  /// - Parameter early: What stands in a file of calls that is read before everything else; nil for no file.
  private init(early: String?) throws {
    shop = try Shop()
    if let early { try read(early, as: "calls.json", on: 1) }
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
  }

  private static let quiet = #"{"Records":[]}"#

  private static func log(_ time: String, _ mark: String = "a") -> String {
    "111122223333_CloudTrail_eu-west-1_202611\(time)Z_\(mark).json"
  }

  @discardableResult
  private func read(_ text: String, as name: String, on day: Int = 5) throws
    -> ImportActivity.Outcome
  {
    try read(Array(text.utf8), as: name, on: day)
  }

  @discardableResult
  private func read(_ bytes: [UInt8], as name: String, on day: Int = 5) throws
    -> ImportActivity.Outcome
  {
    let path = try shop.temporary.write(bytes: bytes, to: "trail/\(name)")
    return try ImportActivity(store: shop.store, paths: [path], at: shop.day(day)).run()
  }

  /// What is said of the edits of the one finding.
  private func grades() throws -> Set<EditAttribution.Grade?> {
    Set(
      try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
        .flatMap(\.edits).map { $0.attribution?.grade })
  }

  private func unread() throws -> [String] {
    try ComposeCoverage(store: shop.store).now(shop.day(6)).unreadSources
      .map { "\($0.name) \($0.problem.code) \($0.wasRead)" }
  }

  private func withdraw() throws {
    _ = try shop.store.withdrawUnread(nil, at: shop.day(5), by: "ada", reason: "it is lost")
  }

  /// Keeps four quiet hours of each day, so that no edit has a call.
  private func cover() throws {
    for day in 1...4 {
      for hour in ["00", "06", "12", "18"] {
        try read(Self.quiet, as: Self.log("0\(day)T\(hour)05"))
      }
    }
  }

  @Test(arguments: [
    Array(#"{"Records":[{"eventID":"x""#.utf8), Array(#"{"Records":[{"eventID":"x"}]}"#.utf8),
    Array(#"{"message":"Access Denied"}"#.utf8),
    Array(gzip(Array(#"{"Records":[]}"#.utf8)).dropLast(9)),
  ])
  func `a damaged log file stands as unread until it was read whole, though its hour is known`(
    bytes: [UInt8]
  ) throws {
    try cover()
    #expect(try grades() == [.unexplained] && unread() == [])
    let name = Self.log("03T0610", "b")
    #expect(try read(bytes, as: name).problems.count == 1)
    #expect(try grades() == [.notCovered])
    #expect(try unread() == ["activity import activity-unread true"])
    let head = try shop.store.head()
    try read(bytes, as: name)
    #expect(try shop.store.head() == head, "a second time nothing is written")
    try read(Self.quiet, as: Self.log("03T0610", "c"))
    #expect(try grades() == [.notCovered], "another file of its hour ends nothing")
    let report = try shop.report([], ignores: [], on: 5)
    #expect(report.coverage.unreadSources.count == 1 && !report.coverage.isComplete)

    try read(Self.quiet, as: "copies/\(name)")
    #expect(try grades() == [.unexplained] && unread() == [])
    try read(bytes, as: name)
    #expect(try unread() == [], "what was read was read")
    #expect(try shop.store.verify().problems == [])
  }

  @Test
  func
    `a log file that was taken back leaves the calls of its time unknown until it was read whole`()
    throws
  {
    try cover()
    let name = Self.log("03T0610", "b")
    try read("{", as: name)
    try withdraw()
    #expect(try grades() == [.notCovered] && unread() == [])
    try read("{", as: name)
    try read(Self.quiet, as: Self.log("03T0610", "c"))
    #expect(try grades() == [.notCovered] && unread() == [])
    try read(Self.quiet, as: "copies/\(name)")
    #expect(try grades() == [.unexplained])
    let head = try shop.store.head()
    try read(Self.quiet, as: "copies/\(name)")
    #expect(try shop.store.head() == head, "a second time nothing is written")
    #expect(try shop.store.verify().problems == [])
  }

  @Test(arguments: [
    "111122223333_CloudTrail_eu-west-1_20261025T0610Z_b.json",
    "444455556666_CloudTrail_eu-west-1_20261103T0610Z_b.json", "calls.json",
  ])
  func `what was taken back and has no calls of the edit, or is no log file, keeps nothing open`(
    name: String
  ) throws {
    try cover()
    try read("{", as: name)
    try withdraw()
    #expect(try grades() == [.unexplained] && unread() == [])
  }

  @Test(arguments: [".json", ".json.gz"], [false, true])
  func `a log file is the same whether it is compressed or not`(
    end: String, isWithdrawn: Bool
  ) throws {
    try cover()
    let name = Self.log("03T0610", "b")
    let damaged = name.replacing(".json", with: end)
    let whole = name.replacing(".json", with: end == ".json" ? ".json.gz" : ".json")
    try read("{", as: damaged)
    let names = try shop.store.standingUnread().map(\.name.fileName)
    #expect(names == [damaged], "it is named as it was found")
    if isWithdrawn { try withdraw() }
    #expect(try grades() == [.notCovered])
    try read(Self.quiet, as: whole)
    #expect(try grades() == [.unexplained] && unread() == [])
    let copies = try ["{": damaged, Self.quiet: whole].map {
      try shop.temporary.write($0.key, to: "copies/" + $0.value.replacing("_b.", with: "_c."))
    }
    let outcome = try ImportActivity(store: shop.store, paths: copies, at: shop.day(5)).run()
    #expect(try outcome.problems.count == 1 && unread() == [])
  }

  @Test func `a digest's log file is known, compressed or not`() throws {
    let name = Self.log("03T0610", "b")
    let digest = """
      {"awsAccountId":"111122223333","digestStartTime":"2026-11-03T07:00:00Z",\
      "digestEndTime":"2026-11-03T08:00:00Z","digestS3Bucket":"b","digestS3Object":"k",\
      "digestPublicKeyFingerprint":"f","digestSignatureAlgorithm":"SHA256withRSA","logFiles":[\
      {"s3Bucket":"b","s3Object":"AWSLogs/\(name).gz","hashValue":"00","hashAlgorithm":"SHA-256"}]}
      """
    let end = "111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261103T080000Z.json"
    let paths = try [end: digest, name: Self.quiet].map {
      try shop.temporary.write($0.value, to: "whole/\($0.key)")
    }
    _ = try ImportActivity(store: shop.store, paths: paths, at: shop.day(5)).run()
    let known = try shop.store.activitySpans(of: nil, in: nil).map(\.until)
    #expect(known.max().map { "\($0)" } == "2026-11-03T08:00:00Z")
  }

  @Test func `a log file of which another copy was read whole is not unread`() throws {
    let name = Self.log("03T0610")
    let paths = try ["a": "{", "b": Self.quiet].map {
      try shop.temporary.write($0.value, to: "trail/\($0.key)/\(name)")
    }
    let outcome = try ImportActivity(store: shop.store, paths: paths, at: shop.day(5)).run()
    #expect(outcome.problems.count == 1)
    #expect(try unread() == [])
  }

  @Test
  func `a damaged file of another name stands whenever it is damaged, until it is taken back`()
    throws
  {
    func count(_ text: String) throws -> Int {
      try read(text, as: "calls.json")
      return try shop.store.standingUnread().count
    }
    #expect(try count("{") == 1 && count("{") == 1)
    let entry = try #require(try shop.store.standingUnread().first)
    #expect(entry.name.hasSuffix("/trail/calls.json") && entry.name.hasPrefix("/"))
    #expect(entry.isOfCalls && entry.account == nil && entry.problem.code == "invalid-json")
    #expect(entry.problem.message.contains("calls.json"))
    #expect(try count(Self.quiet) == 0 && count("{") == 1)
    _ = try shop.store.withdrawUnread(nil, at: shop.day(5), by: "ada", reason: "no activity")
    #expect(try count("{") == 0)
    #expect(try count(Self.quiet) == 0 && count("{") == 1, "it is another damage")
    let head = try shop.store.head()
    #expect(try count("{") == 1)
    #expect(try shop.store.head() == head)
    #expect(try shop.store.verify().problems == [])
  }

  @Test(arguments: [
    "{}", #"{"message":"Access Denied"}"#, #"{"Records":[{"eventSource":"aws:s3","s3":{}}]}"#,
  ])
  func `what overwrites a damaged file and is no activity ends nothing`(text: String) throws {
    try read("{", as: "a/calls.json")
    let folder = shop.temporary.folder + "/trail/a"
    _ = try shop.temporary.write(Self.quiet, to: "trail/a/others.json")
    _ = try shop.temporary.write(text, to: "trail/a/calls.json")
    let run = ImportActivity(store: shop.store, paths: [folder], at: shop.day(5))
    #expect(try run.run().problems.isEmpty)
    #expect(try shop.store.standingUnread().count == 1)
    try read(Self.quiet, as: "a/calls.json")
    #expect(try shop.store.standingUnread() == [])
  }

  @Test
  func `a damaged file that stood before an edit may hold calls that were written to it since`()
    throws
  {
    let later = try DamagedActivityTests(early: "{")
    try later.cover()
    #expect(try later.grades() == [.notCovered])
    try later.read(Self.quiet, as: "calls.json")
    #expect(try later.grades() == [.unexplained])
  }

  @Test(arguments: [
    "", "hello", "// a note",
    "An error occurred (AccessDenied) when calling the LookupEvents operation",
    #"{"Resources": {"\#(String(repeating: "a", count: 100))": }}"#,
    #"{"Records":[{"eventID":"shardId-0:1","eventName":"aws:kinesis:record","eventSource":"aws:kinesis"}]}"#,
  ])
  func `what is no activity and cannot be read stands nowhere`(text: String) throws {
    let files = try ["notes.json": text, "calls.json": Self.quiet].map {
      try shop.temporary.write($0.value, to: "trail/\($0.key)")
    }
    _ = try ImportActivity(store: shop.store, paths: files, at: shop.day(5)).run()
    #expect(try shop.store.standingUnread().isEmpty)
  }

  @Test func `a log file that cannot be read may hold calls of its day only`() throws {
    try read("{", as: Self.log("03T0610"))
    func sentence(from: Int?, until: Int?) throws -> String? {
      try UnreadCalls(store: shop.store).sentence(
        in: Window(from: from.map { shop.day($0) }, until: until.map { shop.day($0) }))
    }
    #expect(try sentence(from: nil, until: nil) != nil && sentence(from: 3, until: 4) != nil)
    #expect(try sentence(from: 4, until: nil) == nil && sentence(from: nil, until: 2) == nil)
  }

  @Test func `the time of a log file that nobody could read is not called kept`() throws {
    func rows() throws -> [String] {
      try ListActivity(store: shop.store).coverage().rows.map { row in
        row.map(\.text).joined(separator: " ")
      }
    }
    let (second, name) = (Window(from: shop.day(2), until: shop.day(3)), Self.log("03T0610", "b"))
    func kept() throws -> String? {
      try KeptActivity(store: shop.store, in: second, now: shop.day(6)).sentence()
    }
    try cover()
    let (whole, place) = (try rows(), "111122223333 eu-west-1")
    #expect(try whole.count == 1 && kept() == nil)
    try read("{", as: name)
    let known = [
      "\(place) kept 2026-11-01T00:00:00Z 2026-11-02T06:10:00Z",
      "\(place) unread 2026-11-02T06:10:00Z 2026-11-03T06:10:00Z",
      "\(place) kept 2026-11-03T06:10:00Z 2026-11-04T19:00:00Z",
    ]
    #expect(try rows() == known)
    try withdraw()
    #expect(try rows() == known)
    #expect(try kept()?.contains("from 2026-11-02 00:00 UTC to 2026-11-02 06:10 UTC") == true)
    let unread = UnreadCalls(store: shop.store)
    #expect(
      try unread.sentence(in: second)
        == "1 piece of activity that could not be read was taken back on 2026-11-05 00:00 UTC "
        + "by ada (it is lost) and may hold calls of this time.")
    #expect(try unread.sentence(in: Window(from: shop.day(4), until: nil)) == nil)
    #expect(try unread.sentence(in: second, account: "444455556666") == nil)
    try read(Self.quiet, as: "copies/\(name)")
    #expect(try rows() == whole && kept() == nil && unread.sentence(in: second) == nil)
  }

  @Test func `standard input is no log file, and no file that is called so`() throws {
    let (store, input) = (shop.store, "standard input")
    func note(_ names: [String]) throws {
      let problem = Problem("invalid-json", "It is cut off.")
      let unread = names.map { UnreadActivity(.file($0, account: nil, region: nil), problem) }
      _ = try store.noteUnread(unread, of: "activity import", at: shop.day(5))
    }
    func endInput() throws { try store.endUnread(files: [input], from: "-", at: shop.day(5)) }
    try note([input, "/exports/\(input)"])
    try endInput()
    #expect(try store.standingUnread().map(\.name) == ["/exports/\(input)"])
    try note([input])
    try withdraw()
    let head = try store.head()
    try endInput()
    #expect(try store.head() == head, "nothing stood that was ended")
    #expect(try store.verify().problems == [])
  }

  @Test func `a path that is not there, and a damaged digest, hold no calls`() throws {
    let digest = "111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261103T060000Z.json"
    #expect(try read("{", as: digest).problems.count == 1)
    let missing = shop.temporary.folder + "/none.json"
    #expect(throws: Problems.self) {
      try ImportActivity(store: shop.store, paths: [missing], at: shop.day(5)).run()
    }
    #expect(try unread() == [])
  }
}

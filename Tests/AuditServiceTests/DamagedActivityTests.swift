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

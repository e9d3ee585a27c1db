import AuditStore
import ConfigurationModel
import Testing

struct UnreadActivityTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  private static let problem = Problem("unknown-message", "it is no JSON")
  private static let object = UnreadActivity.Subject.object(
    bucket: "trail", key: "a/b/x_CloudTrail_1.json.gz", account: "111122223333", region: "eu-west-1"
  )
  private static let message = UnreadActivity.Subject.message("{}", holding: "e1")

  private func note(_ subjects: [UnreadActivity.Subject], day: Int = 1) throws -> Int {
    try store.noteUnread(
      subjects.map { .init($0, Self.problem) }, of: "events", at: .day(day))
  }

  private func standing(_ day: Int? = nil) throws -> [String] {
    guard let day else { return try store.standingUnread().map { String($0.name.prefix(7)) } }
    let past = try store.coveragePast(to: .max, at: .day(day))
    let coverage = Coverage(
      of: past.scopes, sources: past.sources, at: .day(day), unreadActivity: past.unreadActivity)
    return coverage.unreadSources.map { "\($0.name) \($0.problem.code)" }
  }

  @Test func `what could not be read stands until it was read after all`() throws {
    try store.take(["a": "1"], day: 1)
    #expect(try note([Self.object, Self.message, Self.object]) == 2)
    #expect(try note([Self.message]) == 0)
    #expect(try standing() == ["s3://tr", "message"])
    #expect(try standing(2) == ["events activity-unread"], "also where nobody asks for the source")
    try store.endUnread(files: ["y.json.gz", "1.json.gz"], from: "AWSLogs", at: .day(3))
    #expect(try standing().count == 2)
    try store.endUnread(files: ["x_CloudTrail_1.json.gz"], from: "AWSLogs", at: .day(3))
    #expect(try standing() == ["message"])
    try store.endUnread([Self.message], from: "events", at: .day(4))
    #expect(try standing() == [] && standing(5) == [])
    #expect(try standing(2) == ["events activity-unread"], "the story of the second day stays")
    // Its message stays in the queue and comes again: what was read was read.
    #expect(try note([Self.object], day: 6) == 0)
    #expect(try standing() == [])
    #expect(try store.verify().problems == [])
  }

  /// A run of the queue that ended with a problem.
  private func run(_ problem: Problem, on day: Int) throws {
    let beginning = try store.beginRun(
      of: "events", due: .day(day), by: "host:1:2", at: .day(day), leaseUntil: .day(day)
    ) { _ in true }
    guard case .begun(let run) = beginning else { return }
    try store.endRun(run.id, .init(at: .day(day), outcome: .incomplete, problem: problem))
  }

  @Test func `what a person took back does not stand in the run that found it either`() throws {
    try store.take(["a": "1"], day: 1)
    _ = try note([Self.message], day: 2)
    try run(Self.problem, on: 2)
    func unread(_ day: Int) throws -> [String] {
      let past = try store.coveragePast(to: .max, at: .day(day))
      return Coverage(
        of: past.scopes, sources: past.sources, rules: CoverageRules(sources: ["events"]),
        at: .day(day), unreadActivity: past.unreadActivity
      ).unreadSources.map { "\($0.name) \($0.problem.code)" }
    }
    #expect(try unread(3) == ["events activity-unread"])
    _ = try store.withdrawUnread(nil, at: .day(4), by: "ada", reason: "a test")
    #expect(try unread(4) == [] && unread(3) == ["events activity-unread"])
    try run(Problem("deadline-passed", "late"), on: 5)
    #expect(try unread(6) == ["events deadline-passed"], "what stands nowhere else is told")
  }

  @Test func `a message ends with the event that it holds, wherever that comes from`() throws {
    _ = try note([Self.message])
    let call = StoredActivity(
      id: "e1", at: .day(1), account: nil, region: "eu-west-1", source: "ec2.amazonaws.com",
      name: "CreateVpc", actor: "alice", means: nil, person: nil, accessKey: nil, openedKey: nil,
      errorCode: nil, body: "{}", resources: [])
    _ = try store.addActivity([call], from: "s3://trail", at: .day(2))
    try store.endUnread(from: "s3://trail", at: .day(2))
    #expect(try standing() == [])
  }

  @Test func `a scope stands until a reading of it that began later`() throws {
    try store.take(["a": "1"], day: 1)
    let scope = UnreadActivity.Subject.scope(StoreFolder.groups)
    #expect(try note([scope], day: 2) == 1)
    #expect(try note([scope], day: 2) == 1, "another call, in the place of the one that stood")
    #expect(try standing() == ["1111222"])
    try store.take([:], day: 3, reading: .unread(Problem("access-denied", "no")))
    #expect(try standing() == ["1111222"])
    try store.take(["a": "1"], day: 4)
    #expect(try standing() == [])
    #expect(try note([scope], day: 5) == 1, "it is another time")
    #expect(try standing(6) == ["events activity-unread"])
  }

  @Test func `a reading that began before the last call on a scope ends nothing`() throws {
    try store.take(["a": "1"], day: 1)
    let scope = UnreadActivity.Subject.scope(StoreFolder.groups)
    _ = try note([scope], day: 2)
    _ = try note([scope], day: 4)
    try store.take(["a": "1"], day: 3)
    #expect(try standing() == ["1111222"])
    try store.take(["a": "1"], day: 5)
    #expect(try standing() == [])
    #expect(try store.verify().problems == [])
  }

  @Test func `a message is not unread whose event is kept`() throws {
    let call = call("alice")
    _ = try store.addActivity([call], from: "s3://trail", at: .day(2))
    #expect(try note([Self.message], day: 3) == 0)
  }

  @Test func `a message is not unread whose event was kept and pruned since`() throws {
    _ = try note([Self.object])
    try folder.tamper("INSERT INTO pruned_activity VALUES ('e1', 1, 1, 0, NULL, 'eu-west-1')")
    #expect(try note([Self.message], day: 3) == 0)
  }

  @Test func `what a person took back is not told again, and the log says who did`() throws {
    _ = try note([Self.message, Self.object])
    #expect(
      problemCode {
        _ = try store.withdrawUnread([1, 9], at: .day(2), by: "ada", reason: "a test")
      } == "no-such-unread")
    _ = try store.withdrawUnread([1], at: .day(2), by: "ada", reason: "a test")
    #expect(try note([Self.message], day: 3) == 0)
    #expect(try standing() == ["s3://tr"])
    _ = try store.withdrawUnread(nil, at: .day(3), by: "ada", reason: "a test")
    #expect(try standing() == [])
    #expect(
      problemCode { _ = try store.withdrawUnread(nil, at: .day(3), by: "ada", reason: "a test") }
        == "no-such-unread")
    let told = try store.events(from: nil, until: nil).filter { $0.actor == "ada" }
    #expect(told.map { $0.subjects.map(\.name) } == [["U-1"], ["U-2"]])
    #expect(try store.verify().problems == [])
  }

  @Test func `a log file that was taken back may hold calls until it was read whole`() throws {
    _ = try note([Self.object, .scope(StoreFolder.groups)])
    let found = Int64(try store.head().size)
    _ = try store.withdrawUnread(nil, at: .day(2), by: "ada", reason: "a test")
    let withdrawn = Int64(try store.head().size)
    #expect(try store.withdrawnUnread().map(\.name) == ["s3://trail/a/b/x_CloudTrail_1.json.gz"])
    try store.endUnread(files: ["y_CloudTrail_1.json.gz"], from: "AWSLogs", at: .day(3))
    #expect(try store.withdrawnUnread().count == 1)
    try store.endUnread(files: ["x_CloudTrail_1.json.gz"], from: "AWSLogs", at: .day(3))
    #expect(try store.withdrawnUnread().isEmpty)
    #expect(try store.withdrawnUnread(knownBy: withdrawn).count == 1, "the story stays the same")
    #expect(try store.withdrawnUnread(knownBy: found).isEmpty)
    #expect(try store.verify().problems == [])
  }

  @Test func `whoever ends one behind the program's back is found out`() throws {
    _ = try note([Self.object])
    try folder.tamper("UPDATE unread_activity SET until_event = 1")
    #expect(try !folder.open(.reading).verify().problems.isEmpty)
  }

  private func call(_ actor: String, request: String = "1") -> StoredActivity {
    StoredActivity(
      id: "e1", at: .day(1), account: "111122223333", region: "eu-west-1",
      source: "ec2.amazonaws.com", name: "DeleteVpc", actor: actor, means: nil, person: actor,
      accessKey: nil, openedKey: nil, errorCode: nil,
      body: "{\"eventID\":\"e1\",\"requestParameters\":{\"n\":\(request)}}",
      resources: [.init(type: "AWS::EC2::VPC", name: "vpc-1")])
  }

  @Test(arguments: [("mallory", "1"), ("alice", "2")])
  func `what a queue told gives way to the trail's own account, and never the other way`(
    actor: String, request: String
  ) throws {
    let (forged, real) = (call(actor, request: request), call("alice"))
    #expect(try store.addActivity([forged], from: "queue", isTold: true, at: .day(2)).new == 1)
    let result = try store.addActivity([real], from: "s3://trail", at: .day(3))
    #expect(result.new == 0 && result.corrected == ["e1"])
    #expect(try store.activity(ActivityFilter()) == [real])
    // Neither again, nor by another message.
    #expect(try store.addActivity([real], from: "s3://trail", at: .day(4)).corrected == [])
    #expect(
      try store.addActivity([forged], from: "queue", isTold: true, at: .day(5)) == (0, []))
    #expect(try store.activity(ActivityFilter()) == [real])
    #expect(try store.events(from: nil, until: nil).map(\.kind).last == "activity corrected")
    #expect(try store.verify().problems == [])
  }

  @Test func `what a queue told as it is stays, and what was imported is not corrected`() throws {
    _ = try store.addActivity([call("alice")], from: "queue", isTold: true, at: .day(2))
    var same = try store.addActivity([call("alice")], from: "s3://trail", at: .day(3))
    #expect(same == (0, []))
    let other = try AuditStore(path: folder.folder + "/other.db", mode: .creating) { .day(30) }
    _ = try other.addActivity([call("alice")], from: "s3://trail", at: .day(2))
    same = try other.addActivity([call("mallory")], from: "AWSLogs", at: .day(3))
    #expect(same == (0, []))
  }
}

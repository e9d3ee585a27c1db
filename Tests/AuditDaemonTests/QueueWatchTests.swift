import AWSClient
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging
import PlumblineTestSupport
import Synchronization
import Testing

@testable import AuditDaemon

/// A queue that answers as it is told to.
private final class ScriptedQueue: Sendable {
  struct State {
    /// The bodies that wait.
    var waiting: [String] = []
    var isRefusing = false
    /// The operations that were asked for.
    var asked: [String] = []
    var deleted = 0
    /// Whether the first that waits comes again and again, each time as another message, until one is deleted.
    var isEndless = false
    var endless = 0
  }

  let state = Mutex(State())

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
    return state.withLock { state in
      state.asked.append(String(target.split(separator: ".").last ?? ""))
      if state.isRefusing {
        return Self.answer(
          #"{"__type":"com.amazonaws.sqs#AccessDeniedException","message":"no"}"#, status: 400)
      }
      if target.hasSuffix("DeleteMessageBatch") {
        state.isEndless = false
        state.deleted +=
          String(decoding: request.body, as: UTF8.self)
          .components(separatedBy: "ReceiptHandle").count - 1
        return Self.answer(#"{"Successful":[],"Failed":[]}"#)
      }
      if state.isEndless, let body = state.waiting.first {
        state.endless += 1
        return Self.answer([Self.message("e\(state.endless)", body)])
      }
      let messages = state.waiting.prefix(10).enumerated().map { Self.message("m\($0)", $1) }
      state.waiting.removeFirst(min(10, state.waiting.count))
      return Self.answer(messages)
    }
  }

  private static func message(_ id: String, _ body: String) -> ConfigurationValue {
    .object(["MessageId": .string(id), "ReceiptHandle": .string(id), "Body": .string(body)])
  }

  private static func answer(_ messages: [ConfigurationValue]) -> HTTPResponse {
    answer(ConfigurationValue.object(["Messages": .list(messages)]).canonicalJSON)
  }

  private static func answer(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: [], body: Array(text.utf8))
  }
}

/// What the daemon does with a queue.
@Suite final class QueueWatchTests: Sendable {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "queue-\(UUID().uuidString)")
  private let queue = ScriptedQueue()
  private let lines = Mutex<[String]>([])
  private let heard = Mutex(0)
  private static let now: @Sendable () -> Timestamp = {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = """
      store: plumb.db
      sources:
        - name: events
          activity: { queue: "https://sqs.eu-west-1.amazonaws.com/111122223333/q" }
      """
    try Data(text.utf8).write(to: folder.appending(path: "plumbline.yaml"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Lets the daemon's part that listens work until something holds.
  private func listen(until holds: @escaping @Sendable () throws -> Bool) async throws {
    let file = try SettingsFile(at: folder.appending(path: "plumbline.yaml").path)
    let queue = queue
    let surroundings = CredentialSurroundings(
      variables: ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"], home: "/nowhere",
      file: { _ in nil }, output: { _ in [] },
      transport: HTTPTransport { request, _ in
        try await Task.sleep(for: .milliseconds(10))
        return queue.answer(request)
      }, now: Self.now)
    let workplace = Workplace(
      storePath: folder.appending(path: "plumb.db").path, surroundings: surroundings,
      now: Self.now)
    let logger = Logger(label: "plumb") { label in
      LineLog(.json, label: label, now: Self.now) { line in
        self.lines.withLock { $0.append(line) }
      }
    }
    let listener = QueueListener(
      at: workplace, logger: logger, file: { file },
      heard: { self.heard.withLock { $0 += 1 } })
    let task = Task(executorPreference: OwnThreads()) { try await listener.run() }
    while try !holds() { try await Task.sleep(for: .milliseconds(20)) }
    task.cancel()
    try await task.value
  }

  private func lines(_ text: String) -> Int {
    lines.withLock { $0.filter { $0.contains(text) }.count }
  }

  private var runs: [SourceRun] {
    get throws {
      guard let store = try AuditStore.existing(at: folder.appending(path: "plumb.db").path) else {
        return []
      }
      return try store.runs(of: "events", limit: 100)
    }
  }

  private static let event = """
    {"source":"aws.ec2","detail":{"eventVersion":"1.08","eventID":"e1","eventTime":"2026-11-20T21:03:00Z",\
    "eventSource":"ec2.amazonaws.com","eventName":"DeleteVpc","awsRegion":"eu-west-1",\
    "recipientAccountId":"111122223333","requestParameters":{"vpcId":"vpc-1"}}}
    """

  @Test func `what comes is kept and deleted, and an audit follows`() async throws {
    queue.state.withLock { $0.waiting = [Self.event, Self.event] }
    try await listen {
      self.queue.state.withLock { $0.deleted == 2 } && self.heard.withLock { $0 > 0 }
    }
    let store = try #require(
      try AuditStore.existing(at: folder.appending(path: "plumb.db").path))
    #expect(try store.activity(ActivityFilter()).map(\.id) == ["e1"])
    // The one that was listening is stopped.
    let outcomes = try Set(runs.map { $0.end?.outcome })
    #expect(outcomes.contains(.complete) && outcomes.isSubset(of: [.complete, .stopped]))
  }

  @Test func `a queue where nothing comes is known to answer, and no audit follows`() async throws {
    try await listen { try !self.runs.isEmpty && self.runs.allSatisfy { $0.end != nil } }
    #expect(try runs.map { $0.end?.outcome } == [.complete])
    #expect(heard.withLock { $0 } == 0)
  }

  /// Whether everything is known that the source should tell, and otherwise why not.
  private var unread: [String] {
    get throws {
      let store = try #require(
        try AuditStore.existing(at: folder.appending(path: "plumb.db").path))
      let file = try SettingsFile(at: folder.appending(path: "plumbline.yaml").path)
      return try ComposeCoverage(store: store, demand: CoverageDemand(settings: file.settings))
        .now(Self.now()).unreadSources.map(\.problem.code)
    }
  }

  @Test func `what could not be used stands as unread, whatever comes after it`() async throws {
    queue.state.withLock { $0.waiting = ["anything"] }
    try await listen { try self.runs.contains { $0.end?.outcome == .incomplete } }
    #expect(try unread == ["activity-unread"])
    queue.state.withLock { $0.waiting = [Self.event, "anything"] }
    try await listen { self.queue.state.withLock { $0.deleted == 1 } }
    queue.state.withLock { $0.waiting = [Self.event] }
    try await listen { try self.runs.contains { $0.end?.outcome == .complete } }
    #expect(try unread == ["activity-unread"])
    let store = try #require(
      try AuditStore.existing(at: folder.appending(path: "plumb.db").path))
    #expect(try store.standingUnread().map(\.problem.code) == ["unknown-message"])
    let names = try store.standingUnread().map(\.name)
    #expect(!names.joined().contains("anything"))
    _ = try store.withdrawUnread([1], at: Self.now(), by: "ada", reason: "a test")
    #expect(try unread == [])
    queue.state.withLock { $0.waiting = ["anything"] }
    try await listen { self.queue.state.withLock { $0.waiting.isEmpty } }
    #expect(try unread == [], "what was taken back is not told again")
  }

  @Test func `nothing is received while another process holds the source`() async throws {
    let store = try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating)
    let now = Self.now()
    let beginning = try store.beginRun(
      of: "events", due: now, by: RunHolder.own.text, at: now,
      leaseUntil: now.advanced(bySeconds: 86_400), isGone: { _ in false })
    guard case .begun(let run) = beginning else {
      Issue.record("it is held")
      return
    }
    queue.state.withLock { $0.waiting = [Self.event] }
    let looks = Mutex(0)
    try await listen {
      looks.withLock { looks in
        looks += 1
        return looks > 25
      }
    }
    #expect(queue.state.withLock { $0.asked } == [])
    try store.endRun(run.id, .init(at: Self.now(), outcome: .complete))
    try await listen { self.queue.state.withLock { $0.deleted == 1 } }
  }

  @Test func `a queue that answers again is known to, though nothing comes`() async throws {
    queue.state.withLock { $0.isRefusing = true }
    try await listen {
      guard try self.runs.contains(where: { $0.end?.outcome == .failed }) else { return false }
      self.queue.state.withLock { $0.isRefusing = false }
      // It is told after the run is ended in the store.
      return try self.runs.contains { $0.end?.outcome == .complete }
        && self.lines("The queue answers again") > 0
    }
    #expect(lines("The queue answers again") == 1)
    #expect(try unread == [])
  }

  @Test func `what is not shown yet is due again later and later, and then no more`() {
    let (a, b) = (
      Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC"),
      Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::Subnet")
    )
    var scopes = UnshownScopes()
    #expect(scopes.note(read: [a, b], unshown: [a], at: 100) == [])
    #expect(scopes.due(at: 104) == [] && scopes.next == 105 && scopes.due(at: 105) == [a])
    #expect(scopes.note(read: [a], unshown: [a, b], at: 105) == [])
    #expect(scopes.due(at: 110) == [b] && scopes.due(at: 120) == [a, b])
    #expect(scopes.note(read: [b], unshown: [], at: 111) == [])
    #expect(scopes.note(read: [a], unshown: [a], at: 120) == [] && scopes.next == 165)
    #expect(scopes.note(read: [a], unshown: [a], at: 165) == [a] && scopes.next == nil)
  }

  @Test func `so many readings begin within a minute, and the next when the first is over`() {
    var past = RecentReadings()
    for number in 0..<RecentReadings.most {
      #expect(past.begin(at: 100 + Double(number) / 10) == 0)
    }
    #expect(past.begin(at: 110) == 50)
    #expect(past.begin(at: 160) == 0)
    #expect(past.begin(at: 160) > 0)
    #expect(past.begin(at: 500) == 0)
    // A clock that was set back holds nothing up.
    #expect(past.begin(at: 1) == 0)
  }

  @Test func `a queue where messages never end is worked on after a moment`() async throws {
    queue.state.withLock { state in
      state.isEndless = true
      state.waiting = [Self.event]
    }
    try await listen { self.queue.state.withLock { $0.deleted > 0 } }
    // Each answer takes a hundredth of a second: so many come in two.
    #expect(queue.state.withLock { $0.endless } <= 210)
  }

  @Test func `a queue that refuses is told once, is a failed run, and is asked again`() async throws
  {
    queue.state.withLock { $0.isRefusing = true }
    try await listen {
      try self.runs.contains { $0.end?.outcome == .failed }
        && self.lines("The queue does not answer") > 0
    }
    #expect(lines("The queue does not answer") == 1)
    #expect(try runs.first?.end?.problem?.message.contains("no") == true)
    queue.state.withLock { state in
      state.isRefusing = false
      state.waiting = [Self.event]
    }
    try await listen { self.queue.state.withLock { $0.deleted == 1 } }
  }
}

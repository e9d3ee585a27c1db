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
        state.deleted +=
          String(decoding: request.body, as: UTF8.self)
          .components(separatedBy: "ReceiptHandle").count - 1
        return Self.answer(#"{"Successful":[],"Failed":[]}"#)
      }
      let messages = state.waiting.prefix(10).enumerated().map { number, body in
        ConfigurationValue.object([
          "MessageId": .string("m\(number)"), "ReceiptHandle": .string("r\(number)"),
          "Body": .string(body),
        ])
      }
      state.waiting.removeFirst(min(10, state.waiting.count))
      return Self.answer(
        ConfigurationValue.object(["Messages": .list(messages)]).canonicalJSON)
    }
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
    #expect(try runs.allSatisfy { $0.end?.outcome == .complete })
  }

  @Test func `a queue where nothing comes is known to answer, and no audit follows`() async throws {
    try await listen { try !self.runs.isEmpty && self.runs.allSatisfy { $0.end != nil } }
    #expect(try runs.map { $0.end?.outcome } == [.complete])
    #expect(heard.withLock { $0 } == 0)
  }

  @Test func `a queue that refuses is told once, is a failed run, and is asked again`() async throws
  {
    queue.state.withLock { $0.isRefusing = true }
    try await listen { try self.runs.contains { $0.end?.outcome == .failed } }
    let told = lines.withLock { $0.filter { $0.contains("The queue does not answer") } }
    #expect(told.count == 1)
    #expect(try runs.first?.end?.problem?.message.contains("no") == true)
    queue.state.withLock { state in
      state.isRefusing = false
      state.waiting = [Self.event]
    }
    try await listen { self.queue.state.withLock { $0.deleted == 1 } }
  }
}

import AWSTestSupport
import AuditStore
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Synchronization
import Testing

/// From an event in a queue to the message that somebody gets, with the daemon as a process: somebody becomes an
/// administrator, and a route takes traffic away.
///
/// `PLUMB_INCIDENTS` says how many of each there are; 1 where it does not. The seconds from send to receipt are printed.
@Suite(.enabled(if: Moto.program != nil), .serialized, .timeLimit(.minutes(60)))
struct IncidentTests {
  private static let count =
    ProcessInfo.processInfo.environment["PLUMB_INCIDENTS"].flatMap(Int.init) ?? 1
  private static let kills =
    ProcessInfo.processInfo.environment["PLUMB_QUEUE_KILLS"].flatMap(Int.init) ?? 0

  /// The messages that came, each with its moment.
  private final class Inbox: Sendable {
    private let messages = Mutex<[(at: Double, body: String)]>([])

    func take(_ body: String) {
      messages.withLock { $0.append((Date().timeIntervalSince1970, body)) }
    }

    /// Waits for the first message with all of these texts, however long that takes.
    func first(with texts: [String]) async throws -> (at: Double, body: String) {
      while true {
        let found = messages.withLock { messages in
          messages.first { message in texts.allSatisfy { message.body.contains($0) } }
        }
        if let found { return found }
        try await Task.sleep(for: .milliseconds(20))
      }
    }

    var count: Int { messages.withLock { $0.count } }
  }

  /// A folder with settings for a server, its queue and a receiver.
  private struct Office {
    let moto: Moto
    let folder: String
    let queue: String

    init(_ moto: Moto, receiver port: Int) async throws {
      self.moto = moto
      folder = FileManager.default.temporaryDirectory.path + "/office-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      queue = String(
        decoding: try await moto.python("messages.py", ["make", "events"]), as: UTF8.self)
      let text = """
        store: plumb.db
        sources:
          - name: live
            aws: { regions: [eu-west-1, us-east-1] }
            types: ["AWS::IAM::Group", "AWS::IAM::User", "AWS::EC2::RouteTable"]
            schedule: { every: 1d }
          - name: events
            activity: { queue: "\(queue)", region: eu-west-1 }
        notices:
          destinations:
            - { name: hook, webhook: { url: "http://127.0.0.1:\(port)/hook" } }
        status: off
        """
      try Data(text.utf8).write(to: URL(filePath: folder + "/plumbline.yaml"))
    }

    private var setup: String {
      moto.variables().map { "export \($0.key)='\($0.value)'" }.joined(separator: "; ")
        + "; export PLUMB_CONFIG='\(folder)/plumbline.yaml'"
    }

    func plumb(_ arguments: [String]) throws -> Program.Result {
      try Program.run(after: setup, arguments)
    }

    func daemon() throws -> Process {
      try Program.start(
        ["-c", "\(setup); exec \(Program.path) daemon --log json 2>>'\(folder)/log'"],
        executable: "/bin/sh")
    }

    /// Runs the program and kills it after so many seconds; true where it was still at work.
    func killed(after seconds: Double, _ arguments: [String]) throws -> Bool {
      let process = try Program.start(
        ["-c", setup + #"; exec "$@""#, "sh", Program.path] + arguments, executable: "/bin/sh")
      usleep(UInt32(seconds * 1_000_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return process.terminationReason == .uncaughtSignal
    }

    /// How many messages are in the queue, hidden or not.
    func count() async throws -> Int {
      let text = String(
        decoding: try await moto.python("messages.py", ["count", queue]), as: UTF8.self)
      return try #require(Int(text))
    }

    var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    func sent(_ verb: String, _ number: Int) async throws -> Double {
      let bytes = try await moto.python("incident.py", [verb, queue, "\(number)"])
      return try #require(Double(String(decoding: bytes, as: UTF8.self)))
    }
  }

  /// What the message of each story must say.
  private static func items(_ verb: String, _ number: Int) -> [String] {
    verb == "rogue"
      ? [
        "guest-\(number)", "Admins", "mallory", "AddUserToGroup",
        "aws iam remove-user-from-group", "198.51.100.7",
      ]
      : ["203.0.\(number).0/24", "igw-", "mallory", "CreateRoute", "aws ec2 delete-route"]
  }

  @Test func `a rogue administrator and a wrong route are told of at once`() async throws {
    let inbox = Inbox()
    try await LoopbackServer.run(answering: { received in
      inbox.take(received.body.replacing("\\/", with: "/"))
      return .init(200)
    }) { server in
      try await Moto.run { moto in
        _ = try await moto.python("fill.py")
        _ = try await moto.python("incident.py", ["prepare", "\(Self.count)"])
        let office = try await Office(moto, receiver: server.port)
        defer { try? FileManager.default.removeItem(atPath: office.folder) }
        let taken = try office.plumb(["snapshot", "take", "--source", "live"])
        #expect(taken.status == 0, "\(taken.errors)")
        _ = try office.plumb(["baseline", "set", "latest", "--by", "ada"])
        let daemon = try office.daemon()
        defer {
          kill(daemon.processIdentifier, SIGTERM)
          daemon.waitUntilExit()
        }
        while !office.log.contains("Audited") { try await Task.sleep(for: .milliseconds(100)) }
        var seconds: [String: [Double]] = [:]
        for number in 0..<Self.count {
          for verb in ["rogue", "route"] {
            let sent = try await office.sent(verb, number)
            let told = try await inbox.first(with: Self.items(verb, number))
            seconds[verb, default: []].append(told.at - sent)
          }
        }
        for (verb, all) in seconds.sorted(by: { $0.key < $1.key }) {
          let sorted = all.sorted()
          let shown = sorted.map { String(format: "%.1f", $0) }.joined(separator: " ")
          print("\(verb): median \(String(format: "%.1f", sorted[sorted.count / 2])) s of \(shown)")
        }
        try await expectEmpty(office)
      }
    }
  }

  /// Only where `PLUMB_QUEUE_KILLS` says how often: what a killed process had comes back after two minutes.
  @Test(.enabled(if: kills > 0))
  func `killed at any point, nothing of the queue is lost or doubled`() async throws {
    let seed: UInt64 = 20_261_130
    print("queue kills: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let kills = Self.kills
    try await Moto.run { moto in
      let office = try await Office(moto, receiver: 9)
      defer { try? FileManager.default.removeItem(atPath: office.folder) }
      var killed = 0
      for round in 0..<kills {
        let bodies = (0..<40).map { Self.event("e\(round)-\($0)") }
        try JSONEncoder().encode(bodies).write(to: URL(filePath: office.folder + "/bodies"))
        _ = try await moto.python("messages.py", ["send", office.queue, office.folder + "/bodies"])
        killed +=
          try office.killed(
            after: Double.random(in: 0.2...2.5, using: &random),
            ["activity", "import", "--source", "events"]) ? 1 : 0
      }
      print("queue kills: \(killed) of \(kills) while it worked")
      while try await office.count() > 0 {
        _ = try office.plumb(["activity", "import", "--source", "events"])
        try await Task.sleep(for: .seconds(1))
      }
      let store = try AuditStore(path: office.folder + "/plumb.db", mode: .reading)
      #expect(try store.activity(ActivityFilter()).count == 40 * kills)
      #expect(try store.verify().problems.isEmpty)
    }
  }

  private static func event(_ id: String) -> String {
    """
    {"source":"aws.ec2","detail":{"eventVersion":"1.08","eventID":"\(id)","eventTime":"2026-11-20T21:03:00Z",\
    "eventSource":"ec2.amazonaws.com","eventName":"DeleteVpc","awsRegion":"eu-west-1",\
    "recipientAccountId":"123456789012","requestParameters":{"vpcId":"vpc-1"}}}
    """
  }

  /// All messages of the queue are gone, and each of them brought one event.
  private func expectEmpty(_ office: Office) async throws {
    while try await office.count() > 0 { try await Task.sleep(for: .milliseconds(200)) }
    let store = try AuditStore(path: office.folder + "/plumb.db", mode: .reading)
    #expect(try store.activity(ActivityFilter()).count == 2 * Self.count)
    let open = try store.findings(baseline: "default", in: .everything)
    #expect(!open.isEmpty)
    let runs = try store.runs(of: "events", limit: 100)
    #expect(runs.contains { $0.end?.outcome == .complete })
    #expect(runs.allSatisfy { $0.end?.problem == nil }, "\(runs.compactMap { $0.end?.problem })")
  }
}

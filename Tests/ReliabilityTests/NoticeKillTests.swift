import AWSTestSupport
import AuditStore
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Synchronization
import Testing

/// A receiver that is down for an hour of simulated time, and a sender that is killed again and again: nothing is lost,
/// everything is in order, and only a receiver that does not look at the key has anything twice.
@Suite(.serialized) struct NoticeKillTests {
  /// What receivers saw and how they behave.
  private final class Receivers: Sendable {
    struct State {
      var isDown = true
      var random: SeededGenerator
      /// The keys that were answered with 200, by path, in order.
      var taken: [String: [String]] = [:]
      var bodies: [String: String] = [:]
      var answers: [Int: Int] = [:]
    }

    let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

    func answer(_ received: LoopbackServer.Received) -> LoopbackServer.Answer {
      state.withLock { state in
        let path = String(received.line.split(separator: " ")[1])
        let answer = Self.answer(isDown: state.isDown, &state.random)
        state.answers[answer.cutAfter == nil ? answer.status : 0, default: 0] += 1
        // Cut or not: who answers 200 has taken it.
        guard answer.status == 200, let key = received.headers["idempotency-key"] else {
          return answer
        }
        state.taken[path, default: []].append(key)
        state.bodies[key] = received.body
        return answer
      }
    }

    private static func answer(isDown: Bool, _ random: inout SeededGenerator)
      -> LoopbackServer.Answer
    {
      if isDown {
        return switch Int.random(in: 0..<3, using: &random) {
        case 0: .init(500)
        case 1: .init(429, headers: ["Retry-After": "30"])
        default: .init(503, headers: ["Retry-After": "Sun, 08 Nov 2026 00:10:00 GMT"], delay: 0.1)
        }
      }
      return switch Int.random(in: 0..<6, using: &random) {
      case 0: .init(200, body: "taken", cutAfter: 2)
      case 1: .init(200, delay: 0.2)
      case 2: .init(500)
      default: .init(200)
      }
    }
  }

  private let shop: Workshop

  init() throws { shop = try Workshop(count: 12) }

  private func plumb(_ arguments: [String]) throws -> Program.Result {
    try Program.run(
      after: "export PLUMB_CONFIG='\(shop.folder)/plumbline.yaml'",
      arguments + ["--store", shop.store])
  }

  private func write(settings port: Int) throws {
    let hooks = ["kept", "careless"].map {
      "    - { name: \($0), webhook: { url: \"http://127.0.0.1:\(port)/\($0)\" } }\n"
    }
    let text = "notices:\n  destinations:\n" + hooks.joined()
    try Data(text.utf8).write(to: URL(filePath: shop.folder + "/plumbline.yaml"))
  }

  /// One finding more in each audit, so that each is a message of its own.
  private func find() throws {
    _ = try shop.export()
    _ = try Program.run(shop.importing(shop.folder + "/before", day: 1))
    _ = try plumb(["baseline", "set", "latest", "--by", "ada", "--at", "2026-11-01"])
    for number in 1...6 {
      try shop.writeExport(open: Set(0..<number))
      _ = try Program.run(shop.importing(shop.folder + "/before", day: 1 + number))
      #expect(try plumb(["audit", "--at", "2026-11-0\(1 + number)"]).status != 64)
    }
  }

  /// Starts a sender at a moment and kills it after a while, or lets it end.
  private func send(minute: Int, killedAfter seconds: Double?) throws {
    let at = "2026-11-08T0\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z"
    let arguments = ["notice", "send", "--at", at, "--config", shop.folder + "/plumbline.yaml"]
    if let seconds {
      _ = try Program.kill(after: seconds, arguments + ["--store", shop.store])
    } else {
      _ = try plumb(arguments)
    }
  }

  @Test func `nothing is lost by a receiver that is down and a sender that is killed`() async throws
  {
    let seed: UInt64 = 20_261_129
    var random = SeededGenerator(seed: seed)
    let receivers = Receivers(seed: seed)
    try await LoopbackServer.run(answering: { receivers.answer($0) }) { server in
      try write(settings: server.port)
      try find()
      for minute in stride(from: 0, to: 60, by: 4) {
        let isKilled = Bool.random(using: &random)
        try send(
          minute: minute, killedAfter: isKilled ? Double.random(in: 0...0.6, using: &random) : nil)
      }
      receivers.state.withLock { $0.isDown = false }
      var minute = 60
      while minute < 400, try waiting() > 0 || minute == 60 {
        let isKilled = minute < 130 && Bool.random(using: &random)
        try send(
          minute: minute, killedAfter: isKilled ? Double.random(in: 0...0.8, using: &random) : nil)
        minute += 5
      }
      try expectAll(receivers, seed)
    }
  }

  /// What is not sent yet.
  private func waiting() throws -> Int {
    let store = try AuditStore(path: shop.store, mode: .reading)
    return try store.messages(in: [.waiting, .dead]).count + store.noticesWaiting().count
  }

  private func expectAll(_ receivers: Receivers, _ seed: UInt64) throws {
    #expect(try waiting() == 0)
    let state = receivers.state.withLock { ($0.taken, $0.bodies, $0.answers) }
    for (path, keys) in state.0 {
      var seen: Set<String> = []
      let first = keys.filter { seen.insert($0).inserted }
      let told = first.map { key in
        (1...6).filter { (state.1[key] ?? "").contains("\"F-\($0)\"") }
      }
      #expect(told == (1...6).map { [$0] }, "\(path), seed \(seed)")
      print("\(path): \(first.count) messages, \(keys.count - first.count) twice")
    }
    #expect(state.0.count == 2)
    print("answers: \(state.2.sorted { $0.key < $1.key }), seed \(seed)")
    #expect(try AuditStore(path: shop.store, mode: .reading).verify().problems.map(\.code) == [])
  }
}

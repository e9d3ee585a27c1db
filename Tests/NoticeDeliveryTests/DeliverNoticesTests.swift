import AWSTestSupport
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Crypto
import Foundation
import NoticeDelivery
import Synchronization
import Testing

/// Messages over the way that they take: an audit, the outbox, a real receiver on this machine.
@Suite struct DeliverNoticesTests {
  private typealias Answer = LoopbackServer.Answer

  /// What is answered, by how often it was asked before.
  private func server<Value: Sendable>(
    _ answers: @escaping @Sendable (Int) -> LoopbackServer.Answer,
    _ work: (LoopbackServer) async throws -> Value
  ) async throws -> Value {
    let count = Mutex(0)
    return try await LoopbackServer.run(
      answering: { _ in
        answers(
          count.withLock { count in
            defer { count += 1 }
            return count
          })
      }, work)
  }

  private func open(_ yard: Yard, _ groups: Set<Int>, at: Int64, _ notices: Settings.Notices) throws
  {
    try yard.take(at: at, open: groups)
    try yard.audit(at: at, telling: notices)
  }

  @Test func `a finding is told, and its end`() async throws {
    let yard = try Yard()
    try await server({ _ in Answer(204) }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try open(yard, [0], at: 900, notices)
      #expect(try await yard.delivery(notices, at: 900).run().sent == 1)
      try open(yard, [], at: 1800, notices)
      #expect(try await yard.delivery(notices, at: 1800).run().sent == 1)
      let bodies = server.received.map(\.body)
      #expect(bodies.count == 2)
      #expect(bodies[0].contains("\"type\": \"io.plumbline.findings.open\""))
      #expect(bodies[0].contains("revoke-security-group-ingress"))
      #expect(bodies[1].contains("\"type\": \"io.plumbline.findings.close\""))
      #expect(bodies[1].contains("reverted"))
      #expect(try yard.store().messages(in: [.waiting, .dead]).isEmpty)
      #expect(try yard.store().verify().problems.map(\.code) == [])
    }
  }

  @Test func `who does not take it is asked again, with the same body and the same key`()
    async throws
  {
    let yard = try Yard()
    try await server({ $0 < 3 ? Answer(500, body: "no\nway") : Answer(200) }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try open(yard, [0], at: 900, notices)
      var at: Int64 = 900
      for pause: Int64 in [5, 10, 20] {
        let tally = try await yard.delivery(notices, at: at).run()
        #expect(tally.failed == 1 && tally.problems.first?.hasSuffix("HTTP 500: no way") == true)
        #expect(try await yard.delivery(notices, at: at + pause - 1).run() == .init())
        at += pause
      }
      #expect(try await yard.delivery(notices, at: at).run().sent == 1)
      #expect(Set(server.received.map(\.body)).count == 1)
      #expect(Set(server.received.compactMap { $0.headers["idempotency-key"] }).count == 1)
    }
  }

  @Test(arguments: [("120", 120), ("Sun, 01 Nov 2026 00:20:00 GMT", 300)])
  func `a receiver says when it wants to be asked again`(header: String, seconds: Int64)
    async throws
  {
    let yard = try Yard()
    try await server({
      $0 == 0 ? Answer(429, headers: ["Retry-After": header]) : Answer(202)
    }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try open(yard, [0], at: 900, notices)
      #expect(try await yard.delivery(notices, at: 900).run().failed == 1)
      #expect(try await yard.delivery(notices, at: 900 + seconds - 1).run() == .init())
      #expect(try await yard.delivery(notices, at: 900 + seconds).run().sent == 1)
    }
  }

  @Test func `a connection that ends in mid-body, and an answer that does not come, are no answer`()
    async throws
  {
    let yard = try Yard()
    try await server({
      switch $0 {
      case 0: Answer(200, body: "taken", cutAfter: 2)
      case 1: Answer(200, delay: 3)
      default: Answer(200)
      }
    }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try open(yard, [0], at: 900, notices)
      #expect(try await yard.delivery(notices, at: 900).run().failed == 1)
      let slow = try await yard.delivery(notices, at: 1000, patience: 0.3).run()
      #expect(slow.problems.first?.contains("no answer within") == true)
      #expect(try await yard.delivery(notices, at: 2000).run().sent == 1)
    }
  }

  @Test func `what is refused, or not taken for too long, is given up, and can be sent again`()
    async throws
  {
    let yard = try Yard()
    try await server({ Answer([400, 503, 200][min($0, 2)]) }) { server in
      var destination = NoticeDestination.webhook("hook", port: server.port)
      destination.giveUpAfter = 3600
      let notices = Settings.Notices(destination)
      try open(yard, [0], at: 900, notices)
      #expect(try await yard.delivery(notices, at: 900).run().dead == 1)
      let store = try yard.store()
      #expect(try store.revive(nil, destination: "hook", at: Yard.moment(1000)) == 1)
      #expect(try await yard.delivery(notices, at: 4600).run().dead == 1)
      let dead = try store.messages(in: [.dead])
      #expect(dead.first?.problem?.hasPrefix("not taken for too long") == true)
      #expect(try store.revive([dead[0].number], destination: nil, at: Yard.moment(5000)) == 1)
      #expect(try await yard.delivery(notices, at: 5000).run().sent == 1)
    }
  }

  @Test func `what comes while a receiver is down is told later, in order`() async throws {
    let yard = try Yard()
    let isUp = Latch()
    try await LoopbackServer.run(answering: { _ in Answer(isUp.isSet ? 200 : 503) }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      for (place, groups) in [[0], [0, 1], [0, 1, 2], [1, 2]].enumerated() {
        let at = Int64(900 * (place + 1))
        try open(yard, Set(groups), at: at, notices)
        #expect(try await yard.delivery(notices, at: at).run().sent == 0)
      }
      let before = server.received.count
      isUp.set()
      #expect(try await yard.delivery(notices, at: 9000).run().sent == 4)
      let sent = server.received.dropFirst(before).map(\.body)
      let findings = sent.map { body in (1...3).filter { body.contains("\"F-\($0)\"") } }
      #expect(findings == [[1], [2], [3], [1]])
      #expect(sent.last?.contains("findings.close") == true)
    }
  }

  @Test func `a dead receiver keeps no other one waiting`() async throws {
    let yard = try Yard()
    try await server({ _ in Answer(200) }) { server in
      // Nobody listens on port 1.
      let notices = Settings.Notices(.webhook("dead", port: 1), .webhook("hook", port: server.port))
      try open(yard, [0, 1], at: 900, notices)
      let tally = try await yard.delivery(notices, at: 900).run()
      #expect(tally.sent == 1 && tally.failed == 1)
      #expect(server.received.count == 1)
    }
  }

  @Test func `a message is signed with its time, and no problem tells a secret`() async throws {
    let yard = try Yard()
    try await LoopbackServer.run(answering: { received in
      Answer(received.line.contains("s3cr3t-token") ? 404 : 200, body: "no \(received.line)")
    }) { server in
      let key = Data("0123456789abcdef".utf8)
      var hidden = NoticeDestination.webhook("hidden", port: server.port)
      hidden.channel = .webhook(.init(address: .secret(.variable("URL"))))
      let notices = Settings.Notices(
        .webhook("signed", port: server.port, secret: .variable("KEY")), hidden)
      try open(yard, [0], at: 900, notices)
      let secrets = [
        "KEY": "whsec_" + key.base64EncodedString(),
        "URL": "http://127.0.0.1:\(server.port)/services/s3cr3t-token",
      ]
      let tally = try await yard.delivery(notices, at: 900, secrets: secrets).run()
      #expect(tally.sent == 1 && tally.failed == 1)
      #expect(tally.problems.first?.contains("404") == true)
      #expect(!tally.problems.joined().contains("s3cr3t"))
      let waiting = try yard.store().messages(in: [.waiting])
      #expect(waiting.count == 1 && waiting[0].problem?.contains("s3cr3t") == false)
      let signed = try #require(server.received.first { $0.headers["webhook-id"] != nil })
      let stamp = signed.headers["webhook-timestamp"] ?? ""
      let text = "\(signed.headers["webhook-id"] ?? "").\(stamp).\(signed.body)"
      let code = HMAC<SHA256>.authenticationCode(
        for: Data(text.utf8), using: SymmetricKey(data: key))
      #expect(signed.headers["webhook-signature"] == "v1," + Data(code).base64EncodedString())
      #expect(stamp == "\(Yard.moment(900).seconds)")
    }
  }

  @Test func `a secret that is not there is said, and the message waits`() async throws {
    let yard = try Yard()
    let notices = Settings.Notices(.webhook("hook", port: 1, secret: .variable("KEY")))
    try open(yard, [0], at: 900, notices)
    let tally = try await yard.delivery(notices, at: 900).run()
    #expect(tally.failed == 1)
    #expect(tally.problems.first?.contains("the variable KEY: it is not set") == true)
  }

  @Test func `two that send at once send each message once`() async throws {
    let yard = try Yard()
    try await server({ _ in Answer(200, delay: 0.2) }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try open(yard, [0], at: 900, notices)
      let (first, second) = (yard.delivery(notices, at: 900), yard.delivery(notices, at: 900))
      async let one = first.run()
      async let other = second.run()
      #expect(try await one.sent + other.sent == 1)
      #expect(server.received.count == 1)
    }
  }

  @Test func `a message that a process took on and did not send is sent after a while`()
    async throws
  {
    let yard = try Yard()
    try await server({ _ in Answer(200) }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try open(yard, [0], at: 900, notices)
      _ = try await yard.delivery(notices, at: 900).gather(isFollowingUp: true)
      let message = try #require(try yard.store().nextMessages().first)
      #expect(try yard.store().claim(message, until: Yard.moment(940)))
      #expect(try !yard.store().claim(message, until: Yard.moment(940)))
      #expect(try await yard.delivery(notices, at: 939).run() == .init())
      #expect(try await yard.delivery(notices, at: 940).run().sent == 1)
    }
  }

  @Test func `settings say who is told of what`() async throws {
    let yard = try Yard(count: 4)
    var (tagged, low, ended) = (
      NoticeDestination.webhook("tagged", port: 1), NoticeDestination.webhook("low", port: 1),
      NoticeDestination.webhook("ended", port: 1)
    )
    var prod = NoticeFilter()
    prod.resource = ResourceSelector(tags: ["env": Glob("prod")])
    var first = NoticeFilter()
    first.resource = ResourceSelector(id: Glob("sg-0"))
    (tagged.only, tagged.except) = ([prod], [first])
    var bad = NoticeFilter()
    bad.severity = .critical
    low.except = [bad]
    ended.news = [.ended]
    let notices = Settings.Notices(tagged, low, ended)
    try open(yard, [0, 1, 2], at: 900, notices)
    let waiting = try yard.store().noticesWaiting()
    func findings(_ name: String) -> [Int] {
      waiting.filter { $0.destination == name }.map(\.finding)
    }
    #expect(findings("tagged") == [3])
    #expect(findings("ended") == [1, 2, 3])
    _ = try await yard.delivery(notices, at: 900).gather(isFollowingUp: true)
    #expect(
      try yard.store().messages(in: [.waiting]).allSatisfy { $0.message.destination != "ended" })
  }
}

/// Something that happens once.
private final class Latch: Sendable {
  private let state = Mutex(false)

  var isSet: Bool { state.withLock { $0 } }

  func set() { state.withLock { $0 = true } }
}

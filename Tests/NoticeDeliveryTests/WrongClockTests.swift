import AWSTestSupport
import AuditSchedule
import AuditStore
import ChangeDocuments
import ConfigurationModel
import NoticeDelivery
import Synchronization
import Testing

/// What a clock that was four years ahead left behind holds nobody up once it is right again.
@Suite struct WrongClockTests {
  private static let ahead: Int64 = 4 * 366 * 86_400

  private func server(_ answers: [Int], _ work: (LoopbackServer) async throws -> Void) async throws
  {
    let count = Mutex(0)
    try await LoopbackServer.run(
      answering: { _ in
        let place = count.withLock { count in
          defer { count += 1 }
          return count
        }
        return .init(answers[min(place, answers.count - 1)])
      }, work)
  }

  @Test func `a message that was put off until then is sent now`() async throws {
    try await server([503, 200]) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      #expect(try await yard.delivery(notices, at: Self.ahead).run().failed == 1)
      #expect(try await yard.delivery(notices, at: 1800).run().sent == 1)
    }
  }

  @Test func `it is given up as long after its first attempt as any other`() async throws {
    try await server([503]) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      #expect(try await yard.delivery(notices, at: Self.ahead).run().failed == 1)
      #expect(try await yard.delivery(notices, at: 1800).run().failed == 1)
      #expect(try await yard.delivery(notices, at: 1800 + 4 * 86_400).run().dead == 1)
    }
  }

  @Test func `a pause that a receiver asked for holds as long as it may`() async throws {
    try await server([503, 200]) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      _ = try await yard.delivery(notices, at: 900).gather(isFollowingUp: true)
      let store = try yard.store()
      let message = try #require(try store.nextMessages().first)
      #expect(try store.claim(message, until: Yard.moment(900 + 86_400)))
      #expect(try await yard.delivery(notices, at: 900).run() == .init())
      #expect(try await yard.delivery(notices, at: 899).run().failed == 1)
    }
  }

  @Test func `whoever was told then is reminded, and others are told`() async throws {
    try await server([200]) { server in
      var first = NoticeDestination.webhook("first", port: server.port)
      first.timing.remind = 3600
      first.timing.escalation = .init(after: 3600, to: "second")
      var second = NoticeDestination.webhook("second", port: server.port)
      var nothing = NoticeFilter()
      nothing.resource = ResourceSelector(id: Glob("none"))
      second.only = [nothing]
      let notices = Settings.Notices(first, second)
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      #expect(try await yard.delivery(notices, at: Self.ahead).run().sent == 1)
      #expect(try await yard.delivery(notices, at: 1800).run().sent == 2)
      #expect(try await yard.delivery(notices, at: 1860).run() == .init())
      #expect(try await yard.delivery(notices, at: 1800 + 3600).run().sent == 1)
    }
  }

  @Test func `a digest of what was found then is due`() async throws {
    try await server([200]) { server in
      var destination = NoticeDestination.webhook("hook", port: server.port)
      destination.timing.digest = Schedule(.every(seconds: 86_400))
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: Self.ahead, telling: notices)
      #expect(try await yard.delivery(notices, at: 1800).run().sent == 1)
    }
  }
}

import AWSTestSupport
import AuditSchedule
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import NoticeDelivery
import Testing

/// When destinations are told: quiet hours, digests, reminders, escalation. The yard begins at midnight.
@Suite struct TimingTests {
  private func hour(_ hours: Int64) -> Int64 { hours * 3600 }

  private func subjects(_ yard: Yard, _ name: String) throws -> [String] {
    try yard.store().messages(in: [.sent]).map(\.message).filter { $0.destination == name }
      .map(\.subject)
  }

  @Test func `quiet hours hold back what is not bad enough`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      var destination = NoticeDestination.webhook("hook", port: server.port)
      destination.timing.quiet = .init(from: 22 * 60, until: 7 * 60, zone: .utc)
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try yard.take(at: hour(1), open: [0])
      try yard.audit(at: hour(1), telling: notices)
      #expect(try await yard.delivery(notices, at: hour(1)).run() == .init())
      #expect(try await yard.delivery(notices, at: hour(7) - 1).run() == .init())
      #expect(try await yard.delivery(notices, at: hour(7)).run().sent == 1)
      // What is as bad as is said is told all the same.
      destination.timing.unless = .low
      let urgent = Settings.Notices(destination)
      try yard.take(at: hour(23), open: [0, 1])
      try yard.audit(at: hour(23), telling: urgent)
      #expect(try await yard.delivery(urgent, at: hour(23)).run().sent == 1)
    }
  }

  @Test func `hours of a zone are those of its clocks, over midnight too`() throws {
    let zone = try #require(TimeZoneRules(named: "Europe/Berlin"))
    let night = NoticeTiming.QuietHours(from: 22 * 60, until: 7 * 60, zone: zone)
    // Midnight of 1 November 2026 in UTC is one o'clock in Berlin.
    #expect(night.holds(at: Yard.moment(hour(5))))
    #expect(!night.holds(at: Yard.moment(hour(6))))
    #expect(!night.holds(at: Yard.moment(hour(20))))
    #expect(night.holds(at: Yard.moment(hour(21))))
    let noon = NoticeTiming.QuietHours(from: 12 * 60, until: 13 * 60, zone: .utc)
    #expect(noon.holds(at: Yard.moment(hour(12))) && !noon.holds(at: Yard.moment(hour(13))))
  }

  @Test func `a digest and quiet hours say what may be told by when`() {
    var timing = NoticeTiming()
    let first = Yard.moment(hour(1))
    #expect(timing.mayTell(since: first, at: Yard.moment(hour(2))))
    timing.quiet = NoticeTiming.QuietHours(from: 0, until: 12 * 60, zone: .utc)
    let held = (0..<24).map { timing.mayTell(since: first, at: Yard.moment(hour(Int64($0)))) }
    #expect(held.count { $0 } == 12)
    timing = NoticeTiming()
    timing.digest = Schedule(.every(seconds: 86400))
    #expect(!timing.mayTell(since: first, at: Yard.moment(hour(2))))
    #expect(timing.mayTell(since: first, at: Yard.moment(hour(25))))
  }

  @Test func `a digest is one message at its time`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      var destination = NoticeDestination.webhook("hook", port: server.port)
      destination.timing.digest = Schedule(.every(seconds: 86400))
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      for (place, groups) in [[0], [0, 1], [1, 2]].enumerated() {
        let at = hour(Int64(place + 1))
        try yard.take(at: at, open: Set(groups))
        try yard.audit(at: at, telling: notices)
        #expect(try await yard.delivery(notices, at: at).run() == .init())
      }
      #expect(try await yard.delivery(notices, at: hour(24)).run().sent == 1)
      #expect(server.received.count == 1)
      #expect((1...3).allSatisfy { server.received[0].body.contains("\"F-\($0)\"") })
      #expect(server.received[0].body.contains("\"occasion\": \"digest\""))
      #expect(try await yard.delivery(notices, at: hour(48)).run() == .init())
    }
  }

  @Test func `nobody is reminded of what somebody acknowledged`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      var destination = NoticeDestination.webhook("hook", port: server.port)
      destination.timing.remind = 4 * 3600
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try yard.take(at: hour(1), open: [0])
      try yard.audit(at: hour(1), telling: notices)
      #expect(try await yard.delivery(notices, at: hour(1)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(5) - 1).run() == .init())
      #expect(try await yard.delivery(notices, at: hour(5)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(8)).run() == .init())
      #expect(try await yard.delivery(notices, at: hour(9)).run().sent == 1)
      #expect(try subjects(yard, "hook")[2].contains("not acknowledged for 8 h"))
      try DecideFindings(
        store: yard.store(), by: "bob", reason: "looking", at: Yard.moment(hour(10))
      ).acknowledge(["F-1"])
      #expect(try await yard.delivery(notices, at: hour(10)).run().sent == 1)
      #expect(server.received.last?.body.contains("findings.acknowledge") == true)
      #expect(try await yard.delivery(notices, at: hour(30)).run() == .init())
    }
  }

  @Test func `somebody else is told of what nobody acknowledged, and of its end`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      var first = NoticeDestination.webhook("first", port: server.port)
      first.timing.escalation = .init(after: 3600, to: "second")
      var second = NoticeDestination.webhook("second", port: server.port)
      var nothing = NoticeFilter()
      nothing.resource = ResourceSelector(id: Glob("none"))
      second.only = [nothing]
      let notices = Settings.Notices(first, second)
      let yard = try Yard()
      try yard.take(at: hour(1), open: [0])
      try yard.audit(at: hour(1), telling: notices)
      #expect(try await yard.delivery(notices, at: hour(1)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(2) - 1).run() == .init())
      #expect(try await yard.delivery(notices, at: hour(2)).run().sent == 1)
      #expect(try subjects(yard, "second")[0].contains("escalated"))
      #expect(try await yard.delivery(notices, at: hour(5)).run() == .init())
      try yard.take(at: hour(6), open: [])
      try yard.audit(at: hour(6), telling: notices)
      #expect(try await yard.delivery(notices, at: hour(6)).run().sent == 2)
      #expect(try subjects(yard, "second").count == 2)
      #expect(try yard.store().verify().problems.map(\.code) == [])
    }
  }
}

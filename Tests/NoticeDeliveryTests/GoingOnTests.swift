import AWSTestSupport
import AuditSchedule
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import NoticeDelivery
import Testing

/// How destinations hear of findings that go on: worse, accepted no longer, over. The yard begins at midnight.
@Suite struct GoingOnTests {
  private func hour(_ hours: Int64) -> Int64 { hours * 3600 }

  private func audit(
    _ yard: Yard, at: Int64, open: Set<Int>, wide: Set<Int> = [], _ notices: Settings.Notices
  ) throws {
    try yard.take(at: at, open: open, wide: wide)
    try yard.audit(at: at, telling: notices)
  }

  private func sent(_ yard: Yard, _ name: String = "hook") throws -> [OutgoingMessage] {
    try yard.store().messages(in: [.sent]).map(\.message).filter { $0.destination == name }
  }

  private func withServer(_ work: (NoticeDestination) async throws -> Void) async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      try await work(.webhook("hook", port: server.port))
    }
  }

  @Test(arguments: [false, true])
  func `what got worse after somebody looked is not told as looked after`(isLookedAtLast: Bool)
    async throws
  {
    try await withServer { destination in
      var destination = destination
      destination.timing.quiet = .init(from: 22 * 60, until: 7 * 60, zone: .utc)
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try audit(yard, at: hour(20), open: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(20)).run().sent == 1)
      let decide = { (at: Int64) in
        try DecideFindings(
          store: yard.store(), by: "bob", reason: "looking", at: Yard.moment(at)
        ).acknowledge(["F-1"])
      }
      if !isLookedAtLast { _ = try decide(hour(22)) }
      try audit(yard, at: hour(23), open: [0], wide: [0], notices)
      if isLookedAtLast { _ = try decide(hour(24)) }
      #expect(try await yard.delivery(notices, at: hour(31)).run().sent == 1)
      let last = try #require(try sent(yard).last)
      #expect(last.act == (isLookedAtLast ? .acknowledge : .update))
      #expect(last.subject.contains("changed further") == !isLookedAtLast)
    }
  }

  @Test func `a finding that becomes bad enough is new to whoever hears of it then`() async throws {
    try await withServer { destination in
      var destination = destination
      var bad = NoticeFilter()
      bad.severity = .critical
      (destination.only, destination.news) = ([bad], [.opened, .ended])
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try audit(yard, at: hour(1), open: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(1)).run() == .init())
      try audit(yard, at: hour(2), open: [0], wide: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(2)).run().sent == 1)
      #expect(try sent(yard).map(\.act) == [.open])
      try audit(yard, at: hour(3), open: [], notices)
      #expect(try await yard.delivery(notices, at: hour(3)).run().sent == 1)
      #expect(try sent(yard).map(\.act) == [.open, .close])
    }
  }

  @Test func `a digest tells an end as one, in the thread of what ended`() async throws {
    try await withServer { destination in
      var destination = destination
      destination.timing.digest = Schedule(.every(seconds: 3600))
      destination.timing.remind = 4 * 3600
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try audit(yard, at: hour(1), open: [0, 1], notices)
      #expect(try await yard.delivery(notices, at: hour(2)).run().sent == 1)
      // What came to a finding is told in its thread, and what is new in one of its own.
      try audit(yard, at: hour(2) + 60, open: [0, 1, 2], wide: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(3) + 60).run().sent == 2)
      let three = try sent(yard)
      #expect(three.map(\.act).sorted { $0.rawValue < $1.rawValue } == [.open, .open, .update])
      #expect(Set(three.map(\.thread)).count == 2)
      // Once each period.
      #expect(try await yard.delivery(notices, at: hour(7)).run() == .init())
      #expect(try await yard.delivery(notices, at: hour(7) + 60).run().sent == 2)
      #expect(try await yard.delivery(notices, at: hour(11)).run() == .init())
      try audit(yard, at: hour(11) + 1, open: [], notices)
      #expect(try await yard.delivery(notices, at: hour(12) + 1).run().sent == 2)
      let ends = try sent(yard).suffix(2)
      #expect(ends.allSatisfy { $0.act == .close && $0.subject.hasPrefix("Over: ") })
      #expect(Set(ends.map(\.thread)) == Set(three.map(\.thread)))
    }
  }

  @Test func `a digest of what is over already says so`() async throws {
    try await withServer { destination in
      var destination = destination
      destination.timing.digest = Schedule(.every(seconds: 86400))
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try audit(yard, at: hour(1), open: [0], notices)
      try audit(yard, at: hour(2), open: [], notices)
      #expect(try await yard.delivery(notices, at: hour(30)).run().sent == 1)
      #expect(try sent(yard).map(\.act) == [.close])
      #expect(try sent(yard)[0].subject.hasPrefix("Over: "))
    }
  }

  @Test func `whoever was told hears that a risk is accepted no longer, once`() async throws {
    try await withServer { destination in
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try audit(yard, at: hour(1), open: [0, 1], notices)
      #expect(try await yard.delivery(notices, at: hour(1)).run().sent == 1)
      for (place, until) in [hour(10), hour(20)].enumerated() {
        let at = hour(Int64(place) * 10 + 2)
        try DecideFindings(
          store: yard.store(), by: "bob", reason: "known", at: Yard.moment(at)
        ).accept(["F-1"], until: Yard.moment(until))
        #expect(try await yard.delivery(notices, at: at).run().sent == 1)
        #expect(try await yard.delivery(notices, at: until - 1).run() == .init())
        #expect(try await yard.delivery(notices, at: until).run().sent == 1)
        let last = try #require(try sent(yard).last)
        #expect(last.act == .update && last.subject.contains("open again"))
        #expect(try await yard.delivery(notices, at: until + 1).run() == .init())
      }
      // What is over meanwhile is not open again.
      try DecideFindings(
        store: yard.store(), by: "bob", reason: "known", at: Yard.moment(hour(21))
      ).accept(["F-2"], until: Yard.moment(hour(30)))
      #expect(try await yard.delivery(notices, at: hour(21)).run().sent == 1)
      try audit(yard, at: hour(22), open: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(22)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(40)).run() == .init())
      #expect(try yard.store().verify().problems.map(\.code) == [])
    }
  }

  @Test(arguments: [Severity?.none, .critical])
  func `quiet hours hold back reminders but for what is bad enough`(unless: Severity?) async throws
  {
    try await withServer { destination in
      var destination = destination
      destination.timing.quiet = .init(from: 22 * 60, until: 7 * 60, zone: .utc)
      destination.timing.unless = unless
      destination.timing.remind = 4 * 3600
      let notices = Settings.Notices(destination)
      let yard = try Yard()
      try audit(yard, at: hour(20), open: [0, 1], wide: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(20)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(24)).run().sent == (unless == nil ? 0 : 1))
      if unless != nil {
        #expect(try sent(yard).last?.body.contains("\"F-2\"") == false)
      }
      #expect(try await yard.delivery(notices, at: hour(31)).run().sent == 1)
      #expect(try sent(yard).last?.body.contains("\"F-2\"") == true)
    }
  }

  @Test(arguments: [true, false])
  func `what is escalated is told whatever its destination wants to hear`(isMeant: Bool)
    async throws
  {
    try await withServer { destination in
      var first = destination
      first.timing.escalation = .init(after: 3600, to: "boss")
      var boss = NoticeDestination(name: "boss", channel: destination.channel)
      boss.news = [.ended]
      boss.timing.quiet = .init(from: 1 * 60, until: 7 * 60, zone: .utc)
      boss.timing.unless = .critical
      var bad = NoticeFilter()
      bad.severity = isMeant ? .low : .critical
      boss.only = [bad]
      let notices = Settings.Notices(first, boss)
      let yard = try Yard()
      try audit(yard, at: hour(8), open: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(8)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(9)).run().sent == 1)
      #expect(try sent(yard, "boss").map(\.act) == [.open])
      #expect(try await yard.delivery(notices, at: hour(11)).run() == .init())
      try audit(yard, at: hour(12), open: [], notices)
      #expect(try await yard.delivery(notices, at: hour(12)).run().sent == 2)
      #expect(try sent(yard, "boss").map(\.act) == [.open, .close])
      // At night only what is bad enough.
      try audit(yard, at: hour(24), open: [1], wide: [2], notices)
      #expect(try await yard.delivery(notices, at: hour(24)).run().sent > 0)
      _ = try await yard.delivery(notices, at: hour(25)).run()
      let night = try sent(yard, "boss").dropFirst(2)
      #expect(night.map { $0.body.contains("\"F-3\"") } == [true])
    }
  }

  @Test func `an escalation that was given up and dropped is not told again`() async throws {
    try await LoopbackServer.run(answering: { received in
      .init(received.line.contains("boss") ? 422 : 200)
    }) { server in
      var first = NoticeDestination.webhook("hook", port: server.port)
      first.timing.escalation = .init(after: 3600, to: "boss")
      var nothing = NoticeFilter()
      nothing.severity = .critical
      var boss = NoticeDestination(
        name: "boss",
        channel: .webhook(.init(address: .plain("http://127.0.0.1:\(server.port)/boss"))))
      boss.only = [nothing]
      let notices = Settings.Notices(first, boss)
      let yard = try Yard()
      try audit(yard, at: hour(1), open: [0], notices)
      #expect(try await yard.delivery(notices, at: hour(1)).run().sent == 1)
      #expect(try await yard.delivery(notices, at: hour(2)).run().dead == 1)
      let dead = try yard.store().messages(in: [.dead]).map(\.number)
      #expect(
        try yard.store().dropDeadMessages(
          dead, at: Yard.moment(hour(2)), by: "bob", reason: "told by telephone") == 1)
      #expect(try await yard.delivery(notices, at: hour(4)).run() == .init())
      #expect(server.received.count { $0.line.contains("boss") } == 1)
    }
  }

  @Test(arguments: [Severity?.none, .critical])
  func `quiet hours hold back what is tried again, and it holds back nothing that is bad enough`(
    unless: Severity?
  ) async throws {
    let yard = try Yard()
    let nobody = NoticeDestination.webhook("hook", port: 1)
    var quiet = NoticeTiming()
    quiet.quiet = .init(from: 22 * 60, until: 7 * 60, zone: .utc)
    quiet.unless = unless
    try await withServer { destination in
      var (down, up) = (nobody, destination)
      (down.timing, up.timing) = (quiet, quiet)
      let (isDown, isUp) = (Settings.Notices(down), Settings.Notices(up))
      try audit(yard, at: hour(22) - 60, open: [0], isUp)
      #expect(try await yard.delivery(isDown, at: hour(22) - 2).run().failed == 1)
      #expect(try await yard.delivery(isUp, at: hour(23)).run() == .init())
      try audit(yard, at: hour(24), open: [0], wide: [1], isUp)
      let night = try await yard.delivery(isUp, at: hour(24)).run()
      #expect(night.sent == (unless == nil ? 0 : 1))
      #expect(try sent(yard).allSatisfy { $0.body.contains("\"F-2\"") })
      #expect(try await yard.delivery(isUp, at: hour(31)).run().sent == 2 - night.sent)
      #expect(try sent(yard).count == 2)
    }
  }
}

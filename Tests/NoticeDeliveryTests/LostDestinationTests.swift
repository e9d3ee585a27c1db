import AWSTestSupport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import NoticeDelivery
import Testing

/// Destinations that are renamed, taken out, or of another kind while something waits for them.
@Suite struct LostDestinationTests {
  /// A yard in which a group was opened, and a message waits for somebody who cannot be reached.
  private func yard() async throws -> Yard {
    let notices = Settings.Notices(.webhook("a", port: 1))
    let yard = try Yard()
    try yard.take(at: 900, open: [0])
    try yard.audit(at: 900, telling: notices)
    #expect(try await yard.delivery(notices, at: 900).run().failed == 1)
    return yard
  }

  private func isBad(_ yard: Yard, _ notices: Settings.Notices) -> Bool {
    CheckHealth(path: yard.folder + "/plumb.db", now: Yard.moment(2000), notices: notices).run()
      .contains { $0.name == "notices" && !$0.isGood }
  }

  @Test func `what waits for a destination that was renamed is told to who wants it`() async throws
  {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      let yard = try await yard()
      var other = NoticeDestination.webhook("other", port: server.port)
      var nothing = NoticeFilter()
      nothing.resource = ResourceSelector(id: Glob("none"))
      other.only = [nothing]
      let notices = Settings.Notices(.webhook("b", port: server.port), other)
      #expect(isBad(yard, notices))
      let tally = try await yard.delivery(notices, at: 1800).run()
      #expect(tally.sent == 1 && tally.dead == 1 && tally.failed == 0)
      #expect(tally.problems == ["the settings have no destination 'a' any more; told instead: b"])
      #expect(server.received.map { $0.body.contains("\"F-1\"") } == [true])
      #expect(!isBad(yard, notices))
      // Once more it is told to nobody twice.
      _ = try yard.store().revive(nil, destination: nil, at: Yard.moment(1900))
      #expect(try await yard.delivery(notices, at: 1900).run().sent == 0)
      #expect(try yard.store().verify().problems.map(\.code) == [])
    }
  }

  @Test func `news that no message tells yet is passed on too, and what is over is not`()
    async throws
  {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      let before = Settings.Notices(.webhook("a", port: 1))
      let yard = try await yard()
      try yard.take(at: 1000, open: [0, 1])
      try yard.audit(at: 1000, telling: before)
      try yard.take(at: 1100, open: [1])
      try yard.audit(at: 1100, telling: before)
      let notices = Settings.Notices(.webhook("b", port: server.port))
      #expect(try await yard.delivery(notices, at: 1800).run().sent == 1)
      #expect(server.received.map { $0.body.contains("\"F-2\"") } == [true])
      #expect(server.received.map { $0.body.contains("\"F-1\"") } == [false])
      #expect(try await yard.delivery(notices, at: 1900).run() == .init())
    }
  }

  @Test func `how a finding goes on is not said to wait for who is gone, where others know it`()
    async throws
  {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      let yard = try await yard()
      let notices = Settings.Notices(.webhook("b", port: server.port))
      #expect(try await yard.delivery(notices, at: 1800).run().problems.count == 1)
      try DecideFindings(
        store: yard.store(), by: "bob", reason: "looking", at: Yard.moment(1900)
      ).acknowledge(["F-1"])
      #expect(!isBad(yard, notices))
      #expect(try await yard.delivery(notices, at: 1900).run() == .init(sent: 1))
      try yard.take(at: 2000, open: [])
      try yard.audit(at: 2000, telling: notices)
      #expect(try await yard.delivery(notices, at: 2000).run() == .init(sent: 1))
      // What nobody else knows is said.
      try yard.take(at: 2100, open: [1])
      try yard.audit(at: 2100, telling: Settings.Notices(.webhook("a", port: 1)))
      var none = NoticeDestination.webhook("b", port: server.port)
      var nothing = NoticeFilter()
      nothing.resource = ResourceSelector(id: Glob("none"))
      none.only = [nothing]
      let tally = try await yard.delivery(Settings.Notices(none), at: 2200).run()
      #expect(tally.problems == ["the settings have no destination 'a' any more"])
    }
  }

  @Test func `a reminder that waits for another kind and nobody needs any more is taken back`()
    async throws
  {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      var hook = NoticeDestination.webhook("a", port: server.port)
      hook.timing.remind = 3600
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: Settings.Notices(hook))
      #expect(try await yard.delivery(Settings.Notices(hook), at: 900).run().sent == 1)
      var down = NoticeDestination.webhook("a", port: 1)
      down.timing.remind = 3600
      #expect(try await yard.delivery(Settings.Notices(down), at: 4600).run().failed == 1)
      try DecideFindings(
        store: yard.store(), by: "bob", reason: "looking", at: Yard.moment(4700)
      ).acknowledge(["F-1"])
      let slack = Settings.Notices(
        NoticeDestination(name: "a", channel: .slack(.variable("URL"))))
      let secrets = ["URL": "http://127.0.0.1:\(server.port)/s"]
      #expect(
        try await yard.delivery(slack, at: 9000, secrets: secrets).run() == .init(sent: 1))
      #expect(try yard.store().messages(in: [.waiting, .dead]).isEmpty)
    }
  }

  @Test
  func `what gathers for a destination that is gone and nobody else wants is given up and listed`()
    async throws
  {
    let yard = try await yard()
    try yard.take(at: 1000, open: [0, 1])
    try yard.audit(at: 1000, telling: Settings.Notices(.webhook("a", port: 1)))
    var other = NoticeDestination.webhook("other", port: 1)
    var nothing = NoticeFilter()
    nothing.resource = ResourceSelector(id: Glob("none"))
    other.only = [nothing]
    let notices = Settings.Notices(other)
    #expect(try await yard.delivery(notices, at: 1800).run().dead == 2)
    let dead = try yard.store().messages(in: [.dead])
    #expect(dead.count == 2 && dead.last?.message.body.contains("\"F-2\"") == true)
    #expect(try yard.store().newsWaiting().isEmpty)
    #expect(try await yard.delivery(notices, at: 1900).run() == .init())
    #expect(try yard.store().verify().problems.map(\.code) == [])
  }

  @Test func `without any destination everything goes on waiting, and is said`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      let yard = try await yard()
      let none = Settings.Notices()
      let tally = try await yard.delivery(none, at: 1800).run()
      #expect(tally.failed == 1 && tally.dead == 0)
      #expect(tally.problems == ["the settings have no destination 'a' any more"])
      #expect(isBad(yard, none))
      let list = ListNotices(store: try yard.store(), notices: none)
      #expect(try list.isAnyLost())
      let again = Settings.Notices(.webhook("a", port: server.port))
      #expect(try await yard.delivery(again, at: 2000).run().sent == 1)
      #expect(try !ListNotices(store: try yard.store(), notices: again).isAnyLost())
    }
  }

  @Test func `a message is written anew for a destination of another kind`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      let yard = try await yard()
      let notices = Settings.Notices(
        NoticeDestination(name: "a", channel: .slack(.variable("URL"))))
      let secrets = ["URL": "http://127.0.0.1:\(server.port)/s"]
      #expect(try await yard.delivery(notices, at: 1800, secrets: secrets).run().sent == 1)
      #expect(server.received.count == 1 && server.received[0].body.contains("\"blocks\""))
      #expect(try yard.store().messages(in: [.sent]).map(\.message.channel) == ["slack"])
    }
  }

  @Test func `a ticket is opened for what another kind of destination was told`() async throws {
    try await LoopbackServer.run(answering: { received in
      .init(200, body: received.line.contains("search") ? #"{"issues":[]}"# : #"{"key":"OPS-1"}"#)
    }) { server in
      let yard = try Yard()
      let hook = Settings.Notices(.webhook("a", port: server.port))
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: hook)
      #expect(try await yard.delivery(hook, at: 900).run().sent == 1)
      let notices = Settings.Notices(
        NoticeDestination(
          name: "a",
          channel: .jira(
            .init(
              address: "http://127.0.0.1:\(server.port)", project: "OPS", token: .variable("T")))))
      try yard.take(at: 1800, open: [0], wide: [0])
      try yard.audit(at: 1800, telling: notices)
      let tally = try await yard.delivery(notices, at: 1800, secrets: ["T": "token"]).run()
      #expect(tally.sent == 1 && tally.dead == 0, "\(tally.problems)")
      #expect(server.received.contains { $0.line.hasPrefix("POST /rest/api/2/issue HTTP") })
    }
  }
}

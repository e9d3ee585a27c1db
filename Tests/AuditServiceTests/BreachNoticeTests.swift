import AuditSchedule
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Testing

/// Who is told of breaches of guardrails, in which messages, and of their end.
@Suite final class BreachNoticeTests: GuardedShop {
  init() throws { try super.init(telling: "team") }

  private func filter(_ change: (inout NoticeFilter) -> Void) -> NoticeFilter {
    var filter = NoticeFilter()
    change(&filter)
    return filter
  }

  /// Takes a snapshot, holds the guardrails, and sends what is to be told.
  private func told(_ day: Int, _ source: String? = nil) throws -> [OutgoingMessage] {
    if let source { try shop.take(day, source) }
    try hold(day)
    return try sent(day)
  }

  private func sent(_ day: Int) throws -> [OutgoingMessage] {
    let store = shop.store
    _ = try GatherNotices(store: store, notices: settings.notices, at: shop.day(day)).run()
    let waiting = try store.messages(in: [.waiting])
    for message in waiting {
      _ = try store.claim(message, until: shop.day(day))
      try store.settle(message.number, .sent(reference: nil), attempt: 1, at: shop.day(day))
    }
    return waiting.map(\.message)
  }

  @Test func `a breach is told when it begins and when it ends, over restarts too`() throws {
    #expect(try told(1, "10.0.0.0/8").isEmpty)
    let opened = try told(2, "0.0.0.0/0")
    #expect(opened.map(\.act) == [.open])
    let message = try #require(opened.first)
    #expect(message.subject.hasPrefix("CRITICAL, guardrail broken: Nothing is open to everybody"))
    for part in [
      "io.plumbline.guardrails.open", "sg-a", "tcp 443 from 0.0.0.0/0", "Everybody is too many",
      "CIS 6.3", "plumb guardrail explain open", "2026-11-02",
    ] {
      #expect(message.body.contains(part), "\(part)")
    }
    watch = WatchGuardrails()
    #expect(try told(3, "0.0.0.0/0").isEmpty)
    let closed = try told(4, "10.0.0.0/8")
    #expect(closed.map(\.act) == [.close] && closed.first?.thread == message.thread)
    #expect(closed.first?.subject.hasPrefix("Over: ") == true)
    #expect(try told(5).isEmpty && shop.store.verify().problems.isEmpty)
    // What breaks it again is another breach.
    let again = try told(6, "0.0.0.0/0")
    #expect(again.map(\.act) == [.open] && again.first?.thread != message.thread)
  }

  @Test func `what stood before a guardrail was asked is one message, and its end is none`() throws
  {
    let first = try told(1, "0.0.0.0/0")
    #expect(first.map(\.act) == [.open])
    #expect(first.first?.subject.contains("1 breach of 1 guardrail") == true)
    #expect(first.first?.body.contains("plumb report") == true)
    #expect(try told(2, "0.0.0.0/0").isEmpty)
    #expect(try told(3, "10.0.0.0/8").isEmpty)
  }

  @Test func `a breach of what a finding tells is a line of the finding's message`() throws {
    #expect(try told(1, "10.0.0.0/8").isEmpty)
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(1)
    try shop.take(2, "0.0.0.0/0")
    try audit(2)
    let messages = try told(2)
    #expect(messages.map(\.act) == [.open])
    let body = try #require(messages.first?.body)
    #expect(body.contains("io.plumbline.findings.open"))
    #expect(body.contains("open: Nothing is open to everybody (critical)"))
    // Its end is the finding's end.
    try shop.take(3, "10.0.0.0/8")
    try audit(3)
    #expect(try told(3).map(\.act) == [.close])
  }

  @Test func `a finding that was told before is told further`() throws {
    _ = try told(1, "10.0.0.0/8")
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(1)
    try shop.take(2, "0.0.0.0/0")
    try audit(2)
    let finding = try sent(2)
    #expect(finding.map(\.act) == [.open])
    let further = try told(2)
    #expect(further.map(\.act) == [.update] && further.first?.thread == finding.first?.thread)
    #expect(further.first?.subject.contains("guardrail broken") == true)
  }

  @Test func `who changed the resource is told, and chooses whom to tell`() throws {
    _ = try told(1, "10.0.0.0/8")
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(1)
    let request = """
      {"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,\
      "ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}
      """
    try shop.keep(
      [
        shop.call(
          "a", afterMinutes: -60, "AuthorizeSecurityGroupIngress", request: request, by: "alice")
      ], as: "a", on: 2)
    try shop.take(2, "0.0.0.0/0")
    settings.notices.destinations = [
      destination("hers") {
        $0.only = [
          filter {
            $0.classes = [.guardrail]; $0.actor = Glob("alice*")
          }
        ]
      },
      destination("his") {
        $0.only = [
          filter {
            $0.classes = [.guardrail]; $0.actor = Glob("bob*")
          }
        ]
      },
      destination("none") { $0.except = [filter { $0.classes = [.guardrail] }] },
    ]
    try audit(2)
    let messages = try told(2).filter { $0.body.contains("io.plumbline.guardrails") }
    #expect(messages.map(\.destination) == ["hers"])
    #expect(messages.first?.body.contains("alice") == true)
  }

  @Test func `the end of a finding closes no incident that tells what has no end`() throws {
    settings.notices.destinations = [
      destination("team") { $0.timing.digest = .init(.every(seconds: 3600)) }
    ]
    // A first look finds what is told with the finding of another resource's change.
    try shop.take(1, "10.0.0.0/8")
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(1)
    try shop.take(2, "0.0.0.0/0")
    settings.notices.destinations[0].only = [filter { $0.classes = [.modified] }]
    try audit(2)
    settings.notices.destinations[0].only = [filter { $0.classes = [.guardrail] }]
    try hold(2)
    let digest = try sent(3)
    #expect(digest.map(\.act) == [.open])
    try shop.take(4, "10.0.0.0/8")
    try audit(4)
    try hold(4)
    let end = try sent(5)
    #expect(end.map(\.act) == [.update] && end.first?.thread == digest.first?.key)
  }

  @Test func `what holds again closes no incident of a finding that is open`() throws {
    settings.notices.destinations = [
      destination("team") { $0.timing.digest = .init(.every(seconds: 3600)) }
    ]
    #expect(try told(1, "10.0.0.0/8").isEmpty)
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(1)
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    try audit(2)
    #expect(try sent(3).map(\.act) == [.open])
    try shop.take(4, "10.9.0.0/16")
    try hold(4)
    #expect(try sent(5).map(\.act) == [.update])
    try shop.take(6, "10.0.0.0/8")
    try audit(6)
    #expect(try sent(7).map(\.act) == [.close])
  }

  @Test func `who wants no news of an end is not told of it`() throws {
    settings.notices.destinations = [destination("team") { $0.news = [.opened] }]
    _ = try told(1, "10.0.0.0/8")
    #expect(try told(2, "0.0.0.0/0").count == 1)
    #expect(try told(3, "10.0.0.0/8").isEmpty)
  }

  @Test func `what waits for a destination that is gone is told to others, as long as it stands`()
    throws
  {
    _ = try told(1, "10.0.0.0/8")
    settings.notices.destinations = [destination("gone")]
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    settings.notices.destinations = [
      destination("heir"),
      destination("none") { $0.except = [filter { $0.classes = [.guardrail] }] },
    ]
    let pass = { [self] in
      try PassOnNotices(store: shop.store, notices: settings.notices, at: shop.day(2)).run()
    }
    #expect(try pass().problems.count == 1)
    let told = try sent(2)
    #expect(told.map(\.destination) == ["heir"] && told.map(\.act) == [.open])
    #expect(try pass().problems.isEmpty)
    // Its end is told to whoever was told of it.
    #expect(try self.told(3, "10.0.0.0/8").map(\.act) == [.close])
  }

  @Test func `what began and ended while nobody was there to be told is told to nobody`() throws {
    _ = try told(1, "10.0.0.0/8")
    settings.notices.destinations = [destination("gone")]
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    try shop.take(3, "10.0.0.0/8")
    try hold(3)
    settings.notices.destinations = [destination("heir")]
    _ = try PassOnNotices(store: shop.store, notices: settings.notices, at: shop.day(3)).run()
    #expect(try sent(3).isEmpty)
  }

  @Test func `a message of breaches is written anew for a destination of another kind`() throws {
    _ = try told(1, "10.0.0.0/8")
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    _ = try GatherNotices(store: shop.store, notices: settings.notices, at: shop.day(2)).run()
    settings.notices.destinations = [
      NoticeDestination(name: "team", channel: .slack(.variable("URL")))
    ]
    try RewriteMessages(store: shop.store, notices: settings.notices, at: shop.day(2)).run()
    let waiting = try shop.store.messages(in: [.waiting]).map(\.message)
    #expect(waiting.map(\.channel) == ["slack"])
    #expect(waiting.allSatisfy { $0.body.contains("Nothing is open to everybody") })
  }
}

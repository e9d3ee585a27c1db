import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Testing

/// What becomes of messages that were sent long ago.
@Suite struct SentMessageTests {
  private let shop: Shop
  private let notices: Settings.Notices = {
    var notices = Settings.Notices()
    notices.destinations = [
      NoticeDestination(name: "team", channel: .program(.init(command: ["x"])))
    ]
    return notices
  }()

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.1.0.0/16")
    try shop.setBaseline("default", to: "1", on: 1)
  }

  /// Takes a snapshot, audits, and makes messages, of which each ends in a way.
  private func tell(on day: Int, _ source: String, as outcome: MessageOutcome) throws {
    try shop.take(day, source)
    var audit = RunAudit(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(day))
    audit.notices = notices
    _ = try audit.run()
    _ = try GatherNotices(store: shop.store, notices: notices, at: shop.day(day)).run()
    for message in try shop.store.messages(in: [.waiting]) {
      _ = try shop.store.claim(message, until: shop.day(day))
      try shop.store.settle(message.number, outcome, attempt: 1, at: shop.day(day))
    }
  }

  private func prune(on day: Int, olderThan age: String = "10d") throws -> Int? {
    var pruning = shop.pruning(at: day)
    pruning.messagesOlderThan = Age(parsing: age)
    let planned = try pruning.messages()
    let outcome = try pruning.run()
    #expect(outcome.messages == planned)
    #expect(try shop.store.verify().problems.isEmpty)
    return planned
  }

  private func drop(_ numbers: [Int64]) throws -> Int {
    try shop.store.dropDeadMessages(
      numbers, at: shop.day(4), by: "bob", reason: "told by telephone")
  }

  private func count() throws -> Int {
    try shop.store.messages(in: Set(StoredMessage.State.allCases)).count
  }

  @Test func `messages of a finding that is over go once they are old, and are not told again`()
    throws
  {
    try tell(on: 2, "10.2.0.0/16", as: .sent(reference: "T-1"))
    #expect(try prune(on: 30) == 0)
    try tell(on: 31, "10.1.0.0/16", as: .sent(reference: nil))
    // The end was told a day ago.
    #expect(try prune(on: 32) == 0)
    #expect(try count() == 2)
    #expect(try prune(on: 42) == 2)
    #expect(try count() == 0)
    #expect(try shop.store.noticesWaiting().isEmpty)
    #expect(try shop.store.isTold("team", of: 1))
    // What comes later begins a thread of its own.
    try tell(on: 43, "10.3.0.0/16", as: .sent(reference: nil))
    #expect(try count() == 1)
  }

  @Test func `what was given up stays until somebody drops it`() throws {
    try tell(on: 2, "10.2.0.0/16", as: .dead(problem: "no"))
    try tell(on: 3, "10.1.0.0/16", as: .sent(reference: nil))
    #expect(try prune(on: 60) == 0)
    let dead = try #require(try shop.store.messages(in: [.dead]).first)
    for act in [
      { try drop([dead.number, 99]) },
      { try shop.store.revive([99], destination: nil, at: shop.day(4)) },
    ] {
      #expect(shop.problem { _ = try act() } == "no-such-message")
      #expect(try shop.store.messages(in: [.dead]).count == 1)
    }
    #expect(try drop([dead.number]) == 1)
    #expect(shop.problem { _ = try drop([dead.number]) } == "no-such-message")
    #expect(try shop.store.isTold("team", of: 1))
    let event = try #require(
      try shop.store.events(from: nil, until: nil).first { $0.kind == "notices dropped" })
    #expect(event.actor == "bob" && event.reason == "told by telephone")
    #expect(event.subjects.map { "\($0.name) \($0.words)" } == ["F-1 not told to team"])
    #expect(try prune(on: 60) == 1)
    #expect(try count() == 0 && shop.store.noticesWaiting().isEmpty)
  }

  @Test func `without an age nothing goes`() throws {
    try tell(on: 2, "10.2.0.0/16", as: .sent(reference: nil))
    try tell(on: 3, "10.1.0.0/16", as: .sent(reference: nil))
    #expect(try shop.pruning(at: 90).messages() == nil)
    #expect(try shop.pruning(at: 90).run().messages == nil)
    #expect(try count() == 2)
  }
}

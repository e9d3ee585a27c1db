import AuditSchedule
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Testing

/// What becomes of breaches of guardrails that wait for a destination which is not in the settings any more.
@Suite final class LostBreachNoticeTests: GuardedShop {
  init() throws {
    try super.init(telling: "gone")
    try shop.take(1, "10.0.0.0/8")
  }

  private func gather(_ day: Int) throws {
    _ = try GatherNotices(store: shop.store, notices: settings.notices, at: shop.day(day)).run()
  }

  /// Other destinations take the place; what they are told, and how much is given up.
  private func passedOn(_ day: Int, to destinations: NoticeDestination...) throws
    -> (told: [OutgoingMessage], dead: Int)
  {
    settings.notices.destinations = destinations
    let pass = PassOnNotices(store: shop.store, notices: settings.notices, at: shop.day(day))
    let outcome = try pass.run()
    #expect(try pass.run().problems.isEmpty && shop.store.verify().problems.isEmpty)
    try gather(day)
    return (try shop.store.messages(in: [.waiting]).map(\.message), outcome.dead)
  }

  /// A finding and a breach of one resource wait in one message.
  private func breakWithFinding() throws {
    try hold(1)
    try shop.setBaseline("default", to: "1", on: 1)
    try audit(1)
    try shop.take(2, "0.0.0.0/0")
    try audit(2)
    try hold(2)
  }

  @Test(arguments: [false, true])
  func `what stands with a finding goes on with it`(isMade: Bool) throws {
    try breakWithFinding()
    if isMade { try gather(2) }
    let (told, _) = try passedOn(2, to: destination("heir"))
    #expect(told.map(\.act) == [.open])
    #expect(told.first?.body.contains("open: Nothing is open to everybody (critical)") == true)
  }

  @Test func `quiet hours let a critical breach through that stands with a finding`() throws {
    settings.notices.destinations = [
      destination("team") {
        // All day.
        $0.timing.quiet = NoticeTiming.QuietHours(from: 0, until: 1439, zone: .utc)
        $0.timing.unless = .critical
      }
    ]
    try breakWithFinding()
    try gather(2)
    #expect(try shop.store.messages(in: [.waiting]).count == 1)
  }

  @Test func `two first looks that waited are both told, each once`() throws {
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    settings.guardrails.rules.append(try guardrail("wide", severity: "low"))
    try hold(3)
    let (told, _) = try passedOn(3, to: destination("heir"))
    let bodies = told.map(\.body).joined()
    #expect(told.count == 1 && told[0].subject.hasPrefix("CRITICAL"), "\(told.map(\.subject))")
    #expect(bodies.contains("\"severity\": \"low\""), "\(bodies)")
  }

  @Test func `a first look is passed on to nobody who was told of it`() throws {
    settings.notices.destinations = [destination("gone"), destination("knows")]
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    let (told, dead) = try passedOn(2, to: destination("knows"))
    #expect(told.count == 1 && dead == 0)
  }

  @Test func `a first look that goes on from one to the next is told to each once`() throws {
    settings.notices.destinations = [destination("gone"), destination("knows")]
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    _ = try passedOn(2, to: destination("knows"), destination("first"))
    let (told, _) = try passedOn(2, to: destination("knows"), destination("second"))
    #expect(told.map(\.destination).sorted() == ["knows", "second"])
  }

  @Test func `a first look may be meant by whoever asks for an account, and else is given up`()
    throws
  {
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    let meant = destination("heir") {
      var filter = NoticeFilter()
      filter.classes = [.guardrail]
      filter.resource = ResourceSelector(account: Glob(shop.group.account))
      $0.only = [filter]
    }
    #expect(try passedOn(2, to: meant).told.count == 1)
    settings.notices.destinations = [destination("gone")]
    settings.guardrails.rules.append(try guardrail("wide"))
    try hold(3)
    let (_, dead) = try passedOn(3, to: destination("else") { $0.except = [NoticeFilter()] })
    #expect(dead >= 1)
  }

  @Test func `whoever wants no such news knows nothing, and what nobody knows is given up`() throws
  {
    try hold(1)
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    let (told, dead) = try passedOn(2, to: destination("ends") { $0.news = [.ended] })
    #expect(told.isEmpty && dead == 1)
  }

  @Test func `a first look counts the guardrails that its destination may hear of`() throws {
    settings.guardrails.off = []
    settings.notices.destinations = [destination("team")]
    try shop.take(2, "0.0.0.0/0")
    try hold(2)
    try gather(2)
    let told = try shop.store.messages(in: [.waiting]).map(\.message)
    #expect(told.first?.subject.contains("1 breach of 1 guardrail") == true, "\(told)")
  }
}

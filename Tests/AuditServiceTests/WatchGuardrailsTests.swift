import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Testing

/// What looking again and again finds to be new.
@Suite final class WatchGuardrailsTests {
  private let shop: Shop
  private var watch = WatchGuardrails()
  private var settings = Settings()

  init() throws {
    shop = try Shop()
    settings.guardrails = Settings.Guardrails(
      rules: [try guardrail("open", "source = '0.0.0.0/0'")], off: ["all"])
    settings.baselines = ["default"]
  }

  private func guardrail(_ id: String, _ holds: String, severity: String = "high") throws -> String
  {
    try shop.temporary.write(
      """
      guardrail: \(id)
      title: Nothing is open
      severity: \(severity)
      rationale: to see
      resource: AWS::EC2::SecurityGroup
      condition: SELECT resource, label FROM ingress_rules WHERE \(holds)
      """, to: "\(id).yaml")
  }

  /// What one look finds and writes down.
  private struct Found {
    let round: WatchGuardrails.Round
    let written: [StoredBreach]

    var standing: WatchGuardrails.Standing { round.standing }
    /// What was there before.
    var old: Int { written.count { $0.facts.isOld } }
    /// What is new of what stands.
    var began: [BreachFacts] { written.map(\.facts).filter { !$0.isOld && $0.snapshot == nil } }
    var changes: [Int] { written.compactMap(\.facts.snapshot) }
    var endings: [EndedBreach.Ending] { round.ended.map(\.ending) }
  }

  private func look(_ day: Int) throws -> Found {
    let round = try watch.look(at: shop.store, by: settings, at: shop.day(day))
    let record = RecordBreaches(store: shop.store, settings: settings, at: shop.day(day))
    return Found(round: round, written: try record.write(round))
  }

  @Test func `a breach is told when it begins and when it ends, and once each`() throws {
    try shop.take(1, "10.0.0.0/8")
    #expect(try look(1).standing.passed == 1)
    try shop.take(2, "0.0.0.0/0")
    let broken = try look(2)
    #expect(broken.began.map(\.guardrail) == ["open"] && broken.old == 0)
    #expect(broken.began.first?.since == shop.day(2))
    #expect(broken.standing.broken == [.high: 1] && broken.standing.passed == 0)
    try shop.take(3, "0.0.0.0/0")
    let again = try look(3)
    #expect(again.written.isEmpty && again.endings.isEmpty && again.standing.broken == [.high: 1])
    try shop.take(4, "10.0.0.0/8")
    let over = try look(4)
    #expect(over.endings == [.holds])
    #expect(over.round.ended.first?.breach.facts.resource.id == shop.group)
    #expect(try look(4).endings.isEmpty && shop.store.standingBreaches().isEmpty)
  }

  @Test func `what stood before a guardrail was asked is counted, and not told one by one`() throws
  {
    try shop.take(1, "0.0.0.0/0")
    let first = try look(1)
    #expect(first.old == 1 && first.began.isEmpty && first.standing.broken == [.high: 1])
    settings.guardrails.rules.append(
      try guardrail("wide", "label LIKE 'tcp%'", severity: "critical"))
    let second = try look(1)
    #expect(second.old == 1 && second.began.isEmpty)
    #expect(second.standing.broken == [.high: 1, .critical: 1])
    settings.guardrails.rules.removeLast()
    #expect(try look(1).endings == [.notAsked])
  }

  @Test func `what was not read stands as it stood`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    #expect(try look(2).began.count == 1)
    // Years later nobody knows whether it holds: it has not begun to.
    let stale = try look(900)
    #expect(stale.endings.isEmpty && stale.standing.brokenCount == 1)
    try shop.take(3, "10.0.0.0/8")
    let unknown = try look(900)
    #expect(unknown.endings.isEmpty && unknown.standing.passed == 0)
    #expect(unknown.standing.brokenCount == 1 && unknown.standing.notObserved == 1)
    #expect(unknown.round.notObserved.first?.why.contains("too long ago") == true)
    #expect(
      try watch.look(at: shop.store, by: settings, at: shop.day(3)).ended.map(\.ending) == [.holds])
  }

  @Test func `a resource that is not there any more breaks nothing`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    #expect(try look(2).began.count == 1)
    try shop.takeNothing(3)
    let round = try look(3)
    #expect(round.endings == [.gone] && round.standing.brokenCount == 0)
  }

  @Test func `a resource that is left out on purpose breaks nothing any more`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    _ = try look(2)
    _ = try shop.store.setRetired(
      true, wanted: [], choosing: { $0 == shop.group.scope }, at: shop.day(2), by: "ada",
      reason: "the account is closed")
    #expect(try look(2).endings == [.gone])
  }

  @Test func `a guardrail without an answer says that of nothing it holds`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    _ = try look(2)
    // A row that names no resource; the definition changed, so the breach stands as it was.
    _ = try shop.temporary.write(
      """
      guardrail: open
      title: Nothing is open
      severity: high
      rationale: to see
      resource: AWS::EC2::SecurityGroup
      condition: SELECT 99 AS resource FROM ingress_rules
      """, to: "open.yaml")
    let round = try look(2)
    #expect(round.round.problems.map(\.code) == ["guardrail-failed"])
    #expect(round.standing.unanswered == 1 && round.standing.brokenCount == 1)
    #expect(round.endings.isEmpty)
  }

  @Test func `whoever begins anew knows what was found, and finds what began meanwhile`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    watch = WatchGuardrails()
    #expect(try look(2).began.map(\.guardrail) == ["open"])
    watch = WatchGuardrails()
    #expect(try look(2).written.isEmpty)
    try shop.take(3, "10.0.0.0/8")
    watch = WatchGuardrails()
    #expect(try look(3).endings == [.holds])
    #expect(try shop.store.verify().problems.isEmpty)
  }

  @Test func `two that look at once write each breach once`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    var other = WatchGuardrails()
    let first = try watch.look(at: shop.store, by: settings, at: shop.day(2))
    let second = try other.look(at: shop.store, by: settings, at: shop.day(2))
    let record = RecordBreaches(store: shop.store, settings: settings, at: shop.day(2))
    #expect(try record.write(first).count == 1)
    #expect(try record.write(second).isEmpty)
  }

  @Test func `a change is told once, by the first look after it`() throws {
    _ = try shop.temporary.write(
      """
      guardrail: opened
      title: Nothing is opened
      severity: critical
      rationale: to see
      resource: AWS::EC2::SecurityGroup
      about: transition
      condition: >-
        SELECT a.resource, a.label FROM after_ingress_rules a
        WHERE a.source = '0.0.0.0/0' AND NOT EXISTS (
          SELECT 1 FROM before_ingress_rules b WHERE b.resource = a.resource AND b.label = a.label)
      """, to: "opened.yaml")
    settings.guardrails.rules = [shop.temporary.folder + "/opened.yaml"]
    try shop.take(1, "10.0.0.0/8")
    #expect(try look(1).changes.isEmpty)
    try shop.take(2, "0.0.0.0/0")
    let round = try look(2)
    #expect(round.changes == [2] && round.standing.brokenCount == 0)
    #expect(try look(2).changes.isEmpty)
    // Another process holds what the last audit told, and it was told already.
    try shop.setBaseline("default", to: "1", on: 2)
    try shop.audit(on: 2)
    watch = WatchGuardrails()
    #expect(try look(2).changes.isEmpty)
    try shop.take(3, "10.0.0.0/8")
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
    watch = WatchGuardrails()
    #expect(try look(4).changes == [4])
    // Whoever audits without looking hides no change from the next look, and a look that dies none.
    try shop.take(5, "10.0.0.0/8")
    try shop.take(6, "0.0.0.0/0")
    try shop.audit(on: 6)
    try shop.take(7, "10.0.0.0/8")
    try shop.audit(on: 7)
    _ = try watch.look(at: shop.store, by: settings, at: shop.day(7))
    watch = WatchGuardrails()
    #expect(try look(7).changes == [6])
    // Where nobody wants to know, what was up to then is passed over.
    try shop.take(8, "0.0.0.0/0")
    try shop.store.passOverChanges(to: shop.store.snapshot(at: shop.day(8)))
    #expect(try look(8).changes.isEmpty)
  }
}

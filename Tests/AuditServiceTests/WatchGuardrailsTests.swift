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

  private func look(_ day: Int) throws -> WatchGuardrails.Round {
    try watch.look(at: shop.store, by: settings, at: shop.day(day))
  }

  @Test func `a breach is told when it begins and when it ends, and once each`() throws {
    try shop.take(1, "10.0.0.0/8")
    #expect(try look(1).standing.passed == 1)
    try shop.take(2, "0.0.0.0/0")
    let broken = try look(2)
    #expect(broken.began.map(\.guardrail) == ["open"] && broken.found == 0)
    #expect(broken.began.first?.since == shop.day(2))
    #expect(broken.standing.broken == [.high: 1] && broken.standing.passed == 0)
    try shop.take(3, "0.0.0.0/0")
    let again = try look(3)
    #expect(again.began.isEmpty && again.ended.isEmpty && again.standing.broken == [.high: 1])
    try shop.take(4, "10.0.0.0/8")
    let over = try look(4)
    #expect(over.ended.map(\.ending) == [.holds] && over.ended.first?.key.resource == shop.group)
    #expect(try look(4).ended.isEmpty)
  }

  @Test func `what stood before a guardrail was asked is counted, and not told one by one`() throws
  {
    try shop.take(1, "0.0.0.0/0")
    let first = try look(1)
    #expect(first.found == 1 && first.began.isEmpty && first.standing.broken == [.high: 1])
    settings.guardrails.rules.append(
      try guardrail("wide", "label LIKE 'tcp%'", severity: "critical"))
    let second = try look(1)
    #expect(second.found == 1 && second.began.isEmpty)
    #expect(second.standing.broken == [.high: 1, .critical: 1])
    settings.guardrails.rules.removeLast()
    #expect(try look(1).ended.map(\.ending) == [.notAsked])
  }

  @Test func `what was not read stands as it stood`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    #expect(try look(2).began.count == 1)
    // Years later nobody knows whether it holds: it has not begun to.
    let stale = try watch.look(at: shop.store, by: settings, at: shop.day(900))
    #expect(stale.ended.isEmpty && stale.standing.brokenCount == 1)
    try shop.take(3, "10.0.0.0/8")
    let unknown = try watch.look(at: shop.store, by: settings, at: shop.day(900))
    #expect(unknown.ended.isEmpty && unknown.standing.passed == 0)
    #expect(unknown.standing.brokenCount == 1 && unknown.standing.notObserved == 1)
    #expect(unknown.notObserved.first?.why.contains("too long ago") == true)
    #expect(try look(3).ended.map(\.ending) == [.holds])
  }

  @Test func `a resource that is gone, or left out on purpose, breaks nothing any more`() throws {
    try shop.take(1, "10.0.0.0/8")
    _ = try look(1)
    try shop.take(2, "0.0.0.0/0")
    _ = try look(2)
    _ = try shop.store.setRetired(
      true, wanted: [], choosing: { $0 == shop.group.scope }, at: shop.day(2), by: "ada",
      reason: "the account is closed")
    #expect(try look(2).ended.map(\.ending) == [.gone])
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
    #expect(round.problems.map(\.code) == ["guardrail-failed"])
    #expect(round.standing.unanswered == 1 && round.standing.brokenCount == 1)
    #expect(round.ended.isEmpty)
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
    #expect(round.changes.map(\.snapshot) == [2] && round.standing.brokenCount == 0)
    #expect(try look(2).changes.isEmpty)
    // A daemon that begins anew tells what the last audit told.
    try shop.setBaseline("default", to: "1", on: 2)
    try shop.audit(on: 2)
    watch = WatchGuardrails()
    #expect(try look(2).changes.map(\.snapshot) == [2])
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import GuardrailConditions
import Guardrails
import Testing

/// What reports tell of guardrails, and what replaying one over the history finds.
@Suite struct GuardrailsToldTests {
  private let shop: Shop

  init() throws { shop = try Shop() }

  private func guardrail(
    _ condition: String = "SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'",
    id: String = "open", about subject: Guardrail.Subject = .state,
    of types: [ResourceType] = ["AWS::EC2::SecurityGroup"]
  ) -> Guardrail {
    Guardrail(
      id: id, title: "Nothing is open", severity: .high, rationale: "to see",
      controls: .init(cis: ["6.3"]), types: types, subject: subject, condition: condition,
      place: Problem.Place(file: "r.yaml"))
  }

  private var opened: Guardrail {
    guardrail(
      """
      SELECT a.resource, a.label FROM after_ingress_rules a
      WHERE a.source = '0.0.0.0/0' AND NOT EXISTS (
        SELECT 1 FROM before_ingress_rules b WHERE b.resource = a.resource AND b.label = a.label)
      """, id: "opened", about: .transition)
  }

  private func report(on day: Int, _ rules: Guardrail...) throws -> DriftReport {
    try shop.audit(on: day)
    var compose = ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(day))
    compose.guardrails = try GuardrailBook(rules)
    return try compose.audit()
  }

  private func take(_ sources: String...) throws {
    for (day, source) in sources.enumerated() { try shop.take(day + 1, source) }
    try shop.setBaseline("default", to: "1", on: 1)
  }

  @Test func `a report says what breaks a guardrail, of what resource, since when and why`() throws
  {
    try take("10.0.0.0/8", "0.0.0.0/0", "0.0.0.0/0")
    let section = try report(on: 3, guardrail(), opened).guardrails
    #expect(section.asked == 2 && section.notObserved.isEmpty && section.problems.isEmpty)
    let state = try #require(section.findings.first { !$0.isTransition })
    #expect(state.resource.id == shop.group && state.since == shop.day(2))
    #expect(state.rows == ["tcp 443 from 0.0.0.0/0"] && state.controls == ["CIS 6.3"])
    let change = try #require(section.findings.first { $0.isTransition })
    #expect(change.guardrail == "opened" && change.snapshot == 2)
    #expect(change.after == shop.day(1) && change.since == shop.day(2))
    // The next audit tells of what stands, and not of the change again.
    try shop.take(4, "0.0.0.0/0")
    let next = try report(on: 4, guardrail(), opened).guardrails
    #expect(next.findings.map(\.guardrail) == ["open"])
    #expect(next.findings.first?.since == shop.day(2))
  }

  @Test func `a resource is judged by the name that it had, before and after a change`() throws {
    let named = guardrail(
      "SELECT resource, name FROM security_groups WHERE name LIKE 'prod%'", id: "named")
    let renamed = guardrail(
      """
      SELECT a.resource, b.name AS old FROM after_security_groups a
      JOIN before_security_groups b ON b.resource = a.resource WHERE a.name <> b.name
      """, id: "renamed", about: .transition)
    for (day, name) in [(1, "prod"), (2, "dev"), (3, "prod")] {
      try shop.take(day, "10.0.0.0/8", named: name)
      if day == 1 { try shop.setBaseline("default", to: "1", on: 1) }
      let section = try report(on: day, named, renamed).guardrails
      let words = section.findings.map { "\($0.guardrail): \($0.rowText)" }
      #expect(words.contains { $0.hasPrefix("named") } == (name == "prod"), "\(words)")
      #expect(words.contains { $0.hasPrefix("renamed") } == (day > 1), "\(words)")
    }
    let hold = HoldGuardrails(store: shop.store, book: try GuardrailBook([named]))
    #expect(try (1...3).map { try hold.states(in: $0)[0].failures.count } == [1, 0, 1])
    let last = try hold.told(after: 2, to: 3)
    #expect(last.findings.first?.since == shop.day(3))
  }

  @Test func `what breaks a guardrail counts where that is asked for only`() throws {
    try take("0.0.0.0/0", "0.0.0.0/0")
    var report = try report(on: 2, guardrail())
    #expect(report.guardrails.findings.count == 1 && !report.hasUnapproved)
    report.isGuardrailStrict = true
    #expect(report.hasUnapproved)
    #expect(report.verdictSentence.contains("of a guardrail stands"))
  }

  @Test func `what is too old is not said to pass, and still to fail`() throws {
    try take("10.0.0.0/8", "10.0.0.0/8")
    let fresh = try report(on: 2, guardrail()).guardrails
    #expect(fresh.passed == 1)
    var compose = ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(20),
      demand: CoverageDemand(maxAge: Age(seconds: 3600)))
    compose.guardrails = try GuardrailBook([guardrail()])
    let old = try compose.audit().guardrails
    #expect(old.passed == 0 && old.notObservedCount == 1)
    #expect(old.notObserved.first?.why.contains("too long ago") == true)
  }

  @Test func `what is held beside a type that nobody read is not observed`() throws {
    try take("10.0.0.0/8", "10.0.0.0/8")
    let beside = guardrail(
      "SELECT g.resource FROM security_groups g WHERE NOT EXISTS (SELECT 1 FROM vpcs v WHERE v.id = g.vpc)"
    )
    let section = try report(on: 2, beside).guardrails
    #expect(section.findings.isEmpty && section.passed == 0)
    #expect(section.notObserved.first?.why == "AWS::EC2::VPC was never looked at")
  }

  @Test func `a guardrail is replayed over the history`() throws {
    try take("10.0.0.0/8", "0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "0.0.0.0/0")
    let rule = try GuardrailBook([guardrail()]).rules[0]
    let result = try BackTestGuardrail(store: shop.store, rule: rule).run()
    #expect(result.snapshots == 5 && result.problem == nil)
    #expect(result.episodes.map(\.first) == [2, 5] && result.episodes.map(\.until) == [4, nil])
    #expect(result.text.contains("raised 2 findings: 1 stand, 1 ended"))
    let change = try BackTestGuardrail(
      store: shop.store, rule: GuardrailBook([opened]).rules[0]
    ).run()
    #expect(change.episodes.map(\.first) == [2, 5])
    #expect(change.episodes.map(\.from) == [shop.day(2), shop.day(5)])
    let now = try TestGuardrail(
      store: shop.store, rule: rule,
      coverage: ComposeCoverage(store: shop.store).now(shop.day(5))
    ).run()
    #expect(now.failures.count == 1 && now.passed == 0)
  }

  @Test func `replaying agrees with asking each snapshot by itself`() throws {
    try take("10.0.0.0/8", "0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "0.0.0.0/0", "10.0.0.0/8")
    let book = try GuardrailBook([guardrail()])
    let episodes = try BackTestGuardrail(store: shop.store, rule: book.rules[0]).run().episodes
    for snapshot in 1...6 {
      let asked = try HoldGuardrails(store: shop.store, book: book).states(in: snapshot)
      let stands = episodes.contains { $0.first <= snapshot && snapshot < $0.until ?? .max }
      #expect(asked.flatMap(\.failures).isEmpty != stands, "snapshot \(snapshot)")
    }
  }

  @Test func `ignores are replayed over what audits judged`() throws {
    try take("10.0.0.0/8", "0.0.0.0/0")
    try shop.audit(on: 2)
    func ignore(_ id: String) throws -> Ignore {
      let path = try shop.temporary.write(
        """
        ignores:
          - resource: { type: AWS::EC2::SecurityGroup, id: \(id) }
            reason: to see
            owner: ops
            until: 2027-11-01
        """, to: "ignores-\(id).yaml")
      let book = try LoadRules(ignorePaths: [path]).load(from: shop.store)
      return try #require(book.ignores.first)
    }
    let hides = try BackTestIgnores(
      store: shop.store, baseline: "default", ignores: [ignore("sg-a")]
    ).run()
    #expect(hides.unapproved > 0 && hides.hidden.count == hides.unapproved)
    #expect(hides.text.contains("would have hidden"))
    let other = try BackTestIgnores(
      store: shop.store, baseline: "default", ignores: [ignore("sg-b")]
    ).run()
    #expect(other.hidden.isEmpty && other.unapproved == hides.unapproved)
  }
}

import AlertRules
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Testing

/// Alert rules and the activity that is kept.
@Suite struct AlertRuleTests {
  private let temporary: TemporaryStore
  private let at = Timestamp(seconds: 1_795_200_000)

  init() throws { temporary = try TemporaryStore() }

  private func event(
    _ id: String, _ name: String, minute: Int = 0, reads: Bool = false, by user: String = "alice",
    _ more: String = ""
  ) -> String {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(at.advanced(bySeconds: Int64(minute) * 60))",\
    "eventSource":"iam.amazonaws.com","eventName":"\(name)","awsRegion":"us-east-1","readOnly":\(reads),\
    "recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","userName":"\(user)"}\(more)}
    """
  }

  private func keep(_ events: [String], _ book: AlertRuleBook) throws -> ImportActivity.Outcome {
    let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
    let path = try temporary.write(text, to: "a.json")
    return try ImportActivity(
      store: temporary.store, paths: [path], keeping: ActivitySelection(alerts: book), at: at
    ).run()
  }

  private func rule(_ pattern: String, _ more: String = "") throws -> AlertRule {
    let path = try temporary.write(
      """
      alert: mine
      title: Mine
      severity: low
      rationale: to see
      source: ours
      pattern: '\(pattern)'
      \(more)
      """, to: "mine.yaml")
    return try LoadAlertRules().rule(named: path)
  }

  @Test func `what only reads is kept where a rule names it`() throws {
    let events = [
      event("e1", "CreateUser"), event("e2", "ListUsers", reads: true),
      event("e3", "GetUser", reads: true, #","errorCode":"AccessDenied""#),
    ]
    let without = try keep(events, AlertRuleBook())
    #expect((without.new, without.reading, without.named) == (1, 2, 0))
    let with = try keep(events, LoadAlertRules().load())
    #expect((with.new, with.known, with.reading, with.named) == (1, 1, 1, 1))
    #expect(try temporary.store.activity("e3")?.name == "GetUser")
    #expect(try temporary.store.activity("e2") == nil)
  }

  @Test func `a rule sees a secret that the store never has`() throws {
    let book = AlertRuleBook([
      try rule("{ $.requestParameters.password = \"hunter2\" }")
    ])
    let read = event(
      "e1", "GetUser", reads: true, #","requestParameters":{"password":"hunter2"}"#)
    #expect(try keep([read], book).named == 1)
    #expect(try temporary.store.activity("e1")?.body.contains("hunter2") == false)
  }

  @Test func `a test says how much matches, shows the newest, and warns above a twentieth`() throws
  {
    let events = (0..<40).map { event("e\($0)", $0 < 2 ? "DeleteUser" : "CreateUser", minute: $0) }
    _ = try keep(events, AlertRuleBook())
    let few = try TestAlertRule(
      store: temporary.store, rule: rule("{ $.eventName = DeleteUser }"),
      in: Window(from: nil, until: nil), now: at
    ).run(examples: 5)
    #expect((few.events, few.matches, few.told, few.isTooMuch) == (40, 2, 2, false))
    #expect(few.examples.map(\.id) == ["e0", "e1"])
    #expect(few.text.contains("2 of 40 kept events match (5.00 %)"))
    #expect(few.warning == nil)
    let many = try TestAlertRule(
      store: temporary.store, rule: rule("{ $.eventName = CreateUser }"),
      in: Window(from: at.advanced(bySeconds: 600), until: nil), now: at
    ).run(examples: 3)
    #expect((many.events, many.matches) == (30, 30))
    #expect(many.examples.map(\.id) == ["e37", "e38", "e39"])
    #expect(many.warning?.contains("100.00 %") == true)
    #expect(throws: Problem.self) {
      try TestAlertRule(
        store: temporary.store, rule: rule("{ $.a = 1 }"),
        in: Window(from: nil, until: at.advanced(bySeconds: -1)), now: at
      ).run(examples: 1)
    }
  }

  @Test func `a threshold by actor is told once for each of them`() throws {
    let events = (0..<12).map {
      event("e\($0)", "CreateUser", minute: $0, by: $0 % 2 == 0 ? "alice" : "bob")
    }
    _ = try keep(events, AlertRuleBook())
    let result = try TestAlertRule(
      store: temporary.store,
      rule: rule(
        "{ $.eventName = CreateUser }", "threshold: { count: 3, period: 10m, by: actor }"),
      in: Window(from: nil, until: nil), now: at
    ).run(examples: 0)
    #expect((result.matches, result.told) == (12, 2))
    #expect(result.examples.isEmpty)
    #expect(result.text.contains("By its threshold it is told 2 times."))
  }

  @Test func `more events than one page of the store are all counted once`() throws {
    // Many of one moment: a page ends among them.
    let events = (0..<10_050).map { event("e\($0)", "CreateUser", minute: $0 / 3000) }
    _ = try keep(events, AlertRuleBook())
    let result = try TestAlertRule(
      store: temporary.store, rule: rule("{ $.eventName = * }"), in: Window(from: nil, until: nil),
      now: at
    ).run(examples: 1)
    #expect((result.events, result.matches) == (10_050, 10_050))
  }

  @Test func `a rule of one's own takes the place of one that ships, and rules are turned off`()
    throws
  {
    let path = try temporary.write(
      """
      alert: cis-5.4
      title: Ours
      severity: low
      rationale: to see
      source: ours
      pattern: '{ $.eventName = DeletePolicy }'
      """, to: "rules/ours.yaml")
    let shipped = try LoadAlertRules().load()
    let book = try LoadAlertRules(paths: [path], off: ["root-activity"]).load()
    #expect(book.rules.count == shipped.rules.count - 1)
    #expect(book.rule("cis-5.4")?.title == "Ours")
    #expect(book.rule("root-activity") == nil)
    let problems = try #require(throws: Problems.self) {
      try LoadAlertRules(off: ["root-activty"]).load()
    }
    #expect(problems.all.map(\.code) == ["unknown-alert-rule"])
  }

  @Test func `what is hardly meant is remarked`() throws {
    let untested = try rule("{ $.readOnly = true && $.a != \"null\" && $.b = %x% }")
    let remarks = ShowAlertRules([untested]).remarks
    #expect(remarks.count == 3)
    #expect(remarks[0].contains("IS TRUE") && remarks[1].contains("IS NULL"))
    #expect(remarks[2].contains("no example"))
    let shipped = try LoadAlertRules().load()
    #expect(ShowAlertRules(shipped.rules).remarks.isEmpty)
    let many = AlertRuleBook(Array(repeating: untested, count: 101))
    #expect(ShowAlertRules(many.rules).remarks.suffix(2).allSatisfy { $0.hasPrefix("101 rules") })
  }
}

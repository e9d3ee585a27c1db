import AuditReport
import AuditService
import ChangeAudit
import ConfigurationModel
import SnapshotSources
import Testing

@testable import AuditStore

/// A group that is opened and closed again between two snapshots, which look the same.
@Suite struct PassingEditTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.readTwice()
  }

  private func event(
    _ id: String, after hours: Int64, minutes: Int64 = 0, _ name: String, port: Int = 22,
    by user: String = "alice", _ more: String = ""
  ) -> String {
    shop.call(
      id, afterMinutes: hours * 60 + minutes, name, request: shop.openPort(port, of: "sg-a"),
      by: user, more)
  }

  private func opened(
    _ id: String = "o1", after hours: Int64 = 1, minutes: Int64 = 0, port: Int = 22
  ) -> String {
    event(id, after: hours, minutes: minutes, "AuthorizeSecurityGroupIngress", port: port)
  }

  private func closed(_ id: String = "c1", after hours: Int64 = 3, port: Int = 22) -> String {
    event(id, after: hours, "RevokeSecurityGroupIngress", port: port, by: "bob")
  }

  private func keep(_ events: String..., as name: String = "a.json", on day: Int = 5) throws {
    try shop.keep(events, as: name, on: day)
  }

  @discardableResult
  private func audit(_ records: [ChangeRecord] = [], ignores: [Ignore] = [], on day: Int = 6) throws
    -> DriftReport
  { try shop.report(records, ignores: ignores, on: day) }

  private func rows() throws -> Int {
    try shop.store.read { try $0.value(Int.self, "SELECT count(*) FROM passing_edit") ?? 0 }
  }

  private func record(
    _ words: [ChangeWord], from: Int64 = 0, until: Int64 = 2, implementers: [Glob] = []
  ) -> ChangeRecord {
    ChangeRecord(
      number: "CHG1", kind: .normal, state: .approved, requestedBy: "carol",
      approvals: [.init(by: "dora", at: shop.day(1))],
      window: Window(
        from: shop.day(2).advanced(bySeconds: from * 3600),
        until: shop.day(2).advanced(bySeconds: until * 3600)),
      implementers: implementers,
      allows: [
        Allowance(
          resource: ResourceSelector(id: Glob("sg-a")), action: .modify,
          edits: PathPattern(parsing: "IpPermissions").map { path in
            words.map { Clause(word: $0, path: path) }
          } ?? [])
      ])
  }

  @Test func `what no snapshot shows is a finding with who made it, who undid it and when`() throws
  {
    try keep(closed(), opened())
    let report = try audit()
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1 && report.hasUnapproved)
    #expect(finding.severity == .critical && finding.isPassing)
    #expect(
      finding.occurred
        == Occurrence(
          after: shop.day(2).advanced(bySeconds: 3600),
          until: shop.day(2).advanced(bySeconds: 3 * 3600)))
    let edit = try #require(finding.edits.first)
    #expect(finding.edits.count == 1)
    #expect(edit.attribution?.events.map(\.id) == ["o1"])
    #expect(edit.passage?.undone?.events.map(\.id) == ["c1"])
    #expect(edit.sentence?.hasSuffix("; undone after 2 h") == true)
    #expect(finding.statusText(at: shop.day(6)) == "undone, not approved")
  }

  @Test func `a second audit says the same and judges nothing anew`() throws {
    try keep(opened(), closed())
    let first = try audit().findings
    let before = try rows()
    #expect(try audit().findings == first)
    #expect(try rows() == before && before == 1)
    #expect(try VerifyStore(store: shop.store).run().problems == [])
  }

  @Test func `calls that come late open a finding later, also one by one`() throws {
    #expect(try audit().findings.isEmpty)
    try keep(opened(), as: "first.json", on: 6)
    #expect(try audit().findings.isEmpty)
    try keep(closed(), as: "second.json", on: 6)
    #expect(try audit().findings.count == 1)
    // That it was closed before, and opened once more, comes later still.
    try keep(closed("c0", after: 2), opened("o2", after: 2, minutes: 30), as: "third.json", on: 6)
    let findings = try audit().findings
    #expect(findings.map { $0.edits.map { $0.passage?.closed.id } } == [["c0"], ["c1"]])
    #expect(try VerifyStore(store: shop.store).run().problems == [])
  }

  @Test(arguments: [
    #","errorCode":"Client.UnauthorizedOperation""#, #","errorCode":"Client.DryRunOperation""#,
    #","errorMessage":"no""#,
  ])
  func `a call that was refused or only tried opens nothing`(refusal: String) throws {
    try keep(event("o1", after: 1, "AuthorizeSecurityGroupIngress", refusal), closed())
    #expect(try audit().findings.isEmpty)
  }

  @Test func `a repeated event is one call`() throws {
    try keep(opened(), closed(), opened(), closed())
    try keep(opened(), closed(), as: "again.json")
    #expect(try audit().findings.count == 1)
  }

  @Test func `calls of another region, account or group open nothing`() throws {
    for (index, (word, other)) in [
      ("eu-west-1", "us-east-1"), ("111122223333", "999999999999"), ("sg-a", "sg-b"),
    ].enumerated() {
      try keep(
        opened("o\(index)").replacing(word, with: other),
        closed("c\(index)").replacing(word, with: other), as: "\(index).json")
    }
    #expect(try audit().findings.isEmpty)
  }

  @Test func `a record covers it where the call is in its window, and who undoes it too`() throws {
    try keep(opened(), closed())
    let both = record([.added, .removed], until: 4)
    let report = try audit([both])
    #expect(report.findings.isEmpty && !report.hasUnapproved)
    #expect(report.approved.count == 2)
    #expect(report.fulfilments.first?.outcome == .done)
  }

  @Test func `taking back what was approved is a change of its own`() throws {
    try keep(opened(), closed())
    let report = try audit([record([.added], until: 4)])
    #expect(report.findings.count == 1)
    #expect(
      report.findings.first?.unapproved.map { $0.edit.word } == [.removed])
    #expect(report.findings.first?.unapproved.first?.attribution?.events.map(\.id) == ["c1"])
  }

  @Test func `a call outside of the window, or of another person, is not approved`() throws {
    try keep(opened(), closed())
    #expect(try audit([record([.added, .removed], from: 2, until: 4)]).hasUnapproved)
    let other = record(
      [.added, .removed], until: 4, implementers: [Glob("arn:aws:iam::111122223333:user/erin")])
    #expect(try audit([other]).hasUnapproved)
    let one = record(
      [.added, .removed], until: 4, implementers: [Glob("arn:aws:iam::111122223333:user/*")])
    // What a record covers that came later ends the finding.
    #expect(try !audit([one]).hasUnapproved)
  }

  @Test func `somebody decides about it, and then it is not asked again`() throws {
    try keep(opened(), closed())
    try audit()
    try shop.decide(.accept)
    #expect(try !audit(on: 9).hasUnapproved)
    try shop.decide(.promote)
    let report = try audit(on: 10)
    #expect(!report.hasUnapproved && report.findings.allSatisfy { $0.status.word == .resolved })
  }

  @Test func `who sets the baseline anew agrees to what happened by then`() throws {
    try keep(opened(), closed())
    #expect(try audit().hasUnapproved)
    try shop.setBaseline("default", to: "2", on: 7)
    #expect(try !audit(on: 8).hasUnapproved)
    // What comes to be known of that time later is agreed to, too.
    try keep(
      opened("o9", after: 5, port: 80), closed("c9", after: 6, port: 80), as: "late.json", on: 9)
    #expect(try !audit(on: 9).hasUnapproved)
  }

  @Test func `an ignore hides it until its end`() throws {
    try keep(opened(), closed())
    let ignore = Ignore(
      name: "ignores.yaml#1", resource: ResourceSelector(id: Glob("sg-a")), path: nil,
      owner: "erin", reason: "tests", until: shop.day(8))
    #expect(try audit(ignores: [ignore]).findings.isEmpty)
    #expect(try audit(ignores: [ignore], on: 9).findings.count == 1)
  }

  @Test func `what stands is told beside what was undone, each by itself`() throws {
    try keep(opened(), closed(), opened("o2", after: 5, port: 80))
    try shop.take(5, "0.0.0.0/0")
    let report = try audit()
    #expect(report.findings.map(\.isPassing).sorted { !$0 && $1 } == [false, true])
    try shop.take(6, "10.0.1.0/24")
    let later = try audit(on: 7)
    #expect(later.unapproved.map(\.isPassing) == [true])
  }

  @Test func `an altered passage is found`() throws {
    try keep(opened(), closed())
    try audit()
    try tamper(shop.store.path, "UPDATE passing_edit SET closed_at = closed_at - 60000000")
    #expect(try !shop.store.verify().problems.isEmpty)
  }

  @Test func `who undid it by an id that nobody knows has to be an implementer too`() throws {
    let undone = shop.call(
      "c1", afterMinutes: 180, "RevokeSecurityGroupIngress",
      request:
        #"{"groupId":"sg-a","ipPermissions":{},"securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-9"}]}}"#,
      by: "mallory")
    try keep(opened(), undone)
    let alice = record(
      [.added, .removed], until: 100, implementers: [Glob("arn:aws:iam::111122223333:user/alice")])
    #expect(try audit([alice]).findings.flatMap(\.unapproved).map(\.edit.word) == [.removed])
  }

  @Test func `a call that names no account may be of any`() throws {
    let nameless = [opened(), closed()].map {
      $0.replacing(#""recipientAccountId":"111122223333","#, with: "")
    }
    try shop.keep(nameless, as: "nameless.json", on: 5)
    #expect(try audit().findings.count == 1)
  }
}

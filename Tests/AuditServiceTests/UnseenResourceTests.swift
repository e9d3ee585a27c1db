import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import SnapshotSources
import Testing

/// A security group that is made and deleted again between two snapshots, which look the same.
@Suite struct UnseenResourceTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.readTwice()
  }

  private func event(
    _ id: String, after hours: Int64, _ name: String, request: String, answer: String? = nil,
    by user: String = "alice", _ more: String = ""
  ) -> String {
    shop.call(
      id, afterMinutes: hours * 60, name, request: request, answer: answer, by: user, more)
  }

  private func made(
    _ id: String = "m1", after hours: Int64 = 1, group: String = "sg-new", _ more: String = ""
  ) -> String {
    event(
      id, after: hours, "CreateSecurityGroup", request: #"{"groupName":"temp","vpcId":"vpc-1"}"#,
      answer: #"{"groupId":"\#(group)","_return":true}"#, more)
  }

  private func deleted(
    _ id: String = "d1", after hours: Int64 = 3, group: String = "sg-new", _ more: String = ""
  ) -> String {
    event(
      id, after: hours, "DeleteSecurityGroup", request: #"{"groupId":"\#(group)"}"#, by: "bob", more
    )
  }

  private func opened(by user: String = "alice", after hours: Int64 = 2) -> String {
    event(
      "o1", after: hours, "AuthorizeSecurityGroupIngress", request: shop.openPort(of: "sg-new"),
      by: user)
  }

  private func keep(_ events: String..., as name: String = "a.json", on day: Int = 5) throws {
    try shop.keep(events, as: name, on: day)
  }

  @discardableResult
  private func audit(_ records: [ChangeRecord] = [], ignores: [Ignore] = [], on day: Int = 6) throws
    -> DriftReport
  { try shop.report(records, ignores: ignores, on: day) }

  private func record(
    _ actions: [ResourceAction], until: Int64 = 4, implementers: [Glob] = [],
    edits: [Clause] = []
  ) -> ChangeRecord {
    ChangeRecord(
      number: "CHG1", kind: .normal, state: .approved, requestedBy: "carol",
      approvals: [.init(by: "dora", at: shop.day(1))],
      window: Window(from: shop.day(2), until: shop.day(2).advanced(bySeconds: until * 3600)),
      implementers: implementers,
      allows: actions.map { action in
        Allowance(
          resource: ResourceSelector(id: Glob("sg-new")), action: action,
          edits: action == .create ? edits : [])
      })
  }

  private func added(_ path: String) throws -> Clause {
    Clause(word: .added, path: try #require(PathPattern(parsing: path)))
  }

  @Test func `it is a finding with who made it, who deleted it and how long it was there`() throws {
    try keep(deleted(), opened(), made())
    let report = try audit()
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1 && report.hasUnapproved)
    #expect(finding.resource.id.id == "sg-new" && finding.change == .created && finding.isPassing)
    #expect(finding.statusText(at: shop.day(6)) == "undone, not approved")
    #expect(
      finding.occurred
        == Occurrence(
          after: shop.day(2).advanced(bySeconds: 3600),
          until: shop.day(2).advanced(bySeconds: 3 * 3600)))
    let edit = try #require(finding.edits.first)
    #expect(finding.edits.count == 1 && edit.edit.path == .root)
    #expect(edit.edit.new?["IpPermissions"] != nil && edit.edit.new?["Unseen"] == .bool(true))
    #expect(edit.attribution?.events.map(\.id) == ["m1"])
    #expect(edit.passage?.undone?.events.map(\.id) == ["d1"])
    #expect(edit.sentence?.hasSuffix("deleted after 2 h") == true)
  }

  @Test func `a second audit says the same, and the store is whole`() throws {
    try keep(made(), deleted())
    let first = try audit().findings
    #expect(try audit().findings == first && first.count == 1)
    #expect(try VerifyStore(store: shop.store).run().problems == [])
  }

  @Test func `calls that come late open it later`() throws {
    try keep(made())
    #expect(try audit().findings.isEmpty)
    try keep(deleted(), as: "late.json", on: 7)
    #expect(try audit(on: 8).findings.count == 1)
  }

  @Test(arguments: [
    #","errorCode":"Client.UnauthorizedOperation""#, #","errorCode":"Client.DryRunOperation""#,
    #","errorMessage":"no""#,
  ])
  func `a call that was refused or only tried made and deleted nothing`(refusal: String) throws {
    try keep(made("m1", refusal), deleted())
    #expect(try audit().findings.isEmpty)
    try keep(made("m2", group: "sg-2"), deleted("d2", group: "sg-2", refusal), as: "b.json", on: 7)
    #expect(try audit(on: 7).findings.isEmpty)
  }

  @Test func `what is still there is told by the snapshot that shows it`() throws {
    try keep(made("m1", group: "sg-a"), deleted("d1", group: "sg-a"))
    #expect(
      try audit().findings.allSatisfy { $0.resource.id.id == "sg-a" && $0.change != .created })
  }

  @Test func `nothing is said of a place that no snapshot read`() throws {
    try keep(
      made().replacing("eu-west-1", with: "us-east-1"),
      deleted().replacing("eu-west-1", with: "us-east-1"),
      made("m2", group: "sg-2").replacing("111122223333", with: "999999999999"),
      deleted("d2", group: "sg-2").replacing("111122223333", with: "999999999999"))
    #expect(try audit().findings.isEmpty)
  }

  @Test func `a record covers it that allows to make and to delete it whole`() throws {
    try keep(made(), opened(), deleted())
    let report = try audit([record([.create, .delete])])
    #expect(report.findings.isEmpty && !report.hasUnapproved)
    #expect(report.approved.count == 2)
  }

  @Test(arguments: [true, false])
  func `a call on it that comes to light late is judged, whatever was decided by then`(
    wasFound: Bool
  ) throws {
    try keep(made(), deleted())
    let alices = [
      Glob("arn:aws:iam::111122223333:user/alice"), Glob("arn:aws:iam::111122223333:user/bob"),
    ]
    if wasFound { #expect(try audit().hasUnapproved) }
    let records = [record([.create, .delete], implementers: alices)]
    #expect(try !audit(records, on: 7).hasUnapproved)
    try keep(opened(by: "mallory"), as: "late.json", on: 7)
    let report = try audit(records, on: 8)
    #expect(report.hasUnapproved && report.findings.count == 1)
    #expect(try audit(records, on: 9).hasUnapproved)
    #expect(try VerifyStore(store: shop.store).run().problems == [])
  }

  @Test func `to delete what was approved is a change of its own`() throws {
    try keep(made(), deleted())
    let finding = try #require(try audit([record([.create])]).findings.first)
    #expect(finding.change == .deleted)
    #expect(finding.unapproved.map { $0.edit.word } == [.removed])
    #expect(finding.unapproved.first?.attribution?.events.map(\.id) == ["d1"])
  }

  @Test func `a record that says what it may be like does not cover what nobody saw`() throws {
    try keep(made(), opened(), deleted())
    let named = try ["IpPermissions.**", "GroupName", "Description", "VpcId", "Tags.**"].map(added)
    let finding = try #require(
      try audit([record([.create, .delete], edits: named)]).findings.first)
    #expect(finding.nearMisses.contains { $0.lacks.contains("Unseen") })
    // Who knows that nobody saw it can allow it.
    let all = try named + [added("Unseen")]
    #expect(try !audit([record([.create, .delete], edits: all)], on: 7).hasUnapproved)
  }

  @Test func `a record covers it only where it covers each call on it`() throws {
    try keep(made(), opened(by: "mallory"), deleted())
    let alices = [
      Glob("arn:aws:iam::111122223333:user/alice"), Glob("arn:aws:iam::111122223333:user/bob"),
    ]
    #expect(try audit([record([.create, .delete], implementers: alices)]).hasUnapproved)
    let everybody = [Glob("arn:aws:iam::111122223333:user/*")]
    #expect(try !audit([record([.create, .delete], implementers: everybody)], on: 7).hasUnapproved)
  }

  @Test func `a call on it after the window is not approved`() throws {
    try keep(made(), opened(after: 2), deleted())
    #expect(try audit([record([.create, .delete], until: 2)]).hasUnapproved)
  }

  @Test func `somebody decides about it, and then it is not asked again`() throws {
    try keep(made(), deleted())
    try audit()
    try shop.decide(.accept)
    #expect(try !audit(on: 9).hasUnapproved)
    try shop.decide(.promote)
    let report = try audit(on: 10)
    #expect(!report.hasUnapproved && report.findings.allSatisfy { $0.status.word == .resolved })
    #expect(try VerifyStore(store: shop.store).run().problems == [])
  }

  @Test func `who sets the baseline anew agrees to what happened by then`() throws {
    try keep(made(), deleted())
    #expect(try audit().hasUnapproved)
    try shop.setBaseline("default", to: "2", on: 7)
    #expect(try !audit(on: 8).hasUnapproved)
  }

  @Test func `an ignore by its id hides it until its end`() throws {
    try keep(made(), deleted())
    let ignore = Ignore(
      name: "ignores.yaml#1", resource: ResourceSelector(id: Glob("sg-new")), path: nil,
      owner: "erin", reason: "tests", until: shop.day(8))
    #expect(try audit(ignores: [ignore]).findings.isEmpty)
    #expect(try audit(ignores: [ignore], on: 9).findings.count == 1)
  }

  @Test func `what was made and deleted twice is two findings`() throws {
    try keep(made(), deleted(), made("m2", after: 5), deleted("d2", after: 6))
    let findings = try audit().findings
    #expect(findings.compactMap { $0.edits.first?.passage?.opened.id }.sorted() == ["m1", "m2"])
  }
}

import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Testing

private let record = """
  change: CHG0031337
  title: Open HTTPS from the office to the web tier
  kind: normal
  state: approved
  requestedBy: alice@example.com
  approvals: [{ by: bob@example.com, at: 2026-11-19T09:00:00Z }]
  window: { from: 2026-11-20T20:00:00Z, until: 2026-11-20T22:00:00Z }
  allows:
    - resource: { type: AWS::EC2::SecurityGroup, account: "111122223333", id: sg-0a1b2c3d }
      action: modify
      edits:
        - added: IpPermissions
          where: { IpProtocol: tcp, FromPort: 443, ToPort: 443, source: { within: 10.0.0.0/8 } }
          atMost: 2
  """

private func opened(_ port: Int, from source: String) throws -> Candidate {
  let path = ConfigurationPath([.key("IpPermissions"), .element("tcp \(port) from \(source)")])
  let rule = ConfigurationValue.object([
    "IpProtocol": .string("tcp"), "FromPort": .number("\(port)"), "ToPort": .number("\(port)"),
    "source": .string(source),
  ])
  let after = try #require(Timestamp(parsing: "2026-11-20T20:45:00Z"))
  let until = try #require(Timestamp(parsing: "2026-11-20T21:15:00Z"))
  let id = ResourceID(
    account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup",
    id: "sg-0a1b2c3d")
  return Candidate(
    resource: Resource(id, name: "web-prod"), change: .modified, edit: Edit(path, .added(rule)),
    occurred: Occurrence(after: after, until: until))
}

@Test func `what was written is what is approved, and nothing more`() throws {
  let records = try RecordDocument.read(record, file: "CHG0031337.yaml").map(\.record)
  let book = RuleBook(records: records)
  var usage = Usage()
  let now = try #require(Timestamp(parsing: "2026-11-20T21:15:00Z"))
  let candidates = [try opened(443, from: "10.1.0.0/16"), try opened(22, from: "0.0.0.0/0")]
  let verdicts = book.judge(candidates, usage: &usage, at: now)
  let lacks =
    "approves tcp/443 from 10.0.0.0/8 here: port 22 is not 443, 0.0.0.0/0 is wider than 10.0.0.0/8"
  #expect(
    verdicts == [
      .approved(
        by: Cover(record: "CHG0031337", allowance: 0, clause: 0), isTimeCorroborated: true),
      .unapproved([
        NearMiss(record: "CHG0031337", lacks: lacks, distance: 40, isFurther: true)
      ]),
    ])
}

@Test func `a template survives being written, approved and read`() throws {
  let candidate = try opened(22, from: "0.0.0.0/0")
  let draft = ChangeRecord.template(
    number: "CHG2", requestedBy: "eve", covering: [candidate])
  let asked = try draft.moved(to: .submitted, by: "eve", at: Timestamp(seconds: 0))
  let approved = try asked.moved(to: .approved, by: "bob", at: Timestamp(seconds: 0))
  let read = try RecordDocument.read(approved.yaml, file: "CHG2.yaml").map(\.record)
  #expect(read == [approved])
  var usage = Usage()
  let now = candidate.occurred.until
  let verdicts = RuleBook(records: read).judge([candidate], usage: &usage, at: now)
  #expect(verdicts.map(\.word) == [.approved])
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// A call that a record does not allow, and the edit that it made between two snapshots: nobody may take the edit for
/// another's.
@Suite struct AuthorshipTests {
  /// What was there, what came, and the call between.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let id: String
    let file: String
    var region = "eu-west-1"
    let before: String
    let after: String
    let source: String
    let call: String
    let request: String
    var answer = "null"
    /// What the record allows, of alice.
    let edits: String
    var action = "modify"
    var time = "2026-11-20T21:05:00Z"

    var testDescription: String { name }
  }

  private static func group(_ tags: String = "[]", _ rules: String = "[]") -> String {
    #"{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"web","VpcId":"v","Description":"d","IpPermissions":\#(rules),"IpPermissionsEgress":[],"Tags":\#(tags)}]}"#
  }

  private static let rule =
    #"[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"111122223333"}],"IpRanges":[],"Ipv6Ranges":[],"PrefixListIds":[]}]"#

  private static func user(_ keys: String) -> String {
    #"{"AccessKeyMetadata":[\#(keys)]}"#
  }

  private static func cases() -> [Case] {
    let groups = ("AWS::EC2::SecurityGroup", "sg-1", "ec2-describe-security-groups")
    return [
      Case(
        name: "all tags deleted", type: groups.0, id: groups.1, file: groups.2,
        before: group(#"[{"Key":"a","Value":"b"}]"#), after: group(), source: "ec2",
        call: "DeleteTags",
        request: #"{"resourcesSet":{"items":[{"resourceId":"sg-1"}]},"tagSet":{}}"#,
        edits: "{ removed: Tags }"),
      Case(
        name: "tags of a snapshot", type: "AWS::EC2::Snapshot", id: "snap-1",
        file: "ec2-describe-snapshots",
        before:
          #"{"Snapshots":[{"SnapshotId":"snap-1","VolumeId":"vol-1","OwnerId":"111122223333","Tags":[]}]}"#,
        after:
          #"{"Snapshots":[{"SnapshotId":"snap-1","VolumeId":"vol-1","OwnerId":"111122223333","Tags":[{"Key":"a","Value":"b"}]}]}"#,
        source: "ec2", call: "CreateTags",
        request:
          #"{"resourcesSet":{"items":[{"resourceId":"snap-1"}]},"tagSet":{"items":[{"key":"a","value":"b"}]}}"#,
        edits: "{ added: Tags }"),
      Case(
        name: "a source group by its name", type: groups.0, id: groups.1, file: groups.2,
        before: group(), after: group("[]", rule), source: "ec2",
        call: "AuthorizeSecurityGroupIngress",
        request:
          #"{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{"items":[{"groupName":"db","userId":"111122223333"}]}}]}}"#,
        edits: "{ added: IpPermissions }"),
      Case(
        name: "a bucket that is listed elsewhere", type: "AWS::S3::Bucket", id: "b1",
        file: "s3api-list-buckets", region: "us-east-1",
        before: #"{"Buckets":[{"Name":"b1"}],"Owner":{"ID":"o"}}"#,
        after: #"{"Buckets":[],"Owner":{"ID":"o"}}"#, source: "s3", call: "DeleteBucket",
        request: #"{"bucketName":"b1"}"#, edits: "", action: "delete"),
      Case(
        name: "a deletion", type: groups.0, id: groups.1, file: groups.2, before: group(),
        after: #"{"SecurityGroups":[]}"#, source: "ec2", call: "DeleteSecurityGroup",
        request: #"{"groupId":"sg-1"}"#, edits: "", action: "delete"),
      Case(
        name: "a call in the second of the snapshot", type: groups.0, id: groups.1, file: groups.2,
        before: group(), after: group(#"[{"Key":"a","Value":"b"}]"#), source: "ec2",
        call: "CreateTags",
        request:
          #"{"resourcesSet":{"items":[{"resourceId":"sg-1"}]},"tagSet":{"items":[{"key":"a","value":"b"}]}}"#,
        edits: "{ added: Tags }", time: "2026-11-20T06:00:00Z"),
    ]
  }

  private func unapproved(_ row: Case, by person: String) throws -> [String] {
    let temporary = try TemporaryStore()
    let store = temporary.store
    func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }
    let (first, second) = try (moment("2026-11-20T06:00:00Z"), moment("2026-11-20T22:00:00Z"))
    func take(_ text: String, _ folder: String, at moment: Timestamp) throws {
      _ = try temporary.write(text, to: "\(folder)/111122223333/\(row.region)/\(row.file).json")
      _ = try ImportSnapshot(
        store: store, paths: ["\(temporary.folder)/\(folder)"], capturedAt: moment, now: moment
      ).run()
    }
    try take(row.before, "before", at: first)
    _ = try ManageBaselines(store: store, name: "default", at: first)
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    let edits = row.edits.isEmpty ? "" : "edits: [\(row.edits)]"
    let record = try temporary.write(
      """
      change: CHG1
      kind: normal
      state: approved
      requestedBy: carol@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-19T09:00:00Z }]
      implementers: ["arn:aws:iam::111122223333:user/alice"]
      allows:
        - resource: { type: \(row.type), id: '\(row.id)' }
          action: \(row.action)
          \(edits)
      """, to: "changes/CHG1.yaml")
    _ = try ManageChangeRecords(store: store, at: first)
      .register(ManageChangeRecords.read([record]), by: "carol@example.com")
    try take(row.after, "after", at: second)
    let event = try temporary.write(
      """
      {"eventVersion":"1.09","eventID":"e1","eventTime":"\(row.time)",
      "eventSource":"\(row.source).amazonaws.com","eventName":"\(row.call)",
      "awsRegion":"eu-west-1","recipientAccountId":"111122223333","readOnly":false,
      "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/\(person)",
      "accountId":"111122223333","userName":"\(person)"},
      "requestParameters":\(row.request),"responseElements":\(row.answer)}
      """, to: "activity/a.json")
    let now = try moment("2026-11-21T04:00:00Z")
    _ = try ImportActivity(store: store, paths: [event], at: now).run()
    let rules = try LoadRules().load(from: store)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: now).run()
    let report = try ComposeReport(store: store, baseline: "default", rules: rules, at: now).audit()
    return report.unapproved.flatMap(\.unapproved).map { "\($0.edit.word)" }
  }

  @Test(arguments: [("alice", "bob", "alice"), ("bob", "alice", "alice"), ("bob", "bob", "")])
  func `whoever approved a new resource and had a part in it is told`(
    maker: String, opener: String, told: String
  ) throws {
    let shop = try Shop()
    try shop.takeNothing(1)
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.keep(
      [
        shop.call(
          "made", afterMinutes: 5, "CreateSecurityGroup",
          request: #"{"groupName":"a","vpcId":"vpc-1"}"#, answer: #"{"groupId":"sg-a"}"#, by: maker),
        shop.call(
          "opened", afterMinutes: 6, "AuthorizeSecurityGroupIngress",
          request: shop.openPort(443, of: "sg-a"), by: opener),
      ], as: "made.json", on: 3)
    try shop.take(4, "0.0.0.0/0")
    let record = ChangeRecord(
      number: "CHG1", kind: .normal, state: .approved, requestedBy: "carol",
      approvals: [.init(by: "alice", at: shop.day(1))],
      window: Window(from: shop.day(1), until: shop.day(5)),
      allows: [Allowance(resource: ResourceSelector(id: Glob("sg-a")), action: .create)])
    let report = try shop.report([record], ignores: [], on: 4)
    #expect(report.findings.isEmpty)
    let found = report.warnings.filter { $0.contains("carried out by") }
    #expect(found.count == (told.isEmpty ? 0 : 1), "\(found)")
    #expect(found.allSatisfy { $0.hasSuffix("carried out by \(told), who approved it") })
  }

  @Test(arguments: cases())
  func `a record covers what its implementer did, and the same of another not`(row: Case) throws {
    #expect(try unapproved(row, by: "eve") != [])
    #expect(try unapproved(row, by: "alice") == [])
  }
}

import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// Comparisons over accounts and regions.
@Suite struct CompareAcrossTests {
  private let temporary: TemporaryStore
  private let now = Timestamp(seconds: 1_793_491_200)
  private let staging = "111122223333"
  private let production = "444455556666"

  init() throws { temporary = try TemporaryStore() }

  private struct Group {
    let id: String
    let name: String
    var vpc = "vpc-1"
    var port = 443
    var source = #"{"CidrIp": "10.0.0.0/8"}"#
    var peer: String?
  }

  /// An export of security groups, in the folder of its side.
  private func export(
    _ side: String, _ account: String, in region: String = "eu-west-1", _ groups: [Group]
  ) throws {
    let items = groups.map { group in
      let peers = group.peer.map { #"[{"GroupId": "\#($0)", "UserId": "\#(account)"}]"# } ?? "[]"
      return """
        {"GroupId": "\(group.id)", "GroupName": "\(group.name)", "OwnerId": "\(account)",
          "Description": "of \(account) in \(region)", "VpcId": "\(group.vpc)",
          "IpPermissionsEgress": [], "Tags": [], "IpPermissions": [{"IpProtocol": "tcp",
          "FromPort": \(group.port), "ToPort": \(group.port), "IpRanges": [\(group.source)],
          "UserIdGroupPairs": \(peers)}]}
        """
    }
    try write(
      "{\"SecurityGroups\": [\(items.joined(separator: ","))]}",
      "\(side)/\(account)/\(region)/ec2-describe-security-groups.json")
  }

  private func write(_ text: String, _ place: String) throws {
    _ = try temporary.write(text, to: place)
  }

  private func compare(
    _ old: String, _ new: String, _ mapping: StateMapping = StateMapping()
  ) throws -> DifferenceReport {
    let names = [old, new].map { name in
      ["staging", "production"].contains(name) ? temporary.folder + "/" + name : name
    }
    return try CompareStates(
      storePath: temporary.store.path, account: nil, region: nil, now: now
    ).report(from: names[0], to: names[1], across: mapping)
  }

  private func words(_ report: DifferenceReport) -> [String] {
    report.entries.flatMap { entry in
      entry.edits.map { "\(entry.resource.id.id) \($0.word.rawValue) \($0.path.text)" }
    } + (report.across?.lonely ?? []).map { "\($0.resource.id.id) \($0.reason)" }
      + report.unread.map { "\($0.scope?.description ?? "") \($0.problem.code)" }
  }

  @Test func `what differs only by account, region and id does not differ`() throws {
    try export(
      "staging", staging,
      [Group(id: "sg-1", name: "web", peer: "sg-2"), Group(id: "sg-2", name: "db")])
    try export(
      "production", production, in: "us-east-1",
      [Group(id: "sg-8", name: "db"), Group(id: "sg-9", name: "web", peer: "sg-8")])
    // The networks have no names: the mapping says which is which.
    let report = try compare("staging", "production")
    #expect(words(report) == [] && report.across?.pairs == 2 && !report.differs)
  }

  @Test(arguments: [
    (Group(id: "sg-9", name: "web", port: 8443), 2),
    (Group(id: "sg-9", name: "web", peer: "sg-9"), 1),
    (Group(id: "sg-9", name: "web", vpc: "vpc-2"), 1),
    (Group(id: "sg-9", name: "web", source: #"{"CidrIp": "0.0.0.0/0"}"#), 2),
  ])
  private func `what differs in anything else is told with its counterpart`(
    group: Group, edits: Int
  )
    throws
  {
    try export("staging", staging, [Group(id: "sg-1", name: "web")])
    try export("production", production, [group])
    let report = try compare("staging", "production")
    #expect(report.entries.count == 1 && report.entries.first?.edits.count == edits)
    #expect(report.entries.first?.counterpart?.id.account == staging)
    #expect(report.differs)
    let text = report.text(.text, ReportOptions(width: 1000))
    #expect(text.contains("against web (sg-1)") && text.contains("1 pair compared."))
  }

  @Test func `what stands for nothing is told, with why`() throws {
    try export(
      "staging", staging,
      [
        Group(id: "sg-1", name: "web"), Group(id: "sg-2", name: "web"),
        Group(id: "sg-3", name: "debug"),
      ])
    try export("production", production, [Group(id: "sg-9", name: "web")])
    let report = try compare("staging", "production")
    #expect(
      words(report) == [
        "sg-1 manyOfName(2)", "sg-2 manyOfName(2)", "sg-3 noneOfName", "sg-9 manyOfName(2)",
      ])
    #expect(report.differs)
    let mapped = try compare(
      "staging", "production", StateMapping(resources: ["sg-2": "sg-9", "debug": "other"]))
    #expect(mapped.across?.pairs == 1)
    #expect(words(mapped) == ["sg-1 noneOfName", "sg-3 noneOfName"])
  }

  @Test func `what one side did not read is unread, and nothing in it is missing`() throws {
    try export("staging", staging, [Group(id: "sg-1", name: "web")])
    try export("staging", staging, in: "us-east-1", [Group(id: "sg-5", name: "far")])
    try export("production", production, [Group(id: "sg-9", name: "web")])
    let denied = "An error occurred (UnauthorizedOperation) when calling the "
    try write(
      denied + "DescribeSecurityGroups operation: no",
      "production/\(production)/us-east-1/ec2-describe-security-groups.json")
    let vpc =
      #"{"Vpcs": [{"VpcId": "vpc-1", "OwnerId": "\#(staging)", "CidrBlock": "10.0.0.0/16", "#
      + #""State": "available", "InstanceTenancy": "default", "IsDefault": false, "DhcpOptionsId": "d"}]}"#
    try write(vpc, "staging/\(staging)/eu-west-1/ec2-describe-vpcs.json")
    let report = try compare("staging", "production")
    #expect(
      words(report) == [
        "\(production) eu-west-1 AWS::EC2::VPC scope-on-one-side",
        "\(production) us-east-1 AWS::EC2::SecurityGroup call-failed",
      ])
    #expect(!report.differs && !report.unread.isEmpty, "it is no clean bill either")
  }

  @Test func `a part that one side was never given is no clean bill`() throws {
    let buckets = #"{"Buckets": [{"Name": "logs", "CreationDate": "2026-01-01T00:00:00Z"}]}"#
    let policy =
      #"{"Policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Sid\": \"a\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::logs/*\"}]}"}"#
    for (side, account) in [("staging", staging), ("production", production)] {
      try write(buckets, "\(side)/\(account)/eu-west-1/s3api-list-buckets.json")
    }
    try write(policy, "production/\(production)/eu-west-1/s3api-get-bucket-policy-logs.json")
    for (old, new, scope) in [
      ("staging", "production", production), ("production", "staging", staging),
    ] {
      let report = try compare(old, new)
      #expect(words(report) == ["\(scope) eu-west-1 AWS::S3::Bucket part-on-one-side"])
      #expect(report.unread.map(\.part) == ["Policy of logs"])
      // Of the rest neither says anything.
      let never = report.neverLookedAt.mapValues { $0.contains("Tags") && !$0.contains("Policy") }
      #expect(Array(never.values) == [true])
      #expect(report.text(.text, ReportOptions()).contains("  never looked at  AWS::S3::Bucket: "))
    }
    try write(policy, "staging/\(staging)/eu-west-1/s3api-get-bucket-policy-logs.json")
    #expect(words(try compare("staging", "production")) == [])
  }

  @Test func `a store of many accounts needs to be told which is which`() throws {
    try export("exports", staging, [Group(id: "sg-1", name: "web")])
    try export("exports", production, [Group(id: "sg-9", name: "web", port: 22)])
    try export("exports", "777788889999", [Group(id: "sg-7", name: "web")])
    _ = try ImportSnapshot(
      store: temporary.store, paths: [temporary.folder + "/exports"], capturedAt: now, now: now
    ).run()
    #expect(throws: Problem.self) { _ = try compare("latest", "latest") }
    let pairs = StateMapping(accounts: [staging: production])
    let report = try compare("latest", "latest", pairs)
    #expect(report.across?.pairs == 1 && report.entries.map(\.resource.id.id) == ["sg-9"])
    #expect(throws: Problem.self) {
      _ = try compare("latest", "latest", StateMapping(accounts: ["1": production]))
    }
    #expect(throws: Problem.self) {
      _ = try compare(
        "latest", "latest", StateMapping(accounts: [staging: production], resources: ["x": "y"]))
    }
  }

  @Test func `a baseline of one account is held against another account`() throws {
    try export("exports", staging, [Group(id: "sg-1", name: "web")])
    try export("exports", production, [Group(id: "sg-9", name: "web", port: 22)])
    try write(
      #"{"Vpcs": []}"#, "exports/\(staging)/eu-west-1/ec2-describe-vpcs.json")
    try write(
      #"{"Vpcs": []}"#, "exports/\(production)/eu-west-1/ec2-describe-vpcs.json")
    _ = try ImportSnapshot(
      store: temporary.store, paths: [temporary.folder + "/exports"], capturedAt: now, now: now
    ).run()
    _ = try ManageBaselines(store: temporary.store, name: "staging", at: now)
      .set(
        to: "1", choosing: ResourceSelector(account: Glob(staging)), by: "ada", reason: "agreed")
    let report = try compare(
      "baseline:staging", "latest", StateMapping(accounts: [staging: production]))
    #expect(report.entries.map(\.edits.count) == [2] && report.unread.isEmpty)
    let mirrored = try compare(
      "latest", "baseline:staging", StateMapping(accounts: [production: staging]))
    #expect(mirrored.entries.map(\.edits.count) == [2] && mirrored.unread.isEmpty)
  }

  @Test func `secrets and what AWS gives anew are not compared, and secrets are counted`() throws {
    func role(_ account: String, _ date: String, _ secret: String) -> String {
      """
      {"type": "Own::Thing::Any", "account": "\(account)", "region": "eu-west-1", "id": "a",
        "configuration": {"CreationDate": "\(date)", "password": "\(secret)", "size": 3,
          "arn": "arn:aws:own:eu-west-1:\(account):a"}}
      """
    }
    try write(role(staging, "2026-01-01", "one"), "staging/a.json")
    try write(role(production, "2026-02-02", "two"), "production/a.json")
    let report = try compare("staging", "production")
    #expect(report.entries.isEmpty && report.across?.secrets == 1)
    let text = report.text(.text, ReportOptions(width: 1000))
    #expect(text.contains("1 secret value cannot be compared."))
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import GuardrailConditions
import Guardrails
import Testing

/// What is not there, was not read or was left out: guardrails say of each what they can, and nothing more.
@Suite struct GuardrailsUnreadTests {
  private let shop: Shop
  private let account = "111122223333"

  init() throws { shop = try Shop() }

  private func rule(
    _ condition: String, of type: ResourceType, about subject: Guardrail.Subject = .state,
    atLeastOneIn: Guardrail.Extent? = nil
  ) throws -> CompiledGuardrail {
    try GuardrailBook([
      Guardrail(
        id: "own", title: "It holds", severity: .high, rationale: "to see", types: [type],
        subject: subject, atLeastOneIn: atLeastOneIn, condition: condition,
        place: Problem.Place(file: "r.yaml"))
    ]).rules[0]
  }

  /// Takes a snapshot of files by their places below the account.
  private func take(_ day: Int, _ files: [String: String]) throws {
    let folder = "day\(day)-\(files.count)"
    for (place, text) in files {
      _ = try shop.temporary.write(text, to: "\(folder)/\(account)/\(place)")
    }
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/" + folder], capturedAt: shop.day(day),
      now: shop.day(day)
    ).run()
  }

  private func test(_ rule: CompiledGuardrail, on day: Int, upTo last: Int = .max) throws
    -> TestGuardrail.Result
  {
    try TestGuardrail(
      store: shop.store, rule: rule,
      coverage: ComposeCoverage(store: shop.store).coverage(to: last, at: shop.day(day)), upTo: last
    ).run()
  }

  private func bucket(_ day: Int, tag: String, block: String) throws {
    try take(
      day,
      [
        "eu-west-1/s3api-list-buckets.json":
          #"{"Buckets":[{"Name":"logs","CreationDate":"2020-01-01T00:00:00Z","BucketRegion":"eu-west-1"}]}"#,
        "eu-west-1/s3api-get-bucket-tagging__logs.json":
          #"{"TagSet":[{"Key":"t","Value":"\#(tag)"}]}"#,
        "eu-west-1/s3api-get-public-access-block__logs.json": block,
      ])
  }

  private func block(_ isOn: Bool) -> String {
    #"""
    {"PublicAccessBlockConfiguration":{"BlockPublicAcls":\#(isOn),"IgnorePublicAcls":\#(isOn),
      "BlockPublicPolicy":\#(isOn),"RestrictPublicBuckets":\#(isOn)}}
    """#
  }

  private static let denied =
    "An error occurred (AccessDenied) when calling the GetPublicAccessBlock operation: Access Denied"

  private static let lifted = """
    SELECT a.resource FROM after_buckets a JOIN before_buckets b ON b.resource = a.resource
    WHERE a.block_public_acls < b.block_public_acls
    """

  @Test(arguments: [
    (Guardrail.Extent.account, "iam-get-account-password-policy.json", "global"),
    (.region, "configservice-describe-configuration-recorders.json", "eu-west-1"),
  ])
  func `where there is none of what has to be there, that is told`(
    extent: Guardrail.Extent, file: String, region: String
  ) throws {
    let none =
      region == "global"
      ? "An error occurred (NoSuchEntity) when calling the GetAccountPasswordPolicy operation: none"
      : #"{"ConfigurationRecorders":[]}"#
    let rule =
      region == "global"
      ? try rule(
        "SELECT resource FROM password_policies WHERE minimum_length < 14",
        of: "AWS::IAM::AccountPasswordPolicy", atLeastOneIn: extent)
      : try rule(
        "SELECT resource FROM recorders WHERE NOT is_recording",
        of: "AWS::Config::ConfigurationRecorder", atLeastOneIn: extent)
    try take(1, ["\(region)/\(file)": none])
    let told = try test(rule, on: 1)
    #expect(told.failures.map(\.resource.id.region) == [region])
    #expect(told.failures.first?.rows.map(\.text) == ["there is none"])
    let silent = try self.rule(
      rule.guardrail.condition, of: rule.guardrail.types[0])
    #expect(try test(silent, on: 1).failures.isEmpty)
    // Where nobody could look, nobody knows.
    try take(
      2,
      [
        "\(region)/\(file)":
          "An error occurred (AccessDenied) when calling the \(region == "global" ? "GetAccountPasswordPolicy" : "DescribeConfigurationRecorders") operation: no"
      ])
    let unknown = try test(rule, on: 2)
    #expect(unknown.failures.isEmpty && unknown.notObserved.count == 1)
    #expect(told.unread.isEmpty && unknown.unread.count == 1 && !unknown.isComplete)
  }

  @Test(arguments: [(Guardrail.Extent.account, Scope.global), (.region, "eu-west-1")])
  func `a back-test finds when there was none of what has to be there`(
    extent: Guardrail.Extent, region: String
  ) throws {
    let condition = "SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'"
    let needed = try rule(condition, of: "AWS::EC2::SecurityGroup", atLeastOneIn: extent)
    try shop.takeNothing(1)
    #expect(
      try BackTestGuardrail(store: shop.store, rule: needed).run().episodes.map(\.until) == [nil])
    try shop.take(2, "10.0.0.0/8")
    try shop.takeNothing(3)
    let replayed = try BackTestGuardrail(store: shop.store, rule: needed).run()
    #expect(replayed.episodes.map(\.first) == [1, 3])
    #expect(replayed.episodes.map(\.until) == [2, nil])
    #expect(replayed.episodes.allSatisfy { $0.rows == ["there is none"] })
    #expect(replayed.episodes.allSatisfy { $0.resource.id.region == region })
    #expect(replayed.notObserved == 0 && replayed.problem == nil)
    let silent = try rule(condition, of: "AWS::EC2::SecurityGroup")
    #expect(try BackTestGuardrail(store: shop.store, rule: silent).run().episodes.isEmpty)
  }

  @Test func `a scope that was not read, or not of late, gives a test no clean bill`() throws {
    let open = try rule(
      "SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'",
      of: "AWS::EC2::SecurityGroup")
    func why(_ result: TestGuardrail.Result) -> [String] { result.unread.map(\.why) }
    try take(1, ["eu-west-1/ec2-describe-vpcs.json": #"{"Vpcs":[]}"#])
    let never = try test(open, on: 1)
    #expect(why(never) == ["AWS::EC2::SecurityGroup was never looked at"] && !never.isComplete)
    try shop.takeNothing(2)
    let read = try test(open, on: 2)
    #expect(read.isComplete && read.unread.isEmpty && !read.text.contains("not read"))
    // No resource is there that could say that nothing is known of it.
    let stale = try test(open, on: 9)
    #expect(why(stale) == ["AWS::EC2::SecurityGroup was read too long ago"] && !stale.isComplete)
    #expect(stale.unread.map(\.scope) == [shop.group.scope])
    #expect(stale.text.contains("1 scope that it asks about was not read, or not of late"))
    let row = try #require(stale.table.rows.first)
    #expect(row.prefix(3).map(\.text) == ["not-observed", account, "eu-west-1"])
  }

  @Test func `nothing has to hold any more in what was left out on purpose`() throws {
    try shop.take(1, "0.0.0.0/0")
    let open = try rule(
      "SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'",
      of: "AWS::EC2::SecurityGroup")
    #expect(try test(open, on: 1).failures.count == 1)
    _ = try shop.store.setRetired(
      true, wanted: [], choosing: { $0 == shop.group.scope }, at: shop.day(2), by: "ada",
      reason: "the account is closed")
    let retired = try test(open, on: 2)
    #expect(retired.failures.isEmpty && retired.passed == 0 && retired.notObserved.isEmpty)
  }

  @Test
  func `a change beside a part that was not read is not observed, and its time begins before`()
    throws
  {
    let rule = try rule(Self.lifted, of: "AWS::S3::Bucket", about: .transition)
    try bucket(1, tag: "1", block: block(true))
    try bucket(2, tag: "2", block: Self.denied)
    let unread = try test(rule, on: 2)
    #expect(unread.passed == 0 && unread.failures.isEmpty && unread.notObserved.count == 1)
    try bucket(3, tag: "2", block: block(false))
    let book = GuardrailBook(of: rule)
    let told = try HoldGuardrails(store: shop.store, book: book).told(after: 2, to: 3).findings
    #expect(told.map(\.after) == [shop.day(1)] && told.map(\.since) == [shop.day(3)])
  }

  @Test func `a test speaks of its moment, and not of what came later`() throws {
    try shop.take(1, "10.0.0.0/8")
    try shop.take(3, "0.0.0.0/0")
    let open = try rule(
      "SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'",
      of: "AWS::EC2::SecurityGroup")
    let last = try #require(try shop.store.snapshot(at: shop.day(2)))
    #expect(try test(open, on: 2, upTo: last).passed == 1)
    let replayed = try BackTestGuardrail(store: shop.store, rule: open, upTo: last).run()
    #expect(replayed.snapshots == 1 && replayed.episodes.isEmpty)
  }

  @Test func `what a dropped snapshot first showed is found where it still stands`() throws {
    let open = try rule(
      "SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'",
      of: "AWS::EC2::SecurityGroup")
    try shop.take(1, "10.0.0.0/8")
    try shop.setBaseline("default", to: "1", on: 1)
    for day in 2...5 { try shop.take(day, "0.0.0.0/0") }
    try shop.audit(on: 5)
    try shop.setBaseline("default", to: "5", on: 6)
    try shop.audit(on: 6)
    _ = try shop.pruning(keeping: 1).run()
    #expect(try shop.store.standingSnapshots().contains { $0.prunedAt != nil })
    let replayed = try BackTestGuardrail(store: shop.store, rule: open).run()
    #expect(replayed.episodes.map(\.until) == [nil])
  }

  @Test func `a first reading that finds none beside a resource counts from then on`() throws {
    let rule = try rule(
      """
      SELECT v.resource FROM vpcs v WHERE NOT EXISTS (
        SELECT 1 FROM flow_logs f WHERE f.account = v.account)
      """, of: "AWS::EC2::VPC")
    try take(
      1,
      [
        "eu-west-1/ec2-describe-vpcs.json":
          #"{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","OwnerId":"111122223333"}]}"#
      ])
    try take(2, ["eu-west-1/ec2-describe-flow-logs.json": #"{"FlowLogs":[]}"#])
    let replayed = try BackTestGuardrail(store: shop.store, rule: rule).run()
    #expect(replayed.episodes.map(\.first) == [2] && replayed.notObserved == 0)
  }
}

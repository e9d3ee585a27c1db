import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import GuardrailConditions
import Guardrails
import Testing

/// What guardrails and pictures of resources say of times that were pruned, or that nobody read: never that all was well.
@Suite struct PrunedGuardrailTests {
  private let shop: Shop
  private let type: ResourceType = "AWS::EC2::SecurityGroup"

  init() throws { shop = try Shop() }

  private func rule(
    _ subject: Guardrail.Subject = .state, of type: ResourceType? = nil,
    atLeastOneIn: Guardrail.Extent? = nil
  ) throws -> CompiledGuardrail {
    let condition =
      switch subject {
      case .state:
        type == nil
          ? "SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'"
          : "SELECT resource FROM buckets WHERE 0"
      case .transition:
        """
        SELECT a.resource, a.label FROM after_ingress_rules a
        WHERE a.source = '0.0.0.0/0' AND NOT EXISTS (
          SELECT 1 FROM before_ingress_rules b WHERE b.resource = a.resource AND b.label = a.label)
        """
      }
    return try GuardrailBook([
      Guardrail(
        id: subject.rawValue, title: "Nothing is open", severity: .high, rationale: "to see",
        types: [type ?? self.type], subject: subject, atLeastOneIn: atLeastOneIn,
        condition: condition, place: Problem.Place(file: "r.yaml"))
    ]).rules[0]
  }

  private func coverage(on day: Int) throws -> Coverage {
    try ComposeCoverage(store: shop.store).coverage(to: .max, at: shop.day(day))
  }

  private func test(_ rule: CompiledGuardrail, on day: Int) throws -> TestGuardrail.Result {
    try TestGuardrail(store: shop.store, rule: rule, coverage: coverage(on: day)).run()
  }

  private func backTest(_ rule: CompiledGuardrail, on day: Int) throws -> BackTestGuardrail.Result {
    try BackTestGuardrail(store: shop.store, rule: rule, coverage: coverage(on: day)).run()
  }

  /// Snapshot 2 opened the group to everybody, and 3 closed it; only 4 is kept.
  private func openAndPrune() throws {
    let sources = ["10.0.0.0/8", "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16"]
    for (index, source) in sources.enumerated() { try shop.take(index + 1, source) }
    _ = try shop.pruning(keeping: 1).run()
  }

  @Test func `the newest snapshot of a pruned time is refused`() throws {
    try openAndPrune()
    let pruned = shop.problem { _ = try shop.store.keptSnapshot(at: shop.day(2)) }
    #expect(pruned == "snapshot-pruned")
    #expect(try shop.store.keptSnapshot(at: shop.day(4)) == 4)
    #expect(try shop.store.keptSnapshot(at: shop.day(0)) == nil)
  }

  @Test func `a resource whose past was pruned was not gone then`() throws {
    for day in 1...4 { try shop.take(day, "10.0.\(day).0/24") }
    _ = try shop.pruning(keeping: 1).run()
    func problem(on day: Int) -> String? {
      shop.problem {
        _ = try ShowResource(store: shop.store, baseline: "default").picture(
          of: Resource(shop.group), at: shop.day(day), now: shop.day(31))
      }
    }
    #expect(problem(on: 1) == "snapshot-pruned" && problem(on: 2) == "snapshot-pruned")
    #expect(problem(on: 0) == "not-there-then")
    // What the changes of a kept snapshot start from is known.
    #expect(problem(on: 3) == nil && problem(on: 4) == nil)
  }

  @Test func `a guardrail over transitions says which changes were pruned`() throws {
    try openAndPrune()
    let words = "Changes in 3 pruned snapshots are not known: 1 to 3."
    let told = try test(rule(.transition), on: 4)
    #expect(told.failures.isEmpty && told.pruned == [1, 2, 3] && !told.isComplete)
    #expect(told.text.contains(words))
    let row = try #require(told.table.rows.last)
    #expect(row.first?.text == "not-observed")
    #expect(row.last?.text == "changes in 3 pruned snapshots are not known: 1 to 3")
    let replayed = try backTest(rule(.transition), on: 4)
    #expect(replayed.episodes.isEmpty && replayed.pruned == [1, 2, 3] && !replayed.isComplete)
    #expect(replayed.text.contains(words) && replayed.snapshots == 1)
    // What stands is known.
    let state = try test(rule(), on: 4)
    #expect(state.isComplete && state.passed == 1)
  }

  @Test func `a report on a pruned time does not say that guardrails held`() throws {
    try openAndPrune()
    let counts: [(Guardrail.Subject, Int)] = [(.state, 0), (.transition, 1)]
    for (subject, count) in counts {
      let hold = try HoldGuardrails(store: shop.store, book: GuardrailBook(of: rule(subject)))
      #expect(try hold.told(after: 0, to: 2).problems.map(\.code) == ["snapshot-pruned"])
      #expect(try hold.told(after: 0, to: 4).problems.count == count)
      #expect(try hold.told(after: 3, to: 4).problems.isEmpty)
    }
  }

  @Test(arguments: [Guardrail.Extent.account, .region])
  func `that something was missing is not said of pruned snapshots`(extent: Guardrail.Extent) throws
  {
    try shop.takeNothing(1)
    try shop.take(2, "10.0.0.0/8")
    try shop.takeNothing(3)
    try shop.take(4, "10.0.0.0/8")
    let needed = try rule(atLeastOneIn: extent)
    #expect(try backTest(needed, on: 4).episodes.map(\.first) == [1, 3])
    _ = try shop.pruning(keeping: 1).run()
    let replayed = try backTest(needed, on: 4)
    #expect(replayed.episodes.isEmpty && replayed.snapshots == 1 && !replayed.isComplete)
    #expect(replayed.text.contains("Not all that stood in 3 pruned snapshots is known: 1 to 3."))
  }

  @Test(arguments: [Guardrail.Extent.account, .region])
  func `nothing stands broken in what was left out on purpose`(extent: Guardrail.Extent) throws {
    try shop.takeNothing(1)
    let needed = try rule(atLeastOneIn: extent)
    #expect(try backTest(needed, on: 1).text.contains("raised 1 finding: 1 stand, 0 ended."))
    _ = try shop.store.setRetired(
      true, wanted: [], choosing: { $0 == shop.group.scope }, at: shop.day(2), by: "ada",
      reason: "the account is closed")
    let retired = try backTest(needed, on: 2)
    #expect(retired.episodes.map(\.isRetired) == [true] && retired.isComplete)
    #expect(retired.text.contains("0 stand, 0 ended, 1 in what is not looked at any more."))
    #expect(retired.table.rows.first?[3].text == "retired")
  }

  private func take(_ day: Int, us: String) throws {
    let folder = "day\(day)"
    for (region, text) in [("eu-west-1", #"{"SecurityGroups":[]}"#), ("us-east-1", us)] {
      let file = "\(folder)/111122223333/\(region)/ec2-describe-security-groups.json"
      _ = try shop.temporary.write(text, to: file)
    }
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/" + folder], capturedAt: shop.day(day),
      now: shop.day(day)
    ).run()
  }

  @Test func `a back-test names what was not read, at the end and before`() throws {
    try take(
      1,
      us: "An error occurred (AccessDenied) when calling the DescribeSecurityGroups operation: no")
    let denied = try backTest(rule(), on: 1)
    #expect(denied.unread.map(\.why) == ["AWS::EC2::SecurityGroup was not read"])
    #expect(denied.unread.map(\.scope?.region) == ["us-east-1"] && !denied.isComplete)
    #expect(denied.text.contains("1 scope that it asks about was not read, or not each time"))
    let row = try #require(denied.table.rows.last)
    #expect(row[3...6].map(\.text) == ["not-observed", "111122223333", "us-east-1", type.name])
    try take(2, us: #"{"SecurityGroups":[]}"#)
    // However long ago it was read, it was read then.
    for day in [2, 9] {
      let before = try backTest(rule(), on: day)
      let why = "not every AWS::EC2::SecurityGroup was read in snapshot 1"
      #expect(before.unread.map(\.why) == [why] && !before.isComplete)
    }
    let never = try backTest(rule(of: "AWS::S3::Bucket"), on: 2)
    #expect(never.unread.map(\.why) == ["AWS::S3::Bucket was never looked at"])
  }
}

import AuditReport
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationDiff
import ConfigurationModel
import Foundation
import GuardrailConditions
import Guardrails
import PlumblineTestSupport
import ResourceKinds
import Testing

@testable import AuditService

/// What guardrails said of a version is kept: it is never said of anything else, and nobody else can say it.
@Suite struct KeptVerdictTests {
  private let shop: Shop

  init() throws { shop = try Shop() }

  private func guardrail(_ condition: String, id: String) -> Guardrail {
    Guardrail(
      id: id, title: "Nothing is open", severity: .high, rationale: "to see",
      types: ["AWS::EC2::SecurityGroup"], subject: .state, condition: condition,
      place: Problem.Place(file: "r.yaml"))
  }

  private func book() throws -> GuardrailBook {
    try GuardrailBook([
      guardrail("SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'", id: "open"),
      guardrail("SELECT resource, name FROM security_groups WHERE name LIKE '%x%'", id: "named"),
      guardrail("SELECT resource, label FROM ingress_rules WHERE from_port < 100", id: "low"),
      guardrail("SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'", id: "bare"),
      // Looks at others too.
      guardrail(
        "SELECT a.resource FROM ingress_rules a, ingress_rules b WHERE a.source = b.source AND a.resource <> b.resource",
        id: "doubled"),
    ])
  }

  private func take(_ day: Int, _ groups: [String: String]) throws {
    let texts = groups.sorted { $0.key < $1.key }.map { id, source in
      """
      {"GroupId":"\(id)","GroupName":"n-\(source)","VpcId":"vpc-1","OwnerId":"111122223333",
       "IpPermissions":[{"IpProtocol":"tcp","FromPort":\(source.count * 9),"ToPort":443,
       "IpRanges":[{"CidrIp":"\(source)"}]}],"IpPermissionsEgress":[]}
      """
    }
    let folder = "day\(day)"
    _ = try shop.temporary.write(
      #"{"SecurityGroups":[\#(texts.joined(separator: ","))]}"#,
      to: "\(folder)/111122223333/eu-west-1/ec2-describe-security-groups.json")
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/" + folder], capturedAt: shop.day(day),
      now: shop.day(day)
    ).run()
    if day == 1 { try shop.setBaseline("default", to: "1", on: 1) }
  }

  private func audit(_ day: Int) throws {
    var audit = RunAudit(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(day))
    audit.guardrails = try book()
    _ = try audit.run()
  }

  private func told(_ snapshot: Int) throws -> [String: ResourceVerdict] {
    let answers = try HoldGuardrails(store: shop.store, book: book()).states(in: snapshot)
    return Dictionary(
      uniqueKeysWithValues: ResourceVerdict.all(of: answers).map { ($0.key.id, $0.value) })
  }

  /// All of a snapshot, judged together from the documents.
  private func judgedAnew(_ snapshot: Int) throws -> [String: ResourceVerdict] {
    let (judge, reader) = (try GuardrailJudge(book(), of: .state), DocumentReader())
    try shop.store.eachVersion(in: snapshot) { resource, version in
      judge.add(
        after: ObservedResource(
          resource, try reader.value(version.document, of: resource.id),
          kind: ResourceKind.of(resource.id.type)))
    }
    return Dictionary(
      uniqueKeysWithValues: ResourceVerdict.all(of: judge.answers()).map { ($0.key.id, $0.value) })
  }

  private var kept: Int {
    get throws {
      try shop.store.standing(in: .max, judgedBy: rules()).count { $0.verdict != nil }
    }
  }

  private func rules() throws -> [ResourceType: String] {
    try JudgeAlone(
      store: shop.store, book: book().split.alone, coverage: ScopeDoubts(nil),
      reader: DocumentReader()
    ).rules
  }

  @Test(arguments: Trials.seeds(3))
  func `what is kept is what judging anew says, at every time`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let sources = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/24", "203.0.113.77/32"]
    var groups: [String: String] = [:]
    for day in 1...6 {
      for number in 0..<8 where Bool.random(using: &random) || day == 1 {
        let source = sources.randomElement(using: &random)
        groups["sg-\(number)"] = Int.random(in: 0..<6, using: &random) == 0 ? nil : source
      }
      try take(day, groups)
      if Bool.random(using: &random) { try audit(day) }
      for snapshot in 1...day {
        #expect(try told(snapshot) == judgedAnew(snapshot), "seed \(seed), day \(day)")
      }
    }
    try audit(6)
    #expect(try kept == groups.count, "seed \(seed)")
    #expect(try told(6) == judgedAnew(6), "seed \(seed)")
  }

  @Test func `an audit judges what changed, and a second one nothing`() throws {
    try take(1, ["sg-a": "10.0.0.0/8", "sg-b": "10.0.0.0/8", "sg-c": "0.0.0.0/0"])
    try audit(1)
    #expect(try kept == 3)
    // Nobody looks at what stands: it says what was kept.
    let standing = try shop.store.standing(in: 1, judgedBy: rules())
    let made = #"{"open":[[["label","made up"]]]}"#
    try shop.store.keep([(standing[0], made)], judgedBy: rules())
    try audit(2)
    guard case .broken(let rows)? = try told(1)["sg-a"]?.words["open"] else {
      Issue.record("it was judged again")
      return
    }
    #expect(rows.map(\.text) == ["made up"])
    try take(3, ["sg-a": "192.0.2.0/24", "sg-b": "10.0.0.0/8", "sg-c": "0.0.0.0/0"])
    #expect(try kept == 2)
    #expect(try told(3)["sg-a"] == nil)
    try audit(3)
    #expect(try kept == 3)
  }

  @Test func `whoever has not the key makes no resource pass`() throws {
    try take(1, ["sg-a": "0.0.0.0/0", "sg-b": "10.0.0.0/8", "sg-c": "10.1.0.0/16"])
    try audit(1)
    let before = try told(1)
    #expect(before["sg-a"]?.words["open"] != nil)
    for change in [
      "UPDATE guardrail_verdict SET verdict = '{}'",
      "UPDATE guardrail_verdict SET seal = zeroblob(32)",
      "UPDATE guardrail_verdict SET verdict = 'x'",
      """
      UPDATE guardrail_verdict SET (rules, verdict, seal) =
        (SELECT k.rules, k.verdict, k.seal FROM guardrail_verdict k
          WHERE k.version <> guardrail_verdict.version LIMIT 1)
      """,
    ] {
      // Each is tried on verdicts that hold.
      try tamper(shop.store.path, "DELETE FROM guardrail_verdict")
      try audit(1)
      #expect(try kept == 3)
      try tamper(shop.store.path, change)
      #expect(try told(1) == before, "\(change)")
    }
    // What can be had again at any time may be taken away.
    #expect(try VerifyStore(store: shop.store).run().problems.isEmpty)
  }

  @Test func `other guardrails and another build of the program judge anew`() throws {
    try take(1, ["sg-a": "0.0.0.0/0"])
    try audit(1)
    func alone(_ book: GuardrailBook, _ edition: String) -> JudgeAlone {
      JudgeAlone(
        store: shop.store, book: book.split.alone, coverage: ScopeDoubts(nil),
        reader: DocumentReader(), edition: edition)
    }
    let other = try GuardrailBook([
      guardrail("SELECT resource, label FROM ingress_rules WHERE source = '10.0.0.0/8'", id: "open")
    ])
    for (judge, isKept) in [
      (alone(try book(), ProgramEdition.own), true), (alone(try book(), "another"), false),
      (alone(other, ProgramEdition.own), false),
    ] {
      let standing = try shop.store.standing(in: 1, judgedBy: judge.rules)
      #expect(standing.map { $0.verdict != nil } == [isKept])
    }
    var places: Set<Scope> = []
    #expect(
      try alone(other, ProgramEdition.own).answers(in: 1, noting: &places)
        .allSatisfy { $0.failures.isEmpty && $0.passed == 1 })
  }

  @Test
  func `parts that were not read take away what needs them, and nothing else is judged again`()
    throws
  {
    try take(1, ["sg-a": "0.0.0.0/0", "sg-b": "10.0.0.0/8"])
    try audit(1)
    let standing = try shop.store.standing(in: 1, judgedBy: rules())
    let made = #"{"named":[[["name","made up"]]],"open":[[["label","made up"]]]}"#
    try shop.store.keep([(standing[0], made)], judgedBy: rules())
    let part = Coverage.Part(
      name: "IpPermissions", count: 2, resources: ["sg-a", "sg-b"],
      problem: Problem("call-failed", "No."), since: shop.day(1), lastRead: nil)
    let coverage = Coverage(cells: [
      Coverage.Cell(
        scope: shop.group.scope, state: .read(at: shop.day(1), count: 2), lastRead: shop.day(1),
        parts: [part])
    ])
    let judge = JudgeAlone(
      store: shop.store, book: try book().split.alone, coverage: ScopeDoubts(coverage),
      reader: DocumentReader())
    var places: Set<Scope> = []
    let said = ResourceVerdict.all(of: try judge.answers(in: 1, noting: &places))
    let words = said.first { $0.key.id == "sg-a" }?.value.words
    #expect(words?["open"] == .notObserved("its IpPermissions was not read"))
    guard case .broken(let rows)? = words?["named"] else {
      Issue.record("it was judged again")
      return
    }
    #expect(rows.map(\.text) == ["name made up"])
  }

  @Test func `another file is another edition`() {
    var file = stat()
    let first = ProgramEdition.words(of: file)
    file.st_ctim.tv_nsec = 1
    #expect(ProgramEdition.words(of: file) != first)
  }

  @Test func `what goes with its snapshot goes whole`() throws {
    for day in 1...3 {
      try take(day, ["sg-a": "10.\(day).0.0/16"])
      try audit(day)
    }
    try shop.setBaseline("default", to: "3", on: 4)
    try audit(4)
    var pruning = shop.pruning(keeping: 1)
    pruning.activityOlderThan = nil
    _ = try pruning.run()
    #expect(try VerifyStore(store: shop.store).run().problems == [])
    #expect(try kept == 1 && told(3) == judgedAnew(3))
  }
}

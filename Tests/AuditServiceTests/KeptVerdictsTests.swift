import AuditService
import AuditStore
import ConfigurationModel
import FoundationEssentials
import GuardrailConditions
import Guardrails
import PlumblineTestSupport
import Testing

/// What is kept of guardrails from one look to the next is what judging anew would say.
@Suite struct KeptVerdictsTests {
  /// Guardrails over states that look at one resource, from one to another, and at what is not there.
  private static func guardrails() throws -> GuardrailBook {
    func rule(
      _ id: String, _ condition: String, of types: ResourceType...,
      atLeastOneIn: Guardrail.Extent? = nil
    ) -> Guardrail {
      Guardrail(
        id: id, title: "It holds", severity: .high, rationale: "to see", types: types,
        atLeastOneIn: atLeastOneIn, condition: condition, place: Problem.Place(file: "r.yaml"))
    }
    return try GuardrailBook([
      rule(
        "open", "SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'",
        of: "AWS::EC2::SecurityGroup"),
      rule(
        "beside",
        "SELECT g.resource FROM security_groups g WHERE NOT EXISTS "
          + "(SELECT 1 FROM vpcs v WHERE v.id = g.vpc)", of: "AWS::EC2::SecurityGroup"),
      rule(
        "namesake",
        "SELECT a.resource FROM security_groups a JOIN security_groups b "
          + "ON b.name = a.name AND b.id <> a.id", of: "AWS::EC2::SecurityGroup"),
      rule(
        "crowd", "SELECT resource FROM vpcs WHERE (SELECT count(*) FROM security_groups) > 3",
        of: "AWS::EC2::VPC", atLeastOneIn: .region),
      rule(
        "public", "SELECT resource FROM buckets WHERE block_public_acls = 0",
        of: "AWS::S3::Bucket"),
      rule("odd", "SELECT 9999 AS resource FROM vpcs WHERE name = 'odd'", of: "AWS::EC2::VPC"),
    ])
  }

  /// A store that is read again and again, each time as a seed says.
  private struct World {
    let shop: Shop
    var random: SeededGenerator
    private(set) var step = 0

    init(seed: UInt64) throws {
      shop = try Shop()
      random = SeededGenerator(seed: seed)
    }

    private mutating func chance(_ percent: Int) -> Bool {
      Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func groups() -> String {
      let groups = (1...5).filter { _ in chance(70) }.map { number -> String in
        let source = chance(30) ? "0.0.0.0/0" : "10.0.0.0/8"
        return """
          {"GroupId":"sg-\(number)","GroupName":"\(chance(20) ? "same" : "g\(number)")",
          "OwnerId":"1","Description":"d","VpcId":"vpc-\(Int.random(in: 1...3, using: &random))",
          "IpPermissionsEgress":[],"Tags":[],"IpPermissions":[{"IpProtocol":"tcp","FromPort":22,
          "ToPort":22,"IpRanges":[{"CidrIp":"\(source)"},{"CidrIp":"10.9.0.0/16"}]}]}
          """
      }
      return #"{"SecurityGroups":[\#(groups.joined(separator: ","))]}"#
    }

    private mutating func vpcs() -> String {
      let vpcs = (1...3).filter { _ in chance(60) }.map { number in
        let name = chance(10) ? "odd" : "even"
        return #"{"VpcId":"vpc-\#(number)","CidrBlock":"10.0.0.0/16","OwnerId":"1","#
          + #""Tags":[{"Key":"Name","Value":"\#(name)"}]}"#
      }
      return #"{"Vpcs":[\#(vpcs.joined(separator: ","))]}"#
    }

    private mutating func block() -> String {
      guard chance(70) else { return refused("GetPublicAccessBlock") }
      let isOn = chance(50)
      return """
        {"PublicAccessBlockConfiguration":{"BlockPublicAcls":\(isOn),"IgnorePublicAcls":true,
        "BlockPublicPolicy":true,"RestrictPublicBuckets":true}}
        """
    }

    private func refused(_ operation: String) -> String {
      "An error occurred (AccessDenied) when calling the \(operation) operation: no"
    }

    /// Takes a snapshot of what a folder holds; there is none where it holds nothing.
    static func read(_ folder: String, on day: Int, in shop: Shop) throws {
      let path = shop.temporary.folder + "/" + folder
      guard FileManager.default.fileExists(atPath: path) else { return }
      var take = ImportSnapshot(
        store: shop.store, paths: [path], capturedAt: shop.day(day), now: shop.day(day))
      take.source = "all"
      _ = try take.run()
    }

    /// Reads some of what there is, and sometimes leaves a scope out on purpose.
    mutating func go() throws {
      step += 1
      let folder = "step\(step)"
      for account in ["111122223333", "444455556666"] where step == 1 || chance(70) {
        var files: [String: String] = [:]
        if chance(80) {
          files["ec2-describe-security-groups.json"] =
            chance(90) ? groups() : refused("DescribeSecurityGroups")
        }
        if chance(70) {
          files["ec2-describe-vpcs.json"] = chance(85) ? vpcs() : refused("DescribeVpcs")
        }
        if chance(60) || files.isEmpty {
          files["s3api-list-buckets.json"] =
            #"{"Buckets":[{"Name":"b\#(account)","CreationDate":"2020-01-01T00:00:00Z","BucketRegion":"eu-west-1"}]}"#
          files["s3api-get-public-access-block__b\(account).json"] = block()
        }
        for (name, text) in files {
          _ = try shop.temporary.write(text, to: "\(folder)/\(account)/eu-west-1/\(name)")
        }
      }
      try Self.read(folder, on: step, in: shop)
      guard chance(15) else { return }
      let account = chance(50) ? "111122223333" : "444455556666"
      _ = try? shop.store.setRetired(
        chance(60), wanted: [], choosing: { $0.account == account && $0.type == "AWS::EC2::VPC" },
        at: shop.day(step), by: "ada", reason: "to see")
    }
  }

  /// What answers say, for comparison.
  private func said(_ answers: [GuardrailAnswer]) -> [String] {
    answers.flatMap { answer -> [String] in
      let id = answer.guardrail.id
      return ["\(id) passed \(answer.passed) problem \(answer.problem?.message ?? "none")"]
        + answer.failures.map {
          "\(id) fails \($0.resource) \($0.rows.map(\.text).sorted())"
        } + answer.notObserved.map { "\(id) unknown \($0.resource) \($0.why)" }
    }
  }

  @Test(arguments: Trials.seeds(6))
  func `kept verdicts are those judged anew, and what has not changed is not asked again`(
    seed: UInt64
  ) throws {
    print("kept verdicts: seed \(seed)")
    let book = try Self.guardrails()
    var world = try World(seed: seed)
    let kept = KeptVerdicts(book)
    let store = world.shop.store
    var words: Set<Guardrail.Word> = []
    for step in 1...14 {
      try world.go()
      let last = try #require(try store.snapshots().last?.number)
      let coverage = try ComposeCoverage(
        store: store, demand: CoverageDemand(maxAge: Age(seconds: 3 * 86_400))
      ).now(world.shop.day(step))
      let now = try kept.answers(of: store, in: last, coverage: coverage)
      let anew = try HoldGuardrails(store: store, book: book, coverage: coverage).states(in: last)
      #expect(said(now) == said(anew), "seed \(seed), step \(step)")
      if anew.contains(where: { $0.passed > 0 }) { words.insert(.pass) }
      if anew.contains(where: { !$0.failures.isEmpty }) { words.insert(.fail) }
      if anew.contains(where: { !$0.notObserved.isEmpty }) { words.insert(.notObserved) }
      let (runs, reads) = (kept.runCount, kept.readCount)
      #expect(try said(kept.answers(of: store, in: last, coverage: coverage)) == said(anew))
      #expect(kept.runCount == runs && kept.readCount == reads, "seed \(seed), step \(step)")
    }
    #expect(words == Set(Guardrail.Word.allCases), "seed \(seed) shows too little")
  }

  @Test func `only what changed is read, and only what reads its type is asked again`() throws {
    let shop = try Shop()
    let book = try Self.guardrails()
    let kept = KeptVerdicts(book)
    func take(_ day: Int, _ account: String, _ file: String, _ text: String) throws {
      _ = try shop.temporary.write(text, to: "d\(day)/\(account)/eu-west-1/\(file)")
      try World.read("d\(day)", on: day, in: shop)
      _ = try kept.answers(of: shop.store, in: day)
    }
    func vpc(_ name: String) -> String {
      #"{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","OwnerId":"1","#
        + #""Tags":[{"Key":"Name","Value":"\#(name)"}]}]}"#
    }
    try take(1, "111122223333", "ec2-describe-vpcs.json", vpc("a"))
    #expect(kept.runCount == book.rules.count && kept.readCount == 1)
    try take(2, "444455556666", "ec2-describe-vpcs.json", vpc("a"))
    #expect(kept.runCount == 2 * book.rules.count && kept.readCount == 2)
    // Of six guardrails three read VPCs.
    try take(3, "444455556666", "ec2-describe-vpcs.json", vpc("b"))
    #expect(kept.runCount == 2 * book.rules.count + 3 && kept.readCount == 3)
    #expect(
      kept.holds(
        ResourceID(account: "444455556666", region: "eu-west-1", type: "AWS::EC2::VPC", id: "vpc-1")
      ))
  }

  @Test func `work that is told to stop ends without an answer`() throws {
    let shop = try Shop()
    try shop.take(1, "0.0.0.0/0")
    let kept = KeptVerdicts(try Self.guardrails()) { true }
    #expect(shop.problem { _ = try kept.answers(of: shop.store, in: 1) } == "guardrails-stopped")
  }
}

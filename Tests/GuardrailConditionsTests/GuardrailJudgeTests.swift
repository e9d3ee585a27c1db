import ConfigurationDiff
import ConfigurationModel
import GuardrailConditions
import Guardrails
import PlumblineTestSupport
import ResourceKinds
import Testing

/// What conditions may ask, and what guardrails say.
@Suite struct GuardrailJudgeTests {
  private func guardrail(
    _ condition: String, of types: [ResourceType] = ["AWS::EC2::SecurityGroup"],
    about subject: Guardrail.Subject = .state
  ) -> Guardrail {
    Guardrail(
      id: "r", title: "T", severity: .high, rationale: "w", types: types, subject: subject,
      condition: condition, place: Problem.Place(file: "r.yaml", line: 7))
  }

  private func resource(
    _ id: String, _ type: ResourceType, _ fields: [String: ConfigurationValue]
  ) -> ObservedResource {
    let own = ResourceID(account: "111122223333", region: "eu-west-1", type: type, id: id)
    return ObservedResource(Resource(own), .object(fields), kind: ResourceKind.of(type))
  }

  private func group(_ id: String, _ rules: String...) -> ObservedResource { group(id, rules) }

  private func group(_ id: String, _ rules: [String]) -> ObservedResource {
    let elements = rules.map { block in
      (
        "tcp 22 from \(block)",
        ConfigurationValue.object([
          "IpProtocol": .string("tcp"), "FromPort": .number("22"), "ToPort": .number("22"),
          "source": .string(block),
        ])
      )
    }
    return resource(
      id, "AWS::EC2::SecurityGroup",
      ["IpPermissions": .elements(Dictionary(elements) { first, _ in first })])
  }

  private let open = "SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'"

  @Test func `a resource passes, or fails with what breaks it`() throws {
    let judge = try GuardrailJudge(GuardrailBook([guardrail(open)]), of: .state)
    let answer = try #require(
      judge.answers(after: .init([group("a", "0.0.0.0/0", "10.0.0.0/8"), group("b")])).first)
    #expect(answer.passed == 1 && answer.notObserved.isEmpty && answer.problem == nil)
    #expect(answer.failures.map(\.resource.id.id) == ["a"])
    #expect(answer.failures.first?.rows.map(\.text) == ["tcp 22 from 0.0.0.0/0"])
    // The rows of before are gone.
    #expect(judge.answers(after: .init([group("b")])).first?.failures.isEmpty == true)
  }

  @Test(arguments: [
    ("SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'", true),
    (
      "SELECT resource, label FROM ingress_rules WHERE protocol IN ('all', 'tcp', 'udp') AND from_port NOT IN (1, 2, 3)",
      true
    ),
    ("SELECT resource, source FROM ingress_rules WHERE lower(source) LIKE '0.%'", true),
    (
      "SELECT resource, CASE WHEN from_port < 5 THEN 'a' ELSE coalesce(source, 'b') || 'c' END FROM ingress_rules",
      true
    ),
    (
      "SELECT i.resource, j.value FROM ingress_rules i, json_each(json_array(i.from_port, 443)) j WHERE j.value > 400",
      true
    ),
    ("SELECT resource, count(*) FROM ingress_rules", false),
    ("SELECT resource, max(from_port) FROM ingress_rules GROUP BY resource", false),
    ("SELECT resource, label FROM ingress_rules GROUP BY label", false),
    ("SELECT resource FROM ingress_rules LIMIT 1", false),
    ("SELECT resource FROM ingress_rules ORDER BY label LIMIT 1", false),
    ("SELECT resource, sum(from_port) OVER (ORDER BY label) AS n FROM ingress_rules", false),
    ("SELECT resource FROM ingress_rules WHERE (SELECT count(*) FROM ingress_rules) > 1", false),
    (
      "SELECT a.resource FROM ingress_rules a, ingress_rules b WHERE a.label = b.label AND a.resource <> b.resource",
      false
    ),
    (
      "SELECT resource FROM ingress_rules a WHERE NOT EXISTS (SELECT 1 FROM egress_rules e WHERE e.resource = a.resource)",
      false
    ),
    ("SELECT resource FROM ingress_rules UNION SELECT resource FROM egress_rules", false),
    ("SELECT resource FROM ingress_rules UNION SELECT 1", false),
    (
      "WITH w AS (SELECT max(from_port) AS m FROM ingress_rules) SELECT resource FROM ingress_rules, w",
      false
    ),
    ("SELECT resource + 1 AS resource FROM ingress_rules", false),
    ("SELECT 0 AS resource FROM ingress_rules", false),
    ("SELECT from_port AS resource FROM ingress_rules", false),
  ])
  func `it is known whether a condition looks at one resource alone`(
    condition: String, isAlone: Bool
  ) throws {
    let rule = try #require(try GuardrailBook([guardrail(condition)]).rules.first)
    #expect(rule.isOfOneResource == isAlone)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `who looks at one resource alone says the same beside others`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let conditions = [
      open, "SELECT resource, source FROM ingress_rules WHERE source IN ('a', 'b', 'c')",
      "SELECT resource, from_port FROM ingress_rules WHERE from_port BETWEEN 10 AND 30",
      "SELECT i.resource, j.value FROM ingress_rules i, json_each(json_array(i.source, 'b')) j WHERE j.value = 'b'",
    ]
    let book = try GuardrailBook(
      conditions.enumerated().map { number, condition in
        Guardrail(
          id: "r\(number)", title: "T", severity: .high, rationale: "w",
          types: ["AWS::EC2::SecurityGroup"], subject: .state, condition: condition,
          place: Problem.Place(file: "r.yaml", line: 7))
      })
    #expect(book.split.alone.rules.count == conditions.count)
    let groups = (0..<40).map { number in
      let sources = ["a", "b", "c", "0.0.0.0/0", "10.0.0.0/8"]
      return group(
        "g\(number)",
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          sources.randomElement(using: &random) ?? "a"
        })
    }
    let judge = try GuardrailJudge(book, of: .state)
    let together = ResourceVerdict.all(of: judge.answers(after: .init(groups)))
    for group in groups {
      let alone = ResourceVerdict.all(of: judge.answers(after: .init([group])))
      #expect(alone[group.resource.id] == together[group.resource.id], "seed \(seed)")
      let verdict = alone[group.resource.id] ?? ResourceVerdict()
      #expect(ResourceVerdict(verdict.value) == verdict)
    }
    #expect(together.count > 10)
  }

  @Test func `a transition sees both sides`() throws {
    let condition = """
      SELECT a.resource, a.label FROM after_ingress_rules a WHERE NOT EXISTS (
        SELECT 1 FROM before_ingress_rules b WHERE b.resource = a.resource AND b.label = a.label)
      """
    let judge = try GuardrailJudge(
      GuardrailBook([guardrail(condition, about: .transition)]), of: .transition)
    let answer = try #require(
      judge.answers(
        before: .init([group("a", "10.0.0.0/8"), group("gone", "10.0.0.0/8")]),
        after: .init([group("a", "10.0.0.0/8", "0.0.0.0/0"), group("new", "10.0.0.0/8")])
      ).first)
    #expect(answer.failures.map(\.resource.id.id) == ["a", "new"])
    #expect(answer.passed == 1)
  }

  @Test func `what was not read is never passed`() throws {
    let judge = try GuardrailJudge(GuardrailBook([guardrail(open)]), of: .state)
    let unread = resource("a", "AWS::EC2::SecurityGroup", [:])
    let answer = try #require(judge.answers(after: .init([unread])).first)
    #expect(answer.passed == 0 && answer.failures.isEmpty)
    #expect(answer.notObserved.map(\.why) == ["its IpPermissions was not read"])
  }

  @Test func `where what it is held beside was not read, nothing is said`() throws {
    let condition = """
      SELECT v.resource FROM vpcs v WHERE NOT EXISTS (
        SELECT 1 FROM flow_logs f WHERE f.logged = v.id)
      """
    let book = try GuardrailBook([guardrail(condition, of: ["AWS::EC2::VPC"])])
    #expect(book.types == ["AWS::EC2::VPC", "AWS::EC2::FlowLog"])
    let judge = try GuardrailJudge(book, of: .state)
    let network = resource("vpc-1", "AWS::EC2::VPC", ["CidrBlock": .string("10.0.0.0/8")])
    let known = try #require(judge.answers(after: .init([network])).first)
    #expect(known.failures.count == 1)
    let unknown = try #require(
      judge.answers(after: .init([network])) { scope, _ in "\(scope.type) was not read" }.first)
    #expect(unknown.failures.isEmpty && unknown.passed == 0)
    #expect(unknown.notObserved.map(\.why) == ["AWS::EC2::FlowLog was not read"])
  }

  @Test(arguments: [
    ("DELETE FROM ingress_rules", "would write"), ("DROP TABLE ingress_rules", "would write"),
    ("INSERT INTO ingress_rules (resource) VALUES (1) RETURNING resource", "would write"),
    ("ATTACH 'other.db' AS other", "attaches"), ("PRAGMA writable_schema = 1", "PRAGMA"),
    ("SELECT resource FROM ingress_rules; SELECT 1", "more than one statement"),
    ("SELECT resource FROM ingress_rule", "no such table"),
    ("SELECT resource FROM ingress_rules WHERE colour = 1", "no such column"),
    ("SELECT label FROM ingress_rules", "'resource'"), ("", "empty"),
    ("SELECT resource FROM ingress_rules WHERE random() > 0", "random()"),
    ("SELECT resource FROM ingress_rules WHERE label < date('now')", "date()"),
    ("SELECT load_extension('x') AS resource FROM ingress_rules", "load_extension"),
    ("SELECT resource, printf('%.*c', 2000000000, 'x') FROM ingress_rules", "printf()"),
    ("SELECT resource, zeroblob(9000000) FROM ingress_rules", "zeroblob()"),
    ("SELECT rootpage AS resource FROM sqlite_schema", "SQLite's own"),
    ("SELECT resource FROM users", "none of the views"),
    ("SELECT resource FROM users JOIN access_keys USING (resource)", "USING"),
    ("SELECT resource FROM ingress_rules Natural Join egress_rules", "NATURAL"),
    ("SELECT g.resource FROM ingress_rules g,(users u/**/join roles r using(id))", "USING"),
    ("SELECT resource FROM ingress_rules WHERE \"colour\" = 1", "no such column"),
    ("SELECT resource FROM ingress_rules WHERE label = \"tcp\"", "no such column"),
    ("SELECT count(*) AS resource FROM SQLITE_SCHEMA", "SQLite's own"),
    (
      "WITH RECURSIVE n(resource) AS (SELECT 1 UNION ALL SELECT resource FROM n) SELECT resource FROM n",
      "recursive"
    ),
  ])
  func `a condition that may not be asked is refused, at its line`(
    condition: String, words: String
  ) throws {
    let problems = #expect(throws: Problems.self) {
      try GuardrailBook([guardrail(condition)])
    }
    let problem = try #require(problems?.all.first)
    #expect(problem.code == "guardrail-refused" && problem.place?.line == 7)
    #expect(problem.message.contains(words), "\(problem.message)")
  }

  @Test(arguments: [
    "SELECT v.resource FROM vpcs v WHERE EXISTS (SELECT 1 FROM flow_logs)",
    "SELECT v.resource FROM VPCS v WHERE EXISTS (SELECT 1 FROM FLOW_LOGS)",
    "SELECT v.resource FROM vpcs v, Flow_Logs",
    "SELECT v.RESOURCE FROM Vpcs v JOIN flow_logs f ON f.Resource <> v.resource",
    "SELECT v.resource FROM vpcs v WHERE v.id IN (SELECT f.logged FROM \"flow_logs\" AS f)",
    "SELECT v.resource, 'using' AS [natural] FROM vpcs v, flow_logs -- using\n",
    "SELECT v.resource FROM vpcs v /* using */ LEFT JOIN [flow_logs] `using` ON 1",
  ])
  func `what a condition reads is known in whatever letters it stands`(condition: String) throws {
    let book = try GuardrailBook([guardrail(condition, of: ["AWS::EC2::VPC"])])
    #expect(book.types == ["AWS::EC2::VPC", "AWS::EC2::FlowLog"])
  }

  @Test func `rows of other types than it judges are none of its matter`() throws {
    let condition = "SELECT resource, key FROM tags WHERE key = 'x'"
    let judge = try GuardrailJudge(
      GuardrailBook([guardrail(condition), guardrail(condition, of: ["AWS::EC2::VPC"])]), of: .state
    )
    let tagged: [String: ConfigurationValue] = [
      "Tags": .elements(["x": .string("1")])
    ]
    let answers = judge.answers(
      after: .init([
        resource("a", "AWS::EC2::SecurityGroup", tagged), resource("b", "AWS::EC2::VPC", tagged),
      ]))
    #expect(answers.map { $0.failures.map(\.resource.id.id) } == [["a"], ["b"]])
    #expect(answers.allSatisfy { $0.problem == nil })
  }

  @Test func `a condition may look into JSON`() throws {
    let condition = """
      SELECT r.resource, j.value AS what FROM ingress_rules r JOIN json_each('["tcp","udp"]') j
      WHERE j.value = r.protocol
      """
    let judge = try GuardrailJudge(GuardrailBook([guardrail(condition)]), of: .state)
    let answer = try #require(judge.answers(after: .init([group("a", "10.0.0.0/8")])).first)
    #expect(answer.failures.first?.rows.map(\.text) == ["what tcp"])
  }

  @Test func `what is put in the place of another is what stands`() throws {
    let judge = try GuardrailJudge(GuardrailBook([guardrail(open)]), of: .state)
    let (first, second) = (group("a", "0.0.0.0/0"), group("b", "10.0.0.0/8"))
    func failing() -> [String] {
      judge.answers(isKeeping: true).flatMap(\.failures).map(\.resource.id.id)
    }
    judge.put(first, at: first.resource.id)
    judge.put(second, at: second.resource.id)
    #expect(failing() == ["a"])
    judge.put(group("a"), at: first.resource.id)
    judge.put(group("b", "0.0.0.0/0"), at: second.resource.id)
    #expect(failing() == ["b"])
    judge.put(nil, at: second.resource.id)
    #expect(failing().isEmpty && judge.answers(isKeeping: true).first?.passed == 1)
  }

  @Test func `a condition that would go on for ever gives no answer, and no pass`() throws {
    let endless = """
      SELECT a.resource FROM ingress_rules a, ingress_rules b, ingress_rules c, ingress_rules d
      WHERE a.label || b.label || c.label || d.label = 'x'
      """
    let judge = try GuardrailJudge(
      GuardrailBook([guardrail(endless)]), of: .state, instructions: 1_000_000)
    let groups = (0..<400).map { group("sg-\($0)", "10.0.0.0/8") }
    let answer = try #require(judge.answers(after: .init(groups)).first)
    #expect(answer.problem?.code == "guardrail-failed" && answer.passed == 0)
  }

  @Test func `a row that names no resource is a fault of the condition`() throws {
    let judge = try GuardrailJudge(
      GuardrailBook([guardrail("SELECT 99 AS resource FROM ingress_rules")]), of: .state)
    let answer = try #require(judge.answers(after: .init([group("a", "10.0.0.0/8")])).first)
    #expect(answer.problem?.message.contains("names no resource") == true)
  }

  @Test func `a condition that is told to stop gives no answer`() throws {
    let rule = guardrail(
      """
      SELECT a.resource FROM ingress_rules a, ingress_rules b, ingress_rules c, ingress_rules d
      WHERE a.label || b.label || c.label || d.label = ''
      """)
    let judge = try GuardrailJudge(GuardrailBook([rule]), of: .state) { true }
    let groups = (0..<30).map { group("g\($0)", "10.0.\($0).0/24") }
    let problem = judge.answers(after: .init(groups)).first?.problem
    #expect(problem?.message.contains("about to end") == true)
  }
}

import ConfigurationModel
import Testing

private let mapping = StateMapping(
  accounts: ["111122223333": "444455556666", "444455556666": "777788889999"],
  regions: ["eu-west-1": "us-east-1", "us-east-1": "eu-west-1"],
  resources: ["sg-1": "sg-9", "web-staging": "web-production", "arn:own:thing": "arn:own:other"])

@Test(arguments: [
  ("111122223333", "444455556666"),
  ("arn:aws:iam::111122223333:role/deploy", "arn:aws:iam::444455556666:role/deploy"),
  ("logs-111122223333-eu-west-1", "logs-444455556666-us-east-1"),
  ("arn%3Aaws%3Aiam%3A%3A111122223333%3Aroot", "arn%3Aaws%3Aiam%3A%3A444455556666%3Aroot"),
  ("1111222233334", "1111222233334"), ("x111122223333y", "x444455556666y"),
  ("444455556666 and 111122223333", "777788889999 and 444455556666"),
  ("eu-west-1", "us-east-1"), ("eu-west-1a", "us-east-1a"), ("eu-west-10", "eu-west-10"),
  ("neu-west-1", "neu-west-1"), ("us-east-1/eu-west-1", "eu-west-1/us-east-1"),
  ("sg-1", "sg-9"), ("sg-12", "sg-12"), ("my-sg-1", "my-sg-1"),
  ("tcp 22 from sg-1", "tcp 22 from sg-9"),
  ("web-staging", "web-production"), ("web-staging-2", "web-staging-2"),
  ("arn:own:thing", "arn:own:other"), ("arn:own:things", "arn:own:things"), ("", ""),
  ("e\u{301}-sg-1 ä", "e\u{301}-sg-1 ä"), ("[{\"id\": \"sg-1\"}]", "[{\"id\": \"sg-9\"}]"),
])
func `a text says what it would say in the other state`(text: String, expected: String) {
  #expect(mapping.text(text).isIdentical(to: expected), "\(mapping.text(text))")
}

@Test func `a value is mapped in every text of it, and in no key`() {
  let value = ConfigurationValue.object([
    "eu-west-1": .list([.string("sg-1"), .number("111122223333"), .number("5"), .null]),
    "b": .elements(["x": .string("eu-west-1")]),
  ])
  #expect(
    mapping.value(value)
      == .object([
        "eu-west-1": .list([.string("sg-9"), .number("444455556666"), .number("5"), .null]),
        "b": .elements(["x": .string("us-east-1")]),
      ]))
}

@Test(arguments: [
  ("111122223333", "eu-west-1", "444455556666 us-east-1"),
  ("111122223333", "global", "444455556666 global"), ("999999999999", "eu-west-1", nil),
  ("111122223333", "ap-east-1", nil),
])
func `a scope is compared where its account and region are mapped`(
  account: String, region: String, expected: String?
) {
  let scope = mapping.scope(Scope(account: account, region: region, type: "AWS::EC2::VPC"))
  #expect(scope.map { "\($0.account) \($0.region)" } == expected)
}

@Test func `where nothing is mapped everything stays what it is`() {
  let scope = Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC")
  #expect(StateMapping().scope(scope) == scope && StateMapping().isCompared(scope))
  #expect(StateMapping().text("arn:aws:iam::111122223333:root") == "arn:aws:iam::111122223333:root")
}

private func candidate(
  _ id: String, _ name: String? = nil, parent: String? = nil, account: String = "1",
  type: ResourceType = "AWS::EC2::SecurityGroup", region: String = "eu-west-1"
) -> Counterparts.Candidate {
  let id = ResourceID(account: account, region: region, type: type, id: id)
  return Counterparts.Candidate(Resource(id, name: name), parent: parent)
}

private struct Pairing: CustomTestStringConvertible {
  let testDescription: String
  let old: [Counterparts.Candidate]
  let new: [Counterparts.Candidate]
  var resources: [String: String] = [:]
  let pairs: [String]
  var lonely: [String] = []
}

private let pairings = [
  Pairing(
    testDescription: "the same id", old: [candidate("web", "a")],
    new: [candidate("web", "b", account: "2")], pairs: ["web=web"]),
  Pairing(
    testDescription: "the same name", old: [candidate("sg-1", "web")],
    new: [candidate("sg-9", "web", account: "2")], pairs: ["sg-1=sg-9"]),
  Pairing(
    testDescription: "a name that has the account in it", old: [candidate("q-1", "logs-1")],
    new: [candidate("q-2", "logs-2", account: "2")], pairs: ["q-1=q-2"]),
  Pairing(
    testDescription: "what the mapping says wins over the name",
    old: [candidate("sg-1", "web"), candidate("sg-2", "db")],
    new: [candidate("sg-8", "web", account: "2"), candidate("sg-9", "db", account: "2")],
    resources: ["sg-1": "sg-9", "db": "web"], pairs: ["sg-1=sg-9", "sg-2=sg-8"]),
  Pairing(
    testDescription: "another type", old: [candidate("sg-1", "web")],
    new: [candidate("i-9", "web", account: "2", type: "AWS::EC2::Instance")], pairs: [],
    lonely: ["sg-1 noneOfName", "i-9 noneOfName"]),
  Pairing(
    testDescription: "no name", old: [candidate("sg-1")], new: [candidate("sg-9", account: "2")],
    pairs: [], lonely: ["sg-1 hasNoName", "sg-9 hasNoName"]),
  Pairing(
    testDescription: "two of one name", old: [candidate("sg-1", "web"), candidate("sg-2", "web")],
    new: [candidate("sg-9", "web", account: "2")], pairs: [],
    lonely: ["sg-1 manyOfName(2)", "sg-2 manyOfName(2)", "sg-9 manyOfName(2)"]),
  Pairing(
    testDescription: "two of one name in two networks",
    old: [
      candidate("vpc-1", "main", type: "AWS::EC2::VPC"),
      candidate("vpc-2", "side", type: "AWS::EC2::VPC"),
      candidate("sg-1", "default", parent: "vpc-1"), candidate("sg-2", "default", parent: "vpc-2"),
    ],
    new: [
      candidate("vpc-8", "side", account: "2", type: "AWS::EC2::VPC"),
      candidate("vpc-9", "main", account: "2", type: "AWS::EC2::VPC"),
      candidate("sg-8", "default", parent: "vpc-8", account: "2"),
      candidate("sg-9", "default", parent: "vpc-9", account: "2"),
    ], pairs: ["sg-1=sg-9", "sg-2=sg-8", "vpc-1=vpc-9", "vpc-2=vpc-8"]),
  Pairing(
    testDescription: "an account that is not compared", old: [candidate("web", account: "3")],
    new: [candidate("db", account: "3")], pairs: []),
]

@Test(arguments: pairings)
private func
  `resources stand for each other by the mapping, the id, the name, and the name within a parent`(
    pairing: Pairing
  )
{
  let mapping = StateMapping(accounts: ["1": "2"], resources: pairing.resources)
  let counterparts = Counterparts(old: pairing.old, new: pairing.new, mapping: mapping)
  #expect(
    counterparts.pairs.map { "\($0.old.id.id)=\($0.new.id.id)" }.sorted() == pairing.pairs.sorted())
  #expect(counterparts.lonely.map { "\($0.resource.id.id) \($0.reason)" } == pairing.lonely)
  let again = Counterparts(
    old: pairing.old.reversed(), new: pairing.new.reversed(), mapping: mapping)
  #expect(again == counterparts)
}

import ChangeDocuments
import ConfigurationModel
import Testing

@Test(
  arguments: [
    ("accounts: { 111122223333: 444455556666 }", ["111122223333": "444455556666"], [:], [:]),
    ("accounts: { 012345678901: '000000000012' }", ["012345678901": "000000000012"], [:], [:]),
    (
      "accounts:\n  a: b\nregions: { eu-west-1: us-east-1 }\nresources:\n  sg-1: sg-2\n  web: shop\n",
      ["a": "b"], ["eu-west-1": "us-east-1"], ["sg-1": "sg-2", "web": "shop"]
    ),
  ] as [(String, [String: String], [String: String], [String: String])])
func `a mapping says what is which`(
  text: String, accounts: [String: String], regions: [String: String], resources: [String: String]
) throws {
  let mapping = try StateMapping.read(text, file: "m.yaml")
  #expect(
    mapping == StateMapping(accounts: accounts, regions: regions, resources: resources))
}

@Test(arguments: [
  ("account: { a: b }", "unknown-key", 1), ("accounts: [a]", "wrong-shape", 1),
  ("regions:\n  a: c\n  b: c\n", "mapped-twice", 3), ("accounts:\n  a:\n", "wrong-shape", 2),
  ("", "empty-document", 1),
])
func `what is wrong with a mapping is told with its line`(text: String, code: String, line: Int) {
  #expect {
    _ = try StateMapping.read(text, file: "m.yaml")
  } throws: { error in
    let problem = (error as? Problems)?.all.first
    return problem?.code == code && problem?.place?.line == line
  }
}

import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

@Test(arguments: ["", "\u{feff}", "---\n\u{feff}", "\u{feff}---\n"])
func `a byte order mark before a document is none of it`(mark: String) throws {
  let yaml = """
    ignores:
      - resource: { id: x }
        owner: a
        reason: b
        until: 2027-03-31
    """
  #expect(try Ignore.read(mark + yaml, file: "i.yaml").map(\.owner) == ["a"])
}

@Test func `ignores are read with their place as name`() throws {
  let yaml = """
    ignores:
      - resource: { type: AWS::EC2::SecurityGroup, tags: { "managed-by": karpenter } }
        path: Tags[Key=karpenter.sh/*]
        owner: platform@example.com
        reason: the autoscaler writes these
        until: 2027-03-31
      - resource: { account: 000000000012 }
        where: { glob: "x*" }
        owner: a
        reason: b
        until: 2027-03-31T00:00:00+01:00
    """
  let ignores = try Ignore.read(yaml, file: "rules/ignores.yaml")
  #expect(ignores.map(\.name) == ["ignores.yaml#1", "ignores.yaml#2"])
  #expect(ignores.map(\.path?.text) == ["Tags[Key=karpenter.sh/*]", nil])
  #expect(
    ignores.map(\.until.description) == ["2027-03-31T23:59:59.999999Z", "2027-03-30T23:00:00Z"])
  #expect(ignores.last?.resource.account?.pattern == "000000000012")
  #expect(ignores.last?.predicate == .glob(Glob("x*")))
}

@Test(arguments: [
  Broken(
    "nothing asked", "ignores:\n- {}\n", "2 missing-key", "2 missing-key", "2 missing-key",
    "2 missing-key"),
  Broken(
    "an empty reason",
    "ignores:\n- { resource: { id: x }, owner: a, reason: ' ', until: 2027-01-01 }", "2 wrong-shape"
  ),
  Broken(
    "every resource", "ignores:\n- { resource: {}, owner: a, reason: b, until: 2027-01-01 }",
    "2 contradiction"),
  Broken(
    "no end", "ignores:\n- { resource: { id: x }, owner: a, reason: b, until: never }",
    "2 malformed-text"),
  Broken("two documents", "ignores: []\n---\nignores: []", "3 several-documents"),
  Broken("another document", "freezes: []", "1 missing-key", "1 unknown-key"),
  Broken("empty", "", "1 empty-document"),
])
func `an ignore without owner, reason or end is refused`(row: Broken) {
  let error = #expect(throws: Problems.self) { try Ignore.read(row.text, file: "i.yaml") }
  #expect(error?.all.map { "\($0.place?.line ?? 0) \($0.code)" }.sorted() == row.expected.sorted())
}

@Test func `no ignores and no freezes may be written`() throws {
  #expect(try Ignore.read("ignores: []", file: "i").isEmpty)
  #expect(try Freeze.read("freezes: []", file: "f").isEmpty)
}

@Test func `freezes are read`() throws {
  let yaml =
    "freezes: [{ name: year-end, from: 2026-12-20, until: 2027-01-03, resource: { account: '1*' } }]"
  let freeze = try #require(try Freeze.read(yaml, file: "f").first)
  #expect(freeze.name == "year-end" && freeze.resource?.account?.pattern == "1*")
  #expect(freeze.window.from?.date == "2026-12-20" && freeze.window.until?.date == "2027-01-03")
}

@Test(arguments: [
  Broken("no end", "freezes:\n- { name: a, from: 2026-12-20 }", "2 missing-key"),
  Broken(
    "inside out", "freezes:\n- { name: a, from: 2026-12-20, until: 2026-12-19 }", "2 contradiction"),
])
func `a freeze has two ends`(row: Broken) {
  let error = #expect(throws: Problems.self) { try Freeze.read(row.text, file: "f.yaml") }
  #expect(error?.all.map { "\($0.place?.line ?? 0) \($0.code)" } == row.expected)
}

private let golden = """
  baseline: prod
  resources:
    - type: AWS::EC2::SecurityGroup
      id: sg-1
      account: 012345678901
      region: eu-west-1
      name: web
      configuration: { VpcId: vpc-1, Ports: [80, 012], Open: no, On: true, Big: 12345678901234567890, Text: "1" }
    - { type: T, id: a, account: b, region: c, match: partial, baseline: other, configuration: {} }
  """

@Test func `golden documents are read with their values`() throws {
  let documents = try GoldenDocument.read(golden, file: "b.yaml")
  #expect(
    documents.map(\.resource.id.description) == [
      "012345678901/eu-west-1/AWS::EC2::SecurityGroup/sg-1", "b/c/T/a",
    ])
  #expect(documents.map(\.isPartial) == [false, true])
  #expect(documents.map(\.baseline) == ["prod", "other"])
  #expect(documents.map(\.place.line) == [3, 9])
  #expect(
    documents.first?.configuration
      == .object([
        "VpcId": .string("vpc-1"), "Ports": .list([.number("80"), .string("012")]),
        "Open": .string("no"), "On": .bool(true), "Big": .number("12345678901234567890"),
        "Text": .string("1"),
      ]))
}

@Test(arguments: [
  Broken("no configuration", "{ type: T, id: a, account: b, region: c }", "1 missing-key"),
  Broken("a list", "{ type: T, id: a, account: b, region: c, configuration: [] }", "1 wrong-shape"),
  Broken(
    "a match", "{ type: T, id: a, account: b, region: c, match: part, configuration: {} }",
    "1 unknown-word"),
  Broken("no resources", "resources: []", "1 wrong-shape"),
  Broken(
    "a way out", "{ type: T, id: a, account: ../b, region: c, configuration: {} }",
    "1 account-invalid"),
  Broken(
    "a folder", "{ type: T, id: a, account: b, region: .., configuration: {} }", "1 region-invalid"),
  Broken(
    "a zero", #"{ type: T, id: "a\0", account: b, region: c, configuration: {} }"#,
    "1 malformed-text"),
  Broken(
    "a hidden letter", #"{ type: "T\u200B", id: a, account: b, region: c, configuration: {} }"#,
    "1 type-invalid"),
  Broken(
    "twice",
    "{ type: T, id: a, account: b, region: c, configuration: {} }\n---\n"
      + "{ type: T, id: a, account: b, region: c, configuration: {} }", "3 duplicate-resource"),
])
func `a golden document says what a resource is, once`(row: Broken) {
  let error = #expect(throws: Problems.self) { try GoldenDocument.read(row.text, file: "g.yaml") }
  #expect(error?.all.map { "\($0.place?.line ?? 0) \($0.code)" } == row.expected)
}

@Test func `a folder is read in the order of paths, and problems name both places`() throws {
  let folder = FileManager.default.temporaryDirectory.appending(
    path: "changes-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  let files = FileManager.default
  try files.createDirectory(at: folder.appending(path: "b"), withIntermediateDirectories: true)
  try files.createDirectory(at: folder.appending(path: ".git"), withIntermediateDirectories: true)
  func write(_ name: String, _ text: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }
  func text(_ number: String) -> String {
    "change: \(number)\nkind: normal\nstate: draft\nallows: [{ resource: { id: x }, action: delete }]\n"
  }
  try write("z.yaml", text("Z"))
  try write("b/a.yml", text("A"))
  try write("b/j.json", text("J"))
  try write("b/notes.txt", "none")
  try write(".git/x.yaml", "none")
  #expect(try RecordDocument.read(at: folder.path).map(\.record.number) == ["A", "J", "Z"])
  #expect(try RecordDocument.read(at: folder.appending(path: "z.yaml").path).count == 1)
  try write("zz.yaml", text("A"))
  let twice = #expect(throws: Problems.self) { try RecordDocument.read(at: folder.path) }
  #expect(
    twice?.all.map(\.message) == [
      "The change record A stands here and at \(folder.path)/b/a.yml:1."
    ])
  try Data([0x61, 0xFF]).write(to: folder.appending(path: "y.yaml"))
  try write("z.yaml", "x: 1")
  let broken = #expect(throws: Problems.self) { try RecordDocument.read(at: folder.path) }
  #expect(Set(broken?.all.compactMap(\.place?.file) ?? []).count == 2)
  #expect(throws: Problems.self) { try RecordDocument.read(at: folder.path + "/none") }
  // Who names a folder means something in it; in a folder of the settings there may be nothing yet.
  try files.createDirectory(at: folder.appending(path: "c"), withIntermediateDirectories: true)
  try write("c/notes.txt", "none")
  let empty = folder.appending(path: "c").path
  #expect(throws: Problems.self) { try RecordDocument.read(at: empty) }
  #expect(RecordDocument.readEach(at: empty).isEmpty)
  #expect(RecordDocument.readEach(at: folder.path + "/none").count == 1)
}

import ChangeDocuments
import ConfigurationModel
import Testing

private let whole = """
  # what was agreed
  change: CHG0031337
  title: Open HTTPS from the office to the web tier
  kind: normal
  state: approved
  requestedBy: alice@example.com
  approvals: [{ by: bob@example.com, at: 2026-11-19T09:00:00Z }]
  window: { from: 2026-11-20T20:00:00Z, until: 2026-11-20T22:00:00Z }
  reference: https://example.service-now.com/CHG0031337
  implementers: ["arn:aws:iam::111122223333:role/Deploy*"]
  freezes: [year-end]
  approvalDue: 90min
  allows:
    - resource: { type: AWS::EC2::SecurityGroup, account: 012345678901, region: eu-west-1, id: sg-0a1b2c3d, tags: { env: "" } }
      action: modify
      edits:
        - added: IpPermissions
          where: { IpProtocol: tcp, ports: 443, source: { within: 10.0.0.0/8 } }
          atMost: 2
        - changed: Routes[0.0.0.0/0].GatewayId
          from: igw-1
          to: [nat-1, nat-2]
    - resource: { type: AWS::IAM::Group, id: Admins }
      action: delete
  """

@Test func `a change record is read as it is written`() throws {
  let document = try #require(try RecordDocument.read(whole, file: "c.yaml").first)
  let record = document.record
  #expect(document.place == Problem.Place(file: "c.yaml", line: 2))
  #expect(record.number == "CHG0031337")
  #expect(record.kind == .normal && record.state == .approved)
  #expect(record.approvals.first?.at == Timestamp(parsing: "2026-11-19T09:00:00Z"))
  #expect(record.window?.until == Timestamp(parsing: "2026-11-20T22:00:00Z"))
  #expect(record.implementers.map(\.pattern) == ["arn:aws:iam::111122223333:role/Deploy*"])
  #expect(record.freezes == ["year-end"] && record.approvalDue == 5400)
  #expect(record.allows.map(\.action) == [.modify, .delete])
  let allowance = try #require(record.allows.first)
  #expect(allowance.resource.account?.pattern == "012345678901")
  #expect(allowance.resource.tags == ["env": Glob("")])
  let block = try #require(AddressBlock(parsing: "10.0.0.0/8"))
  let port = try #require(NumberRange(443, 443))
  #expect(
    allowance.edits.map(\.predicate) == [
      .fields([
        "IpProtocol": .equals(.string("tcp")), "ports": .withinRange(port),
        "source": .withinBlock(block),
      ]), .oneOf([.string("nat-1"), .string("nat-2")]),
    ])
  #expect(allowance.edits.map(\.oldPredicate) == [nil, .equals(.string("igw-1"))])
  #expect(allowance.edits.map(\.atMost) == [2, nil])
}

@Test func `JSON is read too, and several documents in a file`() throws {
  let json = """
    {"change": "A", "kind": "standard", "state": "draft",
     "allows": [{"resource": {"id": "x"}, "action": "create"}]}
    ---
    {"change": "B", "kind": "standard", "state": "draft",
     "allows": [{"resource": {"id": "x"}, "action": "create"}]}
    """
  let documents = try RecordDocument.read(json, file: "c.json")
  #expect(documents.map(\.record.number) == ["A", "B"])
  #expect(documents.map(\.place.line) == [1, 4])
}

@Test func `JSON may be indented with tabs and escape what is beyond 16 bits`() throws {
  let json = """
    {
    \t"change": "A", "title": "a\\/\\ud83d\\ude00\\\\ud83d",
    \t"kind": "standard", "state": "draft",
    \t"allows": [{"resource": {"id": "x"}, "action": "create"}]
    }
    """
  let title = try RecordDocument.read(json, file: "c.json").first?.record.title
  #expect(title == "a/\u{1F600}\\ud83d")
}

/// A clause's `where` in a record that is otherwise sound.
private func numbers(_ lower: Int, _ upper: Int) -> Predicate {
  NumberRange(lower, upper).map { .withinRange($0) } ?? .oneOf([])
}

private func predicate(_ text: String) throws -> Predicate? {
  let yaml = """
    change: A
    kind: normal
    state: draft
    allows:
      - resource: { id: x }
        action: modify
        edits:
          - added: P
            where: \(text)
    """
  return try RecordDocument.read(yaml, file: "c").first?.record.allows.first?.edits.first?.predicate
}

@Test(arguments: [
  ("443", Predicate.equals(.number("443"))), ("012", .equals(.string("012"))),
  ("\"443\"", .equals(.string("443"))), ("yes", .equals(.string("yes"))),
  ("true", .equals(.bool(true))), ("~", .equals(.null)), ("1.50", .equals(.string("1.50"))),
  ("1.5", .equals(.number("1.5"))), ("1e2", .equals(.string("1e2"))),
  ("1.0", .equals(.string("1.0"))), ("-0", .equals(.string("-0"))),
  ("[1.30, 2]", .oneOf([.string("1.30"), .number("2")])),
  ("{ equals: { v: [1.0] } }", .equals(.object(["v": .list([.string("1.0")])]))),
  ("{ subsetOf: [7e10] }", .subsetOf([.string("7e10")])),
  ("{ Version: 13.10 }", .fields(["Version": .equals(.string("13.10"))])),
  (
    "{ icmpType: 8, icmpCode: -1 }",
    .fields(["icmpType": numbers(8, 8), "icmpCode": numbers(0, 255)])
  ),
  ("{ icmpType: 3-5 }", .fields(["icmpType": numbers(3, 5)])),
  ("0x1F", .equals(.string("0x1F"))), ("2026-11-20", .equals(.string("2026-11-20"))),
  ("[a, 1]", .oneOf([.string("a"), .number("1")])),
  ("{ equals: { a: 1 } }", .equals(.object(["a": .number("1")]))),
  ("{ equals: [a] }", .equals(.list([.string("a")]))),
  ("{ glob: \"web-*\" }", .glob(Glob("web-*"))),
  ("{ subsetOf: [a] }", .subsetOf([.string("a")])),
  ("{ actionsWithin: [\"s3:Get*\"] }", .actionsWithin(["s3:Get*"])),
  ("{ actionsWithin: s3:GetObject }", .actionsWithin(["s3:GetObject"])),
  ("{ fields: { equals: 1 } }", .fields(["equals": .equals(.number("1"))])),
  ("{ glob: \"a*\", oneOf: [ab] }", .all([.glob(Glob("a*")), .oneOf([.string("ab")])])),
  ("{ all: [a, { glob: b }] }", .all([.equals(.string("a")), .glob(Glob("b"))])),
  ("{ Tags: { team: web } }", .fields(["Tags": .fields(["team": .equals(.string("web"))])])),
])
func `conditions are read by their shape`(text: String, expected: Predicate) throws {
  #expect(try predicate(text) == expected)
}

@Test(arguments: [("443", 443, 443), ("1000-2000", 1000, 2000), ("-1", -1, -1), ("-5--2", -5, -2)])
func `ranges are read`(text: String, lower: Int, upper: Int) throws {
  let range = try #require(NumberRange(lower, upper))
  #expect(try predicate("{ within: \(text) }") == .withinRange(range))
}

struct Broken: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let expected: [String]

  /// `expected` are `line code`, as in `3 unknown-key`.
  init(_ name: String, _ text: String, _ expected: String...) {
    (testDescription, self.text, self.expected) = (name, text, expected)
  }
}

private let head = "change: A\nkind: normal\nstate: draft\n"
private let tail = "allows: [{ resource: { id: x }, action: create }]\n"
private func edit(_ text: String) -> String {
  head + "allows:\n- resource: { id: x }\n  action: modify\n  edits:\n  - \(text)"
}

@Test(arguments: [
  Broken("nothing", "", "1 empty-document"),
  Broken("a comment", "# hello\n", "1 empty-document"),
  Broken("an empty second document", head + tail + "---\n", "6 empty-document"),
  Broken("a list", "- a\n", "1 wrong-shape"),
  Broken("a text", "hello", "1 wrong-shape"),
  Broken("an unknown key", head + "titel: x\n" + tail, "4 unknown-key"),
  Broken(
    "missing keys", "title: x\n", "1 missing-key", "1 missing-key", "1 missing-key", "1 missing-key"
  ),
  Broken("a key twice", head + tail + "kind: normal\n", "2 duplicate-key"),
  Broken("a tab", head + "window:\n\tfrom: x\n", "5 not-yaml"),
  Broken("an open bracket", head + "allows: [", "5 not-yaml"),
  Broken("an undefined alias", head + "title: *x\n" + tail, "4 not-yaml"),
  Broken("a tag", head + "title: !!binary aGk=\n" + tail, "4 yaml-tag"),
  Broken("a mapping as key", head + "? { a: b }\n: c\n" + tail, "1 key-is-no-text"),
  Broken("a merge key", head + "<<: { a: b }\n" + tail, "1 merge-key"),
  Broken("a control character", head + "title: \u{1}\n", "4 not-yaml"),
  Broken(
    "unknown words", "change: A\nkind: norml\nstate: done\n" + tail, "2 unknown-word",
    "3 unknown-word"),
  Broken("an empty text", head + "title: \"\"\n" + tail, "4 wrong-shape"),
  Broken(
    "nothing for an approver", head + "approvals: [{ by: , at: 2026-11-19 }]\n" + tail,
    "4 wrong-shape"),
  Broken(
    "submitted by nobody", "change: A\nkind: normal\nstate: submitted\n" + tail,
    "3 contradiction"),
  Broken(
    "submitted with the line of the template left empty",
    "change: A\nkind: normal\nstate: submitted\nrequestedBy:\n" + tail, "3 contradiction"),
  Broken(
    "several people for one", head + "requestedBy: a@example.com, b@example.com\n" + tail,
    "4 unclear-name"),
  Broken(
    "letters of two alphabets", head + "requestedBy: \u{430}lice\n" + tail, "4 disguised-name"),
  Broken("null for a window", head + "window: ~\n" + tail, "4 wrong-shape"),
  Broken("null for a path", edit("{ added: null }"), "8 wrong-shape"),
  Broken("a text for a list", head + "implementers: x\n" + tail, "4 wrong-shape"),
  Broken("an empty list", head + "allows: []\n", "4 wrong-shape"),
  Broken(
    "a time without offset", head + "window: { from: 2026-11-20T20:00:00 }\n" + tail,
    "4 malformed-text"),
  Broken("an empty window", head + "window: {}\n" + tail, "4 missing-key"),
  Broken(
    "a window inside out", head + "window: { from: 2026-11-20, until: 2026-11-19 }\n" + tail,
    "4 contradiction"),
  Broken(
    "approved by nobody", "change: A\nkind: normal\nstate: approved\n" + tail,
    "3 contradiction", "3 contradiction"),
  Broken(
    "approved by nobody, and closed",
    "change: A\nkind: normal\nstate: closed\napprovals: []\n" + tail,
    "3 contradiction", "4 contradiction"),
  Broken(
    "approved by the requester",
    head + "requestedBy: Al\napprovals: [{ by: \"al \", at: 2026-11-19 }]\n" + tail,
    "5 contradiction"),
  Broken(
    "an approval without time", head + "approvals: [{ by: bob }]\n" + tail, "4 missing-key"),
  Broken("a due time", head + "approvalDue: 1 day\n" + tail, "4 malformed-text"),
  Broken("a due time of ages", head + "approvalDue: 9999d\n" + tail, "4 malformed-text"),
  Broken("every resource", head + "allows: [{ resource: {}, action: create }]", "4 contradiction"),
  Broken(
    "a glob", head + "allows: [{ resource: { id: 'a\\' }, action: create }]", "4 malformed-text"),
  Broken(
    "modify without edits", head + "allows: [{ resource: { id: x }, action: modify }]",
    "4 missing-key"),
  Broken(
    "delete with edits",
    head + "allows: [{ resource: { id: x }, action: delete, edits: [{ removed: a }] }]",
    "4 contradiction"),
  Broken(
    "create with removals",
    head + "allows: [{ resource: { id: x }, action: create, edits: [{ removed: a }] }]",
    "4 contradiction"),
  Broken("two words", edit("{ added: a, removed: b }"), "8 contradiction"),
  Broken("no word", edit("{ where: b }"), "8 contradiction"),
  Broken("from on added", edit("{ added: a, from: b }"), "8 contradiction"),
  Broken("to and where", edit("{ changed: a, to: b, where: c }"), "8 contradiction"),
  Broken("everything", edit("{ added: \"\" }"), "8 contradiction"),
  Broken("a path", edit("{ added: \"a[\" }"), "8 malformed-text"),
  Broken("a path of stars", edit("{ added: \"**.**.**.**.a\" }"), "8 malformed-text"),
  Broken("at most none", edit("{ added: a, atMost: 0 }"), "8 malformed-text"),
  Broken("at most a few", edit("{ added: a, atMost: few }"), "8 malformed-text"),
  Broken("no condition", edit("added: a\n    where:\n"), "9 wrong-shape"),
  Broken("an empty condition", edit("{ added: a, where: {} }"), "8 wrong-shape"),
  Broken("an empty choice", edit("{ added: a, where: [] }"), "8 wrong-shape"),
  Broken("a block", edit("{ added: a, where: { within: 10.0.0.0/33 } }"), "8 malformed-text"),
  Broken("a range", edit("{ added: a, where: { ports: 9-1 } }"), "8 malformed-text"),
  Broken("an octal port", edit("{ added: a, where: { ports: 0443 } }"), "8 malformed-text"),
  Broken("an octal range", edit("{ added: a, where: { ports: 0020-25 } }"), "8 malformed-text"),
  Broken(
    "an octal block", edit("{ added: a, where: { within: 010.0.0.0/8 } }"), "8 malformed-text"),
  Broken(
    "an octal length", edit("{ added: a, where: { within: 10.0.0.0/08 } }"), "8 malformed-text"),
  Broken("a mix", edit("{ added: a, where: { within: 1, b: 2 } }"), "8 contradiction"),
  Broken("the same number twice", head + tail + "---\n" + head + tail, "6 duplicate-record"),
  Broken(
    "several at once", "change: A\nkind: x\nstate: draft\nfoo: 1\nwindow: 3\n" + tail,
    "2 unknown-word", "4 unknown-key", "5 wrong-shape"),
])
func `what is wrong is said with its line, all at once`(row: Broken) throws {
  let error = #expect(throws: Problems.self) { try RecordDocument.read(row.text, file: "c.yaml") }
  #expect(error?.all.map { "\($0.place?.line ?? 0) \($0.code)" } == row.expected)
}

@Test func `a slip of the pen is met with the right key`() {
  let error = #expect(throws: Problems.self) {
    try RecordDocument.read(head + "titel: x\nKind2: y\n" + tail, file: "c.yaml")
  }
  #expect(
    error?.all.first?.description == """
      c.yaml:4: A change record has no key 'titel'. [unknown-key]
        Did you mean 'title'?
      """)
}

@Test func `nested aliases and deep nesting cost nothing`() {
  var laughs = "a0: &a0 [x, x]\n"
  for level in 1...30 {
    let alias = "*a\(level - 1)"
    laughs += "a\(level): &a\(level) [\(alias), \(alias)]\n"
  }
  let keys = laughs.replacing("]\n", with: "]\n").replacing("[*", with: "[? *")
  let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
  let dashes = String(repeating: "- ", count: 900) + "x"
  for text in [laughs, keys, deep, dashes, "a: &a [*a, *a]", "? &a [x]\n: *a"] {
    #expect(throws: Problems.self) { try RecordDocument.read(text, file: "bomb") }
  }
}

@Test func `stars in quoted paths are no aliases, and each document has aliases of its own`() throws
{
  let documents = (0..<40).map { number in
    """
    change: CHG\(number)
    kind: normal
    state: draft
    title: &on "approved"
    reference: *on
    allows:
      - resource: { id: sg-1, name: "*on" }
        action: modify
        edits:
          - added: "Tags[*-role]"

    """
  }
  for lineEnd in ["\n", "\r\n"] {
    let text = documents.joined(separator: "---\n").replacing("\n", with: lineEnd)
    #expect(try RecordDocument.read(text, file: "c.yaml").count == 40)
  }
}

@Test func `the alias over the limit is named by its line`() {
  let text = "a: &a x\nb: [\(Array(repeating: "*a", count: 16).joined(separator: ", "))]\nc: *a\n"
  let error = #expect(throws: Problems.self) { try RecordDocument.read(text, file: "c.yaml") }
  #expect(
    error?.all.first?.description.hasPrefix(
      "c.yaml:3: The document has more than 16 aliases. [too-many-aliases]") == true)
}

@Test func `stars in actions and globs are no aliases`() throws {
  let actions = (0..<50).map { "\"ec2:*Tags\($0)\", s3-*x" }.joined(separator: ", ")
  #expect(throws: Never.self) { try predicate("{ actionsWithin: [\(actions)] }") }
}

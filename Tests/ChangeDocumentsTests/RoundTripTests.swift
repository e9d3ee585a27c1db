import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Texts that YAML is known to read as something else.
private let traps = [
  "yes", "No", "on", "y", "0123", "1e3", "~", "null", "Null", "true", "- x", "-", "a: b", "a:", "#",
  "a #b",
  " a", "a ", "a\nb", "\n", "\r\n", "\t", "é", "e\u{301}", "日本", "\u{1F600}", "*a", "&a", "!a",
  "%a", "@a",
  "`a", "{a", "[a", "]", "}", ",", "a, b", "'", "\"", "\\", "a\\", "|", ">", "? a", "=", "<<",
  ".inf", ".5",
  "0x1F", "1_000", "12:30:45", "2026-11-20", "2026-11-20T20:00:00Z", "a\u{0}b", "\u{7f}", "\u{85}",
  "\u{2028}",
  "\u{2029}", "x\u{feff}", "\u{feff}", "\u{feff}x", "\\ufeff", "\\\u{feff}", "\\u{FEFF}",
  "\u{fffe}", "a:b", "http://x/y?z=1", "arn:aws:iam::1:role/*", "---",
  "...", "a\u{1}",
  "\u{202E}gnp", "a\u{200B}b", "a\u{200D}b", "\u{E0041}", "\u{2066}x\u{2069}", "\u{AD}", "\u{61C}",
  "sg-0a1b", "a  b", "equals", "fields", "ports", "a:\u{a0}b",
]

struct Random {
  var generator: SeededGenerator

  mutating func chance() -> Bool { .random(using: &generator) }

  mutating func text() -> String {
    let part = traps.randomElement(using: &generator) ?? ""
    return chance() ? part : part + (traps.randomElement(using: &generator) ?? "")
  }

  /// A text that names something: no white space alone.
  mutating func name() -> String { "n" + text().filter { $0 != "\u{0}" } }

  /// What names a place; plain where chance made none of its form.
  mutating func name(_ part: PlaceName) -> String {
    let name = name()
    return part.flaw(of: name) == nil ? name : "plain"
  }

  /// The name of somebody, in plain letters.
  mutating func person() -> String {
    "person \(Int.random(in: 0...999, using: &generator))@example.com"
  }

  mutating func moment() -> Timestamp {
    Timestamp(microseconds: Int64.random(in: 0...4_000_000_000_000_000, using: &generator))
  }

  mutating func list<Value>(_ count: ClosedRange<Int>, _ make: (inout Random) -> Value) -> [Value] {
    (0..<Int.random(in: count, using: &generator)).map { _ in make(&self) }
  }

  mutating func maybe<Value>(_ make: (inout Random) -> Value) -> Value? {
    chance() ? make(&self) : nil
  }

  /// A value as documents can have it: without elements.
  mutating func value() -> ConfigurationValue {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return .string(text())
    case 1: return .list(list(0...3) { .string($0.text()) })
    case 2:
      let pairs = list(0...3) {
        ($0.text(), ConfigurationValue.random(depth: 2, using: &$0.generator).documentForm)
      }
      return .object(Dictionary(pairs) { first, _ in first })
    default: return ConfigurationValue.random(depth: 3, using: &generator).documentForm
    }
  }

  mutating func glob() -> Glob { Glob(exactly: name()) }

  mutating func predicate(_ depth: Int = 2) -> Predicate {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &generator) {
    case 0: return .equals(value())
    case 1: return .oneOf(list(1...3) { $0.value() })
    case 2: return .glob(glob())
    case 3:
      let texts = [
        "10.0.0.0/8", "2001:db8::/32", "::/0", "1::2:0:0/128", "::ffff:1.2.3.4/128", "1.2.3.4/32",
      ]
      return AddressBlock(parsing: texts.randomElement(using: &generator) ?? "").map {
        .withinBlock($0)
      }
        ?? .equals(.null)
    case 4:
      let lower = Int.random(in: -9...9, using: &generator)
      return NumberRange(lower, lower + Int.random(in: 0...9, using: &generator)).map {
        .withinRange($0)
      }
        ?? .equals(.null)
    case 5: return .subsetOf(list(1...3) { $0.value() })
    case 6: return .actionsWithin(list(1...3) { $0.name() })
    case 7:
      let pairs = list(1...3) { ($0.text(), $0.predicate(depth - 1)) }
      return .fields(Dictionary(pairs) { first, _ in first })
    default: return .all(list(1...3) { $0.predicate(depth - 1) })
    }
  }

  mutating func clause(_ words: [ChangeWord]) -> Clause? {
    let word = words.randomElement(using: &generator) ?? .added
    let path = ConfigurationPath([.key(name()), .element(text())])
    return PathPattern(parsing: path.text).map {
      Clause(
        word: word, path: $0, predicate: maybe { $0.predicate() },
        oldPredicate: word == .changed ? maybe { $0.predicate() } : nil,
        atMost: maybe { Int.random(in: 1...9, using: &$0.generator) })
    }
  }

  mutating func allowance() -> Allowance {
    let action = ResourceAction.allCases.randomElement(using: &generator) ?? .create
    let edits: [Clause] =
      switch action {
      case .create: list(0...2) { $0.clause([.added]) }.compactMap { $0 }
      case .modify: list(1...3) { $0.clause(ChangeWord.allCases) }.compactMap { $0 }
      case .delete: []
      }
    let selector = ResourceSelector(
      type: maybe { $0.glob() }, account: maybe { _ in Glob("012345678901") },
      region: maybe { $0.glob() },
      id: glob(), name: maybe { $0.glob() },
      tags: maybe { ["\($0.text())": $0.glob(), "k": Glob("")] } ?? [:])
    return Allowance(resource: selector, action: action, edits: edits)
  }

  mutating func record() -> ChangeRecord {
    let from = moment()
    return ChangeRecord(
      number: name(), title: maybe { $0.name() },
      kind: ChangeRecord.Kind.allCases.randomElement(using: &generator) ?? .normal,
      state: chance() ? .draft : .approved, requestedBy: maybe { "requester " + $0.person() },
      approvals: list(1...2) { ChangeRecord.Approval(by: $0.person(), at: $0.moment()) },
      window: maybe { _ in Window(from: from, until: from.advanced(bySeconds: 60)) },
      reference: maybe { $0.name() }, implementers: list(0...2) { $0.glob() },
      freezes: list(0...2) { $0.name() },
      approvalDue: Int64.random(in: 1...100_000, using: &generator),
      allows: list(1...3) { $0.allowance() })
  }
}

@Test func `a record that is written reads back as the same record`() throws {
  var random = Random(generator: SeededGenerator(seed: 21))
  for _ in 0..<400 {
    let record = random.record()
    let yaml = record.yaml
    let read = try RecordDocument.read(yaml, file: "r.yaml", isStored: true).map(\.record)
    #expect(read == [record], "\(yaml)")
    guard read == [record] else { return }
  }
}

@Test func `golden documents that are written read back as the same`() throws {
  var random = Random(generator: SeededGenerator(seed: 22))
  for round in 0..<300 {
    let documents = (0..<3).map { index in
      GoldenDocument(
        resource: Resource(
          ResourceID(
            account: random.name(.account), region: random.name(.region),
            type: ResourceType(random.name(.type)),
            id: "\(index)"),
          name: random.maybe { $0.name() }),
        isPartial: random.chance(),
        configuration: .object([
          random.text(): random.value(), "A": .random(depth: 3, using: &random.generator),
        ]),
        place: Problem.Place(file: "g.yaml"),
        baseline: round % 2 == 0 ? "prod" : random.maybe { $0.name() })
    }
    let yaml = GoldenDocument.yaml(documents)
    let read = try GoldenDocument.read(yaml, file: "g.yaml")
    #expect(read.map(\.resource) == documents.map(\.resource))
    #expect(read.map(\.isPartial) == documents.map(\.isPartial))
    #expect(read.map(\.baseline) == documents.map(\.baseline))
    #expect(
      read.map(\.configuration.canonicalJSON) == documents.map(\.configuration.canonicalJSON),
      "\(yaml)")
  }
}

@Test func `a written record is easy to read`() throws {
  let path = try #require(PathPattern(parsing: "IpPermissions"))
  let block = try #require(AddressBlock(parsing: "10.0.0.0/8"))
  let record = ChangeRecord(
    number: "CHG1", title: "Open HTTPS: web tier", kind: .normal, state: .approved,
    requestedBy: "alice@example.com",
    approvals: [
      ChangeRecord.Approval(by: "bob@example.com", at: Timestamp(seconds: 1_795_000_000))
    ],
    window: Window(from: nil, until: Timestamp(seconds: 1_795_200_000)), approvalDue: 7200,
    allows: [
      Allowance(
        resource: ResourceSelector(
          type: Glob("AWS::EC2::SecurityGroup"), account: Glob("111122223333"), id: Glob("sg-0a")),
        action: .modify,
        edits: [
          Clause(
            word: .added, path: path,
            predicate: .fields([
              "IpProtocol": .equals(.string("tcp")), "source": .withinBlock(block),
            ]), atMost: 2)
        ])
    ])
  #expect(
    record.yaml == """
      change: CHG1
      title: "Open HTTPS: web tier"
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals:
        - by: bob@example.com
          at: 2026-11-18T11:06:40Z
      window:
        until: 2026-11-20T18:40:00Z
      approvalDue: 2h
      allows:
        - resource:
            type: AWS::EC2::SecurityGroup
            account: "111122223333"
            id: sg-0a
          action: modify
          edits:
            - added: IpPermissions
              where:
                IpProtocol: tcp
                source:
                  within: "10.0.0.0/8"
              atMost: 2

      """)
}

@Test(arguments: [
  "\u{202E}txt.exe", "a\u{200B}b", "a\u{200D}b", "\u{E0041}\u{E007F}", "\u{2066}x\u{2069}",
  "\u{AD}",
  "\u{61C}", "\u{1B}[2J", "\u{85}", "a\u{FEFF}", "\u{FEFF}a", "\u{FEFF}\u{FEFF}", "\u{FE0F}",
])
func `nothing that is written is hidden, and all of it reads back`(text: String) throws {
  let document = GoldenDocument(
    resource: Resource(
      ResourceID(account: "1", region: "r", type: "T", id: "i" + text), name: "n" + text),
    isPartial: false,
    configuration: .object([
      text: .string(text), "l": .list([.string(text)]), "e": .elements([text: .string(text)]),
    ]), place: Problem.Place(file: "g"))
  let yaml = GoldenDocument.yaml([document])
  #expect(yaml.unicodeScalars.allSatisfy { !$0.isHidden || $0 == "\n" }, "\(yaml)")
  let read = try #require(GoldenDocument.read(yaml, file: "g").first)
  #expect(read.resource == document.resource)
  #expect(read.configuration.canonicalJSON == document.configuration.canonicalJSON)
}

@Test func `a label of any length is written as a key`() throws {
  let long = String(repeating: "k ", count: 2000)
  let inner = ConfigurationValue.object([long: .list([.string("x")]), "z": .null])
  let value = ConfigurationValue.object([
    long: inner, "a": .list([inner, inner]), "b": .elements([long: .string("y")]),
  ])
  let document = GoldenDocument(
    resource: Resource(ResourceID(account: "1", region: "r", type: "T", id: "i")),
    isPartial: false, configuration: value, place: Problem.Place(file: "g"))
  let read = try GoldenDocument.read(GoldenDocument.yaml([document]), file: "g")
  #expect(read.first?.configuration.canonicalJSON == value.canonicalJSON)
}

@Test func `an ignore and a freeze that are written read back as the same`() throws {
  var random = Random(generator: SeededGenerator(seed: 22))
  for _ in 0..<200 {
    guard let allowance = random.record().allows.first else { continue }
    let clause = allowance.edits.first
    let ignore = Ignore(
      name: "i.yaml#1", resource: allowance.resource, path: clause?.path,
      predicate: clause?.predicate, owner: random.person(), reason: random.name(),
      until: random.moment())
    #expect(try Ignore.read(ignore.yaml, file: "i.yaml") == [ignore], "\(ignore.yaml)")
    let freeze = Freeze(
      name: random.name(),
      window: Window(from: Timestamp(seconds: 0), until: Timestamp(seconds: 9)),
      resource: allowance.resource)
    #expect(try Freeze.read(freeze.yaml, file: "f.yaml") == [freeze], "\(freeze.yaml)")
  }
}

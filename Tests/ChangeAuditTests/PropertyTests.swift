import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// A world of few names, so that records and edits meet often.
private struct World {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func pick<T>(_ values: [T], or other: T) -> T {
    values.randomElement(using: &random) ?? other
  }

  mutating func predicate() -> Predicate? {
    let source = pick(["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0"], or: "")
    let choices: [Predicate?] = [
      nil, .fields(["source": block(source)]), .fields(["source": .glob(Glob("10.*"))]),
      .fields(["ports": range(0, 443), "source": block(source)]),
      .fields(["IpProtocol": .oneOf([.string("tcp"), .string("udp")]), "ports": range(22, 22)]),
      .equals(rule()),
    ]
    return pick(choices, or: nil)
  }

  mutating func someClause() -> Clause? {
    clause(
      pick(ChangeWord.allCases, or: .added),
      pick(["**", "IpPermissions", "IpPermissions[a]"], or: "x"),
      predicate(), atMost: pick([nil, nil, 1, 2], or: nil))
  }

  mutating func someRecord(_ index: Int) -> ChangeRecord {
    let selector = pick(
      [
        onlyGroup, ResourceSelector(id: Glob("sg-*")),
        ResourceSelector(tags: ["team": Glob("web")]),
      ],
      or: onlyGroup)
    let clauses = [someClause(), someClause()].compactMap { $0 }
    let action = pick([.modify, .modify, .create, .delete], or: ResourceAction.modify)
    return record(
      "CHG\(index)", kind: pick(ChangeRecord.Kind.allCases, or: .normal),
      state: pick([.approved, .approved, .closed, .submitted], or: .approved),
      approvals: [
        approval(pick(["bob", "alice@example.com"], or: ""), at: pick([-5, 0.5, 3], or: 0))
      ],
      window: pick([nil, window(-1, 2), window(0.5, 2), window(-3, -1)], or: nil),
      allows: [
        Allowance(
          resource: selector, action: action,
          edits: action == .modify || (action == .create && .random(using: &random)) ? clauses : [])
      ])
  }

  mutating func value() -> ConfigurationValue {
    rule(
      pick(["tcp", "udp"], or: ""), pick([22, 443, 8080], or: 0),
      from: pick(["10.1.2.0/24", "10.0.0.0/8", "192.168.0.0/16", "0.0.0.0/0", "sg-1"], or: ""))
  }

  mutating func someCandidate() -> Candidate {
    let resource = pick([group, Resource(ResourceID(group.id.scope, id: "sg-0b"))], or: group)
    let tags = pick([[:], ["team": "web"]], or: [:])
    let label = pick(["a", "b"], or: "a")
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      let whole = ConfigurationValue.object(["IpPermissions": .elements(["a": value()])])
      return candidate(Edit(.root, .added(whole)), of: resource, change: .created, tags: tags)
    case 1:
      return candidate(Edit(.root, .removed(value())), of: resource, change: .deleted, tags: tags)
    case 2:
      let path = ConfigurationPath([.key("IpPermissions"), .element(label)])
      return candidate(Edit(path, .removed(value())), of: resource, tags: tags)
    default: return candidate(added(value(), label), of: resource, tags: tags)
    }
  }

  mutating func records() -> [ChangeRecord] {
    (0..<Int.random(in: 0...6, using: &random)).map { someRecord($0) }
  }

  mutating func candidates() -> [Candidate] { (0..<6).map { _ in someCandidate() } }
}

@Test func `verdicts do not depend on the order of records`() {
  var world = World(seed: 1)
  var approved = 0
  for _ in 0..<Trials.count(150) {
    let (records, candidates) = (world.records(), world.candidates())
    let expected = RuleBook(records: records).verdicts(candidates)
    let shuffled = records.shuffled(using: &world.random)
    #expect(RuleBook(records: shuffled).verdicts(candidates) == expected)
    approved += expected.count { $0.word == .approved }
  }
  #expect(approved > 25)
}

@Test func `taking a record away never approves an edit`() {
  var world = World(seed: 2)
  for _ in 0..<Trials.count(150) {
    // One edit at a time: what a record no longer uses up may cover a later edit.
    let (records, edit) = (world.records(), world.someCandidate())
    let all = RuleBook(records: records).verdicts([edit]).first?.word
    for index in records.indices {
      var fewer = records
      fewer.remove(at: index)
      let word = RuleBook(records: fewer).verdicts([edit]).first?.word
      #expect(word != .approved || all == .approved)
    }
  }
}

@Test func `widening the value never turns unapproved into approved`() {
  var world = World(seed: 3)
  let blocks = ["10.1.2.0/24", "10.1.0.0/16", "10.0.0.0/8", "8.0.0.0/5", "0.0.0.0/0"]
  let ports = [(443, 443), (80, 443), (22, 443), (0, 443), (0, 65535)]
  let widening = blocks.map { rule(from: $0) } + ports.map { rule(from: $0.0, to: $0.1) }
  var turned = 0
  for _ in 0..<Trials.count(250) {
    // A glob over text and a whole value know no wider and narrower.
    let book = RuleBook(records: world.records().filter { !$0.comparesText })
    let all = widening.map { book.verdicts([candidate(added($0, "a"))]).first?.word }
    for words in [all.prefix(blocks.count), all.suffix(ports.count)] {
      let wider = words.drop { $0 == .approved }
      #expect(!wider.contains(.approved))
      if words.first == .approved, !wider.isEmpty { turned += 1 }
    }
  }
  #expect(turned > 4)
}

private func rule(from: Int, to: Int) -> ConfigurationValue {
  .object([
    "IpProtocol": .string("tcp"), "FromPort": .number(String(from)),
    "ToPort": .number(String(to)), "source": .string("10.1.2.0/24"),
  ])
}

@Test func `no record approves what its selector does not select, or what nobody approved`() {
  var world = World(seed: 4)
  for _ in 0..<Trials.count(150) {
    let (records, candidates) = (world.records(), world.candidates())
    for (candidate, verdict) in zip(candidates, RuleBook(records: records).verdicts(candidates)) {
      guard case .approved(let cover, _) = verdict,
        let record = records.first(where: { $0.number == cover.record })
      else { continue }
      let allowance = record.allows[cover.allowance]
      #expect(allowance.resource.selects(candidate.resource, tags: candidate.tags))
      #expect(record.state == .approved || record.state == .closed)
      #expect(record.approvals.contains { $0.by == "bob" })
      #expect(cover.clause.map { allowance.edits[$0].word == candidate.edit.word } ?? true)
      #expect((allowance.action == .create) == (candidate.change == .created))
      #expect((allowance.action == .delete) == (candidate.change == .deleted))
    }
  }
}

@Test func `every unapproved edit's near misses say something`() {
  var world = World(seed: 6)
  for _ in 0..<Trials.count(150) {
    for verdict in RuleBook(records: world.records()).verdicts(world.candidates()) {
      guard case .unapproved(let misses) = verdict else { continue }
      #expect(misses.count <= 3)
      #expect(
        misses.allSatisfy { !$0.lacks.isEmpty && $0.distance > 0 && !$0.lacks.hasSuffix(": ") })
    }
  }
}

extension ChangeRecord {
  fileprivate var comparesText: Bool {
    allows.flatMap(\.edits).contains { clause in
      switch clause.predicate {
      case .equals: true
      case .fields(let fields):
        fields.values.contains { predicate in
          if case .glob = predicate { return true }
          return false
        }
      default: false
      }
    }
  }
}

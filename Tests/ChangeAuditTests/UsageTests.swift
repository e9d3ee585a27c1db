import ChangeAudit
import ConfigurationModel
import Testing

private let one = record(allows: modify(clause(.added, "IpPermissions", atMost: 1)))

@Test func `a clause covers at most so many edits over the life of its record`() {
  let book = RuleBook(records: [one])
  var usage = Usage()
  let first = book.judge([candidate(), candidate(added(rule(), "b"))], usage: &usage, at: audit)
  #expect(
    first.map(\.line) == [
      "approved by CHG1 0/0",
      "unapproved | CHG1 already used up: at most 1, used by an earlier edit",
    ])
  #expect(usage.counts == [Cover(record: "CHG1", allowance: 0, clause: 0): 1])
  let later = book.judge([candidate()], usage: &usage, at: audit)
  #expect(later.map(\.word) == [.unapproved])
}

@Test func `of a record that was edited all that it ever covered counts`() {
  // One edit was covered by the part that stood in the place of the other one.
  let clauses = [clause(.added, "Tags", atMost: 5), clause(.added, "IpPermissions", atMost: 1)]
  let before = Usage([Cover(record: "CHG1", allowance: 0, clause: 0): 1])
  let book = { (times: RegisteredTimes) in
    RuleBook(
      records: [record(allows: modify(clauses[0], clauses[1]))], registered: ["CHG1": times])
  }
  let edited = RegisteredTimes(since: hour(-12), revised: hour(-12))
  #expect(
    book(edited).verdicts([candidate()], usage: before).map(\.line) == [
      "unapproved | CHG1 already used up: at most 1, used by an earlier edit"
    ])
  #expect(book(edited).verdicts([candidate()]).map(\.word) == [.approved])
  #expect(book(RegisteredTimes()).verdicts([candidate()], usage: before).map(\.word) == [.approved])
}

@Test func `what one creation uses of a clause leaves no less room in another one`() {
  let allowed = create(
    clause(.added, "IpPermissions", atMost: 2), clause(.added, "Tags", atMost: 1),
    clause(.added, "VpcId", atMost: 1))
  let edited = RegisteredTimes(since: hour(-12), revised: hour(-12))
  let book = RuleBook(records: [allowed], registered: ["CHG1": edited])
  #expect(book.verdicts([creation]).map(\.line) == ["approved by CHG1 0/-"])
  // What it covered before it was edited counts for each of its clauses.
  let before = Usage([Cover(record: "CHG1", allowance: 0, clause: 0): 1])
  #expect(
    book.verdicts([creation], usage: before).map(\.line) == [
      "unapproved | CHG1 already used up: at most 2, used by earlier edits"
    ])
}

@Test func `what is used up says by how many`() {
  let two = record(allows: modify(clause(.added, "IpPermissions", atMost: 2)))
  let last = RuleBook(records: [two]).verdicts([candidate(), candidate(), candidate()]).last
  #expect(
    last?.line == "unapproved | CHG1 already used up: at most 2, used by earlier edits")
}

@Test func `an edit uses exactly one clause, the narrowest with room`() {
  let book = RuleBook(records: [
    record(
      allows: modify(
        clause(.added, "IpPermissions"), clause(.added, "IpPermissions", httpsFromOffice, atMost: 1)
      ))
  ])
  let verdicts = book.verdicts([candidate(), candidate(), candidate(added(rule("tcp", 22)))])
  #expect(
    verdicts.map(\.line) == [
      "approved by CHG1 0/1", "approved by CHG1 0/0", "approved by CHG1 0/0",
    ])
}

@Test func `the narrower of several records is named`() {
  let wide = ResourceSelector(type: Glob("AWS::EC2::*"))
  let path = clause(.added, "IpPermissions")
  let ladder = [
    record("A", allows: modify(path, resource: wide)),
    record("B", allows: modify(path)),
    record("D", window: window(-5, 5), allows: modify(path)),
    record("C", window: window(-4, 4), allows: modify(path)),
    record("Z", allows: modify(clause(.added, "IpPermissions[*]"))),
    record("Y", allows: modify(clause(.added, "IpPermissions[rule]"))),
    record(
      "X",
      allows: modify(
        clause(.added, "IpPermissions[rule]", .fields(["source": block("10.0.0.0/8")])))),
    record(
      "W",
      allows: modify(
        clause(.added, "IpPermissions[rule]", .fields(["source": block("10.1.0.0/16")])))),
    record("V", allows: modify(clause(.added, "IpPermissions[rule]", httpsFromOffice))),
    record("U", allows: modify(clause(.added, "IpPermissions[rule]", httpsFromOffice))),
  ]
  for count in 1...ladder.count {
    let names = ladder.prefix(count).shuffled().map { $0 }
    guard case .approved(let cover, _)? = RuleBook(records: names).verdicts([candidate()]).first
    else {
      Issue.record("not approved")
      continue
    }
    #expect(cover.record == ladder[count - 1].number)
  }
}

private let tagged = ConfigurationValue.object([
  "IpPermissions": .elements(["a": rule(), "b": rule(from: "10.2.0.0/16")]),
  "Tags": .elements(["team": .string("web")]), "VpcId": .string("vpc-1"),
])

private func create(_ clauses: Clause?...) -> ChangeRecord {
  record(allows: [Allowance(resource: onlyGroup, action: .create, edits: clauses.compactMap { $0 })]
  )
}

private let creation = candidate(Edit(.root, .added(tagged)), change: .created)

@Test(arguments: [
  Row("whatever its configuration", create(), candidate: creation, "approved by CHG1 0/-"),
  Row(
    "every leaf allowed",
    create(
      clause(.added, "IpPermissions", httpsFromOffice), clause(.added, "Tags"),
      clause(.added, "VpcId", .equals(.string("vpc-1")))), candidate: creation,
    "approved by CHG1 0/-"),
  Row(
    "a leaf too many", create(clause(.added, "IpPermissions"), clause(.added, "VpcId")),
    candidate: creation, "unapproved | CHG1 approves the creation, but not Tags[team]"),
  Row(
    "a leaf of another value",
    create(clause(.added, "**"), clause(.added, "VpcId", .equals(.string("vpc-2")))),
    candidate: creation, "approved by CHG1 0/-"),
  Row(
    "one rule of two",
    create(
      clause(.added, "IpPermissions", atMost: 1), clause(.added, "Tags"), clause(.added, "VpcId")),
    candidate: creation,
    "unapproved | CHG1 already used up: at most 1, used by an earlier edit"),
  Row(
    "one rule by each of two clauses",
    create(
      clause(.added, "IpPermissions", atMost: 1),
      clause(.added, "IpPermissions", httpsFromOffice, atMost: 1),
      clause(.added, "Tags"), clause(.added, "VpcId")),
    candidate: creation, "approved by CHG1 0/-"),
  Row(
    "what cannot be a creation", create(), candidate: candidate(change: .created),
    "unapproved | CHG1 approves edits of the whole resource, not of IpPermissions[rule]"),
])
func `a creation with clauses is covered leaf by leaf`(row: Row) {
  #expect(row.line == row.expected)
}

@Test func `fulfilment counts parts done and edits covered`() {
  let book = RuleBook(records: [
    create(clause(.added, "**")),
    record("A", allows: modify(clause(.added, "IpPermissions"), clause(.removed, "IpPermissions"))),
  ])
  var usage = Usage()
  _ = book.judge([creation, candidate(), candidate()], usage: &usage, at: audit)
  let lines = book.fulfilments(usage).map { "\($0.record) \($0.done)/\($0.total) \($0.edits)" }
  #expect(lines == ["A 1/2 2", "CHG1 1/1 1"])
}

@Test func `what did not happen is told apart from what was not read`() {
  let over = window(-5, 5)
  let book = RuleBook(records: [
    record("B", window: over), record("A", state: .closed, window: over),
    record("open", window: window(-5, nil)), record("later", window: window(-5, 1000)),
    record("draft", state: .draft, window: over),
    record("used", window: over),
    record(
      "unread", window: over,
      allows: [Allowance(resource: ResourceSelector(id: Glob("x")), action: .delete)]),
  ])
  let usage = Usage([Cover(record: "used", allowance: 0, clause: 0): 1])
  let delivery = book.delivery(usage, at: audit) { allowance, _, until in
    until == hour(5) && allowance.action == .modify
  }
  #expect(delivery.underDelivered.map(\.cover.record) == ["A", "B"])
  #expect(
    delivery.underDelivered.first?.expected
      == "added IpPermissions: tcp/443 from 10.0.0.0/8 of AWS::EC2::SecurityGroup sg-0a")
  #expect(delivery.unknown.map(\.expected) == ["delete of any resource x"])
}

@Test func `a submitted emergency that would cover unapproved edits is a debt`() {
  let book = RuleBook(records: [
    record("E", kind: .emergency, state: .submitted, approvals: []),
    record("draft", kind: .emergency, state: .draft, approvals: []),
    record("normal", state: .submitted, approvals: []),
    record("elsewhere", kind: .emergency, state: .submitted, window: window(-9, -8)),
  ])
  let edits = [
    candidate(added(rule("tcp", 22))),
    candidate(occurred: Occurrence(after: hour(1), until: hour(2))), candidate(),
  ]
  let due = book.debts(of: edits, usage: Usage(), at: hour(25))
  #expect(
    due == [Debt(record: "E", title: nil, due: hour(25), isOverdue: false, candidates: [1, 2])])
  #expect(book.debts(of: edits, usage: Usage(), at: hour(26)).map(\.isOverdue) == [true])
}

@Test func `at most three near misses are told, the nearest first`() {
  let book = RuleBook(records: [
    record("path", allows: modify(clause(.added, "Tags"))),
    record("late", window: window(-5, -3)),
    record("word", allows: modify(clause(.removed, "IpPermissions"))),
    record("value", allows: modify(clause(.added, "IpPermissions", .equals(.null)))),
  ])
  guard case .unapproved(let misses)? = book.verdicts([candidate()]).first else {
    Issue.record("approved")
    return
  }
  #expect(misses.map(\.record) == ["late", "value", "word"])
  #expect(misses.map(\.distance) == misses.map(\.distance).sorted())
}

@Test func `of records whose windows were over, the latest is nearest`() {
  let records = [-200.0, -100, -30, -3].enumerated().map { index, end in
    record("CHG\(index)", approvals: [approval(at: -999)], window: window(end - 1, end))
  }
  guard case .unapproved(let misses)? = RuleBook(records: records).verdicts([candidate()]).first
  else {
    Issue.record("approved")
    return
  }
  #expect(misses.map(\.record) == ["CHG3", "CHG2", "CHG1"])
}

@Test func `a debt covers no more edits than its record would`() {
  let once = modify(clause(.added, "IpPermissions", atMost: 1))
  let book = RuleBook(records: [
    record("E", kind: .emergency, state: .submitted, approvals: [], allows: once)
  ])
  let debts = book.debts(of: [candidate(), candidate()], usage: Usage(), at: hour(2))
  #expect(debts.map(\.candidates) == [[0]])
}

private let policyVersion = ConfigurationValue.object([
  "PolicyName": .string("p"), "PermissionsBoundary": .null, "Tags": .elements([:]),
  "Names": .list([]), "Prefix": .string(""),
  "Document": .object([
    "Version": .string("2012-10-17"),
    "Statement": .elements([
      "A": .object(["Effect": .string("Allow"), "Action": .elements(["s3:Get": .string("s3:Get")])])
    ]),
  ]),
])
private let madePolicy = candidate(Edit(.root, .added(policyVersion)), change: .created)
private let reads = Predicate.fields(["Effect": .equals(.string("Allow"))])
private let denies = Predicate.fields(["Effect": .equals(.string("Deny"))])

@Test(arguments: [
  Row(
    "each part of a document, and nothing that is null or empty",
    create(
      clause(.added, "PolicyName"), clause(.added, "Document.Version"),
      clause(.added, "Document.Statement", reads)), candidate: madePolicy, "approved by CHG1 0/-"),
  Row(
    "an empty object, which may mean something",
    create(clause(.added, "PolicyName")),
    candidate: candidate(
      Edit(.root, .added(.object(["PolicyName": .string("p"), "DefaultAction": .object([:])]))),
      change: .created),
    "unapproved | CHG1 approves the creation, but not DefaultAction"),
  Row(
    "a document as a whole", create(clause(.added, "PolicyName"), clause(.added, "Document")),
    candidate: madePolicy, "approved by CHG1 0/-"),
  Row(
    "a statement that is another than its clause says",
    create(
      clause(.added, "PolicyName"), clause(.added, "Document.Version"),
      clause(.added, "Document.Statement", denies)), candidate: madePolicy,
    "unapproved | CHG1 approves the creation, but not Document.Statement"),
  Row(
    "a part of a statement", create(clause(.added, "Document.Statement[A].Effect")),
    candidate: madePolicy,
    "unapproved | CHG1 approves the creation, but not Document.Statement[A].Action, Document.Version, PolicyName"
  ),
  Row(
    "all that is still to be named", create(clause(.added, "VpcId")), candidate: madePolicy,
    "unapproved | CHG1 approves the creation, but not Document, PolicyName"),
])
func `a creation is covered part by part`(row: Row) { #expect(row.line == row.expected) }

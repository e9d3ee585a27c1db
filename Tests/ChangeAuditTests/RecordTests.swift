import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test func `a record moves only to a state that may follow`() {
  for from in ChangeRecord.State.allCases {
    for to in ChangeRecord.State.allCases {
      let moved = try? record(state: from).moved(to: to, by: "bob", at: hour(0))
      #expect((moved?.state == to) == from.next.contains(to), "\(from) to \(to)")
    }
  }
}

@Test func `approving adds the approval, and a draft has none`() throws {
  let submitted = record(state: .submitted, approvals: [])
  let approved = try submitted.moved(to: .approved, by: "bob", at: hour(3))
  #expect(approved.approvals == [ChangeRecord.Approval(by: "bob", at: hour(3))])
  #expect(try record(state: .submitted).moved(to: .draft, by: "bob", at: hour(3)).approvals.isEmpty)
}

@Test(arguments: [
  ("alice@example.com", "own-approval"), (" ALICE@example.com", "own-approval"),
  (" ", "nameless"),
])
func `nobody approves their own change`(person: String, code: String) {
  #expect {
    try record(state: .submitted).moved(to: .approved, by: person, at: hour(0))
  } throws: { ($0 as? Problem)?.code == code }
}

@Test func `an approval is void once anything but state and approvals is edited`() {
  let approved = record()
  #expect(!approved.approvalIsVoid(for: record(state: .closed, approvals: [])))
  let edited = [
    record("CHG2"), record(kind: .emergency), record(requestedBy: "eve"),
    record(window: window(0, 9)), record(implementers: ["*"]), record(freezes: ["x"]),
    record(due: 1), record(allows: modify(clause(.added, "**"))),
  ]
  for other in edited { #expect(approved.approvalIsVoid(for: other)) }
}

@Test func `a template covers exactly the edits it is made for`() {
  var random = SeededGenerator(seed: 5)
  for _ in 0..<400 {
    let old = ConfigurationValue.object(["r": .random(depth: 3, using: &random)])
    let new = ConfigurationValue.object(["r": .random(depth: 3, using: &random)])
    let edits = new.difference(from: old)
    let whole = Edit(.root, .added(new))
    for candidates in [
      edits.map { candidate($0) }, [candidate(whole, change: .created)],
      [candidate(Edit(.root, .removed(old)), change: .deleted)],
    ] where !candidates.isEmpty {
      let book = RuleBook(records: [approvedTemplate(candidates)])
      #expect(book.verdicts(candidates).allSatisfy { $0.word == .approved })
    }
  }
}

@Test func `a template covers nothing else`() {
  let tag = edit("Tags[Key=a*b]", .changed(from: .string("x"), to: .string("y")))
  let book = RuleBook(records: [approvedTemplate([candidate(tag)])])
  let others = [
    edit("Tags[Key=a*b]", .changed(from: .string("x"), to: .string("z"))),
    edit("Tags[Key=a*b]", .changed(from: .string("w"), to: .string("y"))),
    edit("Tags[Key=aab]", .changed(from: .string("x"), to: .string("y"))),
    edit("Tags[a*b]", .changed(from: .string("x"), to: .string("y"))),
    edit("Tags[Key=a*b]", .added(.string("y"))),
  ]
  #expect(book.verdicts([candidate(tag)]).map(\.word) == [.approved])
  #expect(book.verdicts(others.map { candidate($0) }).allSatisfy { $0.word == .unapproved })
}

@Test func `a template selects its resource literally`() {
  let star = Resource(ResourceID(account: "1", region: "r", type: "T", id: "a*\\?"))
  let template = approvedTemplate([candidate(of: star)])
  let book = RuleBook(records: [template])
  let near = Resource(ResourceID(account: "1", region: "r", type: "T", id: "ab\\c"))
  #expect(book.verdicts([candidate(of: star)]).map(\.word) == [.approved])
  #expect(book.verdicts([candidate(of: near)]).map(\.word) == [.unapproved])
}

private func approvedTemplate(_ candidates: [Candidate]) -> ChangeRecord {
  let draft = ChangeRecord.template(number: "T", covering: candidates)
  return record("T", allows: draft.allows)
}

import ChangeAudit
import ConfigurationModel
import Testing

struct Row: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let records: [ChangeRecord]
  var ignores: [Ignore] = []
  var freezes: [Freeze] = []
  let candidate: Candidate
  let expected: String

  init(
    _ name: String, _ record: ChangeRecord, ignores: [Ignore] = [], freezes: [Freeze] = [],
    candidate: Candidate = ChangeAuditTests.candidate(), _ expected: String
  ) {
    testDescription = name
    records = [record]
    self.ignores = ignores
    self.freezes = freezes
    self.candidate = candidate
    self.expected = expected
  }

  /// Without any record.
  init(
    _ name: String, ignores: [Ignore] = [], candidate: Candidate = ChangeAuditTests.candidate(),
    _ expected: String
  ) {
    testDescription = name
    records = []
    self.ignores = ignores
    self.candidate = candidate
    self.expected = expected
  }

  var line: String {
    RuleBook(records: records, ignores: ignores, freezes: freezes).verdicts([candidate])
      .map(\.line).joined()
  }
}

@Test(arguments: [
  Row("no record at all", "unapproved"),
  Row("approved before, no window", record(), yes),
  Row("closed, inside its window", record(state: .closed, window: window(-1, 2)), yes),
  Row(
    "closed without the end of a window", record(state: .closed, window: window(-1, nil)),
    no + "is closed, and no window says when it was carried out"),
  Row("draft", record(state: .draft), no + "is a draft, not approved"),
  Row("submitted", record(state: .submitted), no + "is submitted, not approved"),
  Row("rejected", record(state: .rejected), no + "is rejected, not approved"),
  Row("cancelled", record(state: .cancelled), no + "is cancelled, not approved"),
  Row("approved by nobody", record(approvals: []), no + "has no approval"),
  Row(
    "approved by a blank", record(approvals: [approval("  ")]),
    no + "it cannot be told who approved it: the name '  ' can be anybody's"),
  Row(
    "approved by the requester", record(approvals: [approval("Alice@Example.com ")]),
    no + "Alice@Example.com  approved their own change"),
  Row(
    "approved by the requester and another",
    record(approvals: [approval("alice@example.com", at: -20), approval()]), yes),
  Row("requester unknown", record(requestedBy: nil), yes),
  Row(
    "standard changes name who approved them", record(kind: .standard, approvals: []),
    no + "has no approval"),
  Row("standard", record(kind: .standard), yes),
  Row("approved at the last moment before", record(approvals: [approval(at: 0)]), yes),
  Row("approved while it happened", record(approvals: [approval(at: 0.5)]), perhaps),
  Row("approved when it was seen", record(approvals: [approval(at: 1)]), perhaps),
  Row(
    "approved afterwards", record(approvals: [approval(at: 3)]),
    no + "approved 2 h after the change: only an emergency may be approved afterwards"),
  Row(
    "approved while it happened, after the window",
    record(approvals: [approval(at: 0.75)], window: window(-1, 0.5)),
    no + "approved 15 min after its window closed"),
  Row(
    "approved in the future",
    record(kind: .emergency, approvals: [approval(at: 1001)], due: 9_000_000),
    no + "its approval is dated in the future"),
])
func `a record covers an edit only when somebody else approved it in time`(row: Row) {
  #expect(row.line == row.expected)
}

@Test(arguments: [
  Row("emergency before", record(kind: .emergency), yes),
  Row(
    "emergency approved within its time", record(kind: .emergency, approvals: [approval(at: 20)]),
    yes),
  Row(
    "emergency approved in time only if it happened late",
    record(kind: .emergency, approvals: [approval(at: 24.5)]), perhaps),
  Row(
    "emergency approved at its due time", record(kind: .emergency, approvals: [approval(at: 25)]),
    perhaps),
  Row(
    "emergency approved too late", record(kind: .emergency, approvals: [approval(at: 27)]),
    no + "approved 26 h after the change, 2 h too late for an emergency"),
  Row(
    "emergency with a due time of its own",
    record(kind: .emergency, approvals: [approval(at: 3)], due: 3600),
    no
      + "approved 2 h after the change, 60 min too late for an emergency"
      .replacing("60 min", with: "1 h")),
  Row(
    "emergency with an absurd due time",
    record(kind: .emergency, approvals: [approval(at: 3)], due: .max), yes),
  Row(
    "emergency with a negative due time",
    record(kind: .emergency, approvals: [approval(at: 3)], due: -5),
    no + "approved 2 h after the change, 2 h too late for an emergency"),
])
func `an emergency may be approved afterwards until its due time`(row: Row) {
  #expect(row.line == row.expected)
}

@Test(arguments: [
  Row("window around", record(window: window(-1, 2)), yes),
  Row("window exactly", record(window: window(0, 1)), yes),
  Row("window begins within", record(window: window(0.5, 2)), perhaps),
  Row("window ends within", record(window: window(-1, 0.5)), perhaps),
  Row("open at the end", record(window: window(-1, nil)), yes),
  Row("open at the beginning", record(window: window(nil, 2)), yes),
  Row(
    "window over", record(window: window(-5, -3)),
    no + "its window closed 3 h before the change"),
  Row(
    "window over as it began", record(window: window(-5, 0)),
    no + "its window closed before the change"),
  Row(
    "window to come", record(window: window(3, 5)), no + "its window opens 2 h after the change"),
  Row(
    "window in days", record(approvals: [approval(at: -300)], window: window(-100, -72)),
    no + "its window closed 3 d before the change"),
  Row(
    "window in minutes", record(window: window(-5, -0.25)),
    no + "its window closed 15 min before the change"),
  Row(
    "window inside out", record(window: window(0.8, 0.2)), no + "its window ends before it begins"),
  Row(
    "nothing seen before, window with a beginning", record(window: window(-1, 2)),
    candidate: candidate(occurred: Occurrence(after: nil, until: hour(1))), perhaps),
  Row(
    "nothing seen before, window over", record(window: window(-5, -3)),
    candidate: candidate(occurred: Occurrence(after: nil, until: hour(1))), perhaps),
])
func `a window holds, may hold, or does not`(row: Row) {
  #expect(row.line == row.expected)
}

private let yearEnd = Freeze(name: "year-end", window: window(0.5, 5))
private let productionFreeze = Freeze(
  name: "year-end", window: window(-9, 9), resource: ResourceSelector(tags: ["env": Glob("prod")]))
private let frozen = no + "inside the freeze 'year-end', which the record does not name"

@Test(arguments: [
  Row("inside a freeze", record(), freezes: [yearEnd], frozen),
  Row("freeze named", record(freezes: ["year-end"]), freezes: [yearEnd], yes),
  Row("another freeze named", record(freezes: ["Year-End"]), freezes: [yearEnd], frozen),
  Row(
    "the window ends before the freeze", record(window: window(-1, 0.4)), freezes: [yearEnd],
    perhaps),
  Row(
    "the window touches the freeze", record(window: window(-1, 0.5)), freezes: [yearEnd],
    frozen),
  Row(
    "a freeze for other resources", record(),
    freezes: [
      Freeze(
        name: "year-end", window: window(-9, 9), resource: ResourceSelector(account: Glob("2*")))
    ], yes),
  Row(
    "a freeze of tags that it has", record(), freezes: [productionFreeze],
    candidate: candidate(tags: ["env": "prod"]), frozen),
  Row(
    "a freeze of tags that it has not", record(), freezes: [productionFreeze],
    candidate: candidate(tags: ["env": "test"]), yes),
  Row("a freeze of tags, and it has none", record(), freezes: [productionFreeze], yes),
  Row(
    "a freeze of tags, and nobody read its tags", record(), freezes: [productionFreeze],
    candidate: candidate(tags: nil),
    no
      + "perhaps inside the freeze 'year-end', which the record does not name: the resource's tags were not read"
  ),
  Row(
    "a freeze of tags elsewhere, and nobody read its tags", record(),
    freezes: [
      Freeze(
        name: "year-end", window: window(-9, 9),
        resource: ResourceSelector(account: Glob("2*"), tags: ["env": Glob("prod")]))
    ], candidate: candidate(tags: nil), yes),
  Row("a freeze that was over", record(), freezes: [Freeze(name: "x", window: window(-9, 0))], yes),
  Row("a freeze to come", record(), freezes: [Freeze(name: "x", window: window(1.1, 9))], yes),
])
func `in a freeze only records that name it hold`(row: Row) {
  #expect(row.line == row.expected)
}

private let deploy = "arn:aws:iam::111122223333:role/Deploy*"
private let eve = "arn:aws:iam::111122223333:user/eve"
private let session = "arn:aws:sts::111122223333:assumed-role/DeployWeb/run-7"

@Test(arguments: [
  Row("actor unknown", record(implementers: [deploy]), yes),
  Row(
    "a call of nobody who is known", record(implementers: [deploy]),
    candidate: candidate(authorship: .made(by: nil, at: hour(0.5))),
    no + "a caller without an ARN is not one of its implementers"),
  Row(
    "a call of nobody who is known, and anybody may", record(),
    candidate: candidate(authorship: .made(by: nil, at: hour(0.5))), yes),
  Row(
    "a session of the role", record(implementers: [deploy]),
    candidate: candidate(authorship: .made(by: .init(session), at: hour(0.5))), yes),
  Row(
    "another account's role", record(implementers: [deploy]),
    candidate: candidate(
      authorship: .made(by: .init(session.replacing("1111", with: "9999")), at: hour(0.5))),
    no + "arn:aws:sts::999922223333:assumed-role/DeployWeb/run-7 is not one of its implementers"),
  Row(
    "a role with a path", record(implementers: ["*:role/ops/Deploy*"]),
    candidate: candidate(
      authorship: .made(
        by: .init(session, role: "arn:aws:iam::111122223333:role/ops/DeployWeb"), at: hour(0.5))),
    yes),
  Row(
    "perhaps another", record(implementers: [deploy]),
    candidate: candidate(authorship: .oneOf([.init(session), .init(eve)])), yes),
  Row(
    "certainly another", record(implementers: [deploy]),
    candidate: candidate(authorship: .oneOf([.init(eve)])),
    no + "arn:aws:iam::111122223333:user/eve is not one of its implementers"),
  Row(
    "anybody may", record(), candidate: candidate(authorship: .made(by: .init(eve), at: hour(0.5))),
    yes),
])
func `who made an edit must be an implementer, where that is known`(row: Row) {
  #expect(row.line == row.expected)
}

private func made(at hours: Double) -> Candidate {
  candidate(authorship: .made(by: .init(session), at: hour(hours)))
}

@Test(arguments: [
  Row(
    "in a window that begins within", record(window: window(0.5, 2)), candidate: made(at: 0.7), yes),
  Row(
    "before a window that begins within", record(window: window(0.5, 2)), candidate: made(at: 0.25),
    no + "its window opens 15 min after the change"),
  Row(
    "after a window that ends within", record(window: window(-1, 0.5)), candidate: made(at: 0.75),
    no + "its window closed 15 min before the change"),
  Row(
    "in the second in which a window ends", record(window: window(-1, 0.5)),
    candidate: made(at: 0.5),
    perhaps),
  Row(
    "in the second in which a window begins", record(window: window(0.5, 2)),
    candidate: made(at: 0.5), perhaps),
  Row("after its approval", record(approvals: [approval(at: 0.5)]), candidate: made(at: 0.75), yes),
  Row(
    "before its approval", record(approvals: [approval(at: 0.5)]), candidate: made(at: 0.25),
    no + "approved 15 min after the change: only an emergency may be approved afterwards"),
  Row(
    "before a freeze that begins within", record(),
    freezes: [Freeze(name: "x", window: window(0.5, 9))],
    candidate: made(at: 0.25), yes),
  Row(
    "in a freeze that begins within", record(),
    freezes: [Freeze(name: "x", window: window(0.5, 9))],
    candidate: made(at: 0.75), no + "inside the freeze 'x', which the record does not name"),
])
func `where a call says when, its second is held against windows, approvals and freezes`(row: Row) {
  #expect(row.line == row.expected)
}

import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import Testing

private let wide = modify(clause(.added, "**"))

private func document(_ record: ChangeRecord, at hours: Double) -> RecordHistory.Revision {
  .init(record: record, registered: hour(hours), isDocument: true)
}

private func step(_ record: ChangeRecord, at hours: Double) -> RecordHistory.Revision {
  .init(record: record, registered: hour(hours), isDocument: false)
}

private let draft = record(state: .submitted, approvals: [])
private let carol = [approval("carol@example.com", at: -9)]

/// What is known, the document that comes, and what becomes of it.
private let rows: [(String, [RecordHistory.Revision], ChangeRecord, Registration)] = [
  ("a new one", [], record(), .new(record())),
  ("the same", [document(record(), at: -5)], record(), .unchanged(record())),
  (
    "the same after it was approved here",
    [document(draft, at: -5), step(record(approvals: carol), at: -4)], draft,
    .unchanged(record(approvals: carol))
  ),
  (
    "the same after it was cancelled here",
    [document(record(), at: -5), step(record(state: .cancelled), at: -4)], record(),
    .unchanged(record(state: .cancelled))
  ),
  (
    "the approval withdrawn", [document(record(), at: -5)], draft, .revised(draft)
  ),
  (
    "edited with the old approval", [document(record(), at: -5)], record(allows: wide),
    .voided(record(state: .submitted, approvals: [], allows: wide))
  ),
  (
    "edited with the old approval, again",
    [
      document(record(), at: -5),
      document(record(state: .submitted, approvals: [], allows: wide), at: -4),
    ], record(allows: wide),
    .unchanged(record(state: .submitted, approvals: [], allows: wide))
  ),
  (
    "edited with the old approval, after somebody approved the edit",
    [
      document(record(), at: -5),
      document(record(state: .submitted, approvals: [], allows: wide), at: -4),
      step(record(approvals: carol, allows: wide), at: -3),
    ], record(allows: wide), .unchanged(record(approvals: carol, allows: wide))
  ),
  (
    "edited with a new approval", [document(record(), at: -5)],
    record(approvals: [approval()] + carol, allows: wide),
    .revised(record(approvals: carol, allows: wide))
  ),
  (
    "edited, and back to what was approved",
    [
      document(record(), at: -5),
      document(record(state: .submitted, approvals: [], allows: wide), at: -4),
    ], record(), .revised(record())
  ),
]

@Test(arguments: rows.indices)
func `an approval is for what the record said when it was given`(index: Int) throws {
  let (words, revisions, document, expected) = rows[index]
  #expect(try RecordHistory(revisions).registration(of: document) == expected, "\(words)")
}

@Test(arguments: [ChangeRecord.State.cancelled, .closed])
func `no document brings back a record that is over`(state: ChangeRecord.State) {
  let history = RecordHistory([document(record(state: state), at: -5)])
  #expect {
    try history.registration(of: record())
  } throws: { ($0 as? Problem)?.code == "illegal-transition" }
}

@Test func `an approval counts from when the record said what it says`() {
  let edited = [
    document(record(), at: -20),
    document(record(approvals: [approval(at: -2)], allows: wide), at: 3),
  ]
  let times = RecordHistory(edited).registeredTimes
  #expect(times == RegisteredTimes(revised: hour(3), approved: hour(3)))
  let first = RecordHistory([document(draft, at: -5), step(record(approvals: carol), at: -4)])
  #expect(first.registeredTimes == RegisteredTimes(revised: nil, approved: hour(-4)))
}

/// When the record was edited, the approval registered, and what that makes of an edit seen at hour 1.
private let times: [(revised: Double?, approved: Double?, kind: ChangeRecord.Kind, word: String)] =
  [
    (nil, nil, .normal, "sure"), (nil, -1, .normal, "sure"), (nil, 2, .normal, "unsure"),
    (-1, -1, .normal, "sure"), (0.5, 0.5, .normal, "unsure"), (2, 2, .normal, "unapproved"),
    (2, 2, .emergency, "sure"), (26, 26, .emergency, "unapproved"),
  ]

@Test(arguments: times.indices)
func `no approval is older than what it approves`(index: Int) throws {
  let row = times[index]
  let registered = RegisteredTimes(
    revised: row.revised.map(hour), approved: row.approved.map(hour))
  let book = RuleBook(
    records: [record(kind: row.kind)], registered: ["CHG1": registered])
  let verdict = try #require(book.verdicts([candidate()]).first)
  let word =
    switch verdict {
    case .approved(_, true): "sure"
    case .approved(_, false): "unsure"
    case .unapproved, .ignored: "unapproved"
    }
  #expect(word == row.word)
}

@Test func `a record edited after the change says so`() throws {
  let registered = RegisteredTimes(revised: hour(3), approved: hour(3))
  let book = RuleBook(records: [record()], registered: ["CHG1": registered])
  guard case .unapproved(let misses)? = book.verdicts([candidate()]).first else {
    Issue.record("approved by an approval of something else")
    return
  }
  #expect(
    misses.first?.lacks
      == "edited 2 h after the change: an approval of what it says now cannot be older")
}

import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import Testing

private let wide = modify(clause(.added, "**"))

private func document(_ record: ChangeRecord, at hours: Double, by actor: String? = nil)
  -> RecordHistory.Revision
{
  .init(record: record, registered: hour(hours), isDocument: true, actor: actor)
}

private func step(_ record: ChangeRecord, at hours: Double, by actor: String? = nil)
  -> RecordHistory.Revision
{
  .init(record: record, registered: hour(hours), isDocument: false, actor: actor)
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

@Test func `a number in other characters is not the number of the record`() {
  func record(_ number: String, _ state: ChangeRecord.State) -> ChangeRecord {
    ChangeRecord(number: number, kind: .normal, state: state, allows: wide)
  }
  let history = RecordHistory([document(record("\u{c4}-1", .draft), at: -5)])
  #expect {
    try history.registration(of: record("A\u{308}-1", .cancelled))
  } throws: { ($0 as? Problem)?.code == "duplicate-record" }
}

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
  #expect(
    times
      == RegisteredTimes(
        since: hour(3), revised: hour(3), approved: [approval(at: -2): hour(3)], discounts: [:]))
  let first = RecordHistory([document(draft, at: -5), step(record(approvals: carol), at: -4)])
  #expect(
    first.registeredTimes
      == RegisteredTimes(since: hour(-5), approved: [carol[0]: hour(-4)], discounts: [:]))
}

@Test func `an approval that is dated in the future is told not to count yet`() {
  let history = RecordHistory([document(record(approvals: [approval(at: 5)]), at: 0)])
  #expect(history.discountSentences(at: hour(5)) == [])
  let words =
    "An approval of CHG1 does not count yet: it is dated in the future (bob@example.com, \(hour(5).minuteText))."
  #expect(history.discountSentences(at: hour(4)) == [words])
}

/// What is said of an approval by Bob.
private func discounted(_ lack: String) -> [String] {
  ["An approval of CHG1 does not count: \(lack) (bob@example.com)."]
}

private let bound = window(-8, 0)
private let inside = approval(at: -9)
private let tooLate = approval(at: 2)
private let edited = document(record(approvals: [], window: window(-9, 0)), at: -7)

/// A record as it was registered, and what is said of it at hour 5.
private let sayings: [(String, [RecordHistory.Revision], [String])] = [
  ("in time", [document(record(window: bound), at: 0)], []),
  ("at its end", [document(record(approvals: [approval(at: 0)], window: bound), at: 0)], []),
  ("registered late", [document(record(window: bound), at: 4)], []),
  (
    "after the window", [document(record(approvals: [tooLate], window: bound), at: 3)],
    discounted("approved 2 h after its window closed")
  ),
  (
    "a standard change",
    [document(record(kind: .standard, approvals: [tooLate], window: bound), at: 3)],
    discounted("approved 2 h after its window closed")
  ),
  (
    "one of two", [document(record(approvals: [inside, tooLate], window: bound), at: 3)],
    discounted("approved 2 h after its window closed")
  ),
  (
    "in the future and after the window",
    [document(record(approvals: [approval(at: 9)], window: bound), at: 3)],
    discounted("approved 9 h after its window closed")
  ),
  (
    "approved here after the window",
    [
      document(record(state: .submitted, approvals: [], window: bound), at: -9),
      step(record(approvals: [tooLate], window: bound), at: 2),
    ], discounted("approved 2 h after its window closed")
  ),
  (
    "edited after the window",
    [edited, document(record(approvals: [inside], window: bound), at: 3)],
    discounted(
      "edited 3 h after its window closed: an approval of what it says now cannot be older")
  ),
  (
    "edited before its end",
    [edited, document(record(approvals: [inside], window: bound), at: -1)], []
  ),
  (
    "an emergency",
    [document(record(kind: .emergency, approvals: [tooLate], window: bound), at: 3)], []
  ),
  ("no end", [document(record(approvals: [tooLate], window: window(-8, nil)), at: 3)], []),
  (
    "an empty window", [document(record(window: window(0, -1)), at: 0)],
    ["CHG1: its window ends before it begins, so it covers no edit that is judged from now on."]
  ),
  (
    "closed without an end", [document(record(), at: 0), step(record(state: .closed), at: 1)],
    [
      """
      CHG1: is closed, and no window says when it was carried out, so it covers no edit that is \
      judged from now on.
      """
    ]
  ),
  ("closed", [document(record(state: .closed, window: bound), at: 0)], []),
  (
    "approved by nobody", [document(record(approvals: []), at: 0)],
    ["CHG1: has no approval, so it covers no edit that is judged from now on."]
  ),
  (
    "cancelled", [document(record(state: .cancelled, approvals: [tooLate], window: bound), at: 3)],
    []
  ),
]

@Test(arguments: sayings.indices)
func `what keeps a record from covering anything is told, and nothing else`(index: Int) {
  let (words, revisions, said) = sayings[index]
  #expect(RecordHistory(revisions).discountSentences(at: hour(5)) == said, "\(words)")
}

private let ahead = approval("carol@example.com", at: 9)
private let own = approval("alice@example.com", at: -9)

/// A record as it is at hour 5, and what it covers all the same.
private let reaches: [(String, ChangeRecord, RecordHistory.Reach?)] = [
  ("in time", record(window: bound), nil),
  ("after the window", record(approvals: [tooLate], window: bound), .nothing),
  ("one of two", record(approvals: [tooLate, inside], window: bound), nil),
  ("by who asked", record(approvals: [own]), .nothing),
  ("by nobody", record(approvals: []), .nothing),
  ("in the future", record(approvals: [ahead]), .nothingYet),
  ("in the future, and by who asked", record(approvals: [own, ahead]), .nothingYet),
  ("in the future and after the window", record(approvals: [ahead], window: bound), .nothing),
  ("an empty window", record(window: window(0, -1)), .nothing),
  ("closed without an end", record(state: .closed), .nothing),
  ("closed", record(state: .closed, window: bound), nil),
  (
    "closed, approved after the window",
    record(state: .closed, approvals: [tooLate], window: bound), .nothing
  ),
  ("submitted", record(state: .submitted, approvals: []), nil),
  ("cancelled", record(state: .cancelled, approvals: [tooLate], window: bound), nil),
]

@Test(arguments: reaches.indices)
func `a record is known to cover nothing whatever its state promises`(index: Int) {
  let (words, record, reach) = reaches[index]
  #expect(RecordHistory([document(record, at: 0)]).reach(at: hour(5)) == reach, "\(words)")
}

/// When the record was edited, the approval registered, and what that makes of an edit seen at hour 1.
private let times: [(revised: Double?, approved: Double?, kind: ChangeRecord.Kind, word: String)] =
  [
    (nil, nil, .normal, "sure"), (nil, -1, .normal, "sure"), (nil, 2, .normal, "paper"),
    (nil, 1, .normal, "sure"),
    (nil, 20, .emergency, "sure"), (nil, 26, .emergency, "paper"),
    (-1, -1, .normal, "sure"), (0.5, 0.5, .normal, "unsure"), (2, 2, .normal, "unapproved"),
    (2, 2, .emergency, "sure"), (26, 26, .emergency, "unapproved"),
  ]

@Test(arguments: times.indices)
func `no approval is older than what it approves`(index: Int) throws {
  let row = times[index]
  let registered = RegisteredTimes(
    revised: row.revised.map(hour),
    approved: row.approved.map { [approval(): hour($0)] } ?? [:])
  let book = RuleBook(
    records: [record(kind: row.kind)], registered: ["CHG1": registered])
  let verdict = try #require(book.verdicts([candidate()]).first)
  let word =
    switch verdict {
    case .approved(_, true): "sure"
    case .approved(_, false): "unsure"
    case .approvedOnPaper: "paper"
    case .unapproved, .ignored: "unapproved"
    }
  #expect(word == row.word)
}

@Test func `a record edited after the change says so`() throws {
  let registered = RegisteredTimes(
    revised: hour(3), approved: [approval(): hour(3)])
  let book = RuleBook(records: [record()], registered: ["CHG1": registered])
  guard case .unapproved(let misses)? = book.verdicts([candidate()]).first else {
    Issue.record("approved by an approval of something else")
    return
  }
  #expect(
    misses.first?.lacks
      == "edited 2 h after the change: an approval of what it says now cannot be older")
}

@Test func `a record edited after its window says so`() throws {
  let book = RuleBook(
    records: [record(window: window(-1, 0.5))],
    registered: ["CHG1": RegisteredTimes(revised: hour(0.75))])
  guard case .unapproved(let misses)? = book.verdicts([candidate()]).first else {
    Issue.record("approved by an approval of something else")
    return
  }
  #expect(
    misses.first?.lacks
      == "edited 15 min after its window closed: an approval of what it says now cannot be older")
}

/// When an emergency of 300 days was registered and approved, and whether that covers an edit of hour 1.
private let emergencies: [(since: Double, approved: Double, isCovered: Bool)] = [
  (-5, 200, true), (24, 200, true), (26, 26, false), (200, 201, false), (26, 25, true),
]

@Test(arguments: emergencies.indices)
func `nobody gives themselves more time when the usual is over`(index: Int) {
  let row = emergencies[index]
  let emergency = record(
    kind: .emergency, approvals: [approval(at: row.approved)], due: 300 * 86400)
  let book = RuleBook(
    records: [emergency], registered: ["CHG1": RegisteredTimes(since: hour(row.since))])
  #expect((book.verdicts([candidate()]).first?.word == .approved) == row.isCovered)
}

private let (eve, mallory, ticketing) = (
  "eve@example.com", "Mallory <mallory@example.com>", "tickets"
)

private func approved(by people: String..., allows: [Allowance]? = nil) -> ChangeRecord {
  let approvals = people.map { approval($0, at: -9) }
  return allows.map { record(approvals: approvals, allows: $0) } ?? record(approvals: approvals)
}

/// Who did what with a record, and what its approvals lack; nil where one counts.
private let doings: [(String, [RecordHistory.Revision], String?)] = [
  (
    "registered by a service, approved elsewhere",
    [document(approved(by: "bob@example.com"), at: -5, by: ticketing)], nil
  ),
  (
    "registered and approved by one person",
    [document(approved(by: "mallory@example.com"), at: -5, by: mallory)],
    "mallory@example.com approved what they registered themselves"
  ),
  (
    "registered by one person, approved by them and another",
    [document(approved(by: "mallory@example.com", "bob@example.com"), at: -5, by: mallory)], nil
  ),
  (
    "registered by one, approved here by the same",
    [document(draft, at: -5, by: mallory), step(approved(by: "mallory"), at: -4, by: "mallory")],
    "mallory approved what they registered themselves"
  ),
  (
    "submitted by one, approved by the same",
    [
      document(record(state: .draft, approvals: []), at: -5, by: eve),
      step(draft, at: -4, by: mallory),
      step(approved(by: "MALLORY@example.com;"), at: -3, by: "MALLORY@example.com;"),
    ], "MALLORY@example.com; approved what they submitted themselves"
  ),
  (
    "submitted by a document of the approver",
    [
      document(record(state: .draft, approvals: []), at: -5, by: eve),
      document(draft, at: -4, by: mallory), step(approved(by: mallory), at: -3, by: mallory),
    ], "\(mallory) approved what they submitted themselves"
  ),
  (
    "the approver's own document says so",
    [document(draft, at: -5, by: eve), document(approved(by: mallory), at: -4, by: mallory)],
    "\(mallory) registered their own approval"
  ),
  (
    "the approver closes it by a document",
    [
      document(draft, at: -5, by: eve), step(approved(by: mallory), at: -4, by: mallory),
      document(record(state: .closed, approvals: [approval(mallory, at: -9)]), at: -3, by: mallory),
    ], nil
  ),
  (
    "who asked before cannot approve for another",
    [
      document(record(requestedBy: mallory, approvals: []), at: -6, by: ticketing),
      document(draft, at: -5, by: ticketing), step(approved(by: mallory), at: -4, by: mallory),
    ], "\(mallory) approved their own change"
  ),
  (
    "the editor cannot approve the edit",
    [
      document(approved(by: "bob@example.com"), at: -6, by: eve),
      document(record(state: .submitted, approvals: [], allows: wide), at: -5, by: mallory),
      step(approved(by: mallory, allows: wide), at: -4, by: mallory),
    ], "\(mallory) approved what they registered themselves"
  ),
]

@Test(arguments: doings.indices)
func `whoever asked for a change cannot approve it`(index: Int) throws {
  let (words, revisions, lack) = doings[index]
  let history = RecordHistory(revisions)
  let last = try #require(revisions.last?.record)
  let allows = last.allows == wide ? wide : record().allows
  let current = ChangeRecord(
    number: last.number, kind: last.kind, state: last.state, requestedBy: last.requestedBy,
    approvals: last.approvals, window: window(-24, 24), allows: allows)
  let book = RuleBook(
    records: [current], registered: ["CHG1": history.registeredTimes])
  switch try #require(book.verdicts([candidate()]).first) {
  case .approved: #expect(lack == nil, "\(words)")
  case .unapproved(let misses): #expect(misses.first?.lacks == lack, "\(words)")
  case .approvedOnPaper, .ignored: Issue.record("\(words)")
  }
}

@Test func `a record that nobody asks for is neither submitted nor approved`() {
  for (from, to) in [
    (ChangeRecord.State.draft, ChangeRecord.State.submitted), (.submitted, .approved),
  ] {
    #expect {
      try record(state: from, requestedBy: nil).moved(to: to, by: "bob", at: hour(0))
    } throws: { ($0 as? Problem)?.code == "requester-missing" }
  }
}

@Test func `of several approvals the one that was known in time counts`() {
  let (early, late) = (approval("bob@example.com", at: -1), approval("carol@example.com", at: -20))
  let book = RuleBook(
    records: [record(approvals: [early, late])],
    registered: [
      "CHG1": RegisteredTimes(approved: [early: hour(-1), late: hour(30)])
    ])
  #expect(
    book.verdicts([candidate()]).first
      == .approved(by: Cover(record: "CHG1", allowance: 0, clause: 0), isTimeCorroborated: true))
}

/// An approval before the change at 0.5, as it became known: which verdict it gives.
private let knowings: [(String, [RecordHistory.Revision], String)] = [
  ("registered before", [document(record(), at: -5)], yes),
  ("approved here before", [document(draft, at: -5), step(record(), at: -4)], yes),
  ("closed since", [document(record(), at: -5), step(closed, at: 20)], yes),
  (
    "withdrawn before the change, and registered again afterwards",
    [document(record(), at: -5), document(draft, at: -4), document(record(), at: 20)], onPaper
  ),
  (
    "withdrawn, and closed by a document afterwards",
    [document(record(), at: -5), document(draft, at: -4), document(closed, at: 20)], onPaper
  ),
  (
    "there before the record was approved",
    [document(record(state: .submitted), at: -5), document(record(), at: 20)], onPaper
  ),
  (
    "rejected before the change, and approved again afterwards",
    [
      document(record(), at: -5), document(record(state: .rejected), at: -4),
      document(record(), at: 20),
    ], onPaper
  ),
  (
    "submitted again for a moment after the change",
    [
      document(record(), at: -5), document(record(state: .submitted), at: 19),
      document(record(), at: 20),
    ],
    onPaper
  ),
]
private let closed = record(state: .closed, window: window(-24, 24))
private let onPaper = "approved by CHG1 0/0, on paper"

@Test(arguments: knowings.indices)
func `an approval is known since the record has had it without a break`(index: Int) throws {
  let (words, revisions, verdict) = knowings[index]
  let same = revisions.map { revision in
    RecordHistory.Revision(
      record: record(
        state: revision.record.state, approvals: revision.record.approvals, window: window(-24, 24)),
      registered: revision.registered, isDocument: revision.isDocument)
  }
  let last = try #require(same.last?.record)
  let book = RuleBook(
    records: [last], registered: ["CHG1": RecordHistory(same).registeredTimes])
  #expect(book.verdicts([candidate()]).map(\.line) == [verdict], "\(words)")
}

@Test func `what else covers an edit is named before what was approved on paper`() {
  let narrow = record("CHG1", allows: modify(clause(.added, "IpPermissions[*]", httpsFromOffice)))
  let broad = record("CHG2")
  let book = RuleBook(
    records: [narrow, broad],
    registered: [
      "CHG1": RegisteredTimes(approved: [approval(): hour(30)]),
      "CHG2": RegisteredTimes(approved: [approval(): hour(-1)]),
    ])
  #expect(book.verdicts([candidate()]).first?.cover?.record == "CHG2")
}

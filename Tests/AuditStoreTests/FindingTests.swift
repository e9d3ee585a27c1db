import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite struct FindingTests {
  private let folder: StoreFolder
  private let store: AuditStore

  /// Two resources, agreed to on the first day; one changes on each day after it.
  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
    try store.take(["a": "1", "b": "b"], day: 1)
    _ = try store.setBaseline(
      "default", to: 1, choosing: { _ in true }, at: .day(1), by: "ada", reason: nil)
  }

  /// Takes the snapshots up to one that are not there yet, one a day.
  private func take(to snapshot: Int) throws {
    let last = try store.snapshots().map(\.number).max() ?? 0
    for day in stride(from: last + 1, through: snapshot, by: 1) {
      try store.take(["a": "\(day)", "b": "b"], day: day)
    }
  }

  private func judgement(_ resource: Int64, _ snapshot: Int, _ verdict: Verdict, finding: Int?)
    -> StoredJudgement
  {
    StoredJudgement(
      resource: resource, snapshot: snapshot, resourceChange: .modified, path: "Port",
      word: .changed,
      old: "1", new: "\(snapshot)",
      occurred: Occurrence(after: .day(snapshot - 1), until: .day(snapshot)),
      severity: .high, sentence: "it is open", verdict: verdict, finding: finding,
      traits: ResourceTraits(name: "web", tags: ["team": "a"]))
  }

  /// Takes a snapshot and audits up to it; the changed resource gets a finding, or its standing one.
  @discardableResult
  private func audit(to snapshot: Int, _ verdict: Verdict = .unapproved([])) throws -> Int {
    try take(to: snapshot)
    return try store.writeAudit(baseline: "default", at: .day(snapshot)) { session in
      let after = try session.lastAudit()?.to ?? 1
      let changed = try #require(try session.resourcesChanged(in: snapshot).first)
      let standing = try session.standingFinding(of: changed.row)
      let finding =
        try standing?.number
        ?? session.openFinding(changed.row, change: .modified, snapshot: snapshot)
      let row = try session.insert(judgement(changed.row, snapshot, verdict, finding: finding))
      try session.setDeviations(
        of: changed.row, verdict.word == .unapproved ? [(row, "Ports")] : [])
      try session.insertAudit(
        after: after, to: snapshot, isAsking: true, at: Timestamp(seconds: 1), by: nil)
      return finding
    }
  }

  @Test func `a finding stands until something ends it`() throws {
    let number = try audit(to: 2)
    #expect(try audit(to: 3) == number)
    let ends: [FindingEvent] = [
      .reverted(snapshot: 3), .approved(record: "CR-1"), .promoted, .ignored(by: "noise"),
    ]
    for end in ends {
      try store.append(.acknowledged, to: [number], at: .day(4), by: "bob", reason: nil)
      try store.append(end, to: [number], at: .day(4), by: "bob", reason: "so")
      try store.append(.reopened(snapshot: 3), to: [number], at: .day(4), by: "bob", reason: nil)
      #expect(try audit(to: 4) == number)
    }
    try store.append(.promoted, to: [number], at: .day(4), by: "bob", reason: nil)
    #expect(try audit(to: 4) == number + 1)
    #expect(try store.verify().problems == [])
  }

  @Test func `events come back as they were`() throws {
    let number = try audit(to: 2)
    try store.append(
      .accepted(until: .day(20)), to: [number], at: .day(3), by: "bob", reason: "known")
    try store.append(.approved(record: "CR-7"), to: [number], at: .day(4), by: "eve", reason: nil)
    let (finding, baseline) = try #require(try store.finding(number))
    #expect(baseline == "default")
    #expect(finding.events.map(\.kind) == ["opened", "accepted", "approved"])
    #expect(finding.events.map(\.at) == [.day(2), .day(3), .day(4)])
    #expect(finding.events.map(\.actor) == [nil, "bob", "eve"])
    #expect(finding.events.map(\.reason) == [nil, "known", nil])
    #expect(finding.events.map(\.snapshot) == [2, nil, nil])
    #expect(finding.events.map(\.record) == [nil, nil, "CR-7"])
    #expect(finding.events.map(\.until) == [nil, .day(20), nil])
    #expect(try store.finding(number + 1) == nil)
  }

  @Test(
    arguments: [
      Verdict.unapproved([NearMiss(record: "CR-1", lacks: "the \"window\"\n", distance: 3)]),
      .unapproved([]), .ignored(by: "noise"),
      .approved(by: Cover(record: "CR-1", allowance: 2, clause: nil), isTimeCorroborated: true),
      .approved(by: Cover(record: "CR-1", allowance: 0, clause: 4), isTimeCorroborated: false),
    ])
  func `judgements come back as they were`(verdict: Verdict) throws {
    let number = try audit(to: 2, verdict)
    let all = try store.judgements(baseline: "default", in: .everything)
    let found = try #require(all.first?.judgement)
    #expect(all.count == 1 && all.first?.resource.id.id == "a")
    #expect(found.verdict == verdict && found.finding == number && found.severity == .high)
    #expect(found.path == "Port" && found.old == "1" && found.new == "2" && found.word == .changed)
    #expect(found.occurred == Occurrence(after: .day(1), until: .day(2)))
    #expect(found.sentence == "it is open" && found.resourceChange == .modified)
    #expect(found.traits == ResourceTraits(name: "web", tags: ["team": "a"]))
    let isStanding = try store.finding(number)?.0.judgements.map(\.isStanding)
    #expect(isStanding == [verdict.word == .unapproved])
  }

  @Test func `a period has the snapshots and the findings of its time`() throws {
    let number = try audit(to: 2)
    try audit(to: 3)
    let last = try #require(try store.periodOfLastAudit(baseline: "default"))
    #expect(last.after == 2 && last.to == 3 && last.start == .day(2) && last.end == .day(3))
    #expect(try store.periodOfLastAudit(baseline: "none") == nil)
    try store.append(.promoted, to: [number], at: .day(3), by: "bob", reason: nil)
    func numbers(from: Int?, until: Int) throws -> [Int] {
      let period = try store.period(
        from: from.map(Timestamp.day), until: .day(until), now: .day(until))
      return try store.findings(baseline: "default", in: period).map(\.number)
    }
    #expect(try numbers(from: nil, until: 1) == [])
    #expect(try numbers(from: nil, until: 2) == [number])
    #expect(try numbers(from: 1, until: 9) == [number])
    #expect(try numbers(from: 3, until: 9) == [number])
    #expect(try numbers(from: 4, until: 9) == [])
    let empty = try store.period(from: .day(30), until: .day(1), now: .day(1))
    #expect(try store.findings(baseline: "default", in: empty).isEmpty)
  }

  @Test(arguments: [
    "severity = 9", "resource_change = 'moved'", "traits = '{'", "near_misses = '?'",
  ])
  func `a word or a text that stands for nothing is damage, and never read as another`(
    change: String
  ) throws {
    try audit(to: 2)
    try folder.tamper("UPDATE judgement SET \(change)")
    let code = problemCode { _ = try store.findings(baseline: "default", in: .everything) }
    #expect(code == "row-altered")
  }

  @Test func `an audit does not go by a moment of a snapshot that was altered`() throws {
    try audit(to: 2)
    try take(to: 3)
    try folder.tamper("UPDATE snapshot SET taken_at = taken_at - 1 WHERE number = 3")
    #expect(problemCode { try audit(to: 3) } == "row-altered")
  }

  @Test func `an audit that fails leaves nothing`() throws {
    try take(to: 2)
    let code = problemCode {
      try store.writeAudit(baseline: "default", at: .day(2)) { session in
        _ = try session.openFinding(1, change: .modified, snapshot: 2)
        throw Problem("test", "test")
      }
    }
    #expect(code == "test")
    #expect(try store.findings(baseline: "default", in: .everything).isEmpty)
  }

  @Test func `parts of records are counted`() throws {
    let cover = Cover(record: "CR-1", allowance: 0, clause: 1)
    let whole = Cover(record: "CR-1", allowance: 1, clause: nil)
    try take(to: 3)
    try store.writeAudit(baseline: "default", at: .day(3)) { session in
      for snapshot in 2...3 {
        let row = try session.insert(
          judgement(1, snapshot, .approved(by: cover, isTimeCorroborated: true), finding: nil))
        try session.insertUses([cover: 2, whole: 1], of: row)
      }
      let uses = try session.uses(of: ["CR-1"])
      #expect(Array(uses.values) == [[cover: 2, whole: 1], [cover: 2, whole: 1]])
    }
    #expect(try store.usage(baseline: "default", until: .max) == [cover: 4, whole: 2])
    #expect(try store.usage(baseline: "default", until: 0) == [:])
    #expect(try store.usage(baseline: "none", until: .max) == [:])
  }
}

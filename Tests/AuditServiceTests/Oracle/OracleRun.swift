import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// One history: snapshots, records that come and go between them, audits against two baselines, and what
/// the oracle makes of them.
struct OracleRun {
  private(set) var tally = OracleTally()
  private let temporary: TemporaryStore
  private var writer: OracleWriter
  private var now: Timestamp
  private var world: OracleWorld
  private var snapshots: [(at: Timestamp, world: OracleWorld)] = []
  private var records: [String: OracleRecord] = [:]
  private var baselines: [String: OracleBaseline] = [:]
  private var uses: [OracleUse: Set<OracleUsed>] = [:]
  /// What is known of calls, in the order of time.
  private var calls: [OracleCall] = []
  /// What is told of later.
  private var late: [OracleCall] = []
  private var freezes: [OracleFreeze] = []
  private var ignores: [OracleIgnore] = []
  /// Whether little is registered, and audits come close together: then most of what stands is not judged again.
  private let isCalm: Bool

  private var store: AuditStore { temporary.store }

  init(seed: UInt64) throws {
    writer = OracleWriter(seed: seed)
    isCalm = writer.chance(3)
    temporary = try TemporaryStore()
    now = Timestamp(seconds: 1_767_571_200)
    world = OracleWorld(using: &writer.random)
    let start = now
    let winter = start.advanced(byHours: writer.pick([3, 8, 15]))
    freezes = [
      OracleFreeze(
        name: "winter", from: winter, until: winter.advanced(byHours: writer.pick([1, 3, 6])),
        selector: writer.chance(2) ? nil : writer.selector())
    ]
    ignores = (0..<2).map { index in
      OracleIgnore(
        name: "ignores.yaml#\(index + 1)", selector: writer.selector(),
        path: writer.pick([
          nil, [.key("Tags")], [.any, .key("Description")], [.key("Document"), .any],
        ]),
        until: start.advanced(byHours: writer.pick([10, 30, 100])))
    }
  }

  mutating func play() throws {
    try importWorld()
    try setBaseline("default")
    for round in 1...7 {
      let before = world
      let settled = Array(baselines.values)
      let seen = snapshots
      world.change(using: &writer.random) { id, path in
        settled.allSatisfy { baseline in
          baseline.expected[id]??.value(at: path) != nil
            && seen[(baseline.judged - 1)...].allSatisfy {
              $0.world.resources[id]?.value(at: path) != nil
            }
        }
      }
      writer.plans = OracleWorld.ids.flatMap { id in
        Tree?.edits(from: before.resources[id], to: world.resources[id]).map {
          OracleWriter.Plan(
            id: id, edit: $0, traits: OracleTraits(before.resources[id] ?? world.resources[id]))
        }
      }
      for _ in 0..<(isCalm ? writer.pick([0, 0, 1, 5]) : 5) {
        try step(byMinutes: 12) { try $0.registerSomething() }
      }
      now = now.advanced(byHours: writer.pick([1, 3, 6]))
      try importWorld()
      try tellOfCalls()
      if round == 3 { try setBaseline("second") }
      guard !writer.chance(4) || round == 7 else { continue }
      try step(byMinutes: 10) { try $0.audit() }
      for _ in 0..<(isCalm ? 2 : 0) { try stepCalmly() }
    }
  }

  /// Another audit, of what is as it was, or of calls that were told of late.
  private mutating func stepCalmly() throws {
    now = now.advanced(byHours: writer.pick([1, 2, 20]))
    if writer.chance(2) { try importWorld() }
    if writer.chance(3) { try tellOfCalls() }
    try step(byMinutes: 10) { try $0.audit() }
  }

  private mutating func step(byMinutes minutes: Int64, _ act: (inout OracleRun) throws -> Void)
    throws
  {
    now = now.advanced(bySeconds: minutes * 60)
    try act(&self)
  }

  // MARK: What happens

  private mutating func importWorld() throws {
    _ = try temporary.write(
      world.groupsJSON(using: &writer.random),
      to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    _ = try temporary.write(
      world.policiesJSON(using: &writer.random),
      to: "exports/111122223333/global/iam-get-account-authorization-details.json")
    let outcome = try ImportSnapshot(
      store: store, paths: [temporary.folder + "/exports"], capturedAt: now, now: now
    ).run()
    #expect(!outcome.hasUnread)
    snapshots.append((now, world))
  }

  /// Of what was called since the snapshot before: some of it now, and the rest with a later snapshot.
  private mutating func tellOfCalls() throws {
    let since = snapshots[snapshots.count - 2].at
    let made = writer.calls(after: since, until: now, from: calls.count + late.count + 1)
    let later = made.filter { _ in writer.chance(4) }
    let told = late + made.filter { !later.contains($0) }
    late = later
    calls = (calls + told).sorted { ($0.at, $0.number) < ($1.at, $1.number) }
    tally.calls += told.count
    // A file without any call is no activity.
    guard !told.isEmpty else { return }
    let text = told.map(\.json).shuffled(using: &writer.random).joined(separator: "\n")
    let path = try temporary.write(text + "\n", to: "activity/calls.jsonl")
    _ = try ImportActivity(store: store, paths: [path], at: now).run()
  }

  private mutating func setBaseline(_ name: String) throws {
    now = now.advanced(bySeconds: 60)
    _ = try ManageBaselines(store: store, name: name, at: now)
      .set(to: "latest", choosing: ResourceSelector(), by: nil, reason: nil)
    baselines[name] = OracleBaseline(
      expected: world.resources.mapValues { $0 }, judged: snapshots.count)
  }

  /// A new record, another text of one, or a step of one.
  private mutating func registerSomething() throws {
    let known = records.values.sorted { $0.number < $1.number }
    guard known.count > 6, !writer.chance(2) else {
      let record = writer.record(at: now)
      try register(record)
      return
    }
    var record = writer.pick(known)
    switch (Int.random(in: 0..<4, using: &writer.random), record.state) {
    case (0, "approved"), (0, "submitted"):
      record.allowances = writer.allowances()
      (record.since, record.isRevised) = (now, true)
      record.approvals = writer.chance(2) ? [] : writer.approvals(record.state, at: now)
      if record.approvals.isEmpty { record.state = "submitted" }
      try register(record)
    case (1, "submitted"):
      record.approvals.append(OracleRecord.Approval(by: "carol@example.com", at: now))
      try move(record, to: "approved")
    case (2, "approved"): try move(record, to: "closed")
    case (3, "approved"), (3, "submitted"): try move(record, to: "cancelled")
    default: break
    }
  }

  private mutating func register(_ record: OracleRecord) throws {
    let path = try temporary.write(record.yaml, to: "records/\(record.number).yaml")
    _ = try ManageChangeRecords(store: store, at: now)
      .register(ManageChangeRecords.read([path]), by: nil)
    records[record.number] = record
  }

  private mutating func move(_ record: OracleRecord, to state: String) throws {
    let person = state == "approved" ? "carol@example.com" : "alice@example.com"
    try ManageChangeRecords(store: store, at: now)
      .move(
        [record.number], to: ChangeRecord.State(rawValue: state) ?? .draft, by: person, reason: "r")
    records[record.number] = record
    records[record.number]?.state = state
  }

  // MARK: Audit and comparison

  private mutating func audit() throws {
    let freezes = try temporary.write(freezesYAML, to: "freezes.yaml")
    let ignores = try temporary.write(ignoresYAML, to: "ignores.yaml")
    let rules = try LoadRules(ignorePaths: [ignores], freezePaths: [freezes]).load(from: store)
    for name in baselines.keys.sorted() {
      let before = try lastJudgement()
      let outcome = try RunAudit(store: store, baseline: name, rules: rules, at: now).run()
      tally.judgedAgain += outcome.judgedAgain
      tally.standing += baselines[name]?.standing.count ?? 0
      let rows = try judgements(name, after: before)
      try compare(name, with: rows)
    }
  }

  private mutating func compare(_ name: String, with rows: [OracleRow]) throws {
    guard var baseline = baselines[name] else { return }
    let told = Dictionary(grouping: rows.filter(\.isApproved)) { OracleUsed($0) }
    var claimed = Set(told.keys)
    let first = baseline.judged
    for id in baseline.standing.keys.sorted() {
      judge(id, in: first, &baseline, told, &claimed)
    }
    for index in first..<max(first, snapshots.count) {
      for id in OracleWorld.ids
      where snapshots[index].world.resources[id] != snapshots[index - 1].world.resources[id] {
        judge(id, in: index + 1, &baseline, told, &claimed)
      }
    }
    baseline.judged = snapshots.count
    baselines[name] = baseline
    for used in claimed { disagree("\(name): \(used) was approved, and there is no such edit") }
    try compareStanding(name, baseline)
    checkRoom()
  }

  /// Judges what differs of one resource in a snapshot, counted from 1, and follows the program where
  /// only a part with a limit covers an edit.
  private mutating func judge(
    _ id: String, in snapshot: Int, _ baseline: inout OracleBaseline,
    _ told: [OracleUsed: [OracleRow]], _ claimed: inout Set<OracleUsed>
  ) {
    let (at, world) = snapshots[snapshot - 1]
    let expected = baseline.expected[id] ?? nil
    let traits = OracleTraits(expected ?? world.resources[id])
    var standing: [TreeEdit: OracleStanding] = [:]
    var next = expected
    for edit in Tree?.edits(from: expected, to: world.resources[id]) {
      let known =
        baseline.standing[id]?[edit]
        ?? OracleStanding(
          snapshot: snapshot,
          edit: OracleEdit(
            id: id, edit: edit, after: snapshots[max(0, snapshot - 2)].at, until: at, traits: traits
          ))
      let used = OracleUsed(known)
      let row = told[used]?.first
      if check(known.edit, row) {
        claimed.remove(used)
        next = next.applying(edit)
        if let row { count(row, used) }
      } else {
        standing[edit] = known
      }
    }
    baseline.expected[id] = .some(next)
    baseline.standing[id] = standing.isEmpty ? nil : standing
  }

  /// Whether the edit is approved, having compared that with what the program says.
  private mutating func check(_ seen: OracleEdit, _ row: OracleRow?) -> Bool {
    let edit = seen.told(by: calls)
    if edit != seen { tally.toldByCalls += 1 }
    let covering = records.values.filter { $0.covers(edit, freezes: freezes, at: now) }
    let free = records.values.contains {
      $0.coversWithoutLimit(edit, freezes: freezes, at: now)
    }
    tally.edits += 1
    tally.pairs += records.count
    tally.covering += covering.count
    if !covering.isEmpty, !free { tally.limited += 1 }
    if let row {
      tally.approved += 1
      if !covering.contains(where: { $0.number == row.record }) {
        disagree("\(edit.text) was approved by \(row.record), which does not cover it")
      }
    } else if free {
      disagree("\(edit.text) was not approved, and \(covering.map(\.number).sorted()) cover it")
    }
    return row != nil
  }

  private mutating func compareStanding(_ name: String, _ baseline: OracleBaseline) throws {
    var wanted: [String: String] = [:]
    for (id, edits) in baseline.standing {
      for (edit, standing) in edits {
        let ignore = ignores.first { $0.hides(standing.edit, at: now) }
        wanted["\(id) \(edit.word.rawValue) \(edit.pathText)"] =
          ignore == nil ? "unapproved" : "ignored"
        if ignore == nil { tally.unapproved += 1 } else { tally.ignored += 1 }
      }
    }
    var found: [String: String] = [:]
    for (id, judgements) in try store.deviations(baseline: name) {
      for judgement in judgements {
        found["\(id.id) \(judgement.word.rawValue) \(judgement.path)"] =
          judgement.verdict.word.rawValue
      }
    }
    for key in Set(wanted.keys).union(found.keys).sorted() where wanted[key] != found[key] {
      disagree("\(name): \(key) is \(found[key] ?? "not there"), not \(wanted[key] ?? "there")")
    }
  }

  // MARK: Limits

  private mutating func count(_ row: OracleRow, _ used: OracleUsed) {
    guard let index = row.clause else { return }
    let use = OracleUse(record: row.record, allowance: row.allowance, clause: index)
    let isNew = uses[use, default: []].insert(used).inserted
    let allowances = records[use.record]?.allowances ?? []
    guard isNew, allowances.indices.contains(use.allowance),
      allowances[use.allowance].clauses.indices.contains(index),
      let most = allowances[use.allowance].clauses[index].atMost
    else { return }
    let edits = uses[use]?.count ?? 0
    if edits > most { disagree("\(use) covers \(edits) edits, and may cover \(most)") }
  }

  /// What only full parts cover stands; nothing stands that a part with room covers.
  private mutating func checkRoom() {
    for (name, baseline) in baselines {
      for standing in baseline.standing.values.flatMap(\.values)
      where hasRoom(for: standing.edit, name) {
        disagree("\(name): \(standing.edit.text) stands, and a part with room covers it")
      }
    }
  }

  private func hasRoom(for seen: OracleEdit, _ name: String) -> Bool {
    let edit = seen.told(by: calls)
    guard baselines[name]?.judged == snapshots.count, edit.edit.path != [] else { return false }
    return records.values.contains { record in
      // Of a record that was edited, all that it ever covered counts: it may be full.
      guard !record.isRevised, record.covers(edit, freezes: freezes, at: now) else { return false }
      return record.allowances.enumerated().contains { place, allowance in
        allowance.action == "modify" && allowance.selector.selects(id: edit.id, traits: edit.traits)
          && allowance.clauses.enumerated().contains { index, clause in
            let use = OracleUse(record: record.number, allowance: place, clause: index)
            return clause.covers(edit.edit) && (uses[use]?.count ?? 0) < clause.atMost ?? .max
          }
      }
    }
  }

  private mutating func disagree(_ sentence: String) {
    tally.disagreements.append(sentence)
    let texts = records.values.filter { sentence.contains($0.number) }.map {
      "\($0.yaml)since \($0.since) \($0.isRevised)"
    }
    let ids = OracleWorld.ids.filter { sentence.contains("\($0) ") }
    let rows = ids.flatMap { (try? judgements(of: $0)) ?? [] }.map { "\($0)" }
    Issue.record("\(sentence), at \(now)\n\((texts + rows).joined(separator: "\n"))")
  }
}

/// What the oracle knows of a baseline.
struct OracleBaseline {
  /// By id; an absent resource is expected to be absent.
  var expected: [String: Tree?]
  var standing: [String: [TreeEdit: OracleStanding]] = [:]
  /// How many snapshots were judged.
  var judged: Int
}

/// An edit that is not approved, with the number of the snapshot that first showed it.
struct OracleStanding: Hashable {
  let snapshot: Int
  let edit: OracleEdit
}

/// A part of a record.
struct OracleUse: Hashable {
  let record: String
  let allowance: Int
  let clause: Int
}

/// An edit that a part covered: over all baselines once.
struct OracleUsed: Hashable {
  let id: String
  let path: String
  let word: String
  let snapshot: Int

  init(_ standing: OracleStanding) {
    (id, snapshot) = (standing.edit.id, standing.snapshot)
    (path, word) = (standing.edit.edit.pathText, standing.edit.edit.word.rawValue)
  }

  init(_ row: OracleRow) { (id, path, word, snapshot) = (row.id, row.path, row.word, row.snapshot) }
}

/// A verdict as the store holds it.
struct OracleRow: Hashable {
  let id: String
  let path: String
  let word: String
  let snapshot: Int
  let verdict: String
  let record: String
  let allowance: Int
  let clause: Int?

  init(_ cells: [QueryAnswer.Cell]) {
    (id, path, word) = (cells[0].text, cells[1].text, cells[2].text)
    (snapshot, verdict, record) = (cells[3].number ?? 0, cells[4].text, cells[5].text)
    (allowance, clause) = (cells[6].number ?? 0, cells[7].number)
  }

  var isApproved: Bool { verdict.hasPrefix("approved") }
}

extension OracleEdit {
  var text: String {
    "\(id) \(edit.word.rawValue) \(edit.pathText.isEmpty ? "(all)" : edit.pathText) "
      + "\(edit.old.map { "\($0)" } ?? "") > \(edit.new.map { "\($0)" } ?? "") \(traits) "
      + "after \(after) by \(until)"
  }
}

extension Tree {
  /// What stands below; nil for nothing.
  func value(at path: [TreeStep]) -> Tree? {
    path.reduce(Optional(self)) { tree, step in
      switch step {
      case .key(let name), .member(let name): tree?.fields[name]
      }
    }
  }
}

extension OracleRun {
  private func lastJudgement() throws -> Int {
    try store.query("SELECT coalesce(max(id), 0) FROM judgement").rows.first?.first?.number ?? 0
  }

  private func judgements(_ baseline: String, after row: Int) throws -> [OracleRow] {
    try store.query(
      """
      SELECT r.external_id, j.path, j.change, j.snapshot, j.verdict, j.record, j.allowance, j.clause
      FROM judgement j JOIN baseline b ON b.id = j.baseline JOIN resource r ON r.id = j.resource
      WHERE b.name = '\(baseline)' AND j.id > \(row) ORDER BY j.id
      """
    ).rows.map(OracleRow.init)
  }

  /// All that was said of a resource, for who looks into a disagreement.
  private func judgements(of id: String) throws -> [OracleRow] {
    try store.query(
      """
      SELECT r.external_id, j.path, j.change, j.snapshot,
        j.verdict || coalesce(' ' || j.near_misses, ''), j.record, j.allowance, j.clause
      FROM judgement j JOIN resource r ON r.id = j.resource WHERE r.external_id = '\(id)' ORDER BY j.id
      """
    ).rows.map(OracleRow.init)
  }

  fileprivate var freezesYAML: String {
    "freezes:\n"
      + freezes.map { freeze in
        "  - name: \(freeze.name)\n    from: \(freeze.from)\n    until: \(freeze.until)\n"
          + (freeze.selector.map { "    resource: \($0.yaml)\n" } ?? "")
      }.joined()
  }

  fileprivate var ignoresYAML: String {
    "ignores:\n"
      + ignores.map { ignore in
        "  - resource: \(ignore.selector.yaml)\n    owner: o\n    reason: r\n    until: \(ignore.until)\n"
          + (ignore.path.map { "    path: \"\($0.text)\"\n" } ?? "")
      }.joined()
  }
}

extension QueryAnswer.Cell {
  fileprivate var number: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  fileprivate var text: String {
    switch self {
    case .null: ""
    case .number(let text), .text(let text): text
    }
  }
}

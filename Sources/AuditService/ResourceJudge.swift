import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds

/// Judges one resource at a time within an audit, and keeps the count of what records have covered.
final class ResourceJudge {
  let session: AuditSession
  let rules: RuleBook
  private(set) var usage: Usage
  private let at: Timestamp
  let reader = DocumentReader()
  let attribute: AttributeEdits
  /// The records that cover so many edits and no more.
  let limitedRecords: Set<String>
  /// What edits used of parts that cover so many edits and no more: judged again for another baseline
  /// they use nothing more.
  private var used: [UsedEdit: [Cover: Int]]
  /// What stands beside resources, as it was asked for: an edit of a list asks for all groups of a region.
  var beside: [Beside: [RelatedResource]] = [:]

  init(session: AuditSession, rules: RuleBook, at: Timestamp) throws {
    self.session = session
    self.rules = rules
    self.at = at
    attribute = try AttributeEdits(store: session.store, at: at)
    let limited = rules.records.filter { record in
      record.allows.contains { $0.edits.contains { $0.atMost != nil } }
    }
    limitedRecords = Set(limited.map(\.number))
    used = try session.uses(of: limitedRecords)
    usage = Usage(used.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) })
  }

  var warnings: [String] { reader.warnings.sorted() }

  /// An edit with what is said of it now.
  fileprivate struct JudgedNow {
    /// As it stands among the edits of the resource.
    let edit: Edit
    /// As it is judged and told: under the path by which it was first seen.
    let judged: JudgedEdit
    let traits: ResourceTraits
    /// Its last judgement, where it stood before.
    let known: StoredJudgement?
    /// The last judgement of the addition that it changes again.
    let replaced: StoredJudgement?
    /// The row of the first judgement of that addition.
    let first: Int64?
    /// What it uses of its record.
    let uses: [Cover: Int]

    /// What was said last, of it or of what stood in its place.
    var before: Verdict.Word? { (known ?? replaced)?.verdict.word }
  }

  /// What all edits of a resource are judged with.
  struct Setting {
    let stored: StoredResource
    let state: ResourceState
    let change: ResourceChange
    let snapshot: Int
    let standing: [StoredJudgement]
    /// The edits that stood before.
    let known: [Edit: StoredJudgement]
    /// The event by which somebody last agreed to what is expected.
    let agreement: Int64
    /// What of the resource is read for the first time now; nil where nothing is.
    let first: FirstReading?
  }

  /// Parts of a resource that are read for the first time.
  struct FirstReading {
    let parts: [String]
    /// The approval of the resource's creation, where it was made since what is expected, and not gone since.
    let creation: StoredJudgement?
    /// Whether it was made so, gone since or not.
    let isMade: Bool
  }

  /// Judges what differs between the expected configuration of a resource and the one observed in
  /// a snapshot. `isNew`: the snapshot changed the resource, and this is the first look at it.
  func judge(_ stored: StoredResource, in snapshot: Int, isNew: Bool) throws {
    let expected = try session.expected(stored)
    if case .uncovered = expected.state, try !session.judgesUncovered() { return }
    let observed = try session.observed(stored.row, in: snapshot)
    if isNew, try adopt(stored, expected, observed: observed, in: snapshot) { return }
    guard try observed != nil || session.wasLookedFor(stored, by: snapshot) else { return }
    let standing = try session.deviations(of: stored.row)
    let shown = try ResourceState(
      of: stored.resource.id, expected: expected, observed: observed, standing: standing,
      reader: reader)
    let first = try firstReading(in: shown, of: stored)
    let state = try adopting(first, shown, of: stored, in: snapshot)
    let setting = Setting(
      stored: stored, state: state, change: state.change ?? .modified, snapshot: snapshot,
      standing: standing, known: try known(standing, expected, state),
      agreement: standing.isEmpty ? 0 : try session.agreement(on: stored), first: first)
    // Of edits that were approved in part, the others are those that stand.
    let edits =
      state.isPartlyApproved ? state.edits.filter { setting.known[$0] != nil } : state.edits
    let judged = try edits.map { try judge($0, setting) }
    let accepted = Set(judged.filter { $0.judged.verdict.word.isCovered }.map(\.edit))
    if !accepted.isEmpty {
      let all = accepted.union(state.approved(besides: Set(edits)))
      try session.advance(stored.row, to: state.next(accepting: all), in: snapshot)
    } else if expected.basis != nil, !state.isPartlyApproved,
      try session.expected(stored).basis != nil
    {
      // The interval of which some edits were approved is over: from now on, what stands is told from
      // what is expected.
      let head = NextExpectation(expected.state, name: expected.name)
      try session.advance(stored.row, to: head, in: snapshot)
    }
    try write(judged, setting, isNew: isNew)
  }

  /// Which edits stood before. Where some of an earlier interval were approved, it is first asked by
  /// what edits the others lead from what is expected now to what was observed then.
  private func known(
    _ standing: [StoredJudgement], _ expected: Expectation, _ state: ResourceState
  ) throws -> [Edit: StoredJudgement] {
    guard !standing.isEmpty else { return [:] }
    var standing = standing.map { StandingEdit($0) }
    if !state.isPartlyApproved, let basis = expected.basis, let earlier = basis.observed,
      try stands(standing, in: basis, seen: earlier, state.id)
    {
      let before = try ResourceState(
        of: state.id, expected: expected.withoutBasis, observed: earlier, reader: reader)
      standing = StandingEdit.foundAll(standing, among: before.edits)
    }
    return StandingEdit.found(standing, among: state.edits)
  }

  /// Whether all of these edits are edits of the interval whose basis is kept. What a later interval
  /// left is told from its own observation: it must not be looked for in an earlier one.
  private func stands(
    _ standing: [StandingEdit], in basis: Expectation.Basis, seen earlier: StoredVersion,
    _ id: ResourceID
  ) throws -> Bool {
    let interval = try ResourceState(
      of: id, expected: Expectation(state: basis.state, name: .unknown), observed: earlier,
      reader: reader)
    let keys = Set(interval.edits.map(\.key))
    return standing.allSatisfy { keys.contains($0.key) }
  }

  // MARK: Verdicts

  private func judge(_ edit: Edit, _ setting: Setting) throws -> JudgedNow {
    let known = setting.known[edit]
    let replaced = known == nil ? setting.addition(at: edit) : nil
    let first = try (known ?? replaced).flatMap { try firstJudgement($0, isKnown: known != nil) }
    let shown = try occurrence(of: edit, setting, in: known?.snapshot ?? setting.snapshot)
    let own = setting.state.traits(of: setting.stored.resource, for: edit)
    // Who sets a baseline agrees to all of it: from then on that is what counts.
    let kept = known.flatMap { $0.event < setting.agreement ? nil : $0 }
    let traits = kept?.traits ?? own
    let now = try candidate(
      kept.map { edit.moved(to: $0.path) } ?? edit, traits, known?.occurred ?? shown, setting)
    let key = UsedEdit(
      resource: setting.stored.row, snapshot: known?.snapshot ?? setting.snapshot,
      path: now.edit.path.text, value: (edit.new ?? edit.old)?.canonicalJSON)
    var candidates = [now]
    if let first {
      candidates = [
        try candidate(
          edit.moved(to: first.path), first.traits ?? own, first.occurred, setting,
          madeAs: first.addition),
        try candidate(now.edit, traits, shown, setting),
      ]
    } else if edit.word == .added, shown != now.occurred {
      candidates = [now, try candidate(now.edit, traits, shown, setting)]
    }
    if known == nil, first == nil,
      let whole = try partOfCreation(edit, traits, until: shown, setting),
      verdict(on: whole, besides: usage.without(used[key] ?? [:])).0.word != .unapproved
    {
      candidates = [whole]
    }
    candidates = announced(candidates, besides: used[key] ?? [:])
    let (verdict, uses) =
      try applied(edit, setting).map { ($0, [:]) } ?? verdict(on: candidates, as: key)
    let assessment =
      try setting.state.assessment(ofWhole: edit) ?? setting.state.assessment(ofPending: edit)
      ?? self.assessment(byKind: edit, known, setting) ?? edit.plainAssessment
    return JudgedNow(
      edit: edit,
      judged: JudgedEdit(
        edit: now.edit, verdict: verdict, occurred: candidates[0].occurred,
        severity: assessment.severity, sentence: assessment.sentence),
      traits: traits, known: known, replaced: replaced, first: first?.row, uses: uses)
  }

  private func candidate(
    _ edit: Edit, _ traits: ResourceTraits, _ occurred: Occurrence, _ setting: Setting,
    madeAs made: Edit? = nil
  ) throws -> Candidate {
    Candidate(
      resource: Resource(setting.state.id, name: traits.name), tags: traits.tags,
      change: setting.state.change(of: edit), edit: edit, occurred: occurred,
      authorship: try authorship(of: made ?? edit, setting, in: occurred),
      before: setting.state.basis, after: setting.state.observed)
  }

  func authorship(of edit: Edit, _ setting: Setting, in interval: Occurrence) throws
    -> Authorship
  {
    try attribute.authorship(of: edit, of: setting.state.id, in: interval)
  }

  /// The first judgement of the addition that an edit changes again; nil where it changes none.
  private func firstJudgement(_ judgement: StoredJudgement, isKnown: Bool) throws
    -> StoredJudgement?
  {
    guard let row = judgement.first else { return isKnown ? nil : judgement }
    return try session.judgement(row)
  }

  /// When an edit happened that a snapshot first showed.
  private func occurrence(of edit: Edit, _ setting: Setting, in snapshot: Int) throws -> Occurrence
  {
    let stored = setting.stored
    return try Occurrence(
      after: session.lastSeen(stored, part: edit.path.field, before: snapshot),
      until: session.seenBy(stored, in: snapshot))
  }

  /// The verdict on an edit, and what it uses. What was added and then changed again must have been
  /// allowed both times: a record for the change says nothing of an addition that nobody approved.
  func verdict(on candidates: [Candidate], as edit: UsedEdit) -> (Verdict, [Cover: Int]) {
    let own = used[edit] ?? [:]
    let (verdict, uses) = verdict(on: candidates, besides: usage.without(own))
    guard !uses.isEmpty else { return (verdict, uses) }
    usage.settle(uses, besides: own)
    used[edit] = own.merging(uses) { max($0, $1) }
    return (verdict, uses)
  }

  /// The same where others have used so much; counts nothing. What needs several verdicts is no better than the
  /// worst of them.
  func verdict(on candidates: [Candidate], besides others: Usage) -> (
    Verdict, [Cover: Int]
  ) {
    // What is lacking besides room is told first: it does not change when another edit is approved.
    for candidate in candidates where candidates.count > 1 {
      var unused = Usage()
      let verdict = rules.judge([candidate], usage: &unused, at: at)[0]
      guard verdict.word != .unapproved else { return (verdict, [:]) }
    }
    // Each record that it needs has covered it: what one part covers twice is still one edit.
    var uses: [Cover: Int] = [:]
    var all: [Verdict] = []
    for candidate in candidates {
      let (verdict, own) = self.verdict(on: candidate, besides: others)
      guard verdict.word != .unapproved else { return (verdict, [:]) }
      uses.merge(own) { max($0, $1) }
      all.append(verdict)
    }
    let worst = all.dropFirst().reduce(all[0]) { $1.isWorse(than: $0) ? $1 : $0 }
    return (worst, worst.cover == nil ? [:] : uses)
  }

  /// Whether a record covers anything now: one that was cancelled or rejected since covers nothing.
  func stands(_ record: String) -> Bool {
    rules.records.contains {
      $0.number.isIdentical(to: record) && ($0.state == .approved || $0.state == .closed)
    }
  }

  /// The verdict on one candidate, and what it would use.
  private func verdict(on candidate: Candidate, besides others: Usage) -> (Verdict, [Cover: Int]) {
    var after = others
    let verdict = rules.judge([candidate], usage: &after, at: at)[0]
    guard let cover = verdict.cover else { return (verdict, [:]) }
    return (verdict, candidate.edit.path == .root ? after.since(others) : [cover: 1])
  }

  // MARK: Writing

  private func write(_ judged: [JudgedNow], _ setting: Setting, isNew: Bool) throws {
    let finding = try finding(of: judged, setting, isNew: isNew)
    var standing: [(row: Int64, place: String?)] = []
    for edit in judged {
      let rule = session.rule(of: edit.judged.verdict)
      let row =
        try edit.unchangedRow(in: finding, by: rule) ?? insert(edit, setting, finding)
      guard !edit.judged.verdict.word.isCovered else { continue }
      let place = edit.edit.path.text
      let isMoved = !place.isIdentical(to: edit.judged.edit.path.text)
      standing.append((row, isMoved ? place : nil))
    }
    try session.setDeviations(of: setting.stored.row, standing)
  }

  private func insert(_ edit: JudgedNow, _ setting: Setting, _ finding: Int?) throws -> Int64 {
    let judged = edit.judged
    let row = try session.insert(
      StoredJudgement(
        resource: setting.stored.row, snapshot: edit.known?.snapshot ?? setting.snapshot,
        resourceChange: setting.state.change(of: edit.edit), path: judged.edit.path.text,
        word: judged.edit.word,
        old: judged.edit.old?.canonicalJSON, new: judged.edit.new?.canonicalJSON,
        occurred: judged.occurred, severity: judged.severity, sentence: judged.sentence,
        verdict: judged.verdict, finding: finding, traits: edit.traits, first: edit.first))
    try session.insertUses(edit.uses, of: row)
    return row
  }

  /// The number of the finding that the resource's unapproved edits belong to: opened, kept, opened
  /// again or ended as they say. Nil where there is none.
  private func finding(of judged: [JudgedNow], _ setting: Setting, isNew: Bool) throws -> Int? {
    let unapproved = judged.filter { $0.judged.verdict.word == .unapproved }
    let (resource, snapshot) = (setting.stored.row, setting.snapshot)
    let current = try session.standingFinding(of: resource)
    switch (current, unapproved.isEmpty) {
    case (nil, true): return nil
    case (nil, false):
      return try session.openFinding(resource, change: setting.change, snapshot: snapshot)
    case (let current?, false):
      if current.isAccepted, unapproved.contains(where: { $0.known?.verdict.word != .unapproved }) {
        try session.append(.reopened(snapshot: snapshot), to: current.number)
      }
      return current.number
    case (let current?, true):
      try session.append(ending(judged, snapshot, isNew), to: current.number)
      return current.number
    }
  }

  /// How a finding without unapproved edits ended: by what became of the edits that it had.
  private func ending(_ judged: [JudgedNow], _ snapshot: Int, _ isNew: Bool) -> FindingEvent {
    for edit in judged where edit.before == .unapproved {
      switch edit.judged.verdict {
      case .approved(let cover, _), .approvedOnPaper(let cover):
        return .approved(record: cover.record)
      case .ignored(let name): return .ignored(by: name)
      case .unapproved: continue
      }
    }
    // Where nothing new was observed, it was the expectation that moved.
    return isNew ? .reverted(snapshot: snapshot) : .promoted
  }
}

extension ResourceJudge.Setting {
  /// The addition that stands at the path of another one, whatever was added.
  fileprivate func addition(at edit: Edit) -> StoredJudgement? {
    guard edit.word == .added else { return nil }
    let still = Set(known.values.map(\.row))
    return standing.first {
      $0.word == .added && $0.place.isIdentical(to: edit.path.text) && !still.contains($0.row)
    }
  }
}

extension ResourceJudge.JudgedNow {
  /// The row of the last judgement, where nothing else is said now.
  fileprivate func unchangedRow(in finding: Int?, by rule: Int64?) -> Int64? {
    guard let known, known.verdict == judged.verdict, known.rule == rule, known.traits == traits,
      known.path.isIdentical(to: judged.edit.path.text), known.first == first,
      known.word == edit.word, known.old == edit.key.old, known.new == edit.key.new,
      finding == nil || known.finding == finding
    else { return nil }
    return known.row
  }
}

extension ConfigurationPath {
  /// The field of the document that it is in; nil for the whole.
  fileprivate var field: String? {
    switch steps.first {
    case .key(let field)?: field
    case .index, .element, nil: nil
    }
  }
}

extension Edit {
  /// How bad an edit is where its kind knows nothing special.
  var plainAssessment: Assessment {
    switch path.steps.first {
    case .key("Tags"): Assessment(.low)
    case .key, .index, .element, nil: Assessment(.medium)
    }
  }
}

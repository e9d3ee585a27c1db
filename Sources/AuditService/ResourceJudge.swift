import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds

/// Judges one resource at a time within an audit, and keeps the count of what records have covered.
final class ResourceJudge {
  private let session: AuditSession
  private let rules: RuleBook
  private var usage: Usage
  private let at: Timestamp
  private let reader = DocumentReader()
  private var uses: [Edit: [Cover: Int]] = [:]
  /// The clauses that cover so many edits and no more.
  private let limited: Set<Cover>
  /// Whether one of them covered an edit: what came near it before is further from it now.
  private(set) var hasUsedLimited = false

  init(session: AuditSession, rules: RuleBook, usage: Usage, at: Timestamp) {
    self.session = session
    self.rules = rules
    self.usage = usage
    self.at = at
    limited = Set(rules.records.flatMap(\.limitedCovers))
  }

  var warnings: [String] { reader.warnings.sorted() }

  /// Judges what differs between the expected configuration of a resource and the one observed in
  /// a snapshot. `isNew`: the snapshot changed the resource, and this is the first look at it.
  func judge(_ stored: StoredResource, in snapshot: Int, isNew: Bool) throws {
    let before = try session.expected(stored)
    if case .uncovered = before, try !session.judgesUncovered() { return }
    let observed = try session.observed(stored.row, in: snapshot)
    guard try observed != nil || session.wasLookedFor(stored, by: snapshot) else { return }
    let state = try adoptingFirstReadings(
      ResourceState(of: stored.resource.id, expected: before, observed: observed, reader: reader),
      of: stored, observed, in: snapshot)
    let standing = Dictionary(
      try session.deviations(of: stored.row).map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    uses = [:]
    let judged = try verdicts(stored, state, snapshot, standing)
    let accepted = Set(judged.filter { $0.verdict.word.isCovered }.map(\.edit))
    if !accepted.isEmpty {
      try advance(stored.row, state, accepting: accepted, observed: observed, in: snapshot)
    }
    try write(stored, state, judged, snapshot, standing, isNew)
  }

  /// The state in which parts that are read for the first time are expected as they were read: when
  /// they came to be, nobody can say. Not where a golden document says what the resource is.
  private func adoptingFirstReadings(
    _ state: ResourceState, of stored: StoredResource, _ version: StoredVersion?, in snapshot: Int
  ) throws -> ResourceState {
    guard case .object(var fields)? = state.expected, let observed = state.observed,
      let version, !state.isPartial
    else { return state }
    let parts = ResourceKind.of(stored.resource.id.type)
      .firstRead(from: .object(fields), to: observed)
    guard !parts.isEmpty, try !session.isGolden(stored) else { return state }
    for part in parts { fields[part] = observed[part] }
    let expected = ConfigurationValue.object(fields)
    try session.advance(
      stored.row,
      to: expected == observed
        ? .version(version) : .body(expected.canonicalJSON, isPartial: false), in: snapshot)
    try session.insertAdoptions(parts, of: stored, in: snapshot)
    return ResourceState(expected: expected, observed: observed, isPartial: false)
  }

  // MARK: Verdicts

  private func verdicts(
    _ stored: StoredResource, _ state: ResourceState, _ snapshot: Int,
    _ standing: [DeviationKey: StoredJudgement]
  ) throws -> [JudgedEdit] {
    guard let change = state.change else { return [] }
    let new = try occurrence(of: stored, in: snapshot)
    let tags = (state.expected ?? state.observed)?.tags ?? [:]
    let kind = ResourceKind.of(stored.resource.id.type)
    return try state.edits.map { edit in
      let known = standing[edit.key]
      let first = edit.word == .added ? standing.values.addition(at: edit.path)?.occurred : nil
      let last = try known.map { try occurrence(of: stored, in: $0.snapshot) } ?? new
      let candidate = Candidate(
        resource: stored.resource, tags: tags, change: change, edit: edit,
        occurred: known?.occurred ?? first ?? new, actors: [], before: state.expected,
        after: state.observed)
      let verdict = verdict(on: candidate, changedAgain: first == nil ? nil : last)
      let assessment =
        kind.assessment(of: edit, from: state.expected, to: state.observed)
        ?? edit.plainAssessment
      return JudgedEdit(
        edit: candidate.edit, verdict: verdict, occurred: candidate.occurred,
        severity: assessment.severity, sentence: assessment.sentence)
    }
  }

  /// When what a snapshot first showed of a resource happened.
  private func occurrence(of stored: StoredResource, in snapshot: Int) throws -> Occurrence {
    try Occurrence(
      after: session.lastSeen(stored, before: snapshot), until: session.time(of: snapshot))
  }

  /// The verdict on an edit. What was added and then changed again must have been allowed both
  /// times: a record for the change says nothing of an addition that nobody approved.
  private func verdict(on candidate: Candidate, changedAgain last: Occurrence?) -> Verdict {
    guard let last, last != candidate.occurred else { return verdict(on: candidate) }
    var trial = usage
    let again = Candidate(
      resource: candidate.resource, tags: candidate.tags, change: candidate.change,
      edit: candidate.edit, occurred: last, actors: candidate.actors, before: candidate.before,
      after: candidate.after)
    let verdict = rules.judge([again], usage: &trial, at: at)[0]
    guard verdict.word != .unapproved else { return verdict }
    return self.verdict(on: candidate)
  }

  /// The verdict; what it uses of its record is kept until the judgement is written.
  private func verdict(on candidate: Candidate) -> Verdict {
    let before = usage
    let verdict = rules.judge([candidate], usage: &usage, at: at)[0]
    if let cover = verdict.cover {
      uses[candidate.edit] =
        candidate.edit.path == .root ? usage.counts.since(before.counts) : [cover: 1]
      hasUsedLimited =
        hasUsedLimited || uses[candidate.edit]?.keys.contains(where: limited.contains) ?? false
    }
    return verdict
  }

  private func advance(
    _ resource: Int64, _ state: ResourceState, accepting accepted: Set<Edit>,
    observed: StoredVersion?, in snapshot: Int
  ) throws {
    let next = state.next(accepting: accepted, observed: observed)
    try session.advance(resource, to: next, in: snapshot)
  }

  // MARK: Writing

  private func write(
    _ stored: StoredResource, _ state: ResourceState, _ judged: [JudgedEdit], _ snapshot: Int,
    _ standing: [DeviationKey: StoredJudgement], _ isNew: Bool
  ) throws {
    let finding = try finding(of: stored, state, judged, snapshot, standing, isNew)
    var rows: [Int64] = []
    for edit in judged {
      let old = standing[edit.edit.key]
      let row: Int64
      if let old, old.verdict == edit.verdict, old.finding == finding {
        row = old.row
      } else {
        row = try session.insert(
          judgement(of: edit, stored, state, old?.snapshot ?? snapshot, finding))
        try session.insertUses(uses[edit.edit] ?? [:], of: row)
      }
      if !edit.verdict.word.isCovered { rows.append(row) }
    }
    try session.setDeviations(of: stored.row, rows)
  }

  private func judgement(
    of edit: JudgedEdit, _ stored: StoredResource, _ state: ResourceState, _ snapshot: Int,
    _ finding: Int?
  ) -> StoredJudgement {
    let key = edit.edit.key
    return StoredJudgement(
      resource: stored.row, snapshot: snapshot, resourceChange: state.change ?? .modified,
      path: key.path, word: key.word, old: key.old, new: key.new, occurred: edit.occurred,
      severity: edit.severity, sentence: edit.sentence, verdict: edit.verdict, finding: finding)
  }

  /// The number of the finding that the resource's unapproved edits belong to: opened, kept, opened
  /// again or ended as they say. Nil where there is none.
  private func finding(
    of stored: StoredResource, _ state: ResourceState, _ judged: [JudgedEdit], _ snapshot: Int,
    _ standing: [DeviationKey: StoredJudgement], _ isNew: Bool
  ) throws -> Int? {
    let unapproved = judged.filter { $0.verdict.word == .unapproved }
    let current = try session.standingFinding(of: stored.row)
    switch (current, unapproved.isEmpty) {
    case (nil, true): return nil
    case (nil, false):
      return try session.openFinding(
        stored.row, change: state.change ?? .modified, snapshot: snapshot)
    case (let current?, false):
      let known = Set(standing.values.filter { $0.verdict.word == .unapproved }.map(\.key))
      if current.isAccepted, unapproved.contains(where: { !known.contains($0.edit.key) }) {
        try session.append(.reopened(snapshot: snapshot), to: current.number)
      }
      return current.number
    case (let current?, true):
      try session.append(ending(judged, standing, snapshot, isNew), to: current.number)
      return current.number
    }
  }

  /// How a finding without unapproved edits ended: by what became of the edits that it had.
  private func ending(
    _ judged: [JudgedEdit], _ standing: [DeviationKey: StoredJudgement], _ snapshot: Int,
    _ isNew: Bool
  ) -> FindingEvent {
    for edit in judged where standing[edit.edit.key]?.verdict.word == .unapproved {
      switch edit.verdict {
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

extension Edit {
  /// How bad an edit is where its kind knows nothing special.
  var plainAssessment: Assessment {
    switch path.steps.first {
    case .key("Tags"): Assessment(.low)
    case .key, .index, .element, nil: Assessment(.medium)
    }
  }
}

extension ChangeRecord {
  fileprivate var limitedCovers: [Cover] {
    allows.enumerated().flatMap { position, allowance in
      allowance.edits.indices.filter { allowance.edits[$0].atMost != nil }
        .map { Cover(record: number, allowance: position, clause: $0) }
    }
  }
}

extension [Cover: Int] {
  /// What was counted since an earlier state.
  fileprivate func since(_ earlier: [Cover: Int]) -> [Cover: Int] {
    reduce(into: [:]) { result, entry in
      let count = entry.value - (earlier[entry.key] ?? 0)
      if count > 0 { result[entry.key] = count }
    }
  }
}

extension Collection<StoredJudgement> {
  /// The standing addition at a path, whatever was added.
  fileprivate func addition(at path: ConfigurationPath) -> StoredJudgement? {
    first { $0.word == .added && $0.path == path.text }
  }
}

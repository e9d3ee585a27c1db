import Activity
import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Judges, within an audit, what calls made and undid between two readings of a resource: no snapshot shows it.
///
/// What was made is held against the rules as any edit is, by the second and the caller of the call that made it; where a
/// record covers it, so is what undid it: an approved change that somebody takes back is another change. What an
/// unapproved one was undone by is not.
final class JudgePassingEdits {
  let session: AuditSession
  let judge: ResourceJudge
  /// What is to be looked at, by the snapshot that ends its interval, and all of it.
  private var work: [Int: [Interval]] = [:]
  private var collected: Set<Interval> = []

  /// The time between two readings of a resource.
  struct Interval: Hashable {
    let resource: Int64
    let earlier: ResourceReading
    let later: ResourceReading

    /// From the beginning of the one reading to the end of the other.
    var time: Occurrence { Occurrence(after: earlier.time.began, until: later.time.ended) }
  }

  /// What is said of one edit.
  struct Judged {
    let change: ResourceChange
    let edit: Edit
    let verdict: Verdict
    let uses: [Cover: Int]
    let occurred: Occurrence
    let assessment: Assessment
    let passage: Passage
    /// Its last judgement; nil where it is new.
    let known: StoredJudgement?

    /// Whether the same was said before.
    func isKnown(by rule: Int64?) -> Bool {
      known.map { known in
        known.verdict == verdict && known.rule == rule && known.passage == passage
      } ?? false
    }
  }

  /// - Parameters:
  ///   - audited: The newest snapshot that was audited before.
  ///   - latest: The newest snapshot of this audit.
  ///   - before: The audit before, where it went by all that this one goes by.
  init(
    _ session: AuditSession, _ judge: ResourceJudge, since audited: Int, to latest: Int,
    before: AuditBefore?
  ) throws {
    self.session = session
    self.judge = judge
    guard judge.attribute.hasActivity else { return }
    try endWhatIsAgreedTo()
    try collectTouched(since: audited, to: latest)
    try collectUndecided(to: latest, before: before)
  }

  /// Judges what was made and undone before snapshots that were audited already: calls may come late, and rules change.
  func judgeEarlier(through audited: Int) throws {
    for snapshot in work.keys.filter({ $0 <= audited }).sorted() { try judge(in: snapshot) }
  }

  /// Judges what was made and undone before a snapshot, and after the one before it.
  func judge(in snapshot: Int) throws {
    for interval in work[snapshot] ?? [] {
      guard let resource = try session.resource(interval.resource) else { continue }
      try judge(resource, interval)
    }
  }

  // MARK: What to look at

  /// Who sets a baseline to a snapshot agrees to what happened by then.
  private func endWhatIsAgreedTo() throws {
    for finding in try session.passingFindings() where !finding.isOver {
      guard let resource = try session.resource(finding.resource),
        try finding.snapshot <= session.agreedTo(resource)
      else { continue }
      try session.append(.promoted, to: finding.number)
    }
  }

  private func collectTouched(since audited: Int, to latest: Int) throws {
    let touched = try session.touched(since: audited)
    for (group, names) in Dictionary(grouping: touched, by: { Place($0.key) }) {
      let moments = Dictionary(
        names.map { ($0.key.name, $0.value) }, uniquingKeysWith: { $0 + $1 })
      let known = try session.resources(
        of: group.type, in: group.account, region: group.region)
      let unseen = try addUnseen(Set(moments.keys), in: group, beside: known)
      // Which resource an association is of, no reading may show: it may be any of the type.
      let ofAny = moments.filter { $0.key.contains("assoc-") }.flatMap(\.value)
      for (row, resource) in known + unseen {
        let times = resource.namesInEvents.flatMap { moments[$0] ?? [] } + ofAny
        guard !times.isEmpty else { continue }
        try collect(row, to: latest) { interval in
          interval.later.snapshot > audited || times.contains { interval.time.contains($0) }
        }
      }
    }
  }

  struct Place: Hashable {
    let account: String?
    let region: String
    let type: ResourceType

    init(_ place: NamedPlace) {
      (account, region, type) = (place.account, place.region, place.type)
    }
  }

  /// What is unapproved or ignored is judged again, as what stands is.
  private func collectUndecided(to latest: Int, before: AuditBefore?) throws {
    // Any call may be one of those that made or undid it.
    let judged = try before.flatMap { before in
      !before.hasNewCalls ? try session.resourcesJudged(since: before) : nil
    }
    let findings = try session.passingFindings().filter { !$0.isOver }
    let all = findings.map { ($0.resource, $0.snapshot) } + (try session.passingHidden())
    for (resource, snapshot) in all where judged?.contains(resource) ?? true {
      try collect(resource, to: latest) { $0.later.snapshot == snapshot }
    }
  }

  private func collect(_ row: Int64, to latest: Int, where isWanted: (Interval) -> Bool) throws {
    guard let resource = try session.resource(row) else { return }
    let agreed = try session.agreedTo(resource)
    let readings = try session.readings(of: resource)
    for (earlier, later) in zip(readings, readings.dropFirst())
    where later.snapshot > agreed && later.snapshot <= latest
      && earlier.time.began <= later.time.ended
    {
      let interval = Interval(resource: row, earlier: earlier, later: later)
      guard isWanted(interval), collected.insert(interval).inserted else { continue }
      work[later.snapshot, default: []].append(interval)
    }
  }

  // MARK: Judging

  private func judge(_ stored: StoredResource, _ interval: Interval) throws {
    let id = stored.resource.id
    let expected = try session.expected(stored, before: interval.later.snapshot)
    if case .uncovered = expected.state, try !session.judgesUncovered() { return }
    guard let before = try session.observed(stored.row, in: interval.earlier.snapshot) else {
      return try judgeUnseen(stored, expected, interval)
    }
    let after = try session.observed(stored.row, in: interval.later.snapshot)
    let reader = judge.reader
    let state = try ResourceState(of: id, expected: expected, observed: before, reader: reader)
    let agreed = state.expected
    guard let from = state.observed else { return }
    let to = try after.map { try reader.value($0.document, of: id) }
    let all = try judge.attribute.passing(id, in: interval.time, from: from, to: to) { value in
      state.isPartial ? agreed.map(value.restricted) ?? value : value
    }
    // What gives back what is expected is no deviation.
    let deviating = all.filter { passing in
      let path = passing.edit.edit.path.steps
      return agreed?.value(at: path) != passing.edit.during.value(at: path)
    }
    for (_, calls) in Dictionary(grouping: deviating, by: \.opened.entry.id)
      .sorted(by: { $0.key < $1.key })
    {
      try judge(calls, of: stored, state, from: from, interval)
    }
  }

  /// Judges what one call made.
  private func judge(
    _ passing: [AttributeEdits.Passing],
    of stored: StoredResource, _ state: ResourceState, from before: ConfigurationValue,
    _ interval: Interval
  ) throws {
    guard let first = passing.first else { return }
    let call = first.opened.entry.id
    let current = try session.passingFinding(of: stored.row, openedBy: call)
    // What somebody agreed to, or a record covers, is not asked again.
    if let current, current.isOver { return }
    let known = try session.passing(of: stored.row, openedBy: call)
    let traits = known.first?.traits ?? state.traits(of: stored.resource, for: first.edit.edit)
    var judged: [Judged] = []
    for passed in passing {
      let (edit, opened, closed) = (passed.edit, passed.opened, passed.closed)
      let made = try self.judged(
        edit.edit, of: stored, traits, known, interval, before: before, after: edit.during,
        made: [(opened.authorship, .second(of: opened.entry.at))], edit.passage(opened, closed))
      judged.append(made)
      guard made.verdict.word.isCovered, let undoing = edit.undoing else { continue }
      let end =
        edit.isClosedExactly
        ? Occurrence.second(of: closed.entry.at)
        : Occurrence(after: opened.entry.at, until: interval.later.time.ended)
      judged.append(
        try self.judged(
          undoing, of: stored, traits, known, interval, before: edit.during, after: before,
          made: [(passed.undoing, end)], edit.passage(opened, closed, isUndoing: true)))
    }
    try write(judged, of: stored, traits, call, current, interval)
  }

  /// - Parameter made: Each of the calls that it took, with when it was made: a record has to cover them all.
  func judged(
    _ edit: Edit, of stored: StoredResource, change: ResourceChange = .modified,
    _ traits: ResourceTraits, _ known: [StoredJudgement], _ interval: Interval,
    before: ConfigurationValue?, after: ConfigurationValue?,
    made: [(by: Authorship, at: Occurrence)], _ passage: Passage
  ) throws -> Judged {
    let id = stored.resource.id
    let last = known.first { known in
      known.path.isIdentical(to: edit.path.text) && known.word == edit.word
        && known.new == edit.new?.canonicalJSON && known.passage?.isUndoing == passage.isUndoing
    }
    let kind = ResourceKind.of(id.type)
    let meaning = kind.assessment(of: edit, from: before, to: after) ?? edit.plainAssessment
    let assessment = Assessment(meaning.severity, passage.sentence(meaning.sentence, of: change))
    // What a record covered once stays covered, as what stands does.
    if let last, last.verdict.word.isCovered {
      return Judged(
        change: change, edit: edit, verdict: last.verdict, uses: [:], occurred: last.occurred,
        assessment: assessment, passage: passage, known: last)
    }
    let candidates = made.map { call in
      Candidate(
        resource: Resource(id, name: traits.name), tags: traits.tags, change: change, edit: edit,
        occurred: call.at, authorship: call.by, before: before, after: after)
    }
    let (verdict, uses) = judge.verdict(
      on: candidates,
      as: UsedEdit(
        resource: stored.row, snapshot: interval.later.snapshot, path: edit.path.text,
        value: (edit.new ?? edit.old)?.canonicalJSON))
    return Judged(
      change: change, edit: edit, verdict: verdict, uses: uses, occurred: made[0].at,
      assessment: assessment, passage: passage, known: last)
  }

  // MARK: Writing

  func write(
    _ judged: [Judged], of stored: StoredResource, _ traits: ResourceTraits, _ call: String,
    _ current: AuditSession.PassingFinding?, _ interval: Interval
  ) throws {
    let finding = try finding(of: judged, stored, current, interval)
    for edit in judged where !edit.isKnown(by: session.rule(of: edit.verdict)) {
      let row = try session.insert(
        StoredJudgement(
          resource: stored.row, snapshot: edit.known?.snapshot ?? interval.later.snapshot,
          resourceChange: edit.change, path: edit.edit.path.text, word: edit.edit.word,
          old: edit.edit.old?.canonicalJSON, new: edit.edit.new?.canonicalJSON,
          occurred: edit.occurred, severity: edit.assessment.severity,
          sentence: edit.assessment.sentence, verdict: edit.verdict, finding: finding,
          traits: traits))
      try session.insert(edit.passage, of: row)
      try session.insertUses(edit.uses, of: row)
    }
  }

  /// The finding that they belong to: opened, kept, opened again or ended as they say. Nil where there is none.
  private func finding(
    of judged: [Judged], _ stored: StoredResource, _ current: AuditSession.PassingFinding?,
    _ interval: Interval
  ) throws -> Int? {
    let unapproved = judged.filter { $0.verdict.word == .unapproved }
    guard let current else {
      guard let first = unapproved.first else { return nil }
      return try session.openFinding(
        stored.row, change: first.change, snapshot: interval.later.snapshot)
    }
    if let ending = unapproved.isEmpty ? judged.lazy.compactMap(\.ending).first : nil {
      if !current.isOver { try session.append(ending, to: current.number) }
    } else if current.isAccepted || current.isOver, unapproved.contains(where: { $0.known == nil })
    {
      try session.append(.reopened(snapshot: interval.later.snapshot), to: current.number)
    }
    return current.number
  }
}

extension JudgePassingEdits.Judged {
  /// How a finding ends whose edit has this verdict now; nil where it was covered before.
  fileprivate var ending: FindingEvent? {
    guard known?.verdict.word.isCovered != true else { return nil }
    return switch verdict {
    case .approved(let cover, _), .approvedOnPaper(let cover): .approved(record: cover.record)
    case .ignored(let name): .ignored(by: name)
    case .unapproved: nil
    }
  }
}

extension PassingEdit {
  fileprivate func passage(
    _ opened: AttributeEdits.MadeCall, _ closed: AttributeEdits.MadeCall, isUndoing: Bool = false
  ) -> Passage {
    Passage(
      opened: opened.call, closed: closed.call, isClosedExactly: isClosedExactly,
      isUndoing: isUndoing)
  }
}

extension Passage {
  /// What the edit means, with how long it stood.
  fileprivate func sentence(_ meaning: String?, of change: ResourceChange) -> String {
    let time = durationText(seconds: seconds)
    let end = change == .modified ? "undone" : "deleted"
    let undone = "\(end) \(isClosedExactly ? "after" : "within") \(time)"
    let passed = isUndoing ? "\(time) after it was made" : undone
    return (meaning.map { "\($0); " } ?? "") + passed
  }
}

extension Occurrence {
  /// The second of a call: its event says no fractions.
  static func second(of moment: Timestamp) -> Occurrence {
    Occurrence(
      after: Timestamp(microseconds: moment.microseconds - 1),
      until: Timestamp(microseconds: moment.microseconds + 999_999))
  }

  fileprivate func contains(_ moment: Timestamp) -> Bool {
    after.map { $0 < moment.advanced(bySeconds: 1) } ?? true && moment <= until
  }
}

extension Resource {
  /// What events may call it by: its id, what an ARN ends in, the name that it was given.
  fileprivate var namesInEvents: [String] {
    Set([id.id] + id.ends + [name].compactMap { $0 }).sorted()
  }
}

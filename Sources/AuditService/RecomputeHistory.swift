import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Recomputes what snapshots and audits derived and wrote down: the edits of each snapshot from the
/// configurations on both sides, and each step of what a baseline expects from the step before, what
/// was observed, and what was approved.
struct RecomputeHistory {
  private let store: AuditStore
  private let reader = DocumentReader()
  /// How many edits of snapshots were recomputed, and are as they were written.
  private(set) var edits = 0
  /// How many steps of what baselines expect were recomputed, and are as they were written.
  private(set) var expectations = 0
  /// How many of both an earlier version of the program derived in its own way: only the ledger holds
  /// them.
  private(set) var earlier = 0
  private var differing: [(problem: Problem, count: Int)] = []
  /// The judgements that explained steps of one resource by one event.
  private var used: (resource: ResourceID, event: Int64, rows: Set<Int64>)?

  init(_ store: AuditStore) { self.store = store }

  /// The first of each kind of what does not fit, with how many more there are.
  var problems: [Problem] {
    differing.map { problem, count in
      guard count > 1 else { return problem }
      let more = "\(problem.message) There are \(count - 1) more like it."
      return Problem(problem.code, more, hint: problem.hint)
    }
  }

  private mutating func add(_ problem: Problem) {
    let known = differing.firstIndex { $0.problem.code == problem.code }
    guard let known else { return differing.append((problem, 1)) }
    differing[known].count += 1
  }

  // MARK: Edits of snapshots

  mutating func checkEdits() throws(Problem) {
    try store.eachEditDerivation { try check($0) }
  }

  private mutating func check(_ change: EditDerivation) throws {
    let derived = try derived(change)
    let written = Set(change.edits.map(\.key))
    if derived == written, written.count == change.edits.count {
      edits += written.count
    } else if change.isEarlier {
      earlier += written.count
    } else {
      add(.editsDiffer(change))
    }
  }

  /// The edits that a change gives.
  private func derived(_ change: EditDerivation) throws -> Set<DeviationKey> {
    let id = change.resource.id
    let old = try change.before.map { try reader.value($0.document, of: id) }
    let new = try change.after.map { try reader.value($0.document, of: id) }
    guard let old, let new else {
      // What an import could not know yet, because it was the first to list the scope, is no edit.
      if old == nil, change.edits.isEmpty, !change.wasRead { return [] }
      return Set(ResourceState(of: id, from: old, to: new).edits.map(\.key))
    }
    return Set(ResourceKind.of(id.type).changes(from: old, to: new).edits.map(\.key))
  }

  // MARK: Expectations

  mutating func checkExpectations(of baseline: String) throws(Problem) {
    try store.eachExpectationDerivation(baseline: baseline) { try check($0) }
    used = nil
  }

  private mutating func check(_ step: ExpectationDerivation) throws {
    let id = step.resource.id
    let state = try ResourceState(
      of: id, expected: step.before, observed: step.observed, reader: reader)
    // As it is read back: a label that told two members apart is gone where only one is expected.
    let after = try reader.value(step.after.state, of: id)
    let derived = try candidates(step, state).first {
      try reader.value($0.state, of: id) == after
    }
    if let derived {
      used?.rows.formUnion(derived.judgements)
      expectations += 1
    } else if step.isEarlier {
      earlier += 1
    } else {
      add(.expectationDiffers(step))
    }
  }

  /// What a step may have led to, and the judgements that it would be explained by.
  private typealias Candidate = (state: ExpectedState, judgements: [Int64])

  /// What was there already, what was first read and says so, or what was approved and nothing else.
  private mutating func candidates(_ step: ExpectationDerivation, _ state: ResourceState) throws
    -> [Candidate]
  {
    let earlier = try approvedEarlier(step, state)
    let open = state.edits.filter { !earlier.contains($0) }
    let agreed = unused(step)
    let accepted = StandingEdit.agreed(agreed, among: open)
    let unmoved = [step.before.state] + firstReading(step, state)
    let all = unmoved.map { Candidate($0, []) }
    guard !accepted.isEmpty else { return all }
    let moved = state.next(accepting: accepted.union(earlier)).state
    return all + [Candidate(moved, agreed.map(\.row))]
  }

  /// The edits of an interval that was partly approved before: those that do not lead from what was
  /// expected then to what was observed.
  private func approvedEarlier(_ step: ExpectationDerivation, _ state: ResourceState) throws
    -> Set<Edit>
  {
    guard state.isPartlyApproved else { return [] }
    let head = Expectation(state: step.before.state, name: step.before.name)
    let rest = try ResourceState(
      of: state.id, expected: head, observed: step.observed, reader: reader)
    let left = Set(rest.edits.map(\.key.withoutPositions))
    return Set(state.edits.filter { !left.contains($0.key.withoutPositions) })
  }

  /// The judgements of a step that explained no step before it by the same event.
  private mutating func unused(_ step: ExpectationDerivation) -> [StoredJudgement] {
    if used?.resource != step.resource.id || used?.event != step.event {
      used = (step.resource.id, step.event, [])
    }
    return step.agreed.filter { used?.rows.contains($0.row) != true }
  }

  private func firstReading(_ step: ExpectationDerivation, _ state: ResourceState)
    -> [ExpectedState]
  {
    if step.adopted.contains(""), state.basis == nil, let observed = step.observed {
      return [.version(observed)]
    }
    // What a new resource was made with, and is nothing, was approved with it.
    let parts = state.unreadParts.filter {
      step.adopted.contains($0) || state.observed?[$0] == .null
    }
    return parts.isEmpty ? [] : [state.adopting(parts)?.next.state].compactMap { $0 }
  }
}

extension StandingEdit {
  /// The edits that judgements are about; one that was judged under another label is known by its
  /// values.
  fileprivate static func agreed(_ judgements: [StoredJudgement], among edits: [Edit]) -> Set<Edit>
  {
    let found = found(judgements.map { StandingEdit($0) }, among: edits)
    let rows = Set(found.values.map(\.row))
    let values = Set(judgements.filter { !rows.contains($0.row) }.map(\.key.values))
    return Set(edits.filter { found[$0] != nil || values.contains($0.key.values) })
  }
}

extension RecordedEdit {
  fileprivate var key: DeviationKey { DeviationKey(path: path, word: word, old: old, new: new) }
}

extension DeviationKey {
  /// The key without its place.
  fileprivate var values: DeviationKey { DeviationKey(path: "", word: word, old: old, new: new) }
}

extension Problem {
  fileprivate static func editsDiffer(_ change: EditDerivation) -> Problem {
    Problem(
      "edits-differ",
      "The edits of \(change.resource.id) in snapshot \(change.snapshot) are not those that its "
        + "configurations give.",
      hint:
        "Look at them with 'plumb diff'. Where the program was not upgraded since, the store was "
        + "altered.")
  }

  fileprivate static func expectationDiffers(_ step: ExpectationDerivation) -> Problem {
    Problem(
      "expectation-differs",
      "What is expected of \(step.resource.id) since event \(step.event) is not what was approved "
        + "by then.",
      hint:
        "Look at it with 'plumb blame'. Where the program was not upgraded since, the store was "
        + "altered.")
  }
}

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
  /// The edits that were approved of an interval of which others stand.
  private var approved: (resource: ResourceID, edits: Set<Edit>)?

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
    guard let derived = try derived(change) else { return earlier += change.edits.count }
    let written = Set(change.edits)
    if derived == written, written.count == change.edits.count {
      edits += written.count
    } else if change.isEarlier {
      earlier += written.count
    } else {
      add(.editsDiffer(change))
    }
  }

  /// The edits that a change gives; nil where what stood before was pruned.
  private func derived(_ change: EditDerivation) throws -> Set<RecordedEdit>? {
    let id = change.resource.id
    let old = try change.before.map { try reader.value($0.document, of: id) }
    let new = try change.after.map { try reader.value($0.document, of: id) }
    guard let old, let new else {
      if old == nil, change.isBeforePruned { return nil }
      // What an import could not know yet, because it was the first to list the scope, is no edit.
      if old == nil, change.edits.isEmpty, !change.wasRead { return [] }
      return Set(ResourceState(of: id, from: old, to: new).edits.map(RecordedEdit.init))
    }
    let kind = ResourceKind.of(id.type)
    let first = kind.isMadeAnew(from: old, to: new) ? [] : kind.firstRead(from: old, to: new)
    let edits = kind.edits(from: old, to: new).filter { !$0.isWithin(first) }
    return Set(edits.map(RecordedEdit.init))
  }

  // MARK: Expectations

  mutating func checkExpectations(of baseline: String) throws(Problem) {
    try store.eachExpectationDerivation(baseline: baseline) { try check($0) }
    approved = nil
  }

  private mutating func check(_ step: ExpectationDerivation) throws {
    let id = step.resource.id
    let state = try ResourceState(
      of: id, expected: step.before, observed: step.observed, reader: reader)
    // As it is read back: a label that told two members apart is gone where only one is expected.
    let after = try reader.value(step.after.state, of: id)
    let isDerived = try candidates(step, state).contains { try reader.value($0, of: id) == after }
    if isDerived {
      expectations += 1
    } else if step.isEarlier {
      earlier += 1
    } else {
      add(.expectationDiffers(step))
    }
  }

  /// What a step may have led to: what was there already, what was first read and says so, or what was
  /// approved and nothing else.
  private mutating func candidates(_ step: ExpectationDerivation, _ state: ResourceState)
    -> [ExpectedState]
  {
    let earlier = state.isPartlyApproved && approved?.resource == state.id ? approved?.edits : nil
    let open = state.edits.filter { earlier?.contains($0) != true }
    let accepted = (earlier ?? []).union(StandingEdit.agreed(step.agreed, among: open))
    approved = (state.id, accepted)
    let moved = accepted.isEmpty ? [] : [state.next(accepting: accepted).state]
    return [step.before.state] + firstReading(step, state) + moved
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
    let values = Set(judgements.filter { !rows.contains($0.row) }.map(\.values))
    return Set(edits.filter { found[$0] != nil || values.contains(RecordedEdit($0).values) })
  }
}

extension StoredJudgement {
  fileprivate var values: RecordedEdit { RecordedEdit(path: "", word: word, old: old, new: new) }
}

extension RecordedEdit {
  fileprivate init(_ edit: Edit) {
    self.init(
      path: edit.path.text, word: edit.word, old: edit.old?.canonicalJSON,
      new: edit.new?.canonicalJSON)
  }

  fileprivate var values: RecordedEdit { RecordedEdit(path: "", word: word, old: old, new: new) }
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

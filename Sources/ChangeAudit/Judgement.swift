import ConfigurationDiff
import ConfigurationModel

/// One part of a change record held against one edit: what it lacks, and what it would use.
struct Attempt {
  let record: ChangeRecord
  let allowance: Allowance
  let clause: Clause?
  let cover: Cover
  /// What to count where it covers the edit.
  let uses: [Cover]
  /// Empty where it covers the edit.
  let lacks: [Lack]
  let isTimeCorroborated: Bool
}

/// The edit being judged, with what does not depend on the record.
struct Judgement {
  let candidate: Candidate
  let freezes: [Freeze]
  let registered: [String: RegisteredTimes]
  let now: Timestamp

  /// What each part of the allowance makes of the edit: one attempt for each clause of a `modify`, one
  /// for every other allowance.
  func attempts(_ placed: PlacedAllowance, usage: Usage) -> [Attempt] {
    let timing = Timing(of: placed.record, judgement: self)
    let shared =
      placed.allowance.resource.mismatches(candidate.resource, tags: candidate.tags)
      .map(Lack.selector) + timing.lacks
    return partial(placed, usage: usage).map { part in
      Attempt(
        record: placed.record, allowance: placed.allowance, clause: part.clause, cover: part.cover,
        uses: part.uses, lacks: part.lacks + shared,
        isTimeCorroborated: timing.isCorroborated)
    }
  }

  /// A part of an allowance, with what it lacks in what it allows: not where, when or by whom.
  private struct Part {
    var clause: Clause?
    let cover: Cover
    var uses: [Cover] = []
    var lacks: [Lack] = []
  }

  private func partial(_ placed: PlacedAllowance, usage: Usage) -> [Part] {
    let allowance = placed.allowance
    let whole = placed.cover(clause: nil)
    let action = candidate.change.action
    guard allowance.action == action else {
      let lack = Lack.action(wanted: allowance.action, found: action)
      return [Part(cover: whole, lacks: [lack])]
    }
    guard candidate.isConsistent else {
      return [Part(cover: whole, lacks: [.path(wanted: "", found: candidate.edit.path.text)])]
    }
    switch allowance.action {
    case .create: return [creation(placed, usage: usage)]
    case .modify where allowance.edits.isEmpty:
      return [Part(cover: whole, lacks: [.meaninglessEdits(.modify)])]
    case .modify:
      return allowance.edits.indices.map { clausePart(placed, clause: $0, usage: usage) }
    case .delete:
      let lacks = allowance.edits.isEmpty ? [] : [Lack.meaninglessEdits(.delete)]
      return [Part(cover: whole, uses: [whole], lacks: lacks)]
    }
  }

  private func clausePart(_ placed: PlacedAllowance, clause index: Int, usage: Usage) -> Part {
    let clause = placed.allowance.edits[index]
    let cover = placed.cover(clause: index)
    var lacks = clause.lacks(for: candidate.edit)
    if let most = clause.atMost, usage[cover] >= most { lacks.append(.usedUp(atMost: most)) }
    return Part(clause: clause, cover: cover, uses: [cover], lacks: lacks)
  }

  /// The whole resource; where clauses are named, every leaf of its configuration must be one that a
  /// clause allows.
  private func creation(_ placed: PlacedAllowance, usage: Usage) -> Part {
    let whole = placed.cover(clause: nil)
    var part = Part(cover: whole, uses: [whole])
    guard !placed.allowance.edits.isEmpty else { return part }
    var after = usage
    let clauses = placed.allowance.edits.enumerated().sorted {
      $0.element.narrowness > $1.element.narrowness
    }
    for leaf in candidate.edit.new?.difference(from: .object([:])) ?? [] {
      let fitting = clauses.filter { $0.element.lacks(for: leaf).isEmpty }
      let free = fitting.first { index, clause in
        clause.atMost.map { after[placed.cover(clause: index)] < $0 } ?? true
      }
      guard let free else {
        part.lacks = [
          fitting.first?.element.atMost.map { .usedUp(atMost: $0) }
            ?? .uncovered(path: leaf.path.text)
        ]
        return part
      }
      part.uses.append(placed.cover(clause: free.offset))
      after.add([placed.cover(clause: free.offset)])
    }
    return part
  }
}

extension Clause {
  /// What of the edit the clause does not allow; how often it was used does not count here.
  func lacks(for edit: Edit) -> [Lack] {
    var lacks: [Lack] = []
    if word != edit.word { lacks.append(.word(wanted: word, found: edit.word)) }
    guard path.covers(edit.path) else {
      return lacks + [.path(wanted: path.text, found: edit.path.text)]
    }
    if let predicate, let value = edit.new ?? edit.old, !predicate.isSatisfied(by: value) {
      lacks.append(.value(predicate, found: value))
    }
    if let oldPredicate, !(edit.old.map(oldPredicate.isSatisfied) ?? false) {
      lacks.append(.oldValue(oldPredicate, found: edit.old))
    }
    return lacks
  }
}

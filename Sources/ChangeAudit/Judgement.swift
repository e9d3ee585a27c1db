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
  /// Empty where it covers the edit. That the part is used up is told only where nothing else is
  /// lacking: what one edit is told must not change because another one was approved.
  let lacks: [Lack]
  /// Whether earlier edits used up what the part allows.
  let isUsedUp: Bool
  let corroboration: Corroboration
}

/// The edit being judged, with what does not depend on the record.
struct Judgement {
  let candidate: Candidate
  let freezes: [Freeze]
  let registered: [String: RegisteredTimes]
  let meaning: Meaning
  let now: Timestamp

  /// What each part of the allowance makes of the edit: one attempt for each clause of a `modify`, one
  /// for every other allowance.
  func attempts(_ placed: PlacedAllowance, usage: Usage) -> [Attempt] {
    let timing = Timing(of: placed.record, judgement: self)
    let shared =
      placed.allowance.resource.mismatches(candidate.resource, tags: candidate.tags)
      .map(Lack.selector) + timing.lacks
    return partial(placed, usage: usage).map { part in
      let lacks = part.lacks + shared
      return Attempt(
        record: placed.record, allowance: placed.allowance, clause: part.clause, cover: part.cover,
        uses: part.uses, lacks: lacks.isEmpty ? [part.usedUp].compactMap { $0 } : lacks,
        isUsedUp: part.usedUp != nil, corroboration: timing.corroboration)
    }
  }

  /// A part of an allowance, with what it lacks in what it allows: not where, when or by whom.
  private struct Part {
    var clause: Clause?
    let cover: Cover
    var uses: [Cover] = []
    var lacks: [Lack] = []
    /// What it lacks because of earlier edits only.
    var usedUp: Lack?
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

  /// What of the edit the clause does not allow; how often it was used does not count here.
  func lacks(of clause: Clause) -> [Lack] {
    clause.lacks(
      for: candidate.edit, old: candidate.oldSpelling(meaning), by: candidate.spelling(meaning))
  }

  /// Whether the record said something else before.
  private func isAmended(_ record: ChangeRecord) -> Bool {
    registered[record.number]?.revised != nil
  }

  private func clausePart(_ placed: PlacedAllowance, clause index: Int, usage: Usage) -> Part {
    let clause = placed.allowance.edits[index]
    let cover = placed.cover(clause: index)
    let most = clause.atMost.flatMap {
      usage.count(of: cover, isAmended: isAmended(placed.record)) >= $0 ? $0 : nil
    }
    return Part(
      clause: clause, cover: cover, uses: [cover], lacks: lacks(of: clause),
      usedUp: most.map { .usedUp(atMost: $0) })
  }

  /// The whole resource; where clauses are named, all of its configuration must be what a clause allows.
  private func creation(_ placed: PlacedAllowance, usage: Usage) -> Part {
    var part = Part(cover: placed.cover(clause: nil), uses: [placed.cover(clause: nil)])
    guard !placed.allowance.edits.isEmpty else { return part }
    let clauses = placed.allowance.edits.enumerated().sorted {
      $0.element.narrowness > $1.element.narrowness
    }
    let none = Spelling(configuration: nil, meaning: { $0 })
    let whole = candidate.spelling(meaning)
    func fitting(_ leaf: Edit) -> [(offset: Int, element: Clause)] {
      clauses.filter { $0.element.lacks(for: leaf, old: none, by: whole).isEmpty }
    }
    let parts = (candidate.edit.new?.difference(from: .object([:])) ?? []).map { leaf in
      CreatedPart(leaf) { !fitting($0).isEmpty }
    }
    let open = parts.flatMap(\.open)
    guard open.isEmpty else {
      part.lacks = [.uncovered(paths: open)]
      return part
    }
    var after = usage
    let isAmended = isAmended(placed.record)
    for leaf in parts.flatMap(\.covered) {
      let fitting = fitting(leaf)
      let free = fitting.first { index, clause in
        // What this creation has used of other clauses leaves no less room in this one.
        let cover = placed.cover(clause: index)
        let used = usage.count(of: cover, isAmended: isAmended) + after[cover] - usage[cover]
        return clause.atMost.map { used < $0 } ?? true
      }
      guard let free else {
        // Each of the clauses that fit has a limit, or one of them would be free.
        part.usedUp = part.usedUp ?? fitting.first?.element.atMost.map { .usedUp(atMost: $0) }
        continue
      }
      part.uses.append(placed.cover(clause: free.offset))
      after.add([placed.cover(clause: free.offset)])
    }
    return part
  }
}

/// What clauses allow of a part of a created configuration: the part as a whole, or each part inside it.
private struct CreatedPart {
  /// The values that a clause names, which together are all of it.
  private(set) var covered: [Edit] = []
  /// The places of those that none names; the whole where none of its parts is named.
  private(set) var open: [String] = []

  init(_ leaf: Edit, isNamed: (Edit) -> Bool) {
    if isNamed(leaf) {
      covered = [leaf]
      return
    }
    // What is null or an empty list is not there: nobody has to name it.
    guard let value = leaf.new, !value.isNothing else { return }
    let parts = value.children(at: leaf.path).map { CreatedPart($0, isNamed: isNamed) }
    covered = parts.flatMap(\.covered)
    open = covered.isEmpty ? [leaf.path.text] : parts.flatMap(\.open)
  }
}

extension ConfigurationValue {
  /// Whether it is null, or an empty text or list. An empty object is something: AWS turns things on by it
  /// (`EventBridgeConfiguration: {}`).
  fileprivate var isNothing: Bool {
    switch self {
    case .null: true
    case .bool, .number, .object: false
    case .string(let text): text.isEmpty
    case .list(let values): values.isEmpty
    case .elements(let members): members.isEmpty
    }
  }

  /// What stands directly inside it, each as an addition, in path order.
  fileprivate func children(at path: ConfigurationPath) -> [Edit] {
    let children: [(ConfigurationPath.Step, ConfigurationValue)] =
      switch self {
      case .object(let fields): fields.inKeyOrder.map { (.key($0.key), $0.value) }
      case .elements(let elements): elements.inKeyOrder.map { (.element($0.key), $0.value) }
      case .list(let values): values.enumerated().map { (.index($0), $1) }
      case .null, .bool, .number, .string: []
      }
    return children.map { Edit(path.appending($0), .added($1)) }
  }
}

extension Candidate {
  /// Where the value that predicates are about stands.
  func spelling(_ meaning: @escaping Meaning) -> Spelling {
    Spelling(configuration: edit.new == nil ? before : after) { [id = resource.id] in
      meaning($0, id)
    }
  }

  /// Where the old value of a change stood.
  fileprivate func oldSpelling(_ meaning: @escaping Meaning) -> Spelling {
    Spelling(configuration: before) { [id = resource.id] in meaning($0, id) }
  }
}

extension Clause {
  /// What of the edit the clause does not allow; how often it was used does not count here.
  fileprivate func lacks(for edit: Edit, old: Spelling, by spelling: Spelling) -> [Lack] {
    guard spelling.isNamed(edit.path, by: path) else { return placeLacks(for: edit) }
    var lacks: [Lack] = []
    if word != edit.word { lacks.append(.word(wanted: word, found: edit.word)) }
    if let predicate, let value = edit.new ?? edit.old {
      let asked = predicate.respelled(for: value, at: spelling.place(of: value, at: edit.path))
      if !asked.isSatisfied(by: value) { lacks.append(.value(asked, found: value)) }
    }
    if let oldPredicate {
      let asked = edit.old.map {
        oldPredicate.respelled(for: $0, at: old.place(of: $0, at: edit.path))
      }
      if !(edit.old.map { asked?.isSatisfied(by: $0) ?? false } ?? false) {
        lacks.append(.oldValue(asked ?? oldPredicate, found: edit.old))
      }
    }
    return lacks
  }

  /// What of an edit of another place the clause does not allow.
  private func placeLacks(for edit: Edit) -> [Lack] {
    if let inside = path.inside(edit.path) {
      return [
        .inside(word, of: path.text, found: inside.text, write: "\(edit.word): \(edit.path.text)")
      ]
    }
    let elsewhere = Lack.path(wanted: path.text, found: edit.path.text)
    return word == edit.word ? [elsewhere] : [.word(wanted: word, found: edit.word), elsewhere]
  }
}

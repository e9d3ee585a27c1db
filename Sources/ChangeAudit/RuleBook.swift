package import ConfigurationModel

/// Everything that an edit is judged by.
package struct RuleBook: Sendable {
  package let records: [ChangeRecord]
  package let ignores: [Ignore]
  package let freezes: [Freeze]
  /// When the records were registered, by number; what is not named counts as it is dated.
  package let registered: [String: RegisteredTimes]
  /// What documents of resources mean: values in records and ignores are read by it too.
  package let meaning: Meaning
  let index: AllowanceIndex

  package init(
    records: [ChangeRecord], ignores: [Ignore] = [], freezes: [Freeze] = [],
    registered: [String: RegisteredTimes] = [:], meaning: @escaping Meaning = { value, _ in value }
  ) {
    self.records = records
    self.meaning = meaning
    self.registered = registered
    self.ignores = ignores
    self.freezes = freezes
    index = AllowanceIndex(records)
  }

  /// The verdict on each candidate, in the order given. `usage` says what the clauses covered before,
  /// and counts what they cover now: an edit counted once must not be judged again.
  package func judge(_ candidates: [Candidate], usage: inout Usage, at now: Timestamp) -> [Verdict]
  {
    candidates.map { judge($0, usage: &usage, at: now) }
  }

  private func judge(_ candidate: Candidate, usage: inout Usage, at now: Timestamp) -> Verdict {
    let judgement = Judgement(
      candidate: candidate, freezes: freezes, registered: registered, meaning: meaning, now: now)
    let covering = index.selecting(candidate.resource)
      .filter { $0.allowance.resource.selects(candidate.resource, tags: candidate.tags) }
      .flatMap { judgement.attempts($0, usage: usage) }
      .filter(\.lacks.isEmpty)
    if let best = covering.min(by: { $0.narrowness < $1.narrowness }) {
      usage.add(best.uses)
      return best.verdict
    }
    if let ignore = ignores.first(where: {
      $0.isInForce(at: now) && $0.hides(candidate, by: meaning)
    }) {
      return .ignored(by: ignore.name)
    }
    return .unapproved(nearMisses(of: judgement, usage: usage))
  }
}

extension Attempt {
  /// The verdict on an edit that this covers.
  fileprivate var verdict: Verdict {
    switch corroboration {
    case .full: .approved(by: cover, isTimeCorroborated: true)
    case .overlapping: .approved(by: cover, isTimeCorroborated: false)
    case .onPaper: .approvedOnPaper(by: cover)
    }
  }
}

/// One allowance with its place in its record.
struct PlacedAllowance: Sendable {
  let record: ChangeRecord
  let position: Int
  let allowance: Allowance

  func cover(clause: Int?) -> Cover {
    Cover(record: record.number, allowance: position, clause: clause)
  }
}

/// The allowances by what they name exactly, so that an edit is held only against those that can
/// have to do with it.
struct AllowanceIndex: Sendable {
  private var byID: [String: [PlacedAllowance]] = [:]
  private var anyID: [PlacedAllowance] = []
  private var byType: [String: [PlacedAllowance]] = [:]
  private var anyType: [PlacedAllowance] = []

  init(_ records: [ChangeRecord]) {
    for record in records.sorted(by: { $0.number.precedes($1.number) }) {
      for (position, allowance) in record.allows.enumerated() {
        let placed = PlacedAllowance(record: record, position: position, allowance: allowance)
        if let id = allowance.resource.id?.exactText {
          byID[id, default: []].append(placed)
        } else {
          anyID.append(placed)
        }
        if let type = allowance.resource.type?.exactText {
          byType[type, default: []].append(placed)
        } else {
          anyType.append(placed)
        }
      }
    }
  }

  /// All allowances that can select the resource, and perhaps others.
  func selecting(_ resource: Resource) -> [PlacedAllowance] { (byID[resource.id.id] ?? []) + anyID }

  /// Allowances that name another resource, perhaps of another type; in the order of records.
  func others(than resource: Resource) -> some Sequence<PlacedAllowance> {
    let id = resource.id.id
    return [byType[resource.id.type.name] ?? [], anyType].lazy.joined().filter { placed in
      placed.allowance.resource.id?.exactText.map { !$0.isIdentical(to: id) } ?? false
    }
  }
}

extension Glob {
  /// The one text the glob fits, where that can be read off it.
  fileprivate var exactText: String? {
    isLiteral && !pattern.contains("\\") ? pattern : nil
  }
}

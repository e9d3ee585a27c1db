package import ConfigurationModel

/// Everything that an edit is judged by.
package struct RuleBook: Sendable {
  /// The change records, each number once.
  package let records: [ChangeRecord]
  /// The ignores; the first that hides an edit counts.
  package let ignores: [Ignore]
  /// The freezes, in force or not: each says when it holds.
  package let freezes: [Freeze]
  /// When the records were registered, by number; what is not named counts as it is dated.
  package let registered: [String: RegisteredTimes]
  /// The newest event of the store that registered one of the records, 0 where it holds none; nil where
  /// they are not from a store.
  package let asOf: Int64?
  /// What documents of resources mean: values in records and ignores are read by it too.
  package let meaning: Meaning
  let index: AllowanceIndex

  /// The rules that these records, ignores and freezes make.
  package init(
    records: [ChangeRecord], ignores: [Ignore] = [], freezes: [Freeze] = [],
    registered: [String: RegisteredTimes] = [:], asOf: Int64? = nil,
    meaning: @escaping Meaning = { value, _ in value }
  ) {
    self.records = records
    self.asOf = asOf
    self.meaning = meaning
    self.registered = registered
    self.ignores = ignores
    self.freezes = freezes
    index = AllowanceIndex(records)
  }

  /// The same rules with further freezes; those that are the same count once.
  package func with(freezes others: [Freeze]) -> RuleBook {
    RuleBook(
      records: records, ignores: ignores,
      freezes: freezes + others.filter { !freezes.contains($0) }, registered: registered,
      asOf: asOf, meaning: meaning)
  }

  /// The verdict on each candidate, in the order given. `usage` says what the clauses covered before,
  /// and counts what they cover now: an edit counted once must not be judged again.
  package func judge(_ candidates: [Candidate], usage: inout Usage, at now: Timestamp) -> [Verdict]
  {
    candidates.map { judge($0, usage: &usage, at: now) }
  }

  /// Whether it judges alike at both moments and at all between them: no ignore ends, and no approval that is dated ahead
  /// begins to count, after the one and by the other.
  package func isSame(from first: Timestamp, through last: Timestamp) -> Bool {
    let turns = ignores.map(\.until) + records.flatMap { $0.approvals.map(\.at) }
    return first <= last && !turns.contains { first < $0 && $0 <= last }
  }

  private func judge(_ candidate: Candidate, usage: inout Usage, at now: Timestamp) -> Verdict {
    let judgement = Judgement(
      candidate: candidate, freezes: freezes, registered: registered, meaning: meaning, now: now)
    let covering = index.selecting(candidate.resource, tags: candidate.tags)
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

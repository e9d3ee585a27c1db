package import ConfigurationModel

extension RuleBook {
  /// What the call that made an approved edit says against its record, in words: that it was out of time, or that its
  /// caller is no implementer; empty where it says nothing.
  package func contradictions(of candidate: Candidate, by record: ChangeRecord, at now: Timestamp)
    -> [String]
  {
    // Calls that were pruned say nothing against it.
    guard candidate.authorship != .notKept else { return [] }
    let known = lacks(of: record, for: candidate, at: now)
    let without = lacks(of: record, for: candidate.withoutAuthorship, at: now)
    // What it lacks in any case was judged when it was approved.
    return known.filter { !without.contains($0) }.map(\.words)
  }

  private func lacks(of record: ChangeRecord, for candidate: Candidate, at now: Timestamp) -> [Lack]
  {
    let judgement = Judgement(
      candidate: candidate, freezes: freezes, registered: registered, meaning: meaning, now: now)
    return Timing(of: record, judgement: judgement).lacks
  }
}

extension ChangeRecord {
  /// What a person who carried out the change was to it besides: `asked for it`, `approved it`; nil where they were
  /// neither. Duties are to be separated (NIST SP 800-53, AC-5).
  package func otherDuty(of person: String) -> String? {
    if approvals.contains(where: { PersonName($0.by).mayBe(PersonName(person)) }) {
      return "approved it"
    }
    return askers.contains { $0.mayBe(person) } ? "asked for it" : nil
  }
}

extension Candidate {
  fileprivate var withoutAuthorship: Candidate {
    Candidate(
      resource: resource, tags: tags, change: change, edit: edit, occurred: occurred,
      before: before, after: after)
  }
}

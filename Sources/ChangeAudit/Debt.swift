package import ConfigurationModel

/// An emergency change that was carried out and waits for its approval.
package struct Debt: Hashable, Sendable {
  /// The record's number.
  package let record: String
  /// What the record is about; nil where it does not say it.
  package let title: String?
  /// The moment by which it must be approved: the earliest over its edits.
  package let due: Timestamp
  /// Whether that moment is past.
  package let isOverdue: Bool
  /// Positions, among the candidates given, of the edits it would cover.
  package let candidates: [Int]

  /// Makes a debt of what a rule book found.
  package init(
    record: String, title: String?, due: Timestamp, isOverdue: Bool, candidates: [Int]
  ) {
    self.record = record
    self.title = title
    self.due = due
    self.isOverdue = isOverdue
    self.candidates = candidates
  }
}

extension RuleBook {
  /// The submitted emergency records that would cover some of these unapproved edits but for their
  /// approval, by number. `usage` is what was used before; nothing is counted here.
  package func debts(of candidates: [Candidate], usage: Usage, at now: Timestamp) -> [Debt] {
    var usage = usage
    var found: [String: [(index: Int, due: Timestamp)]] = [:]
    for (index, candidate) in candidates.enumerated() {
      let judgement = Judgement(
        candidate: candidate, freezes: freezes, registered: registered, meaning: meaning, now: now)
      for attempts in waiting(judgement, usage: usage).values {
        guard let best = attempts.min(by: { $0.narrowness < $1.narrowness }) else { continue }
        usage.add(best.uses)
        let seconds = best.record.dueSeconds(
          for: candidate.happened, since: registered[best.record.number]?.since)
        let due = candidate.happened.until.advanced(bySeconds: seconds)
        found[best.record.number, default: []].append((index, due))
      }
    }
    return debts(found, at: now)
  }

  /// The same by what was said of the edits when they were judged: the near misses of each, and when it
  /// happened.
  package func debts(
    awaiting edits: [(misses: [NearMiss], occurred: Occurrence)], at now: Timestamp
  )
    -> [Debt]
  {
    let waiting = Dictionary(grouping: records, by: \.number).compactMapValues(\.first)
      .filter { $0.value.kind == .emergency && $0.value.state == .submitted }
    var found: [String: [(index: Int, due: Timestamp)]] = [:]
    for (index, edit) in edits.enumerated() {
      for miss in edit.misses where miss.awaitsApproval {
        guard let record = waiting[miss.record] else { continue }
        let seconds = record.dueSeconds(
          for: edit.occurred, since: registered[record.number]?.since)
        found[record.number, default: []].append(
          (index, edit.occurred.until.advanced(bySeconds: seconds)))
      }
    }
    return debts(found, at: now)
  }

  private func debts(_ found: [String: [(index: Int, due: Timestamp)]], at now: Timestamp) -> [Debt]
  {
    records.filter { $0.kind == .emergency }.compactMap { record in
      guard let edits = found[record.number], let due = edits.map(\.due).min() else { return nil }
      return Debt(
        record: record.number, title: record.title, due: due, isOverdue: due < now,
        candidates: edits.map(\.index))
    }.sorted { $0.record.precedes($1.record) }
  }

  /// What would cover the edit were it approved, by record.
  private func waiting(_ judgement: Judgement, usage: Usage) -> [String: [Attempt]] {
    let candidate = judgement.candidate
    let attempts = index.selecting(candidate.resource, tags: candidate.tags)
      .filter { $0.record.kind == .emergency && $0.record.state == .submitted }
      .flatMap { judgement.attempts($0, usage: usage) }
      .filter(\.awaitsApproval)
    return Dictionary(grouping: attempts, by: \.record.number)
  }
}

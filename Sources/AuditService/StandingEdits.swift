import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationModel

/// The edits that stand as of the last audit, with their whole values: what was stored of them is
/// text for people, and what decides is recomputed from the configurations.
struct StandingEdits {
  let store: AuditStore
  let baseline: String

  struct Entry {
    let judgement: StoredJudgement
    let candidate: Candidate
  }

  /// In the order of resources and paths.
  func all() throws(Problem) -> [Entry] {
    guard let period = try store.periodOfLastAudit(baseline: baseline) else { return [] }
    let standing = try store.deviations(baseline: baseline)
    let reader = DocumentReader()
    var entries: [Entry] = []
    for pair in try store.expectedPairs(baseline: baseline, in: period.to) {
      guard let judgements = standing[pair.resource.id] else { continue }
      let byKey = Dictionary(judgements.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
      let state = try Self.state(of: pair, reader)
      let tags = (state.expected ?? state.observed)?.tags ?? [:]
      guard let change = state.change else { continue }
      for edit in state.edits {
        guard let judgement = byKey[edit.key] else { continue }
        entries.append(
          Entry(
            judgement: judgement,
            candidate: Candidate(
              resource: pair.resource, tags: tags, change: change, edit: edit,
              occurred: judgement.occurred, before: state.expected, after: state.observed)))
      }
    }
    return entries
  }

  private static func state(of pair: ExpectedPair, _ reader: DocumentReader) throws(Problem)
    -> ResourceState
  {
    do {
      return try ResourceState(
        of: pair.resource.id, expected: pair.expected, observed: pair.observed, reader: reader)
    } catch let problem as Problem {
      throw problem
    } catch {
      preconditionFailure("Documents are refused with problems: \(error)")
    }
  }
}

extension ComposeReport {
  /// Emergency changes that were carried out and wait for their approval.
  func debts(usage: [Cover: Int]) throws(Problem) -> [DriftReport.EmergencyDebt] {
    guard rules.records.contains(where: { $0.kind == .emergency && $0.state == .submitted }) else {
      return []
    }
    let entries = try standingUnapproved()
    return rules.debts(of: entries.map(\.candidate), usage: Usage(usage), at: at).map { debt in
      DriftReport.EmergencyDebt(
        record: debt.record, title: debt.title, due: debt.due, isOverdue: debt.isOverdue,
        findings: Set(debt.candidates.compactMap { entries[$0].judgement.finding }).sorted())
    }
  }
}

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
    let resource: Resource
    let judgement: StoredJudgement
    /// The edit as it stands now.
    let edit: Edit
    /// The edit as it is judged: by the path, name and tags of the time when it was first seen.
    let candidate: Candidate
    let state: ResourceState
    /// All edits of the resource that stand.
    let standing: Set<Edit>
  }

  /// In the order of resources and paths.
  func all() throws(Problem) -> [Entry] {
    guard let period = try store.periodOfLastAudit(baseline: baseline) else { return [] }
    let standing = try store.deviations(baseline: baseline)
    let reader = DocumentReader()
    let attribute = try AttributeEdits(store: store, at: period.end)
    var entries: [Entry] = []
    for pair in try store.expectedPairs(
      baseline: baseline, in: period.to, of: Set(standing.keys))
    {
      guard let judgements = standing[pair.resource.id] else { continue }
      entries += try Self.entries(pair, judgements, reader, attribute)
    }
    return entries
  }

  private static func entries(
    _ pair: ExpectedPair, _ judgements: [StoredJudgement], _ reader: DocumentReader,
    _ attribute: AttributeEdits
  ) throws(Problem) -> [Entry] {
    let byKey = Dictionary(judgements.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let state = try state(of: pair, judgements, reader)
    guard state.change != nil else { return [] }
    let found = state.edits.compactMap { edit in byKey[edit.key].map { (edit, $0) } }
    let standing = Set(found.map(\.0))
    return try found.map { edit, judgement throws(Problem) in
      let traits = judgement.traits ?? state.traits(of: pair.resource, for: edit)
      return Entry(
        resource: pair.resource, judgement: judgement, edit: edit,
        candidate: Candidate(
          resource: Resource(pair.resource.id, name: traits.name), tags: traits.tags,
          change: state.change(of: edit), edit: edit.moved(to: judgement.path),
          occurred: judgement.occurred,
          authorship: try attribute.authorship(
            of: edit.moved(to: judgement.path), of: pair.resource.id, in: judgement.occurred),
          before: state.basis, after: state.observed),
        state: state, standing: standing)
    }
  }

  private static func state(
    of pair: ExpectedPair, _ standing: [StoredJudgement], _ reader: DocumentReader
  ) throws(Problem) -> ResourceState {
    do {
      return try ResourceState(
        of: pair.resource.id, expected: pair.expected, observed: pair.observed,
        standing: standing, reader: reader)
    } catch let problem as Problem {
      throw problem
    } catch {
      preconditionFailure("Documents are refused with problems: \(error)")
    }
  }
}

extension ComposeReport {
  /// An unapproved edit that stood at the end of a period, with all that rules look at.
  struct Unapproved {
    let candidate: Candidate
    let finding: Int?
    let nearMisses: [NearMiss]
    /// Whether it was made and undone unseen.
    var isPassing = false
  }

  /// The unapproved edits that stood at the end of a period: of one that is over as they were judged by
  /// then, since the configurations have moved on; of the present from the configurations themselves.
  func standingUnapproved(_ period: StoredPeriod) throws(Problem) -> [Unapproved] {
    guard period.isPast else {
      return try StandingEdits(store: store, baseline: baseline).all().compactMap { entry in
        guard case .unapproved(let misses) = entry.judgement.verdict else { return nil }
        return Unapproved(
          candidate: entry.candidate, finding: entry.judgement.finding, nearMisses: misses)
      } + judgedUnapproved(.everything).filter(\.isPassing)
    }
    return try judgedUnapproved(period)
  }

  /// The same as they were judged, with those that were made and undone unseen.
  private func judgedUnapproved(_ period: StoredPeriod) throws(Problem) -> [Unapproved] {
    try store.findings(baseline: baseline, in: period).flatMap { finding in
      finding.judgements.filter(\.isStanding).compactMap { judgement, _ in
        guard case .unapproved(let misses) = judgement.verdict else { return nil }
        return Unapproved(
          candidate: judgement.candidate(of: finding.resource), finding: finding.number,
          nearMisses: misses, isPassing: judgement.passage != nil)
      }
    }
  }

  /// Emergency changes that were carried out and wait for their approval: they go by the freezes that the
  /// audit went by, and by those that were given to the report only.
  func debts(_ period: StoredPeriod) throws(Problem) -> [DriftReport.EmergencyDebt] {
    guard rules.records.contains(where: { $0.kind == .emergency && $0.state == .submitted }) else {
      return []
    }
    let entries = try standingUnapproved(period)
    let kept = try store.rules(baseline: baseline, until: period.toEvent)
    let debts =
      period.isPast
      ? rules.debts(awaiting: entries.map { ($0.nearMisses, $0.candidate.occurred) }, at: at)
      : rules.with(freezes: kept.inOrder.compactMap(\.freeze)).debts(
        of: entries.map(\.candidate), usage: Usage(try store.usage(until: period.toEvent)), at: at)
    return debts.map { debt in
      DriftReport.EmergencyDebt(
        record: debt.record, title: debt.title, due: debt.due, isOverdue: debt.isOverdue,
        findings: Set(debt.candidates.compactMap { entries[$0].finding }).sorted())
    }
  }
}

extension StoredFinding {
  /// Its unapproved edits that were made and undone unseen.
  var passing: [StoredJudgement] {
    judgements.filter {
      $0.isStanding && $0.judgement.passage != nil && $0.judgement.verdict.word == .unapproved
    }.map(\.judgement)
  }

  /// What a record has to allow that covers them: each edit and what undid it, in the time from the one to the other.
  var passingCandidates: [Candidate] {
    passing.flatMap { judgement -> [Candidate] in
      guard let passage = judgement.passage else { return [] }
      let time = Occurrence(after: passage.opened.at, until: passage.closed.at)
      let made = judgement.candidate(of: resource)
      return (passage.isUndoing ? [made.edit] : [made.edit, made.edit.inverse]).map { edit in
        Candidate(
          resource: made.resource, tags: made.tags,
          change: made.change == .created && edit.new == nil ? .deleted : made.change, edit: edit,
          occurred: time)
      }
    }
  }
}

extension StoredJudgement {
  /// The edit with all that rules look at, but for the configurations around it.
  func candidate(of resource: Resource) -> Candidate {
    Candidate(
      resource: Resource(resource.id, name: traits?.name ?? resource.name),
      tags: traits.map(\.tags) ?? [:], change: resourceChange, edit: judgedEdit.edit,
      occurred: occurred)
  }
}

import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationModel

/// Holds approved edits against the calls that made them: what came to be known since, and whose hand it was.
struct QuestionApprovals {
  let rules: RuleBook
  let attribute: AttributeEdits
  let at: Timestamp

  /// What calls say of edits that records cover: a sentence each, in the order of records.
  struct Answer {
    /// What they say against the approval: out of time, or of somebody who is no implementer.
    var contradictions: [String] = []
    /// Where who carried it out had another duty too.
    var breaches: [String] = []
  }

  /// - Parameter judged: The edits that may have been approved; asked only where anything is known of calls.
  func answer(on judged: () throws(Problem) -> [AuditStore.ResourceJudgement]) throws(Problem)
    -> Answer
  {
    guard try attribute.store.hasActivity(knownBy: attribute.knownBy) else { return Answer() }
    var edits: [Said: [String]] = [:]
    for entry in try judged() where entry.judgement.verdict.word.isCovered {
      for said in try said(of: entry) {
        let path = entry.judgement.judgedEdit.edit.pathText
        edits[said, default: []].append("\(path) of \(entry.resource.title)")
      }
    }
    return Answer(
      contradictions: Self.sentences(edits.filter(\.key.isAgainst)),
      breaches: Self.sentences(edits.filter { !$0.key.isAgainst }))
  }

  private static func sentences(_ edits: [Said: [String]]) -> [String] {
    edits.sorted { ($0.key.record, $0.key.sentence) < ($1.key.record, $1.key.sentence) }
      .map { said, edits in
        let more = edits.count > 1 ? " and \(counted(edits.count - 1, "more edit"))" : ""
        return "\(said.record), \(edits[0])\(more): \(said.sentence)"
      }
  }

  private struct Said: Hashable {
    let record: String
    let sentence: String
    let isAgainst: Bool
  }

  private func said(of entry: AuditStore.ResourceJudgement) throws(Problem) -> [Said] {
    let judgement = entry.judgement
    guard let record = judgement.verdict.cover?.record,
      let activity = try attribute.activity(of: entry.resource, in: judgement.occurred)
    else { return [] }
    let edit = judgement.judgedEdit.edit
    let candidate = Candidate(
      resource: entry.resource, change: judgement.resourceChange, edit: edit,
      occurred: judgement.occurred, authorship: activity.authorship(of: edit))
    let against = rules.contradictions(of: candidate, approvedBy: record, at: at)
    let attribution = try attribute.attribution(of: edit, in: activity)
    let duties = attribution.grade == .exact ? attribution.events.compactMap(\.person) : []
    let breaches = Set(duties).sorted().compactMap { person in
      rules.otherDuty(of: person, in: record).map { "carried out by \(person), who \($0)" }
    }
    return against.map {
      Said(
        record: record, sentence: "approved, and the call that made it says otherwise: \($0)",
        isAgainst: true)
    } + breaches.map { Said(record: record, sentence: $0, isAgainst: false) }
  }
}

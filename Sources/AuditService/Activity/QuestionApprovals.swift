import Activity
import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationModel

/// Holds approved edits against the calls that made them: what came to be known since, and whose hand it was.
struct QuestionApprovals {
  private let rules: RuleBook
  private let records: [String: ChangeRecord]
  private let attribute: AttributeEdits
  private let at: Timestamp

  init(_ rules: RuleBook, _ attribute: AttributeEdits, at: Timestamp) {
    self.rules = rules
    records = Dictionary(rules.records.map { ($0.number, $0) }) { first, _ in first }
    self.attribute = attribute
    self.at = at
  }

  /// Where a call says that an approved edit was out of time, or its caller no implementer: a sentence for each record
  /// and what is said, in order.
  func contradictions(of judged: [AuditStore.ResourceJudgement]) throws(Problem) -> [String] {
    try sentences(of: judged) { entry, record throws(Problem) in
      try contradictions(of: entry, record).map {
        "approved, and the call that made it says otherwise: \($0)"
      }
    }
  }

  /// Whether a call says that an approved edit was out of time, or its caller no implementer.
  func isContradicted(_ entry: AuditStore.ResourceJudgement) throws(Problem) -> Bool {
    guard let record = entry.judgement.verdict.cover.flatMap({ records[$0.record] }) else {
      return false
    }
    return try !contradictions(of: entry, record).isEmpty
  }

  private func contradictions(
    of entry: AuditStore.ResourceJudgement, _ record: ChangeRecord
  ) throws(Problem) -> [String] {
    // What is sure to have been in time, no second of it contradicts.
    // What calls made and undid unseen was held against them from the beginning.
    guard entry.judgement.passage == nil else { return [] }
    guard !entry.judgement.isTimeCorroborated || !record.implementers.isEmpty else { return [] }
    let judgement = entry.judgement
    let edit = judgement.judgedEdit.edit
    let candidate = Candidate(
      resource: entry.resource, change: judgement.resourceChange, edit: edit,
      occurred: judgement.occurred,
      authorship: try attribute.authorship(
        of: edit, of: entry.resource.id, in: judgement.occurred))
    return rules.contradictions(of: candidate, by: record, at: at)
  }

  /// Where who carried out a change had asked for it too, or approved it; the same.
  func breaches(of judged: [AuditStore.ResourceJudgement]) throws(Problem) -> [String] {
    try sentences(of: judged) { entry, record throws(Problem) in
      let judged = entry.judgement.judgedEdit
      let attribution = try attribute.attributed(judged, of: entry.resource).attribution
      guard let attribution, attribution.isSure(of: judged.edit, on: entry.resource.id.type) else {
        return []
      }
      // Whom a name says that somebody chose may be the one, and so may whoever opened the session.
      let found = attribution.events.compactMap { event in
        ([event.person, event.claimed].compactMap(\.self) + event.people).lazy
          .compactMap { person in
            record.otherDuty(of: person).map { "carried out by \(person), who \($0)" }
          }.first
      }
      return Set(found).sorted()
    }
  }

  private struct Said: Hashable {
    let record: String
    let sentence: String
  }

  private func sentences(
    of judged: [AuditStore.ResourceJudgement],
    _ said: (AuditStore.ResourceJudgement, ChangeRecord) throws(Problem) -> [String]
  ) throws(Problem) -> [String] {
    var edits: [Said: [String]] = [:]
    for entry in judged {
      guard let record = entry.judgement.verdict.cover.flatMap({ records[$0.record] }) else {
        continue
      }
      for sentence in try said(entry, record) {
        let path = entry.judgement.judgedEdit.edit.pathText
        edits[Said(record: record.number, sentence: sentence), default: []]
          .append("\(path) of \(entry.resource.title)")
      }
    }
    return edits.sorted { ($0.key.record, $0.key.sentence) < ($1.key.record, $1.key.sentence) }
      .map { said, edits in
        let more = edits.count > 1 ? " and \(counted(edits.count - 1, "more edit"))" : ""
        return "\(said.record), \(edits[0])\(more): \(said.sentence)"
      }
  }
}

extension EditAttribution {
  /// Whether each of its calls is sure to have had a part in an edit: whoever changed a new resource before it was read
  /// made something of what came, as far as it is known what their calls do.
  fileprivate func isSure(of edit: Edit, on type: ResourceType) -> Bool {
    switch grade {
    case .exact: true
    case .byResourceAndTime:
      edit.path == .root && edit.new != nil
        && (CallTable.types.contains(type) || events.allSatisfy(\.isOfTags))
    case .unexplained, .unsettled, .notCovered: false
    }
  }
}

extension EditAttribution.Event {
  /// Whether it is a call whose effects are known on whatever EC2 has.
  fileprivate var isOfTags: Bool { call == "CreateTags" || call == "DeleteTags" }
}

extension StoredJudgement {
  /// Whether all of the time in which the edit may have happened was a right one for its approval.
  fileprivate var isTimeCorroborated: Bool {
    switch verdict {
    case .approved(_, let isCorroborated): isCorroborated
    case .approvedOnPaper, .ignored, .unapproved: false
    }
  }
}

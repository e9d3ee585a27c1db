import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// What was asked for and waits to be applied. Whoever asks for it makes the change: it is held against the rules then, and
/// that AWS applies it later is no other change.
extension ResourceJudge {
  /// The edits that edits of pending values announce, in the place of those: a record allows what a resource will be.
  /// As they are where one of them announces nothing, or where a rule speaks of the pending values themselves.
  func announced(_ candidates: [Candidate], besides own: [Cover: Int]) -> [Candidate] {
    let announced = candidates.compactMap(\.announced)
    guard announced.count == candidates.count,
      verdict(on: candidates, besides: usage.without(own)).0.word == .unapproved
    else { return candidates }
    return announced
  }

  /// The verdict on the pending value that an edit applies; nil where it applies none, or none that was approved.
  func applied(_ edit: Edit, _ setting: Setting) throws -> Verdict? {
    let state = setting.state
    guard !state.isPartial, !state.isMadeAnew,
      let path = PendingValues.modifiedValues
        .applied(by: edit, from: state.basis, to: state.observed),
      let value = state.basis?.value(at: path.steps),
      let asked = try session.lastJudgement(of: setting.stored, at: path.text),
      asked.new == value.canonicalJSON, let cover = asked.verdict.cover, stands(cover.record)
    else { return nil }
    return asked.verdict
  }
}

extension Candidate {
  /// The edit that one of a pending value announces, as if the resource had it already.
  fileprivate var announced: Candidate? {
    guard
      let edit = PendingValues.modifiedValues.announced(by: edit, from: before),
      let value = edit.new
    else { return nil }
    return Candidate(
      resource: resource, tags: tags, change: change, edit: edit, occurred: occurred,
      authorship: authorship, before: before, after: after?.setting(value, at: edit.path.steps[...])
    )
  }
}

extension ResourceState {
  /// What a pending value means: what the field that it becomes will mean, and when. Nil for every other edit.
  func assessment(ofPending edit: Edit) -> Assessment? {
    let kind = ResourceKind.of(id.type)
    let pending = PendingValues.modifiedValues
    guard let announced = pending.announced(by: edit, from: basis), let value = announced.new
    else { return nil }
    let will = observed?.setting(value, at: announced.path.steps[...])
    let meaning =
      kind.assessment(of: announced, from: basis, to: will) ?? announced.plainAssessment
    let what = meaning.sentence ?? "It will be \(value.label)"
    return Assessment(meaning.severity, pending.sentence(in: observed, meaning: what))
  }
}

extension AuditStore {
  /// What the values wait for that records allow and that are asked for and not applied yet at an event, by record.
  func waiting(baseline: String, until event: Int64) throws(Problem) -> [String: String] {
    let pending = PendingValues.modifiedValues
    return try covered(at: pending.field, baseline: baseline, until: event)
      .reduce(into: [:]) { waiting, judgement in
        guard let record = judgement.verdict.cover?.record else { return }
        waiting[record] = pending.wait(in: judgement.sentence)
      }
  }
}

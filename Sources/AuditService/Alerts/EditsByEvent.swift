import Activity
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Which judged edits an event made: what became of what it did.
final class EditsByEvent {
  /// All judged edits of the time that is asked about, and its findings, with who made their edits.
  typealias Judged = (edits: [AuditStore.ResourceJudgement], findings: [Finding])

  private let attribute: AttributeEdits
  private let question: QuestionApprovals
  private let read: () throws(Problem) -> Judged
  private var known: Known?
  private var attributions: [Int64: EditAttribution?] = [:]

  private struct Known {
    /// By resource type: the events that are asked about name few.
    let judged: [ResourceType: [AuditStore.ResourceJudgement]]
    let findingsOf: [String: [Int]]
  }

  /// - Parameter read: What is read once it is asked for: where no rule names any event, nothing is.
  init(
    _ attribute: AttributeEdits, _ question: QuestionApprovals,
    _ read: @escaping () throws(Problem) -> Judged
  ) {
    self.attribute = attribute
    self.question = question
    self.read = read
  }

  /// What a call did, with the parts that it names by their ids as they were then.
  func effects(of record: ConfigurationValue) throws(Problem) -> [CallEffect] {
    try attribute.effects(of: record)
  }

  private func all() throws(Problem) -> Known {
    if let known { return known }
    let (edits, findings) = try read()
    var numbers: [String: Set<Int>] = [:]
    for finding in findings {
      for event in finding.unapproved.flatMap({ $0.attribution?.events ?? [] }) {
        numbers[event.id, default: []].insert(finding.number)
      }
    }
    let all = Known(
      judged: Dictionary(grouping: edits) { $0.resource.id.type },
      findingsOf: numbers.mapValues { $0.sorted() })
    known = all
    return all
  }

  /// The numbers of the findings that the event made edits of, or may have made.
  func findings(of event: String) throws(Problem) -> [Int] { try all().findingsOf[event] ?? [] }

  /// Whether change records cover all that an event did: each value that it names is an edit which replaying it gives
  /// and which is approved, of each resource that it names; all that the replay says it changed is covered by such edits;
  /// no edit that it may have made is anything else; and no call speaks against an approval.
  ///
  /// Of what an event does not say, and of what no snapshot shows, nobody can say that it was approved.
  func isApproved(_ kept: KeptEvent, _ effects: [CallEffect]) throws(Problem) -> Bool {
    let (changes, parts) = effects.withoutParts
    guard !changes.isEmpty else { return false }
    for part in parts {
      guard try approved(part, by: kept) != nil else { return false }
    }
    for effect in changes {
      let isOnly = changes.count { $0.type == effect.type } == 1
      guard try isApproved(effect, of: kept, isOnly: isOnly) else { return false }
    }
    return true
  }

  /// - Parameter isOnly: Whether the event names no other resource of the type.
  private func isApproved(_ effect: CallEffect, of kept: KeptEvent, isOnly: Bool) throws(Problem)
    -> Bool
  {
    guard let approved = try approved(effect, by: kept) else { return false }
    let names = Set(effect.names)
    for (resource, entries) in approved {
      let isNamed =
        isOnly && approved.count == 1 || effect.isOfPart || names.contains(resource.id.id)
        || resource.name.map(names.contains) ?? false
      guard isNamed, effect.isWhole(in: entries.map(\.edit), of: resource.id) else { continue }
      if effect.steps == [.delete] { return true }
      if try isAllCovered(by: entries, of: resource.id, kept) { return true }
    }
    return false
  }

  /// The approved edits that an event gave, by the resource; nil where it may have made one that is anything else.
  private func approved(_ effect: CallEffect, by kept: KeptEvent) throws(Problem)
    -> [Resource: [StoredJudgement]]?
  {
    var approved: [Resource: [StoredJudgement]] = [:]
    for entry in try all().judged[effect.type] ?? [] where entry.isOf(kept) {
      guard entry.resource.id.mayBeCalled(effect.resource),
        let attribution = try attribution(of: entry),
        attribution.events.contains(where: { $0.id == kept.id })
      else { continue }
      guard entry.judgement.verdict.word == .approved, try !question.isContradicted(entry) else {
        return nil
      }
      let edit = entry.judgement.edit
      // What a new resource is like, the call that made it does not say.
      guard attribution.grade == .exact, edit.path != .root || edit.new == nil else { continue }
      approved[entry.resource, default: []].append(entry.judgement)
    }
    return approved
  }

  /// Whether what a call changed, as replaying it says, stands at approved edits or below them: of a document that it
  /// replaced, also what somebody took away again before anybody looked.
  private func isAllCovered(
    by entries: [StoredJudgement], of resource: ResourceID, _ kept: KeptEvent
  ) throws(Problem) -> Bool {
    let paths = entries.map(\.edit.path)
    for interval in Set(entries.map(\.time)) {
      let written = try attribute.writes(of: kept.id, on: resource, in: interval)
      guard let written, !written.isEmpty,
        written.allSatisfy({ path in paths.contains { path.isWithin($0) } })
      else { return false }
    }
    return true
  }

  private func attribution(of entry: AuditStore.ResourceJudgement) throws(Problem)
    -> EditAttribution?
  {
    let judgement = entry.judgement
    if let known = attributions[judgement.row] { return known }
    let found = try attribute.attributed(judgement.judgedEdit, of: entry.resource).attribution
    attributions[judgement.row] = .some(found)
    return found
  }
}

extension AuditStore.ResourceJudgement {
  /// Whether the edit may have been made by the event: its account's, in the time of the event.
  fileprivate func isOf(_ kept: KeptEvent) -> Bool {
    let occurred = judgement.occurred
    return kept.account.map { $0 == resource.id.account } ?? true
      && (occurred.after.map { kept.at.advanced(bySeconds: 1) > $0 } ?? true)
      && kept.at <= occurred.until
  }
}

extension StoredJudgement {
  fileprivate var edit: Edit { judgedEdit.edit }

  /// The time of which calls are replayed: of what no reading shows, from the call that made it to the one that undid it.
  fileprivate var time: Occurrence {
    guard let passage else { return occurred }
    return Occurrence(
      after: Occurrence.second(of: passage.opened.at).after,
      until: Occurrence.second(of: passage.closed.at).until)
  }
}

extension CallEffect {
  /// Whether the event names the resource by the id of a part that it takes away: nothing else has that.
  fileprivate var isOfPart: Bool {
    guard steps.count == 1, case .drop(_, _, let value) = steps[0] else { return false }
    return value.isIdentical(to: resource)
  }

  /// Whether each value that the call names is one of some edits, or the deletion is, where it deletes; false where it
  /// does not name what it changed.
  fileprivate func isWhole(in edits: [Edit], of resource: ResourceID) -> Bool {
    if steps == [.delete] { return edits.contains { $0.path == .root } }
    // Of fields that are cleared only those that were there make edits: the replay tells of them.
    let naming = steps.filter { !$0.isClearing }
    for case .drop(let list, let field, let value) in naming {
      guard edits.contains(where: { $0.takes(from: list, where: field, is: value) }) else {
        return false
      }
    }
    let rest = naming.filter { !$0.isDropping }
    guard !rest.isEmpty else { return !steps.isEmpty }
    let context = NormalizationContext(
      account: resource.account, partition: resource.partition)
    let named = CallEffect(type, self.resource, rest).named(ResourceKind.of(type), context)
    return named?.allSatisfy { path in
      edits.contains { $0.path.isWithin(path) || path.isWithin($0.path) }
    } ?? false
  }
}

extension CallEffect.Step {
  fileprivate var isClearing: Bool {
    if case .clear = self { true } else { false }
  }

  fileprivate var isDropping: Bool {
    if case .drop = self { true } else { false }
  }
}

extension Edit {
  /// Whether it takes away the members of a list whose field has a text.
  fileprivate func takes(from list: String, where field: String, is text: String) -> Bool {
    guard new == nil, path.steps.first == .key(list), let old else { return false }
    let gone = path.steps.count == 1 ? old.members ?? [] : path.steps.count == 2 ? [old] : []
    return gone.contains { $0[field]?.string.map { $0.isIdentical(to: text) } ?? false }
  }
}

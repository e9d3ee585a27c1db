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
  private let read: () throws(Problem) -> Judged
  private var known: Known?
  private var attributions: [Int64: EditAttribution?] = [:]

  private struct Known {
    /// By resource type: the events that are asked about name few.
    let judged: [ResourceType: [AuditStore.ResourceJudgement]]
    let findingsOf: [String: [Int]]
  }

  /// - Parameter read: What is read once it is asked for: where no rule names any event, nothing is.
  init(_ attribute: AttributeEdits, _ read: @escaping () throws(Problem) -> Judged) {
    self.attribute = attribute
    self.read = read
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
  /// and which is approved, of each resource that it names, and no edit that it may have made is anything else.
  ///
  /// Of what an event does not say, and of what no snapshot shows, nobody can say that it was approved.
  func isApproved(_ kept: KeptEvent, _ record: ConfigurationValue) throws(Problem) -> Bool {
    let effects = try ActivityEvent(record).effects
    guard !effects.isEmpty else { return false }
    for effect in effects {
      let isOnly = effects.count { $0.type == effect.type } == 1
      guard try isApproved(effect, of: kept, isOnly: isOnly) else { return false }
    }
    return true
  }

  /// - Parameter isOnly: Whether the event names no other resource of the type.
  private func isApproved(_ effect: CallEffect, of kept: KeptEvent, isOnly: Bool) throws(Problem)
    -> Bool
  {
    var approved: [Resource: Set<ConfigurationPath>] = [:]
    for entry in try all().judged[effect.type] ?? [] where entry.isOf(kept) {
      guard let attribution = try attribution(of: entry),
        attribution.events.contains(where: { $0.id == kept.id })
      else { continue }
      guard entry.judgement.verdict.word == .approved else { return false }
      let edit = entry.judgement.judgedEdit.edit
      // What a new resource is like, the call that made it does not say.
      guard attribution.grade == .exact, edit.path != .root || edit.new == nil else { continue }
      approved[entry.resource, default: []].insert(edit.path)
    }
    let names = Set(effect.names)
    return approved.contains { resource, paths in
      let isNamed =
        isOnly && approved.count == 1 || names.contains(resource.id.id)
        || resource.name.map(names.contains) ?? false
      return isNamed && effect.isWhole(in: paths, of: resource.id)
    }
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

extension CallEffect {
  /// Whether each value that the call names is one of some edits, or the deletion is, where it deletes; false where it
  /// does not name what it changed.
  fileprivate func isWhole(in paths: Set<ConfigurationPath>, of resource: ResourceID) -> Bool {
    if steps == [.delete] { return paths.contains(.root) }
    let context = NormalizationContext(
      account: resource.account, partition: resource.partition)
    guard let named = named(ResourceKind.of(resource.type), context) else { return false }
    return named.allSatisfy { path in
      paths.contains { $0.isWithin(path) || path.isWithin($0) }
    }
  }
}

import AuditStore
import ConfigurationDiff
import ConfigurationModel
import GuardrailConditions
import Guardrails
import ResourceKinds

/// Since when resources break guardrails.
struct SinceWhen {
  private let store: AuditStore
  private let reader: DocumentReader

  init(store: AuditStore, reader: DocumentReader) throws(Problem) {
    self.store = store
    self.reader = reader
  }

  /// When the first of the snapshots was taken that all, up to one, show a resource that breaks a guardrail. Where a
  /// guardrail reads other resources too, they are not known for the past: then it is the moment since which the
  /// resource is as it is. Nil where the store does not say.
  func moment(_ resource: Resource, _ rule: CompiledGuardrail, in snapshot: Int) throws(Problem)
    -> Timestamp?
  {
    let versions = try store.history(of: resource.id).filter {
      $0.version.firstSnapshot <= snapshot
    }
    guard let last = versions.last else { return nil }
    guard rule.otherTypes.isEmpty, versions.count > 1 else { return last.from }
    let judge = try GuardrailJudge(GuardrailBook(of: rule), of: .state)
    var since = last
    for entry in versions.dropLast().reversed() {
      guard entry.untilSnapshot == since.version.firstSnapshot else { break }
      guard try breaks(entry, resource, judge) else { break }
      since = entry
    }
    return since.from
  }

  private func breaks(_ entry: HistoryEntry, _ resource: Resource, _ judge: GuardrailJudge)
    throws(Problem) -> Bool
  {
    let value = try reader.value(entry.version.document, of: resource.id)
    judge.add(
      after: ObservedResource(
        resource.called(entry.version.name), value, kind: ResourceKind.of(resource.id.type)))
    return judge.answers().contains { !$0.failures.isEmpty }
  }
}

package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// One version of a resource with what changed to it.
package struct HistoryStep: Hashable, Sendable {
  /// The snapshot that first had it.
  package let snapshot: Int
  /// When that snapshot was taken.
  package let from: Timestamp
  /// When it was no longer seen; nil where it stands.
  package let until: Timestamp?
  /// Whether this version began the resource or changed it, or whether the resource ended.
  package let change: ResourceChange
  /// From the version before, by path; none for a version that began the resource, nor for its end.
  package let edits: [Edit]
  /// The parts that it is the first to have been read with: no edit says when they came to be.
  package let firstRead: [String]
  /// Whether what came directly before or after was pruned, so that more may have happened.
  package let isBesidePruned: Bool
}

/// Tells the versions of a resource with the edits between them.
package struct ShowHistory {
  /// The store that is read.
  package let store: AuditStore

  /// Makes the question; nothing is read before `steps` is called.
  package init(store: AuditStore) { self.store = store }

  /// Oldest first; a deletion is a step of its own. Beside what was pruned a step says what is known:
  /// against the version that was kept before it.
  package func steps(of resource: ResourceID) throws(Problem) -> [HistoryStep] {
    let reader = DocumentReader()
    var steps: [HistoryStep] = []
    var previous: Known?
    for entry in try store.history(of: resource) {
      let next = Known(
        entry: entry, value: try reader.value(entry.version.document, of: resource))
      if let gone = previous, gone.entry.untilSnapshot != entry.version.firstSnapshot {
        if !gone.entry.isUntilPruned { steps.append(Self.deletion(gone.entry)) }
        if !(gone.entry.isUntilPruned && entry.isFirstPruned) { previous = nil }
      } else if let gone = previous,
        ResourceKind.of(resource.type).isMadeAnew(from: gone.value, to: next.value)
      {
        steps.append(Self.deletion(gone.entry))
        previous = nil
      }
      steps.append(next.step(after: previous, of: resource.type))
      previous = next
    }
    if let last = previous, last.entry.untilSnapshot != nil {
      steps.append(Self.deletion(last.entry))
    }
    return steps
  }

  private struct Known {
    let entry: HistoryEntry
    let value: ConfigurationValue

    func step(after previous: Known?, of type: ResourceType) -> HistoryStep {
      let isNext = previous?.entry.untilSnapshot == entry.version.firstSnapshot
      let first = previous.map { ResourceKind.of(type).firstRead(from: $0.value, to: value) } ?? []
      return HistoryStep(
        snapshot: entry.version.firstSnapshot, from: entry.from, until: entry.until,
        change: previous == nil ? .created : .modified,
        edits: previous.map { value.difference(from: $0.value) }?.filter { !$0.isWithin(first) }
          ?? [], firstRead: first, isBesidePruned: entry.isFirstPruned && !isNext)
    }
  }

  private static func deletion(_ gone: HistoryEntry) -> HistoryStep {
    HistoryStep(
      snapshot: gone.untilSnapshot ?? 0, from: gone.until ?? Timestamp(microseconds: 0),
      until: nil, change: .deleted, edits: [], firstRead: [], isBesidePruned: gone.isUntilPruned)
  }
}

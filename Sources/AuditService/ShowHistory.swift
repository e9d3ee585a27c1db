package import AuditStore
import ConfigurationDiff
package import ConfigurationModel

/// One version of a resource with what changed to it.
package struct HistoryStep: Hashable, Sendable {
  /// The snapshot that first had it.
  package let snapshot: Int
  package let from: Timestamp
  /// When it was no longer seen; nil where it stands.
  package let until: Timestamp?
  package let change: ResourceChange
  package let edits: [Edit]
}

/// Tells the versions of a resource with the edits between them.
package struct ShowHistory {
  package let store: AuditStore

  package init(store: AuditStore) { self.store = store }

  /// Oldest first; a deletion is a step of its own.
  package func steps(of resource: ResourceID) throws(Problem) -> [HistoryStep] {
    let reader = DocumentReader()
    var steps: [HistoryStep] = []
    var previous: (value: ConfigurationValue, until: Timestamp?, snapshot: Int?)?
    for entry in try store.history(of: resource) {
      let value: ConfigurationValue
      do {
        value = try reader.value(entry.version.document, of: resource)
      } catch let problem as Problem {
        throw problem
      } catch {
        preconditionFailure("Documents are refused with problems: \(error)")
      }
      if let gone = previous, gone.snapshot != entry.version.firstSnapshot {
        steps.append(Self.deletion(gone))
        previous = nil
      }
      steps.append(
        HistoryStep(
          snapshot: entry.version.firstSnapshot, from: entry.from, until: entry.until,
          change: previous == nil ? .created : .modified,
          edits: previous.map { value.difference(from: $0.value) } ?? []))
      previous = (value, entry.until, entry.untilSnapshot)
    }
    if let last = previous, last.snapshot != nil { steps.append(Self.deletion(last)) }
    return steps
  }

  private static func deletion(
    _ gone: (value: ConfigurationValue, until: Timestamp?, snapshot: Int?)
  ) -> HistoryStep {
    HistoryStep(
      snapshot: gone.snapshot ?? 0, from: gone.until ?? Timestamp(microseconds: 0), until: nil,
      change: .deleted, edits: [])
  }
}

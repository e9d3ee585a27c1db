import ConfigurationModel
import Synchronization

/// What became of the answers about single resources, and what items lack, while the lists of a plan are read.
final class PartNotes: Sendable {
  /// A field that the answers of a folder give of a type.
  private struct Field: Hashable {
    let root: String
    let type: ResourceType
    let name: String
  }

  private struct Notes {
    var taken: Set<PartStore.Key> = []
    /// The fields that became part of some item.
    var fields: Set<Field> = []
    var lacks: [Field: Set<ResourceID>] = [:]
    var notGiven: [Scope: Set<String>] = [:]
  }

  private let notes = Mutex(Notes())

  /// The answers about a resource became part of an item.
  func take(_ key: PartStore.Key, _ names: [String: ConfigurationValue].Keys) {
    notes.withLock { notes in
      guard notes.taken.insert(key).inserted else { return }
      for name in names {
        notes.fields.insert(Field(root: key.root, type: key.type, name: name))
      }
    }
  }

  func hasTaken(_ key: PartStore.Key) -> Bool { notes.withLock { $0.taken.contains(key) } }

  /// An item lacks some of the fields that answers of their own give.
  ///
  /// - Parameter given: Those that files beside it give of any resource of its type.
  func note(_ id: ResourceID, root: String, missing: Set<String>, given: Set<String>) {
    notes.withLock { notes in
      notes.notGiven[id.scope, default: missing].formIntersection(missing)
      for name in missing.intersection(given) {
        notes.lacks[Field(root: root, type: id.type, name: name), default: []].insert(id)
      }
    }
  }

  /// The fields that no item of a scope has.
  var notGiven: [Scope: Set<String>] { notes.withLock { $0.notGiven } }

  /// What items lack, where others have it. A call that is about one of several types gives a field of those only of
  /// which it became part.
  var lacks: [UnreadPart] {
    let told = notes.withLock { notes in notes.lacks.filter { notes.fields.contains($0.key) } }
    let parts = told.flatMap { field, ids in
      ids.map { id in
        UnreadPart(
          type: id.type, field: field.name, problem: .partNotGiven(field.name, of: id),
          scope: id.scope, resource: id.id)
      }
    }
    return parts.sorted { ($0.field, $0.resource ?? "") < ($1.field, $1.resource ?? "") }
  }
}

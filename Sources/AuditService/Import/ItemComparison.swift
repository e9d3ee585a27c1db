import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// What an item says beside the version that stands of its resource. It needs nothing but the two documents, so that it
/// can be made before the transaction that stores it.
struct ItemComparison: Sendable {
  /// The version that the item was compared with.
  let version: Int64
  /// The parts that are as they were last seen, because they were not read.
  let carried: Set<String>
  let edits: [Edit]
  /// Whether the item means what the version means.
  let isSame: Bool
  /// What is stored of an item that is different; nil for the item as it is.
  let stored: ConfigurationValue?
}

extension PreparedItem {
  /// The item beside a version of its resource.
  ///
  /// - Parameter isAsked: Whether it answers a whole question of this program: then nothing narrowed it.
  func comparison(
    with earlier: StoredDocument, of version: Int64, _ reader: DocumentReader, isAsked: Bool
  ) throws -> ItemComparison {
    let old = try reader.value(earlier, of: resource.id)
    let read = try reader.value(StoredDocument(form: form, body: body), of: resource.id)
    let kind = ResourceKind.of(resource.id.type)
    // What was not read of a resource that was made anew is not as its predecessor had it.
    let isAnew = kind.isMadeAnew(from: old, to: read)
    let lost = try isAnew || isAsked ? [:] : columnsLost(since: earlier)
    let (new, kept) =
      isAnew
      ? (read, [])
      : read.carryingForward(of: kind, identified, from: old, without: Array(lost.keys))
    let carried = Set(kept).union(lost.keys).union(identified.unread).union(
      isAsked ? [] : narrowed(in: read))
    let (edits, first) = kind.changes(from: old, to: new)
    // A column that says nothing is kept too, so that the next answer that lacks it is known to be narrowed.
    let isSame = edits.isEmpty && first.isEmpty
    return ItemComparison(
      version: version, carried: carried, edits: edits, isSame: isSame,
      stored: isSame || carried.isEmpty ? nil : new.adding(lost.filter { new[$0.key] == nil }))
  }
}

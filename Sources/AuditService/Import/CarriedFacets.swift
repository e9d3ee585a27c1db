import AuditStore
import ConfigurationDiff
import ConfigurationModel
import SnapshotSources

extension PreparedItem {
  /// The item with another document, normalized and written out. Its bytes are not remembered: the next
  /// that are the same lack the same, and that is to be said again.
  func with(_ value: ConfigurationValue, key: StoreKey) -> PreparedItem {
    let body = Array(value.canonicalJSON.utf8)
    let context = resource.id.scope.digestContext(.document)
    return PreparedItem(
      resource: resource, form: .document, body: body,
      digest: body.withUnsafeBytes { key.digest($0, context: context) },
      rawDigest: nil, compressed: nil, identified: identified)
  }
}

extension ConfigurationValue {
  /// This value with what it lacks of an older one because it was not read, and the names of that.
  func carryingForward(of kind: ResourceKind, _ item: IdentifiedItem, from old: ConfigurationValue)
    -> (ConfigurationValue, [String])
  {
    guard case .object(var fields) = self else { return (self, []) }
    for name in item.unread + item.notGiven { fields[name] = nil }
    // What every answer has is not null in one: somebody asked for a column that he misspelled.
    for name in kind.always where fields[name] == .null { fields[name] = nil }
    var missing = Set(
      (kind.facets + kind.always + item.unread + item.notGiven).filter {
        fields[$0] == nil && old[$0] != nil
      })
    if kind.always.contains(where: missing.contains), case .object(let known) = old {
      missing.formUnion(known.keys.filter { fields[$0] == nil })
      // What the listing leaves out where there is none says nothing in an answer that was narrowed.
      missing.formUnion(
        kind.leftOut.keys.filter { fields[$0]?.isNothing == true && known[$0]?.isNothing == false })
    }
    for name in missing { fields[name] = old[name] }
    return (.object(fields), missing.sorted { $0.precedes($1) })
  }

  private var isNothing: Bool {
    switch self {
    case .null: true
    case .list(let values): values.isEmpty
    case .object(let fields): fields.isEmpty
    case .elements(let elements): elements.isEmpty
    case .bool, .number, .string: false
    }
  }
}

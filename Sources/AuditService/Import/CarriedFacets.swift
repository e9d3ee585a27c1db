import AuditStore
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
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

extension PreparedItem {
  /// The columns that an earlier answer about the resource had and this one has not, with their values there.
  func columnsLost(since earlier: StoredDocument) throws -> [String: ConfigurationValue] {
    let kind = ResourceKind.of(resource.id.type)
    let columns = kind.columns + [kind.identity.incarnation].compactMap(\.self)
    guard form == .cli, !columns.isEmpty else { return [:] }
    let (old, new) = try (JSONParser().parse(earlier.body), JSONParser().parse(body))
    return columns.reduce(into: [:]) { lost, name in
      guard let before = old[name], before != .null, (new[name] ?? .null) == .null else { return }
      lost[name] = before
    }
  }
}

extension ConfigurationValue {
  /// This value with what it lacks of an older one because it was not read, and the names of that.
  ///
  /// - Parameter lost: Columns that the answer lacks, so that it was narrowed.
  func carryingForward(
    of kind: ResourceKind, _ item: IdentifiedItem, from old: ConfigurationValue,
    without lost: [String] = []
  ) -> (ConfigurationValue, [String]) {
    guard case .object(var fields) = self else { return (self, []) }
    for name in item.unread + item.notGiven + lost { fields[name] = nil }
    // What every answer has is not null in one: somebody asked for a column that he misspelled.
    for name in kind.always where fields[name] == .null { fields[name] = nil }
    var missing = Set(
      (kind.facets + kind.always + item.unread + item.notGiven + lost).filter {
        fields[$0] == nil && old[$0] != nil
      })
    let isNarrowed = !lost.isEmpty || kind.always.contains(where: missing.contains)
    if isNarrowed, case .object(let known) = old {
      missing.formUnion(known.keys.filter { fields[$0] == nil })
      // What the listing leaves out where there is none says nothing in an answer that was narrowed.
      missing.formUnion(
        (kind.facets + kind.leftOut.keys).filter {
          fields[$0]?.isNothing == true && known[$0]?.isNothing == false
        })
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

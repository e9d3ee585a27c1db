import AuditStore
import ConfigurationDiff
import ConfigurationModel

extension PreparedItem {
  /// The item with another document, normalized and written out.
  func with(_ value: ConfigurationValue, key: StoreKey) -> PreparedItem {
    let body = Array(value.canonicalJSON.utf8)
    let context = resource.id.scope.digestContext(.document)
    return PreparedItem(
      resource: resource, form: .document, body: body,
      digest: body.withUnsafeBytes { key.digest($0, context: context) },
      rawDigest: rawDigest ?? digest, compressed: nil, identified: identified)
  }
}

extension ConfigurationValue {
  /// This value with those facets of an older one that it lacks, and their names: what was not read
  /// is as it was last seen.
  func carryingForward(_ facets: [String], from old: ConfigurationValue)
    -> (ConfigurationValue, [String])
  {
    guard case .object(var fields) = self else { return (self, []) }
    let missing = facets.filter { fields[$0] == nil && old[$0] != nil }
    for facet in missing { fields[facet] = old[facet] }
    return (.object(fields), missing)
  }
}

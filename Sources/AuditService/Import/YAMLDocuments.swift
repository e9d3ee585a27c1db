import AuditStore
import ChangeDocuments
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// One-resource documents in YAML, as items of a snapshot.
struct YAMLDocuments {
  let path: String

  /// Throws `Problems`.
  func items(file: PlannedFile, _ earlier: EarlierTokens) throws -> [PreparedItem] {
    let key = earlier.secrets.key
    return try GoldenDocument.read(at: path).map { document in
      let id = document.resource.id
      let value = try earlier.settled(document.configuration, of: document.resource)
      let body = Array(value.canonicalJSON.utf8)
      let context = id.scope.digestContext(.document)
      return PreparedItem(
        resource: document.resource, form: .document, body: body,
        digest: body.withUnsafeBytes { key.digest($0, context: context) }, rawDigest: nil,
        compressed: nil,
        identified: IdentifiedItem(
          resource: document.resource, form: .document, body: .rewritten(value), capturedAt: nil,
          presence: ResourceKind.of(id.type).saysOver(value) ? .deleted : .present,
          evidence: Evidence(account: id.account, region: id.region)))
    }
  }
}

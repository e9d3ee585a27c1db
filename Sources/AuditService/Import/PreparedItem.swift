import AuditStore
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// One resource's document, ready to be stored: its secrets replaced, digested, and compressed where
/// there is a dictionary for its type.
struct PreparedItem: Sendable {
  let resource: Resource
  let form: DocumentForm
  let body: [UInt8]
  /// Of the body.
  let digest: Digest
  /// Of the bytes as they were read, where they are not the body.
  let rawDigest: Digest?
  let compressed: (bytes: [UInt8], dictionary: Int64)?
  /// What it was identified as.
  let identified: IdentifiedItem
  /// What its secrets were called by earlier versions of the program; see `EarlierTokens`.
  var earlier: [EarlierToken] = []
  /// The item beside the version that stood when it was read; nil where that is still to be compared.
  var comparison: ItemComparison?
}

extension PreparedItem {
  /// The same item, taken for one that is there.
  var present: PreparedItem {
    PreparedItem(
      resource: resource, form: form, body: body, digest: digest, rawDigest: rawDigest,
      compressed: compressed, identified: identified.present)
  }

  /// What a query took away of an answer of AWS's, of which this is the value.
  func narrowed(in value: @autoclosure () throws -> ConfigurationValue) rethrows -> [String] {
    identified.mayBeNarrowed ? ResourceKind.of(resource.id.type).narrowed(in: try value()) : []
  }

  /// The same item of a resource that is known by another id.
  func known(as id: ResourceID) -> PreparedItem {
    PreparedItem(
      resource: Resource(id, name: resource.name), form: form, body: body, digest: digest,
      rawDigest: rawDigest, compressed: compressed, identified: identified)
  }
}

/// Prepares items: the part of an import that runs on several threads.
struct ItemPreparation: Sendable {
  let secrets: ItemSecrets
  let known: KnownDigests
  let dictionaries: DictionaryBook

  private var key: StoreKey { secrets.key }

  func outcome(of raw: RawItem, with worker: ImportWorker) -> ItemOutcome {
    let context = worker.context(of: raw, key: key)
    let rawDigest = context.digester.digest(raw.bytes)
    if let heads = known.heads(of: rawDigest), !known.areUnsure(heads.first, raw) {
      return .known(heads.first, others: heads.others, file: raw.context.file)
    }
    do throws(Problem) {
      let items = try raw.identified(by: worker.parser)
      var prepared: [PreparedItem] = []
      for item in items {
        prepared.append(
          try self.prepared(item, raw, context, rawDigest, items.count == 1, worker))
      }
      return .prepared(
        prepared,
        file: raw.context.file, place: raw.place, rank: raw.context.rank)
    } catch {
      return .failed(error, file: raw.context.file)
    }
  }

  private func prepared(
    _ item: IdentifiedItem, _ raw: RawItem, _ context: ImportWorker.Context, _ rawDigest: Digest,
    _ isAlone: Bool,
    _ worker: ImportWorker
  ) throws(Problem) -> PreparedItem {
    let redacted = try redacted(item, raw, worker)
    let body = redacted.map { Array($0.value.canonicalJSON.utf8) }
    let scopeContext = item.resource.id.scope.digestContext(item.form)
    // The bytes as they were read, in the context of their own scope, need no second digest.
    let isVerbatim = body == nil && isAlone && scopeContext == context.bytes
    let bytes = body ?? Array(raw.bytes)
    let digest =
      isVerbatim ? rawDigest : bytes.withUnsafeBytes { key.digest($0, context: scopeContext) }
    return PreparedItem(
      resource: item.resource, form: item.form, body: bytes, digest: digest,
      rawDigest: isVerbatim ? nil : rawDigest,
      compressed: worker.compressed(bytes, dictionaries[item.resource.id.type]),
      identified: item, earlier: redacted?.earlier ?? [])
  }

  /// The document with its secrets replaced; nil where it is the raw bytes as they are.
  private func redacted(_ item: IdentifiedItem, _ raw: RawItem, _ worker: ImportWorker)
    throws(Problem) -> RedactedDocument?
  {
    let id = item.resource.id
    let paths = worker.secretPaths(of: id.type)
    switch item.body {
    case .asRead:
      // Most documents have no field of such a name, and need not be decoded to know it.
      guard worker.mayHoldSecret(id.type) else { return nil }
      let value: ConfigurationValue
      do {
        value = try worker.parser.parse(raw.bytes)
      } catch {
        throw .invalidJSON(error, at: raw.place)
      }
      let redacted = secrets.redacted(value, of: id, paths)
      return redacted.isChanged ? redacted : nil
    case .rewritten(let value):
      return secrets.redacted(value, of: id, paths, keepingTokens: item.form == .document)
    }
  }
}

extension PreparedItem {
  /// Whether it says what AWS Config captured of a resource before a moment at which it was read otherwise: a region's
  /// recorder has its own capture of global resources, which another one's delivery was later than (AWS Config Developer
  /// Guide, "Selecting Which Resources AWS Config Records"), and a recorder that lags has an old one of any.
  func isOlder(than moment: Timestamp?) -> Bool {
    guard form == .config, let captured = identified.capturedAt, let moment else { return false }
    return captured < moment
  }
}

import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import SnapshotSources
import ResourceKinds

/// A document with tokens in the place of its secrets.
struct RedactedDocument {
  let value: ConfigurationValue
  /// Whether it had any secret.
  let isChanged: Bool
  /// What its secrets were called by earlier versions of the program; only where that is asked for.
  let earlier: [EarlierToken]
}

/// A token as earlier versions of the program made it, of the value alone, beside the one of today.
struct EarlierToken: Hashable, Sendable {
  /// The name under which the secret stands.
  let label: String
  let earlier: String
  let token: String
}

/// Puts tokens in the place of secrets.
struct ItemSecrets: Sendable {
  let key: StoreKey
  /// Whether the store may hold tokens of earlier versions of the program.
  let notesEarlier: Bool

  /// - Parameter keepingTokens: Documents that the program wrote itself hold tokens already, which stay.
  func redacted(
    _ document: ConfigurationValue, of id: ResourceID, _ paths: FieldPathSet,
    keepingTokens: Bool = false
  ) -> RedactedDocument {
    var earlier: [EarlierToken] = []
    let replacement = SecretReplacement(paths) { text, place in
      if keepingTokens, StoreKey.isToken(text) { return nil }
      let token = key.token(for: text, of: id, at: place.text)
      if notesEarlier {
        earlier.append(
          EarlierToken(label: place.label, earlier: key.earlierToken(for: text), token: token))
      }
      return token
    }
    let replaced = replacement.replaced(document)
    return RedactedDocument(
      value: replaced ?? document, isChanged: replaced != nil, earlier: earlier)
  }
}

/// The tokens of earlier versions of the program that a store holds.
///
/// A secret that the store knew by such a token keeps it, of that resource and under that name: what did
/// not change looks as it did, whatever it is compared with (decision 0023).
final class EarlierTokens {
  let store: AuditStore
  /// The last event that may have written such tokens; nil where none did.
  private let last: Int?
  private var known: [ResourceID: Set<Known>] = [:]
  private let records: [Record]

  /// What a change record of before selects, and the tokens that it names.
  private struct Record {
    let selectors: [ResourceSelector]
    let tokens: Set<String>
  }

  private struct Known: Hashable {
    let label: String
    let token: String
  }

  /// To be made before the transaction writes: what it reads is held against the ledger.
  init(_ store: AuditStore) throws {
    self.store = store
    last = try store.lastEventOfEarlierTokens()
    records = try last.map { try Self.records(in: store, to: $0) } ?? []
  }

  /// How documents are to be redacted.
  var secrets: ItemSecrets { ItemSecrets(key: store.key, notesEarlier: last != nil) }

  /// The item with the tokens that its resource has in the store already.
  func settled(_ item: PreparedItem) throws -> PreparedItem {
    let former = item.identified.formerID.map { ResourceID(item.resource.id.scope, id: $0) }
    let names = try names(item.earlier, of: item.resource, formerly: former)
    guard !names.isEmpty else { return item }
    let body = Array(String(decoding: item.body, as: UTF8.self).renaming(names).utf8)
    let context = item.resource.id.scope.digestContext(item.form)
    return PreparedItem(
      resource: item.resource, form: item.form, body: body,
      digest: body.withUnsafeBytes { store.key.digest($0, context: context) },
      rawDigest: item.rawDigest, compressed: nil, identified: item.identified, earlier: [])
  }

  /// The document, redacted, with the tokens that its resource has in the store already.
  func settled(_ document: ConfigurationValue, of resource: Resource) throws -> ConfigurationValue {
    let redacted = secrets.redacted(
      document, of: resource.id, FieldPathSet(ResourceKind.of(resource.id.type).secrets),
      keepingTokens: true)
    let names = try names(redacted.earlier, of: resource)
    return names.isEmpty ? redacted.value : redacted.value.renaming(names)
  }

  /// Those of the secrets that have an earlier token, by the one of today.
  private func names(
    _ secrets: [EarlierToken], of resource: Resource, formerly former: ResourceID? = nil
  ) throws -> [String: String] {
    guard !secrets.isEmpty else { return [:] }
    let known = try known(of: resource.id).union(former.map { try self.known(of: $0) } ?? [])
    let named = tokensInRecords(of: resource)
    let kept = secrets.filter {
      known.contains(Known(label: $0.label, token: $0.earlier)) || named.contains($0.earlier)
    }
    return Dictionary(kept.map { ($0.token, $0.earlier) }) { first, _ in first }
  }

  private func known(of id: ResourceID) throws -> Set<Known> {
    if let known = known[id] { return known }
    var found: Set<Known> = []
    let tokens = SecretReplacement(FieldPathSet(ResourceKind.of(id.type).secrets)) { text, place in
      if StoreKey.isToken(text) { found.insert(Known(label: place.label, token: text)) }
      return nil
    }
    for document in try store.documents(of: id) {
      let text = String(decoding: document.body, as: UTF8.self)
      guard text.contains(StoreKey.tokenPrefix) else { continue }
      _ = try tokens.replaced(ConfigurationValue(json: text))
    }
    known[id] = found
    return found
  }

  /// The tokens that change records of before name for a resource.
  private func tokensInRecords(of resource: Resource) -> Set<String> {
    // Records of before could select by tags, which are not asked here: more is recognized then.
    let chosen = records.filter { record in
      record.selectors.contains { selector in
        selector.mismatches(resource, tags: [:]).allSatisfy { $0.field.hasPrefix("tag ") }
      }
    }
    return chosen.reduce(into: []) { $0.formUnion($1.tokens) }
  }

  private static func records(in store: AuditStore, to event: Int) throws -> [Record] {
    let named = try store.recordDocuments(to: event).compactMap { number, text in
      let tokens = text.contains(StoreKey.tokenPrefix) ? text.tokens : []
      return tokens.isEmpty ? nil : (number, tokens)
    }
    guard !named.isEmpty else { return [] }
    let histories = try store.recordHistories()
    return named.map { number, tokens in
      let allowances = histories[number]?.revisions.flatMap(\.record.allows) ?? []
      return Record(selectors: allowances.map(\.resource), tokens: tokens)
    }
  }
}

extension String {
  /// The tokens that stand in this text.
  fileprivate var tokens: Set<String> {
    Set(matches(of: /secret:[0-9a-f]{64}/).map { String($0.output) })
  }

  /// This text with tokens replaced by others.
  fileprivate func renaming(_ names: [String: String]) -> String {
    replacing(/secret:[0-9a-f]{64}/) { names[String($0.output)] ?? String($0.output) }
  }
}

extension ConfigurationValue {
  fileprivate func renaming(_ names: [String: String]) -> ConfigurationValue {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(text.renaming(names))
    case .list(let values): .list(values.map { $0.renaming(names) })
    case .object(let fields): .object(fields.mapValues { $0.renaming(names) })
    case .elements(let members): .elements(members.mapValues { $0.renaming(names) })
    }
  }
}

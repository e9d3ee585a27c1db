import AuditStore
import ConfigurationJSON
import SnapshotSources
import ConfigurationModel
import ConfigurationDiff
import Foundation
import ResourceKinds

/// What one thread of an import keeps between items.
final class ImportWorker {
  let parser = JSONParser()
  private var codecs: [Int64: BodyCodec] = [:]
  private var secretNames: [ResourceType: FieldNames?] = [:]
  private var secretPaths: [ResourceType: FieldPathSet] = [:]

  /// What raw items are digested with besides their bytes.
  struct Context {
    let bytes: [UInt8]
    let digester: StoreKey.Digester
  }

  private var contexts: [ObjectIdentifier: (owner: ItemContext, context: Context)] = [:]

  /// The context of an item: its list's, and the parts that other answers gave.
  func context(of raw: RawItem, key: StoreKey) -> Context {
    if let parts = raw.partsText { return Self.context(raw.context.digestKey + parts, key) }
    let id = ObjectIdentifier(raw.context)
    if let known = contexts[id] { return known.context }
    let context = Self.context(raw.context.digestKey, key)
    // The owner is kept so that its identifier stays its own.
    contexts[id] = (raw.context, context)
    return context
  }

  private static func context(_ text: String, _ key: StoreKey) -> Context {
    let bytes = Array(text.utf8)
    return Context(bytes: bytes, digester: key.digester(context: bytes))
  }

  /// Whether the document that was parsed last may hold a secret of its type. No means that it has
  /// none of the fields that a secret's path begins with.
  func mayHoldSecret(_ type: ResourceType) -> Bool {
    guard let document = parser.lastDocument, let names = secretNames(of: type) else { return true }
    return document.hasField(among: names) || document.hasText { SecretNames.concern($0) }
  }

  /// Where a type holds secrets.
  func secretPaths(of type: ResourceType) -> FieldPathSet {
    if let paths = secretPaths[type] { return paths }
    let paths = FieldPathSet(ResourceKind.of(type).secrets)
    secretPaths[type] = paths
    return paths
  }

  /// The names that secrets' paths begin with; nil where a path begins with none.
  private func secretNames(of type: ResourceType) -> FieldNames? {
    if let names = secretNames[type] { return names }
    let keys = ResourceKind.of(type).secrets.map(\.firstKey)
    let names = keys.contains(nil) ? nil : FieldNames(keys.compactMap { $0 })
    secretNames[type] = names
    return names
  }

  /// The compressed bytes, and the dictionary they need; nil where there is none yet.
  func compressed(_ body: [UInt8], _ dictionary: StoredDictionary?) -> (
    bytes: [UInt8], dictionary: Int64
  )? {
    guard let dictionary else { return nil }
    let codec = codecs[dictionary.id] ?? BodyCodec(dictionary: dictionary.bytes)
    codecs[dictionary.id] = codec
    return (body.withUnsafeBytes { codec.compressed($0) }, dictionary.id)
  }
}

/// The digests that the store knows, with the heads they stand for. Never changes.
struct KnownDigests: Sendable {
  let single: [Digest: Int32]
  /// Bytes that stand for several heads: an item that holds several resources.
  let several: [Digest: [Int32]]
  /// The heads of which AWS Config may have a later item in this import: theirs are read again.
  var repeated: Set<Int32> = []

  /// Whether known bytes may not be all that is said of their resource.
  func areUnsure(_ position: Int32, _ raw: RawItem) -> Bool {
    raw.context.isOfConfig && repeated.contains(position)
  }

  /// The heads that bytes of this digest stand for; nil where they are not known.
  func heads(of digest: Digest) -> (first: Int32, others: ArraySlice<Int32>)? {
    guard let position = single[digest] else { return nil }
    guard !several.isEmpty, let all = several[digest], let first = all.first else {
      return (position, [])
    }
    return (first, all.dropFirst())
  }
}

/// The newest dictionary of each type, which the writer adds to while workers read.
final class DictionaryBook: @unchecked Sendable {
  private let lock = NSLock()
  private var dictionaries: [ResourceType: StoredDictionary]

  init(_ dictionaries: [ResourceType: StoredDictionary]) { self.dictionaries = dictionaries }

  subscript(type: ResourceType) -> StoredDictionary? {
    get { lock.withLock { dictionaries[type] } }
    set { lock.withLock { dictionaries[type] = newValue } }
  }
}

/// Runs batches on the machine's cores and hands their outcomes back in order.
final class ImportPipeline {
  private let preparation: ItemPreparation
  private let write: (ItemOutcome) throws -> Void
  private let queue = DispatchQueue(label: "plumb.import", attributes: .concurrent)
  private let workers: WorkerPool
  private let maximumInFlight: Int
  private var inFlight: [(batch: ItemBatch, done: DispatchSemaphore)] = []
  private var current = ItemBatch()

  init(_ preparation: ItemPreparation, write: @escaping (ItemOutcome) throws -> Void) {
    self.preparation = preparation
    self.write = write
    let cores = ProcessInfo.processInfo.activeProcessorCount
    workers = WorkerPool()
    maximumInFlight = cores + 2
  }

  func add(_ raw: RawItem) throws {
    current.append(raw)
    if current.isFull { try dispatch() }
  }

  /// Everything that was added is written when this returns.
  func finish() throws {
    try dispatch()
    while !inFlight.isEmpty { try writeFirst() }
  }

  private func dispatch() throws {
    guard !current.entries.isEmpty else { return }
    while inFlight.count >= maximumInFlight { try writeFirst() }
    let batch = current
    let done = DispatchSemaphore(value: 0)
    queue.async { [preparation, workers] in
      let worker = workers.take()
      batch.outcomes.reserveCapacity(batch.entries.count)
      batch.forEach { batch.outcomes.append(preparation.outcome(of: $0, with: worker)) }
      workers.give(worker)
      done.signal()
    }
    inFlight.append((batch, done))
    current = ItemBatch()
  }

  private func writeFirst() throws {
    let first = inFlight.removeFirst()
    first.done.wait()
    for outcome in first.batch.outcomes { try write(outcome) }
  }
}

/// Workers that are not at work. Each is used by one thread at a time.
private final class WorkerPool: @unchecked Sendable {
  private let lock = NSLock()
  private var idle: [ImportWorker] = []

  func take() -> ImportWorker { lock.withLock { idle.popLast() } ?? ImportWorker() }
  func give(_ worker: ImportWorker) { lock.withLock { idle.append(worker) } }
}

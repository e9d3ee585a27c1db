import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// Writes prepared items into the store: decides for each resource whether it is new, as it was,
/// changed or back, and keeps count of what each scope had.
final class SnapshotImport {
  private let writer: SnapshotWriter
  private let dictionaries: DictionaryBook
  private let reader: DocumentReader
  private let plainCodec = ImportWorker()
  private let files: [PlannedFile]
  private let places: ItemPlaces
  /// What was read of which scopes.
  private(set) var ledger: ScopeLedger
  private var known: [KnownCell: Int] = [:]
  /// The rows of known resources in files that are held against others.
  private var members: [KnownCell: Set<UInt64>] = [:]
  /// The parts of resources that were not read.
  var unreadParts = UnreadParts()
  private var pending: [ResourceType: [Pending]] = [:]
  /// Of the bodies that wait, in bytes.
  private var pendingBytes = 0
  /// How many bytes may wait for a dictionary to be trained, of all types together.
  private static let pendingLimit = 64 << 20
  private(set) var problems: [Problem] = []
  /// Resources that stand in these files with different configurations.
  private(set) var disputes: [ResourceID: Problem] = [:]
  /// Those that were found to, and are left as they were.
  private let disputed: Set<ResourceID>
  /// Calls about one item of a listing that were refused: the item is unread, and no other.
  private(set) var unreadItems: [UnreadPart] = []
  private(set) var editCount = 0
  /// How good the source of each resource's item was, by the resource's row; of those whose bytes
  /// are known only where ranks differ.
  private var ranks: [Int64: Int] = [:]
  private let areRanksMixed: Bool
  private var captures: RepeatedCaptures
  private let order: ScopeOrder
  /// Scopes by their rows.
  private var scopes: [Int64: Scope] = [:]
  /// Whether the items are answers to whole questions of this program.
  private let isAsked: Bool
  /// The rows of resources that do not stand as they did before.
  private var changed: Set<Int64> = []

  /// Where resources were seen whose bytes are known: counted, not noted one by one.
  private struct KnownCell: Hashable {
    let file: Int
    let scope: Int64
  }

  private struct Pending {
    let resource: Int64
    let item: PreparedItem
  }

  /// - Parameters:
  ///   - order: Says of which scopes something newer is known: nothing is written of them.
  ///   - disputed: Resources of which nothing is written: what they are cannot be told.
  ///   - reader: Where items were compared before, who compared them.
  init(
    _ writer: SnapshotWriter, _ plan: SnapshotPlan, _ dictionaries: DictionaryBook,
    _ order: ScopeOrder, disputed: Set<ResourceID> = [], isAsked: Bool = false,
    _ reader: DocumentReader = DocumentReader()
  ) {
    self.reader = reader
    self.order = order
    self.disputed = disputed
    self.isAsked = isAsked
    files = plan.files
    places = ItemPlaces(writer, listed: Set(plan.files.flatMap(\.scopes)))
    captures = RepeatedCaptures(plan.files)
    ledger = ScopeLedger(plan)
    self.writer = writer
    self.dictionaries = dictionaries
    areRanksMixed = Set(plan.files.filter(\.isTaken).map(\.rank)).count > 1
  }

  var warnings: [String] { reader.warnings.sorted() }

  /// The reading of a file is over.
  func finish(_ file: PlannedFile, _ end: FileEnd) {
    ledger.finish(file, end)
    if let item = file.unreadItem(end) { unreadItems.append(item) }
  }

  func write(_ outcome: ItemOutcome) throws {
    switch outcome {
    case .known(let first, let others, let file):
      try see(first, in: file)
      for position in others { try see(position, in: file) }
    case .prepared(let items, let file, let place, let rank):
      for item in items where try !order.passesOver(item.resource.id.scope) {
        if let problem = try places.misplacement(of: item.resource.id, at: place) {
          ledger.refuse(problem, in: files[file])
        } else if captures.mayRepeat(item, of: files[file]) {
          captures.hold(item, file: file, place: place, rank: rank)
        } else {
          try take(item, file: file, place: place, rank: rank)
        }
      }
    case .failed(let problem, let file): ledger.refuse(problem, in: files[file])
    }
  }

  private func take(_ given: PreparedItem, file: Int, place: Problem.Place, rank: Int) throws {
    let item = try places.isOnlySeenHere(given) ? given.present : given
    switch item.identified.presence {
    case .present:
      let row = try write(item, place: place, rank: rank)
      ledger.note(item.identified, in: files[file], as: row.map(UInt64.init))
    case .deleted, .notRecorded, .elsewhere:
      ledger.note(item.identified, in: files[file])
      try observe(item, place: place)
    }
  }

  private func see(_ position: Int32, in file: Int) throws {
    let cell = KnownCell(file: file, scope: writer.scopeRow(of: position))
    if try order.passesOver(scope(cell.scope)) { return }
    if ledger.watches(files[file]) {
      members[cell, default: []].insert(UInt64(writer.heads[Int(position)].resource))
    }
    guard writer.see(position) else { return try seeAgain(position, in: file) }
    known[cell, default: 0] += 1
    if areRanksMixed { ranks[writer.heads[Int(position)].resource] = files[file].rank }
  }

  private func scope(_ row: Int64) throws -> Scope {
    if let scope = scopes[row] { return scope }
    let scope = try writer.scope(row)
    scopes[row] = scope
    return scope
  }

  /// Another file says what the store knew, of a resource that this import has changed already.
  private func seeAgain(_ position: Int32, in file: Int) throws {
    let head = writer.heads[Int(position)]
    guard changed.contains(head.resource) else { return }
    if let first = ranks[head.resource], files[file].rank < first { return }
    dispute(try writer.resource(head.resource).id, at: Problem.Place(file: files[file].path))
  }

  /// What remains to be written when the last item was.
  func flush() throws {
    for capture in captures.latest {
      try take(capture.item, file: capture.file, place: capture.place, rank: capture.rank)
    }
    for type in pending.keys.sorted() { try flush(type) }
    for (cell, count) in known {
      ledger.note(known: count, in: try writer.scope(cell.scope), in: files[cell.file])
    }
    for (cell, rows) in members {
      ledger.note(members: rows, in: try writer.scope(cell.scope), of: files[cell.file])
    }
    (known, members) = ([:], [:])
  }

  /// Says how far a scope was read; resources that were not seen in a complete listing are deleted.
  func finish(_ scope: Scope, _ reading: ScopeReading, at time: ReadingTime? = nil) throws {
    for head in try writer.finish(scope, reading, at: time) {
      let resource = try writer.resource(head.resource)
      let old = try reader.value(writer.document(of: head.version), of: resource.id)
      try insert([Edit(.root, .removed(old))], of: head.resource)
    }
    for (part, tally) in unreadParts.of(scope) {
      try writer.insertUnreadPart(
        scope, part: part, count: tally.count, resources: tally.first,
        problem: tally.problem ?? .partNotGiven())
    }
  }

  /// Says of which parts nobody has ever asked: what was once read is unread instead.
  func note(partsNeverLookedAt parts: Set<String>, in scope: Scope) throws {
    for part in parts.subtracting(unreadParts.of(scope).keys).sorted() {
      try writer.insertUnreadPart(
        scope, part: part, count: 0, resources: [], problem: .partNeverLookedAt())
    }
  }

  /// Items that need no preparation by workers.
  func write(_ items: [PreparedItem], file: PlannedFile) throws {
    for item in items {
      guard try !order.passesOver(item.resource.id.scope) else {
        ledger.note(item.identified, in: file)
        continue
      }
      let row = try write(item, place: Problem.Place(file: file.path), rank: 2)
      ledger.note(item.identified, in: file, as: row.map(UInt64.init))
    }
  }

  /// An observation of one resource at the snapshot's moment: as it was then, or that it was gone.
  func observe(_ item: PreparedItem, place: Problem.Place) throws {
    switch item.identified.presence {
    case .present: try write(item, place: place, rank: 2)
    case .notRecorded, .elsewhere: break
    case .deleted:
      let id = item.resource.id
      let known = try writer.find(id.id, in: writer.row(of: id.scope))
      guard case .standing(let head, let position) = known else { return }
      _ = writer.see(position)
      if try item.isOlder(than: writer.beginning(of: head.version)) { return }
      let old = try reader.value(writer.document(of: head.version), of: id)
      try insert([Edit(.root, .removed(old))], of: head.resource)
      try writer.close(head.version)
    }
  }

  // MARK: One item

  /// Returns the resource's row.
  @discardableResult
  private func write(_ given: PreparedItem, place: Problem.Place, rank: Int) throws -> Int64? {
    let item = try places.continuing(given)
    let id = item.resource.id
    let scope = try writer.row(of: id.scope)
    let isNameOnly = item.identified.isNameOnly || disputed.contains(id)
    switch try writer.find(id.id, in: scope) {
    case .new where isNameOnly, .gone where isNameOnly:
      // What it is, nobody knows: it begins when it is read.
      unreadParts.carry("configuration", of: id)
      return nil
    case .new:
      let resource = try writer.insertResource(id.id, name: item.resource.name, scope: scope)
      ranks[resource] = rank
      try begin(item, resource: resource, scope: scope)
      return resource
    case .gone(let resource):
      if try item.isOlder(than: writer.end(of: resource)) { return nil }
      ranks[resource] = rank
      try writer.rename(resource, to: item.resource.name)
      try begin(item, resource: resource, scope: scope, isBack: true)
      return resource
    case .standing(let head, let position):
      _ = writer.see(position)
      ranks[head.resource] = rank
      if isNameOnly {
        unreadParts.carry("configuration", of: id)
      } else if try !item.isOlder(than: writer.beginning(of: head.version)) {
        try compare(item, with: head)
      }
      return head.resource
    case .seen(let resource):
      if !isNameOnly { try meetAgain(item, resource: resource, place: place, rank: rank) }
      return resource
    }
  }

  /// The resource stands from this snapshot on.
  private func begin(_ item: PreparedItem, resource: Int64, scope: Int64, isBack: Bool = false)
    throws
  {
    writer.begin(resource)
    if try writer.wasRead(scope) {
      try insert([Edit(.root, .added(try value(of: item)))], of: resource)
    }
    let narrowed = isAsked ? [] : try item.narrowed(in: value(of: item))
    let unread = item.identified.unread + narrowed
    for part in unread { unreadParts.carry(part, of: item.resource.id) }
    let stored = unread.isEmpty ? item : item.with(try value(of: item), key: writer.key)
    if isBack, try repeatVersion(stored, of: resource) { return }
    try insertVersion(stored, of: resource)
  }

  private func compare(_ item: PreparedItem, with head: SnapshotWriter.Head) throws {
    let comparison = try comparison(of: item, with: head.version)
    for part in comparison.carried { unreadParts.carry(part, of: item.resource.id) }
    guard !comparison.isSame else {
      // Bytes that lack a part do not mean what the version means: next time they are read again.
      if comparison.carried.isEmpty {
        try writer.remember(item.rawDigest ?? item.digest, as: head.version)
      }
      return
    }
    changed.insert(head.resource)
    writer.begin(head.resource)
    try writer.close(head.version)
    try writer.rename(head.resource, to: item.resource.name)
    try insert(comparison.edits, of: head.resource)
    let stored = comparison.stored.map { item.with($0, key: writer.key) } ?? item
    if try repeatVersion(stored, of: head.resource) { return }
    try insertVersion(stored, of: head.resource)
  }

  /// What was compared before the transaction is not compared again.
  private func comparison(of item: PreparedItem, with version: Int64) throws -> ItemComparison {
    if let made = item.comparison, made.version == version { return made }
    return try item.comparison(
      with: writer.document(of: version), of: version, reader, isAsked: isAsked)
  }

  /// Lets a body that the resource once had stand again; false where it never had it.
  private func repeatVersion(_ item: PreparedItem, of resource: Int64) throws -> Bool {
    let version = try writer.insertRepeatedVersion(
      of: resource, named: item.resource.name, form: item.form, digest: item.digest)
    guard let version else { return false }
    if let raw = item.rawDigest { try writer.remember(raw, as: version) }
    return true
  }

  /// Two files hold the same resource: the better one counts, and where neither is better they must
  /// say the same.
  private func meetAgain(_ item: PreparedItem, resource: Int64, place: Problem.Place, rank: Int)
    throws
  {
    if let first = ranks[resource], rank < first { return }
    guard let standing = try standingValue(of: item.resource.id, resource) else {
      dispute(item.resource.id, at: place)
      return
    }
    // What this item does not say was carried forward into the version that stands.
    let (read, _) = try value(of: item).carryingForward(
      of: ResourceKind.of(item.resource.id.type), item.identified, from: standing)
    guard read.difference(from: standing).isEmpty else {
      dispute(item.resource.id, at: place)
      return
    }
  }

  // A document that a person wrote has no listing that could be left unread.
  private func dispute(_ id: ResourceID, at place: Problem.Place) {
    let file = files.first { $0.path == place.file }
    if file?.isWritten ?? true {
      problems.append(.duplicateResource(id, at: place))
    } else {
      disputes[id] = .duplicateResource(id, at: place)
    }
  }

  /// The configuration that this import has given a resource; nil where it has none.
  private func standingValue(of id: ResourceID, _ resource: Int64) throws -> ConfigurationValue? {
    if let waiting = pending[id.type]?.first(where: { $0.resource == resource }) {
      return try value(of: waiting.item)
    }
    guard let version = try writer.standingVersion(of: resource) else { return nil }
    return try reader.value(writer.document(of: version), of: id)
  }

  private func value(of item: PreparedItem) throws -> ConfigurationValue {
    try reader.value(StoredDocument(form: item.form, body: item.body), of: item.resource.id)
  }

  private func insert(_ edits: [Edit], of resource: Int64) throws {
    editCount += edits.count
    try writer.insert(edits, of: resource)
  }

  // MARK: Bodies

  private func insertVersion(_ item: PreparedItem, of resource: Int64) throws {
    if let compressed = item.compressed {
      return try insertVersion(item, of: resource, compressed.bytes, compressed.dictionary)
    }
    let type = item.resource.id.type
    pending[type, default: []].append(Pending(resource: resource, item: item))
    pendingBytes += item.body.count
    if (pending[type]?.count ?? 0) >= BodyCodec.sampleCount { try flush(type) }
    guard pendingBytes > Self.pendingLimit else { return }
    for type in pending.keys.sorted() { try flush(type) }
  }

  private func flush(_ type: ResourceType) throws {
    guard let waiting = pending.removeValue(forKey: type) else { return }
    pendingBytes -= waiting.reduce(0) { $0 + $1.item.body.count }
    if dictionaries[type] == nil, let bytes = BodyCodec.trained(on: waiting.map(\.item.body)) {
      dictionaries[type] = try writer.insertDictionary(bytes, for: type)
    }
    let codec = BodyCodec()
    for entry in waiting {
      let body = entry.item.body
      let packed =
        plainCodec.compressed(body, dictionaries[type]).map { ($0.bytes, Int64?($0.dictionary)) }
        ?? (body.withUnsafeBytes { codec.compressed($0) }, nil)
      try insertVersion(entry.item, of: entry.resource, packed.0, packed.1)
    }
  }

  private func insertVersion(
    _ item: PreparedItem, of resource: Int64, _ compressed: [UInt8], _ dictionary: Int64?
  ) throws {
    let version = try writer.insertVersion(
      of: resource, named: item.resource.name, form: item.form, digest: item.digest,
      compressed: compressed, dictionary: dictionary)
    if let raw = item.rawDigest { try writer.remember(raw, as: version) }
  }
}

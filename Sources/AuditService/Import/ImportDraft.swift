import AuditStore
import ConfigurationModel
import SnapshotSources

/// What an import has read before its transaction: files are read, items digested, parsed, compressed and compared, and
/// nobody is kept from writing meanwhile. It may be stored as long as the heads stand that it was read by (decision 0044).
struct ImportDraft {
  let standing: StandingHeads
  let reader: SnapshotReader
  let earlier: EarlierTokens
  /// Has normalized what was compared, and knows what was odd about it.
  let documents = DocumentReader()
  private let book: DraftBook

  /// Nil where nothing stands yet by which anything would be recognized, and where what is to be stored is larger than
  /// an import may keep: then all is read in the transaction.
  init?(
    _ request: ImportSnapshot, _ plan: SnapshotPlan, of accounts: Set<String>?, _ store: AuditStore
  )
    throws
  {
    standing = try store.standingHeads(of: accounts)
    guard !standing.heads.isEmpty else { return nil }
    earlier = try EarlierTokens(store)
    reader = try SnapshotReader(plan) { [standing] scope in
      try !request.isAsked && store.count(of: standing, in: scope) > 0
    }
    book = DraftBook(limit: request.draftLimit)
    let reading = ImportReading(
      request: request, plan: plan, reader: reader,
      dictionaries: DictionaryBook(try store.dictionaries()),
      earlier: earlier)
    let comparing = DraftComparison(
      store: store, standing: standing, documents: documents, isAsked: request.isAsked)
    do {
      try reading.run(by: standing) { [book] in try book.add(comparing.compared($0)) }
    } catch is DraftBook.Full {
      return nil
    }
  }

  /// Hands out the steps of the reading, as they came.
  func replay(_ take: (ImportStep) throws -> Void) throws { try book.replay(take) }
}

/// Compares the items of a draft with what stands of their resources.
private struct DraftComparison {
  let store: AuditStore
  let standing: StandingHeads
  let documents: DocumentReader
  let isAsked: Bool

  func compared(_ step: ImportStep) throws -> ImportStep {
    guard case .outcome(.prepared(let items, let file, let place, let rank)) = step else {
      return step
    }
    return .outcome(
      .prepared(try items.map(compared), file: file, place: place, rank: rank))
  }

  private func compared(_ item: PreparedItem) throws -> PreparedItem {
    guard item.identified.presence == .present, !item.identified.isNameOnly,
      let (version, document) = try store.standing(item.resource.id, in: standing)
    else { return item }
    var item = item
    item.comparison = try item.comparison(
      with: document, of: version, documents, isAsked: isAsked)
    return item
  }
}

/// The steps of a reading, kept until they are stored.
private final class DraftBook {
  /// More is to be kept than may be.
  struct Full: Error {}

  private enum Entry {
    case step(ImportStep)
    /// Items of one file, one after another, whose heads stand as they are: nearly all of them, so they are kept short.
    case known([Int32], file: Int)
  }

  private var entries: [Entry] = []
  private var known: (positions: [Int32], file: Int) = ([], 0)
  /// How many bytes of items may still be kept.
  private var room: Int

  init(limit: Int) { room = limit }

  func add(_ step: ImportStep) throws {
    if case .outcome(.known(let position, let others, let file)) = step, others.isEmpty {
      if file != known.file { close() }
      known.positions.append(position)
      known.file = file
      return
    }
    close()
    room -= step.size
    guard room >= 0 else { throw Full() }
    entries.append(.step(step))
  }

  private func close() {
    if !known.positions.isEmpty { entries.append(.known(known.positions, file: known.file)) }
    known = ([], 0)
  }

  func replay(_ take: (ImportStep) throws -> Void) throws {
    close()
    for entry in entries {
      switch entry {
      case .step(let step): try take(step)
      case .known(let positions, let file):
        for position in positions { try take(.outcome(.known(position, others: [], file: file))) }
      }
    }
  }
}

extension ImportStep {
  /// About how many bytes it takes to keep.
  fileprivate var size: Int {
    switch self {
    case .outcome(.prepared(let items, _, _, _)), .items(let items, _):
      items.reduce(0) { $0 + $1.size }
    case .outcome(.known(_, let others, _)): 64 + 4 * others.count
    case .outcome(.failed), .end, .report, .refused: 512
    }
  }
}

extension PreparedItem {
  /// About how many bytes it takes to keep. Parsed values take several times as many as their text.
  fileprivate var size: Int {
    let isParsed = identified.body != .asRead
    return 1024 + body.count * (isParsed ? 8 : 1) + (compressed?.bytes.count ?? 0)
      + (comparison.map { $0.isSame ? 64 : 2 * body.count } ?? 0)
  }
}

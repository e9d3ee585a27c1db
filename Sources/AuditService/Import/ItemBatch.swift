import ConfigurationModel
import SnapshotSources

/// About a megabyte of raw items, copied out of their file so that they can be worked on while the
/// file is read on.
///
/// Filled by one thread, then handed to another and not touched again by the first: hence unchecked.
final class ItemBatch: @unchecked Sendable {
  static let capacity = 1 << 20

  private(set) var bytes: [UInt8] = []
  private(set) var entries: [Entry] = []
  /// Set by the worker, read after `wait`.
  var outcomes: [ItemOutcome] = []

  struct Entry {
    let context: ItemContext
    let start: Int
    let count: Int
    let offset: UInt64?
    let ordinal: Int
    let parts: [String: ConfigurationValue]
  }

  init() { bytes.reserveCapacity(Self.capacity + 1 << 16) }

  var isFull: Bool { bytes.count >= Self.capacity }

  func append(_ raw: RawItem) {
    entries.append(
      Entry(
        context: raw.context, start: bytes.count, count: raw.bytes.count, offset: raw.offset,
        ordinal: raw.ordinal, parts: raw.parts))
    bytes.append(contentsOf: raw.bytes)
  }

  /// Calls `body` with each item in turn.
  func forEach(_ body: (RawItem) -> Void) {
    bytes.withUnsafeBytes { all in
      for entry in entries {
        let range = entry.start..<(entry.start + entry.count)
        body(
          RawItem(
            context: entry.context, bytes: UnsafeRawBufferPointer(rebasing: all[range]),
            offset: entry.offset, ordinal: entry.ordinal, parts: entry.parts))
      }
    }
  }
}

/// What the preparation of one raw item came to.
enum ItemOutcome: Sendable {
  /// The store knows these bytes: these heads stand as they are.
  case known(Int32, others: ArraySlice<Int32>, file: Int)
  case prepared([PreparedItem], file: Int, place: Problem.Place, rank: Int)
  case failed(Problem, file: Int)

  /// The outcome with the tokens of secrets that the store knows already.
  func settled(by earlier: EarlierTokens) throws -> ItemOutcome {
    guard case .prepared(let items, let file, let place, let rank) = self,
      items.contains(where: { !$0.earlier.isEmpty })
    else { return self }
    return .prepared(try items.map(earlier.settled), file: file, place: place, rank: rank)
  }
}

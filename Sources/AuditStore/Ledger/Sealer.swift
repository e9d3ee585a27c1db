import ConfigurationModel
import Foundation

/// Counts the rows that a connection writes, and seals them when a transaction ends.
///
/// The engine tells it of each row that is inserted, changed or deleted in a table of `LedgerTable.all`,
/// whatever statement did it (`StoreDatabase.watch`). Not for several threads at once: it serves one connection.
final class Sealer: @unchecked Sendable {
  let key: StoreKey
  private(set) var facets: [Facet] = []
  private var digesters: [StoreKey.Digester] = []
  /// The beginning of each column in what a row's digest is over: its name.
  private(set) var labels: [[[UInt8]]] = []
  private var eventFacet = -1

  /// What was counted since the last event began, or since the transaction began.
  private var book = RowBook(facets: 0)
  /// What belongs to no event.
  private var loose = RowBook(facets: 0)
  private var current: Int64?
  private var finished: [(event: Int64, slots: [RowBook.Slot])] = []
  /// Counts rows that are there, instead of rows that are written.
  private var measure: RowBook?
  private var measuresTags = false

  init(key: StoreKey) { self.key = key }

  /// Learns what rows there are; the schema is the program's by now.
  func learn(_ database: StoreTransaction) throws {
    facets = try Facet.all(database)
    digesters = facets.map { key.digester(context: Array("row \($0.name)".utf8)) }
    labels = facets.map { $0.columns.map { [UInt8(clamping: $0.utf8.count)] + Array($0.utf8) } }
    eventFacet = facets.firstIndex { $0.name == Facet.event } ?? -1
    reset()
  }

  /// Forgets what was counted: a transaction begins.
  func reset() {
    book = RowBook(facets: facets.count)
    loose = book
    current = nil
    finished = []
    measure = nil
  }

  // MARK: Counting

  /// Counts one row in or out. Returns the first eight bytes of its digest, as a number.
  ///
  /// - Parameters:
  ///   - facet: Its place in `facets`.
  ///   - origin: What the row belongs to; 0 where the facet says nothing of it.
  ///   - row: What the digest is over. Of each column that is not null: its label, a byte for its kind (1 an integer, 2 a
  ///     real number, 3 a text, 4 bytes), and the number's eight bytes, or the length as eight bytes and then the
  ///     bytes. Numbers have the highest byte first.
  func count(_ facet: Int, isAdded: Bool, origin: Int64, row: UnsafeRawBufferPointer) -> UInt64 {
    let digest = digesters[facet].digest(row)
    let tag = UInt64(littleEndian: digest.withBytes { $0.loadUnaligned(as: UInt64.self) })
    note(facet, isAdded: isAdded, origin: origin, digest, tag)
    return tag
  }

  private func note(
    _ facet: Int, isAdded: Bool, origin: Int64, _ digest: Digest, _ tag: UInt64
  ) {
    let role = facets[facet].role
    guard measure == nil else {
      measure?.count(
        facet: facet, origin: origin, isAdded: isAdded, digest: digest, tag: tag,
        keepsTags: measuresTags && role == .appended)
      return
    }
    if facet == eventFacet, isAdded, origin != current { beginEvent(origin) }
    switch role {
    case .appended, .head:
      book.count(
        facet: facet, origin: origin, isAdded: isAdded, digest: digest, tag: tag,
        keepsTags: role == .appended)
    case .operational:
      loose.count(
        facet: facet, origin: origin, isAdded: isAdded, digest: digest, tag: tag, keepsTags: false)
    }
  }

  /// What is counted from here on is the event's; before the first event of a transaction, that too.
  private func beginEvent(_ event: Int64) {
    finishEvent()
    current = event
  }

  private func finishEvent() {
    guard let current else { return }
    finished.append((current, book.slots.filter { !$0.isNothing }))
    book = RowBook(facets: facets.count)
    self.current = nil
  }

  // MARK: What is there

  /// Counts the rows that are there, of all facets or of those with these names.
  func measured(
    _ database: StoreTransaction, only names: Set<String>? = nil, keepsTags: Bool = false
  ) throws -> [RowBook.Slot] {
    try measuring(keepsTags: keepsTags) {
      for (index, facet) in facets.enumerated() where names?.contains(facet.name) ?? true {
        try database.connection.measure(index, .all, for: self, nil)
      }
    }
  }

  /// Counts the rows of one facet that belong to snapshots or events from one on.
  func measured(_ database: StoreTransaction, facet name: String, from origin: Int64) throws
    -> [RowBook.Slot]
  {
    guard let index = facets.firstIndex(where: { $0.name == name }), facets[index].origin != nil
    else { return [] }
    return try measuring(keepsTags: false) {
      try database.connection.measure(index, .from(origin), for: self, nil)
    }
  }

  /// The tags of the rows of one facet that belong to something, with the rows' names.
  func tags(_ database: StoreTransaction, facet index: Int, origin: Int64) throws
    -> [(tag: UInt64, row: String)]
  {
    var tags: [(tag: UInt64, row: String)] = []
    _ = try measuring(keepsTags: false) {
      try database.connection.measure(index, .of(origin), for: self) { [facet = facets[index]] in
        tags.append(($0, facet.rowName($1)))
      }
    }
    return tags
  }

  /// What `body` counts, instead of what is written.
  private func measuring(keepsTags: Bool, _ body: () throws -> Void) throws -> [RowBook.Slot] {
    measure = RowBook(facets: facets.count)
    measuresTags = keepsTags
    defer { measure = nil }
    try body()
    return measure?.slots ?? []
  }

  // MARK: The end of a transaction

  /// What the transaction wrote so far of a facet.
  func unsealed(_ facet: String) -> [RowBook.Slot] {
    (finished.flatMap(\.slots) + book.slots + loose.slots).filter {
      facets[$0.facet].name == facet
    }
  }

  /// What a transaction wrote, event by event, and what belongs to none. Nil where it wrote nothing.
  /// Throws where rows were written that belong to an event, and no event was.
  func finish(path: String) throws -> (
    events: [(event: Int64, slots: [RowBook.Slot])], loose: [RowBook.Slot]
  )? {
    finishEvent()
    if let slot = book.slots.first(where: { !$0.isNothing }) {
      throw Problem.storeFailed(
        path, "rows of \(facets[slot.facet].name) were written outside any event")
    }
    defer { reset() }
    let loose = loose.slots.filter { !$0.isNothing }
    return finished.isEmpty && loose.isEmpty ? nil : (finished, loose)
  }
}

extension Facet {
  /// What names a row of the facet, by the columns of its key.
  fileprivate func rowName(_ row: SQLRow) -> String {
    zip(key, row.values).prefix(4).map { column, value in
      switch value {
      case .null: "\(column) null"
      case .integer(let number): "\(column) \(number)"
      case .real(let number): "\(column) \(number)"
      case .text(let text): "\(column) '\(text.prefix(80))'"
      case .bytes(let data): "\(column) of \(data.count) bytes"
      }
    }.joined(separator: ", ")
  }
}

extension Array<UInt8> {
  /// Appends a number's eight bytes, the highest first.
  mutating func append(bigEndian number: UInt64) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}

import ConfigurationModel
import Foundation

/// Holds every row of a store against its ledger, and the ledger against its key.
struct LedgerCheck {
  private let database: StoreTransaction
  private let store: AuditStore
  private(set) var problems: [Problem] = []
  /// How many rows were held against the ledger.
  private(set) var rows = 0
  /// The head, where it is what was written.
  private(set) var head: LedgerHead?

  private struct Place: Hashable, Comparable {
    let facet: String
    let origin: Int64

    static func < (left: Place, right: Place) -> Bool {
      (left.facet, left.origin) < (right.facet, right.origin)
    }
  }

  private struct Count: Equatable {
    var count = 0
    var sum = RowSum()
  }

  /// One event of the ledger, as far as its seals are held against its kind.
  private struct Author {
    let event: Int64
    let kind: String
    var snapshots: Set<Int64> = []
  }

  private var digests: [Int64: Digest] = [:]
  private var expected: [Place: Count] = [:]
  private var facets: [String: (index: Int, facet: Facet)] = [:]

  init(_ database: StoreTransaction, _ store: AuditStore) {
    self.database = database
    self.store = store
  }

  mutating func run() throws {
    for (index, facet) in store.sealer.facets.enumerated() { facets[facet.name] = (index, facet) }
    var ledger: Ledger?
    do {
      ledger = try store.ledger(database)
    } catch let problem as Problem {
      problems.append(problem)
    }
    try readSeals()
    try checkLeaves(ledger)
    try checkRows(ledger)
    try checkMoments()
    head = ledger?.head
  }

  // MARK: What the ledger says

  /// Goes through the seals: what each leaf stands for, and how many rows there must be.
  private mutating func readSeals() throws {
    var entry: LedgerEntry?
    var author = Author(event: .min, kind: "")
    var grounds: [(Place, added: Int, removed: Int)] = []
    try database.each(
      """
      SELECT s.event, s.facet, s.origin, s.added, s.removed, s.sum, s.tags, coalesce(e.kind, '')
      FROM seal s LEFT JOIN event e ON e.id = s.event ORDER BY s.event, s.facet, s.origin
      """
    ) { row in
      let event: Int64 = try row.get(0)
      if event != author.event {
        finish(author, entry, grounds)
        author = Author(event: event, kind: try row.get(7))
        (entry, grounds) = (LedgerEntry(event: event), [])
      }
      let place = Place(facet: try row.get(1), origin: try row.get(2))
      let (added, removed): (Int, Int) = (try row.get(3), try row.get(4))
      let sum: Data = try row.get(5)
      entry?.append(
        place.facet, origin: place.origin, added: added, removed: removed, sum: Array(sum),
        tags: try row.get(6))
      expected[place, default: Count()].count &+= added &- removed
      expected[place, default: Count()].sum += RowSum(stored: sum) ?? RowSum()
      if place.facet == Facet.snapshot { author.snapshots.insert(place.origin) }
      grounds.append((place, added, removed))
    }
    finish(author, entry, grounds)
  }

  /// What an event may write: rows of its own, and only a pruning takes rows of others away.
  private mutating func finish(
    _ author: Author, _ entry: LedgerEntry?, _ seals: [(Place, added: Int, removed: Int)]
  ) {
    guard let entry else { return }
    digests[author.event] = entry.digest(store.key)
    guard author.kind != Facet.sealedKind else { return }
    for (place, added, removed) in seals {
      guard let facet = facets[place.facet]?.facet, facet.role == .appended else { continue }
      if removed > 0, !Facet.droppingKinds.contains(author.kind) {
        problems.append(.historyEdited(store.path, author.event, facet.table, "took away"))
      }
      let isOwn =
        switch facet.belonging {
        case .nothing: true
        case .event: place.origin == author.event
        case .snapshot: author.snapshots.contains(place.origin)
        }
      if added > 0, !isOwn {
        problems.append(.historyEdited(store.path, author.event, facet.table, "added to"))
      }
    }
  }

  private mutating func checkLeaves(_ ledger: Ledger?) throws {
    var tree = MerkleTree()
    var last = Int64.min
    try database.each("SELECT position, event, entry FROM leaf ORDER BY position") { row in
      let event: Int64 = try row.get(1)
      let isGood = try row.get(0) == tree.size && event > last && row.digest(2) != nil
      if !isGood || digests.removeValue(forKey: event) != row.digest(2) {
        problems.append(
          .ledgerAltered(store.path, "the leaf of event \(event) is not what was written"))
      }
      tree.append(row.digest(2)?.data ?? Data())
      last = event
    }
    if let ledger, ledger.tree != tree {
      problems.append(
        .ledgerAltered(
          store.path, "it has \(tree.size) leaves, and its head is of \(ledger.tree.size) others"))
    }
    for event in digests.keys.sorted().prefix(1) {
      problems.append(.ledgerAltered(store.path, "event \(event) has seals and no leaf"))
    }
    let bare = try database.value(
      Int64.self,
      """
      SELECT min(id) FROM event WHERE id NOT IN (SELECT event FROM leaf)
        AND (id > (SELECT min(event) FROM leaf) OR NOT EXISTS (SELECT 1 FROM leaf))
      """)
    if let bare {
      problems.append(.ledgerAltered(store.path, "event \(bare) has no leaf"))
    }
  }

  // MARK: Rows

  private mutating func checkRows(_ ledger: Ledger?) throws {
    var found: [Place: Count] = [:]
    var totals: [String: Count] = [:]
    for slot in try store.sealer.measured(database) {
      let facet = store.sealer.facets[slot.facet]
      found[Place(facet: facet.name, origin: slot.origin)] = Count(count: slot.added, sum: slot.sum)
      totals[facet.name, default: Count()].count += slot.added
      totals[facet.name, default: Count()].sum += slot.sum
      if facet.condition == nil { rows += slot.added }
    }
    let differing = Dictionary(
      grouping: Set(expected.keys).union(found.keys).filter {
        found[$0] ?? Count() != expected[$0] ?? Count()
      }, by: \.facet)
    for facet in store.sealer.facets {
      let before = problems.count
      if facet.role != .operational, let places = differing[facet.name]?.sorted() {
        try checkPlaces(places, of: facet, found)
      }
      guard problems.count == before, let ledger else { continue }
      let total = ledger.totals[facet.name] ?? (0, RowSum())
      if totals[facet.name] ?? Count() != Count(count: total.count, sum: total.sum) {
        problems.append(
          .rowsAltered(
            store.path, facet.table, "its rows are not those that the program wrote last",
            count: totals[facet.name]?.count ?? 0, of: total.count))
      }
    }
    let unknown = expected.keys.filter { facets[$0.facet] == nil }.min()
    if let unknown {
      problems.append(
        .ledgerAltered(store.path, "it speaks of '\(unknown.facet)', which is no table"))
    }
  }

  /// Names the first place whose rows are not what was written, and how many such places there are.
  private mutating func checkPlaces(
    _ places: [Place], of facet: Facet, _ found: [Place: Count]
  ) throws {
    guard let first = places.first else { return }
    let words = try names(of: facet, at: first)
    problems.append(
      .rowsAltered(
        store.path, facet.table, words, count: found[first]?.count ?? 0,
        of: expected[first]?.count ?? 0, others: places.count - 1))
  }

  /// The first row at a place that was not written so, or that some are gone.
  private func names(of facet: Facet, at place: Place) throws -> String {
    guard facet.role == .appended, let index = facets[facet.name]?.index else {
      return "its rows are not those that the program wrote last"
    }
    var written: [UInt64: Int] = [:]
    let seals = try database.values(
      Data.self, "SELECT tags FROM seal WHERE facet = ? AND origin = ? ORDER BY event",
      [place.facet, place.origin])
    for tag in seals.flatMap(\.tags) { written[tag, default: 0] += 1 }
    var strangers: [String] = []
    for row in try store.sealer.tags(database, facet: index, origin: place.origin) {
      if let count = written[row.tag], count > 0 {
        written[row.tag] = count - 1
      } else {
        strangers.append(row.row)
      }
    }
    let writer = facet.writer(place.origin)
    guard let first = strangers.first else { return "a row that \(writer) wrote is gone" }
    let more = strangers.count > 1 ? " and \(strangers.count - 1) more" : ""
    return "the row with \(first)\(more) is not what \(writer) wrote"
  }

  // MARK: Moments

  /// What people and audits enter has moments that go one way, from the ledger's beginning on.
  private mutating func checkMoments() throws {
    let back = try database.row(
      """
      SELECT id FROM (SELECT id, at, max(at) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING
          AND 1 PRECEDING) AS latest FROM event
        WHERE kind NOT IN ('snapshot', 'sealed')
          AND id >= coalesce((SELECT min(event) FROM leaf), 0))
      WHERE at < latest ORDER BY id LIMIT 1
      """)
    if let back { problems.append(.momentWentBack(store.path, try back.get(0))) }
  }
}

extension Facet {
  /// What the rows of a facet belong to.
  enum Belonging {
    case nothing, event, snapshot
  }

  var belonging: Belonging {
    switch origin {
    case nil: .nothing
    case "event", "until_event": .event
    case "id" where table == Self.event: .event
    case .some: .snapshot
    }
  }

  fileprivate func writer(_ origin: Int64) -> String {
    switch belonging {
    case .nothing: "any event"
    case .event: "event \(origin)"
    case .snapshot: "snapshot \(origin)"
    }
  }
}

extension Data {
  /// The tags that a seal holds.
  fileprivate var tags: [UInt64] {
    withUnsafeBytes { bytes in
      stride(from: 0, through: bytes.count - 8, by: 8).map {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
      }
    }
  }
}

extension Problem {
  static func rowsAltered(
    _ store: String, _ table: String, _ words: String, count: Int, of written: Int, others: Int = 0
  ) -> Problem {
    let counts = count == written ? "" : " (\(count) rows, \(written) were written)"
    let more = others == 0 ? "" : "; \(others) more of its parts differ"
    return Problem(
      "row-altered",
      "The table '\(table)' of the store '\(store)' was altered: \(words)\(counts)\(more).",
      hint: "Somebody or the disk changed the file. Put back a copy from before; what was entered "
        + "since has to be entered again.")
  }

  fileprivate static func historyEdited(
    _ store: String, _ event: Int64, _ table: String, _ words: String
  ) -> Problem {
    Problem(
      "history-edited",
      "In the store '\(store)' event \(event) \(words) what others wrote into '\(table)'.",
      hint: "The program does not do that: whoever did has the store's key. Put back a copy.")
  }

  fileprivate static func momentWentBack(_ store: String, _ event: Int64) -> Problem {
    Problem(
      "moment-went-back",
      "In the store '\(store)' event \(event) has a moment before that of an earlier event.",
      hint: "The program enters nothing before its last entry: somebody altered the store.")
  }
}

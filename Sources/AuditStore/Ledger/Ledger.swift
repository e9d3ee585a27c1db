import ConfigurationModel
import Foundation

/// The ledger as it stands in the database: the tree's head and the totals, under one keyed digest.
struct Ledger {
  let key: StoreKey
  var tree = MerkleTree()
  /// By facet: how many rows there are, and their sum.
  var totals: [String: (count: Int, sum: RowSum)] = [:]
  /// The entry of the newest leaf; nil where there is none, or where an earlier program wrote it.
  private(set) var newest: Digest?

  /// A ledger of nothing.
  init(key: StoreKey) { self.key = key }

  /// Reads it. Throws where it is not what the program wrote; nil where there is none.
  init?(_ database: StoreTransaction, key: StoreKey, path: String) throws {
    self.key = key
    let row = try database.row("SELECT size, peaks, mac, newest FROM ledger_head WHERE id = 1")
    guard let row else { return nil }
    guard let tree = MerkleTree(size: try row.get(0), peaks: try row.get(1)) else {
      throw Problem.ledgerAltered(path, "its head is not one")
    }
    self.tree = tree
    newest = row.digest(3)
    for total in try database.rows("SELECT facet, row_count, sum FROM ledger_total") {
      guard let sum = RowSum(stored: try total.get(2)) else {
        throw Problem.ledgerAltered(path, "a total is none")
      }
      totals[try total.get(0)] = (try total.get(1), sum)
    }
    guard row.digest(2) == mac else {
      throw Problem.ledgerAltered(path, "its head or its totals are not what was written")
    }
  }

  /// What the key makes of the tree's head and of all totals.
  private var mac: Digest {
    var text: [UInt8] = []
    text.append(bigEndian: UInt64(tree.size))
    for peak in tree.peaks { text.append(contentsOf: peak) }
    newest?.withBytes { text.append(contentsOf: $0) }
    for (facet, total) in totals.sorted(by: { $0.key < $1.key }) {
      text.append(bigEndian: UInt64(facet.utf8.count))
      text.append(contentsOf: facet.utf8)
      text.append(bigEndian: UInt64(bitPattern: Int64(total.count)))
      text.append(contentsOf: total.sum.bytes)
    }
    return text.withUnsafeBytes { key.digest($0, context: Array("ledger head".utf8)) }
  }

  /// The head as people keep it.
  var head: LedgerHead {
    LedgerHead(size: tree.size, root: tree.rootText, store: storeName)
  }

  /// What the key calls the store: copies have one name, and other stores have others.
  var storeName: String {
    let digest = key.digest(
      UnsafeRawBufferPointer(start: nil, count: 0), context: Array("name".utf8))
    return "plumbline-" + digest.hex.prefix(16)
  }

  // MARK: Writing

  /// Adds what events wrote, and what belongs to none.
  mutating func add(
    _ events: [(event: Int64, slots: [RowBook.Slot])], _ loose: [RowBook.Slot], _ facets: [Facet],
    to database: StoreTransaction
  ) throws {
    for (event, slots) in events { try add(event, slots, facets, to: database) }
    for slot in loose { count(slot, facets[slot.facet].name) }
    try write(to: database)
  }

  private mutating func add(
    _ event: Int64, _ slots: [RowBook.Slot], _ facets: [Facet], to database: StoreTransaction
  ) throws {
    var entry = LedgerEntry(event: event)
    let sorted = slots.sorted {
      (facets[$0.facet].name, $0.origin) < (facets[$1.facet].name, $1.origin)
    }
    for slot in sorted {
      let name = facets[slot.facet].name
      let tags = slot.tagBytes
      entry.append(
        name, origin: slot.origin, added: slot.added, removed: slot.removed, sum: slot.sum.bytes,
        tags: tags)
      try database.run(
        """
        INSERT INTO seal (event, facet, origin, added, removed, sum, tags) VALUES (?, ?, ?, ?, ?, ?, ?)
        """, [event, name, slot.origin, slot.added, slot.removed, slot.sum.data, tags])
      count(slot, name)
    }
    let digest = entry.digest(key)
    try database.run(
      "INSERT INTO leaf (position, event, entry) VALUES (?, ?, ?)", [tree.size, event, digest.data])
    tree.append(digest.data)
    newest = digest
  }

  private mutating func count(_ slot: RowBook.Slot, _ facet: String) {
    var total = totals[facet] ?? (0, RowSum())
    total.count += slot.added - slot.removed
    total.sum += slot.sum
    totals[facet] = total
  }

  private func write(to database: StoreTransaction) throws {
    for (facet, total) in totals {
      try database.run(
        """
        INSERT INTO ledger_total (facet, row_count, sum) VALUES (?, ?, ?)
        ON CONFLICT (facet) DO UPDATE SET row_count = excluded.row_count, sum = excluded.sum
        """, [facet, total.count, total.sum.data])
    }
    try database.run(
      """
      INSERT INTO ledger_head (id, size, peaks, mac, newest) VALUES (1, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET size = excluded.size, peaks = excluded.peaks,
        mac = excluded.mac, newest = excluded.newest
      """, [tree.size, tree.peaks.reduce(into: Data()) { $0 += $1 }, mac.data, newest?.data])
  }
}

/// What a leaf of the tree stands for: all seals of an event, in order of facet and origin.
struct LedgerEntry {
  private var text: [UInt8] = []

  init(event: Int64) { text.append(bigEndian: UInt64(bitPattern: event)) }

  mutating func append(
    _ facet: String, origin: Int64, added: Int, removed: Int, sum: [UInt8], tags: Data
  ) {
    text.append(bigEndian: UInt64(facet.utf8.count))
    text.append(contentsOf: facet.utf8)
    for number in [origin, Int64(added), Int64(removed)] {
      text.append(bigEndian: UInt64(bitPattern: number))
    }
    text.append(contentsOf: sum)
    text.append(bigEndian: UInt64(tags.count))
    text.append(contentsOf: tags)
  }

  func digest(_ key: StoreKey) -> Digest {
    text.withUnsafeBytes { key.digest($0, context: Array("ledger entry".utf8)) }
  }
}

extension RowBook.Slot {
  /// The tags as they are stored: eight bytes each, the lowest first.
  var tagBytes: Data {
    tags.withUnsafeBufferPointer { tags in
      var data = Data(capacity: tags.count * 8)
      for tag in tags { withUnsafeBytes(of: tag.littleEndian) { data.append(contentsOf: $0) } }
      return data
    }
  }
}

extension Problem {
  static func ledgerAltered(_ store: String, _ words: String) -> Problem {
    Problem(
      "ledger-altered", "The ledger of the store '\(store)' was altered: \(words).",
      hint: "Run 'plumb verify', and put back a copy of the store that is older than this.")
  }
}

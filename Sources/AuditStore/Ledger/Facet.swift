/// One kind of rows that the ledger sums up: a table without the columns that come later, or one of
/// those columns.
struct Facet: Sendable {
  enum Role: Sendable {
    case appended, head, operational
  }

  /// Which rows count.
  enum Condition: Sendable {
    case isSet(String)
    case isNull(String)
  }

  /// The table, or TABLE.COLUMN.
  let name: String
  let table: String
  /// What a row's digest is over, in order of the names.
  let columns: [String]
  /// The columns that name a row.
  let key: [String]
  /// The column that says what a row belongs to.
  let origin: String?
  let condition: Condition?
  let role: Role

  /// The versions that stand: an import looks up what it reads among their digests.
  static let standing = "version standing"
  /// Every version, under the snapshot that first read it.
  static let version = "version"
  static let event = "event"
  static let snapshot = "snapshot"

  /// The kinds of the events that may take appended rows away.
  static let droppingKinds: Set<String> = ["pruned", "snapshot withdrawn", correctedKind]
  /// The kind of the event by which CloudTrail's own account of a call takes the place of what a queue told of it.
  static let correctedKind = "activity corrected"
  /// The kind of the event that sealed what stood in a store before it had a ledger.
  static let sealedKind = "sealed"

  /// The facets of all tables of a store.
  static func all(_ database: StoreTransaction) throws -> [Facet] {
    let tables = try database.connection.tables()
    return LedgerTable.all.flatMap { table in
      let columns = (tables[table.name] ?? []).map { (name: $0.name, rank: $0.keyRank) }
      return columns.isEmpty ? [] : facets(of: table, columns)
    }
  }

  private static func facets(of table: LedgerTable, _ columns: [(name: String, rank: Int)])
    -> [Facet]
  {
    let role: Role
    switch table.rows {
    case .appended: role = .appended
    case .head: role = .head
    case .operational: role = .operational
    case .apart: return []
    }
    let ranked = columns.filter { $0.rank > 0 }.sorted { $0.rank < $1.rank }.map(\.name)
    let key = ranked.isEmpty ? columns.map(\.name) : ranked
    func column(_ name: String, origin: String?, _ role: Role) -> Facet {
      Facet(
        name: "\(table.name).\(name)", table: table.name, columns: (ranked + [name]).sorted(),
        key: key, origin: origin, condition: .isSet(name), role: role)
    }
    let later = Set(table.ends + table.changing)
    let base = Facet(
      name: table.name, table: table.name,
      columns: columns.map(\.name).filter { !later.contains($0) }, key: key, origin: table.origin,
      condition: nil, role: role)
    let ends = table.ends.map { column($0, origin: $0, .appended) }
    let changing = table.changing.map { column($0, origin: nil, .head) }
    guard table.name == "version" else { return [base] + ends + changing }
    let standing = Facet(
      name: Self.standing, table: table.name, columns: ["digest", "form", "id", "resource"],
      key: key, origin: nil, condition: .isNull("until_snapshot"), role: .operational)
    return [base] + ends + changing + [standing]
  }
}

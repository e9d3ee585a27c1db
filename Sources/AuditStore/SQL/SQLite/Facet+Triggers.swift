extension Facet {
  /// The call that counts a row in or out; `row` is `NEW.`, `OLD.` or empty.
  func call(_ index: Int, sign: Int, row: String) -> String {
    let values = columns.map { row + $0 }.joined(separator: ", ")
    return "plumb_seal(\(index), \(sign), \(origin.map { row + $0 } ?? "0"), \(values))"
  }

  /// Which rows count, as SQL.
  private func filter(row: String) -> String {
    switch condition {
    case nil: ""
    case .isSet(let column): " WHERE \(row)\(column) IS NOT NULL"
    case .isNull(let column): " WHERE \(row)\(column) IS NULL"
    }
  }

  /// Which rows are looked at, as SQL; of those that belong to something, all where none does.
  func condition(of rows: FacetRows) -> (String, SQLArguments) {
    let filter = filter(row: "")
    let and = filter.isEmpty ? " WHERE " : filter + " AND "
    switch (rows, origin) {
    case (.all, _), (_, nil): return (filter, [])
    case (.of(let number), .some(let origin)): return ("\(and)\(origin) = ?", [number])
    case (.from(let number), .some(let origin)): return ("\(and)\(origin) >= ?", [number])
    }
  }

  private var watched: [String] {
    switch condition {
    case nil: columns
    case .isSet(let column), .isNull(let column): Set(columns + [column]).sorted()
    }
  }

  /// What makes a connection count every row of these facets that is written.
  static func triggers(of facets: [Facet]) -> [String] {
    let tables = Dictionary(
      grouping: facets.enumerated().map { (index: $0, facet: $1) }, by: \.facet.table)
    return tables.flatMap { triggers(of: $0, $1) }
  }

  private static func triggers(of table: String, _ facets: [(index: Int, facet: Facet)]) -> [String]
  {
    func statements(_ sign: Int, _ row: String) -> String {
      facets.map { "SELECT \($1.call($0, sign: sign, row: row))\($1.filter(row: row));" }
        .joined(separator: " ")
    }
    let updates = facets.map { index, facet in
      """
      CREATE TEMP TRIGGER seal_update_\(index) AFTER UPDATE OF \
      \(facet.watched.joined(separator: ", ")) ON main.\(table) BEGIN
        SELECT \(facet.call(index, sign: -1, row: "OLD."))\(facet.filter(row: "OLD."));
        SELECT \(facet.call(index, sign: 1, row: "NEW."))\(facet.filter(row: "NEW."));
      END
      """
    }
    return [
      """
      CREATE TEMP TRIGGER seal_insert_\(table) AFTER INSERT ON main.\(table) BEGIN
        \(statements(1, "NEW.")) END
      """,
      """
      CREATE TEMP TRIGGER seal_delete_\(table) AFTER DELETE ON main.\(table) BEGIN
        \(statements(-1, "OLD.")) END
      """,
    ] + updates
  }
}

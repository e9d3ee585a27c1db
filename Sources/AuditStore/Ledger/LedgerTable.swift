/// How the ledger holds the rows of one table.
///
/// Every table of the schema stands in `LedgerTable.all`, or a test fails. Where rows are written does
/// not matter: triggers of the connection see each row of these tables, and `AuditStore.write` seals
/// them. A column that a later migration adds must be null in the rows that are there: a row's digest
/// is over the columns that are not null.
package struct LedgerTable: Sendable {
  /// What may happen to the rows.
  package enum Rows: Sendable {
    /// An event writes them, and they stay as they are until an event that drops history takes them
    /// away (`Facet.droppingKinds`).
    case appended
    /// They say what holds now; every change belongs to an event.
    case head
    /// They serve the work and belong to no event: runs, leases, settings.
    case operational
    /// The ledger's own, and what is held otherwise: migrations against the program's own.
    case apart
  }

  package let name: String
  package let rows: Rows
  /// The column with the number of the event or snapshot that a row belongs to.
  let origin: String?
  /// Columns that are null until an event or snapshot sets them, once, to its own number.
  let ends: [String]
  /// Columns of an appended row that later events may change.
  let changing: [String]

  init(
    _ name: String, _ rows: Rows, of origin: String? = nil, ends: [String] = [],
    changing: [String] = []
  ) {
    self.name = name
    self.rows = rows
    self.origin = origin
    self.ends = ends
    self.changing = changing
  }

  /// Every table, in the order of the migrations that make them.
  package static let all = [
    LedgerTable("migration", .apart),
    LedgerTable("setting", .operational),
    LedgerTable("scope", .appended),
    LedgerTable("snapshot", .appended, of: "number"),
    LedgerTable("scope_reading", .appended, of: "snapshot"),
    LedgerTable("unread_part", .appended, of: "snapshot"),
    LedgerTable("resource", .appended, changing: ["name"]),
    LedgerTable("dictionary", .appended),
    LedgerTable("version", .appended, of: "first_snapshot", ends: ["until_snapshot"]),
    LedgerTable("fingerprint", .head),
    LedgerTable("edit", .appended, of: "snapshot"),
    LedgerTable("event", .appended, of: "id"),
    LedgerTable("baseline", .appended),
    LedgerTable("baseline_scope", .appended, of: "event"),
    LedgerTable("expected", .appended, of: "event", ends: ["until_event"]),
    LedgerTable("change_record", .appended, of: "event"),
    LedgerTable("audit", .appended, of: "event"),
    LedgerTable("finding", .appended, of: "event"),
    LedgerTable("finding_event", .appended, of: "event"),
    LedgerTable("judgement", .appended, of: "event"),
    LedgerTable("record_use", .appended),
    LedgerTable("deviation", .head),
    LedgerTable("run", .operational),
    LedgerTable("delivered", .operational),
    LedgerTable("pruned_snapshot", .appended, of: "event"),
    LedgerTable("adoption", .appended, of: "event"),
    LedgerTable("retirement", .appended, of: "event"),
    LedgerTable("withdrawn_snapshot", .appended, of: "event"),
    LedgerTable("given_rule", .appended, of: "event"),
    LedgerTable("rule_set", .appended, of: "event"),
    LedgerTable("rule_set_member", .appended, of: "event"),
    LedgerTable("seal", .apart),
    LedgerTable("leaf", .apart),
    LedgerTable("ledger_total", .apart),
    LedgerTable("ledger_head", .apart),
  ]
}

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
    /// The ledger's own, and what is held otherwise: migrations against the program's own, and what can be had again at
    /// any time, whose rows have seals of their own.
    case apart
  }

  /// The table's name.
  package let name: String
  /// What may happen to its rows.
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

  /// Every table.
  package static let all =
    [
      LedgerTable("scope", .appended),
      LedgerTable("snapshot", .appended, of: "number"),
      LedgerTable("resource", .appended, changing: ["name"]),
      LedgerTable("dictionary", .appended),
      LedgerTable("version", .appended, of: "first_snapshot", ends: ["until_snapshot"]),
      LedgerTable("fingerprint", .head),
      LedgerTable("event", .appended, of: "id"),
      LedgerTable("baseline", .appended),
      LedgerTable("expected", .appended, of: "event", ends: ["until_event"]),
      LedgerTable("record_use", .appended),
      LedgerTable("deviation", .head),
    ]
    + ["unread_activity", "unread_document", "asked_guardrail", "breach"].map {
      LedgerTable($0, .appended, of: "event", ends: ["until_event"])
    }
    + ["scope_reading", "unread_part", "edit"].map { LedgerTable($0, .appended, of: "snapshot") }
    + [
      "baseline_scope", "change_record", "audit", "finding", "finding_event", "judgement",
      "pruned_snapshot", "adoption", "retirement", "withdrawn_snapshot", "given_rule", "rule_set",
      "rule_set_member", "ended_deviation", "activity", "activity_resource", "activity_span",
      "passing_edit", "notice", "alert_notice", "breach_notice", "pruned_activity",
      "pruned_activity_resource",
    ].map { LedgerTable($0, .appended, of: "event") }
    + [
      "setting", "run", "delivered", "pace", "message", "told_notice", "told_alert", "told_breach",
      "waiting_notice", "waiting_alert", "waiting_breach",
    ].map {
      LedgerTable($0, .operational)
    }
    + ["migration", "seal", "leaf", "ledger_total", "ledger_head", "guardrail_verdict"].map {
      LedgerTable($0, .apart)
    }
}

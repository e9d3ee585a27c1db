package import ConfigurationModel
import Foundation
import GRDB

extension AuditStore {
  /// The head of the ledger. Throws where it is not what was written.
  package func head() throws(Problem) -> LedgerHead {
    try read { database in try ledger(database).head }
  }

  /// The ledger as it stands. Throws where it was altered or taken away.
  func ledger(_ database: Database) throws -> Ledger {
    guard let ledger = try Ledger(database, key: key, path: path) else {
      throw Problem.ledgerAltered(path, "its head is missing")
    }
    return ledger
  }

  /// Seals what the transaction wrote.
  func seal(_ database: Database) throws {
    guard let written = try sealer.finish(path: path) else { return }
    var ledger = try ledger(database)
    try ledger.add(written.events, written.loose, sealer.facets, to: database)
  }

  /// Begins the ledger where the store has none. What stands in it already is taken as it is, and
  /// sealed under an event of its own: it is proven from then on.
  func beginLedger(_ database: Database) throws {
    guard try Ledger(database, key: key, path: path) == nil else { return }
    let isBegun =
      try Bool.fetchOne(
        database,
        sql: "SELECT EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM snapshot)") ?? false
    let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    let event =
      isBegun
      ? try database.insertEvent(Facet.sealedKind, at: try database.momentAfterAll(now, by: now))
      : nil
    let slots = try sealer.measured(database, keepsTags: true)
    let own = slots.filter { sealer.facets[$0.facet].role != .operational }
    let loose = slots.filter { sealer.facets[$0.facet].role == .operational }
    var ledger = Ledger(key: key)
    try ledger.add(
      event.map { [($0, own)] } ?? [], event == nil ? slots : loose, sealer.facets, to: database)
  }
}

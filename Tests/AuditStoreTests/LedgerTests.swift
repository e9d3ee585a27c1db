import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

@testable import AuditStore

@Suite struct LedgerTests {
  @Test func `every table of the schema stands in the ledger's list, and no other`() throws {
    let folder = try StoreFolder()
    _ = try folder.open()
    let tables = try folder.database().reading { try $0.tables() }
      .filter { !$1.isEmpty && !$0.hasPrefix("sqlite_") }.map(\.key)
    for table in tables where !LedgerTable.all.contains(where: { $0.name == table }) {
      Issue.record("'\(table)' is missing in LedgerTable.all: how does the ledger hold its rows?")
    }
    #expect(Set(LedgerTable.all.map(\.name)) == Set(tables))
    #expect(LedgerTable.all.count == tables.count)
  }

  @Test func `what the program writes is what the ledger holds`() throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    #expect(try store.verify().problems.isEmpty)
    for day in 1...4 {
      try store.take(["sg-1": "\(day / 2)", "sg-\(day + 1)": "x"], day: day)
      #expect(try store.verify().problems.map(\.message) == [])
    }
    _ = try store.prune(dropping: [2], at: .day(4), by: "x", reason: "y")
    _ = try store.setBaseline(
      "default", to: 3, choosing: { _ in true }, at: .day(5), by: "x", reason: "y")
    let result = try folder.open(.reading).verify()
    #expect(result.problems.map(\.message) == [])
    #expect(result.head?.size == 6)
    #expect(result.rows > 20)
    #expect(result.provenSince == nil)
  }
}

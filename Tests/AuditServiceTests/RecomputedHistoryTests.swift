import AuditService
import ChangeAudit
import ConfigurationModel
import Testing

@testable import AuditStore

/// What `verify` recomputes of the past. Every row here is written as the program writes it, so that
/// the ledger holds it: what was derived is wrong, and nothing else.
@Suite struct RecomputedHistoryTests {
  private let shop: Shop

  /// Opened on the 4th, promoted on the 9th; opened further on the 12th.
  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "10.0.0.0/16")
    try shop.audit(on: 4)
    try shop.decide(.promote)
    try shop.take(12, "0.0.0.0/0")
    try shop.audit(on: 12)
  }

  private func verify() throws -> VerifyStore.Result { try VerifyStore(store: shop.store).run() }

  @Test func `edits of snapshots and steps of what is expected are recomputed`() throws {
    let result = try verify()
    #expect(result.problems == [])
    #expect(result.edits == 4 && result.expectations == 1 && result.earlier == 0)
  }

  @Test(arguments: [
    "UPDATE edit SET new = '\"10.0.0.0/8\"' WHERE snapshot = 4 AND change = 'added'",
    "UPDATE edit SET path = 'VpcId' WHERE snapshot = 4 AND change = 'added'",
    "DELETE FROM edit WHERE snapshot = 4 AND change = 'removed'",
    "DELETE FROM edit WHERE snapshot = 4",
    """
    INSERT INTO edit (snapshot, resource, path, change, old, new)
    SELECT snapshot, resource, path, change, old, new FROM edit WHERE snapshot = 4
    """,
    """
    INSERT INTO edit (snapshot, resource, path, change, old, new)
    SELECT 4, resource, path, change, old, new FROM edit WHERE snapshot = 2
    """,
  ])
  func `edits that the configurations do not give are found`(change: String) throws {
    try shop.store.writing {
      try shop.take(13, "10.0.9.0/24")
      _ = try shop.store.write { try $0.run(change) }
    }
    let problems = try verify().problems
    #expect(problems.map(\.code) == ["edits-differ"], "\(problems)")
    #expect(problems.allSatisfy { $0.message.contains("sg-a in snapshot 4 ") })
  }

  @Test func `an expectation that nobody approved is found, although no deviation is left`() throws
  {
    try shop.store.writeAudit(baseline: "default", at: shop.day(13)) { session in
      let resource = try #require(try session.resourcesDeviating().first)
      let seen = try #require(try session.observed(resource.row, in: 3))
      try session.advance(
        resource.row, to: NextExpectation(.version(seen), name: seen.name), in: 3)
      try session.setDeviations(of: resource.row, [])
      try session.insertAudit(after: 2, to: 3, isAsking: true, at: Timestamp(seconds: 1), by: nil)
    }
    let problems = try verify().problems
    #expect(problems.map(\.code) == ["expectation-differs"], "\(problems)")
  }

  @Test func `a baseline that is set anew ends deviations, and nothing is said to be gone`() throws
  {
    try shop.setBaseline("default", to: "latest", on: 13)
    #expect(try verify().problems == [])
    try shop.audit(on: 14)
    #expect(try verify().problems == [])
  }

  @Test func `a promotion of more than its findings held is found`() throws {
    try shop.store.writing {
      _ = try ManageBaselines(store: shop.store, name: "default", at: shop.day(13))
        .promote(["F-2"], by: "bob", reason: "so")
      _ = try shop.store.write {
        try $0.run(
          "UPDATE expected SET version = (SELECT min(id) FROM version) WHERE until_event IS NULL")
      }
    }
    #expect(try verify().problems.map(\.code) == ["expectation-differs"])
  }
}

/// What an audit looks at before it goes by it.
@Suite struct AlteredVersionTests {
  @Test(arguments: [
    "UPDATE version SET first_snapshot = 1 WHERE first_snapshot = 2",
    "UPDATE version SET body = zeroblob(8) WHERE first_snapshot = 2",
    "UPDATE version SET body = (SELECT body FROM version WHERE first_snapshot = 1) WHERE first_snapshot = 2",
  ])
  func `an audit goes by no configuration that the program did not write`(change: String) throws {
    let shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(2, "0.0.0.0/0")
    #expect(try tamper(shop.store.path, change) == 1)
    let problem = #expect(throws: Problem.self) { try shop.audit(on: 2) }
    #expect(problem?.code == "row-altered")
  }
}

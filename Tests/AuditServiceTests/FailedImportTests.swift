import AuditService
import AuditStore
import ConfigurationModel
import SnapshotSources
import Testing

/// An import that failed as a whole, for the audit that comes next.
@Suite struct FailedImportTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try take(1, owner: "111122223333", in: "exports")
  }

  private func take(_ day: Int, owner: String, in folder: String) throws {
    let text = """
      {"SecurityGroups": [{"GroupId": "sg-a", "GroupName": "a", "OwnerId": "\(owner)",
        "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [], "Tags": [],
        "IpPermissions": []}]}
      """
    _ = try shop.temporary.write(
      text, to: "\(folder)/111122223333/eu-west-1/ec2-describe-security-groups.json")
    let store = shop.store
    _ = try ImportSnapshot(
      store: store, paths: ["\(shop.temporary.folder)/\(folder)"], capturedAt: shop.day(day),
      now: shop.day(day)
    ).runOnRecord { store }
  }

  private func word(on day: Int) throws -> [String] {
    try ComposeCoverage(store: shop.store).now(shop.day(day)).cells.map {
      "\($0.word.rawValue) \($0.problem?.code ?? "-")"
    }
  }

  @Test(arguments: ["exports", "exports/2026-11-02"])
  func `what failed is told until it is read again`(folder: String) throws {
    let first = folder == "exports" ? folder : "exports/2026-11-01"
    try take(1, owner: "111122223333", in: first)
    #expect(try word(on: 1) == ["read -"])
    #expect(throws: Problems.self) { try take(2, owner: "999999999999", in: folder) }
    #expect(try word(on: 2) == ["unread conflicting-account"])
    // What failed later is no reason to doubt what was known before.
    #expect(try word(on: 1) == ["read -"])
    try take(3, owner: "111122223333", in: folder)
    #expect(try word(on: 3) == ["read -"])
    #expect(throws: Problems.self) { try take(4, owner: "999999999999", in: folder) }
    #expect(try word(on: 4) == ["unread conflicting-account"])
    #expect(try shop.store.verify().problems == [])
  }

  @Test func `a source that is run has its own runs`() throws {
    let source = "\(shop.temporary.folder)/exports"
    let begun = try shop.store.beginRun(
      of: source, due: shop.day(1), by: "host:1:1", at: shop.day(1), leaseUntil: shop.day(2)
    ) { _ in false }
    guard case .begun(let run) = begun else {
      Issue.record("the run was not begun")
      return
    }
    try shop.store.endRun(run.id, .init(at: shop.day(1), outcome: .complete))
    #expect(throws: Problems.self) { try take(2, owner: "999999999999", in: "exports") }
    #expect(try shop.store.runs(limit: 9).count == 1)
  }

  @Test func `a path that the store does not know leaves no trace`() throws {
    #expect(throws: Problems.self) { try take(2, owner: "999999999999", in: "elsewhere") }
    #expect(try shop.store.runs(limit: 9).isEmpty && word(on: 2) == ["read -"])
  }
}

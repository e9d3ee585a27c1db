import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

@Suite struct RunAuditTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    let record = """
      change: CHG1
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ added: IpPermissions }, { removed: IpPermissions }]
      """
    let path = try shop.temporary.write(record, to: "CHG1.yaml")
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(1))
      .register(ManageChangeRecords.read([path]), by: "carol@example.com")
    try shop.take(3, "10.0.2.0/24")
  }

  private func audit(_ rules: RuleBook) throws {
    _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(3)).run()
  }

  private func words() throws -> [QueryAnswer.Cell] {
    try shop.store.query("SELECT DISTINCT verdict FROM judgement").rows.map { $0[0] }
  }

  @Test func `what a record approves is approved`() throws {
    try audit(LoadRules().load(from: shop.store))
    #expect(try words() == [.text("approved")])
  }

  @Test func `nothing is judged at a moment before a snapshot that would be judged`() throws {
    let rules = try LoadRules().load(from: shop.store)
    func audit(on day: Int) -> String? {
      shop.problem {
        _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day))
          .run()
      }
    }
    #expect(audit(on: 2) == "moment-before-last-entry")
    #expect(try words() == [])
    #expect(audit(on: 3) == nil)
    #expect(try words() == [.text("approved")])
  }

  @Test func `nothing is judged by rules that were read before a record was cancelled`() throws {
    let rules = try LoadRules().load(from: shop.store)
    try ManageChangeRecords(store: shop.store, at: shop.day(3))
      .move(["CHG1"], to: .cancelled, by: "dave@example.com", reason: "not now")
    #expect(shop.problem { try audit(rules) } == "records-moved")
    #expect(try words() == [])
    try audit(LoadRules().load(from: shop.store))
    #expect(try words() == [.text("unapproved")])
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

/// Change records in a folder of the settings, of which some files cannot be read.
@Suite struct RegisterFoldersTests {
  private let shop: Shop
  private let folder: Settings.ChangeFolders

  init() throws {
    shop = try Shop()
    folder = .init(folders: [shop.temporary.folder + "/changes"], actor: "gitops@example.com")
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
  }

  private func document(_ number: String, _ state: String) -> String {
    """
    change: \(number)
    kind: normal
    state: \(state)
    requestedBy: alice@example.com
    approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
    allows:
      - resource: { id: sg-a }
        action: modify
        edits: [{ added: IpPermissions }, { removed: IpPermissions }]

    """
  }

  private func write(_ text: String, to name: String) throws {
    _ = try shop.temporary.write(text, to: "changes/\(name)")
  }

  private func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: shop.temporary.folder + "/changes/\(name)")
  }

  @discardableResult
  private func register(on day: Int) throws -> RegisterFolders.Outcome {
    try RegisterFolders(store: shop.store, at: shop.day(day)).run(folder)
  }

  private func report(until day: Int? = nil, at: Int) throws -> DriftReport {
    let rules = try LoadRules().load(from: shop.store)
    return try ComposeReport(
      store: shop.store, baseline: "default", rules: rules, at: shop.day(at),
      demand: CoverageDemand(maxAge: Age(parsing: "90d"))
    ).period(from: nil, until: day.map { shop.day($0) })
  }

  private func audit(on day: Int) throws {
    let rules = try LoadRules().load(from: shop.store)
    _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day)).run()
  }

  private var states: [String: String] {
    get throws {
      try Dictionary(uniqueKeysWithValues: shop.store.changeRecords().map { ($0.number, $0.state) })
    }
  }

  private func unread() throws -> [String] {
    try shop.store.unreadDocuments().map { ($0.path as NSString).lastPathComponent }
  }

  @Test func `a broken file keeps no approval alive that another file takes back`() throws {
    try write(document("CHG-1", "approved"), to: "c1.yaml")
    try register(on: 1)
    try write(document("CHG-1", "cancelled"), to: "c1.yaml")
    try write("change: 3\n", to: "zz.yaml")
    let outcome = try register(on: 2)
    #expect(try states == ["CHG-1": "cancelled"] && unread() == ["zz.yaml"])
    #expect(outcome.problems.map(\.code).contains("missing-key"))
    try shop.take(3, "10.0.2.0/24")
    try audit(on: 3)
    #expect(try report(at: 3).findings.map(\.status.word) == [.open])
  }

  @Test func `while a file cannot be read no answer is complete, and says which file`() throws {
    try write(document("CHG-1", "approved"), to: "c1.yaml")
    try register(on: 1)
    try audit(on: 1)
    #expect(try report(at: 2).coverage.isComplete)
    try write("\t- no\n", to: "c1.yaml")
    let outcome = try register(on: 2)
    try audit(on: 2)
    #expect(try states == ["CHG-1": "approved"])
    #expect(outcome.warnings.contains { $0.contains("CHG-1") })
    let coverage = try report(at: 2).coverage
    #expect(!coverage.isComplete && coverage.limits.contains { $0.contains("/changes/c1.yaml'") })
    #expect(try !ComposeCoverage(store: shop.store).now(shop.day(2)).unreadDocuments.isEmpty)
    try write(document("CHG-1", "approved"), to: "c1.yaml")
    #expect(try register(on: 3).warnings.isEmpty)
    #expect(try report(at: 3).coverage.isComplete)
    // What was known by the end of a period stays so.
    #expect(try report(until: 2, at: 4).coverage.isComplete == false)
    #expect(try shop.store.verify().problems.isEmpty)
  }

  @Test(arguments: ["gone", "moved into a broken file", "the folder is empty"])
  func `a record that no file holds any more stays, and is told`(how: String) throws {
    try write(document("CHG-1", "approved"), to: "c1.yaml")
    try write(document("CHG-2", "closed"), to: "c2.yaml")
    try register(on: 1)
    try remove("c1.yaml")
    if how == "moved into a broken file" {
      try write(document("CHG-1", "cancelled") + "colour: red\n", to: "c3.yaml")
    }
    if how == "the folder is empty" { try remove("c2.yaml") }
    let outcome = try register(on: 2)
    #expect(outcome.missing == ["CHG-1"] && outcome.warnings.count == 1)
    #expect(try states == ["CHG-1": "approved", "CHG-2": "closed"])
    // A share that is not mounted is an empty folder.
    let expected = ["moved into a broken file": ["c3.yaml"], "the folder is empty": ["changes"]]
    #expect(try unread() == expected[how] ?? [])
    #expect(
      outcome.problems.contains { $0.code == "changes-emptied" } == (how == "the folder is empty"))
  }

  @Test func `a record that stands in two files is taken from neither`() throws {
    try write(document("CHG-1", "approved"), to: "a.yaml")
    try register(on: 1)
    try write(document("CHG-1", "cancelled"), to: "b.yaml")
    try write(document("CHG-2", "submitted"), to: "c.yaml")
    let outcome = try register(on: 2)
    #expect(try states == ["CHG-1": "approved", "CHG-2": "submitted"])
    #expect(try unread() == ["a.yaml", "b.yaml"] && outcome.missing.isEmpty)
    // One mistake is told once, with both places.
    #expect(outcome.problems.map(\.code) == ["duplicate-record"])
    let words = try #require(outcome.problems.first?.message)
    #expect(words.contains("/a.yaml:1 and ") && words.contains("/b.yaml:1."), "\(words)")
  }

  @Test func `a document that nothing can be made of stops no other`() throws {
    try write(document("CHG-1", "closed"), to: "a.yaml")
    try register(on: 1)
    try write(document("CHG-1", "approved"), to: "a.yaml")
    try write(document("CHG-2", "approved"), to: "b.yaml")
    let outcome = try register(on: 2)
    #expect(outcome.problems.map(\.code) == ["illegal-transition"])
    let hint = try #require(outcome.problems.first?.hint)
    #expect(try shop.store.unreadDocuments().first?.problem.message.contains(hint) == true)
    #expect(try states == ["CHG-1": "closed", "CHG-2": "approved"] && unread() == ["a.yaml"])
  }

  @Test func `settings that name no folders ask for none`() throws {
    try write("change: 3\n", to: "zz.yaml")
    try register(on: 1)
    _ = try RegisterFolders(store: shop.store, at: shop.day(2)).run(nil)
    #expect(try unread().isEmpty)
  }

  @Test func `what stands unread is written down once`() throws {
    try write("change: 3\n", to: "zz.yaml")
    try register(on: 1)
    let events = try shop.store.head().size
    try register(on: 2)
    #expect(try shop.store.head().size == events)
    try write("change: 3\nkind: x\n", to: "zz.yaml")
    try register(on: 3)
    #expect(try shop.store.head().size == events + 1)
  }
}

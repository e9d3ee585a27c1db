import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// What ignores hid is kept with the store, and told without their files.
@Suite struct KeptIgnoreTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(2, "10.0.2.0/24")
  }

  private func file(_ owner: String, until: String = "2030-01-01", in name: String = "ignores.yaml")
    throws -> String
  {
    try shop.temporary.write(
      """
      ignores:
        - resource: { id: sg-a }
          owner: \(owner)
          reason: trust me
          until: \(until)
      """, to: name)
  }

  private func audit(_ ignores: [String], on day: Int) throws {
    let rules = try LoadRules(ignorePaths: ignores).load(from: shop.store)
    _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day)).run()
  }

  /// What a report that is given no files says of ignores.
  private func told(on day: Int) throws -> [String] {
    let rules = try LoadRules().load(from: shop.store)
    return try ComposeReport(
      store: shop.store, baseline: "default", rules: rules, at: shop.day(day)
    ).period(from: nil, until: shop.day(day)).ignored
      .map { "\($0.name) \($0.owner): \($0.words)" }
  }

  private func kept() throws -> Int {
    try shop.store.query("SELECT document FROM given_rule").rows.count
  }

  @Test func `a report needs no files to say what was hidden, by what and whose`() throws {
    try audit([file("mallory")], on: 2)
    #expect(try told(on: 2) == ["ignores.yaml#1 mallory: hid 2 edits"])
    let report = try ComposeReport(
      store: shop.store, baseline: "default", rules: RuleBook(records: []), at: shop.day(2)
    ).audit()
    #expect(report.ignoredCount == 2)
    for format in ReportFormat.allCases where format != .junit && format != .sarif {
      #expect(format.render(report).contains("mallory"), "\(format)")
    }
  }

  @Test func `a later edit of the file does not rewrite the past`() throws {
    try audit([file("mallory")], on: 2)
    try audit([file("platform@example.com")], on: 3)
    #expect(try told(on: 2) == ["ignores.yaml#1 mallory: hid 2 edits"])
    #expect(
      try told(on: 3) == [
        "ignores.yaml#1 mallory: hid 0 edits, and 2 edits before",
        "ignores.yaml#1 platform@example.com: hid 2 edits",
      ])
  }

  @Test func `an ignore that is not given any more is still told`() throws {
    try audit([file("mallory")], on: 2)
    try audit([], on: 3)
    #expect(try told(on: 3) == ["ignores.yaml#1 mallory: hid 0 edits, and 2 edits before"])
    #expect(try ListFindings(store: shop.store, at: shop.day(3)).all().count == 1)
  }

  @Test func `each text is kept once, under the first audit that was given it`() throws {
    for day in 2...5 { try audit([file("mallory")], on: day) }
    #expect(try kept() == 1)
    try audit([file("carol")], on: 6)
    try audit([file("mallory")], on: 7)
    #expect(try kept() == 2)
    #expect(try VerifyStore(store: shop.store).run().problems.isEmpty)
  }

  @Test func `an ignore that cannot be read any more is told all the same`() throws {
    try shop.store.writeAudit(baseline: "default", at: shop.day(2)) { session in
      try session.goBy([GivenRule(.ignore, name: "old.yaml#1", document: "ignores: [")])
      try session.insertAudit(after: 1, to: 2, isAsking: true, at: Timestamp(seconds: 1), by: nil)
    }
    #expect(try told(on: 2).map { $0.split(separator: " ").first } == ["old.yaml#1"])
  }

  @Test func `ignores of two files with one name are told apart`() throws {
    let paths = [
      try file("mallory", until: "2026-11-01", in: "a/ignores.yaml"),
      try file("carol", in: "b/ignores.yaml"),
    ]
    try audit(paths, on: 2)
    let owners = try told(on: 2).map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
    #expect(
      owners == [
        "a/ignores.yaml#1 mallory: expired 2026-11-01, would have hidden 0 edits",
        "b/ignores.yaml#1 carol: hid 2 edits",
      ])
  }
}

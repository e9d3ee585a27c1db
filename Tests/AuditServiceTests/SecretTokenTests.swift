import AuditService
import AuditStore
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Readings of resources with secrets, one a day.
private struct Vault {
  let temporary: TemporaryStore
  private var day = 0

  init() throws { temporary = try TemporaryStore() }

  var store: AuditStore { temporary.store }
  var now: Timestamp { Timestamp(seconds: 1_795_200_000 + Int64(day) * 86_400) }

  static func item(
    _ configuration: String, account: String = "111122223333", type: String = "App::Database",
    id: String = "db"
  ) -> String {
    #"{"type":"\#(type)","id":"\#(id)","account":"\#(account)","region":"eu-west-1","#
      + #""configuration":\#(configuration)}"#
  }

  /// Returns the number of edits.
  @discardableResult
  mutating func read(_ items: String...) throws -> Int {
    day += 1
    let path = try temporary.write(items.joined(separator: "\n"), to: "day\(day).ndjson")
    return try ImportSnapshot(store: store, paths: [path], capturedAt: now, now: now).run().edits
  }

  /// The tokens in what was read last of each resource, in the order of the text.
  func tokens() throws -> [String] {
    let rows = try store.query(
      "SELECT configuration FROM items WHERE until_snapshot IS NULL ORDER BY account, type, id"
    ).rows
    return rows.flatMap { "\($0)".matches(of: /secret:[0-9a-f]{64}/).map { String($0.output) } }
  }

  /// Makes of the store one that an earlier version of the program wrote up to now.
  func age() throws {
    try tamper(
      temporary.folder + "/plumb.db",
      """
      UPDATE migration SET after_event = (SELECT max(id) FROM event)
      WHERE name LIKE '%_tokens_by_place'
      """)
  }

  func earlier(_ secret: String) -> String { store.key.earlierToken(for: secret) }

  func setBaseline() throws {
    _ = try ManageBaselines(store: store, name: "default", at: now).set(
      to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: "agreed")
  }

  func openFindings() throws -> Int {
    let rules = try LoadRules().load(from: store)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: now).run()
    return try store.query("SELECT finding FROM findings WHERE status = 'open'").rows.count
  }
}

@Suite struct SecretTokenTests {
  @Test(
    arguments: [
      // Of another resource.
      [
        Vault.item(#"{"password":"hunter2"}"#, id: "a"),
        Vault.item(#"{"password":"hunter2"}"#, id: "b"),
        Vault.item(#"{"password":"hunter2"}"#, type: "App::Cache"),
        Vault.item(#"{"password":"hunter2"}"#, account: "444455556666"),
      ],
      // At another place of the same one.
      [
        Vault.item(
          #"{"password":"hunter2","backup":{"password":"hunter2"},"#
            + #""Tags":[{"Key":"password","Value":"hunter2"},{"Key":"pin-password","Value":"hunter2"}],"#
            + #""environment":[{"name":"DB_PASSWORD","value":"hunter2"}]}"#)
      ],
    ])
  func `the same secret has another token of another resource and at another place`(
    items: [String]
  ) throws {
    var vault = try Vault()
    for item in items { try vault.read(item) }
    let tokens = try vault.tokens()
    #expect(tokens.count >= 4)
    #expect(Set(tokens).count == tokens.count)
  }

  @Test(
    arguments: [
      // Lists in another order.
      (
        #"{"Tags":[{"Key":"password","Value":"a"},{"Key":"x","Value":"y"},{"Key":"api-key","Value":"b"}]}"#,
        #"{"Tags":[{"Key":"api-key","Value":"b"},{"Key":"password","Value":"a"},{"Key":"x","Value":"y"}]}"#
      ),
      // A list of tags, and a map of them.
      (#"{"Tags":[{"Key":"password","Value":"a"}]}"#, #"{"Tags":{"password":"a"}}"#),
      // A number and its text.
      (#"{"pin":{"password":1234}}"#, #"{"pin":{"password":"1234"}}"#),
    ])
  func `a secret keeps its token in another spelling of the same document`(
    first: String, second: String
  ) throws {
    var vault = try Vault()
    try vault.read(Vault.item(first))
    let tokens = try vault.tokens()
    #expect(!tokens.isEmpty)
    #expect(try vault.read(Vault.item(second)) == 0)
  }

  @Test func `in an upgraded store what did not change keeps its token, whatever else changes`()
    throws
  {
    var vault = try Vault()
    let old = vault.earlier("hunter2")
    try vault.read(Vault.item(#"{"size":1,"password":"\#(old)"}"#))
    try vault.setBaseline()
    try vault.age()
    #expect(try vault.read(Vault.item(#"{"size":1,"password":"hunter2"}"#)) == 0)
    #expect(try vault.read(Vault.item(#"{"size":2,"password":"hunter2"}"#)) == 1)
    #expect(try vault.tokens() == [old])
    // It changes, and goes back to what the baseline knows it by.
    #expect(try vault.read(Vault.item(#"{"size":2,"password":"other"}"#)) == 1)
    #expect(try vault.tokens() != [vault.earlier("other")])
    #expect(try vault.openFindings() == 1)
    #expect(try vault.read(Vault.item(#"{"size":1,"password":"hunter2"}"#)) == 2)
    #expect(try vault.openFindings() == 0)
    // Which program wrote the store when is what this test itself has changed.
    let problems = try VerifyStore(store: vault.store).run().problems
    #expect(problems.map(\.code) == ["ledger-altered"])
    #expect(problems.allSatisfy { $0.message.contains("tokens_by_place") })
  }

  @Test func `in an upgraded store a guess cannot be tested by writing it somewhere else`() throws {
    var vault = try Vault()
    let old = vault.earlier("hunter2")
    try vault.read(Vault.item(#"{"password":"\#(old)"}"#))
    try vault.age()
    try vault.read(
      Vault.item(#"{"password":"hunter2","Tags":[{"Key":"password","Value":"hunter2"}]}"#),
      Vault.item(#"{"password":"hunter2"}"#, id: "other"))
    #expect(try vault.tokens().count { $0 == old } == 1)
  }

  @Test func `a golden document with the secret itself means what the store knows it by`() throws {
    var vault = try Vault()
    try vault.read(Vault.item(#"{"password":"\#(vault.earlier("hunter2"))"}"#))
    try vault.age()
    let path = try vault.temporary.write(
      """
      type: App::Database
      id: db
      account: "111122223333"
      region: eu-west-1
      configuration: { password: hunter2 }
      """, to: "golden.yaml")
    _ = try ManageBaselines(store: vault.store, name: "default", at: vault.now).set(
      documents: [path], by: "erin@example.com", reason: "agreed")
    #expect(try vault.read(Vault.item(#"{"password":"hunter2","size":1}"#)) == 1)
    #expect(try vault.read(Vault.item(#"{"password":"hunter2"}"#)) == 1)
    #expect(try vault.openFindings() == 0)
  }

  @Test func `a change record of before that names a token covers the secret that it stood for`()
    throws
  {
    var vault = try Vault()
    try vault.read(Vault.item(#"{"password":"one"}"#))
    try vault.setBaseline()
    let path = try vault.temporary.write(
      """
      change: CHG-1
      kind: normal
      state: submitted
      requestedBy: alice@example.com
      allows:
        - resource: { type: App::Database, id: db }
          action: modify
          edits: [{ changed: password, to: "\(vault.earlier("two"))" }]
      """, to: "record.yaml")
    let records = ManageChangeRecords(store: vault.store, at: vault.now)
    _ = try records.register(ManageChangeRecords.read([path]), by: "alice@example.com")
    try records.move(["CHG-1"], to: .approved, by: "bob@example.com", reason: nil)
    try vault.age()
    try vault.read(Vault.item(#"{"password":"two"}"#))
    #expect(try vault.openFindings() == 0)
    try vault.read(Vault.item(#"{"password":"three"}"#))
    #expect(try vault.openFindings() == 1)
  }
}

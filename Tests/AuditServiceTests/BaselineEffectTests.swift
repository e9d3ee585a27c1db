import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// What setting a baseline anew says, asks and does.
@Suite struct BaselineEffectTests {
  private let shop: Shop

  /// Snapshots of three days, the first agreed to, and the last audited: F-1 stands.
  init() throws {
    shop = try Shop()
    for day in 1...3 { try shop.take(day, "10.0.\(day).0/24") }
    try shop.setBaseline("default", to: "1", on: 3)
    try shop.audit(on: 3)
  }

  private func set(
    to snapshot: String, by actor: String? = "ada", reason: String? = "review 42",
    isAgreed: (BaselineEffect) -> Bool
  ) throws -> BaselineEffect {
    try ManageBaselines(store: shop.store, name: "default", at: shop.day(4)).set(
      to: snapshot, choosing: ResourceSelector(), by: actor, reason: reason, isAgreed: isAgreed
    ).effect
  }

  private func golden(_ text: String, by actor: String? = "ada", reason: String? = "review 42")
    throws
    -> [BaselineEffect]
  {
    try ManageBaselines(store: shop.store, name: "default", at: shop.day(4)).set(
      documents: [shop.temporary.write(text, to: "golden.yaml")], by: actor, reason: reason
    ).effects
  }

  @Test(arguments: [
    ("latest", "1 medium finding F-1 ends; 2 edits become expected.", ["F-1"]),
    ("2", "2 edits become expected.", []), ("1", "Nothing that was expected changes.", []),
  ])
  func `it says what it ends and what becomes expected`(
    snapshot: String, sentence: String, ending: [String]
  ) throws {
    let effect = try set(to: snapshot) { _ in true }
    #expect(effect.sentence == sentence)
    #expect(effect.ending.map(\.id) == ending)
    try shop.audit(on: 5)
    let standing = try ListFindings(store: shop.store, at: shop.day(5)).all()
      .filter { $0.finding.status.word != .resolved }
    #expect(standing.map(\.finding.id) == ["F-1"].filter { !ending.contains($0) })
  }

  @Test(arguments: [(nil, "why"), ("ada", nil), (nil, nil)] as [(String?, String?)])
  func `a baseline that stands is not set without a name and a reason`(by: String?, reason: String?)
    throws
  {
    let before = try shop.store.agreements()
    #expect {
      _ = try set(to: "latest", by: by, reason: reason) { _ in true }
    } throws: {
      ($0 as? UnagreedBaseline)?.problem.code == "baseline-set-nameless"
    }
    #expect(try shop.store.agreements() == before)
  }

  @Test func `what nobody agrees to is not done`() throws {
    let before = try shop.store.agreements()
    #expect {
      _ = try set(to: "latest") { $0.isSilent }
    } throws: { error in
      let unagreed = error as? UnagreedBaseline
      return unagreed?.problem.code == "baseline-set-unconfirmed"
        && unagreed?.problem.message.contains("F-1") == true
    }
    #expect(try shop.store.agreements() == before)
    #expect(try set(to: "1") { $0.isSilent }.isSilent, "what changes nothing is asked of nobody")
  }

  @Test func `golden documents say what they change of what was held`() throws {
    let document = """
      type: AWS::EC2::SecurityGroup
      id: sg-a
      account: "111122223333"
      region: eu-west-1
      match: partial
      configuration: { Description: other }
      """
    let effects = try golden(document)
    #expect(effects.map(\.sentence) == ["1 edit becomes expected."])
    #expect(effects.first?.entries.first?.note == "held only in what the document names")
    let same = try golden(document)
    #expect(same.map(\.isSilent) == [true])
  }

  @Test func `documents of several baselines are agreed to all or none`() throws {
    let document = """
      resources:
        - { type: "Own::Thing::Any", id: a, account: "1", region: r, configuration: { A: 1 } }
      """
    let text = "baseline: another\n\(document)\n---\nbaseline: default\n\(document)\n"
    #expect(throws: UnagreedBaseline.self) { _ = try golden(text, by: nil) }
    #expect(try shop.store.baselines().map(\.name) == ["default"])
    _ = try golden(text)
    #expect(try shop.store.baselines().map(\.name) == ["another", "default"])
  }

  @Test func `decisions about several findings are taken all or none`() throws {
    let decide = DecideFindings(store: shop.store, by: "bob", reason: "so", at: shop.day(5))
    #expect(throws: Problem.self) { try decide.acknowledge(["F-1", "F-2"]) }
    let statuses = { try ListFindings(store: shop.store, at: shop.day(5)).all() }
    #expect(try statuses().map(\.finding.status) == [.open])
    try decide.acknowledge(["F-1"])
    #expect(try statuses().map(\.finding.status.word) == [.acknowledged])
  }

  @Test func `who agreed to what, when and why is listed`() throws {
    _ = try set(to: "2") { _ in true }
    _ = try ManageBaselines(store: shop.store, name: "default", at: shop.day(5))
      .promote(["F-1"], by: "carol", reason: "review 43")
    let told = try shop.store.agreements().map {
      "\($0.at.date) \($0.actor ?? "-") \($0.reason ?? "-") \($0.snapshot ?? 0) \($0.standingScopes)"
        + " \($0.standingResources) \($0.findings)"
    }
    #expect(
      told == [
        "2026-11-05 carol review 43 0 0 1 [1]", "2026-11-04 ada review 42 2 1 0 []",
        "2026-11-03 ada agreed 1 0 0 []",
      ])
  }
}

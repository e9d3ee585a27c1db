import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AuditService

/// What stands is judged again where something may be said otherwise of it, and only there.
@Suite struct StandingEditTests {
  private let shop: Shop

  /// One edit that nobody approved stands since day 2, was judged twice, and on day 4 there was nothing more to judge.
  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(2, "10.0.2.0/24")
    for day in 2...4 { try audit(on: day) }
  }

  @discardableResult
  private func audit(
    on day: Int, ignoring until: String? = "2026-11-05T12:00:00Z",
    _ edition: String = ProgramEdition.own, freezes: [String] = []
  ) throws -> Int {
    let ignores = try until.map { try [shop.temporary.write(Self.ignore($0), to: "i.yaml")] } ?? []
    let rules = try LoadRules(ignorePaths: ignores, freezePaths: freezes).load(from: shop.store)
    var audit = RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day))
    audit.edition = edition
    return try audit.run().judgedAgain
  }

  private static func ignore(_ until: String, of id: String = "sg-other") -> String {
    "ignores: [{ resource: { id: \(id) }, owner: o, reason: r, until: \(until) }]\n"
  }

  private func register(_ state: String, approved: String = "2026-11-01T00:00:00Z") throws {
    let path = try shop.temporary.write(
      """
      change: CHG-1
      kind: normal
      state: \(state)
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: \(approved) }]
      allows:
        - resource: { id: sg-b }
          action: modify
          edits: [{ added: IpPermissions }, { removed: IpPermissions }]
      """, to: "c.yaml")
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(4))
      .register(ManageChangeRecords.read([path]), by: "alice@example.com")
  }

  private func keep(_ call: String, minutes: Int64, on day: Int) throws {
    let request = shop.openPort(of: "sg-a")
    try shop.keep(
      [shop.call(call, afterMinutes: minutes, "AuthorizeSecurityGroupIngress", request: request)],
      as: "\(call).json", on: day)
  }

  @Test func `where nothing came, nothing is judged again`() throws {
    #expect(try audit(on: 5) == 0)
    try shop.take(5, "10.0.2.0/24")
    #expect(try audit(on: 5) == 0)
    // A call of after the edit.
    try keep("late", minutes: 60, on: 5)
    #expect(try audit(on: 5) == 0)
  }

  /// What comes before the fifth day.
  enum News: CaseIterable {
    case record, cancelled, ignore, endedIgnore, noIgnore, freeze, edition, call, baseline
    case accepted, retired
  }

  @Test(arguments: News.allCases)
  func `what may change a verdict has what stands judged again`(news: News) throws {
    if news == .cancelled {
      try register("approved")
      for _ in 1...2 { try audit(on: 4) }
      #expect(try audit(on: 4) == 0)
    }
    #expect(try audit(with: news) == 1)
  }

  private func audit(with news: News) throws -> Int {
    switch news {
    case .record: try register("approved")
    case .cancelled:
      try ManageChangeRecords(store: shop.store, at: shop.day(4))
        .move(["CHG-1"], to: .cancelled, by: "carol@example.com", reason: "r")
    case .ignore: return try audit(on: 5, ignoring: "2026-12-01")
    case .endedIgnore: return try audit(on: 6)
    case .noIgnore: return try audit(on: 5, ignoring: nil)
    case .freeze:
      let file = try shop.temporary.write(
        "freezes: [{ name: winter, from: 2026-11-02, until: 2026-11-03 }]\n",
        to: "f.yaml")
      return try audit(on: 5, freezes: [file])
    case .edition: return try audit(on: 5, "another")
    case .call: try keep("early", minutes: -30, on: 4)
    case .baseline: try shop.setBaseline("default", to: "1", on: 4)
    case .accepted:
      try DecideFindings(store: shop.store, by: "bob", reason: "so", at: shop.day(4))
        .accept(["F-1"], until: shop.day(20))
    case .retired:
      _ = try shop.store.setRetired(
        true, wanted: [], choosing: { _ in true }, at: shop.day(4), by: "bob", reason: "r")
    }
    return try audit(on: 5)
  }

  @Test func `an ignore that ended hides no longer, though nothing else happened`() throws {
    let shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(2, "10.0.2.0/24")
    func words(on day: Int) throws -> Set<String> {
      let path = try shop.temporary.write(
        Self.ignore("2026-11-05T12:00:00Z", of: "sg-a"), to: "i.yaml")
      let rules = try LoadRules(ignorePaths: [path]).load(from: shop.store)
      _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day))
        .run()
      return try Set(
        shop.store.deviations(baseline: "default").values.joined().map { "\($0.verdict.word)" })
    }
    for day in 2...5 { #expect(try words(on: day) == ["ignored"]) }
    #expect(try words(on: 6) == ["unapproved"])
  }

  @Test func `rules that are not from the store are taken for others each time`() throws {
    try shop.audit(on: 5)
    let rules = RuleBook(records: [])
    let audit = RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(5))
    #expect(try audit.run().judgedAgain == 1 && audit.run().judgedAgain == 1)
  }

  @Test(arguments: Trials.seeds(3))
  func `an audit that spares what nothing came to says what one says that judges all`(seed: UInt64)
    throws
  {
    var sparing = try Chronicle(seed: seed, baselines: ["default", "staging"])
    var whole = try Chronicle(seed: seed, baselines: ["default", "staging"])
    for round in 0..<12 {
      if round % 3 != 2 {
        try sparing.takeSnapshot()
        try whole.takeSnapshot()
      }
      _ = try sparing.auditAll()
      _ = try whole.auditAll(by: "edition \(round)")
      #expect(try whole.rows() == sparing.rows(), "seed \(seed), round \(round)")
    }
    print("judged again: \(sparing.judgedAgain) and \(whole.judgedAgain)")
    #expect(sparing.judgedAgain < whole.judgedAgain, "seed \(seed)")
  }
}

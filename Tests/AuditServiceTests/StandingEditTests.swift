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
    on day: Int, ignoring until: String? = "2026-11-05T12:00:00Z", more ignores: [String] = [],
    _ edition: String = ProgramEdition.own, freezes: [String] = [], baseline: String = "default"
  ) throws -> Int {
    let own = try until.map { try [shop.temporary.write(Self.ignore($0), to: "i.yaml")] } ?? []
    let rules = try LoadRules(ignorePaths: ignores + own, freezePaths: freezes)
      .load(from: shop.store)
    var audit = RunAudit(store: shop.store, baseline: baseline, rules: rules, at: shop.day(day))
    audit.edition = edition
    return try audit.run().judgedAgain
  }

  private static func ignore(_ until: String, of id: String = "sg-other") -> String {
    "ignores: [{ resource: { id: \(id) }, owner: o, reason: r, until: \(until) }]\n"
  }

  /// A record for another group.
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

  @Test func `an approval that is dated ahead begins to count, though nothing else happens`() throws
  {
    try register("approved", approved: "2026-11-05T06:00:00Z")
    for _ in 1...2 { try audit(on: 4, ignoring: "2026-12-01") }
    #expect(try audit(on: 5, ignoring: "2026-12-01") == 0)
    #expect(try audit(on: 6, ignoring: "2026-12-01") == 1)
  }

  @Test func `of two ignores the first one counts, so another order has all judged again`() throws {
    let second = try shop.temporary.write(Self.ignore("2026-12-01"), to: "second.yaml")
    let third = try shop.temporary.write(Self.ignore("2026-12-02"), to: "third.yaml")
    for _ in 1...2 { try audit(on: 4, more: [second, third]) }
    #expect(try audit(on: 4, more: [second, third]) == 0)
    #expect(try audit(on: 4, more: [third, second]) == 1)
  }

  @Test func `that another baseline goes by other ignores disturbs nothing`() throws {
    try shop.setBaseline("staging", to: "1", on: 4)
    for _ in 1...3 {
      for name in ["default", "staging"] {
        try audit(on: 4, ignoring: name == "staging" ? nil : "2026-12-01", baseline: name)
      }
    }
    #expect(try audit(on: 4, ignoring: "2026-12-01") == 0)
    #expect(try audit(on: 4, ignoring: nil, baseline: "staging") == 0)
  }

  @Test func `rules are the same between two moments where none of them begins or ends`() throws {
    func moment(_ hour: Int64) -> Timestamp { shop.day(4).advanced(bySeconds: hour * 3600) }
    let path = try shop.temporary.write(Self.ignore("2026-11-04T05:00:00Z"), to: "own.yaml")
    try register("approved", approved: "2026-11-04T10:00:00Z")
    let rules = try LoadRules(ignorePaths: [path]).load(from: shop.store)
    for (first, last, isSame) in [
      (0, 4, true), (4, 5, false), (5, 9, true), (9, 10, false), (10, 11, true), (0, 20, false),
      (7, 6, false), (6, 6, true),
    ] {
      #expect(rules.isSame(from: moment(Int64(first)), through: moment(Int64(last))) == isSame)
    }
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

  @Test func `what another program called otherwise stands on, beside what was approved with it`()
    throws
  {
    let shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    let path = try shop.temporary.write(
      """
      change: CHG-1
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      allows: [{ resource: { id: sg-a }, action: modify, edits: [{ removed: IpPermissions }] }]
      """, to: "c.yaml")
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(1))
      .register(ManageChangeRecords.read([path]), by: "alice@example.com")
    try shop.take(2, "10.0.2.0/24")
    func audit(on day: Int) throws -> [String] {
      let rules = try LoadRules().load(from: shop.store)
      _ = try RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day))
        .run()
      return try shop.store.query("SELECT kind FROM finding_event ORDER BY id").rows
        .map { "\($0)" }
    }
    let opened = try audit(on: 2)
    #expect(opened.count == 1)
    try shop.store.writeAudit(baseline: "default", at: shop.day(3)) { session in
      for resource in try session.resourcesDeviating() {
        let standing = try session.deviations(of: resource.row)
        try session.setDeviations(
          of: resource.row, standing.map { ($0.row, "IpPermissions[tcp/443 from 10.0.2.0/24]") })
      }
    }
    for day in 4...5 {
      #expect(try audit(on: day) == opened)
      let standing = try shop.store.deviations(baseline: "default").values.joined()
      #expect(standing.map(\.place) == ["IpPermissions[tcp 443 from 10.0.2.0/24]"])
      #expect(standing.map { "\($0.verdict.word)" } == ["unapproved"])
    }
    #expect(try VerifyStore(store: shop.store).run().problems == [])
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
    #expect(sparing.judgedAgain < whole.judgedAgain, "seed \(seed)")
  }

  /// Calls that make and undo edits unseen, told in time and late; ignores, records and decisions between them.
  @Test(arguments: Trials.seeds(3))
  func `so it is with what calls made and undid unseen`(seed: UInt64) throws {
    let (sparing, whole) = (try Eventful(seed: seed), try Eventful(seed: seed))
    for round in 0..<14 {
      try sparing.step(round)
      try whole.step(round, by: "edition \(round)")
      #expect(try whole.rows() == sparing.rows(), "seed \(seed), round \(round)")
    }
    #expect(
      try !sparing.shop.store.query("SELECT * FROM passing_edit").rows.isEmpty, "seed \(seed)")
  }
}

/// The shop in eventful weeks: each day something happens, or nothing, and is audited.
private final class Eventful {
  let shop: Shop
  private var random: SeededGenerator
  private var ignored = false
  private var calls = 0

  init(seed: UInt64) throws {
    shop = try Shop()
    random = SeededGenerator(seed: seed)
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
  }

  func step(_ round: Int, by edition: String = ProgramEdition.own) throws {
    let day = 3 + round
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: try shop.take(day, "10.0.1.0/24")
    case 2: try shop.take(day, "10.0.\(Int.random(in: 1...3, using: &random)).0/24")
    case 3, 4, 5: try call(on: day)
    case 6: ignored.toggle()
    case 7: try register(on: day)
    default: break
    }
    try audit(on: day, edition)
  }

  private func audit(on day: Int, _ edition: String) throws {
    let text = """
      ignores: [{ resource: { id: sg-a }, owner: o, reason: r, until: 2026-11-\(day < 8 ? "0" : "")\(day + 2) }]

      """
    let paths = ignored ? [try shop.temporary.write(text, to: "i.yaml")] : []
    let rules = try LoadRules(ignorePaths: paths).load(from: shop.store)
    var audit = RunAudit(store: shop.store, baseline: "default", rules: rules, at: shop.day(day))
    audit.edition = edition
    _ = try audit.run()
  }

  /// Somebody opens a port and closes it again, some days ago.
  private func call(on day: Int) throws {
    calls += 1
    let minutes = Int64.random(in: -600...1440 * Int64(day - 2), using: &random)
    let user = ["alice", "mallory"].randomElement(using: &random) ?? ""
    let port = [22, 25].randomElement(using: &random) ?? 22
    let request = shop.openPort(port, of: "sg-a")
    let events = ["Authorize", "Revoke"].enumerated().map { index, word in
      shop.call(
        "\(word)-\(calls)", afterMinutes: minutes + Int64(index * 5), "\(word)SecurityGroupIngress",
        request: request, by: user)
    }
    try shop.keep(events, as: "calls-\(calls).json", on: day)
  }

  private func register(on day: Int) throws {
    let most = Bool.random(using: &random) ? "atMost: 1, " : ""
    let path = try shop.temporary.write(
      """
      change: CHG-\(day)
      kind: normal
      state: approved
      requestedBy: carol@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      implementers: ["arn:aws:iam::111122223333:user/alice"]
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ \(most)added: IpPermissions }, { removed: IpPermissions }]
      """, to: "CHG-\(day).yaml")
    _ = try ManageChangeRecords(store: shop.store, at: shop.day(day))
      .register(ManageChangeRecords.read([path]), by: "carol@example.com")
  }

  /// All that audits write, but for the audits themselves.
  func rows() throws -> [String] {
    try [
      "judgement", "record_use", "deviation", "expected", "finding", "finding_event",
      "passing_edit",
    ].map { try "\($0): \(shop.store.query("SELECT * FROM \($0) ORDER BY 1, 2, 3").rows)" }
  }
}

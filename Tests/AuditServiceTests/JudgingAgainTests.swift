import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AuditService

/// Random histories in which edits of one interval are approved in part: tags, names and positions that
/// records and ignores look at, parts that cover so many edits, two baselines, several snapshots an audit.
struct JudgingAgainTests {
  @Test(arguments: Trials.seeds(2))
  func `judging again says the same and writes nothing`(seed: UInt64) throws {
    var chronicle = try Chronicle(seed: seed, baselines: ["default", "staging"])
    for _ in 0..<5 {
      for _ in 0..<Int.random(in: 1...2, using: &chronicle.random) { try chronicle.takeSnapshot() }
      let first = try chronicle.auditAll()
      let rows = try chronicle.rows()
      for round in 1...2 {
        #expect(
          try chronicle.auditAll(by: "edition \(round)") == first, "seed \(seed), round \(round)")
        #expect(try chronicle.rows() == rows, "seed \(seed), round \(round)")
      }
      #expect(try VerifyStore(store: chronicle.store).run().problems == [], "seed \(seed)")
    }
    try chronicle.checkRoom()
    for baseline in chronicle.baselines { try chronicle.checkSelection(baseline) }
  }

  @Test(arguments: Trials.seeds(2))
  func `an audit at the end says what audits in between say`(seed: UInt64) throws {
    var often = try Chronicle(seed: seed, baselines: ["default"])
    var once = try Chronicle(seed: seed, baselines: ["default"])
    for _ in 0..<6 {
      try often.takeSnapshot()
      _ = try often.auditAll()
      try once.takeSnapshot()
    }
    _ = try once.auditAll()
    #expect(try often.standing() == once.standing(), "seed \(seed)")
    #expect(try often.approved("default") == once.approved("default"), "seed \(seed)")
    for chronicle in [often, once] {
      #expect(try VerifyStore(store: chronicle.store).run().problems == [], "seed \(seed)")
    }
  }

  @Test func `the random histories are worth judging`() throws {
    var (approved, standing, partly) = (0, 0, 0)
    for seed in 0..<UInt64(6) {
      var chronicle = try Chronicle(seed: seed, baselines: ["default"])
      for _ in 0..<6 {
        try chronicle.takeSnapshot()
        _ = try chronicle.auditAll()
        let sql = """
          SELECT count(*) FROM expected WHERE until_event IS NULL
            AND (basis_version IS NOT NULL OR basis_body IS NOT NULL)
          """
        if try chronicle.store.query(sql).rows != [[.number("0")]] { partly += 1 }
      }
      approved += try chronicle.approved("default").count
      standing += try chronicle.standing().count
    }
    print(
      "approved \(approved), standing \(standing), partly approved after \(partly) of 36 audits")
    #expect(approved > 7 && standing > 20 && partly > 3)
  }
}

/// One random history in a store of its own.
struct Chronicle {
  var random: SeededGenerator
  let baselines: [String]
  private let temporary: TemporaryStore
  private var estate: Estate
  private let first: Estate
  private let records: [EstateRecord]
  private let ignores: String
  private var hour = 0
  /// How many resources that stood its audits judged again.
  private(set) var judgedAgain = 0

  var store: AuditStore { temporary.store }
  private var now: Timestamp { Permit.moment(hour) }

  init(seed: UInt64, baselines: [String]) throws {
    random = SeededGenerator(seed: seed)
    self.baselines = baselines
    temporary = try TemporaryStore()
    estate = Estate(using: &random)
    first = estate
    var records: [EstateRecord] = []
    for number in 0..<10 { records.append(EstateRecord(number, using: &random)) }
    self.records = records
    ignores = try temporary.write(Self.ignores, to: "ignores.yaml")
    try importEstate()
    for name in baselines {
      _ = try ManageBaselines(store: store, name: name, at: now)
        .set(to: "latest", choosing: ResourceSelector(), by: "ada", reason: "as it is")
    }
    let text = records.map(\.yaml).joined(separator: "---\n")
    _ = try ManageChangeRecords(store: store, at: now)
      .register(ManageChangeRecords.read([temporary.write(text, to: "records.yaml")]), by: "eve")
  }

  private static let ignores = """
    ignores:
      - resource: { type: AWS::EC2::SecurityGroup, tags: { team: db } }
        path: IpPermissions
        where: { FromPort: 80 }
        owner: o
        reason: r
        until: 2028-01-01
      - resource: { type: AWS::ApiGateway::RestApi, name: web-shop }
        path: apiKeySource
        owner: o
        reason: r
        until: 2028-01-01
    """

  mutating func takeSnapshot() throws {
    hour += 4
    estate.edit(using: &random)
    try importEstate()
  }

  private func importEstate() throws {
    for (place, text) in estate.files {
      _ = try temporary.write(text, to: "exports\(hour)/\(place)")
    }
    _ = try ImportSnapshot(
      store: store, paths: [temporary.folder + "/exports\(hour)"], capturedAt: now, now: now
    ).run()
  }

  /// The reports of all baselines, in order.
  ///
  /// - Parameter edition: Which build judges: what another one judged is judged again.
  mutating func auditAll(by edition: String = ProgramEdition.own) throws -> [String] {
    try baselines.map { name in
      let rules = try LoadRules(ignorePaths: [ignores]).load(from: store)
      var audit = RunAudit(store: store, baseline: name, rules: rules, at: now)
      audit.edition = edition
      judgedAgain += try audit.run().judgedAgain
      let report = try ComposeReport(store: store, baseline: name, rules: rules, at: now).audit()
      return ReportFormat.json.render(report) + ReportFormat.text.render(report)
    }
  }

  /// All that audits write, but for the audits themselves.
  func rows() throws -> [String] {
    try ["judgement", "record_use", "deviation", "expected", "finding", "finding_event"].map {
      try "\(store.query("SELECT * FROM \($0) ORDER BY 1, 2, 3").rows)"
    }
  }

  /// Every standing edit with its verdict.
  func standing() throws -> [String] {
    try store.deviations(baseline: "default").flatMap { resource, judgements in
      judgements.map {
        "\(resource) \($0.word) \($0.path) \($0.old ?? "") \($0.new ?? "") \($0.occurred) \($0.verdict)"
      }
    }.sorted()
  }

  /// What was approved: edit and record.
  func approved(_ baseline: String) throws -> [String] {
    try approvals(baseline).map {
      "\($0.judgement.snapshot) \($0.resource.id.id) \($0.judgement.word) \($0.judgement.path) "
        + "\($0.judgement.old ?? "") \($0.judgement.new ?? "") \($0.judgement.verdict)"
    }.sorted()
  }

  private func approvals(_ baseline: String) throws -> [AuditStore.ResourceJudgement] {
    try store.judgements(baseline: baseline, in: .everything)
      .filter { $0.judgement.verdict.word == .approved }
  }

  // MARK: Laws, told by what was written and by the estate alone

  /// No part covered more edits than it may, over all baselines.
  func checkRoom() throws {
    var edits: [String: Set<String>] = [:]
    for baseline in baselines {
      for approval in try approvals(baseline) {
        let judgement = approval.judgement
        edits[judgement.verdict.recordName ?? "", default: []].insert(
          "\(approval.resource.id) \(judgement.snapshot) \(judgement.path) "
            + (judgement.new ?? judgement.old ?? ""))
      }
    }
    for record in records {
      guard let most = record.atMost else { continue }
      #expect((edits[record.number]?.count ?? 0) <= most, "\(record.number)")
    }
  }

  /// What a record for a team or a name covered was that team's, or called so, before the interval.
  func checkSelection(_ baseline: String) throws {
    var team = first.groups.mapValues { [(snapshot: 1, value: $0.team)] }
    var name = [(snapshot: 1, value: first.interface.name)]
    let all = try approvals(baseline).sorted { $0.judgement.snapshot < $1.judgement.snapshot }
    for approval in all {
      let judgement = approval.judgement
      guard let value = judgement.new.flatMap({ try? ConfigurationValue(json: $0) })?.string else {
        continue
      }
      if judgement.path == "Tags[team]" {
        team[approval.resource.id.id, default: []].append((judgement.snapshot, value))
      }
      if judgement.path == "name" { name.append((judgement.snapshot, value)) }
    }
    for approval in all {
      let judgement = approval.judgement
      let record = records.first { $0.number == judgement.verdict.recordName }
      func before(_ history: [(snapshot: Int, value: String)]) -> String? {
        history.last { $0.snapshot < judgement.snapshot }?.value
      }
      switch record?.subject {
      case .team(let wanted)?:
        #expect(before(team[approval.resource.id.id] ?? []) == wanted, "\(approval)")
      case .name(let glob)?:
        #expect(before(name).map(Glob(glob).matches) ?? false, "\(approval)")
      case .cluster?, nil: #expect(record != nil)
      }
    }
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

struct LawTests {
  @Test(arguments: Trials.seeds(2))
  func `what stands is what differs, and what is approved had a record for it`(seed: UInt64) throws
  {
    var run = try Run(seed: seed)
    for _ in 0..<6 {
      try run.takeSnapshot()
      let report = try run.audit()
      try run.checkStanding(report)
      run.checkApprovals(report)
      try run.checkIdempotence(report)
      try run.checkStore()
    }
  }

  @Test(arguments: Trials.seeds(2))
  func `auditing at the end says of what stands what auditing in between says`(seed: UInt64) throws
  {
    var often = try Run(seed: seed)
    var once = try Run(seed: seed)
    for _ in 0..<6 {
      try often.takeSnapshot()
      _ = try often.audit()
      try once.takeSnapshot()
    }
    let reports = try (often.audit(), once.audit())
    #expect(try often.verdicts() == once.verdicts())
    #expect(Run.standing(reports.0) == Run.standing(reports.1))
    for run in [often, once] { #expect(try run.problems() == [], "seed \(seed)") }
  }
}

/// A random world with its store, its records, and what is agreed to so far.
struct Run {
  private var random: SeededGenerator
  private let temporary: TemporaryStore
  private let permits: [Permit]
  private var world: World
  private var observed: World
  private var agreed: World
  private var hour = 0
  private var uses: [String: Int] = [:]

  private var store: AuditStore { temporary.store }
  private var now: Timestamp { Permit.moment(hour) }

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    temporary = try TemporaryStore()
    world = World(using: &random)
    (observed, agreed) = (world, world)
    var permits: [Permit] = []
    for number in 0..<8 { permits.append(Permit(number, using: &random)) }
    self.permits = permits
    try importWorld()
    _ = try ManageBaselines(store: store, name: "default", at: now)
      .set(to: "latest", choosing: ResourceSelector(), by: nil, reason: nil)
    let text = permits.map(\.yaml).joined(separator: "---\n")
    _ = try ManageChangeRecords(store: store, at: now)
      .register(
        ManageChangeRecords.read([temporary.write(text, to: "records.yaml")]), by: nil)
  }

  /// Six hours later the world is another one; sometimes nobody can see that.
  mutating func takeSnapshot() throws {
    hour += 6
    world.edit(using: &random)
    if Int.random(in: 0..<6, using: &random) == 0 {
      let path = try write("\nAn error occurred (AccessDenied) when calling the operation: no\n")
      let outcome = try ImportSnapshot(store: store, paths: [path], capturedAt: now, now: now).run()
      #expect(outcome.hasUnread && outcome.edits == 0)
    } else {
      observed = world
      try importWorld()
    }
  }

  private func write(_ text: String) throws -> String {
    let place = "exports/111122223333/eu-west-1/ec2-describe-security-groups.json"
    _ = try temporary.write(text, to: place)
    return temporary.folder + "/exports"
  }

  private mutating func importWorld() throws {
    let path = try write(world.json(using: &random))
    _ = try ImportSnapshot(store: store, paths: [path], capturedAt: now, now: now).run()
  }

  func audit() throws -> DriftReport {
    let rules = try LoadRules().load(from: store)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: now).run()
    return try ComposeReport(store: store, baseline: "default", rules: rules, at: now).audit()
  }

  // MARK: Laws

  /// The standing deviations are what the configurations give, and what the world itself gives.
  mutating func checkStanding(_ report: DriftReport) throws {
    for edit in report.approved {
      agreed.accept(
        edit.judged.edit.word.rawValue, edit.resource.id.id, edit.judged.edit.path.text,
        of: observed)
    }
    let standing = try store.deviations(baseline: "default").flatMap { resource, judgements in
      judgements.map { "\($0.word.rawValue) \(resource.id) \($0.path)" }
    }
    let latest = try #require(try store.snapshots().last).number
    let differing = try DiffConfigurations(store: store)
      .difference(from: .baseline("default"), to: .snapshot(latest))
      .flatMap { difference in
        difference.edits.map {
          "\($0.word.rawValue) \(difference.resource.id.id) \($0.path.text)"
        }
      }
    #expect(standing.sorted() == differing.sorted())
    #expect(standing.sorted() == observed.edits(since: agreed).sorted())
    #expect(report.findings.filter { $0.status.isUnapproved }.isEmpty == standing.isEmpty)
  }

  /// Every approval has a record that permits it, and no record that permits it was passed over.
  mutating func checkApprovals(_ report: DriftReport) {
    for edit in report.approved {
      let permit = permits.first { $0.number == edit.judged.verdict.recordName }
      #expect(permit.map { allows($0, edit.judged, edit.resource) } ?? false, "\(edit)")
      uses[permit?.number ?? "", default: 0] += 1
    }
    for permit in permits {
      if let most = permit.atMost, case .add = permit.kind {
        #expect(uses[permit.number, default: 0] <= most)
      }
    }
    for finding in report.unapproved {
      for judged in finding.unapproved {
        let other = permits.first { $0.atMost == nil && allows($0, judged, finding.resource) }
        #expect(other == nil, "\(judged)")
      }
    }
  }

  private func allows(_ permit: Permit, _ judged: JudgedEdit, _ resource: Resource) -> Bool {
    permit.permits(
      judged.edit.word.rawValue, resource.id.id, judged.edit.path.text,
      team: judged.edit.new?.string, judged.occurred)
  }

  /// The same again gives the same, byte for byte, and the same export no edit.
  mutating func checkIdempotence(_ report: DriftReport) throws {
    let verdicts = try verdicts()
    let again = try audit()
    for format in [ReportFormat.text, .json] {
      #expect(format.render(again) == format.render(report))
    }
    #expect(try self.verdicts() == verdicts)
    let before = try store.query("SELECT count(*) FROM judgement").rows
    _ = try audit()
    #expect(try store.query("SELECT count(*) FROM judgement").rows == before)
  }

  func problems() throws -> [Problem] { try VerifyStore(store: store).run().problems }

  mutating func checkStore() throws {
    #expect(try problems() == [])
    let path = try write(observed.json(using: &random))
    let copy = try ImportSnapshot(
      store: store, paths: [path], capturedAt: now.advanced(bySeconds: 1), now: now
    ).run()
    #expect(copy.edits == 0)
  }

  // MARK: What is compared

  /// Every standing edit with its verdict.
  func verdicts() throws -> [String] {
    try store.deviations(baseline: "default").flatMap { resource, judgements in
      judgements.map { "\(resource) \($0.word) \($0.path) \($0.verdict.word)" }
    }.sorted()
  }

  /// The resources with standing findings, and the paths of each.
  static func standing(_ report: DriftReport) -> [String] {
    report.unapproved.map { finding in
      "\(finding.resource.id) \(finding.change) \(finding.unapproved.map(\.edit.path.text).sorted())"
    }.sorted()
  }
}

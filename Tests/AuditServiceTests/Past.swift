import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// A store with a random past: two regions that are not always read, documents of one resource each,
/// two baselines, records, ignores, and people who decide about findings.
struct Past {
  private var random: SeededGenerator
  private(set) var temporary: TemporaryStore
  private var worlds: [World]
  private var topics: [String: Int] = [:]
  private var hour = 0
  private let ignores: String
  /// Whether one source makes all exports, as their names say: what it leaves out was not read.
  private let areExportsDated: Bool

  var store: AuditStore { temporary.store }
  var now: Timestamp { Permit.moment(hour) }

  static let baselines = ["default", "golden"]

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    areExportsDated = !seed.isMultiple(of: 2)
    temporary = try TemporaryStore()
    worlds = [World(using: &random), World(using: &random)]
    ignores = try temporary.write(
      """
      ignores:
        - resource: { type: AWS::EC2::SecurityGroup, id: sg-b }
          path: Tags[*]
          owner: o
          reason: r
          until: 2028-01-01
        - resource: { type: AWS::SNS::Topic }
          path: Level
          owner: o
          reason: r
          until: 2028-01-01
      """, to: "ignores.yaml")
    var permits: [Permit] = []
    for number in 0..<8 { permits.append(Permit(number, using: &random)) }
    _ = try ManageChangeRecords(store: store, at: now).register(
      ManageChangeRecords.read([
        temporary.write(permits.map(\.yaml).joined(separator: "---\n"), to: "records.yaml")
      ]), by: nil)
    try takeSnapshot(isWhole: true)
    _ = try baseline("default").set(
      to: "latest", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    let golden = """
      type: AWS::SNS::Topic
      id: topic-1
      account: "111122223333"
      region: eu-west-1
      match: partial
      configuration: { Level: 1 }
      """
    _ = try baseline("golden").set(
      documents: [temporary.write(golden, to: "golden.yaml")], by: "ada", reason: "agreed")
  }

  /// The same past in a store of its own, which goes on by itself.
  init(copying other: Past) throws {
    self = other
    temporary = try TemporaryStore(copying: other.temporary)
  }

  private func baseline(_ name: String) -> ManageBaselines {
    ManageBaselines(store: store, name: name, at: now)
  }

  mutating func goOn(steps: Int) throws {
    for _ in 0..<steps {
      hour += Int.random(in: 1...6, using: &random)
      try takeSnapshot(isWhole: false)
      if Int.random(in: 0..<5, using: &random) < 4 { try audit("default") }
      if Int.random(in: 0..<5, using: &random) < 4 { try audit("golden") }
      switch Int.random(in: 0..<16, using: &random) {
      case 0:
        _ = try baseline("default").set(
          to: "latest", choosing: ResourceSelector(), by: "ada", reason: "agreed")
      case 1...9:
        try decide()
        try decide()
      default: break
      }
    }
  }

  /// Agrees to one region as it is now, and audits: what stands in the other one is first read. What became of it
  /// since is found. Without records: what one approved may be what is not left.
  mutating func standingOfLateBaseline() throws -> [String] {
    _ = try baseline("late").set(
      to: "latest", choosing: ResourceSelector(region: Glob("eu-west-1")), by: "ada",
      reason: "agreed")
    var audits: [String] = []
    for _ in 0..<2 {
      _ = try RunAudit(
        store: store, baseline: "late", rules: RuleBook(records: []), at: now
      ).run()
      let period = try store.periodOfLastAudit(baseline: "late")
      audits +=
        try period.map { try store.adoptions(baseline: "late", in: $0) }?
        .map { "first \($0.resource?.id.id ?? "all of \($0.scope)") \($0.part ?? "") \($0.count)" }
        ?? []
      hour += 1
      try takeSnapshot(isWhole: true)
    }
    return try audits
      + store.deviations(baseline: "late").flatMap { resource, judgements in
        judgements.map {
          "\(resource) \($0.word) \($0.path) \($0.new ?? "") \($0.verdict.word)"
        }
      }.sorted()
  }

  // MARK: Steps

  private mutating func takeSnapshot(isWhole: Bool) throws {
    var paths: [String] = []
    for (index, region) in ["eu-west-1", "us-east-1"].enumerated() {
      worlds[index].edit(using: &random)
      let chance = isWhole ? 0 : Int.random(in: 0..<10, using: &random)
      guard chance < 8 else { continue }
      let text =
        chance == 7
        ? "\nAn error occurred (AccessDenied) when calling the operation: no\n"
        : worlds[index].json(using: &random)
      let folder = areExportsDated ? "exports/day\(hour)" : "exports\(hour)"
      let place = "\(folder)/111122223333/\(region)/ec2-describe-security-groups.json"
      _ = try temporary.write(text, to: place)
      paths = [temporary.folder + "/" + folder]
    }
    let isComplete = Int.random(in: 0..<5, using: &random) == 0
    paths += try writeTopics(isComplete: isComplete)
    guard !paths.isEmpty else { return }
    var snapshot = ImportSnapshot(
      store: store, paths: paths, capturedAt: now, now: now, isComplete: isComplete)
    // A copy of the past stands in a folder of its own and goes on with the same sources.
    snapshot.source = paths.map { $0.replacing(temporary.folder, with: "") }.joined(separator: " ")
    _ = try snapshot.run()
  }

  private mutating func writeTopics(isComplete: Bool) throws -> [String] {
    let name = "topic-\(Int.random(in: 1...3, using: &random))"
    topics[name] = Int.random(in: 1...2, using: &random)
    if isComplete { topics["topic-\(Int.random(in: 1...3, using: &random))"] = nil }
    let told = topics.filter { isComplete || $0.key == name }.sorted { $0.key < $1.key }
    guard !told.isEmpty, isComplete || Bool.random(using: &random) else { return [] }
    let lines = told.map { name, level in
      """
      {"type": "AWS::SNS::Topic", "id": "\(name)", "account": "111122223333", \
      "region": "eu-west-1", "configuration": {"Level": \(level), "Tags": []}}
      """
    }
    return [
      try temporary.write("[" + lines.joined(separator: ",\n") + "]", to: "topics\(hour).json")
    ]
  }

  func rules() throws -> RuleBook {
    try LoadRules(ignorePaths: [ignores]).load(from: store)
  }

  func audit(_ name: String) throws {
    _ = try RunAudit(store: store, baseline: name, rules: rules(), at: now).run()
  }

  private mutating func decide() throws {
    let open = try ListFindings(store: store, at: now).all().filter {
      $0.baseline == "default" && $0.finding.status.word != .resolved
    }
    guard let finding = open.randomElement(using: &random)?.finding else { return }
    let decision = DecideFindings(store: store, by: "bob", reason: "so", at: now)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: try decision.accept([finding.id], until: now.advanced(bySeconds: 40 * 3600))
    case 1 where finding.status.word == .open: try decision.acknowledge([finding.id])
    default: _ = try baseline("default").promote([finding.id], by: "bob", reason: "so")
    }
  }

  /// Prunes at a random cut: by age, by number, or by both.
  func prune(using random: inout SeededGenerator) throws -> PrunePlan {
    let kind = Int.random(in: 0..<3, using: &random)
    let hours = Int.random(in: 1...max(1, hour / 3), using: &random)
    let pruning = PruneStore(
      store: store, olderThan: kind == 1 ? nil : Age(parsing: "\(hours)h"),
      keeping: kind == 0 ? nil : Int.random(in: 1...5, using: &random), at: now, by: "ops",
      reason: "space")
    let plan = try pruning.plan()
    let outcome = try pruning.run()
    #expect(outcome.plan == plan && outcome.spaceProblem == nil)
    return plan
  }
}

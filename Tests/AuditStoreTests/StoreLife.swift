import AuditStore
import ConfigurationModel
import Foundation
import PlumblineTestSupport

/// A store with a long life: snapshots, some taken back, audits, records, approvals, decisions,
/// promotions, prunings, retirements, activity, runs, as random as the seed makes them.
struct StoreLife {
  private let store: AuditStore
  private var random: SeededGenerator
  private var minute: Int64 = 0
  private var snapshot = 0
  private var findings: [Int] = []
  private var records = 0
  private var bodies: [String: String] = [:]
  private static let kms = Scope(
    account: "111122223333", region: "eu-west-1", type: ResourceType("AWS::KMS::Key"))

  /// A store that lived before goes on with its newest snapshot, from a minute after all before.
  init(_ store: AuditStore, seed: UInt64, minute: Int64 = 0) throws {
    self.store = store
    self.minute = minute
    random = SeededGenerator(seed: seed)
    snapshot = try store.snapshots().last?.number ?? 0
  }

  private mutating func now() -> Timestamp {
    minute += 1
    return Timestamp(microseconds: Timestamp.day(1).microseconds + minute * 60_000_000)
  }

  /// Lets at least this many events happen.
  mutating func run(_ events: Int) throws {
    let end = (try store.head().size) + events
    while try store.head().size < end {
      if snapshot == 0 {
        try takeSnapshot()
        try agree()
      }
      switch Int.random(in: 0..<27, using: &random) {
      case 0..<7: try takeSnapshot()
      case 7..<11: try audit()
      case 11..<14: try register()
      case 14..<16: try decide()
      case 16: try promote()
      case 17: try prune()
      case 18: try runSource()
      case 19: try takeBack()
      case 20: try retire()
      case 21: try keepActivity()
      case 22: try tell()
      case 23: try missActivity()
      case 24: try breakGuardrail()
      case 25: try missDocuments()
      default: if Bool.random(using: &random) { try agree() }
      }
    }
  }

  private mutating func takeSnapshot() throws {
    for _ in 0..<2 { bodies["sg-\(Int.random(in: 0..<12, using: &random))"] = "\(minute)" }
    if minute % 7 == 0 { bodies["sg-3"] = nil }
    let (at, bodies, number) = (now(), bodies, Int.random(in: 0..<1_000, using: &random))
    snapshot = try store.writeSnapshots(now: at) { writer in
      let snapshot = try writer.begin(takenAt: at, source: "life")
      let row = try writer.row(of: StoreFolder.groups)
      for (id, body) in bodies.sorted(by: { $0.key < $1.key }) {
        try writer.take(id, Array("\(id) \(body)".utf8), StoreFolder.groups, row)
      }
      for head in try writer.finish(StoreFolder.groups, .read(count: bodies.count)) {
        try writer.insert([Edit(.root, .removed(.bool(true)))], of: head.resource)
      }
      _ = try writer.row(of: Self.kms)
      _ = try writer.finish(Self.kms, .unread(Problem("denied", "no \(number)", hint: "ask")))
      try writer.insertUnreadPart(
        Self.kms, part: "Policy", count: number, resources: ["k-1"],
        problem: Problem("denied", "no"))
      if number % 9 == 0, let first = writer.heads.first {
        try writer.rename(first.resource, to: "name \(number)")
        try writer.remember(try writer.digest(of: "other \(number)"), as: first.version)
        _ = try writer.insertDictionary(Array("\(number)".utf8), for: Self.kms.type)
      }
      try writer.setDelivered(to: "source", ["folder": "\(number)"])
      return snapshot
    }
  }

  private mutating func agree() throws {
    _ = try store.setBaseline(
      "default", to: snapshot, choosing: { _ in true }, at: now(), by: "ada", reason: "agreed")
  }

  private mutating func audit() throws {
    let (at, to) = (now(), snapshot)
    let cover = Cover(record: "CHG\(records)", allowance: 0, clause: 1)
    let verdicts: [Verdict] = [
      .approved(by: cover, isTimeCorroborated: true), .approvedOnPaper(by: cover),
      .ignored(by: "i.yaml#1"), .unapproved([]), .unapproved([]),
    ]
    let verdict = verdicts[Int.random(in: verdicts.indices, using: &random)]
    let opened: Int? = try store.writeAudit(baseline: "default", at: at) { session -> Int? in
      let changed = try session.resourcesChanged(in: to)
      try session.goBy([
        GivenRule(.freeze, name: "x", document: "freezes: []\n"),
        GivenRule(
          .ignore, name: "i.yaml#1", owner: "o", reason: "r", until: at, document: "ignores: []\n"),
      ])
      try session.insertAudit(
        after: min(to - 1, try session.lastAudit()?.to ?? 0), to: to, isAsking: to % 2 == 0,
        at: Timestamp(seconds: 1), by: nil)
      guard let resource = changed.first else { return nil }
      return try Self.judge(resource, verdict, in: to, at: at, session)
    }
    if let opened { findings.append(opened) }
    try keepVerdicts()
  }

  /// Keeps what guardrails say of what stands.
  private func keepVerdicts() throws {
    let rules: [ResourceType: String] = ["AWS::EC2::SecurityGroup": "rules"]
    let new = try store.standing(in: snapshot, judgedBy: rules).filter { $0.verdict == nil }
    try store.keep(new.map { ($0, #"{"open":"\#(minute)"}"#) }, judgedBy: rules)
  }

  /// Makes a message of what waits, and sends it or not; another destination is told of the last finding.
  private mutating func tell() throws {
    let at = now()
    if let message = try store.nextMessages().first, try store.claim(message, until: at) {
      let outcomes: [MessageOutcome] = [
        .sent(reference: "T-\(minute)"), .dead(problem: "no"), .later(at: at, problem: "busy"),
      ]
      let outcome = outcomes[Int.random(in: 0..<3, using: &random)]
      try store.settle(message.number, outcome, attempt: message.attempts + 1, at: at)
      if case .dead = outcome, Bool.random(using: &random) {
        _ = try store.dropDeadMessages([message.number], at: at, by: "ada", reason: "it is late")
      }
    }
    if let finding = findings.last { try store.escalate([finding], to: "pager", at: at) }
    let over = try store.findingsAcceptedNoLonger(at: at)
    if !over.isEmpty { try store.tellAcceptedNoLonger(over, at: at) }
    let news = try store.newsWaiting()
    guard let first = news.notices.first?.id else { return }
    let message = OutgoingMessage(
      destination: "team", channel: "webhook", key: "k\(first)", thread: "k\(first)", act: .open,
      subject: "s", body: "{}", madeAt: at)
    try store.insert(
      message, telling: [first], alerts: news.alerts.flatMap(\.rows),
      breaches: news.breaches.map(\.row))
    try store.leaveUntold(store.newsWaiting())
  }

  /// Judges two edits of a resource, of which the second changes again what the first added.
  private static func judge(
    _ resource: StoredResource, _ verdict: Verdict, in to: Int, at: Timestamp,
    _ session: AuditSession
  ) throws -> Int {
    let standing = try session.standingFinding(of: resource.row)
    let finding =
      try standing?.number ?? session.openFinding(resource.row, change: .modified, snapshot: to)
    var first: Int64?
    for path in ["Port", "Port.Range"] {
      let row = try session.insert(
        StoredJudgement(
          resource: resource.row, snapshot: to, resourceChange: .modified, path: path,
          word: .changed, old: "1", new: "\(to)", occurred: Occurrence(after: nil, until: at),
          severity: .high, sentence: "it is open", verdict: verdict, finding: finding,
          traits: ResourceTraits(name: "n\(to)", tags: ["a": "b"]), first: first,
          rule: session.rule(of: verdict)))
      if case .approved(let cover, _) = verdict { try session.insertUses([cover: 1], of: row) }
      if first == nil, to % 3 == 0, let call = try session.store.activity("event-7") {
        let made = Passage.Call(id: call.id, at: call.at)
        try session.insert(
          Passage(opened: made, closed: made, isClosedExactly: true, isUndoing: false), of: row)
      }
      first = row
    }
    if standing == nil { try session.tell("team", of: finding, .opened) }
    for (place, isWithFinding) in [false, true].enumerated() {
      try session.tell(
        "team", ofCall: "call-\(to)-\(finding)-\(place)",
        [.init(id: "r\(to)", title: "t", severity: .high, threshold: "5 in 10min")],
        finding: finding, isWithFinding: isWithFinding)
    }
    let isStanding = verdict == .unapproved([])
    try session.setDeviations(
      of: resource.row, isStanding ? first.map { [($0, "Ports[1]")] } ?? [] : [])
    try session.insertAdoptions(["Policy"], of: resource, in: to)
    let before = try session.observed(resource.row, in: to).map { ExpectedState.version($0) }
    try session.advance(
      resource.row,
      to: NextExpectation(
        .body("{\"a\":\(to)}", isPartial: true), name: .name("n\(to)"),
        basis: isStanding ? before : .body("{}", isPartial: false)), in: to)
    return finding
  }

  /// Takes a snapshot, and takes it back.
  private mutating func takeBack() throws {
    let (before, standing) = (snapshot, bodies)
    try takeSnapshot()
    _ = try store.withdraw(snapshot, at: now(), by: "ada", reason: "of another account")
    (snapshot, bodies) = (before, standing)
  }

  private mutating func retire() throws {
    let scope = Scope(account: "111122223333", region: "eu-\(minute)", type: Self.kms.type)
    for isRetired in [true, false] {
      _ = try store.setRetired(
        isRetired, wanted: [scope], choosing: { $0 == scope }, at: now(), by: "ada",
        reason: "no keys")
    }
  }

  /// Two calls, one of which was refused, one that was kept before, and one of an account that nobody reads, which a
  /// pruning drops.
  private mutating func keepActivity() throws {
    let at = now()
    let calls = [minute, minute + 1, 7, -minute].map { number in
      StoredActivity(
        id: "event-\(number)", at: at, account: number < 0 ? "444455556666" : "111122223333",
        region: "eu-west-1",
        source: "ec2.amazonaws.com", name: "CreateVpc", actor: "alice", means: "with the AWS CLI",
        person: "alice", accessKey: "AKIA\(number)", openedKey: number < 0 ? nil : "ASIA\(number)",
        errorCode: number % 2 == 0 ? "AccessDenied" : nil, body: "{\"n\":\(number)}",
        resources: [.init(type: "AWS::EC2::VPC", name: "vpc-\(number)")])
    }
    let span = ActivitySpan(
      account: "111122223333", region: "eu-west-1", from: at, until: at.advanced(bySeconds: 60))
    _ = try store.addActivity(calls, of: [span], from: "AWSLogs", at: at)
    // A queue tells one of another caller, and the trail says who it was.
    var told = calls[0]
    for actor in ["mallory", "alice"] {
      told = StoredActivity(
        id: "told-\(minute)", at: at, account: told.account, region: told.region,
        source: told.source, name: told.name, actor: actor, means: nil, person: actor,
        accessKey: nil, openedKey: nil, errorCode: nil, body: told.body, resources: told.resources)
      _ = try store.addActivity(
        [told], from: "queue", isTold: actor == "mallory", at: at)
    }
  }

  /// A state and a change break a guardrail, one breach ends, and somebody is told.
  private mutating func breakGuardrail() throws {
    var look = GuardrailLook()
    look.asked = [
      AskedGuardrail(guardrail: "g", digest: "\(minute)", passed: Int(minute))
    ]
    look.dropped = ["former"]
    look.heldTo = snapshot
    look.ended = try store.standingBreaches().prefix(1).map(\.row)
    let resource = Resource(ResourceID(StoreFolder.groups, id: "sg-\(minute)"), name: "n")
    for snapshot in [nil, snapshot] {
      var facts = BreachFacts(
        guardrail: "g", title: "t", rationale: "r", severity: .high, controls: ["CIS 6.3"],
        resource: resource, rows: ["tcp 22"], since: now(), snapshot: snapshot, isOld: false)
      facts.makers = .init(
        words: ["ada"], call: .init(id: "c\(minute)", at: now(), caller: "ada"))
      look.began.append(facts)
    }
    let finding = findings.last
    _ = try store.write(look, at: now()) { session, began, ended in
      for breach in began { try session.tell("team", of: breach.row, .broken) }
      for row in ended { try session.tell("team", of: row, .holds) }
      if let finding, let first = began.first {
        try session.tell("team", of: first.row, with: finding, isNews: true)
      }
      try session.tell("team", BreachSummary(guardrails: 1, passed: 2, broken: 3, severity: .low))
    }
  }

  /// A message that cannot be used, a file that is read after all, and a scope; one of them is taken back.
  private mutating func missActivity() throws {
    let at = now()
    let problem = Problem("unknown-message", "no \(minute)")
    _ = try store.noteUnread(
      [
        .init(.message("m\(minute)", holding: "event-\(minute + 1)"), problem),
        .init(
          .object(bucket: "b", key: "k/\(minute).gz", account: "111122223333", region: nil),
          problem),
        .init(.scope(Self.kms), problem),
      ], of: "queue", at: at)
    try store.endUnread(files: ["\(minute).gz"], from: "AWSLogs", at: now())
    guard let first = try store.standingUnread().first else { return }
    _ = try store.withdrawUnread([first.number], at: now(), by: "ada", reason: "a test")
  }

  /// Files of change records that cannot be read, one of which is read later.
  private mutating func missDocuments() throws {
    let problem = Problem("missing-key", "no \(minute)")
    try store.setUnreadDocuments(["/c/\(minute).yaml": problem, "/c/a.yaml": problem], at: now())
    try store.setUnreadDocuments(["/c/a.yaml": problem], at: now())
  }

  private mutating func register() throws {
    records += 1
    let number = "CHG\(Int.random(in: 1...records, using: &random))"
    let record = ChangeRecord(
      number: number, title: "title \(records)", kind: .normal, state: .submitted, allows: [])
    try store.register(
      [.init(record: record, document: "change: \(number)\ntitle: title \(records)\n")],
      from: Bool.random(using: &random) ? .document : .transition, at: now(), by: "bob",
      reason: "because \(minute)")
  }

  private mutating func decide() throws {
    guard let finding = findings.randomElement(using: &random) else { return }
    let at = now()
    let events: [FindingEvent] = [.acknowledged, .accepted(until: at), .promoted]
    try store.append(
      events[Int.random(in: 0..<3, using: &random)], to: [finding], at: at, by: "eve", reason: "so")
  }

  private mutating func promote() throws {
    let resource = Resource(
      ResourceID(
        account: "111122223333", region: "eu-west-1", type: StoreFolder.groups.type,
        id: "sg-\(Int.random(in: 0..<14, using: &random))"), name: nil)
    try store.promote(
      [
        AuditStore.Promotion(
          resource: resource,
          next: NextExpectation(.body("{\"p\":\(minute)}", isPartial: false), name: .none),
          snapshot: snapshot, judgements: [])
      ],
      findings: Array(findings.suffix(1)), baseline: "default", at: now(), by: "eve", reason: "fine"
    )
  }

  private mutating func prune() throws {
    guard snapshot > 6 else { return }
    let first = Int.random(in: 1..<snapshot - 4, using: &random)
    let at = now()
    _ = try store.prune(
      dropping: Set(first...first + 3), activityBefore: at.advanced(bySeconds: -60), at: at,
      by: "ada", reason: "old")
  }

  private mutating func runSource() throws {
    let at = now()
    let beginning = try store.beginRun(
      of: "source", due: at, by: "host:1:2", at: at, leaseUntil: at, allowedAge: Age(parsing: "3d"),
      isGone: { _ in true })
    guard case .begun(let run) = beginning else { return }
    _ = try store.extendRun(run.id, until: at)
    let pace = LearntPace(
      account: "111122223333", region: "eu-west-1", service: "iam", operation: "*", rate: 14.5)
    try store.setPaces([pace], at: at)
    if Bool.random(using: &random) {
      try store.endRun(run.id, .init(at: at, outcome: .failed, problem: Problem("denied", "no")))
    }
  }
}

extension SnapshotWriter {
  func digest(of text: String) throws -> Digest {
    Array(text.utf8).withUnsafeBytes { key.digest($0, context: Array("test".utf8)) }
  }
}

import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Synchronization
import Testing

/// What an import reads, it reads before its transaction: others write meanwhile.
@Suite struct ImportDraftTests {
  private let temporary: TemporaryStore

  init() throws { temporary = try TemporaryStore() }

  private func day(_ day: Int) -> Timestamp {
    Timestamp(seconds: 1_793_491_200 + Int64(day - 1) * 86_400)
  }

  /// The same store, for another process that does not wait.
  private func another(willRun: (@Sendable (String) -> Void)? = nil) throws -> AuditStore {
    try AuditStore(
      path: temporary.store.path, mode: .writing, patience: 0,
      clock: { Timestamp(seconds: 4_000_000_000) }, willRun: willRun)
  }

  /// An import of security groups, each with the network that it lets in.
  private func request(
    _ groups: [String: Int], on day: Int, account: String = "111122223333",
    folder: String = "exports", _ store: AuditStore? = nil
  ) throws -> ImportSnapshot {
    let items = groups.sorted { $0.key < $1.key }.map { id, network in
      """
      {"GroupId": "\(id)", "GroupName": "\(id)", "OwnerId": "\(account)", "VpcId": "vpc-1",
        "Description": "d", "IpPermissionsEgress": [], "Tags": [], "IpPermissions": [{
        "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
        "IpRanges": [{"CidrIp": "10.0.\(network).0/24"}]}]}
      """
    }
    _ = try temporary.write(
      "{\"SecurityGroups\": [\(items.joined(separator: ","))]}",
      to: "\(folder)/\(account)/eu-west-1/ec2-describe-security-groups.json")
    return ImportSnapshot(
      of: "\(temporary.folder)/\(folder)", at: self.day(day), into: store ?? temporary.store)
  }

  /// What is done while an import reads, counting.
  private final class Meanwhile: Sendable {
    private let counted = Mutex((calls: 0, busy: 0))
    var calls: Int { counted.withLock { $0.calls } }
    var busy: Int { counted.withLock { $0.busy } }

    /// Does something and tells whether the store was busy.
    func pass(_ action: (Int) throws -> Void) throws {
      let call = counted.withLock { state in
        state.calls += 1
        return state.calls
      }
      do {
        try action(call)
      } catch let problem as Problem where problem.code == "store-busy" {
        counted.withLock { $0.busy += 1 }
      }
    }
  }

  private func record(_ number: String) -> String {
    """
    change: \(number)
    kind: normal
    state: submitted
    requestedBy: alice@example.com
    window: { from: \(day(1)), until: \(day(20)) }
    allows:
      - resource: { type: AWS::EC2::SecurityGroup }
        action: delete
    """
  }

  private func problems() throws -> [Problem] {
    try VerifyStore(store: temporary.store).run().problems
  }

  @Test func `while an import reads, another process registers a record and audits`() throws {
    _ = try request(["sg-a": 1, "sg-b": 1], on: 1).run()
    _ = try ManageBaselines(store: temporary.store, name: "default", at: day(1))
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    let records = try ManageChangeRecords.read([
      temporary.write(record("CHG1"), to: "record.yaml")
    ])
    let (other, moment) = try (another(), day(2))
    let meanwhile = Meanwhile()
    var late = try request(["sg-a": 2, "sg-b": 1], on: 2)
    late.checkpoint = {
      try meanwhile.pass { call in
        guard call == 1 else { return }
        _ = try ManageChangeRecords(store: other, at: moment).register(records, by: nil)
        _ = try RunAudit(
          store: other, baseline: "default", rules: LoadRules().load(from: other), at: moment
        ).run()
      }
    }
    let outcome = try late.run()
    #expect(meanwhile.calls > 1 && meanwhile.busy == 0)
    #expect(outcome.edits == 2 && outcome.snapshots == [2])
    #expect(try temporary.store.query("SELECT number FROM change_record").rows.count == 1)
    #expect(try temporary.store.query("SELECT id FROM audit").rows.count == 1)
    #expect(try problems() == [])
  }

  @Test func `more than may be kept is read within the transaction`() throws {
    for (limit, isWithin) in [(32 << 20, false), (0, true), (100, true)] {
      let account = "\(100_000_000_000 + limit)"
      _ = try request(["sg-a": 1], on: 1, account: account, folder: account).run()
      let other = try another()
      let meanwhile = Meanwhile()
      var changed = try request(["sg-a": 2], on: 2, account: account, folder: account)
      changed.draftLimit = limit
      changed.checkpoint = { try meanwhile.pass { _ in try other.writing {} } }
      #expect(try changed.run().edits == 2)
      #expect((meanwhile.busy > 0) == isWithin && meanwhile.calls > meanwhile.busy, "\(limit)")
    }
    #expect(try problems() == [])
  }

  @Test func `nothing is recognized anew within the transaction, and nothing of other accounts`()
    throws
  {
    let others = try request(["sg-x": 1, "sg-y": 1], on: 1, account: "444455556666", folder: "x")
    _ = try others.run()
    let first = try request(["sg-a": 1, "sg-b": 1], on: 1)
    _ = try first.run()
    let statements = Mutex<[String]>([])
    let heard: @Sendable (String) -> Void = { text in statements.withLock { $0.append(text) } }
    let store = try another(willRun: heard)
    statements.withLock { $0 = [] }
    let outcome = try request(["sg-a": 1, "sg-b": 2], on: 2, store).run()
    #expect(outcome.edits == 2)
    let ran = statements.withLock(\.self)
    let heads = ran.filter { $0.contains("v.digest FROM") || $0.contains("f.digest FROM") }
    #expect(heads.count == 2 && heads.allSatisfy { $0.contains("s.account = ") }, "\(heads)")
    let begin = try #require(ran.lastIndex { $0.contains("BEGIN IMMEDIATE") })
    let within = ran[begin...]
    #expect(!within.contains { $0.contains("v.digest FROM") || $0.contains("count(plumb_seal") })
    #expect(within.contains { $0.contains("INSERT INTO version") })
  }

  @Test func `where others move the heads again and again, the import goes before them`() throws {
    _ = try request(["sg-a": 1, "sg-b": 1], on: 1).run()
    let moment = day(3)
    let meanwhile = Meanwhile()
    let other = try another()
    for call in 1...12 {
      _ = try request(["sg-a": call + 1, "sg-b": 1], on: 2, folder: "between-\(call)")
    }
    var last = try request(["sg-a": 1, "sg-b": 9], on: 3)
    let (root, second) = (temporary.folder, day(2))
    last.checkpoint = {
      try meanwhile.pass { call in
        _ = try ImportSnapshot(of: "\(root)/between-\(call)", at: second, into: other).run()
      }
    }
    let outcome = try last.run()
    // Each try asks twice, before the file and with its items. The first time its heads are moved.
    #expect(meanwhile.busy > 0 && meanwhile.calls > meanwhile.busy)
    #expect(outcome.takenAt == moment)
    var standing: [String: String] = [:]
    try temporary.store.eachVersion(in: outcome.snapshots[0]) {
      standing[$0.id.id] = String(decoding: $1.document.body, as: UTF8.self)
    }
    #expect(standing["sg-a"]?.contains("10.0.1.0") == true)
    #expect(standing["sg-b"]?.contains("10.0.9.0") == true && standing.count == 2)
    #expect(try problems() == [])
  }

  @Test func `an import that is stopped while it reads leaves nothing behind`() throws {
    _ = try request(["sg-a": 1], on: 1).run()
    var stopped = try request(["sg-a": 2], on: 2)
    stopped.checkpoint = { throw Problem("run-stopped", "stopped") }
    #expect(throws: Problems.self) { _ = try stopped.run() }
    #expect(try temporary.store.snapshots().count == 1)
  }
}

extension ImportSnapshot {
  /// An import whose source has one name whatever its folder.
  fileprivate init(of path: String, at moment: Timestamp, into store: AuditStore) {
    self.init(store: store, paths: [path], capturedAt: moment, now: moment)
    source = "exports"
  }
}

/// Random histories, read before the transaction and within it.
@Suite struct ImportDraftLawTests {
  /// What a store holds, without the numbers of its rows.
  private static let questions = [
    "SELECT number, taken_at, imported_at, source FROM snapshot ORDER BY 1",
    """
    SELECT g.snapshot, s.account, s.region, s.type, g.status, g.resource_count, g.problem_code
    FROM scope_reading g JOIN scope s ON s.id = g.scope ORDER BY 1, 2, 3, 4
    """,
    """
    SELECT r.external_id, r.name, v.first_snapshot, v.until_snapshot, v.form, v.name,
      v.same_as IS NOT NULL, plumb_configuration(coalesce(v.body, o.body), coalesce(d.bytes, e.bytes)),
      (SELECT count(*) FROM fingerprint f WHERE f.version = v.id)
    FROM version v JOIN resource r ON r.id = v.resource LEFT JOIN version o ON o.id = v.same_as
    LEFT JOIN dictionary d ON d.id = v.dictionary LEFT JOIN dictionary e ON e.id = o.dictionary
    ORDER BY 1, 3
    """,
    """
    SELECT e.snapshot, r.external_id, e.path, e.change, e.old, e.new FROM edit e
    JOIN resource r ON r.id = e.resource ORDER BY 1, 2, 3, 4
    """,
    "SELECT snapshot, part, resource_count, problem_code, resources FROM unread_part ORDER BY 1, 2",
    "SELECT kind, at, reason FROM event ORDER BY id",
  ]

  private struct History {
    let temporary: TemporaryStore
    let limit: Int

    init(limit: Int) throws {
      temporary = try TemporaryStore()
      self.limit = limit
    }

    func path(of hour: Int) -> String { "\(temporary.folder)/\(hour)" }

    func request(_ text: String, _ hour: Int) throws -> ImportSnapshot {
      let place = "\(hour)/111122223333/eu-west-1/ec2-describe-security-groups.json"
      _ = try temporary.write(text, to: place)
      var request = ImportSnapshot(
        of: path(of: hour), at: Permit.moment(hour), into: temporary.store)
      request.draftLimit = limit
      return request
    }

    func rows() throws -> [[[QueryAnswer.Cell]]] {
      try ImportDraftLawTests.questions.map { try temporary.store.query($0).rows }
    }
  }

  @Test(arguments: Trials.seeds(6))
  func `it is as if imports had run one after the other, within their transactions`(seed: UInt64)
    throws
  {
    var random = SeededGenerator(seed: seed)
    var world = World(using: &random)
    let (before, within) = try (History(limit: 32 << 20), History(limit: 0))
    let other = try AuditStore(path: before.temporary.store.path, mode: .writing) {
      Timestamp(seconds: 4_000_000_000)
    }
    for round in 0..<6 {
      var texts: [String] = []
      for _ in 0..<2 {
        world.edit(using: &random)
        let isDenied = Int.random(in: 0..<8, using: &random) == 0
        texts.append(
          isDenied
            ? "\nAn error occurred (AccessDenied) when calling the operation: no\n"
            : world.json(using: &random))
      }
      let hours = [round * 10 + 1, round * 10 + 2]
      // The first of the two is stored while the second is read.
      let first = try before.request(texts[0], hours[0])
      let (path, moment) = (before.path(of: hours[0]), Permit.moment(hours[0]))
      var second = try before.request(texts[1], hours[1])
      let isDone = Latch()
      second.checkpoint = {
        guard !isDone.isSet else { return }
        isDone.set()
        _ = try ImportSnapshot(of: path, at: moment, into: other).run()
      }
      if try before.temporary.store.standingHeads(of: nil).heads.isEmpty {
        // Nothing stands yet: all is read within the transaction.
        _ = try first.run()
        second.checkpoint = {}
      }
      _ = try second.run()
      for (text, hour) in zip(texts, hours) { _ = try within.request(text, hour).run() }
      #expect(try before.rows() == within.rows(), "seed \(seed), round \(round)")
    }
    #expect(try VerifyStore(store: before.temporary.store).run().problems == [], "seed \(seed)")
  }
}

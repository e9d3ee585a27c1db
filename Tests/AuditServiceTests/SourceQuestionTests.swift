import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

/// What sources of the settings are asked for, and whether their last runs answered it.
@Suite struct SourceQuestionTests {
  private let store: TemporaryStore
  private static let now = Timestamp(seconds: 1_795_000_000)

  init() throws { store = try TemporaryStore() }

  private static func settings(_ source: String) throws -> Settings {
    try Settings.read("sources: [{ name: live, \(source) }]", file: "plumbline.yaml")
  }

  /// A run of the only source of settings that took a snapshot of one scope.
  private func run(_ settings: Settings, secondsAgo: Int64 = 60) throws -> Int {
    let source = try #require(settings.sources.first)
    let started = Self.now.advanced(bySeconds: -secondsAgo)
    let beginning = try store.store.beginRun(
      of: source.name, due: started, by: "here:1:1", at: started,
      leaseUntil: started.advanced(bySeconds: 120), question: source.question
    ) { _ in false }
    guard case .begun(let run) = beginning else { throw Problem("test", "not begun") }
    _ = try store.write(
      #"{"Vpcs": []}"#, to: "x/111122223333/eu-west-1/ec2-describe-vpcs.json")
    var snapshot = ImportSnapshot(
      store: store.store, paths: ["\(store.folder)/x"], capturedAt: started, now: started)
    snapshot.source = source.name
    snapshot.conclude = { writer, outcome in
      try writer.endRun(
        run,
        .init(
          at: started, outcome: .complete,
          counts: .init(snapshot: outcome.snapshots.last)))
    }
    return try #require(snapshot.run().snapshots.last)
  }

  private func unread(_ settings: Settings) throws -> [String] {
    let coverage = try ComposeCoverage(
      store: store.store, demand: CoverageDemand(settings: settings)
    ).now(Self.now)
    #expect(coverage.unreadSources.isEmpty || !coverage.isComplete)
    return coverage.unreadSources.map(\.problem.code)
  }

  @Test(arguments: [
    ("aws: { regions: [eu-west-1] }", "aws: { regions: [eu-west-1, us-east-1] }"),
    ("aws: { regions: [eu-west-1] }", "aws: { regions: [eu-west-1], profile: other }"),
    (
      "aws: { accounts: ['111122223333'], role: r, regions: [eu-west-1] }",
      "aws: { accounts: ['111122223333', '444455556666'], role: r, regions: [eu-west-1] }"
    ),
    (
      "aws: { organization: { units: [ou-ab12-11111111] }, role: r }",
      "aws: { organization: all, role: r }"
    ),
    ("recorder: { regions: [eu-west-1] }", "recorder: { regions: [eu-west-1, us-east-1] }"),
    ("recorder: {}, types: ['AWS::EC2::*']", "recorder: {}, types: ['AWS::EC2::*', 'AWS::IAM::*']"),
    (
      "delivery: { url: 's3://one/config', region: eu-west-1 }",
      "delivery: { url: 's3://two/config', region: eu-west-1 }"
    ),
    ("exports: [a]", "exports: [a, b]"),
  ])
  func `what the settings ask for since the last run is unread`(before: String, after: String)
    throws
  {
    let (before, after) = (try Self.settings(before), try Self.settings(after))
    _ = try run(before, secondsAgo: 120)
    #expect(try unread(before) == [])
    #expect(try unread(after) == ["source-changed"])
    _ = try run(after)
    #expect(try unread(after) == [])
  }

  @Test(arguments: [
    ("recorder: {}, types: [a, b]", "types: [b, a], recorder: {}"),
    (
      "aws: { regions: [eu-west-1, us-east-1] }",
      "aws: { regions: [us-east-1, eu-west-1], requestBudget: 9 }"
    ),
    ("exports: [a]", "exports: [a], schedule: { every: 1h }, deadline: 5m"),
  ])
  func `the order, and how a source is read, are no question`(one: String, other: String) throws {
    let questions = try [one, other].map { try Self.settings($0).sources.first?.question }
    #expect(questions[0] == questions[1])
  }

  @Test(arguments: [
    ("'AWS::EC2::SecurtyGroup'", ["no-such-type"]), ("'AWS::EC2::Securty*'", ["no-such-type"]),
    ("'aws::ec2::*'", ["no-such-type"]), ("'AWS::EC2::VPC', 'VPC'", ["no-such-type"]),
    ("'AWS::EC2::Sec*'", []), ("'AWS::Batch::*'", []), ("'*'", []),
    ("'AWS::IAM::OIDCProvider'", []),
  ])
  func `a type that nobody knows is told`(types: String, codes: [String]) throws {
    for origin in ["recorder: {}", "aws: {}"] {
      let settings = try Self.settings("\(origin), types: [\(types)]")
      _ = try run(settings, secondsAgo: origin == "aws: {}" ? 60 : 120)
      #expect(try unread(settings) == codes)
    }
  }

  @Test func `an import under a source's name, in whatever time, is no run of it`() throws {
    let settings = try Self.settings("exports: [x]")
    #expect(try unread(settings) == ["source-never-read"])
    _ = try store.write(
      #"{"Vpcs": []}"#, to: "x/111122223333/eu-west-1/ec2-describe-vpcs.json")
    for days in [0, 10, 0] as [Int64] {
      var snapshot = ImportSnapshot(
        store: store.store, paths: ["\(store.folder)/x"],
        capturedAt: Self.now.advanced(bySeconds: days * 86400), now: Self.now)
      snapshot.source = "live"
      _ = try? snapshot.runOnRecord { store.store }
      #expect(try unread(settings) == ["source-never-read"])
    }
  }

  @Test func `what was taken back of the last run is unread until it is read again`() throws {
    let settings = try Self.settings("aws: { regions: [eu-west-1] }")
    let number = try run(settings, secondsAgo: 120)
    _ = try store.store.withdraw(
      number, at: Self.now.advanced(bySeconds: -90), by: "alice", reason: "the wrong role")
    #expect(try unread(settings) == ["snapshot-withdrawn"])
    _ = try run(settings)
    #expect(try unread(settings) == [])
  }
}

import AWSClient
import AWSTestSupport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

/// An account behind a proxy that makes faults, and a store of a test's own.
struct FaultBench {
  static let regions = ["eu-west-1", "us-east-1"]

  let proxy: FaultProxy
  let folder: URL
  let store: AuditStore

  init(proxy: FaultProxy) throws {
    self.proxy = proxy
    folder = FileManager.default.temporaryDirectory.appending(path: "faults-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  static func run(_ work: (FaultBench) async throws -> Void) async throws {
    try await FaultProxy.run(before: try await Moto.filled()) { proxy in
      let bench = try FaultBench(proxy: proxy)
      defer { bench.remove() }
      try await work(bench)
    }
  }

  var snapshotCount: Int { get throws { try store.snapshots().count } }

  /// A client that does not wait between attempts.
  func client(_ variables: [String: String] = [:], timeout: Double = 30) -> AWSClient {
    AWSClient(
      in: .system(variables: proxy.variables(variables)),
      traffic: AWSTraffic(policy: RetryPolicy(longestWait: 0)), timeout: timeout)
  }

  /// A snapshot an hour after the one before.
  func take(_ client: AWSClient) async throws -> ImportOutcome {
    let moment = Timestamp(
      seconds: 1_795_000_000 + Int64(try store.snapshots().count) * 3600)
    let store = store
    var accounts = SnapshotSource.AWSAccounts()
    accounts.regions = Self.regions
    var take = TakeSnapshot(
      accounts, with: client, in: .system(variables: proxy.variables()),
      into: SnapshotTarget(source: "aws", now: { moment }) { store })
    take.past = SourcePast(of: "aws", at: store.path)
    return try await take.run()
  }

  /// A snapshot without faults, which must be whole and tell of no edit.
  func takeWhole(_ client: AWSClient? = nil) async throws -> ImportOutcome {
    proxy.set { _ in .none }
    let outcome = try await take(client ?? self.client())
    expectWhole(outcome)
    return outcome
  }

  func expectWhole(_ outcome: ImportOutcome) {
    #expect(outcome.unreadTexts.isEmpty)
    #expect(outcome.ownUnreadParts.isEmpty)
    #expect(outcome.refused.isEmpty)
    #expect(outcome.ownWarnings.isEmpty)
    #expect(outcome.edits == 0)
    #expect(outcome.resources > 40)
  }

  /// Takes a whole snapshot, one with faults, and a whole one again. The faults cost nothing but what was
  /// not read: no scope is missing, what was read has the same resources, and nothing is edited or
  /// deleted, then or afterwards.
  func withFaults(timeout: Double = 30, _ rule: @escaping FaultProxy.Rule) async throws
    -> ImportOutcome
  {
    let first = try await takeWhole()
    proxy.set(rule)
    let faulty = try await take(client(timeout: timeout))
    #expect(faulty.edits == 0)
    let scopes = (Set(faulty.readings.keys), Set(first.readings.keys))
    #expect(scopes.0.symmetricDifference(scopes.1).isEmpty)
    for (scope, reading) in faulty.readings {
      if case .unread = reading { continue }
      #expect(reading == first.readings[scope], "\(scope)")
    }
    let again = try await takeWhole()
    #expect(again.resources == first.resources)
    #expect(again.readings == first.readings)
    #expect(try store.snapshots().map(\.edits) == [0, 0, 0])
    return faulty
  }
}

extension ImportOutcome {
  /// The scopes that were not read, as `eu-west-1 AWS::EC2::VPC`, with the reason.
  var unreadTexts: [String: String] {
    Dictionary(
      uniqueKeysWithValues: unread.map { scope, problem in
        ("\(scope.region) \(scope.type.name)", problem.message)
      })
  }

  /// All scopes, as `unreadTexts` names them.
  var scopeTexts: Set<String> {
    Set(readings.keys.map { "\($0.region) \($0.type.name)" })
  }

  /// Without what moto itself has no answer to.
  var ownUnreadParts: [String] {
    let lacking = [
      "Policy of 1 AWS::KMS::Key", "InsightSelectors of ", "RequestPayer of ",
    ]
    return unreadParts.filter { part in !lacking.contains { part.hasPrefix($0) } }
  }

  /// Without what moto itself has no answer to.
  var ownWarnings: [String] {
    warnings.filter { warning in
      !["'kms:GetKeyPolicy'", "The InsightSelectors of", "The RequestPayer of"].contains {
        warning.contains($0)
      }
    }
  }

  /// That just these scopes are unread, each for a reason that holds its texts.
  func expectUnread(
    _ reasons: [String: [String]], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(Set(unreadTexts.keys) == Set(reasons.keys), sourceLocation: sourceLocation)
    for (scope, texts) in reasons {
      for text in texts where unreadTexts[scope]?.contains(text) != true {
        Issue.record(
          "\(scope): \(unreadTexts[scope] ?? "read") lacks \(text)", sourceLocation: sourceLocation)
      }
    }
  }

  /// That just these scopes are unread, each for a reason that holds these texts.
  func expectUnread(
    _ scopes: (String) -> Bool, because texts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = scopeTexts.filter(scopes)
    #expect(!expected.isEmpty, sourceLocation: sourceLocation)
    expectUnread(
      Dictionary(uniqueKeysWithValues: expected.map { ($0, texts) }), sourceLocation: sourceLocation
    )
  }

  /// That many parts, and those of these items only, are unread for a reason that holds these texts.
  func expectUnreadParts(
    of items: String, because texts: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(ownUnreadParts.count >= 10, sourceLocation: sourceLocation)
    for part in ownUnreadParts where !part.hasSuffix(" of \(items)") {
      Issue.record("\(part)", sourceLocation: sourceLocation)
    }
    #expect(ownWarnings.count >= 10, sourceLocation: sourceLocation)
    for warning in ownWarnings where !texts.allSatisfy({ warning.contains($0) }) {
      Issue.record("\(warning)", sourceLocation: sourceLocation)
    }
  }
}

extension ProxiedRequest {
  /// Whether it asks S3 about the account, not about a bucket.
  var isOfAccount: Bool { operation.contains("/v20180820/") }
}

import AWSClient
import AWSCollection
import ChangeDocuments
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Takes a snapshot of what AWS Config has recorded, directly or over an aggregator.
struct TakeRecordedSnapshot {
  let recorder: SnapshotSource.Recorder
  let client: AWSClient
  let surroundings: CredentialSurroundings
  let source: SnapshotSource
  let standing: [Scope: Int]
  let observe: @Sendable (CollectionEvent) -> Void

  /// Throws `Problem` or `Problems`, and stores nothing, where nothing at all could be read.
  func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    let start = target.now()
    let types = source.types
    let collector = RecorderCollector(
      client, wants: { name in types.isEmpty || types.contains { $0.matches(name) } },
      isGlobal: { ResourceKind.of(ResourceType($0)).isGlobal }, last: standing,
      secondReading: source.secondReading, into: folder.sink, observe: observe)
    let coverage = try await client.refusing { try await collect(collector) }
    guard coverage.items > 0 || !coverage.complete.isEmpty else {
      let reason = coverage.unread.values.first?.message
      throw Problem.nothingCollected([source.name], reason)
    }
    return try await target.take(
      [folder.path], capturedAt: start,
      coverage: KnownCoverage(complete: coverage.complete, unread: coverage.unread))
  }

  private func collect(_ collector: RecorderCollector) async throws -> RecordedCoverage {
    let home = surroundings.region(profile: recorder.profile) ?? client.homeRegion
    if let aggregator = recorder.aggregator {
      return try await collector.collect(
        aggregator: aggregator, at: recorder.regions.first ?? home)
    }
    let place = recorder.regions.first ?? home
    let caller = try await CallerIdentity(of: client, at: place)
    let regions =
      recorder.regions.isEmpty
      ? try await AccountRegions(of: client, at: place).enabled : recorder.regions
    return try await collector.collect(account: caller.account, in: regions)
  }
}

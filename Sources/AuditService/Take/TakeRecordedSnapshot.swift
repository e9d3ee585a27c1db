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
  let past: SourcePast
  let observe: @Sendable (CollectionEvent) -> Void

  /// Stores what was read, with what could not be read as unread, if that is all there is. Throws `Problem` or
  /// `Problems`, and stores nothing, where it cannot be told what was asked for.
  func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    let start = target.now()
    let types = source.types
    // What only other sources read is none of this one's business.
    let own = try past.scopes()
    let standing = try past.standing()
    let collector = RecorderCollector(
      client, wants: { name in types.isEmpty || types.contains { $0.matches(name) } },
      isGlobal: { ResourceKind.of(ResourceType($0)).isGlobal },
      last: Dictionary(own.map { ($0, standing[$0] ?? 0) }) { first, _ in first },
      named: types.filter(\.isLiteral).map { ResourceType($0.pattern) },
      secondReading: source.secondReading, into: folder.sink, observe: observe)
    let coverage = try await coverage(of: collector, known: own)
    let isNothing = coverage.items == 0 && coverage.complete.isEmpty
    let nothing = Problem.nothingCollected(
      "the source '\(source.name)'", coverage.unread.values.first?.message)
    guard !isNothing || !coverage.unread.isEmpty else { throw nothing }
    let now = target.now()
    return try await target.take(
      [folder.path], capturedAt: now,
      coverage: KnownCoverage(
        complete: coverage.complete, unread: coverage.unread, problems: isNothing ? [nothing] : []),
      times: ReadingTimes(others: ReadingTime(from: start, to: now)))
  }

  /// What AWS Config says; where nothing may be asked, all that is known is unread.
  private func coverage(of collector: RecorderCollector, known: Set<Scope>) async throws
    -> RecordedCoverage
  {
    do {
      return try await collect(collector)
    } catch let reason where reason is AWSError || reason is Problem {
      let problem = Problem.of(callFailure: reason)
      guard !known.isEmpty else { throw problem }
      return RecordedCoverage(unread: Dictionary(known.map { ($0, problem) }) { first, _ in first })
    }
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

package import AWSClient
package import AWSCollection
package import ChangeDocuments
import ConfigurationModel

/// Takes a snapshot of one source, whatever it is.
package struct TakeSource {
  private let source: SnapshotSource
  private let surroundings: CredentialSurroundings
  /// What the store knows of it; asked before anything is read.
  package var past = SourcePast()
  package var keptFolder: String?
  /// By when the calls must have ended: what was read by then is stored.
  package var deadline = CallDeadline.never
  package var observe: @Sendable (CollectionEvent) -> Void = { _ in }
  package var observeCalls: @Sendable (AWSEvent) -> Void = { _ in }

  package init(_ source: SnapshotSource, in surroundings: CredentialSurroundings) {
    self.source = source
    self.surroundings = surroundings
  }

  /// Throws `Problem` or `Problems` where it cannot be told what was asked for; nothing is stored then.
  package func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    switch source.origin {
    case .exports(let paths): return try await target.take(paths, deadline: deadline)
    case .aws(let accounts):
      var take = TakeSnapshot(
        accounts, with: client(accounts.profile, budget: accounts.requestBudget),
        in: surroundings, into: target)
      take.types = source.types
      take.keptFolder = keptFolder
      take.past = past
      take.secondReading = source.secondReading
      take.observe = observe
      return try await take.run()
    case .recorder(let recorder):
      return try await TakeRecordedSnapshot(
        recorder: recorder, client: client(recorder.profile), surroundings: surroundings,
        source: source, past: past, observe: observe
      ).run(into: target)
    case .delivery(let delivery):
      return try await TakeDeliveredSnapshots(
        delivery: delivery, client: client(delivery.profile), source: source.name,
        past: past
      ).run(into: target)
    }
  }

  private func client(_ profile: String?, budget: Int? = nil) -> AWSClient {
    AWSClient(
      profile: profile, in: surroundings, traffic: AWSTraffic(budget: budget, deadline: deadline),
      observe: observeCalls)
  }
}

package import AWSClient
package import AWSCollection
package import ChangeDocuments
package import ConfigurationModel

/// Takes a snapshot of one source, whatever it is.
package struct TakeSource {
  private let source: SnapshotSource
  private let surroundings: CredentialSurroundings
  /// How many of each scope stand; asked once, before anything is read.
  package var standing: @Sendable () throws -> [Scope: Int] = { [:] }
  package var keptFolder: String?
  package var observe: @Sendable (CollectionEvent) -> Void = { _ in }
  package var observeCalls: @Sendable (AWSEvent) -> Void = { _ in }

  package init(_ source: SnapshotSource, in surroundings: CredentialSurroundings) {
    self.source = source
    self.surroundings = surroundings
  }

  /// Throws `Problem` or `Problems`; nothing is stored then.
  package func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    switch source.origin {
    case .exports(let paths): return try await target.take(paths)
    case .aws(let accounts):
      var take = TakeSnapshot(
        accounts, with: client(accounts.profile, budget: accounts.requestBudget),
        in: surroundings, into: target)
      take.types = source.types
      take.keptFolder = keptFolder
      take.standing = standing
      take.secondReading = source.secondReading
      take.observe = observe
      return try await take.run()
    case .recorder, .delivery: throw Problem.callRefused(AWSRequest("config", "x", region: ""), "")
    }
  }

  private func client(_ profile: String?, budget: Int? = nil) -> AWSClient {
    AWSClient(
      profile: profile, in: surroundings, traffic: AWSTraffic(budget: budget),
      observe: observeCalls)
  }
}

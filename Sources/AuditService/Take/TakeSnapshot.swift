package import AWSClient
package import AWSCollection
package import ChangeDocuments
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// Reads AWS accounts live and imports what AWS answered, as one snapshot.
///
/// The answers go through a folder as the AWS CLI would have written them, and through the same import:
/// a resource that was read live and one that was exported are the same.
package struct TakeSnapshot {
  private let accounts: SnapshotSource.AWSAccounts
  private let client: AWSClient
  private let surroundings: CredentialSurroundings
  private let target: SnapshotTarget
  /// Empty for all that can be read live.
  package var types: [Glob] = []
  /// Where the answers are kept, secrets and all; nil to keep none of them.
  package var keptFolder: String?
  /// How many of each scope stand; asked once, before anything is read.
  package var standing: @Sendable () throws -> [Scope: Int] = { [:] }
  package var secondReading = SecondReading()
  package var observe: @Sendable (CollectionEvent) -> Void = { _ in }

  package init(
    _ accounts: SnapshotSource.AWSAccounts, with client: AWSClient,
    in surroundings: CredentialSurroundings, into target: SnapshotTarget
  ) {
    self.accounts = accounts
    self.client = client
    self.surroundings = surroundings
    self.target = target
  }

  /// Throws `Problem` or `Problems`, and stores nothing, where nothing at all could be read.
  package func run() async throws -> ImportOutcome {
    let place =
      surroundings.region(profile: accounts.profile)
      ?? Partition.of(region: accounts.regions.first ?? client.homeRegion).implicitRegion
    let caller = try await client.refusing { try await CallerIdentity(of: client, at: place) }
    let accesses = try await accounts.accesses(client, caller: caller, in: surroundings)
    let kinds = ResourceKind.matching(types)
    guard !kinds.isEmpty else { throw Problem.noSuchType(types) }
    let folder = try AnswerFiles(at: keptFolder)
    defer { folder.remove() }
    let start = target.now()
    let reading = AccountReading(
      wanted: accounts.regions, home: place, kinds: kinds,
      last: try standing(), secondReading: secondReading, sink: folder.sink, observe: observe)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for access in accesses { group.addTask { try await reading.read(access) } }
      try await group.waitForAll()
    }
    guard folder.hasAnswer else {
      throw Problem.nothingCollected(accesses.map(\.account), folder.refusal)
    }
    return try await target.take([folder.path], capturedAt: start)
  }
}

/// How each of several accounts is read.
private struct AccountReading: Sendable {
  let wanted: [String]
  /// Where an account is asked for its regions.
  let home: String
  let kinds: [ResourceKind]
  let last: [Scope: Int]
  let secondReading: SecondReading
  let sink: AccountCollector.Sink
  let observe: @Sendable (CollectionEvent) -> Void

  func read(_ access: AccountAccess) async throws {
    let collector = AccountCollector(
      access.client, account: access.account, kinds: kinds, last: last,
      secondReading: secondReading, into: sink, observe: observe)
    do {
      let identity = try await CallerIdentity(of: access.client, at: home)
      guard identity.account == access.account else {
        throw Problem.otherAccount(access.account, identity.account)
      }
    } catch let refusal where refusal is AWSError || refusal is Problem {
      return try await collector.refuse(knownRegions(of: access.account), refusal)
    }
    try await collector.collect(try await regions(of: access))
  }

  /// What an account is read in. Where it may not be asked for its regions, those that are wanted.
  private func regions(of access: AccountAccess) async throws -> [String] {
    let regions: AccountRegions
    do {
      regions = try await AccountRegions(of: access.client, at: home)
    } catch let refusal where refusal is AWSError || refusal is Problem {
      let fallback = knownRegions(of: access.account)
      observe(.began(account: access.account, regions: fallback, notEnabled: []))
      return fallback
    }
    let unknown = wanted.filter { !(regions.enabled + regions.notEnabled).contains($0) }
    guard unknown.isEmpty else { throw Problem.regionsUnknown(unknown, access.account) }
    let (read, notEnabled) = regions.choosing(wanted)
    guard !read.isEmpty else { throw Problem.regionsNotEnabled(notEnabled, access.account) }
    observe(.began(account: access.account, regions: read, notEnabled: notEnabled))
    return read
  }

  /// The regions that are wanted, or those that something was read in before, or the first that there is.
  private func knownRegions(of account: String) -> [String] {
    let seen = Set(last.keys.filter { $0.account == account }.map(\.region))
      .subtracting([Scope.global])
    return wanted.isEmpty ? (seen.isEmpty ? [home] : seen.sorted()) : wanted
  }
}

extension ResourceKind {
  /// The kinds whose types fit one of the patterns; all where there is none.
  static func matching(_ types: [Glob]) -> [ResourceKind] {
    all.filter { kind in types.isEmpty || types.contains { $0.matches(kind.type.name) } }
  }
}

extension Problem {
  static func noSuchType(_ types: [Glob]) -> Problem {
    Problem(
      "no-such-type",
      "No type that can be read live fits \(types.map { "'\($0)'" }.joined(separator: ", ")).",
      hint: "Documentation/Kinds.md lists them.")
  }

  static func regionsNotEnabled(_ names: [String], _ account: String) -> Problem {
    Problem(
      "region-not-enabled",
      "The account \(account) has not enabled \(names.joined(separator: ", ")).",
      hint: "Name a region that it has enabled, or none for all of them.")
  }

  static func nothingCollected(_ accounts: [String], _ refusal: String?) -> Problem {
    Problem(
      "nothing-collected",
      "Nothing of the account \(accounts.joined(separator: ", ")) could be read"
        + "\(refusal.map { ": " + $0 } ?? "").",
      hint: "Nothing was stored. 'plumb iam-policy' prints the permissions that are needed.")
  }
}

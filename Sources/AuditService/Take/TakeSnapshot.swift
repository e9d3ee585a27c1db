package import AWSClient
package import AWSCollection
package import ChangeDocuments
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// Reads AWS accounts live and imports what AWS answered: each account as soon as it was read.
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
  /// What the store knows of the source; asked once, before anything is read.
  package var past = SourcePast()
  /// When an answer is so small that it is read again before deletions are believed.
  package var secondReading = SecondReading()
  /// Is shown each step of the work, from any task.
  package var observe: @Sendable (CollectionEvent) -> Void = { _ in }

  /// Makes a reading of accounts; `client` holds the credentials from which their roles are
  /// assumed.
  package init(
    _ accounts: SnapshotSource.AWSAccounts, with client: AWSClient,
    in surroundings: CredentialSurroundings, into target: SnapshotTarget
  ) {
    self.accounts = accounts
    self.client = client
    self.surroundings = surroundings
    self.target = target
  }

  /// Stores what was read, with what could not be read as unread, if that is all there is. Throws `Problem` or
  /// `Problems`, and stores nothing, where it cannot be told what was asked for.
  package func run() async throws -> ImportOutcome {
    let place =
      surroundings.region(profile: accounts.profile)
      ?? Partition.of(region: accounts.regions.first ?? client.homeRegion).implicitRegion
    let kinds = try ResourceKind.matching(types)
    let known = Set(try past.scopes().map(\.account)).sorted()
    let reach = try await accounts.reach(client, at: place, known: known, in: surroundings)
    let reading = ReadAccounts(
      wanted: accounts.regions, home: place, kinds: kinds,
      last: try past.standing(), homes: try past.homes("AWS::S3::Bucket"),
      secondReading: secondReading, now: target.now, observe: observe)
    let folder = try AnswerFiles(at: keptFolder)
    defer { folder.remove() }
    let storing = StoreAccounts(
      target: target, folder: folder, accounts: reach.accesses.map(\.account),
      problem: reach.problem)
    return try await storing.run { sink, done in
      try await reading.run(reach.accesses, into: sink, done: done)
    }
  }
}

extension ResourceKind {
  /// The kinds whose types fit one of the patterns; all where there is none. Throws `Problem` where a
  /// pattern fits none: what somebody asks for by a mistyped name would be left out without a word.
  static func matching(_ types: [Glob]) throws(Problem) -> [ResourceKind] {
    let unknown = types.filter { type in !all.contains { type.matches($0.type.name) } }
    guard unknown.isEmpty else { throw Problem.noSuchType(unknown) }
    return all.filter { kind in types.isEmpty || types.contains { $0.matches(kind.type.name) } }
  }
}

extension Problem {
  static func noSuchType(_ types: [Glob]) -> Problem {
    Problem(
      "no-such-type",
      "No type that can be read live fits \(types.map { "'\($0)'" }.joined(separator: ", ")).",
      hint: "Documentation/Sources.md lists them.")
  }

  /// `what` as `the account 111122223333`; `refusal` is a sentence.
  static func nothingCollected(_ what: String, _ refusal: String?) -> Problem {
    Problem(
      "nothing-collected",
      "Nothing of \(what) could be read"
        + (refusal.map { ": " + ($0.hasSuffix(".") ? $0 : $0 + ".") } ?? "."),
      hint: "It is stored as unread. 'plumb iam-policy' prints the permissions that are needed.")
  }
}

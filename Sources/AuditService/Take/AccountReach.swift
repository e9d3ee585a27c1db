import AWSClient
import AWSCollection
import ChangeDocuments
import ConfigurationModel

/// The accounts that a source reaches.
struct AccountReach: Sendable {
  let accesses: [AccountAccess]
  /// Why there may be accounts that nobody knows of.
  var problem: Problem?
}

extension SnapshotSource.AWSAccounts {
  /// Finds the accounts. What cannot be asked is made up for with `known`, the accounts that the source read
  /// before; throws `Problem` where there is none.
  func reach(
    _ client: AWSClient, at place: String, known: [String], in surroundings: CredentialSurroundings
  ) async throws -> AccountReach {
    let caller: CallerIdentity
    do {
      caller = try await CallerIdentity(of: client, at: place)
    } catch let reason where reason is AWSError || reason is Problem {
      let accounts = named(known)
      guard !accounts.isEmpty else { throw Problem.of(callFailure: reason) }
      return AccountReach(
        accesses: accounts.map { AccountAccess(account: $0, client: client, refusal: reason) },
        problem: isOfOrganization ? .accountsUnlisted(Problem.of(callFailure: reason)) : nil)
    }
    do {
      return AccountReach(
        accesses: try await accesses(client, caller: caller, in: surroundings))
    } catch let problem as Problem {
      let accounts = named(known)
      guard !accounts.isEmpty else { throw problem }
      return AccountReach(
        accesses: accounts.map { access($0, client, caller: caller, in: surroundings) },
        problem: .accountsUnlisted(problem))
    }
  }

  /// Whether there may be accounts that nobody named.
  private var isOfOrganization: Bool {
    switch reach {
    case .organization: true
    case .own, .accounts: false
    }
  }

  /// The accounts as the settings name them, or as they were known before. Whose credentials failed cannot be
  /// guessed where a source read several accounts by their own.
  private func named(_ known: [String]) -> [String] {
    switch reach {
    case .own: known.count == 1 ? known : []
    case .accounts(let list): Set(list).sorted { $0.precedes($1) }
    case .organization(_, let except): known.filter { !except.contains($0) }
    }
  }
}

extension Problem {
  static func accountsUnlisted(_ problem: Problem) -> Problem {
    Problem(
      "accounts-unlisted",
      "The accounts of the organization could not be listed; those that were known were read: "
        + problem.message,
      hint: problem.hint)
  }
}

import AWSClient
import AWSCollection
import ChangeDocuments
import ConfigurationModel

/// An account that is to be read, with credentials for it.
struct AccountAccess: Sendable {
  let account: String
  let client: AWSClient
  /// Whether AWS said already that the credentials are this account's.
  var isConfirmed = false
  /// Why it cannot be read, where that is known already.
  var refusal: (any Error)?
}

/// Whose credentials they are.
struct CallerIdentity: Sendable {
  let account: String
  /// `aws`, `aws-cn`, `aws-us-gov`.
  let partition: String

  /// Throws `AWSError` or `Problem`.
  init(of client: AWSClient, at region: String) async throws {
    let request = AWSRequest("sts", "get-caller-identity", region: region)
    let answer = try await client.call(request)
    guard let account = answer.value["Account"]?.string, account.isAWSAccount else {
      throw Problem.callRefused(request, "the answer names no account of 12 digits")
    }
    self.account = account
    let parts = answer.value["Arn"]?.string?.split(separator: ":") ?? []
    let named = parts.count > 1 ? String(parts[1]) : "aws"
    guard named.utf8.allSatisfy({ $0 == 0x2D || 0x61...0x7A ~= $0 }) else {
      throw Problem.callRefused(request, "the answer names no partition")
    }
    partition = named
  }
}

extension SnapshotSource.AWSAccounts {
  /// The accounts to be read: the caller's own with its own credentials, the others with the role.
  func accesses(
    _ client: AWSClient, caller: CallerIdentity, in surroundings: CredentialSurroundings
  )
    async throws -> [AccountAccess]
  {
    let ids: [String]
    switch reach {
    case .own: ids = [caller.account]
    case .accounts(let list): ids = list
    case .organization(let units, let except):
      ids = try await client.refusing {
        try await Organization(client).accounts(in: units).filter(\.isActive).map(\.id)
      }.filter { !except.contains($0) }
    }
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
      .map { access($0, client, caller: caller, in: surroundings) }
  }

  /// How one account is read.
  func access(
    _ account: String, _ client: AWSClient, caller: CallerIdentity,
    in surroundings: CredentialSurroundings
  ) -> AccountAccess {
    guard account != caller.account, let role else {
      return AccountAccess(
        account: account, client: client, isConfirmed: account == caller.account)
    }
    let arn = "arn:\(caller.partition):iam::\(account):role/\(role.name)"
    return AccountAccess(
      account: account,
      client: client.assuming(
        arn, account: account, sessionName: "plumbline", externalID: role.externalID,
        in: surroundings))
  }
}

extension AWSClient {
  /// What a call gives, with AWS's refusal as a problem.
  func refusing<Value>(_ call: () async throws -> Value) async throws -> Value {
    do {
      return try await call()
    } catch let error as AWSError {
      throw Problem.of(callFailure: error)
    }
  }
}

extension Problem {
  static func callRefused(_ request: AWSRequest, _ reason: String) -> Problem {
    Problem("call-refused", "\(request) cannot be used: \(reason).")
  }

  static func otherAccount(_ wanted: String, _ found: String) -> Problem {
    Problem(
      "other-account", "The credentials for the account \(wanted) are of the account \(found).",
      hint: "Name the role that is to be assumed in it: 'role' in the settings, or --role.")
  }
}

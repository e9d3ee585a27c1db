import ConfigurationJSON
import ConfigurationModel
import Crypto

/// A profile of IAM Identity Center, with the token that `aws sso login` left in its cache. A session's token is
/// had anew before it ends, as the AWS CLI does (botocore's SSOTokenProvider).
struct SingleSignOn {
  private let surroundings: CredentialSurroundings
  private let profile: String
  private let settings: [String: String]
  private let shared: SharedConfiguration

  init(
    _ surroundings: CredentialSurroundings, _ profile: String, _ settings: [String: String],
    _ shared: SharedConfiguration
  ) {
    self.surroundings = surroundings
    self.profile = profile
    self.settings = settings
    self.shared = shared
  }

  func credentials() async throws -> AWSCredentials {
    let session = settings["sso_session"].map { shared.sessions[$0] ?? [:] } ?? settings
    guard let start = session["sso_start_url"], let region = session["sso_region"],
      let account = settings["sso_account_id"], let role = settings["sso_role_name"]
    else {
      throw Problem.profileInvalid(
        profile, "sso_start_url, sso_region, sso_account_id or sso_role_name is missing")
    }
    let token = try await token(of: settings["sso_session"] ?? start, at: region)
    let request = AWSRequest(
      "sso", "GetRoleCredentials", region: region,
      [
        "roleName": .string(role), "accountId": .string(account), "accessToken": .string(token),
      ])
    let answer = try await exchange.answer(request, source: source, signedWith: nil)
    guard let credentials = answer.value["roleCredentials"].flatMap({ AWSCredentials($0, source) })
    else { throw Problem.credentialsRefused(source, "it answered with no credentials") }
    return credentials
  }

  private var source: String { "single sign-on of profile '\(profile)'" }

  private var exchange: AWSExchange {
    AWSExchange(
      transport: surroundings.transport(profile: profile),
      endpoints: surroundings.endpoints(profile: profile), now: surroundings.now,
      clock: surroundings.clock)
  }

  /// A token that is valid. The cache's files are named after the SHA-1 of the session's name, or of the start
  /// address.
  private func token(of key: String, at region: String) async throws -> String {
    let name = Insecure.SHA1.hash(data: Array(key.utf8)).hex
    let path = surroundings.expanded("~/.aws/sso/cache/\(name).json")
    guard let token = surroundings.tokens.newest(path, surroundings.text(path)) else {
      throw Problem.credentialsRefused(source, "nobody is logged in: run `aws sso login`")
    }
    let now = surroundings.serverNow()
    if token.isDue(at: now), settings["sso_session"] != nil,
      let request = token.refresh(at: now, region)
    {
      return try await refreshed(token, request, path).accessToken
    }
    guard token.end > now else { throw loginExpired }
    return token.accessToken
  }

  private var loginExpired: Problem {
    .credentialsRefused(source, "the login has expired: run `aws sso login`")
  }

  /// The token that follows; the old one as long as it is valid, where none can be had. It is written where the
  /// CLI looks: the old refresh token may be worth nothing now.
  private func refreshed(_ token: SignOnToken, _ request: AWSRequest, _ path: String) async throws
    -> SignOnToken
  {
    do {
      let answer = try await exchange.answer(request, source: source, signedWith: nil)
      guard let fresh = token.following(answer.value, at: surroundings.serverNow()) else {
        throw Problem.credentialsRefused(source, "it answered with no token")
      }
      surroundings.tokens.keep(fresh, path)
      // Where the file cannot be written this process goes on with what it keeps.
      try? surroundings.write(path, Array((fresh.value.canonicalJSON + "\n").utf8))
      return fresh
    } catch let problem as Problem {
      // Another process may have been first: what it was given then makes the old refresh token worthless.
      let other = surroundings.tokens.newest(path, surroundings.text(path))
      if let other, other.end > token.end { return other }
      guard token.end > surroundings.serverNow() else {
        throw Problem.credentialsRefused(
          source,
          "the login has expired and is not renewed (\(problem.message)): run `aws sso login`")
      }
      return token
    }
  }
}

import ConfigurationJSON
import ConfigurationModel
import Crypto

/// A profile of IAM Identity Center, with the token that `aws sso login` left in its cache.
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
    let request = AWSRequest(
      "sso", "GetRoleCredentials", region: region,
      [
        "roleName": .string(role), "accountId": .string(account),
        "accessToken": .string(try token(of: settings["sso_session"] ?? start)),
      ])
    let exchange = AWSExchange(
      transport: surroundings.transport, endpoints: surroundings.endpoints(profile: profile),
      now: surroundings.now)
    let source = "single sign-on of profile '\(profile)'"
    let answer = try await exchange.answer(request, source: source, signedWith: nil)
    guard let credentials = answer.value["roleCredentials"].flatMap({ AWSCredentials($0, source) })
    else { throw Problem.credentialsRefused(source, "it answered with no credentials") }
    return credentials
  }

  /// The cache's files are named after the SHA-1 of the session's name, or of the start address.
  private func token(of key: String) throws -> String {
    let name = Insecure.SHA1.hash(data: Array(key.utf8)).hex
    let source = "single sign-on of profile '\(profile)'"
    guard let text = surroundings.text("~/.aws/sso/cache/\(name).json"),
      let value = try? ConfigurationValue(json: text), let token = value["accessToken"]?.string
    else { throw Problem.credentialsRefused(source, "nobody is logged in: run `aws sso login`") }
    let end = value["expiresAt"]?.string.flatMap {
      TimestampText.time($0.replacing("UTC", with: "Z"))
    }
    guard let end, end > surroundings.now() else {
      throw Problem.credentialsRefused(source, "the login has expired: run `aws sso login`")
    }
    return token
  }
}

import ConfigurationJSON
import ConfigurationModel
import Synchronization

/// A token of single sign-on, as a file of `~/.aws/sso/cache` holds it. Its texts never hold the secrets.
struct SignOnToken: Sendable {
  /// The whole document: what is not known here is kept.
  let value: ConfigurationValue
  let accessToken: String
  let end: Timestamp

  /// Nil where the text is no such document.
  init?(_ text: String) {
    guard let value = try? ConfigurationValue(json: text) else { return nil }
    self.init(value)
  }

  private init?(_ value: ConfigurationValue) {
    guard let accessToken = value["accessToken"]?.string, let end = Self.time(value["expiresAt"])
    else { return nil }
    self.value = value
    self.accessToken = accessToken
    self.end = end
  }

  private static func time(_ value: ConfigurationValue?) -> Timestamp? {
    value?.string.flatMap { TimestampText.time($0.replacing("UTC", with: "Z")) }
  }

  /// Whether it should be had anew: within fifteen minutes of its end.
  func isDue(at now: Timestamp) -> Bool { end <= now.advanced(bySeconds: 15 * 60) }

  /// The call for the token that follows; nil where the login left nothing to ask with.
  func refresh(at now: Timestamp, _ region: String) -> AWSRequest? {
    guard let id = value["clientId"], let secret = value["clientSecret"],
      let token = value["refreshToken"], let end = Self.time(value["registrationExpiresAt"]),
      end > now
    else { return nil }
    return AWSRequest(
      "sso-oidc", "CreateToken", region: region,
      [
        "grantType": .string("refresh_token"), "clientId": id, "clientSecret": secret,
        "refreshToken": token,
      ])
  }

  /// The token in an answer to that call; nil where there is none.
  func following(_ answer: ConfigurationValue, at now: Timestamp) -> SignOnToken? {
    guard case .object(var fields) = value, let token = answer["accessToken"],
      case .number(let text)? = answer["expiresIn"], let seconds = Int64(text), seconds > 0
    else { return nil }
    fields["accessToken"] = token
    fields["expiresAt"] = .string(
      Timestamp(seconds: now.advanced(bySeconds: seconds).seconds).description)
    if let refresh = answer["refreshToken"], refresh != .null { fields["refreshToken"] = refresh }
    return SignOnToken(.object(fields))
  }
}

extension SignOnToken: CustomStringConvertible, CustomReflectable {
  var description: String { "token until \(end)" }

  var customMirror: Mirror { Mirror(self, children: ["end": end]) }
}

/// The tokens that this process had anew, where the files of the cache cannot be written.
package final class SignOnTokens: Sendable {
  private let tokens = Mutex<[String: SignOnToken]>([:])

  /// None yet.
  package init() {}

  func keep(_ token: SignOnToken, _ path: String) { tokens.withLock { $0[path] = token } }

  /// The token that lasts longer: what the file holds now, or what was had anew. Nil where there is none.
  func newest(_ path: String, _ text: String?) -> SignOnToken? {
    let written = text.flatMap { SignOnToken($0) }
    let kept = tokens.withLock { $0[path] }
    guard let written, let kept else { return written }
    return kept.end > written.end ? kept : written
  }
}

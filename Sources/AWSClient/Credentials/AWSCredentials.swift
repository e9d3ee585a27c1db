package import ConfigurationModel

/// What requests are signed with. Its texts never hold the secrets: neither printed nor dumped.
package struct AWSCredentials: Hashable, Sendable {
  /// The id of the key, which is no secret: it stands in each request and in CloudTrail.
  package let accessKeyID: String
  /// The secret of the key: it signs, and is never sent.
  package let secretAccessKey: String
  /// What goes with keys that end; nil for a user's own keys.
  package let sessionToken: String?
  /// When they stop being valid; nil for a user's own keys.
  package let expiration: Timestamp?
  /// Where they come from, for people: `environment`, `profile audit`.
  package let source: String

  /// Makes credentials of keys that were had somewhere; whether they are valid, only AWS can say.
  package init(
    accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
    expiration: Timestamp? = nil, source: String
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.source = source
  }

  /// Whether they should be had anew: five minutes before they end.
  package func isDue(at now: Timestamp) -> Bool {
    expiration.map { $0 <= now.advanced(bySeconds: 300) } ?? false
  }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The source, the last four characters of the key's id and the end; no secret.
  package var description: String {
    "credentials of \(source), access key …\(accessKeyID.suffix(4)), secret redacted"
      + (expiration.map { ", until \($0)" } ?? "")
  }

  /// The same as `description`, so that no debugger shows a secret.
  package var debugDescription: String { description }

  /// Only the source, so that `dump` shows no secret.
  package var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}

package import ConfigurationModel

/// What requests are signed with. Its texts never hold the secrets: neither printed nor dumped.
package struct AWSCredentials: Hashable, Sendable {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String?
  /// When they stop being valid; nil for a user's own keys.
  package let expiration: Timestamp?
  /// Where they come from, for people: `environment`, `profile audit`.
  package let source: String

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
  package var description: String {
    "credentials of \(source), access key …\(accessKeyID.suffix(4)), secret redacted"
      + (expiration.map { ", until \($0)" } ?? "")
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}

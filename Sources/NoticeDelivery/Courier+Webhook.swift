import AWSClient
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Crypto
import Foundation

extension Courier {
  func deliver(_ message: OutgoingMessage, to webhook: NoticeDestination.Webhook) async throws
    -> Delivery
  {
    let address = try surroundings.secrets.address(of: webhook.address)
    var request = HTTPRequest(
      method: "POST", scheme: address.scheme, authority: address.authority, path: address.path,
      headers: [
        HTTPField("Content-Type", "application/cloudevents+json; charset=utf-8"),
        HTTPField("User-Agent", "plumbline"), HTTPField("Idempotency-Key", message.key),
      ], body: Array(message.body.utf8))
    if let secret = webhook.secret {
      let key = WebhookKey(try surroundings.secrets.text(of: secret))
      request.headers += key.headers(for: message, at: now)
    }
    return Delivery(try await post(request), now: now)
  }
}

/// What messages to a webhook are signed with, as Standard Webhooks has it (github.com/standard-webhooks,
/// "Signature scheme"): HMAC-SHA256 over id, time and body.
struct WebhookKey {
  private let key: SymmetricKey

  /// `whsec_` and the key in base64, or a text whose bytes are the key.
  init(_ secret: String) {
    let mark = "whsec_"
    let decoded =
      secret.hasPrefix(mark) ? Data(base64Encoded: String(secret.dropFirst(mark.count))) : nil
    key = SymmetricKey(data: decoded ?? Data(secret.utf8))
  }

  /// The headers that a receiver checks: a message that is caught and sent again later has an old time.
  func headers(for message: OutgoingMessage, at time: Timestamp) -> [HTTPField] {
    let stamp = "\(time.seconds)"
    let signed = "\(message.key).\(stamp).\(message.body)"
    let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: key)
    return [
      HTTPField("webhook-id", message.key), HTTPField("webhook-timestamp", stamp),
      HTTPField("webhook-signature", "v1," + Data(code).base64EncodedString()),
    ]
  }
}

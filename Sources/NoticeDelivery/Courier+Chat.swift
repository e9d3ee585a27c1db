import AWSClient
import AuditStore
import ChangeDocuments
import ConfigurationModel

extension Courier {
  /// Slack and Teams: the address is the secret, and nothing tells them one message from another.
  func deliver(_ message: OutgoingMessage, toChatAt source: SecretSource) async throws -> Delivery {
    let address = try surroundings.secrets.address(of: .secret(source))
    return Delivery(try await post(.json(message.body, to: address)), now: now)
  }

  /// PagerDuty takes an event of one `dedup_key` once.
  func deliver(_ message: OutgoingMessage, to pagerDuty: NoticeDestination.PagerDuty) async throws
    -> Delivery
  {
    let address = try surroundings.secrets.address(of: .plain(pagerDuty.address))
    let key = try surroundings.secrets.line(of: pagerDuty.routingKey)
    let field = ConfigurationValue.object(["routing_key": .string(key)]).canonicalJSON
    let body = String(field.dropLast()) + ", " + message.body.dropFirst()
    return Delivery(try await post(.json(body, to: address)), now: now)
  }
}

extension HTTPRequest {
  /// A JSON text that is posted.
  static func json(
    _ text: String, to address: WebAddress, method: String = "POST", headers: [HTTPField] = []
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, scheme: address.scheme, authority: address.authority, path: address.path,
      headers: [
        HTTPField("Content-Type", "application/json; charset=utf-8"),
        HTTPField("User-Agent", "plumbline"), HTTPField("Accept", "application/json"),
      ] + headers, body: Array(text.utf8))
  }
}

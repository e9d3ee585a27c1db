import Foundation
import NIOCore
import NIOHTTP1

/// A request as a proxy understands it, for rules to decide by.
package struct ProxiedRequest: Sendable {
  /// AWS's protocols, as far as their errors differ.
  package enum Wire: Sendable { case ec2, query, json, restJSON, restXML }

  /// What the request was signed for: `ec2`, `s3`, `elasticloadbalancing`.
  package let service: String
  /// The region that it was signed for; `us-east-1` for what has none.
  package let region: String
  /// `DescribeVpcs`; of a REST protocol the method and address: `GET /plumb-data?policy`.
  package let operation: String
  /// The id of the key that signed the request; empty where it is not signed.
  package let accessKeyID: String
  /// The protocol that the request speaks, by which an error is written.
  package let wire: Wire
  /// Which request of all it is since the rule was set, from 1.
  package internal(set) var number = 0
  /// Which time this very call is made since the rule was set, from 1: retries count on.
  package internal(set) var attempt = 0
  /// The body as text; empty for none.
  package let body: String
  /// What two requests have in common that are the same call.
  let identity: String

  /// `ec2 eu-west-1 DescribeVpcs`.
  var name: String { "\(service) \(region) \(operation)" }

  init(_ request: NIOHTTPServerRequestFull) {
    body = request.body.map { String(buffer: $0) } ?? ""
    let headers = request.head.headers
    let scope = Self.scope(headers.first(name: "Authorization") ?? "")
    (accessKeyID, region, service) = (scope[0], scope[2], scope[3])
    let target = headers.first(name: "X-Amz-Target")
    let action = body.split(separator: "&").first { $0.hasPrefix("Action=") }
    if let target {
      operation = String(target.split(separator: ".").last ?? "")
      wire = .json
    } else if let action {
      operation = String(action.dropFirst("Action=".count))
      wire = service == "ec2" ? .ec2 : .query
    } else {
      operation = "\(request.head.method) \(request.head.uri)"
      wire = service == "s3" ? .restXML : .restJSON
    }
    identity = "\(service) \(region) \(operation) \(request.head.uri) \(body)"
  }

  /// Key, date, region, service and end of `Credential=…` (AWS Signature Version 4).
  private static func scope(_ authorization: String) -> [String] {
    let credential = authorization.split(separator: "Credential=").last ?? ""
    let parts = credential.prefix { $0 != "," }.split(separator: "/").map(String.init)
    return parts.count == 5 ? parts : ["", "", "", "", ""]
  }
}

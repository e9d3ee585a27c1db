import AWSClient
import ConfigurationJSON
import ConfigurationModel

/// A server with tickets, asked and told in JSON.
struct TicketServer {
  let courier: Courier
  let base: WebAddress
  let authorization: String

  /// An answer that was not hoped for, as the end of the attempt.
  struct Unexpected: Error {
    let delivery: Delivery
    /// The status of HTTP; nil where the answer was read.
    var status: Int?
  }

  /// What it answers to a request. Throws `Unexpected`.
  func ask(_ method: String, _ path: String, _ body: ConfigurationValue? = nil) async throws
    -> ConfigurationValue
  {
    let root = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
    var request = HTTPRequest.json(
      body?.canonicalJSON ?? "", to: base.at(path: root + path), method: method,
      headers: [HTTPField("Authorization", authorization)])
    if body == nil { request.headers.removeAll { $0.name == "Content-Type" } }
    let response = try await courier.post(request)
    let delivery = Delivery(response, now: courier.now)
    guard case .taken = delivery else {
      throw Unexpected(delivery: delivery, status: Int(response.status))
    }
    guard !response.body.isEmpty else { return .null }
    do {
      return try JSONParser().parse(response.body)
    } catch {
      throw Unexpected(
        delivery: .later(seconds: nil, problem: "its answer is not what was expected: no JSON"))
    }
  }

  /// What a message says.
  static func text(of body: String) -> (summary: String, text: String, severity: String)? {
    guard let value = try? JSONParser().parse(body), let summary = value["summary"]?.string,
      let text = value["text"]?.string
    else { return nil }
    return (summary, text, value["severity"]?.string ?? "")
  }
}

extension String {
  /// For the value of a query.
  var queryEncoded: String {
    utf8.map { byte in
      let isPlain =
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || "-_.".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}

import NIOCore
import NIOHTTP1

/// What a proxy does with a request instead of handing it on.
package enum Fault: Sendable {
  /// Nothing: the request is answered by who stands behind.
  case none
  /// An error as AWS writes it in the request's protocol; its request id is `fault-` and the request's
  /// number.
  case error(status: Int, code: String, message: String = "as the test asked")
  /// A status and a body, of no protocol.
  case text(status: Int, String)
  /// The answer with another body.
  case edited(@Sendable (String) -> String)
  /// The first answer of this operation with another body, whatever is asked for later: a page for ever.
  case again(@Sendable (String) -> String)
  /// The answer with another status.
  case restated(Int)
  /// The answer to another call that was made, of the same protocol or another service: which, by any number.
  case swapped(Int)
  /// The connection ends in the middle of the answer's body.
  case cut
  /// The same, of a body in chunks whose length nobody said.
  case cutChunk
  /// The answer with a length that is so many bytes more than it has, or fewer.
  case misstated(Int)
  /// So many seconds pass before the answer.
  case stall(seconds: Double)
  /// So many seconds pass in the middle of the answer's body.
  case stallInside(seconds: Double)
}

/// A status, headers and a body.
struct ProxiedAnswer: Sendable {
  var status: Int
  var headers: [(String, String)]
  var body: [UInt8]
  /// The protocol of the call that it answered; nil where it is of none.
  var wire: ProxiedRequest.Wire?

  init(
    status: Int, headers: [(String, String)], body: [UInt8], wire: ProxiedRequest.Wire? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.wire = wire
  }

  /// An error as AWS writes it.
  init(error code: String, status: Int, message: String, to request: ProxiedRequest) {
    let id = "fault-\(request.number)"
    self.status = status
    switch request.wire {
    case .ec2:
      headers = [("Content-Type", "text/xml")]
      body = Array(
        """
        <Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>\
        <RequestID>\(id)</RequestID></Response>
        """.utf8)
    case .query:
      headers = [("Content-Type", "text/xml")]
      body = Array(
        """
        <ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message>\
        </Error><RequestId>\(id)</RequestId></ErrorResponse>
        """.utf8)
    case .restXML:
      headers = [("Content-Type", "application/xml"), ("x-amz-request-id", id)]
      body = Array(
        "<Error><Code>\(code)</Code><Message>\(message)</Message></Error>".utf8)
    case .json:
      headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", id)]
      body = Array(#"{"__type":"\#(code)","message":"\#(message)"}"#.utf8)
    case .restJSON:
      headers = [
        ("Content-Type", "application/json"), ("x-amzn-RequestId", id), ("x-amzn-ErrorType", code),
      ]
      body = Array(#"{"Message":"\#(message)"}"#.utf8)
    }
  }

  /// The same answer with another body.
  func edited(_ edit: (String) -> String) -> ProxiedAnswer {
    let text = edit(String(decoding: body, as: UTF8.self))
    return ProxiedAnswer(status: status, headers: headers, body: Array(text.utf8), wire: wire)
  }

  /// How much of a body its head says there is.
  enum Length { case bytes(Int), chunks }

  func head(_ length: Length) -> HTTPResponseHead {
    var fields = HTTPHeaders(headers)
    switch length {
    case .bytes(let count): fields.replaceOrAdd(name: "Content-Length", value: "\(count)")
    case .chunks: fields.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
    }
    return HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
  }
}

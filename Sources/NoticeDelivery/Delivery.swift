package import AWSClient
package import ConfigurationModel

/// How an attempt to deliver a message ended.
package enum Delivery: Hashable, Sendable {
  /// The receiver has it; with what it calls what it made of it.
  case taken(reference: String?)
  /// It may take it later: not before so many seconds are over, where it said so.
  case later(seconds: Double?, problem: String)
  /// It never will.
  case refused(problem: String)

  /// What an answer over HTTP says of a message (RFC 9110, section 15): what is wrong with the message is wrong with it
  /// the next time too; what is wrong with the address, the credentials or the receiver can be put right.
  package init(_ response: HTTPResponse, now: Timestamp) {
    let problem = "it answered with HTTP \(response.status)\(response.saying)"
    switch response.status {
    case 200..<300: self = .taken(reference: nil)
    case 400, 405, 406, 409, 410, 411, 413, 414, 415, 422: self = .refused(problem: problem)
    default: self = .later(seconds: response.retryAfter(now: now), problem: problem)
    }
  }

  /// No answer came.
  package init(_ failure: TransportFailure) {
    switch failure {
    case .timedOut(let seconds):
      self = .later(seconds: nil, problem: "there was no answer within \(Int(seconds)) seconds")
    case .failed(let reason):
      self = .later(seconds: nil, problem: Self.sentence(of: reason))
    case .untrusted(let reason):
      self = .later(seconds: nil, problem: "its certificate is not trusted: \(reason)")
    }
  }

  private static func sentence(of reason: String) -> String {
    let refusal = "no connection: "
    return reason.hasPrefix(refusal)
      ? "it cannot be reached: \(reason.dropFirst(refusal.count))"
      : "no whole answer came: \(reason)"
  }
}

extension HTTPResponse {
  /// `: ` and the beginning of what it says, on one line; empty where it says nothing.
  fileprivate var saying: String {
    let words = String(decoding: body.prefix(4_000), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    // The last word may be the beginning of a secret, which is not known as one.
    let text = (body.count > 4_000 ? words.dropLast() : words).joined(separator: " ")
    return text.isEmpty ? "" : ": \(text.visible)"
  }
}

package import ConfigurationModel

/// A request as it goes over the wire.
package struct HTTPRequest: Hashable, Sendable {
  /// The method in capitals: `GET`, `POST`.
  package var method: String
  /// `https` or `http`.
  package var scheme: String
  /// Host and, where it is not the scheme's own, port: `localhost:5000`.
  package var authority: String
  /// The path as it is sent: percent-encoded, beginning with a slash.
  package var path: String
  /// Decoded names and values, in the order they are sent.
  package var query: [HTTPField]
  /// The headers in the order they are sent; `Host` too, once the request is signed.
  package var headers: [HTTPField]
  /// The body; empty for none.
  package var body: [UInt8]

  /// Makes a request whose path is already percent-encoded.
  package init(
    method: String, scheme: String, authority: String, path: String, query: [HTTPField] = [],
    headers: [HTTPField] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.scheme = scheme
    self.authority = authority
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The whole address.
  package var url: String {
    let text = query.map { field in
      field.name.uriEncoded + "=" + field.value.uriEncoded
    }.joined(separator: "&")
    return "\(scheme)://\(authority)\(path)" + (text.isEmpty ? "" : "?" + text)
  }
}

/// A header, or a parameter of a query.
package struct HTTPField: Hashable, Sendable {
  /// The name; of a header its case does not count.
  package let name: String
  /// The value, decoded.
  package let value: String

  /// Makes a field of a name and a value.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// An answer as it came over the wire.
package struct HTTPResponse: Hashable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The headers in the order they came; one name may come several times.
  package let headers: [HTTPField]
  /// The whole body, at most `HTTPTransport.largestAnswer` bytes.
  package let body: [UInt8]

  /// Makes an answer, as tests do.
  package init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of this name, whatever its case, without the blanks around it, which are none of it (RFC 9110,
  /// section 5.5); nil where there is none.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }.map { $0.value.withoutBlanks }
  }
}

extension String {
  /// The same without the blanks and tabulators before and after it.
  fileprivate var withoutBlanks: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var text = drop(while: isBlank)
    while text.last.map(isBlank) ?? false { text.removeLast() }
    return String(text)
  }
}

extension HTTPResponse {
  /// For how many seconds the server asks not to be called: `Retry-After` in seconds or as a date (RFC 9110, section
  /// 10.2.3); nil where it does not ask.
  package func retryAfter(now: Timestamp) -> Double? { ServiceModel.retryAfter(self, now: now) }
}

import ConfigurationModel

/// A proxy, as `HTTPS_PROXY` and `HTTP_PROXY` name it: `http://user:password@host:port`. Its texts never hold
/// the name and password.
struct ProxyAddress: Hashable, Sendable {
  let host: String
  let port: Int
  /// What the header `Proxy-Authorization` says; nil where no name is given.
  let authorization: String?

  /// Reads an address; without a scheme it is `http`, without a port 80, as AWS's tools take it (botocore's
  /// ProxyConfiguration). `place` is the variable's name. Throws `aws-proxy-invalid`.
  init(_ text: String, in place: String) throws(Problem) {
    let parts = text.firstRange(of: "://").map { (text[..<$0.lowerBound], text[$0.upperBound...]) }
    let scheme = parts?.0.lowercased() ?? "http"
    // A password may hold the mark too: what stands before it is told only where it is a scheme.
    guard scheme.isScheme else { throw .proxyInvalid(place, "it begins with no scheme") }
    guard scheme == "http" else {
      throw .proxyInvalid(place, "it is spoken to by '\(scheme)', and only 'http' is known")
    }
    let rest = parts?.1 ?? text.drop { $0 == "/" }
    // A password may hold any of these marks; a host's name holds none.
    let mark = rest.lastIndex(of: "@")
    let address = (mark.map { rest[rest.index(after: $0)...] } ?? rest).prefix { $0 != "/" }
    guard let (host, port) = HostName.split(address), !host.isEmpty else {
      throw .proxyInvalid(place, "'\(address)' is no host and port")
    }
    self.host = host
    self.port = port ?? 80
    authorization = mark.map { Self.basic(rest[..<$0]) }
  }

  private static func basic(_ user: Substring) -> String {
    let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let decoded = parts.map { String($0).percentDecoded }.joined(separator: ":")
    return "Basic " + Array((decoded.contains(":") ? decoded : decoded + ":").utf8).base64
  }
}

extension String {
  /// Whether the text has the form of a scheme (RFC 3986, section 3.1).
  fileprivate var isScheme: Bool {
    first?.isLetter == true
      && utf8.allSatisfy { byte in
        let scalar = Unicode.Scalar(byte)
        return byte < 0x80 && (scalar.properties.isAlphabetic || 0x30...0x39 ~= byte)
          || scalar == "+" || scalar == "-" || scalar == "."
      }
  }
}

extension ProxyAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  var debugDescription: String { description }

  var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

/// The host and port of an address.
enum HostName {
  /// `host`, `host:8080`, `[::1]:8080`, `::1`; nil for anything else.
  static func split(_ text: Substring) -> (host: String, port: Int?)? {
    guard !text.contains(where: { $0.isWhitespace || $0 == "@" }) else { return nil }
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let host = String(text[..<end].dropFirst())
      let rest = text[end...].dropFirst()
      if rest.isEmpty { return (host, nil) }
      guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()) else { return nil }
      return (host, Int(port))
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return (String(text), nil)
    case 2: return UInt16(parts[1]).map { (String(parts[0]), Int($0)) }
    case _: return AddressBlock(parsing: String(text)).map { _ in (String(text), nil) }
    }
  }
}

extension [UInt8] {
  /// In base 64 (RFC 4648, section 4).
  fileprivate var base64: String {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".map { $0 }
    var text = ""
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[(bits >> (18 - 6 * place)) & 63]
        text.append(place <= group.count ? digit : "=")
      }
    }
    return text
  }
}

extension Problem {
  /// `reason` never holds what stands before an `@`.
  static func proxyInvalid(_ place: String, _ reason: String) -> Problem {
    Problem(
      "aws-proxy-invalid", "\(place) does not name a usable proxy: \(reason).",
      hint: "Write http://HOST:PORT, with USER:PASSWORD@ before the host where it asks for them.")
  }
}

package import ChangeDocuments
package import ConfigurationModel

/// Reads secrets where the settings say that they are, each time anew: who replaces one restarts nothing.
package struct SecretReader: Sendable {
  private let variables: [String: String]
  private let file: @Sendable (String) -> [UInt8]?

  /// - Parameter file: The bytes of a file; nil where it cannot be read.
  package init(
    variables: [String: String], file: @escaping @Sendable (String) -> [UInt8]?
  ) {
    self.variables = variables
    self.file = file
  }

  /// Throws `notice-secret-missing`, which names the place and never what is there.
  package func text(of source: SecretSource) throws(Problem) -> String {
    switch source {
    case .variable(let name):
      guard let text = variables[name]?.withoutLineEnd, !text.isEmpty else {
        throw .secretMissing(source.words, "it is not set")
      }
      return text
    case .file(let path):
      guard let bytes = file(path) else {
        throw .secretMissing(source.words, "it cannot be read")
      }
      let text = String(decoding: bytes, as: UTF8.self).withoutLineEnd
      guard !text.isEmpty else { throw .secretMissing(source.words, "it is empty") }
      return text
    }
  }

  /// What variables hold that no setting names: the keys of AWS, and the passwords of proxies.
  var ownSecrets: [String] {
    let keys = Self.secretVariables.compactMap { variables[$0] }
    let passwords = variables.compactMap { name, text -> String? in
      guard name.lowercased().hasSuffix("_proxy"), let at = text.lastIndex(of: "@") else {
        return nil
      }
      let login = text[..<at]
      let password = login.lastIndex(of: ":").map { login[login.index(after: $0)...] }
      return password.flatMap { $0.hasPrefix("//") ? nil : String($0) }
    }
    return keys + passwords
  }

  private static let secretVariables = [
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  ]

  /// What stands on one line of a request, as a token does. Throws `notice-secret-unusable` too, which names the place and
  /// never what is there.
  package func line(of source: SecretSource) throws(Problem) -> String {
    let text = try text(of: source)
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw .secretUnusable(source.words)
    }
    return text
  }

  /// The address that is written, or stands where a secret does. Throws `notice-address-invalid` too.
  package func address(of source: WebAddressSource) throws(Problem) -> WebAddress {
    switch source {
    case .plain(let text):
      guard let address = WebAddress(text) else { throw .addressInvalid("that of the settings") }
      return address
    case .secret(let place):
      // What stands there is a secret, and part of no message.
      guard let address = WebAddress(try text(of: place)) else {
        throw .addressInvalid("what stands in \(place.words)")
      }
      return address
    }
  }
}

/// Where a request goes.
package struct WebAddress: Hashable, Sendable {
  /// `https`, or `http` for this machine alone.
  package let scheme: String
  /// Host and port as they are written, never with a user.
  package let authority: String
  /// Path and query as they are sent.
  package let path: String

  /// Nil where it is no address that a message may go to.
  package init?(_ text: String) {
    guard text.isWebAddress, let colon = text.firstRange(of: "://") else { return nil }
    scheme = String(text[..<colon.lowerBound])
    let rest = text[colon.upperBound...].prefix { $0 != "#" }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    authority = String(rest[..<end])
    path = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
  }

  /// The same place under another path.
  package func at(path: String) -> WebAddress { WebAddress(scheme, authority, path) }

  private init(_ scheme: String, _ authority: String, _ path: String) {
    (self.scheme, self.authority, self.path) = (scheme, authority, path)
  }
}

extension String {
  /// The same without the line ends at its end, which editors and shells leave there.
  fileprivate var withoutLineEnd: String {
    var text = self[...]
    while let last = text.last, last.isNewline { text = text.dropLast() }
    return String(text)
  }
}

extension String {
  /// Whether it is a variable's name as they are usually written, and no secret that stands where the name belongs.
  fileprivate var isUsualName: Bool {
    utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}

extension SecretSource {
  fileprivate var words: String {
    switch self {
    case .variable(let name):
      name.isUsualName ? "the variable \(name)" : "the variable of its 'env'"
    case .file(let path): "the file '\(path)'"
    }
  }
}

extension Problem {
  fileprivate static func secretMissing(_ place: String, _ why: String) -> Problem {
    Problem(
      "notice-secret-missing", "A destination's secret is missing: \(place): \(why).",
      hint: "Put it there for whoever sends: the daemon's environment, or 'plumb notice send'.")
  }

  fileprivate static func secretUnusable(_ place: String) -> Problem {
    Problem(
      "notice-secret-unusable",
      "A destination's secret cannot be sent: \(place): a control character stands in it.",
      hint: "Write it there again, on one line.")
  }

  fileprivate static func addressInvalid(_ what: String) -> Problem {
    Problem(
      "notice-address-invalid", "A destination's address cannot be used: \(what).",
      hint: "Write https://HOST/PATH; http is for this machine only.")
  }
}

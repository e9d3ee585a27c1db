import ConfigurationModel

// Values that may hold a secret: no problem repeats them, because problems stand on terminals and in logs.

extension DocumentReading {
  /// What `parse` makes of a scalar's text, which may hold a secret; `fault` says what is wrong with it without repeating
  /// it.
  mutating func guarded<Value>(
    _ node: DocumentNode, _ key: String, _ what: String, form: String,
    fault: (String) -> String? = { _ in nil }, _ parse: (String) -> Value?
  ) -> Value? {
    guard let text = text(node, "'\(key)'") else { return nil }
    guard let value = parse(text) else {
      report(.guarded(key, isNo: what, fault(text), form: form, at: place(node.line)))
      return nil
    }
    return value
  }

  /// An address of the web that is no secret.
  ///
  /// - Parameter orSecret: Whether it may stand where secrets do instead.
  mutating func plainAddress(_ node: DocumentNode, _ key: String, orSecret: Bool = false) -> String?
  {
    let form = "as https://HOST/PATH (http for this machine only)"
    return guarded(
      node, key, "an address that messages may go to",
      form: orSecret ? form + ", or as { env: NAME } if a secret stands in it" : form,
      fault: \.addressFault
    ) { $0.isWebAddress ? $0 : nil }
  }

  /// Where a secret is: `{ env: NAME }` or `{ file: PATH }`.
  mutating func secret(_ node: DocumentNode, _ what: String) -> SecretSource? {
    guard case .mapping(let entries) = node.content else {
      report(.secretInSettings(what, at: place(node.line)))
      return nil
    }
    // What stands there instead of a key may be the secret.
    let known = ["env", "file"]
    guard entries.allSatisfy({ known.contains($0.key) }) else {
      report(.secretInSettings(what, at: place(node.line)))
      return nil
    }
    guard let fields = fields(node, what, keys: known) else { return nil }
    guard (fields["env"] == nil) != (fields["file"] == nil) else {
      report(.contradiction("\(what) has either 'env' or 'file'.", at: place(fields.line)))
      return nil
    }
    if let env = fields["env"] {
      return guarded(
        env, "env", "the name of a variable of the environment", form: "as PLUMB_TOKEN"
      ) { $0.isVariableName ? .variable($0) : nil }
    }
    return optionalText(fields, "file").map { .file($0) }
  }
}

extension String {
  /// Whether it is an address of the web that a message may go to: encrypted, or on this machine.
  package var isWebAddress: Bool { addressFault == nil }

  /// What keeps messages from going to an address, without repeating it; nil where nothing does.
  fileprivate var addressFault: String? {
    guard !unicodeScalars.contains(where: { $0.isHidden || $0 == " " }) else {
      return "a blank or a hidden character stands in it"
    }
    guard let scheme = ["https://", "http://"].first(where: hasPrefix) else {
      return "it does not begin with https://"
    }
    let authority = String(
      dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    if authority.contains("@") { return "a user or a password stands in it" }
    if authority.isEmpty { return "it names no host" }
    guard scheme == "https://" || authority.isOwnMachine else {
      return "http is not encrypted, and it leads to another machine"
    }
    return nil
  }

  /// Whether an authority is this machine's, with a port or without.
  private var isOwnMachine: Bool {
    ["127.0.0.1", "localhost", "[::1]"].contains { host in
      guard hasPrefix(host) else { return false }
      let port = dropFirst(host.count)
      // Nothing else may follow a host: it would be another one.
      return port.isEmpty
        || port.hasPrefix(":") && (1...5).contains(port.utf8.dropFirst().count)
          && port.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
    }
  }

  /// POSIX, "Environment Variable Definition".
  fileprivate var isVariableName: Bool {
    guard let first = utf8.first, !(48...57).contains(first) else { return false }
    return utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || byte == 95
    }
  }

  /// Whether it is a key as settings have them, and no value that slipped into a key's place.
  var isWord: Bool {
    utf8.count <= 30
      && utf8.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || [45, 95].contains($0)
      }
  }
}

extension Problem {
  /// A value that is not repeated.
  fileprivate static func guarded(
    _ key: String, isNo what: String, _ fault: String?, form: String, at place: Place
  ) -> Problem {
    Problem(
      "malformed-text", "'\(key)' is not \(what)" + (fault.map { ": \($0)." } ?? "."),
      hint: "Write it \(form).", at: place)
  }

  static func secretInSettings(_ what: String, at place: Place) -> Problem {
    Problem(
      "secret-in-settings", "\(what) is a secret, and secrets do not belong in settings.",
      hint: "Write { env: NAME } or { file: PATH }, and put the secret there.", at: place)
  }
}

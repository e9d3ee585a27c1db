import ConfigurationModel

extension DocumentReading {
  mutating func mail(_ node: DocumentNode) -> NoticeDestination.Mail? {
    guard let fields = fields(node, "'mail'", keys: ["from", "to", "sendmail", "smtp"]) else {
      return nil
    }
    let from = required(fields, "from").flatMap { mailbox($0, "from") }
    let to = required(fields, "to").flatMap { members($0, "'to'") }?.compactMap {
      mailbox($0, "to")
    }
    if let smtp = fields["smtp"], fields["sendmail"] != nil {
      report(
        .contradiction("'mail' has either 'sendmail' or 'smtp'.", at: place(smtp.line)))
    }
    let server = fields["smtp"].flatMap { mailServer($0) }
    let program = optionalText(fields, "sendmail")
    guard let from, let to, !to.isEmpty, fields["smtp"] == nil || server != nil else { return nil }
    var mail = NoticeDestination.Mail(from: from, to: to)
    if let program { mail.way = .sendmail(program) }
    if let server { mail.way = .server(server) }
    return mail
  }

  /// An address with or without a name, in plain ASCII: what a header can hold as it is.
  private mutating func mailbox(_ node: DocumentNode, _ key: String) -> String? {
    guarded(
      node, key, "an address of mail", form: "as ops@example.com, or Ops <ops@example.com>"
    ) {
      $0.isMailbox ? $0 : nil
    }
  }

  private mutating func mailServer(_ node: DocumentNode) -> NoticeDestination.Mail.Server? {
    let keys = ["host", "port", "security", "user", "password", "authorities"]
    guard let fields = fields(node, "'smtp'", keys: keys) else { return nil }
    let host = required(fields, "host").flatMap { node in
      guarded(node, "host", "a host", form: "as mail.example.com") { $0.isHostName ? $0 : nil }
    }
    let security: NoticeDestination.Mail.Security? = fields["security"].flatMap {
      word($0, "'security'")
    }
    let port = fields["port"].flatMap { number($0, "'port'", in: 1...65535) }
    let password = fields["password"].flatMap { secret($0, "'password'") }
    guard let host else { return nil }
    if (fields["user"] == nil) != (fields["password"] == nil) {
      report(
        .contradiction("'smtp' has 'user' and 'password', or neither.", at: place(fields.line)))
    }
    if security == NoticeDestination.Mail.Security.none, !["localhost", "127.0.0.1"].contains(host)
    {
      report(
        .contradiction(
          "Mail goes without encryption to this machine only.",
          hint: "Write security: starttls, or tls.", at: place(fields.line)))
    }
    var server = NoticeDestination.Mail.Server(host: host)
    server.security = security ?? .startTLS
    server.port = port ?? (server.security == .tls ? 465 : server.security == .startTLS ? 587 : 25)
    server.user = optionalText(fields, "user")
    server.password = password
    server.authorities = optionalText(fields, "authorities")
    return server
  }
}

extension String {
  fileprivate var isHostName: Bool {
    !isEmpty && utf8.count <= 253
      && utf8.allSatisfy { byte in
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
          || byte == 45 || byte == 46
      }
  }

  /// Nothing that could begin another header, another recipient or an option.
  fileprivate var isMailbox: Bool {
    guard utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), utf8.count <= 320 else { return false }
    var address = self[...]
    if hasSuffix(">") {
      guard let open = lastIndex(of: "<") else { return false }
      let name = self[..<open]
      guard name.allSatisfy({ $0.isLetter || $0.isNumber || " .-_'".contains($0) }) else {
        return false
      }
      address = self[index(after: open)...].dropLast()
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[0].hasPrefix("-")
      && parts[0].allSatisfy { $0.isLetter || $0.isNumber || "!#$%&'*+-/=?^_`{|}~.".contains($0) }
      && String(parts[1]).isHostName
  }
}

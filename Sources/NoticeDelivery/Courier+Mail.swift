import AuditStore
import ChangeDocuments
import ConfigurationModel

extension Courier {
  func deliver(_ message: OutgoingMessage, to mail: NoticeDestination.Mail) async throws -> Delivery
  {
    switch mail.way {
    case .sendmail(let path): try await deliver(message, from: mail, with: path)
    case .server(let server): try await deliver(message, from: mail, to: server)
    }
  }

  /// By the interface that every mail system has: the message on standard input, the recipients as arguments; a dot
  /// alone ends nothing. What it says by its status: sysexits.h.
  private func deliver(
    _ message: OutgoingMessage, from mail: NoticeDestination.Mail, with sendmail: String
  ) async throws -> Delivery {
    // It wants the line ends of this system.
    let text = message.body.replacing("\r\n", with: "\n")
    let result = try await surroundings.run(
      ProgramRun(
        command: [sendmail, "-i", "-f", mail.from.bareAddress, "--"] + mail.to.map(\.bareAddress),
        input: Array(text.utf8), seconds: surroundings.patience * 4))
    switch result.status {
    case 0: return .taken(reference: nil)
    // EX_USAGE, EX_DATAERR, EX_NOUSER, EX_NOHOST.
    case 64, 65, 67, 68: return .refused(problem: "sendmail refused it: it \(result.words)")
    default: return .later(seconds: nil, problem: "sendmail \(result.words)")
    }
  }
}

extension Courier {
  /// An answer from 550 to 559 is about the message or its recipients; everything else may be put right or pass (RFC 5321,
  /// section 4.2).
  private func deliver(
    _ message: OutgoingMessage, from mail: NoticeDestination.Mail,
    to server: NoticeDestination.Mail.Server
  ) async throws -> Delivery {
    let scheme = server.security == .tls ? "smtps" : "smtp"
    let result = await MailRun(
      url: "\(scheme)://\(server.host):\(server.port)",
      needsSTARTTLS: server.security == .startTLS, user: server.user,
      password: try server.password.map { secret throws(Problem) in
        try surroundings.secrets.line(of: secret)
      }, authorities: server.authorities, sender: mail.from.bareAddress,
      recipients: mail.to.map(\.bareAddress), body: message.body, seconds: surroundings.patience
    ).result()
    if result.isTaken { return .taken(reference: nil) }
    let problem =
      result.response > 0
      ? "the mail server answered with SMTP \(result.response): \(result.problem)"
      : "the mail server took no mail: \(result.problem)"
    return (550...559).contains(result.response)
      ? .refused(problem: problem) : .later(seconds: nil, problem: problem)
  }
}

extension String {
  /// `ops@example.com` of `Ops <ops@example.com>`.
  var bareAddress: String {
    guard let open = lastIndex(of: "<"), hasSuffix(">") else { return self }
    return String(self[index(after: open)...].dropLast())
  }
}

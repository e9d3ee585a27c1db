extension NoticeDestination {
  /// E-mail, and how it leaves.
  package struct Mail: Hashable, Sendable {
    /// `Plumb <plumb@example.com>`.
    package var from: String
    /// At least one.
    package var to: [String]
    /// The local program or the server that takes the mail.
    package var way: Way

    /// Makes mail to at least one address, by the system's `sendmail` unless another way is given.
    package init(from: String, to: [String], way: Way = .sendmail("/usr/sbin/sendmail")) {
      self.from = from
      self.to = to
      self.way = way
    }

    /// How it leaves.
    package enum Way: Hashable, Sendable {
      /// By the program of the system's mail, by its path.
      case sendmail(String)
      case server(Server)
    }

    /// A server that takes mail over SMTP.
    package struct Server: Hashable, Sendable {
      /// The server's name or address.
      package var host: String
      /// The port: 587 is the one for submission (RFC 6409).
      package var port: Int
      /// How the connection is made secure.
      package var security: Security
      /// The name to log in with; nil where nobody logs in.
      package var user: String?
      /// Where the password is; nil where nobody logs in.
      package var password: SecretSource?
      /// A file of the certificates that are trusted; nil for those of the system.
      package var authorities: String?

      /// Makes a server without a login that trusts the certificates of the system.
      package init(host: String, port: Int = 587, security: Security = .startTLS) {
        self.host = host
        self.port = port
        self.security = security
      }
    }

    /// How the connection is made secure.
    package enum Security: String, Hashable, Sendable, CaseIterable {
      /// The connection begins without, and nothing is said before it is secure.
      case startTLS = "starttls"
      /// The connection begins secure.
      case tls
      /// Not at all: on this machine only.
      case none
    }
  }
}

extension NoticeDestination.Mail {
  func placed(_ place: (String) -> String) -> Self {
    var mail = self
    switch way {
    // A name without a slash is looked for where the system looks for programs.
    case .sendmail(let path): mail.way = .sendmail(path.contains("/") ? place(path) : path)
    case .server(var server):
      server.password = server.password?.placed(place)
      server.authorities = server.authorities.map(place)
      mail.way = .server(server)
    }
    return mail
  }

  var secrets: [SecretSource] {
    switch way {
    case .sendmail: []
    case .server(let server): [server.password].compactMap { $0 }
    }
  }
}

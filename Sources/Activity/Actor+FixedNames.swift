extension Actor {
  /// The names of the identity that whoever makes a call cannot choose: of a user the name and the ARN, of a session
  /// its role, of a federated user who gave the session away. A session's own name is none of them, but that of IAM
  /// Identity Center. Who set a source identity, an event does not say.
  package var fixedNames: [String] {
    switch identity {
    case .root: ["root"] + [principal].compactMap(\.self)
    case .user(let name): [name] + [principal].compactMap(\.self)
    case .role(let name, let session): roleNames(name) + (isOfIdentityCenter ? [session] : [])
    case .federatedUser: issuerNames
    case .externalUser(let name): [name]
    case .service(let name): [name, "service \(name)"]
    case .foreign(let foreign):
      [Self.withoutSession(foreign)] + [principal].compactMap(\.self)
    case .unknown: []
    }
  }

  /// What calls of the identity are counted by: the same for all sessions of a role, however they are called.
  package var countedName: String {
    switch identity {
    case .root: "root \(account ?? "")"
    case .user(let name): "user \(principal ?? name)"
    case .role(let name, let session):
      "role \(role ?? "\(account ?? "") \(name)")" + (isOfIdentityCenter ? " \(session)" : "")
    case .federatedUser(let name): "user \(role ?? name)"
    case .externalUser(let name): "external \(name)"
    case .service(let name): "service \(name)"
    case .foreign(let principal): "foreign \(Self.withoutSession(principal))"
    case .unknown: "unknown"
    }
  }

  /// Whether the person that the event names is only what the session's name says.
  package var isNamedBySession: Bool {
    guard sourceIdentity == nil, case .role = identity else { return false }
    return person != nil && !isOfIdentityCenter
  }

  /// Whether sessions are counted as those of the identity that opened them: AWS opens many for roles that are used by
  /// others, as those of instances.
  package var isBehindSessions: Bool {
    switch identity {
    case .root, .user, .role, .federatedUser, .externalUser, .foreign: true
    case .service, .unknown: false
    }
  }

  /// Whether an identity provider says who it is, and with it which source identity a session has.
  package var isOfProvider: Bool {
    if case .externalUser = identity { true } else { false }
  }

  /// Only AWS makes roles under this path, and only IAM Identity Center names their sessions (IAM Identity Center User
  /// Guide, "Referencing permission sets in resource policies").
  private var isOfIdentityCenter: Bool {
    role?.contains(":role/aws-reserved/sso.amazonaws.com/") ?? false
  }

  /// The role by its name and by its ARN, with its path and without.
  private func roleNames(_ name: String) -> [String] {
    guard name != "unknown" else { return [role].compactMap(\.self) }
    let plain = role.flatMap { role in
      role.firstRange(of: ":role/").map { role[..<$0.upperBound] + name }
    }
    return [name, "role \(name)"] + [role, plain.map(String.init)].compactMap(\.self)
  }

  /// The user who gave the session away, or the account's root.
  private var issuerNames: [String] {
    guard let role else { return [] }
    let last = role.hasSuffix(":root") ? "root" : role.split(separator: "/").last.map(String.init)
    return [role] + [last].compactMap(\.self)
  }

  /// `AROA…` of `AROA…:session`.
  private static func withoutSession(_ principal: String) -> String {
    String(principal.prefix { $0 != ":" })
  }
}

package import ConfigurationModel

/// Who made a call, and how they came to the identity that they made it with (AWS CloudTrail User Guide,
/// "CloudTrail userIdentity element").
package struct Actor: Hashable, Sendable {
  /// The identity that made the call.
  package enum Identity: Hashable, Sendable {
    /// The account's root user.
    case root
    case user(name: String)
    /// A session of a role; `role` is the role's name without its path.
    case role(role: String, session: String)
    /// A session that an IAM user gave away under another name.
    case federatedUser(name: String)
    /// Who came from an identity provider: SAML, OpenID Connect, a directory, IAM Identity Center.
    case externalUser(name: String)
    /// An AWS service on its own.
    case service(name: String)
    /// A principal of another account, of which no more is told.
    case foreign(principal: String)
    case unknown
  }

  /// The identity that made the call.
  package let identity: Identity
  /// The ARN of the identity, the name of the service that acted on its own, or the ARN of the other account that the
  /// identity belongs to; nil where none is known.
  package let principal: String?
  /// The ARN of the role whose session the identity is, with its path; nil for every other identity.
  package let role: String?
  /// The account that the identity belongs to.
  package let account: String?
  /// The key that signed the call: it leads to the call that opened the session.
  package let accessKey: String?
  /// Who started the first of a chain of sessions, as an identity provider or a role's trust policy enforces it.
  package let sourceIdentity: String?
  /// Whether the session was opened with a second factor; nil where the event does not say it.
  package let hasMFA: Bool?
  /// The service that made the call for the identity.
  package let invokedBy: String?
  /// Where the call came from: an address, or the name of a service.
  package let address: String?
  /// What the call was made with.
  package let tool: Tool

  /// The actor of an event.
  package init(of event: ConfigurationValue) {
    let identity = event["userIdentity"] ?? .null
    let session = identity["sessionContext"]
    self.identity = Identity(identity, event)
    principal =
      identity["arn"]?.string ?? identity["invokedBy"]?.string
      ?? (identity["type"]?.string == "AWSAccount"
        ? identity["accountId"]?.scalarText.map { "arn:aws:iam::\($0):root" } : nil)
    role = session?["sessionIssuer"]?["arn"]?.string
    account =
      identity["accountId"]?.scalarText ?? session?["sessionIssuer"]?["accountId"]?.scalarText
    accessKey = identity["accessKeyId"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    sourceIdentity = session?["sourceIdentity"]?.string
    hasMFA =
      (session?["attributes"]?["mfaAuthenticated"] ?? session?["mfaAuthenticated"])
      .flatMap(Bool.init(said:))
    invokedBy = identity["invokedBy"]?.string
    address = event["sourceIPAddress"]?.string
    tool = Tool(
      userAgent: event["userAgent"]?.string ?? "", invokedBy: invokedBy,
      isConsole: event["sessionCredentialFromConsole"].flatMap(Bool.init(said:)) ?? false)
  }
}

extension Actor {
  /// The person behind the identity, by the best name that the event has: what a source identity says outlives every
  /// change of roles; the session name of a role of IAM Identity Center is its user; then names of users. Nil where
  /// there is no telling, as of a session that a pipeline named.
  package var person: String? { people.first }

  /// Every person whom the event names, the best name first: by the source identity, by the identity, by the name of a
  /// session that names one, and of a federated session also who gave it away.
  package var people: [String] {
    let own: [String] =
      switch identity {
      case .root: ["root"]
      case .user(let name), .externalUser(let name): [name]
      case .federatedUser(let name): [name] + issuer
      case .role(let role, let session):
        role.hasPrefix("AWSReservedSSO_") || session.contains("@") ? [session] : []
      case .service, .foreign, .unknown: []
      }
    return [sourceIdentity].compactMap(\.self) + own
  }

  /// The user who gave a federated session away.
  private var issuer: [String] {
    guard let role, !role.hasSuffix(":root") else { return [] }
    return [role.split(separator: "/").last.map(String.init)].compactMap(\.self)
  }

  /// `alice (role Admin)`, `root`, `role deploy, session build-17`, `service autoscaling.amazonaws.com`.
  package var name: String {
    switch identity {
    case .root: return "root"
    case .user(let name): return sourceIdentity.map { "\($0) (user \(name))" } ?? name
    case .federatedUser(let name): return "\(name) (federated)"
    case .externalUser(let name): return name
    case .role(let role, let session):
      return person.map { "\($0) (role \(role))" } ?? "role \(role), session \(session)"
    case .service(let name): return "service \(name)"
    case .foreign(let principal): return "another account's \(principal)"
    case .unknown: return "unknown"
    }
  }

  /// How the call was made: `with Terraform, from 198.51.100.7, with MFA`; nil where nothing is known.
  package var means: String? {
    let made = tool.words.map { ["with \($0)"] } ?? []
    let whence = address.map { ["from \($0)"] } ?? []
    let factor = hasMFA == true ? ["with MFA"] : []
    let through = invokedBy.map { ["by \($0)"] } ?? []
    let all = made + whence + factor + through
    return all.isEmpty ? nil : all.joined(separator: ", ")
  }
}

extension Actor.Identity {
  init(_ identity: ConfigurationValue, _ event: ConfigurationValue) {
    let name = identity["userName"]?.string
    let last = identity["arn"]?.string.flatMap { $0.split(separator: "/").last.map(String.init) }
    let principal = identity["principalId"]?.string
    switch identity["type"]?.string {
    case "Root": self = .root
    case "IAMUser": self = .user(name: name ?? last ?? principal ?? "unknown")
    case "AssumedRole", "Role": self = .init(session: identity, principal: principal, last: last)
    case "FederatedUser": self = .federatedUser(name: last ?? principal ?? "unknown")
    case "SAMLUser", "WebIdentityUser", "Directory":
      self = .externalUser(name: name ?? principal ?? "unknown")
    case "IdentityCenterUser":
      let user = event["additionalEventData"]?["UserName"]?.string
      self = .externalUser(
        name: user ?? identity["onBehalfOf"]?["userId"]?.string ?? "unknown")
    case "AWSService":
      self = .service(name: identity["invokedBy"]?.string ?? "unknown")
    case "AWSAccount": self = .foreign(principal: principal ?? "principal")
    default:
      self = identity["invokedBy"]?.string.map { .service(name: $0) } ?? .unknown
    }
  }

  /// `assumed-role/ROLE/SESSION`; the principal's id is `AROA…:SESSION`.
  private init(session identity: ConfigurationValue, principal: String?, last: String?) {
    let issuer = identity["sessionContext"]?["sessionIssuer"]
    let steps = identity["arn"]?.string?.split(separator: "/").map(String.init) ?? []
    let role = issuer?["userName"]?.string ?? (steps.count > 2 ? steps[steps.count - 2] : nil)
    let session = principal?.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init)
    self = .role(role: role ?? "unknown", session: session ?? last ?? "unknown")
  }
}

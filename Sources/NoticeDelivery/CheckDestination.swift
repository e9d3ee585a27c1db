package import AWSClient
package import AuditService
package import ChangeDocuments
import ConfigurationModel
import Foundation

/// Looks whether messages could be sent to a destination, without sending any.
package struct CheckDestination {
  /// What it looks at.
  package struct Surroundings {
    let secrets: SecretReader
    let variables: [String: String]
    let isExecutable: (String) -> Bool
    let resolves: (String) -> Bool
    let hasProfile: (String) -> Bool

    /// Makes surroundings; `variables` are those of the environment, and profiles those of AWS's shared files.
    package init(
      secrets: SecretReader, variables: [String: String],
      isExecutable: @escaping (String) -> Bool, resolves: @escaping (String) -> Bool,
      hasProfile: @escaping (String) -> Bool = { _ in true }
    ) {
      self.secrets = secrets
      self.variables = variables
      self.isExecutable = isExecutable
      self.resolves = resolves
      self.hasProfile = hasProfile
    }

    /// Those of this process.
    package static func system(_ surroundings: CredentialSurroundings) -> Surroundings {
      let (variables, profiles) = (surroundings.variables, surroundings.shared.profiles)
      return Surroundings(
        secrets: SecretReader(variables: variables) { path in
          FileManager.default.contents(atPath: path).map { Array($0) }
        }, variables: variables,
        isExecutable: { FileManager.default.isExecutableFile(atPath: $0) },
        resolves: { $0.hasAddress }, hasProfile: { profiles[$0] != nil })
    }
  }

  private let destination: NoticeDestination
  private let surroundings: Surroundings

  /// Looks at one destination.
  package init(_ destination: NoticeDestination, in surroundings: Surroundings) {
    self.destination = destination
    self.surroundings = surroundings
  }

  /// One check for the destination: all that is wrong with it, or that nothing is.
  package func run() -> CheckHealth.Check {
    let wrong = secretProblems + programProblems + hostProblems + profileProblems
    return CheckHealth.Check(
      name: "notices to \(destination.name)", isGood: wrong.isEmpty,
      words: wrong.isEmpty
        ? "\(destination.channel.word): what it needs is there; nothing was sent"
        : wrong.joined(separator: "; "),
      next: "'plumb notice test \(destination.name)' sends a message once it is put right")
  }

  private var secretProblems: [String] {
    destination.channel.secrets.compactMap { problem(with: $0) }
  }

  private func problem(with source: SecretSource) -> String? {
    do {
      _ = try surroundings.secrets.text(of: source)
      return nil
    } catch {
      return error.message
    }
  }

  private var programProblems: [String] {
    guard let program = destination.channel.program, !isFound(program) else { return [] }
    return ["the program '\(program.programName)' cannot be run"]
  }

  private func isFound(_ program: String) -> Bool {
    guard !program.contains("/") else { return surroundings.isExecutable(program) }
    let folders = (surroundings.variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.contains { surroundings.isExecutable("\($0)/\(program)") }
  }

  private var profileProblems: [String] {
    guard let profile = destination.channel.profile, !surroundings.hasProfile(profile) else {
      return []
    }
    return ["AWS's shared files have no profile '\(profile)'"]
  }

  private var hostProblems: [String] {
    // Behind a proxy names need not mean anything here.
    let proxies = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    guard proxies.allSatisfy({ surroundings.variables[$0]?.isEmpty ?? true }) else { return [] }
    guard let host = destination.channel.host(surroundings.secrets),
      !surroundings.resolves(host.name)
    else { return [] }
    return [
      host.isSecret ? "the host of its address has no address" : "'\(host.name)' has no address"
    ]
  }
}

extension NoticeDestination.Channel {
  /// The program that takes messages; nil where none does.
  fileprivate var program: String? {
    switch self {
    case .program(let call): return call.command.first
    case .mail(let mail):
      switch mail.way {
      case .sendmail(let path): return path
      case .server: return nil
      }
    case .webhook, .slack, .teams, .pagerDuty, .sns, .jira, .serviceNow: return nil
    }
  }

  /// The profile whose credentials messages are sent with; nil where none is named.
  fileprivate var profile: String? {
    switch self {
    case .sns(let topic): topic.profile
    case .webhook, .program, .slack, .teams, .pagerDuty, .mail, .jira, .serviceNow: nil
    }
  }

  /// The host that messages go to; nil where that is not known, or is AWS's.
  fileprivate func host(_ secrets: SecretReader) -> (name: String, isSecret: Bool)? {
    func host(_ source: WebAddressSource, isSecret: Bool) -> (name: String, isSecret: Bool)? {
      guard let address = try? secrets.address(of: source) else { return nil }
      return (address.hostName, isSecret)
    }
    switch self {
    case .webhook(let webhook):
      switch webhook.address {
      case .plain: return host(webhook.address, isSecret: false)
      case .secret: return host(webhook.address, isSecret: true)
      }
    case .slack(let address), .teams(let address): return host(.secret(address), isSecret: true)
    case .pagerDuty(let pagerDuty): return host(.plain(pagerDuty.address), isSecret: false)
    case .jira(let jira): return host(.plain(jira.address), isSecret: false)
    case .serviceNow(let serviceNow): return host(.plain(serviceNow.address), isSecret: false)
    case .mail(let mail):
      switch mail.way {
      case .sendmail: return nil
      case .server(let server): return (server.host, false)
      }
    case .program, .sns: return nil
    }
  }
}

extension WebAddress {
  /// The authority without its port, and without the brackets of an address of IPv6.
  fileprivate var hostName: String {
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }
}

extension String {
  /// Whether the system finds an address for the name (POSIX, `getaddrinfo`).
  fileprivate var hasAddress: Bool {
    var found: UnsafeMutablePointer<addrinfo>?
    defer { if let found { freeaddrinfo(found) } }
    return getaddrinfo(self, nil, nil, &found) == 0
  }
}

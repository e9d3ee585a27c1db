package import ConfigurationModel

/// What credentials are looked for in: the outside as values, so that tests have another.
package struct CredentialSurroundings: Sendable {
  package let variables: [String: String]
  package let home: String
  /// The bytes of a file; nil where there is none.
  package let file: @Sendable (String) -> [UInt8]?
  /// What a command of a shell prints; throws a text where it fails.
  package let output: @Sendable (String) async throws -> [UInt8]
  package let transport: HTTPTransport
  package let now: @Sendable () -> Timestamp

  package init(
    variables: [String: String], home: String, file: @escaping @Sendable (String) -> [UInt8]?,
    output: @escaping @Sendable (String) async throws -> [UInt8], transport: HTTPTransport,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.variables = variables
    self.home = home
    self.file = file
    self.output = output
    self.transport = transport
    self.now = now
  }

  /// The variable's text; nil where it is empty.
  func variable(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The text of a file, `~` being the home folder; nil where there is none.
  func text(_ path: String) -> String? {
    let path = path.hasPrefix("~/") ? home + path.dropFirst(1) : path
    return file(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Both shared files, as they are now.
  package var shared: SharedConfiguration {
    SharedConfiguration(
      config: text(variable("AWS_CONFIG_FILE") ?? "~/.aws/config") ?? "",
      credentials: text(variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials") ?? "")
  }

  /// The profile that is in force where none is named.
  package var profileName: String {
    variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE") ?? "default"
  }

  /// The region of environment or profile; nil where none is set.
  package func region(profile: String? = nil) -> String? {
    variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION")
      ?? shared.profiles[profile ?? profileName]?["region"]
  }

  /// Where services are called.
  package func endpoints(profile: String? = nil) -> EndpointResolver {
    let shared = shared
    let settings = shared.profiles[profile ?? profileName] ?? [:]
    return EndpointResolver(
      variables: variables, profile: settings,
      services: settings["services"].flatMap { shared.services[$0] } ?? [:],
      homeRegion: region(profile: profile) ?? "us-east-1")
  }
}

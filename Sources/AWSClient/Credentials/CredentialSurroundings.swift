package import ConfigurationModel

/// What credentials are looked for in: the outside as values, so that tests have another.
package struct CredentialSurroundings: Sendable {
  /// The variables of the environment.
  package let variables: [String: String]
  /// The path of the home folder, in which `.aws` lies.
  package let home: String
  /// The bytes of a file; nil where there is none.
  package let file: @Sendable (String) -> [UInt8]?
  /// What a command of a shell prints; throws a text where it fails.
  package let output: @Sendable (String) async throws -> [UInt8]
  /// The way to the network where that is not what the settings say, as in tests.
  private let transport: HTTPTransport?
  /// Sees every answer.
  private let observe: (@Sendable (HTTPResponse) -> Void)?
  /// Asks who sits at the terminal for a text; nil where nobody does.
  package let prompt: (@Sendable (String) async throws -> String)?
  /// The time by which credentials are valid or have ended.
  package let now: @Sendable () -> Timestamp
  /// What is known of AWS's clocks, for all calls of these surroundings.
  package let clock: ServerClock
  /// The tokens of single sign-on that were had anew.
  let tokens: SignOnTokens
  /// Puts bytes in the place of a file, whole and for its owner alone.
  let write: @Sendable (String, [UInt8]) throws -> Void

  /// Makes surroundings; without a transport the network is reached as the settings say.
  package init(
    variables: [String: String], home: String, file: @escaping @Sendable (String) -> [UInt8]?,
    output: @escaping @Sendable (String) async throws -> [UInt8], transport: HTTPTransport?,
    now: @escaping @Sendable () -> Timestamp, clock: ServerClock = ServerClock(),
    tokens: SignOnTokens = SignOnTokens(),
    write: @escaping @Sendable (String, [UInt8]) throws -> Void = { _, _ in },
    prompt: (@Sendable (String) async throws -> String)? = nil,
    observe: (@Sendable (HTTPResponse) -> Void)? = nil
  ) {
    self.variables = variables
    self.home = home
    self.file = file
    self.output = output
    self.transport = transport
    self.now = now
    self.clock = clock
    self.tokens = tokens
    self.write = write
    self.prompt = prompt
    self.observe = observe
  }

  /// The same, where each answer is seen.
  package func observing(_ observe: @escaping @Sendable (HTTPResponse) -> Void)
    -> CredentialSurroundings
  {
    CredentialSurroundings(
      variables: variables, home: home, file: file, output: output, transport: transport, now: now,
      clock: clock, tokens: tokens, write: write, prompt: prompt, observe: observe)
  }

  /// The way to AWS: as environment and profile say.
  package func transport(profile: String? = nil) -> HTTPTransport {
    let way = way(profile: profile)
    guard let observe else { return way }
    return HTTPTransport { request, seconds in
      let response = try await way.send(request, seconds)
      observe(response)
      return response
    }
  }

  private func way(profile: String?) -> HTTPTransport {
    if let transport { return transport }
    do {
      return .network(try network(profile: profile))
    } catch {
      return .failing(error)
    }
  }

  /// What environment and profile say of proxies and authorities.
  package func network(profile: String? = nil) throws(Problem) -> NetworkSettings {
    try NetworkSettings(settings(profile: profile)) { file(expanded($0)) }
  }

  /// The way to what stands beside this machine: metadata services that give credentials, never through a proxy.
  var direct: HTTPTransport { transport ?? .network }

  /// The moment by AWS's clock, by which credentials end.
  var serverNow: @Sendable () -> Timestamp {
    { [now, clock] in clock.moment(of: now()) }
  }

  /// The variable's text; nil where it is empty.
  func variable(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The text of a file, `~` being the home folder; nil where there is none.
  func text(_ path: String) -> String? {
    file(expanded(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A path with the home folder for `~`.
  func expanded(_ path: String) -> String {
    path.hasPrefix("~/") ? home + path.dropFirst(1) : path
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

  /// The settings of environment and profile.
  func settings(profile: String? = nil) -> ClientSettings {
    ClientSettings(
      variables: variables, profile: shared.profiles[profile ?? profileName] ?? [:])
  }

  /// When calls are tried again.
  func retryPolicy(profile: String? = nil) -> Result<RetryPolicy, Problem> {
    let settings = settings(profile: profile)
    return Result { () throws(Problem) in
      try RetryPolicy(variables: settings.variables, profile: settings.profile)
    }
  }

  /// What is followed of environment and profile beside credentials, for people. Throws `Problem` where a setting
  /// means nothing.
  package func settingsWords(profile: String? = nil) throws(Problem) -> String {
    let policy = try retryPolicy(profile: profile).get()
    let network = try network(profile: profile)
    return ([policy.words] + network.words + endpoints(profile: profile).words)
      .joined(separator: "; ")
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

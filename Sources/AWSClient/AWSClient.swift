package import ConfigurationModel

/// Makes read calls to AWS for one account's credentials. A value: copies share their credentials
/// and traffic.
package struct AWSClient: Sendable {
  /// What comes from outside beside AWS, so that tests have no clock, chance or network.
  package struct Surroundings: Sendable {
    /// How requests get to their hosts.
    package let transport: HTTPTransport
    /// The time of this machine, from which that of AWS may differ (`clock`).
    package let now: @Sendable () -> Timestamp
    /// Waits so many seconds.
    package let sleep: @Sendable (Double) async throws -> Void
    /// A number in 0..<1.
    package let random: @Sendable () -> Double
    /// Seconds of a clock that nobody sets.
    package let uptime: @Sendable () -> Double
    /// What is known of AWS's clocks.
    package let clock: ServerClock

    /// Makes surroundings of a network and a clock; the rest is the machine's own unless it is
    /// given.
    package init(
      transport: HTTPTransport, now: @escaping @Sendable () -> Timestamp,
      clock: ServerClock = ServerClock(),
      sleep: @escaping @Sendable (Double) async throws -> Void = { seconds in
        try await Task.sleep(for: .seconds(seconds))
      }, random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
      uptime: @escaping @Sendable () -> Double = {
        Surroundings.start.duration(to: .now) / .seconds(1)
      }
    ) {
      self.transport = transport
      self.now = now
      self.clock = clock
      self.sleep = sleep
      self.random = random
      self.uptime = uptime
    }

    private static let start = ContinuousClock.now
  }

  /// What its calls are limited by together: the account's id, or the profile's name.
  package let account: String
  let credentials: CredentialCache
  let traffic: AWSTraffic
  let surroundings: Surroundings
  let exchange: AWSExchange
  /// When calls are tried again, as environment and profile say; a problem where they say nothing sensible.
  let ownPolicy: Result<RetryPolicy, Problem>
  /// The longest that one attempt may take, in seconds.
  let timeout: Double
  let observe: @Sendable (AWSEvent) -> Void

  /// Makes a client of credentials, addresses and a share of the run's traffic; `observe` sees
  /// every event.
  ///
  /// A policy that could not be read fails each call with its problem, unless the traffic has one
  /// for all.
  package init(
    account: String, credentials: CredentialCache, endpoints: EndpointResolver,
    traffic: AWSTraffic, surroundings: Surroundings,
    policy: Result<RetryPolicy, Problem> = .success(RetryPolicy()), timeout: Double = 30,
    observe: @escaping @Sendable (AWSEvent) -> Void = { _ in }
  ) {
    self.account = account
    self.credentials = credentials
    self.traffic = traffic
    self.surroundings = surroundings
    exchange = AWSExchange(
      transport: surroundings.transport, endpoints: endpoints, now: surroundings.now,
      clock: surroundings.clock)
    ownPolicy = policy
    self.timeout = timeout
    self.observe = observe
  }

  /// The answer to a call, after as many retries as the policy allows. Throws `AWSError` where AWS
  /// refuses it; `Problem` where the call may not be sent, cannot be built, finds no credentials,
  /// or has no answer in time.
  package func call(_ request: AWSRequest) async throws -> AWSAnswer {
    var attempts = try Attempts(client: self, request: request)
    return try await attempts.answer()
  }

  /// When its calls are tried again: by what the traffic says for all clients, or by its own settings.
  func retryPolicy() throws(Problem) -> RetryPolicy {
    guard let shared = traffic.policy else { return try ownPolicy.get() }
    return shared
  }

  /// The region that is called where none is named.
  package var homeRegion: String { exchange.endpoints.homeRegion }

  /// What the clock shows.
  package func now() -> Timestamp { surroundings.now() }

  /// Waits before something is asked again.
  package func pause(seconds: Double) async throws {
    guard seconds < traffic.deadline.secondsLeft() else { throw traffic.deadline.problem }
    try await surroundings.sleep(seconds)
  }
}

import ConfigurationModel

extension AWSClient {
  /// A client with the credentials that AWS's own tools would use: of `profile`, or of the first
  /// place that has any. `account` names what its calls are limited by together.
  package init(
    profile: String? = nil, account: String? = nil, in surroundings: CredentialSurroundings,
    traffic: AWSTraffic, timeout: Double = 30,
    observe: @escaping @Sendable (AWSEvent) -> Void = { _ in }
  ) {
    let chain = CredentialChain(surroundings, profile: profile)
    self.init(
      account: account ?? profile ?? surroundings.profileName,
      credentials: CredentialCache(now: surroundings.serverNow) { try await chain.credentials() },
      endpoints: surroundings.endpoints(profile: profile), traffic: traffic,
      surroundings: Surroundings(
        transport: surroundings.transport(profile: profile), now: surroundings.now,
        clock: surroundings.clock),
      policy: surroundings.retryPolicy(profile: profile), timeout: timeout, observe: observe)
  }

  /// A client for another account: with `role`, taken on with this client's credentials.
  package func assuming(
    _ role: String, account: String, sessionName: String? = nil, externalID: String? = nil,
    seconds: Int? = nil, in surroundings: CredentialSurroundings
  ) -> AWSClient {
    let cache = CredentialCache(now: surroundings.serverNow) {
      try await AssumedRole(
        surroundings, role: role, sessionName: sessionName, externalID: externalID,
        seconds: seconds, endpoints: exchange.endpoints, transport: exchange.transport
      ).credentials(by: self)
    }
    return AWSClient(
      account: account, credentials: cache, endpoints: exchange.endpoints, traffic: traffic,
      surroundings: self.surroundings, policy: ownPolicy, timeout: timeout, observe: observe)
  }
}

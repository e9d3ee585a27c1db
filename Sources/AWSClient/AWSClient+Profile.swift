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
      credentials: CredentialCache(now: surroundings.now) { try await chain.credentials() },
      endpoints: surroundings.endpoints(profile: profile), traffic: traffic,
      surroundings: Surroundings(transport: surroundings.transport, now: surroundings.now),
      timeout: timeout, observe: observe)
  }

  /// A client for another account: with `role`, taken on with this client's credentials.
  package func assuming(
    _ role: String, account: String, sessionName: String? = nil, externalID: String? = nil,
    seconds: Int? = nil, in surroundings: CredentialSurroundings
  ) -> AWSClient {
    let (base, endpoints) = (credentials, exchange.endpoints)
    let cache = CredentialCache(now: surroundings.now) {
      let assumed = AssumedRole(
        surroundings, role: role, sessionName: sessionName, externalID: externalID,
        seconds: seconds, endpoints: endpoints)
      return try await assumed.credentials(from: try await base.credentials())
    }
    return AWSClient(
      account: account, credentials: cache, endpoints: endpoints, traffic: traffic,
      surroundings: self.surroundings, timeout: timeout, observe: observe)
  }
}

package import ConfigurationModel

/// Credentials that are had once and again before they end, by one caller for all.
package actor CredentialCache {
  private let load: @Sendable () async throws -> AWSCredentials
  private let now: @Sendable () -> Timestamp
  private var current: AWSCredentials?
  private var loading: Task<AWSCredentials, any Error>?

  package init(
    now: @escaping @Sendable () -> Timestamp,
    load: @escaping @Sendable () async throws -> AWSCredentials
  ) {
    self.now = now
    self.load = load
  }

  /// Valid credentials. Where fresh ones cannot be had, the old serve until they end.
  package func credentials() async throws -> AWSCredentials {
    if let current, !current.isDue(at: now()) { return current }
    do {
      return try await loaded()
    } catch {
      guard let current, let end = current.expiration, end > now() else { throw error }
      return current
    }
  }

  /// Forgets credentials that AWS refused as expired.
  package func discard(_ refused: AWSCredentials) {
    if current == refused { current = nil }
  }

  private func loaded() async throws -> AWSCredentials {
    if let loading { return try await loading.value }
    let task = Task { [load] in try await load() }
    loading = task
    defer { loading = nil }
    let fresh = try await task.value
    current = fresh
    return fresh
  }
}

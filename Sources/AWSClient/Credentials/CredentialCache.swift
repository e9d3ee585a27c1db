package import ConfigurationModel

/// Credentials that are had once and again before they end, by one caller for all.
package actor CredentialCache {
  private let load: @Sendable () async throws -> AWSCredentials
  private let now: @Sendable () -> Timestamp
  private var current: AWSCredentials?
  private var loading: Task<AWSCredentials, any Error>?

  /// Makes an empty cache; `load` is called when credentials are first needed, and again when they
  /// are due.
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
    if let loading { return try await Self.value(of: loading) }
    let task = Task { [load] in try await load() }
    loading = task
    defer { loading = nil }
    let fresh = try await Self.value(of: task)
    current = fresh
    return fresh
  }

  /// What the task gives. Who no longer waits ends it: all that share it are of one run, with one deadline.
  private static func value(of task: Task<AWSCredentials, any Error>) async throws -> AWSCredentials
  {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}

/// When a call is tried again, as AWS's SDKs do in the modes `standard` and `adaptive` (AWS SDKs and
/// Tools Reference, "Retry behavior"). Pure: randomness is given.
package struct RetryPolicy: Hashable, Sendable {
  /// `AWS_RETRY_MODE`, or `retry_mode` of a profile.
  package enum Mode: String, Sendable {
    case standard
    /// Beside that, calls are sent no faster than AWS took them before.
    case adaptive
  }

  package let mode: Mode
  /// How often a call is tried in all.
  package let maximumAttempts: Int
  /// The longest wait between two attempts, in seconds, whatever AWS asks for.
  package let longestWait: Double

  package init(mode: Mode = .standard, maximumAttempts: Int = 3, longestWait: Double = 20) {
    self.mode = mode
    self.maximumAttempts = max(1, maximumAttempts)
    self.longestWait = longestWait
  }

  /// What environment and profile set. A word or number that means nothing counts as not set.
  package init(variables: [String: String], profile: [String: String] = [:]) {
    let mode = variables["AWS_RETRY_MODE"] ?? profile["retry_mode"]
    let attempts = variables["AWS_MAX_ATTEMPTS"] ?? profile["max_attempts"]
    self.init(
      mode: mode.flatMap(Mode.init) ?? .standard, maximumAttempts: attempts.flatMap(Int.init) ?? 3)
  }

  /// Why an attempt failed.
  package enum Failure: Hashable, Sendable {
    case error(AWSError)
    case transport(TransportFailure)

    /// What a retry takes out of the quota; nil where trying again cannot help.
    var cost: Int? {
      switch self {
      case .error(let error) where error.isThrottle || error.isTransient: 5
      case .error(let error) where error.code == "MalformedResponse": 5
      case .error: nil
      case .transport: 10
      }
    }

    package var isThrottle: Bool {
      guard case .error(let error) = self else { return false }
      return error.isThrottle
    }

    fileprivate var retryAfter: Double? {
      guard case .error(let error) = self else { return nil }
      return error.retryAfter
    }
  }

  package enum Decision: Hashable, Sendable {
    case giveUp
    /// Wait so many seconds, then try again; the quota has been charged.
    case retry(after: Double)
  }

  /// What follows the failed attempt number `attempt` (from 1). `random` is in 0..<1.
  package func decision(
    after attempt: Int, _ failure: Failure, random: Double, quota: inout RetryQuota
  ) -> Decision {
    guard attempt < maximumAttempts, let cost = failure.cost, quota.take(cost) else {
      return .giveUp
    }
    // 2^10 seconds are beyond every limit, and the shift cannot overflow.
    let backoff = random * Double(1 << min(attempt - 1, 10))
    return .retry(after: min(longestWait, max(backoff, failure.retryAfter ?? 0)))
  }
}

/// What is left for retries: when AWS fails much, fewer calls are tried again.
package struct RetryQuota: Hashable, Sendable {
  package static let capacity = 500
  package private(set) var tokens = capacity

  /// A full one.
  package init() {}

  /// Takes tokens; false where there are too few.
  package mutating func take(_ cost: Int) -> Bool {
    guard tokens >= cost else { return false }
    tokens -= cost
    return true
  }

  /// A call succeeded: what its retry cost comes back, or 1 where it needed none.
  package mutating func giveBack(_ cost: Int?) {
    tokens = min(Self.capacity, tokens + (cost ?? 1))
  }
}

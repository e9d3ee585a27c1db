package import ConfigurationModel

/// When a call is tried again, as AWS's SDKs do (AWS SDKs and Tools Reference, "Retry behavior"; botocore's
/// retries/ and retryhandler.py). Pure: randomness is given.
package struct RetryPolicy: Hashable, Sendable {
  /// `AWS_RETRY_MODE`, or `retry_mode` of a profile.
  package enum Mode: String, CaseIterable, Sendable {
    /// As SDKs did before 2020: more attempts, and no quota for them all.
    case legacy
    case standard
    /// Beside that, calls are sent no faster than AWS takes them, and one that came too fast waits for its
    /// turn. What the program does where nothing is set: it makes many calls and has time.
    case adaptive
  }

  /// Which of the SDKs' modes it follows.
  package let mode: Mode
  /// How often a call is tried in all; nil for what the mode does by itself.
  package let maximumAttempts: Int?
  /// The longest wait between two attempts, in seconds, where AWS asks for none.
  package let longestWait: Double

  /// The longest wait that AWS may ask for, in seconds; what it asks beyond that is not waited for. The run's
  /// deadline goes before it.
  static let longestRetryAfter = 900.0

  /// Makes a policy; fewer attempts than 1 count as 1.
  package init(mode: Mode = .standard, maximumAttempts: Int? = nil, longestWait: Double = 20) {
    self.mode = mode
    self.maximumAttempts = maximumAttempts.map { max(1, $0) }
    self.longestWait = longestWait
  }

  /// What environment and profile set. Throws `aws-setting-invalid` for a word or number that means nothing.
  package init(variables: [String: String], profile: [String: String] = [:]) throws(Problem) {
    let settings = ClientSettings(variables: variables, profile: profile)
    var mode = Mode.adaptive
    if let (text, place) = settings.text("AWS_RETRY_MODE", "retry_mode") {
      guard let known = Mode(rawValue: text.lowercased()) else {
        let words = Mode.allCases.map(\.rawValue).joined(separator: ", ")
        throw .settingInvalid(place, text, "Write one of \(words).")
      }
      mode = known
    }
    var attempts: Int?
    if let (text, place) = settings.text("AWS_MAX_ATTEMPTS", "max_attempts") {
      guard let number = Int(text), number > 0 else {
        throw .settingInvalid(place, text, "Write a whole number from 1.")
      }
      attempts = number
    }
    self.init(mode: mode, maximumAttempts: attempts)
  }

  /// For people: `retries adaptive, 3 attempts, 10 where AWS says that calls come too fast`.
  package var words: String {
    let throttled = attempts(after: .error(AWSError(code: "Throttling", message: "", status: 400)))
    let failed = attempts(after: .transport(.failed("")))
    return "retries \(mode.rawValue), \(failed) attempts"
      + (throttled == failed ? "" : ", \(throttled) where AWS says that calls come too fast")
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
      case .transport(.untrusted): nil
      case .transport(.timedOut), .transport(.failed): 10
      }
    }

    /// Whether AWS said that the call came too fast.
    package var isThrottle: Bool {
      guard case .error(let error) = self else { return false }
      return error.isThrottle
    }

    var retryAfter: Double? {
      guard case .error(let error) = self else { return nil }
      return error.retryAfter
    }
  }

  /// What follows a failed attempt.
  package enum Decision: Hashable, Sendable {
    case giveUp
    /// Wait so many seconds, then try again; the quota has been charged.
    case retry(after: Double)
  }

  /// What follows the failed attempt number `attempt` (from 1) at a call to `service`. `random` is in 0..<1.
  package func decision(
    after attempt: Int, _ failure: Failure, of service: String = "", random: Double,
    quota: inout RetryQuota
  ) -> Decision {
    guard attempt < attempts(after: failure, of: service), failure.cost != nil,
      (failure.retryAfter ?? 0) <= Self.longestRetryAfter,
      charge(for: failure).map({ quota.take($0) }) ?? true
    else { return .giveUp }
    // 2^10 seconds are beyond every limit, and the shift cannot overflow.
    let scale = mode == .legacy && service == "dynamodb" ? 0.05 : random
    let backoff = min(longestWait, scale * Double(1 << min(attempt - 1, 10)))
    return .retry(after: max(backoff, failure.retryAfter ?? 0))
  }

  /// How often a call is tried in all. A throttle in the mode `adaptive` says only that the call came too early.
  private func attempts(after failure: Failure, of service: String = "") -> Int {
    if let maximumAttempts { return maximumAttempts }
    return switch mode {
    // botocore's _retry.json.
    case .legacy: service == "dynamodb" ? 10 : 5
    case .standard: 3
    case .adaptive: failure.isThrottle ? 10 : 3
    }
  }

  /// What a retry after this failure takes from the quota, and gives back when it succeeds; nil for
  /// nothing. `legacy` has no quota, and in `adaptive` the pace keeps throttles few.
  func charge(for failure: Failure) -> Int? {
    switch mode {
    case .legacy: nil
    case .standard: failure.cost
    case .adaptive: failure.isThrottle ? nil : failure.cost
    }
  }
}

/// What is left for retries: when AWS fails much, fewer calls are tried again.
package struct RetryQuota: Hashable, Sendable {
  /// How many tokens a full quota has: 500, as in AWS's SDKs (botocore's retries/quota.py).
  package static let capacity = 500
  /// What is left of it, from 0 to `capacity`.
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

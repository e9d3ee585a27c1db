import ConfigurationModel
import Testing

@testable import AWSClient

@Suite struct RetryPolicyTests {
  private static func error(_ code: String, _ status: Int, after: Double? = nil)
    -> RetryPolicy.Failure
  {
    .error(AWSError(code: code, message: "", status: status, retryAfter: after))
  }

  private static let throttle = error("Throttling", 400)

  @Test(arguments: [
    (1, throttle, 0.5, RetryPolicy.Decision.retry(after: 0.5)),
    (2, throttle, 0.5, .retry(after: 1)), (3, throttle, 0.5, .retry(after: 2)),
    (7, throttle, 0.999, .retry(after: 20)), (10, throttle, 0.5, .giveUp),
    (1, error("AccessDenied", 403), 0.5, .giveUp), (1, error("NoSuchBucket", 404), 0.5, .giveUp),
    (1, error("503", 503), 0, .retry(after: 0)),
    (1, error("InternalError", 500), 0.25, .retry(after: 0.25)),
    (1, error("SlowDown", 503, after: 3), 0.5, .retry(after: 3)),
    (1, error("SlowDown", 503, after: 300), 0.5, .retry(after: 300)),
    (1, error("SlowDown", 503, after: 3000), 0.5, .giveUp),
    (1, error("SlowDown", 509), 0.5, .retry(after: 0.5)),
    (1, .transport(.untrusted("self-signed")), 0.5, .giveUp),
    (1, error("AccessDenied", 403, after: 3), 0.5, .giveUp),
    (1, .transport(.timedOut(seconds: 1)), 0.5, .retry(after: 0.5)),
    (1, .transport(.failed("reset")), 0.5, .retry(after: 0.5)),
  ])
  func `an attempt is followed by what its failure deserves`(
    attempt: Int, failure: RetryPolicy.Failure, random: Double, decision: RetryPolicy.Decision
  ) {
    var quota = RetryQuota()
    let policy = RetryPolicy(maximumAttempts: 10)
    #expect(policy.decision(after: attempt, failure, random: random, quota: &quota) == decision)
  }

  @Test func `retries end when the quota is spent, and success gives it back`() {
    var quota = RetryQuota()
    let policy = RetryPolicy(maximumAttempts: 3)
    func decide(_ failure: RetryPolicy.Failure) -> RetryPolicy.Decision {
      policy.decision(after: 1, failure, random: 0, quota: &quota)
    }
    for _ in 0..<49 { #expect(decide(.transport(.failed(""))) == .retry(after: 0)) }
    #expect(quota.tokens == 10)
    #expect(decide(Self.throttle) == .retry(after: 0))
    #expect(decide(.transport(.failed(""))) == .giveUp)
    #expect(decide(Self.throttle) == .retry(after: 0))
    #expect(decide(Self.throttle) == .giveUp)
    quota.giveBack(5)
    #expect(decide(Self.throttle) == .retry(after: 0))
    for _ in 0..<600 { quota.giveBack(nil) }
    #expect(quota.tokens == RetryQuota.capacity)
  }

  @Test(arguments: [
    // Variables, profile, service; attempts at a throttled call and at one that fails.
    ([:], [:], "iam", 10, 3), (["AWS_RETRY_MODE": "standard"], [:], "iam", 3, 3),
    (["AWS_RETRY_MODE": "Legacy"], [:], "iam", 5, 5),
    (["AWS_RETRY_MODE": "legacy"], [:], "dynamodb", 10, 10),
    ([:], ["retry_mode": "standard"], "iam", 3, 3),
    (["AWS_RETRY_MODE": "legacy"], ["retry_mode": "standard"], "iam", 5, 5),
    (["AWS_MAX_ATTEMPTS": "5"], ["max_attempts": "9"], "iam", 5, 5),
    (["AWS_MAX_ATTEMPTS": ""], ["max_attempts": "9", "retry_mode": "adaptive"], "iam", 9, 9),
    (["AWS_MAX_ATTEMPTS": "1", "AWS_RETRY_MODE": "adaptive"], [:], "iam", 1, 1),
  ])
  func `mode and attempts of environment and profile are followed`(
    variables: [String: String], profile: [String: String], service: String, throttled: Int,
    failed: Int
  ) throws {
    let policy = try RetryPolicy(variables: variables, profile: profile)
    func attempts(_ failure: RetryPolicy.Failure) -> Int? {
      (1...20).first { number in
        var quota = RetryQuota()
        return policy.decision(after: number, failure, of: service, random: 0, quota: &quota)
          == .giveUp
      }
    }
    #expect(attempts(Self.throttle) == throttled)
    #expect(attempts(.transport(.failed("reset"))) == failed)
  }

  @Test(arguments: [
    ["AWS_RETRY_MODE": "fast"], ["AWS_MAX_ATTEMPTS": "many"], ["AWS_MAX_ATTEMPTS": "0"],
    ["AWS_MAX_ATTEMPTS": "-1"], ["AWS_MAX_ATTEMPTS": "2.5"],
  ])
  func `a setting that means nothing is an error that names it`(variables: [String: String]) {
    let problem = #expect(throws: Problem.self) { try RetryPolicy(variables: variables) }
    #expect(problem?.code == "aws-setting-invalid")
    for (name, text) in variables {
      #expect(problem?.message.contains(name) == true && problem?.message.contains(text) == true)
    }
    let named = #expect(throws: Problem.self) {
      try RetryPolicy(variables: [:], profile: ["max_attempts": "x"])
    }
    #expect(named?.message.contains("max_attempts") == true)
  }

  @Test func `only the mode standard stops throttled calls by a quota`() {
    for mode in RetryPolicy.Mode.allCases {
      var quota = RetryQuota()
      let policy = RetryPolicy(mode: mode, maximumAttempts: 3)
      let decisions = (0..<200).map { _ in
        policy.decision(after: 1, Self.throttle, random: 0, quota: &quota)
      }
      #expect(decisions.contains(.giveUp) == (mode == .standard), "\(mode)")
    }
  }
}

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
    (1, error("SlowDown", 503, after: 3000), 0.5, .retry(after: 20)),
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

  @Test func `three attempts are made, and settings that mean nothing are not set`() {
    var quota = RetryQuota()
    let policy = RetryPolicy(variables: ["AWS_MAX_ATTEMPTS": "many", "AWS_RETRY_MODE": "x"])
    #expect(policy == RetryPolicy(mode: .standard, maximumAttempts: 3))
    #expect(policy.decision(after: 3, Self.throttle, random: 0, quota: &quota) == .giveUp)
    #expect(quota.tokens == RetryQuota.capacity)
    let set = RetryPolicy(
      variables: ["AWS_MAX_ATTEMPTS": "5"],
      profile: ["retry_mode": "adaptive", "max_attempts": "9"])
    #expect(set == RetryPolicy(mode: .adaptive, maximumAttempts: 5))
    #expect(RetryPolicy(maximumAttempts: 0).maximumAttempts == 1)
  }

  // The numbers are the cubic curve's: 0.7 of the rate after a throttle, back at it after the window.
  @Test func `the adaptive rate falls at a throttle and grows again`() {
    var rate = AdaptiveRate(now: 0)
    var now = 0.0
    for _ in 0..<200 {
      now += 0.1
      #expect(rate.wait(now: now) == 0)
      rate.update(isThrottle: false, now: now)
    }
    #expect(!rate.isEnabled)
    rate.update(isThrottle: true, now: now)
    #expect(rate.isEnabled)
    #expect(abs(rate.rate - 7) < 1.5)
    let fallen = rate.rate
    for _ in 0..<100 {
      now += 0.1
      rate.update(isThrottle: false, now: now)
    }
    #expect(rate.rate > fallen)
    for _ in 0..<50 { rate.update(isThrottle: true, now: now) }
    #expect(rate.rate >= 0.5)
    _ = (0..<20).map { _ in rate.wait(now: now) }
    #expect(rate.wait(now: now) > 0)
  }
}

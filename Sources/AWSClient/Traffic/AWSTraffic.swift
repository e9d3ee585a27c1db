import ConfigurationModel

/// What all clients of one run share: the limit of calls at a time, the budget of requests, and
/// what was learnt of each lane's failures.
package actor AWSTraffic {
  package nonisolated let gate: CallGate
  package nonisolated let policy: RetryPolicy
  private let budget: Int?
  /// Requests sent so far, retries among them.
  package private(set) var requests = 0
  private var quotas: [CallGate.Lane: RetryQuota] = [:]
  private var rates: [CallGate.Lane: AdaptiveRate] = [:]

  /// `budget` is how many requests may be sent in all; nil for as many as it takes.
  package init(
    policy: RetryPolicy = RetryPolicy(), limit: Int = 32, laneLimit: Int = 8, budget: Int? = nil
  ) {
    gate = CallGate(limit: limit, laneLimit: laneLimit)
    self.policy = policy
    self.budget = budget
  }

  /// Counts a request that is about to be sent; the seconds it must wait before.
  func willSend(in lane: CallGate.Lane, now: Double) throws(Problem) -> Double {
    if let budget, requests >= budget { throw .requestBudgetSpent(budget) }
    requests += 1
    guard policy.mode == .adaptive else { return 0 }
    return rates[lane, default: AdaptiveRate(now: now)].wait(now: now)
  }

  /// An attempt ended well; `cost` is what its last retry took.
  func succeeded(in lane: CallGate.Lane, cost: Int?, now: Double) {
    quotas[lane, default: RetryQuota()].giveBack(cost)
    learn(lane, isThrottle: false, now)
  }

  func failed(
    in lane: CallGate.Lane, attempt: Int, _ failure: RetryPolicy.Failure, random: Double,
    now: Double
  ) -> RetryPolicy.Decision {
    learn(lane, isThrottle: failure.isThrottle, now)
    return policy.decision(
      after: attempt, failure, random: random, quota: &quotas[lane, default: RetryQuota()])
  }

  private func learn(_ lane: CallGate.Lane, isThrottle: Bool, _ now: Double) {
    guard policy.mode == .adaptive else { return }
    rates[lane, default: AdaptiveRate(now: now)].update(isThrottle: isThrottle, now: now)
  }
}

import ConfigurationModel

/// What all clients of one run share: the limit of calls at a time, the budget of requests, the deadline,
/// and what was learnt of each lane's failures.
package actor AWSTraffic {
  package nonisolated let gate: CallGate
  package nonisolated let policy: RetryPolicy
  package nonisolated let deadline: CallDeadline
  private let budget: Int?
  /// Requests sent so far, retries among them.
  package private(set) var requests = 0
  private var quotas: [CallGate.Lane: RetryQuota] = [:]
  private var rates: [CallGate.Lane: AdaptiveRate] = [:]
  private var health: [CallGate.Lane: LaneHealth] = [:]

  /// `budget` is how many requests may be sent in all; nil for as many as it takes.
  package init(
    policy: RetryPolicy = RetryPolicy(), limit: Int = 32, laneLimit: Int = 8, budget: Int? = nil,
    deadline: CallDeadline = .never
  ) {
    gate = CallGate(limit: limit, laneLimit: laneLimit)
    self.policy = policy
    self.budget = budget
    self.deadline = deadline
  }

  /// Counts a request that is about to be sent; the seconds it must wait before. Throws where the deadline
  /// is over, the budget is spent, or the lane was given up.
  func willSend(in lane: CallGate.Lane, now: Double) throws(Problem) -> Double {
    guard !deadline.isOver else { throw deadline.problem }
    if health[lane]?.isGivenUp ?? false { throw .laneGivenUp(lane) }
    if let budget, requests >= budget { throw .requestBudgetSpent(budget) }
    requests += 1
    guard policy.mode == .adaptive else { return 0 }
    return rates[lane, default: AdaptiveRate(now: now)].wait(now: now)
  }

  /// An attempt ended well; `cost` is what its last retry took.
  func succeeded(in lane: CallGate.Lane, cost: Int?, now: Double) {
    quotas[lane, default: RetryQuota()].giveBack(cost)
    health[lane]?.answered()
    learn(lane, isThrottle: false, now)
  }

  func failed(
    _ request: AWSRequest, in lane: CallGate.Lane, attempt: Int, _ failure: RetryPolicy.Failure,
    random: Double,
    now: Double
  ) -> RetryPolicy.Decision {
    learn(lane, isThrottle: failure.isThrottle, now)
    let decision = policy.decision(
      after: attempt, failure, random: random, quota: &quotas[lane, default: RetryQuota()])
    note(failure, of: request, in: lane, decision)
    return health[lane]?.isGivenUp ?? false ? .giveUp : decision
  }

  private func note(
    _ failure: RetryPolicy.Failure, of request: AWSRequest, in lane: CallGate.Lane,
    _ decision: RetryPolicy.Decision
  ) {
    switch failure {
    case .error: health[lane]?.answered()
    case .transport(.timedOut): health[lane, default: LaneHealth()].missed(request)
    case .transport(.failed):
      if decision == .giveUp { health[lane, default: LaneHealth()].missed(request) }
    }
  }

  private func learn(_ lane: CallGate.Lane, isThrottle: Bool, _ now: Double) {
    guard policy.mode == .adaptive else { return }
    rates[lane, default: AdaptiveRate(now: now)].update(isThrottle: isThrottle, now: now)
  }
}

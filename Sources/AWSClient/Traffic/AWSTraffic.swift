import ConfigurationModel

/// What all clients of one run share: the limit of calls at a time, the budget of requests, the deadline,
/// and what was learnt of each lane's failures and each family's pace.
package actor AWSTraffic {
  /// How many calls may run at a time.
  package nonisolated let gate: CallGate
  /// By when all calls must have ended.
  package nonisolated let deadline: CallDeadline
  /// When calls are tried again; nil for what each client's environment and profile set.
  package nonisolated let policy: RetryPolicy?
  private let budget: Int?
  /// Requests sent so far, retries among them.
  package private(set) var requests = 0
  private var quotas: [CallGate.Lane: RetryQuota] = [:]
  private var paces: [CallFamily: Pace]
  private var health: [CallGate.Lane: LaneHealth] = [:]
  private var places: [ServicePlace: PlaceHealth] = [:]

  /// - Parameters:
  ///   - budget: How many requests may be sent in all; nil for as many as it takes.
  ///   - rates: What an earlier run learnt, in calls a second.
  package init(
    policy: RetryPolicy? = nil, limit: Int = 32, laneLimit: Int = 8, budget: Int? = nil,
    deadline: CallDeadline = .never, rates: [CallFamily: Double] = [:]
  ) {
    gate = CallGate(limit: limit, laneLimit: laneLimit)
    self.policy = policy
    self.budget = budget
    self.deadline = deadline
    paces = rates.mapValues { Pace(rate: $0) }
  }

  /// The calls a second that each family takes, as far as it was learnt.
  package var rates: [CallFamily: Double] { paces.compactMapValues(\.rate) }

  /// When a call may be sent; the time is of the client's steady clock.
  func turn(of family: CallFamily, now: Double) -> Pace.Turn {
    paces[family, default: Pace()].turn(now: now)
  }

  /// Counts a request that is about to be sent, and says how long it may take, in seconds. Nil where its turn no
  /// longer counts: it needs another. Throws where the deadline is over, the budget is spent, or the lane was given
  /// up.
  func willSend(
    in lane: CallGate.Lane, _ turn: (CallFamily, Pace.Turn)?
  ) throws(Problem) -> Double? {
    let left = deadline.secondsLeft()
    guard left > 0 else { throw deadline.problem }
    if health[lane]?.isGivenUp ?? false { throw .laneGivenUp(lane) }
    if let (family, turn) = turn, let pace = paces[family], !pace.counts(turn) { return nil }
    if let budget, requests >= budget { throw .requestBudgetSpent(budget) }
    requests += 1
    return isDown(lane) ? min(PlaceHealth.shortWait, left) : left
  }

  private func isDown(_ lane: CallGate.Lane) -> Bool {
    places[ServicePlace(lane)]?.isDown ?? false
  }

  /// An attempt ended well; `cost` is what its last retry took.
  func succeeded(in lane: CallGate.Lane, _ turn: (CallFamily, Pace.Turn)?, cost: Int?, now: Double)
  {
    quotas[lane, default: RetryQuota()].giveBack(cost)
    heard(in: lane)
    if let (family, _) = turn { paces[family]?.answered(now: now) }
  }

  /// Learns from a failed attempt, and decides what follows it.
  func failed(
    _ attempt: FailedAttempt, by policy: RetryPolicy, random: Double, now: Double
  ) -> RetryPolicy.Decision {
    let lane = attempt.lane
    learn(attempt, random: random, now: now)
    let decision = policy.decision(
      after: attempt.number, attempt.failure, of: lane.service, random: random,
      quota: &quotas[lane, default: RetryQuota()])
    note(attempt, decision)
    return health[lane]?.isGivenUp ?? false ? .giveUp : decision
  }

  private func learn(_ attempt: FailedAttempt, random: Double, now: Double) {
    guard let (family, turn) = attempt.turn else { return }
    switch attempt.failure {
    case .error(let error) where error.isThrottle:
      // A longer wait ends this call; it must not keep all others of the family waiting.
      let wait = error.retryAfter.map { min($0, RetryPolicy.longestRetryAfter) }
      paces[family]?.throttled(turn, now: now, retryAfter: wait, random: random)
    case .error: paces[family]?.answered(now: now)
    case .transport: break
    }
  }

  private func note(_ attempt: FailedAttempt, _ decision: RetryPolicy.Decision) {
    switch attempt.failure {
    case .error: heard(in: attempt.lane)
    case .transport(let failure): missed(attempt, failure, isLast: decision == .giveUp)
    }
  }

  private func heard(in lane: CallGate.Lane) {
    health[lane]?.answered()
    places[ServicePlace(lane)]?.answered()
  }

  private func missed(_ attempt: FailedAttempt, _ failure: TransportFailure, isLast: Bool) {
    let lane = attempt.lane
    var own = health[lane, default: LaneHealth()]
    var place = places[ServicePlace(lane), default: PlaceHealth()]
    if place.isDown { own.missedWhereAllDo() }
    switch failure {
    case .timedOut: own.missed(attempt.request)
    case .failed, .untrusted: if isLast { own.missed(attempt.request) }
    }
    if own.isGivenUp { place.givenUp() }
    if isLast { place.missed(attempt.request, by: lane.account) }
    (health[lane], places[ServicePlace(lane)]) = (own, place)
  }
}

/// An attempt at a call that gave no answer.
struct FailedAttempt {
  let request: AWSRequest
  let lane: CallGate.Lane
  /// The turn it was sent in; nil where calls are not paced.
  let turn: (CallFamily, Pace.Turn)?
  /// From 1.
  let number: Int
  let failure: RetryPolicy.Failure
}

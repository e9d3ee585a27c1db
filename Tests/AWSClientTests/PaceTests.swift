import PlumblineTestSupport
import Testing

@testable import AWSClient

/// The pace against a service with a bucket of tokens, by a clock of the test's own.
@Suite struct PaceTests {
  /// What a service takes.
  struct Quota: CustomTestStringConvertible, Sendable {
    let rate: Double
    let burst: Double
    /// Seconds until an answer.
    var latency = 0.05
    var testDescription: String { "\(rate) a second, \(burst) at once, \(latency) s" }
  }

  /// What came of reading everything.
  private struct Outcome {
    var pace = Pace()
    var seconds = 0.0
    var throttles = 0
    /// The most attempts that one call took.
    var mostAttempts = 0
  }

  private static func read(
    _ calls: Int, by workers: Int = 8, _ quota: Quota, pace: Pace = Pace(),
    _ generator: inout SeededGenerator
  ) -> Outcome {
    var outcome = Outcome(pace: pace)
    var (tokens, refilled, left) = (quota.burst, 0.0, calls)
    // What each worker does next, and when.
    enum Step {
      case begin(attempt: Int), send(Pace.Turn, Int), answer(Pace.Turn, Int, isTaken: Bool)
    }
    var steps = (0..<workers).map { _ in (at: 0.0, step: Step.begin(attempt: 1)) }
    while let (index, next) = steps.enumerated().min(by: { $0.1.at < $1.1.at }) {
      let now = next.at
      outcome.seconds = now
      switch next.step {
      case .begin(let attempt):
        if attempt == 1 {
          guard left > 0 else {
            steps.remove(at: index)
            continue
          }
          left -= 1
        }
        let turn = outcome.pace.turn(now: now)
        steps[index] = (turn.at, .send(turn, attempt))
      case .send(let turn, let attempt):
        guard outcome.pace.counts(turn) else {
          let again = outcome.pace.turn(now: now)
          steps[index] = (again.at, .send(again, attempt))
          continue
        }
        tokens = min(quota.burst, tokens + (now - refilled) * quota.rate)
        refilled = now
        let isTaken = tokens >= 1
        if isTaken { tokens -= 1 }
        steps[index] = (now + quota.latency, .answer(turn, attempt, isTaken: isTaken))
      case .answer(_, let attempt, isTaken: true):
        outcome.pace.answered(now: now)
        outcome.mostAttempts = max(outcome.mostAttempts, attempt)
        steps[index] = (now, .begin(attempt: 1))
      case .answer(let turn, let attempt, isTaken: false):
        outcome.throttles += 1
        let random = Double.random(in: 0..<1, using: &generator)
        outcome.pace.throttled(turn, now: now, random: random)
        let wait = random * Double(1 << (attempt - 1))
        steps[index] = (now + wait, .begin(attempt: attempt + 1))
      }
    }
    return outcome
  }

  @Test(arguments: [
    Quota(rate: 10, burst: 10), Quota(rate: 15, burst: 15), Quota(rate: 20, burst: 20),
    Quota(rate: 30, burst: 30), Quota(rate: 10, burst: 1), Quota(rate: 20, burst: 100),
    Quota(rate: 2, burst: 2), Quota(rate: 1, burst: 5), Quota(rate: 10, burst: 10, latency: 0.4),
    Quota(rate: 5, burst: 50, latency: 0.01),
  ])
  func `a service is read at about its rate, and hardly a call is throttled twice`(quota: Quota) {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let calls = 400
    var (first, second) = (0, 0)
    for _ in 0..<20 {
      let outcome = Self.read(calls, quota, &generator)
      let ideal = max(Double(calls) - quota.burst, 0) / quota.rate
      #expect(outcome.mostAttempts <= 5, "seed \(seed)")
      #expect(outcome.seconds < ideal * 3 + 20, "seed \(seed): \(ideal)")
      #expect(outcome.throttles < calls / 3, "seed \(seed)")
      let again = Self.read(calls, quota, pace: Pace(rate: outcome.pace.rate), &generator)
      first += outcome.throttles
      second += again.throttles
    }
    // The next run begins at the pace that this one learnt.
    #expect(second < first, "seed \(seed)")
  }

  @Test func `without a throttle calls are never held`() {
    var pace = Pace()
    for number in 0..<1000 {
      let now = Double(number) / 1000
      #expect(pace.turn(now: now).at == now)
      pace.answered(now: now)
    }
    #expect(pace.rate == nil)
  }

  @Test func `calls that were under way together are one jam`() {
    var pace = Pace()
    for _ in 0..<10 { pace.answered(now: 1) }
    let turns = (0..<8).map { _ in pace.turn(now: 1) }
    for turn in turns { pace.throttled(turn, now: 1.05, random: 0.5) }
    #expect(pace.rate == 7)
    #expect(turns.allSatisfy { !pace.counts($0) })
    let next = pace.turn(now: 1.1)
    #expect(next.at == 2.05)
    #expect(pace.turn(now: 1.1).at == 2.05 + 1.0 / 7)
    pace.throttled(next, now: 3, random: 0.5)
    #expect(pace.turn(now: 3).at == 5)
  }

  @Test func `nothing is sent before the moment that AWS names`() {
    var pace = Pace(rate: 5)
    let turn = pace.turn(now: 0)
    pace.throttled(turn, now: 0, retryAfter: 30, random: 0)
    #expect(pace.turn(now: 1).at == 30)
  }

  @Test func `a rate grows with answers alone, and is forgotten where it no longer holds anything`()
  {
    var pace = Pace(rate: 10)
    for _ in 0..<100 { _ = pace.turn(now: 1) }
    #expect(pace.rate == 10)
    for _ in 0..<100 { pace.answered(now: 1) }
    #expect(abs((pace.rate ?? 0) - 13) < 0.001)
    for _ in 0..<10_000 { pace.answered(now: 1) }
    #expect(pace.rate == nil)
  }

  @Test(arguments: [
    ("dynamodb", "ListTagsOfResource", "ListTagsOfResource"), ("iam", "GetGroup", "*"),
    ("lambda", "GetPolicy", "GetPolicy"), ("lambda", "ListTags", "*"),
    ("lambda", "GetFunctionConcurrency", "*"),
    ("sns", "ListTagsForResource", "ListTagsForResource"),
    ("s3", "GetBucketAcl", "*"),
  ])
  func `what AWS counts together is paced together`(
    service: String, operation: String, family: String
  ) {
    let lane = CallGate.Lane(account: "a", region: "r", service: service)
    #expect(CallFamily(of: lane, operation).operation == family)
  }
}

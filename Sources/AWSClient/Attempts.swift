import ConfigurationModel

/// The attempts at one call. Beside the policy's retries, what can be put right is put right once:
/// a clock that is wrong, credentials that ended, a bucket that is elsewhere.
struct Attempts {
  let client: AWSClient
  private(set) var request: AWSRequest
  let lane: CallGate.Lane
  private var number = 0
  private var cost: Int?
  private var skew: Int64 = 0
  private var corrections: Set<Correction> = []

  private enum Correction { case clock, credentials, region }

  init(client: AWSClient, request: AWSRequest, lane: CallGate.Lane) {
    self.client = client
    self.request = request
    self.lane = lane
  }

  mutating func answer() async throws -> AWSAnswer {
    while true {
      number += 1
      let credentials = try await deadline.bounding { [client] in
        try await client.credentials.credentials()
      }
      do {
        let answer = try await attempt(signedWith: credentials)
        await client.traffic.succeeded(in: lane, cost: cost, now: clock)
        return answer
      } catch let error as AWSError {
        if await correct(error, credentials) { continue }
        try await retry(.error(error)) { error }
      } catch let failure as TransportFailure {
        // It was cut short: that says nothing of who was called.
        guard !deadline.isOver else { throw deadline.problem }
        try await retry(.transport(failure)) { [self] in problem(failure) }
      }
    }
  }

  private func attempt(signedWith credentials: AWSCredentials) async throws -> AWSAnswer {
    let wait = try await client.traffic.willSend(in: lane, now: clock)
    try await pause(wait)
    client.observe(.sent(request, attempt: number))
    return try await client.exchange.send(
      request, signedWith: credentials, timeout: min(client.timeout, deadline.secondsLeft()),
      skew: skew)
  }

  /// Waits for the next attempt, or throws.
  private mutating func retry(
    _ failure: RetryPolicy.Failure, orThrow error: () -> any Error
  ) async throws {
    if failure.isThrottle { client.observe(.throttled(request)) }
    let decision = await client.traffic.failed(
      request, in: lane, attempt: number, failure, random: client.surroundings.random(), now: clock)
    switch decision {
    case .giveUp: throw error()
    case .retry(let seconds):
      cost = failure.cost
      try await pause(seconds)
    }
  }

  private func pause(_ seconds: Double) async throws {
    guard seconds > 0 else { return }
    guard seconds < deadline.secondsLeft() else { throw deadline.problem }
    client.observe(.waits(request, seconds: seconds))
    try await client.surroundings.sleep(seconds)
  }

  /// Whether the reason was put right and the call should be made again.
  private mutating func correct(_ error: AWSError, _ credentials: AWSCredentials) async -> Bool {
    if error.isClockSkew, let time = error.serverTime, corrections.insert(.clock).inserted {
      skew = time.seconds - client.surroundings.now().seconds
      return true
    }
    if error.isExpired, credentials.expiration != nil,
      corrections.insert(.credentials).inserted
    {
      await client.credentials.discard(credentials)
      return true
    }
    if let region = error.bucketRegion, region != request.region,
      [301, 307, 400].contains(error.status), corrections.insert(.region).inserted
    {
      request = request.at(region: region)
      return true
    }
    return false
  }

  private func problem(_ failure: TransportFailure) -> Problem {
    switch failure {
    case .timedOut(let seconds): .requestTimedOut(request, seconds: seconds)
    case .failed(let reason):
      .connectionFailed(request, client.exchange.host(of: request), reason)
    }
  }

  private var deadline: CallDeadline { client.traffic.deadline }

  private var clock: Double { Double(client.surroundings.now().microseconds) / 1_000_000 }
}

import ConfigurationModel

/// The attempts at one call. Beside the policy's retries, what can be put right is put right once:
/// a clock that is wrong, credentials that ended, a bucket that is elsewhere.
struct Attempts {
  let client: AWSClient
  private(set) var request: AWSRequest
  private let lane: CallGate.Lane
  private let policy: RetryPolicy
  /// What is paced together; nil where calls are not paced.
  private let family: CallFamily?
  /// The turn that the last attempt was sent in.
  private var turn: (CallFamily, Pace.Turn)?
  private var number = 0
  private var cost: Int?
  /// By how many seconds AWS's clock is ahead, where a refusal just said so.
  private var offset: Int64?
  private var corrections: Set<Correction> = []

  private enum Correction { case clock, credentials, region }

  /// Throws `Problem` where the call is not known, or a setting means nothing.
  init(client: AWSClient, request: AWSRequest) throws(Problem) {
    let (_, operation) = try ServiceCatalog.call(request)
    self.client = client
    self.request = request
    policy = try client.retryPolicy()
    lane = CallGate.Lane(account: client.account, region: request.region, service: request.service)
    family = policy.mode == .adaptive ? CallFamily(of: lane, operation.name) : nil
  }

  mutating func answer() async throws -> AWSAnswer {
    while true {
      number += 1
      let credentials = try await deadline.bounding { [client] in
        try await client.credentials.credentials()
      }
      do {
        let answer = try await attempt(signedWith: credentials)
        await client.traffic.succeeded(in: lane, turn, cost: cost, now: uptime)
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

  private mutating func attempt(signedWith credentials: AWSCredentials) async throws -> AWSAnswer {
    while true {
      try await awaitTurn()
      if let answer = try await send(signedWith: credentials) { return answer }
    }
  }

  /// Waits until the call may be sent. Nothing else is held meanwhile: another family's calls go on.
  private mutating func awaitTurn() async throws {
    guard let family else { return }
    let own = await client.traffic.turn(of: family, now: uptime)
    try await pause(own.at - uptime)
    turn = (family, own)
  }

  /// Nil where the turn no longer counts when there is room for the call.
  private func send(signedWith credentials: AWSCredentials) async throws -> AWSAnswer? {
    let (request, offset, number, lane, turn) = (request, offset, number, lane, turn)
    return try await client.traffic.gate.run(in: lane) { [client] in
      guard let longest = try await client.traffic.willSend(in: lane, turn) else { return nil }
      client.observe(.sent(request, attempt: number))
      return try await client.exchange.send(
        request, signedWith: credentials, timeout: min(client.timeout, longest), offset: offset)
    }
  }

  /// Waits for the next attempt, or throws.
  private mutating func retry(
    _ failure: RetryPolicy.Failure, orThrow error: () -> any Error
  ) async throws {
    if failure.isThrottle { client.observe(.throttled(request)) }
    let attempt = FailedAttempt(
      request: request, lane: lane, turn: turn, number: number, failure: failure)
    let decision = await client.traffic.failed(
      attempt, by: policy, random: client.surroundings.random(), now: uptime)
    switch decision {
    case .giveUp: throw error()
    case .retry(let seconds):
      cost = policy.charge(for: failure)
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
    if error.isClockSkew {
      // An offset that was refused too is none: somebody wrote an odd date.
      offset = offset == nil ? error.clockOffset : nil
      if offset != nil, corrections.insert(.clock).inserted { return true }
      offset = nil
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
    case .untrusted(let reason):
      .certificateUntrusted("\(request)", client.exchange.host(of: request), reason)
    }
  }

  private var deadline: CallDeadline { client.traffic.deadline }

  private var uptime: Double { client.surroundings.uptime() }
}

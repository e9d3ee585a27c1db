import ConfigurationModel
import Synchronization
import Testing

@testable import AWSClient

@Suite struct AWSClientTests {
  /// A client whose answers come from a list, in order; the last one again and again.
  private struct Bench {
    let fake: FakeSurroundings
    let client: AWSClient
    let waits: Log<Double>
    let events: Log<AWSEvent>

    init(
      _ answers: [Result<HTTPResponse, TransportFailure>], policy: RetryPolicy = RetryPolicy(),
      budget: Int? = nil, expiration: Timestamp? = nil
    ) {
      let counter = Counter()
      let fake = FakeSurroundings { _ in try answers[min(counter.next(), answers.count) - 1].get() }
      let (waits, events, loads) = (Log<Double>(), Log<AWSEvent>(), Counter())
      client = AWSClient(
        account: "a",
        credentials: CredentialCache(now: fake.value.now) {
          AWSCredentials(
            accessKeyID: "K\(loads.next())", secretAccessKey: "s", expiration: expiration,
            source: "test")
        }, endpoints: EndpointResolver(variables: [:]),
        traffic: AWSTraffic(policy: policy, budget: budget),
        surroundings: AWSClient.Surroundings(
          transport: fake.value.transport(), now: fake.value.now, sleep: { waits.append($0) },
          random: { 0.5 }), observe: { events.append($0) })
      (self.fake, self.waits, self.events) = (fake, waits, events)
    }
  }

  private static let request = AWSRequest("sts", "get-caller-identity", region: "eu-west-1")
  private static let identity = HTTPResponse(
    200,
    """
    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
    <GetCallerIdentityResult><Arn>arn</Arn><UserId>u</UserId><Account>1</Account>\
    </GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>\
    </GetCallerIdentityResponse>
    """)

  private static func error(_ code: String, _ status: Int, _ headers: [HTTPField] = [])
    -> HTTPResponse
  {
    HTTPResponse(
      status,
      "<ErrorResponse><Error><Code>\(code)</Code><Message>m</Message></Error></ErrorResponse>",
      headers: headers)
  }

  @Test func `a call gives the answer and its request's id`() async throws {
    let answer = try await Bench([.success(Self.identity)]).client.call(Self.request)
    #expect(
      answer.value
        == .object(["Arn": .string("arn"), "UserId": .string("u"), "Account": .string("1")]))
    #expect(answer.requestID == "r-1")
  }

  @Test func `throttles, faults and lost connections are tried again with growing waits`()
    async throws
  {
    let bench = Bench(
      [
        .success(Self.error("Throttling", 400)), .success(HTTPResponse(503, "<html>")),
        .failure(.failed("reset")), .success(Self.identity),
      ], policy: RetryPolicy(maximumAttempts: 4))
    _ = try await bench.client.call(Self.request)
    #expect(bench.waits.all == [0.5, 1, 2])
    #expect(await bench.client.traffic.requests == 4)
    #expect(bench.events.all.contains(.throttled(Self.request)))
    #expect(bench.events.all.last == .sent(Self.request, attempt: 4))
  }

  @Test func `three attempts, and AWS's error is thrown`() async throws {
    let bench = Bench([.success(Self.error("Throttling", 400))])
    let error = await #expect(throws: AWSError.self) { try await bench.client.call(Self.request) }
    #expect(error?.isThrottle == true)
    #expect(bench.fake.requests.count == 3)
  }

  @Test func `a refusal is not tried again`() async throws {
    let bench = Bench([.success(Self.error("AccessDenied", 403))])
    let error = await #expect(throws: AWSError.self) { try await bench.client.call(Self.request) }
    #expect(error?.isDenied == true)
    #expect(bench.fake.requests.count == 1)
  }

  @Test(arguments: [
    (TransportFailure.timedOut(seconds: 30), "aws-request-timed-out"),
    (.failed("refused"), "aws-connection-failed"),
  ])
  func `no answer at all is a problem`(failure: TransportFailure, code: String) async throws {
    let bench = Bench([.failure(failure)])
    let problem = await #expect(throws: Problem.self) { try await bench.client.call(Self.request) }
    #expect(problem?.code == code)
    #expect(bench.fake.requests.count == 3)
  }

  @Test func `credentials that ended are had anew once`() async throws {
    let bench = Bench(
      [.success(Self.error("ExpiredToken", 403)), .success(Self.identity)],
      expiration: Timestamp(seconds: 1_800_000_000))
    _ = try await bench.client.call(Self.request)
    #expect(bench.fake.requests.map(\.accessKeyID) == ["K1", "K2"])
  }

  @Test func `a bucket is asked for where it is`() async throws {
    let bench = Bench([
      .success(HTTPResponse(301, "", headers: [HTTPField("x-amz-bucket-region", "eu-north-1")])),
      .success(HTTPResponse(200, #"{"Id":"x"}"#)),
    ])
    let answer = try await bench.client.call(
      AWSRequest("s3api", "get-bucket-policy", region: "us-east-1", ["bucket": .string("b-1")]))
    #expect(answer.value == .object(["Policy": .string(#"{"Id":"x"}"#)]))
    #expect(bench.fake.requests[1].authority == "b-1.s3.eu-north-1.amazonaws.com")
  }

  @Test func `what may change something is never sent`() async throws {
    let bench = Bench([.success(Self.identity)])
    for (service, operation) in [("ec2", "RunInstances"), ("iam", "delete-user"), ("x", "y")] {
      await #expect(throws: Problem.self) {
        try await bench.client.call(AWSRequest(service, operation, region: "eu-west-1"))
      }
    }
    #expect(bench.fake.requests.isEmpty)
  }

  @Test func `beyond its budget nothing is sent, retries included`() async throws {
    let bench = Bench(
      [.success(Self.error("Throttling", 400))], policy: RetryPolicy(maximumAttempts: 9), budget: 2)
    let problem = await #expect(throws: Problem.self) { try await bench.client.call(Self.request) }
    #expect(problem?.code == "aws-request-budget-spent")
    #expect(bench.fake.requests.count == 2)
  }

  private static func page(_ token: String?) -> Result<HTTPResponse, TransportFailure> {
    .success(
      HTTPResponse(
        200,
        #"{"Accounts":[{"Id":"\#(token ?? "end")"}]"#
          + (token.map { #","NextToken":"\#($0)"}"# } ?? "}")))
  }

  private static let accounts = AWSRequest("organizations", "list-accounts", region: "global")

  @Test func `pages are followed and joined as the CLI does`() async throws {
    let bench = Bench([Self.page("a"), Self.page("b"), Self.page(nil)])
    let answer = try await bench.client.all(Self.accounts)
    #expect(
      answer.value.canonicalJSON == #"{"Accounts":[{"Id":"a"},{"Id":"b"},{"Id":"end"}]}"#)
    // ListAccounts takes 20 a page at most (Organizations API reference).
    #expect(
      bench.fake.requests.map(\.text) == [
        #"{"MaxResults":20}"#, #"{"MaxResults":20,"NextToken":"a"}"#,
        #"{"MaxResults":20,"NextToken":"b"}"#,
      ])
  }

  @Test func `a page token that comes again ends the listing with a problem`() async throws {
    let bench = Bench([Self.page("a"), Self.page("b"), Self.page("a")])
    let problem = await #expect(throws: Problem.self) { try await bench.client.all(Self.accounts) }
    #expect(problem?.code == "page-token-repeats")
    let again = Bench([Self.page("a"), Self.page("b"), Self.page("a")])
    let given = Log<String>()
    await #expect(throws: Problem.self) {
      try await again.client.pages(Self.accounts) { given.append($0.value.canonicalJSON) }
    }
    #expect(given.all.count == 2)
    #expect(bench.fake.requests.count == 3)
  }

  private static func page(of ids: [String], _ token: String?) -> Result<
    HTTPResponse, TransportFailure
  > {
    let items = ids.map { #"{"Id":"\#($0)"}"# }.joined(separator: ",")
    let more = token.map { #","NextToken":"\#($0)""# } ?? ""
    return .success(HTTPResponse(200, #"{"Accounts":[\#(items)]\#(more)}"#))
  }

  @Test(
    arguments: [
      ([["1", "2"], ["1", "2"]], 1), ([["1", "2"], ["3", "4"], ["3", "4"]], 2),
      ([["1", "2"], ["3"], ["1", "2"]], nil), ([["1", "2", "3"], ["1", "4", "3"]], nil),
      ([["1"], ["1"]], nil), ([[], [], ["1", "2"]], nil),
    ] as [([[String]], Int?)])
  func `the page before once more ends the listing, and is not given`(
    pages: [[String]], given count: Int?
  ) async throws {
    let bench = Bench(
      pages.enumerated().map { number, ids in
        Self.page(of: ids, number + 1 < pages.count ? "t\(number)" : nil)
      })
    let given = Log<String>()
    var code: String?
    do {
      try await bench.client.pages(Self.accounts) { given.append($0.value.canonicalJSON) }
    } catch let problem as Problem {
      code = problem.code
    }
    #expect(given.all.count == count ?? pages.count)
    #expect(code == (count == nil ? nil : "page-repeats"))
  }

  @Test func `a stall ends at the timeout`() async throws {
    await #expect(throws: TransportFailure.timedOut(seconds: 0.05)) {
      try await HTTPTransport.within(0.05) { try await Task.sleep(for: .seconds(3600)) }
    }
  }

  @Test func `only so many calls run at a time, in all and in one lane`() async throws {
    let gate = CallGate(limit: 3, laneLimit: 2)
    let tally = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 {
        let account = number % 3 == 0 ? "a" : "b"
        let lane = CallGate.Lane(account: account, region: "r", service: "s")
        group.addTask {
          try await gate.run(in: lane) {
            tally.add(1, to: [account, "all"])
            try await Task.sleep(for: .milliseconds(2))
            tally.add(-1, to: [account, "all"])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(tally.most["all"] == 3 && tally.most["b"] == 2)
    #expect([1, 2].contains(tally.most["a"]))
  }

  @Test(arguments: [40, 200_000])
  func `a call that waits is looked at once, however many wait`(calls: Int) async throws {
    let gate = CallGate(limit: 4, laneLimit: 2)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<calls {
        let lane = CallGate.Lane(account: "a", region: "\(number % 7)", service: "s")
        group.addTask { try await gate.run(in: lane) { await Task.yield() } }
      }
      try await group.waitForAll()
    }
    #expect(await gate.looks <= calls)
  }

  @Test func `a lane in which many wait lets the others pass`() async throws {
    let gate = CallGate(limit: 1, laneLimit: 1)
    let order = Log<String>()
    let busy = CallGate.Lane(account: "busy", region: "r", service: "s")
    let calm = CallGate.Lane(account: "calm", region: "r", service: "s")
    try await withThrowingTaskGroup(of: Void.self) { group in
      let hold = AsyncStream.makeStream(of: Void.self)
      group.addTask {
        try await gate.run(in: busy) { for await _ in hold.stream {} }
      }
      while await gate.inside == 0 { await Task.yield() }
      for (lane, calls) in [(busy, 50), (calm, 1)] {
        for _ in 0..<calls {
          let waiting = await gate.waitingCount
          group.addTask { try await gate.run(in: lane) { order.append(lane.account) } }
          while await gate.waitingCount == waiting { await Task.yield() }
        }
      }
      hold.continuation.finish()
      try await group.waitForAll()
    }
    #expect(order.all.firstIndex(of: "calm").map { $0 <= 1 } == true)
  }

  @Test func `who gives up waiting at the gate leaves it`() async throws {
    let gate = CallGate(limit: 1, laneLimit: 1)
    let lane = CallGate.Lane(account: "a", region: "r", service: "s")
    try await gate.run(in: lane) {
      let waiting = Task { try await gate.run(in: lane) {} }
      try await Task.sleep(for: .milliseconds(20))
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
    try await gate.run(in: lane) {}
  }
}

/// What happened, in order.
private final class Log<Element: Sendable>: Sendable {
  private let entries = Mutex<[Element]>([])

  func append(_ entry: Element) { entries.withLock { $0.append(entry) } }

  var all: [Element] { entries.withLock { $0 } }
}

/// How many there are at a time, and how many there were at most.
private final class Tally: Sendable {
  private let counts = Mutex<[String: (now: Int, most: Int)]>([:])

  func add(_ number: Int, to names: [String]) {
    counts.withLock { counts in
      for name in names {
        let now = (counts[name]?.now ?? 0) + number
        counts[name] = (now, max(now, counts[name]?.most ?? 0))
      }
    }
  }

  var most: [String: Int] { counts.withLock { $0.mapValues(\.most) } }
}

import ConfigurationModel
import Synchronization
import Testing

@testable import AWSClient

/// Who does not answer is given up, and calls end at the deadline.
@Suite struct GivingUpTests {
  private static func request(_ number: Int, in region: String = "r") -> AWSRequest {
    AWSRequest("s3api", "get-bucket-acl", region: region, ["bucket": .string("b\(number)")])
  }

  private static func client(
    _ traffic: AWSTraffic, account: String = "a",
    within seconds: @escaping @Sendable (Double) -> Void = { _ in },
    _ answer: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse
  ) -> AWSClient {
    let now: @Sendable () -> Timestamp = { Timestamp(seconds: 1_700_000_000) }
    let variables = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]
    return AWSClient(
      account: account,
      credentials: CredentialCache(now: now) {
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: "secret", source: "test")
      }, endpoints: CredentialSurroundings.system(variables: variables).endpoints(profile: nil),
      traffic: traffic,
      surroundings: AWSClient.Surroundings(
        transport: HTTPTransport { request, longest in
          seconds(longest)
          return try answer(request)
        }, now: now, sleep: { _ in }))
  }

  private static let acl = HTTPResponse(200, "<AccessControlPolicy/>")

  @Test(arguments: [TransportFailure.timedOut(seconds: 30), .failed("refused")])
  func `after three calls without an answer no other is made, and another region is asked`(
    failure: TransportFailure
  ) async throws {
    let sent = Mutex(0)
    let client = Self.client(AWSTraffic()) { request in
      let isHung = request.headers.contains { $0.value.contains("/hung/") }
      guard isHung else { return Self.acl }
      sent.withLock { $0 += 1 }
      throw failure
    }
    var codes: [String] = []
    for number in 0..<10 {
      do {
        _ = try await client.call(Self.request(number, in: "hung"))
      } catch let problem as Problem {
        codes.append(problem.code)
      }
    }
    #expect(codes.count == 10)
    #expect(codes.suffix(7).allSatisfy { $0 == "aws-service-given-up" })
    #expect(!codes.prefix(3).contains("aws-service-given-up"))
    #expect(sent.withLock { $0 } <= 9)
    _ = try await client.call(Self.request(1, in: "well"))
  }

  @Test func `one call that hangs by itself takes no other with it`() async throws {
    let client = Self.client(AWSTraffic()) { request in
      if request.url.contains("/b0") { throw TransportFailure.timedOut(seconds: 30) }
      return Self.acl
    }
    for _ in 0..<4 {
      await #expect(throws: Problem.self) { try await client.call(Self.request(0)) }
    }
    _ = try await client.call(Self.request(1))
  }

  @Test func `an answer between them, if only an error, keeps a service from being given up`()
    async throws
  {
    let client = Self.client(AWSTraffic()) { request in
      guard request.url.contains("/b9") else { throw TransportFailure.timedOut(seconds: 30) }
      return HTTPResponse(403, "<Error><Code>AccessDenied</Code></Error>")
    }
    for number in [1, 2, 9, 3, 4, 9, 5, 6] {
      let error = await #expect(throws: (any Error).self) {
        try await client.call(Self.request(number))
      }
      #expect((error as? Problem)?.code != "aws-service-given-up", "\(number)")
    }
  }

  @Test(arguments: [TransportFailure.timedOut(seconds: 30), .failed("refused")])
  func `what is dead for one account costs each other one short try`(failure: TransportFailure)
    async throws
  {
    let traffic = AWSTraffic()
    let sent = Mutex<[String: Int]>([:])
    let waits = Mutex<[Double]>([])
    func client(_ account: String) -> AWSClient {
      Self.client(
        traffic, account: account, within: { longest in waits.withLock { $0.append(longest) } }
      ) {
        request in
        guard request.headers.contains(where: { $0.value.contains("/hung/") }) else {
          return Self.acl
        }
        sent.withLock { $0[account, default: 0] += 1 }
        throw failure
      }
    }
    func code(_ account: String, _ number: Int) async throws -> String? {
      let problem = await #expect(throws: Problem.self) {
        try await client(account).call(Self.request(number, in: "hung"))
      }
      return problem?.code
    }
    for number in 0..<3 { _ = try await code("a", number) }
    waits.withLock { $0 = [] }
    for account in ["b", "c", "d"] {
      #expect(try await code(account, 0) != "aws-service-given-up")
      for number in 1..<5 { #expect(try await code(account, number) == "aws-service-given-up") }
      #expect(sent.withLock { $0[account] } == 1)
    }
    #expect(waits.withLock { $0 } == [10, 10, 10])
    _ = try await client("b").call(Self.request(1, in: "well"))
  }

  @Test func `what three accounts get no answer from in a row is dead for the fourth`() async throws
  {
    let traffic = AWSTraffic(policy: RetryPolicy(maximumAttempts: 1))
    let sent = Mutex(0)
    for account in ["a", "b", "c", "d"] {
      let client = Self.client(traffic, account: account) { _ in
        sent.withLock { $0 += 1 }
        throw TransportFailure.failed("refused")
      }
      // The first three are what makes it dead: one call of each says nothing of its other calls yet.
      for number in 0..<(account == "d" ? 5 : 1) {
        await #expect(throws: Problem.self) { try await client.call(Self.request(number)) }
      }
    }
    #expect(sent.withLock { $0 } == 4)
  }

  @Test func `a network that is away for one attempt of each account ends nothing`() async throws {
    let traffic = AWSTraffic()
    let lanes = (0..<8).map { CallGate.Lane(account: "a\($0)", region: "r", service: "s3") }
    for lane in lanes {
      let attempt = FailedAttempt(
        request: Self.request(0), lane: lane, turn: nil, number: 1,
        failure: .transport(.timedOut(seconds: 30)))
      let decision = await traffic.failed(attempt, by: RetryPolicy(), random: 0, now: 0)
      #expect(decision == .retry(after: 0))
    }
    for lane in lanes { #expect(try await traffic.willSend(in: lane, nil) == .infinity) }
  }

  @Test func `what comes back is read for every account that asks from then on`() async throws {
    let traffic = AWSTraffic()
    let isBack = Mutex(false)
    func client(_ account: String) -> AWSClient {
      Self.client(traffic, account: account) { _ in
        guard isBack.withLock({ $0 }) else { throw TransportFailure.timedOut(seconds: 30) }
        return Self.acl
      }
    }
    for number in 0..<3 {
      await #expect(throws: Problem.self) { try await client("a").call(Self.request(number)) }
    }
    await #expect(throws: Problem.self) { try await client("b").call(Self.request(0)) }
    isBack.withLock { $0 = true }
    for account in ["c", "d"] {
      for number in 0..<3 { _ = try await client(account).call(Self.request(number)) }
    }
    let problem = await #expect(throws: Problem.self) {
      try await client("b").call(Self.request(1))
    }
    #expect(problem?.code == "aws-service-given-up")
  }

  @Test func `at the deadline calls fail with its problem, and none is made after it`() async throws
  {
    let left = Mutex(3600.0)
    let sent = Mutex(0)
    let deadline = CallDeadline(
      secondsLeft: { left.withLock { $0 } }, problem: Problem("late", "It is late."))
    let client = Self.client(AWSTraffic(deadline: deadline)) { _ in
      sent.withLock { $0 += 1 }
      left.withLock { $0 = 0 }
      throw TransportFailure.timedOut(seconds: 30)
    }
    for number in 0..<5 {
      let problem = await #expect(throws: Problem.self) {
        try await client.call(Self.request(number))
      }
      #expect(problem?.code == "late")
    }
    #expect(sent.withLock { $0 } == 1)
    await #expect(throws: Problem.self) { try await client.pause(seconds: 1) }
  }

  @Test(arguments: [
    ("dynamodb", "ListTables", ""), ("sqs", "ListQueues", ""),
    ("dynamodb", "ListTables", #"{"message":"busy"}"#),
    ("dynamodb", "ListTables", #"{"TableNames":"none"}"#),
    ("dynamodb", "DescribeTable", #"{"Table":[]}"#), ("sqs", "ListQueues", "<html></html>"),
    ("s3", "GetBucketAcl", ""),
    (
      "ec2", "DescribeVpcs",
      "<DescribeVpcsResponse><vpcSet/><Errors><Error><Code>MalformedResponse</Code></Error></Errors></DescribeVpcsResponse>"
    ),
    ("ec2", "DescribeVpcs", "<DescribeVpcsResponse><vpcSet>none</vpcSet></DescribeVpcsResponse>"),
    (
      "sns", "ListTopics",
      "<ListTopicsResponse><ListTopicsResult><Topics>none</Topics></ListTopicsResult></ListTopicsResponse>"
    ),
  ])
  func `what lacks the form of an answer is none`(service: String, name: String, body: String)
    throws
  {
    let model = try #require(ServiceCatalog.models[service])
    let operation = try #require(model.operation(name))
    let error = #expect(throws: AWSError.self) {
      try model.answer(operation, HTTPResponse(200, body))
    }
    #expect(error?.code == "MalformedResponse")
  }

  @Test(arguments: [201, 202, 204, 206])
  func `only the status 200 is an answer's`(status: Int) throws {
    let model = try #require(ServiceCatalog.models["dynamodb"])
    let operation = try #require(model.operation("ListTables"))
    let error = #expect(throws: AWSError.self) {
      try model.answer(operation, HTTPResponse(status, #"{"TableNames":[]}"#))
    }
    #expect(error?.status == status)
    #expect(try model.answer(operation, HTTPResponse(200, #"{"TableNames":[]}"#)).requestID == nil)
  }

  @Test func `an error under the status 200 keeps its code`() throws {
    let model = try #require(ServiceCatalog.models["dynamodb"])
    let operation = try #require(model.operation("ListTables"))
    let body = #"{"__type":"com.amazonaws#AccessDeniedException","message":"m"}"#
    let error = #expect(throws: AWSError.self) {
      try model.answer(operation, HTTPResponse(200, body))
    }
    #expect(error?.code == "AccessDeniedException")
  }
}

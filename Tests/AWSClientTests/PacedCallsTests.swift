import ConfigurationModel
import Synchronization
import Testing

@testable import AWSClient

/// What a client does with throttles and with what AWS asks to wait.
@Suite struct PacedCallsTests {
  private static let tables = AWSRequest("dynamodb", "list-tables", region: "us-east-1")

  private static func throttle(_ headers: [HTTPField] = []) -> HTTPResponse {
    HTTPResponse(400, #"{"__type":"x#ThrottlingException"}"#, headers: headers)
  }

  /// What a client with these settings waits and sends while it gets these answers, the last again and again.
  private static func run(
    _ answers: [HTTPResponse], _ variables: [String: String] = [:], config: String = "",
    deadline: Double = .infinity, rates: [CallFamily: Double] = [:]
  ) async -> (waits: [Double], sent: Int, code: String?) {
    let count = Counter()
    let waits = Mutex<[Double]>([])
    let elapsed = Mutex(0.0)
    let fake = FakeSurroundings(
      variables: variables.merging(["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"]) {
        own, _ in own
      }, files: ["/home/me/.aws/config": config],
      answer: { _ in answers[min(count.next(), answers.count) - 1] })
    let made = AWSClient(
      in: fake.value,
      traffic: AWSTraffic(
        deadline: CallDeadline(secondsLeft: { deadline }, problem: .deadlinePassed()),
        rates: rates))
    let client = made.with(
      sleep: { seconds in
        waits.withLock { $0.append(seconds) }
        elapsed.withLock { $0 += seconds }
      }, random: { 0.5 }, uptime: { elapsed.withLock { $0 } })
    var code: String?
    do {
      _ = try await client.call(tables)
    } catch {
      code = (error as? AWSError)?.code ?? (error as? Problem)?.code
    }
    return (waits.withLock { $0 }, fake.requests.count, code)
  }

  private static let good = HTTPResponse(200, #"{"TableNames":[]}"#)

  @Test(arguments: [
    ([:] as [String: String], "", 10), (["AWS_MAX_ATTEMPTS": "1"], "", 1),
    (["AWS_MAX_ATTEMPTS": "4"], "", 4),
    (["AWS_RETRY_MODE": "standard"], "", 3), (["AWS_RETRY_MODE": "legacy"], "", 10),
    ([:], "[default]\nretry_mode = standard\nmax_attempts = 2\n", 2),
    (["AWS_MAX_ATTEMPTS": "6"], "[default]\nmax_attempts = 2\n", 6),
    (["AWS_PROFILE": "x"], "[default]\nmax_attempts = 2\n[profile x]\nmax_attempts = 5\n", 5),
  ])
  func `a throttled call is sent as often as the settings say`(
    variables: [String: String], config: String, sent: Int
  ) async {
    // Keys of a profile, where one is named.
    let keys = config.replacing(
      "]\n", with: "]\naws_access_key_id = K\naws_secret_access_key = s\n")
    let outcome = await Self.run([Self.throttle()], variables, config: keys)
    #expect(outcome.sent == sent && outcome.code == "ThrottlingException")
  }

  @Test func `a setting that means nothing fails the call and names itself`() async {
    let outcome = await Self.run([Self.good], ["AWS_RETRY_MODE": "sometimes"])
    #expect(outcome.sent == 0 && outcome.code == "aws-setting-invalid")
  }

  @Test(arguments: [
    (HTTPField("Retry-After", "7"), 7.0), (HTTPField("x-amz-retry-after", "1500"), 1.5),
    (HTTPField("Retry-After", "Tue, 14 Nov 2023 22:13:41 GMT"), 21.0),
    (HTTPField("Retry-After", "Tue, 14 Nov 2023 22:00:00 GMT"), 0.5),
    (HTTPField("Retry-After", "soon"), 0.5), (HTTPField("Retry-After", "-3"), 0.5),
    (HTTPField("Retry-After", "inf"), 0.5), (HTTPField("Retry-After", "nan"), 0.5),
  ])
  func `what AWS asks to wait is waited, in seconds and as a date`(
    header: HTTPField, seconds: Double
  ) async {
    // This machine's clock stands at 22:13:20.
    let outcome = await Self.run([HTTPResponse(503, "", headers: [header]), Self.good])
    #expect(outcome.waits == [seconds] && outcome.code == nil)
    let dated = HTTPResponse(
      503, "", headers: [header, HTTPField("Date", "Tue, 14 Nov 2023 22:13:40 GMT")])
    let other = await Self.run([dated, Self.good])
    #expect(other.waits == [seconds == 21.0 ? 1 : seconds])
  }

  @Test func `a wait beyond the deadline ends the call at once`() async {
    // Credentials too have until the deadline, by the real clock: it is far off, or a busy machine passes it.
    let late = Self.throttle([HTTPField("Retry-After", "900")])
    let outcome = await Self.run([late, Self.good], deadline: 800)
    #expect(outcome.code == "deadline-passed" && outcome.waits.isEmpty && outcome.sent == 1)
    let endless = Self.throttle([HTTPField("Retry-After", "86400")])
    let refused = await Self.run([endless, Self.good])
    #expect(refused.code == "ThrottlingException" && refused.sent == 1)
  }

  @Test func `a run begins at the pace that another learnt`() async {
    let family = CallFamily(
      account: "default", region: "us-east-1", service: "dynamodb", operation: "ListTables")
    let page = HTTPResponse(200, #"{"TableNames":[]}"#)
    let traffic = AWSTraffic(rates: [family: 2])
    let fake = FakeSurroundings(
      variables: ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"], answer: { _ in page })
    let elapsed = Mutex(0.0)
    let client = AWSClient(in: fake.value, traffic: traffic).with(
      sleep: { seconds in elapsed.withLock { $0 += seconds } }, random: { 0.5 },
      uptime: { elapsed.withLock { $0 } })
    for _ in 0..<5 { _ = try? await client.call(Self.tables) }
    #expect(elapsed.withLock { $0 } > 1.8)
    #expect((await traffic.rates[family] ?? 0) > 2)
    let standard = FakeSurroundings(
      variables: [
        "AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s", "AWS_RETRY_MODE": "standard",
      ], answer: { _ in page })
    let unpaced = AWSClient(in: standard.value, traffic: AWSTraffic(rates: [family: 2])).with(
      sleep: { seconds in elapsed.withLock { $0 += seconds } }, random: { 0.5 },
      uptime: { elapsed.withLock { $0 } })
    let before = elapsed.withLock { $0 }
    for _ in 0..<5 { _ = try? await unpaced.call(Self.tables) }
    #expect(elapsed.withLock { $0 } == before)
  }
}

extension AWSClient {
  /// The same client with a clock and chance of the test's own.
  func with(
    sleep: @escaping @Sendable (Double) async throws -> Void,
    random: @escaping @Sendable () -> Double, uptime: @escaping @Sendable () -> Double
  ) -> AWSClient {
    AWSClient(
      account: account, credentials: credentials, endpoints: exchange.endpoints, traffic: traffic,
      surroundings: Surroundings(
        transport: surroundings.transport, now: surroundings.now, clock: surroundings.clock,
        sleep: sleep, random: random, uptime: uptime), policy: ownPolicy, timeout: timeout,
      observe: observe)
  }
}

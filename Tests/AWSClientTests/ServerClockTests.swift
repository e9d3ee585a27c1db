import ConfigurationModel
import Synchronization
import Testing

@testable import AWSClient

/// A clock that is off is put right, by what AWS's answers prove and by nothing else.
@Suite struct ServerClockTests {
  /// AWS with a clock of its own, which refuses signatures that are off by more than five minutes.
  private final class Server: Sendable {
    struct State {
      /// By how many seconds its clock is ahead.
      var ahead: Int64
      /// What its header `Date` says instead, where somebody on the way writes another.
      var odd: Int64?
      /// The refusal, and whether it refuses at all.
      var code: String
      var refusals = 0
      var answers = 0
    }

    let state: Mutex<State>
    let now: Int64 = 1_700_000_000

    init(ahead: Int64, code: String = "RequestTimeTooSkewed", odd: Int64? = nil) {
      state = Mutex(State(ahead: ahead, odd: odd, code: code))
    }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
      state.withLock { state in
        let header = request.headers.first { $0.name == "X-Amz-Date" }?.value ?? ""
        let signed = Int64(header.dropLast().suffix(6)).map { clock in
          clock / 10000 * 3600 + clock / 100 % 100 * 60 + clock % 100
        }
        let there = (now + state.ahead) % 86400
        let date = HTTPField("Date", Self.webDate(now + (state.odd ?? state.ahead)))
        guard let signed, abs(signed - there) <= 300 else {
          state.refusals += 1
          return HTTPResponse(
            400,
            "<Response><Errors><Error><Code>\(state.code)</Code><Message>m</Message></Error>"
              + "</Errors></Response>", headers: [date])
        }
        state.answers += 1
        return HTTPResponse(200, "<Response><regionInfo/></Response>", headers: [date])
      }
    }

    private static func webDate(_ seconds: Int64) -> String {
      let text = Timestamp(seconds: seconds).description
      let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
      ]
      let month = months[(Int(text.dropFirst(5).prefix(2)) ?? 1) - 1]
      return "Wed, \(text.dropFirst(8).prefix(2)) \(month) \(text.prefix(4)) "
        + "\(text.dropFirst(11).prefix(8)) GMT"
    }

    func client(_ clock: ServerClock = ServerClock(), endpoints: EndpointResolver? = nil)
      -> AWSClient
    {
      let now: @Sendable () -> Timestamp = { [now] in Timestamp(seconds: now) }
      return AWSClient(
        account: "a",
        credentials: CredentialCache(now: now) {
          AWSCredentials(accessKeyID: "K", secretAccessKey: "s", source: "test")
        }, endpoints: endpoints ?? EndpointResolver(variables: [:]), traffic: AWSTraffic(),
        surroundings: AWSClient.Surroundings(
          transport: HTTPTransport { request, _ in self.answer(request) }, now: now, clock: clock,
          sleep: { _ in }))
    }

    var refusals: Int { state.withLock(\.refusals) }
  }

  private static func regions(_ region: String = "eu-west-1") -> AWSRequest {
    AWSRequest("ec2", "describe-regions", region: region)
  }

  @Test(
    arguments: [
      "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "AuthFailure",
      "InvalidSignatureException", "SignatureDoesNotMatch",
    ], [1200, -1200, 400, 90_000] as [Int64])
  func `the offset is learnt from one refusal and kept for all calls of the partition`(
    code: String, ahead: Int64
  ) async throws {
    let server = Server(ahead: ahead, code: code)
    let client = server.client()
    for region in ["eu-west-1", "us-east-1", "ap-south-1", "eu-west-1"] {
      _ = try await client.call(Self.regions(region))
    }
    #expect(server.refusals == 1)
  }

  @Test func `a clock that is set right later is learnt anew`() async throws {
    let server = Server(ahead: 1200)
    let client = server.client()
    _ = try await client.call(Self.regions())
    server.state.withLock { $0.ahead = 0 }
    _ = try await client.call(Self.regions())
    _ = try await client.call(Self.regions())
    #expect(server.refusals == 2)
  }

  @Test func `an odd date is not kept, and good calls go on`() async throws {
    let clock = ServerClock()
    let server = Server(ahead: 0, odd: 50_000)
    let client = server.client(clock)
    _ = try await client.call(Self.regions())
    #expect(server.refusals == 0 && clock.offset(of: "aws") == 0)
    // A refusal with an odd date costs one more request, and says what it is.
    let far = Server(ahead: 20_000, code: "RequestExpired", odd: 50_000)
    let other = far.client(clock)
    let error = await #expect(throws: AWSError.self) { try await other.call(Self.regions()) }
    #expect(error?.code == "RequestExpired")
    #expect(far.refusals == 2 && clock.offset(of: "aws") == 0)
    _ = try await client.call(Self.regions())
  }

  @Test(arguments: ["AuthFailure", "RequestExpired", "SignatureDoesNotMatch"])
  func `where the clocks agree the code means what else it means`(code: String) async throws {
    let fake = HTTPResponse(
      401, "<Response><Errors><Error><Code>\(code)</Code></Error></Errors></Response>",
      headers: [HTTPField("Date", "Tue, 14 Nov 2023 22:13:40 GMT")])
    let count = Counter()
    let now: @Sendable () -> Timestamp = { Timestamp(seconds: 1_700_000_000) }
    let client = AWSClient(
      account: "a",
      credentials: CredentialCache(now: now) {
        AWSCredentials(accessKeyID: "K", secretAccessKey: "s", source: "test")
      }, endpoints: EndpointResolver(variables: [:]), traffic: AWSTraffic(),
      surroundings: AWSClient.Surroundings(
        transport: HTTPTransport { _, _ in
          _ = count.next()
          return fake
        }, now: now))
    let error = await #expect(throws: AWSError.self) { try await client.call(Self.regions()) }
    #expect(error?.isClockSkew == false && count.next() == 2)
    #expect(error?.isExpired == (code == "RequestExpired"))
  }

  @Test func `endpoints that somebody set have clocks of their own`() async throws {
    let clock = ServerClock()
    let endpoints = EndpointResolver(variables: ["AWS_ENDPOINT_URL": "http://127.0.0.1:4566"])
    let off = Server(ahead: 3600).client(clock, endpoints: endpoints)
    _ = try await off.call(Self.regions())
    #expect(clock.offset(of: "127.0.0.1:4566") == 3600 && clock.offset(of: "aws") == 0)
    _ = try await Server(ahead: 0).client(clock).call(Self.regions())
  }

  @Test func `roles are taken on and end by AWS's clock`() async throws {
    // Two hours behind AWS: what ends in an hour by AWS's clock ends in three by this machine's.
    let loads = Counter()
    let fake = FakeSurroundings(
      variables: ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"],
      answer: { request in
        let isRight = request.headers.contains { $0.value.hasPrefix("20231114T201320Z") }
        let date = HTTPField("Date", "Tue, 14 Nov 2023 20:13:20 GMT")
        guard isRight else {
          return HTTPResponse(
            403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>",
            headers: [date])
        }
        if request.text.contains("AssumeRole") {
          return .role(id: "R\(loads.next())", until: "2023-11-14T21:13:20Z")
        }
        return HTTPResponse(
          200,
          "<R><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></R>")
      })
    let surroundings = fake.value
    let base = AWSClient(in: surroundings, traffic: AWSTraffic())
    let client = base.assuming("arn:aws:iam::1:role/r", account: "1", in: surroundings)
    for _ in 0..<3 {
      _ = try await client.call(AWSRequest("sts", "get-caller-identity", region: "us-east-1"))
    }
    #expect(loads.next() == 2)
    #expect(fake.requests.filter { $0.text.contains("AssumeRole") }.count == 2)
  }
}

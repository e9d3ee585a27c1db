import ConfigurationJSON
import ConfigurationModel
import Synchronization
import Testing

@testable import AWSClient

/// Single sign-on that goes on, and profiles that ask for a code.
@Suite struct SignOnTests {
  // printf my | sha1sum
  private static let cache = "/home/me/.aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"
  private static let config = """
    [default]
    sso_session = my
    sso_account_id = 111122223333
    sso_role_name = Audit
    [sso-session my]
    sso_start_url = https://x.awsapps.com/start
    sso_region = eu-west-1
    """

  /// A login as `aws sso login` leaves it. The tests' clock stands at 2023-11-14T22:13:20Z.
  private static func login(
    until end: String, registration: String = "2024-01-01T00:00:00Z", refresh: String? = "R1"
  ) -> String {
    #"{"startUrl":"https://x.awsapps.com/start","region":"eu-west-1","accessToken":"old","expiresAt":"\#(end)","#
      + #""clientId":"ID","clientSecret":"SECRET","registrationExpiresAt":"\#(registration)""#
      + (refresh.map { #","refreshToken":"\#($0)"}"# } ?? "}")
  }

  private static let role = HTTPResponse(
    200,
    #"{"roleCredentials":{"accessKeyId":"S","secretAccessKey":"x","sessionToken":"y","expiration":1893456000000}}"#
  )

  private static func fake(_ login: String, renewal: HTTPResponse) -> FakeSurroundings {
    FakeSurroundings(files: ["/home/me/.aws/config": config, cache: login]) { request in
      request.authority.hasPrefix("oidc.") ? renewal : role
    }
  }

  private static let renewal = HTTPResponse(
    200,
    #"{"accessToken":"new","expiresIn":3600,"refreshToken":"R2","tokenType":"Bearer"}"#)

  private static func credentials(_ fake: FakeSurroundings) async throws -> AWSCredentials {
    try await CredentialChain(fake.value).credentials()
  }

  @Test(arguments: ["2023-11-14T22:28:19Z", "2023-11-14T22:00:00Z", "2023-11-14T22:20:00UTC"])
  func `a login that ends within fifteen minutes is renewed, and written as the CLI does`(
    end: String
  )
    async throws
  {
    let fake = Self.fake(Self.login(until: end), renewal: Self.renewal)
    #expect(try await Self.credentials(fake).accessKeyID == "S")
    let renewal = try #require(fake.requests.first)
    #expect(renewal.url == "https://oidc.eu-west-1.amazonaws.com/token" && renewal.method == "POST")
    #expect(
      renewal.text
        == #"{"clientId":"ID","clientSecret":"SECRET","grantType":"refresh_token","refreshToken":"R1"}"#
    )
    #expect(renewal.accessKeyID == nil)
    #expect(
      fake.requests.last?.headers.contains(HTTPField("x-amz-sso_bearer_token", "new")) == true)
    let written = try ConfigurationValue(
      json: try #require(fake.written.withLock { $0[Self.cache] }))
    #expect(written["accessToken"] == .string("new") && written["refreshToken"] == .string("R2"))
    #expect(written["expiresAt"] == .string("2023-11-14T23:13:20Z"))
    #expect(written["clientSecret"] == .string("SECRET") && written["startUrl"] != nil)
    // The next asks with the new one, and not before it ends.
    #expect(try await Self.credentials(fake).accessKeyID == "S")
    #expect(fake.requests.filter { $0.authority.hasPrefix("oidc.") }.count == 1)
  }

  @Test func `a login that lasts is used as it is`() async throws {
    let fake = Self.fake(Self.login(until: "2023-11-14T22:40:00Z"), renewal: Self.renewal)
    #expect(try await Self.credentials(fake).accessKeyID == "S")
    #expect(fake.requests.count == 1 && fake.written.withLock { $0.isEmpty })
  }

  @Test func `where it is not renewed it serves until its end`() async throws {
    let refusal = HTTPResponse(400, #"{"error":"invalid_grant","__type":"InvalidGrantException"}"#)
    let near = Self.fake(Self.login(until: "2023-11-14T22:20:00Z"), renewal: refusal)
    #expect(try await Self.credentials(near).accessKeyID == "S")
    let over = Self.fake(Self.login(until: "2023-11-14T22:00:00Z"), renewal: refusal)
    let problem = await #expect(throws: Problem.self) { try await Self.credentials(over) }
    #expect(problem?.code == "aws-credentials-refused")
    #expect(problem?.message.contains("aws sso login") == true)
    #expect(
      problem?.message.contains("SECRET") == false && problem?.message.contains("R1") == false)
  }

  @Test(arguments: [
    login(until: "2023-11-14T22:00:00Z", refresh: nil),
    login(until: "2023-11-14T22:00:00Z", registration: "2023-01-01T00:00:00Z"),
  ])
  func `a login that cannot be renewed asks for another`(login: String) async throws {
    let fake = Self.fake(login, renewal: Self.renewal)
    let problem = await #expect(throws: Problem.self) { try await Self.credentials(fake) }
    #expect(problem?.message.contains("aws sso login") == true && fake.requests.isEmpty)
  }

  // MARK: One-time codes

  private static let device = "arn:aws:iam::1:mfa/me"
  private static let profile = """
    [default]
    role_arn = arn:aws:iam::1:role/Audit
    source_profile = keys
    mfa_serial = \(device)
    [profile keys]
    aws_access_key_id = K
    aws_secret_access_key = s
    """

  private static func asking(
    _ prompt: (@Sendable (String) async throws -> String)?
  ) -> FakeSurroundings {
    FakeSurroundings(
      files: ["/home/me/.aws/config": profile],
      answer: { _ in .role(id: "R", until: "2030-01-01T00:00:00Z") }, prompt: prompt)
  }

  @Test func `a profile with a device for codes asks at the terminal`() async throws {
    let fake = Self.asking { question in
      #expect(question.contains(Self.device) && question.contains("'default'"))
      return " 123456\n"
    }
    #expect(try await Self.credentials(fake).accessKeyID == "R")
    #expect(
      fake.requests.first?.text.contains("&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fme") == true)
    #expect(fake.requests.first?.text.contains("&TokenCode=123456") == true)
  }

  @Test func `without a terminal it says what is missing, and sends nothing`() async throws {
    let fake = Self.asking(nil)
    let problem = await #expect(throws: Problem.self) { try await Self.credentials(fake) }
    #expect(problem?.code == "aws-code-needed" && fake.requests.isEmpty)
    #expect(problem?.message.contains(Self.device) == true)
  }

  @Test(arguments: ["", "12345", "1234567", "12345a", "１２３４５６"])
  func `what is typed must be a code`(text: String) async throws {
    let fake = Self.asking { _ in text }
    let problem = await #expect(throws: Problem.self) { try await Self.credentials(fake) }
    #expect(problem?.code == "aws-profile-invalid" && fake.requests.isEmpty)
  }
}

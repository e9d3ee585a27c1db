import ConfigurationModel
import Synchronization
import Testing

@testable import AWSClient

/// Credentials of containers, instances and single sign-on, and their cache.
@Suite struct PlaceCredentialsTests {
  private static let json =
    #"{"AccessKeyId":"C","SecretAccessKey":"s","Token":"t","Expiration":"2030-01-01T00:00:00Z"}"#

  private static func credentials(_ fake: FakeSurroundings) async throws -> AWSCredentials {
    try await CredentialChain(fake.value).credentials()
  }

  @Test(arguments: [
    ("http://169.254.170.2/x", true), ("http://169.254.170.23/v1/c", true),
    ("http://[fd00:ec2::23]/v1/c", true), ("http://localhost:81/x", true),
    ("http://127.3.2.1/x", true), ("https://any.example/x", true), ("http://[::1]:80/", true),
    ("http://evil.example/x", false), ("http://127.0.0.1.evil.example/x", false),
    ("http://169.254.170.2.evil/x", false), ("http://localhost@evil/x", false),
    ("http://127.0.0.256/x", false), ("ftp://localhost/x", false), ("nothing", false),
  ])
  func `a container's address is asked only where it is near or encrypted`(
    address: String, isAllowed: Bool
  ) async throws {
    let fake = FakeSurroundings(
      variables: [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": address,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
      ], files: ["/token": "Basic x\n"]
    ) { _ in HTTPResponse(200, Self.json) }
    if isAllowed {
      #expect(try await Self.credentials(fake).sessionToken == "t")
      #expect(fake.requests.first?.headers == [HTTPField("Authorization", "Basic x")])
    } else {
      await #expect(throws: Problem.self) { try await Self.credentials(fake) }
      #expect(fake.requests.isEmpty)
    }
  }

  @Test func `ECS's relative address is at its own host`() async throws {
    let fake = FakeSurroundings(
      variables: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1?a=b"]
    ) { _ in HTTPResponse(200, Self.json) }
    #expect(try await Self.credentials(fake).accessKeyID == "C")
    #expect(fake.requests.first?.url == "http://169.254.170.2/v2/credentials/1?a=b")
  }

  @Test func `an instance is asked with a session token`() async throws {
    let fake = FakeSurroundings { request in
      switch (request.method, request.path) {
      case ("PUT", "/latest/api/token"): HTTPResponse(200, "TOKEN")
      case ("GET", let path) where path.hasSuffix("/security-credentials/"):
        HTTPResponse(200, "role-1\n")
      case ("GET", let path) where path.hasSuffix("/role-1"): HTTPResponse(200, Self.json)
      default: HTTPResponse(404, "")
      }
    }
    #expect(try await Self.credentials(fake).accessKeyID == "C")
    let reads = fake.requests.dropFirst()
    #expect(reads.allSatisfy { $0.headers == [HTTPField("X-aws-ec2-metadata-token", "TOKEN")] })
    #expect(fake.requests.count == 3)
  }

  private static let config = """
    [default]
    sso_session = my
    sso_account_id = 111122223333
    sso_role_name = Audit
    [sso-session my]
    sso_start_url = https://x.awsapps.com/start
    sso_region = eu-west-1
    """

  @Test(arguments: [("2030-01-01T00:00:00Z", true), ("2001-01-01T00:00:00Z", false)])
  func `single sign-on uses the token of the login while it lasts`(
    end: String, isValid: Bool
  ) async throws {
    let fake = FakeSurroundings(
      files: [
        "/home/me/.aws/config": Self.config,
        Self.cacheName: #"{"accessToken":"tok","expiresAt":"\#(end)","region":"eu-west-1"}"#,
      ]
    ) { _ in
      HTTPResponse(
        200,
        #"{"roleCredentials":{"accessKeyId":"S","secretAccessKey":"x","sessionToken":"y","expiration":1893456000000}}"#
      )
    }
    guard isValid else {
      let error = await #expect(throws: Problem.self) { try await Self.credentials(fake) }
      #expect(error?.message.contains("aws sso login") == true)
      return
    }
    let credentials = try await Self.credentials(fake)
    #expect(credentials.accessKeyID == "S")
    #expect(credentials.expiration == Timestamp(parsing: "2030-01-01T00:00:00Z"))
    let request = try #require(fake.requests.first)
    #expect(
      request.url == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
        + "?role_name=Audit&account_id=111122223333")
    #expect(request.headers.contains(HTTPField("x-amz-sso_bearer_token", "tok")))
    #expect(request.accessKeyID == nil)
  }

  // printf my | sha1sum
  private static let cacheName =
    "/home/me/.aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"

  @Test func `credentials are had anew five minutes before their end, by one for all`() async throws
  {
    let fake = FakeSurroundings()
    let loads = Counter()
    let cache = CredentialCache(now: fake.value.now) {
      let number = loads.next()
      try await Task.sleep(for: .milliseconds(20))
      return AWSCredentials(
        accessKeyID: "\(number)", secretAccessKey: "s",
        expiration: Timestamp(seconds: 1_700_003_600), source: "test")
    }
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<20 { group.addTask { try await cache.credentials().accessKeyID } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids == ["1"])
    fake.now.withLock { $0 = Timestamp(seconds: 1_700_003_299) }
    #expect(try await cache.credentials().accessKeyID == "1")
    fake.now.withLock { $0 = Timestamp(seconds: 1_700_003_300) }
    #expect(try await cache.credentials().accessKeyID == "2")
  }

  @Test func `old credentials serve until their end where no new ones are to be had`() async throws
  {
    let fake = FakeSurroundings()
    let loads = Counter()
    let cache = CredentialCache(now: fake.value.now) {
      guard loads.next() == 1 else { throw Problem.noCredentials([]) }
      return AWSCredentials(
        accessKeyID: "1", secretAccessKey: "s", expiration: Timestamp(seconds: 1_700_003_600),
        source: "test")
    }
    #expect(try await cache.credentials().accessKeyID == "1")
    fake.now.withLock { $0 = Timestamp(seconds: 1_700_003_500) }
    #expect(try await cache.credentials().accessKeyID == "1")
    fake.now.withLock { $0 = Timestamp(seconds: 1_700_003_600) }
    await #expect(throws: Problem.self) { try await cache.credentials() }
  }
}

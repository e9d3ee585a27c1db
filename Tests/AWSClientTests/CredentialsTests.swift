import ConfigurationModel
import Testing

@testable import AWSClient

@Suite struct CredentialsTests {
  private static func credentials(
    _ fake: FakeSurroundings, profile: String? = nil
  ) async throws -> AWSCredentials {
    try await CredentialChain(fake.value, profile: profile).credentials()
  }

  private static func problem(
    _ fake: FakeSurroundings, profile: String? = nil
  ) async throws -> Problem {
    let error = await #expect(throws: Problem.self) {
      try await credentials(fake, profile: profile)
    }
    return try #require(error)
  }

  private static let noInstance = ["AWS_EC2_METADATA_DISABLED": "true"]

  @Test func `the environment goes first, a named profile before it`() async throws {
    let fake = FakeSurroundings(
      variables: [
        "AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
      ], files: ["/home/me/.aws/credentials": "[p]\naws_access_key_id=P\naws_secret_access_key=s"])
    #expect(try await Self.credentials(fake).accessKeyID == "E")
    #expect(try await Self.credentials(fake).sessionToken == "t")
    #expect(try await Self.credentials(fake, profile: "p").accessKeyID == "P")
  }

  @Test func `where there are none, every place is named with its reason`() async throws {
    let problem = try await Self.problem(FakeSurroundings(variables: Self.noInstance))
    #expect(problem.code == "aws-no-credentials")
    for part in [
      "AWS_ACCESS_KEY_ID is not set", "'default'", "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set", "AWS_EC2_METADATA_DISABLED is set",
    ] { #expect(problem.message.contains(part), "\(part)") }
  }

  @Test func `roles are taken on along the chain of profiles`() async throws {
    let config = """
      [profile a]
      role_arn = arn:aws:iam::1:role/A
      source_profile = b
      external_id = ext
      role_session_name = me
      duration_seconds = 900
      [profile b]
      role_arn = arn:aws:iam::2:role/B
      source_profile = c
      [profile c]
      aws_access_key_id = KEY
      aws_secret_access_key = s
      """
    let fake = FakeSurroundings(
      variables: ["AWS_PROFILE": "a", "AWS_CONFIG_FILE": "/c"], files: ["/c": config]
    ) { request in
      let id = String(decoding: request.body, as: UTF8.self).contains("role%2FA") ? "A" : "B"
      return .role(id: id, until: "2030-01-01T00:00:00Z")
    }
    let credentials = try await Self.credentials(fake)
    #expect(credentials.accessKeyID == "A")
    #expect(credentials.expiration == Timestamp(parsing: "2030-01-01T00:00:00Z"))
    #expect(fake.requests.map(\.accessKeyID) == ["KEY", "B"])
    #expect(
      fake.requests.last?.text
        == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2FA"
        + "&RoleSessionName=me&DurationSeconds=900&ExternalId=ext")
  }

  @Test(arguments: [
    (
      "role_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = p", "p → q → p"
    ),
    ("role_arn = r\nsource_profile = gone", "'gone' is missing"),
    ("role_arn = r", "either source_profile or credential_source"),
    ("role_arn = r\nsource_profile = a\ncredential_source = b", "either"),
    ("role_arn = r\ncredential_source = Moon", "'Moon'"),
    ("role_arn = r\ncredential_source = Environment", "AWS_ACCESS_KEY_ID is not set"),
    ("role_arn = r\nsource_profile = p\nduration_seconds = long", "duration_seconds"),
    ("aws_access_key_id = A", "aws_secret_access_key is missing"),
    ("sso_session = s\nsso_account_id = 1", "is missing"),
  ])
  func `a profile that cannot be used says why`(settings: String, reason: String) async throws {
    let fake = FakeSurroundings(
      variables: ["AWS_PROFILE": "p"], files: ["/home/me/.aws/config": "[profile p]\n\(settings)"])
    let problem = try await Self.problem(fake)
    #expect(problem.code == "aws-profile-invalid")
    #expect(problem.message.contains(reason), "\(problem.message)")
  }

  @Test func `a profile that no file has is a problem where it is named`() async throws {
    let fake = FakeSurroundings(variables: ["AWS_PROFILE": "gone"])
    #expect(try await Self.problem(fake).code == "aws-profile-invalid")
  }

  @Test(arguments: [
    (#"{"Version":1,"AccessKeyId":"P","SecretAccessKey":"topsecret"}"#, nil),
    (#"{"Version":2,"AccessKeyId":"P","SecretAccessKey":"topsecret"}"#, "Version"),
    (#"{"Version":1,"AccessKeyId":"P"}"#, "SecretAccessKey"), ("topsecret", "JSON"), ("", "JSON"),
    ("fail", "it failed"),
  ])
  func `a command's credentials are taken, and its output is never shown`(
    output: String, reason: String?
  ) async throws {
    struct Failed: Error {}
    let fake = FakeSurroundings(
      variables: ["AWS_PROFILE": "p"],
      files: ["/home/me/.aws/config": "[profile p]\ncredential_process = /bin/give me"],
      output: { command in
        #expect(command == "/bin/give me")
        if output == "fail" { throw Failed() }
        return Array(output.utf8)
      })
    guard let reason else {
      #expect(try await Self.credentials(fake).accessKeyID == "P")
      return
    }
    let problem = try await Self.problem(fake)
    #expect(problem.message.contains(reason))
    #expect(!"\(problem)".contains("topsecret"))
  }

  @Test func `a secret is in no text of credentials`() {
    let credentials = AWSCredentials(
      accessKeyID: "AKIAEXAMPLE", secretAccessKey: "topsecret", sessionToken: "toptoken",
      source: "test")
    var dumped = ""
    dump([credentials], to: &dumped)
    let texts = ["\(credentials)", String(reflecting: credentials), "\([credentials])", dumped]
    for text in texts {
      #expect(!text.contains("topsecret") && !text.contains("toptoken"))
      #expect(!text.contains("AKIAEXAMPLE"))
    }
  }

  @Test func `web identity trades the token file for a role, unsigned`() async throws {
    let fake = FakeSurroundings(
      variables: [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r", "AWS_ROLE_SESSION_NAME": "n",
      ], files: ["/t": "jwt\n"]
    ) { _ in .role("AssumeRoleWithWebIdentity", id: "W", until: "2030-01-01T00:00:00Z") }
    #expect(try await Self.credentials(fake).accessKeyID == "W")
    #expect(fake.requests.map(\.accessKeyID) == [nil])
    #expect(fake.requests[0].text.contains("WebIdentityToken=jwt"))
  }

  @Test func `AWS's refusal of a role is told`() async throws {
    let fake = FakeSurroundings(
      variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r"], files: ["/t": "jwt"]
    ) { _ in
      HTTPResponse(
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
      )
    }
    let problem = try await Self.problem(fake)
    #expect(problem.code == "aws-credentials-refused")
    #expect(problem.message.contains("AccessDenied: no"))
  }
}

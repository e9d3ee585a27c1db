import AWSTestSupport
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AWSClient

/// Proxies and authorities, against servers on this machine.
@Suite struct NetworkTests {
  private static let identity =
    "<R><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></R>"

  private static let request = AWSRequest("sts", "get-caller-identity", region: "us-east-1")

  private static func call(
    _ variables: [String: String], files: [String: String] = [:]
  ) async throws -> AWSAnswer {
    let surroundings = CredentialSurroundings(
      variables: variables.merging(["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"]) {
        own, _ in own
      }, home: "/home/me", file: { files[$0].map { Array($0.utf8) } }, output: { _ in [] },
      transport: nil, now: { Timestamp(seconds: 1_700_000_000) })
    let client = AWSClient(
      in: surroundings, traffic: AWSTraffic(policy: RetryPolicy(longestWait: 0)))
    return try await client.call(request)
  }

  private static func problem(
    _ variables: [String: String], files: [String: String] = [:]
  ) async -> Problem? {
    await #expect(throws: Problem.self) { try await call(variables, files: files) }
  }

  // MARK: Authorities

  private static let server = LoopbackServer.Identity.localhost

  @Test func `the authorities of a bundle are trusted, from environment and profile`() async throws
  {
    let files = ["/ca.pem": Self.server.certificate, "/home/me/ca.pem": Self.server.certificate]
    try await LoopbackServer.run(identity: Self.server, answer: { _ in (200, Self.identity) }) {
      server in
      let endpoint = ["AWS_ENDPOINT_URL": "https://localhost:\(server.port)"]
      _ = try await Self.call(
        endpoint.merging(["AWS_CA_BUNDLE": "/ca.pem"]) { own, _ in own }, files: files)
      let config = "[default]\nca_bundle = ~/ca.pem\n"
      _ = try await Self.call(
        endpoint, files: files.merging(["/home/me/.aws/config": config]) { own, _ in own })
      // A call that a busy machine keeps waiting is sent again.
      #expect(server.received.count >= 2)
      let problem = await Self.problem(endpoint)
      #expect(problem?.code == "aws-certificate-untrusted")
      #expect(problem?.hint?.contains("AWS_CA_BUNDLE") == true)
      #expect(problem?.message.contains(".cc") == false)
    }
  }

  @Test(arguments: [("/gone.pem", "not there"), ("/empty.pem", "PEM"), ("/text.pem", "PEM")])
  func `a bundle that cannot be used is an error that names it`(path: String, reason: String) async
  {
    let files = ["/empty.pem": "", "/text.pem": "-----BEGIN CERTIFICATE-----\nx\n"]
    let problem = await Self.problem(
      ["AWS_CA_BUNDLE": path, "AWS_ENDPOINT_URL": "https://localhost:1"], files: files)
    #expect(problem?.code == "aws-ca-bundle-invalid")
    #expect(problem?.message.contains(path) == true && problem?.message.contains(reason) == true)
  }

  // MARK: Proxies

  @Test func `an encrypted address is reached through a tunnel of the proxy`() async throws {
    try await LoopbackServer.run(identity: Self.server, answer: { _ in (200, Self.identity) }) {
      server in
      try await LoopbackServer.run(answer: { _ in (200, "") }) { proxy in
        let variables = [
          "AWS_ENDPOINT_URL": "https://localhost:\(server.port)", "AWS_CA_BUNDLE": "/ca.pem",
          "HTTPS_PROXY": "http://me:p%40ss:word@127.0.0.1:\(proxy.port)",
          "HTTP_PROXY": "http://127.0.0.1:1",
        ]
        _ = try await Self.call(variables, files: ["/ca.pem": Self.server.certificate])
        #expect(Set(proxy.received.map(\.line)) == ["CONNECT localhost:\(server.port) HTTP/1.1"])
        // printf 'me:p@ss:word' | base64
        #expect(proxy.received.first?.headers["proxy-authorization"] == "Basic bWU6cEBzczp3b3Jk")
        #expect(server.received.first?.headers["proxy-authorization"] == nil)
        let (tunnels, answers) = (proxy.received.count, server.received.count)
        _ = try await Self.call(
          variables.merging(["NO_PROXY": "localhost"]) { _, new in new },
          files: ["/ca.pem": Self.server.certificate])
        #expect(proxy.received.count == tunnels && server.received.count > answers)
      }
    }
  }

  @Test func `a plain address is asked of the proxy whole`() async throws {
    try await LoopbackServer.run(answer: { _ in (200, Self.identity) }) { proxy in
      let answer = try await Self.call([
        "AWS_ENDPOINT_URL": "http://aws.invalid:8000/base",
        "http_proxy": "me:pw@127.0.0.1:\(proxy.port)", "HTTP_PROXY": "http://127.0.0.1:1",
      ])
      #expect(answer.value["Account"] == .string("1"))
      let received = try #require(proxy.received.first)
      #expect(received.line == "POST http://aws.invalid:8000/base HTTP/1.1")
      #expect(received.headers["host"] == "aws.invalid:8000")
      #expect(received.headers["proxy-authorization"] == "Basic bWU6cHc=")
      #expect(received.body.contains("Action=GetCallerIdentity"))
    }
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func `what is sent in clear to this machine goes through no proxy`(host: String) async throws {
    try await LoopbackServer.run(answer: { _ in (200, Self.identity) }) { server in
      _ = try await Self.call([
        "AWS_ENDPOINT_URL": "http://\(host):\(server.port)", "HTTP_PROXY": "http://127.0.0.1:1",
        "http_proxy": "http://127.0.0.1:1",
      ])
      #expect(server.received.first?.line.contains("://") == false)
    }
  }

  @Test func `a proxy that refuses is named without its password`() async throws {
    try await LoopbackServer.run(answer: { _ in (407, "") }) { proxy in
      let problem = await Self.problem([
        "AWS_ENDPOINT_URL": "https://localhost:1",
        "HTTPS_PROXY": "http://me:hunter2@127.0.0.1:\(proxy.port)",
      ])
      #expect(problem?.code == "aws-connection-failed")
      #expect(problem?.message.contains("127.0.0.1:\(proxy.port)") == true)
      #expect(problem?.message.contains("hunter2") == false)
    }
  }

  @Test(arguments: [
    ("https://me:hunter2@proxy:1", "https"), ("socks5://me:hunter2@proxy", "socks5"),
    ("http://me:hunter2@", "host and port"), ("http://me:hunter2@proxy:x", "proxy:x"),
    ("http://me:hunter2@a b", "a b"), ("http://me:hunter2@proxy:99999", "proxy:99999"),
  ])
  func `what is no proxy is an error that holds no password`(text: String, reason: String) async {
    let problem = await Self.problem([
      "HTTPS_PROXY": text, "AWS_ENDPOINT_URL": "https://localhost:1",
    ])
    #expect(problem?.code == "aws-proxy-invalid")
    #expect(problem?.message.contains(reason) == true, "\(String(describing: problem))")
    #expect(problem?.message.contains("hunter2") == false)
  }

  @Test(arguments: [
    ("http://proxy", "proxy:80", nil), ("proxy:3128", "proxy:3128", nil),
    ("//proxy:3128/", "proxy:3128", nil), ("http://[::1]:3128", "[::1]:3128", nil),
    // base64 of `a:`, of `a:b`, of `a/b:c@d`.
    ("http://a@proxy:1", "proxy:1", "Basic YTo="), ("HTTP://a:b@proxy:1", "proxy:1", "Basic YTpi"),
    ("http://a/b:c@d@proxy:1", "proxy:1", "Basic YS9iOmNAZA=="),
  ])
  func `a proxy's address is read as AWS's tools read it`(
    text: String, address: String, authorization: String?
  ) throws {
    let proxy = try ProxyAddress(text, in: "HTTPS_PROXY")
    #expect("\(proxy)" == address && proxy.authorization == authorization)
  }

  @Test(arguments: [
    ("", "sts.amazonaws.com", 443, false), ("*", "sts.amazonaws.com", 443, true),
    ("a, *", "sts.amazonaws.com", 443, true), (".amazonaws.com", "sts.amazonaws.com", 443, true),
    ("amazonaws.com", "sts.amazonaws.com", 443, true),
    ("amazonaws.com", "amazonaws.com", 443, true),
    ("*.amazonaws.com", "sts.amazonaws.com", 443, true),
    ("AmazonAWS.com.", "sts.amazonaws.com", 443, true),
    ("zonaws.com", "sts.amazonaws.com", 443, false),
    ("amazonaws.com", "sts.amazonaws.com.cn", 443, false),
    ("x y\tsts.amazonaws.com", "sts.amazonaws.com.", 443, true),
    ("sts.amazonaws.com:8443", "sts.amazonaws.com", 443, false),
    ("sts.amazonaws.com:443", "sts.amazonaws.com", 443, true), ("127.0.0.1", "127.0.0.1", 80, true),
    ("127.0.0.0/8", "127.9.9.9", 80, true), ("10.0.0.0/8", "127.9.9.9", 80, false),
    ("127.0.0.1:81", "127.0.0.1", 80, false),
    ("::1", "::1", 80, true), ("[::1]", "::1", 80, true), ("[::1]:80", "0:0:0:0:0:0:0:1", 80, true),
    ("2001:db8::/32", "2001:db8::5", 80, true), ("localhost", "127.0.0.1", 80, false),
    (",,..,", "a", 80, false),
  ])
  func `no proxy is used where NO_PROXY says so`(
    text: String, host: String, port: Int, isCovered: Bool
  ) {
    #expect(ProxyBypass(text).covers(host: host, port: port) == isCovered)
  }

  @Test
  func `an empty lower-case variable takes the proxy away, and a web server's caller sets none`()
    throws
  {
    func proxy(_ variables: [String: String]) throws -> ProxyAddress? {
      try NetworkSettings(ClientSettings(variables: variables)) { _ in nil }
        .proxy(scheme: "http", authority: "a")
    }
    #expect(try proxy(["HTTP_PROXY": "http://p"]) != nil)
    #expect(try proxy(["HTTP_PROXY": "http://p", "http_proxy": ""]) == nil)
    #expect(try proxy(["HTTP_PROXY": "http://p", "REQUEST_METHOD": "GET"]) == nil)
    #expect(try proxy(["HTTPS_PROXY": "http://p"]) == nil)
  }

  @Test func `what stands beside this machine is never asked through a proxy`() async throws {
    try await LoopbackServer.run(answer: { _ in (200, "role") }) { server in
      let surroundings = CredentialSurroundings.system(variables: [
        "HTTP_PROXY": "http://127.0.0.1:1", "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
      ])
      let request = HTTPRequest(
        method: "GET", scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/latest")
      let response = try await surroundings.direct.send(request, 600)
      #expect(response.status == 200)
      #expect(server.received.map(\.line) == ["GET /latest HTTP/1.1"])
      let (other, transport) = (
        HTTPRequest(method: "GET", scheme: "http", authority: "169.254.169.254", path: "/latest"),
        surroundings.transport()
      )
      await #expect(throws: TransportFailure.self) { _ = try await transport.send(other, 600) }
    }
  }

  @Test func `what is followed is told, and no password`() throws {
    let fake = FakeSurroundings(
      variables: [
        "HTTPS_PROXY": "http://me:hunter2@proxy:3128", "AWS_CA_BUNDLE": "/ca.pem",
        "AWS_USE_FIPS_ENDPOINT": "true", "AWS_RETRY_MODE": "standard", "AWS_MAX_ATTEMPTS": "7",
      ], files: ["/ca.pem": "x"])
    #expect(
      try fake.value.settingsWords()
        == "retries standard, 7 attempts; https through the proxy proxy:3128; trusts the authorities of /ca.pem; FIPS endpoints"
    )
    let custom = FakeSurroundings(variables: [
      "AWS_ENDPOINT_URL": "https://me:hunter2@host/p?t=hunter2"
    ])
    #expect(try custom.value.settingsWords().contains("hunter2") == false)
  }

  @Test func `a proxy of any form is read or refused, and its password is never told`() {
    let seeds = [
      "http://me:hunter2@host:3128", "me:hunter2@[::1]:80/", "socks5://a:hunter2@b",
      "//me:hunter2@h",
    ]
    let kept = ["http:p/me:hunter2@hot://x", "socks5//:a:hunter2@b://"]
    Fuzzing.run("proxies", seed: 35, seeds: seeds, marks: "/:@?#[] %\u{0}\n1", kept: kept) {
      text, _ in
      guard text.contains("hunter2@") else { return }
      do {
        let proxy = try ProxyAddress(text, in: "HTTPS_PROXY")
        #expect(!"\(proxy)".contains("hunter2@") && (0...65535).contains(proxy.port), "\(text)")
      } catch {
        #expect(!"\(error)".contains("hunter2@"), "\(text)")
      }
    }
  }

  @Test func `a list of hosts without a proxy may have any form`() {
    let seeds = ["a.b, *.c:80 10.0.0.0/8,[::1]:443", "*", ".x.,::/0,1.2.3.4:99999"]
    Fuzzing.run("no proxy", seed: 36, seeds: seeds, marks: "*.,:/[] \t0aF-") { text, _ in
      let bypass = ProxyBypass(text)
      #expect(bypass.covers(host: "A.b.", port: 80) == bypass.covers(host: "a.b", port: 80))
      if text.contains(where: { $0 == "," || $0.isWhitespace }) { return }
      #expect(text != "*" || bypass.covers(host: "anything", port: 1))
    }
  }

  @Test func `a login's file may have any form`() {
    let seeds = [
      #"{"accessToken":"t","expiresAt":"2030-01-01T00:00:00Z","refreshToken":"r","clientId":"i","clientSecret":"s","registrationExpiresAt":"2030-01-01T00:00:00UTC"}"#
    ]
    Fuzzing.run("logins", seed: 37, seeds: seeds, marks: "{}[]\",:0aZT\u{0}") { text, _ in
      guard let token = SignOnToken(text) else { return }
      #expect(!token.accessToken.isEmpty || text.contains(#""""#))
      _ = token.refresh(at: Timestamp(seconds: 1_700_000_000), "eu-west-1")
    }
  }
}

import AWSClient
import AuditService
import ChangeDocuments
import ConfigurationModel
import Testing

/// What `plumb doctor` says of the settings of AWS's tools.
@Suite struct CheckSourceTests {
  private static func checks(_ variables: [String: String]) async -> [CheckHealth.Check] {
    let surroundings = CredentialSurroundings.system(
      variables: variables.merging([
        "AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
      ]) { own, _ in own },
      transport: HTTPTransport { _, _ in
        HTTPResponse(
          status: 403, headers: [HTTPField("Date", "Sat, 28 Nov 2020 10:00:00 GMT")],
          body: Array("<R><Error><Code>AccessDenied</Code></Error></R>".utf8))
      })
    let source = SnapshotSource(name: "live", origin: .aws(SnapshotSource.AWSAccounts()))
    return await CheckSource(source, in: surroundings).run()
  }

  @Test func `what is followed is said, and no password`() async throws {
    let checks = await Self.checks([
      "HTTPS_PROXY": "http://me:hunter2@proxy:3128", "AWS_USE_DUALSTACK_ENDPOINT": "true",
      "AWS_MAX_ATTEMPTS": "5",
    ])
    let settings = try #require(checks.first { $0.name == "live: settings" })
    #expect(settings.isGood)
    #expect(
      settings.words
        == "retries adaptive, 5 attempts; https through the proxy proxy:3128; dual-stack endpoints")
    #expect(checks.contains { $0.name == "live: credentials" && !$0.isGood })
    // The server's clock is seen beside whatever it answers.
    #expect(checks.contains { $0.name == "live: clock" && !$0.isGood })
  }

  @Test(arguments: [
    ["AWS_RETRY_MODE": "often"], ["AWS_CA_BUNDLE": "/nowhere/ca.pem"],
    ["HTTPS_PROXY": "ftp://me:hunter2@proxy"],
  ])
  func `a setting that means nothing is bad`(variables: [String: String]) async throws {
    let checks = await Self.checks(variables)
    let settings = try #require(checks.first { $0.name == "live: settings" })
    #expect(!settings.isGood && !settings.words.contains("hunter2"))
    for name in variables.keys { #expect(settings.words.contains(name)) }
  }
}

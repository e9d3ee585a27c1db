import AWSTestSupport
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import NoticeDelivery
import Testing

/// Secrets that answers repeat, and secrets that cannot be sent.
@Suite struct SecretTests {
  private static let address = "http://127.0.0.1"

  private static func channels(_ port: Int) -> [NoticeDestination.Channel] {
    let address = "\(address):\(port)"
    return [
      .jira(
        .init(address: address, project: "OPS", user: "bot@example.com", token: .variable("T"))),
      .jira(.init(address: address, project: "OPS", token: .variable("T"))),
      .serviceNow(.init(address: address, user: "bot", password: .variable("T"))),
      .pagerDuty(.init(routingKey: .variable("T"), address: address)),
    ]
  }

  /// What tells of the secret in a server's answer, by what it does with what it was sent.
  private static let echoes: [@Sendable (String) -> String] = [
    { $0 }, { Data($0.utf8).base64EncodedString() },
    { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" },
    { $0.replacing("&", with: "&amp;") },
  ]

  @Test(arguments: 0..<4)
  func `no problem tells a secret in any form`(echo: Int) async throws {
    let secret = "tok/SECRET+abc&123"
    try await LoopbackServer.run(answering: { received in
      let sent = (received.headers["authorization"] ?? "") + " " + received.body.prefix(60)
      let echoed = Self.echoes[echo](secret)
      let login = Self.echoes[echo](String(sent.split(separator: " ").prefix(2).last ?? ""))
      return .init(403, body: "you sent \(sent) that is \(echoed) \(login)")
    }) { server in
      for (place, channel) in Self.channels(server.port).enumerated() {
        let yard = try Yard()
        let notices = Settings.Notices(NoticeDestination(name: "d\(place)", channel: channel))
        try yard.take(at: 900, open: [0])
        try yard.audit(at: 900, telling: notices)
        let tally = try await yard.delivery(notices, at: 900, secrets: ["T": secret]).run()
        let stored = try yard.store().messages(in: [.waiting]).compactMap(\.problem)
        let told = (tally.problems + stored).joined()
        #expect(told.contains("403"), "\(told)")
        for user in ["bot@example.com:", "bot:", ""] {
          let login = Data((user + secret).utf8).base64EncodedString()
          #expect(!told.contains(login.prefix(20)), "\(told)")
        }
        #expect(!told.contains("SECRET") && !told.contains("abc&"), "\(told)")
      }
    }
  }

  @Test(arguments: [
    ("tokSECRET123", ["T": "tokSECRET123"]),
    ("keySECRET/123", ["AWS_SECRET_ACCESS_KEY": "keySECRET/123"]),
    ("pwSECRET1", ["https_proxy": "http://me:pwSECRET1@proxy:1"]),
  ])
  func `what a program writes tells no secret of another destination, cut or whole`(
    secret: String, variables: [String: String]
  ) async throws {
    for padding in [0, 3_990, 3_995] {
      let script = "head -c \(padding) /dev/zero | tr '\\0' x >&2; echo ' T=\(secret)' >&2; exit 1"
      let notices = Settings.Notices(
        NoticeDestination(
          name: "j",
          channel: .jira(
            .init(address: "http://127.0.0.1:1", project: "OPS", token: .variable("T")))),
        NoticeDestination(name: "p", channel: .program(.init(command: ["sh", "-c", script]))))
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      let tally = try await yard.delivery(notices, at: 900, secrets: variables).run()
      #expect(tally.failed == 2)
      let stored = try yard.store().messages(in: [.waiting]).compactMap(\.problem)
      #expect(!(tally.problems + stored).joined().contains("SECRET"))
    }
  }

  @Test(arguments: [
    ("token", "token"), ("token\n", "token"), ("token\r\n\n", "token"), ("a\tb", nil),
    ("a\nb", nil),
    ("a\u{0}b", nil), ("a\u{85}b", nil),
  ])
  func `a token is one line, without the line ends after it`(text: String, line: String?) {
    let reader = SecretReader(variables: ["T": text]) { $0 == "f" ? Array(text.utf8) : nil }
    for source in [SecretSource.variable("T"), .file("f")] {
      do throws(Problem) {
        #expect(try reader.line(of: source) == line)
      } catch {
        #expect(line == nil && error.code == "notice-secret-unusable")
        #expect(!error.message.contains(text) && !error.message.contains(text.visible))
        #expect(error.message.contains(source == .file("f") ? "'f'" : "variable T"))
      }
    }
  }

  @Test func `a variable of nothing but a line end is no secret`() {
    let reader = SecretReader(variables: ["T": "\n"]) { _ in nil }
    #expect(throws: Problem.self) { try reader.text(of: .variable("T")) }
  }

  @Test func `a token that holds a line break is sent nowhere and told nowhere`() async throws {
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      for (place, channel) in Self.channels(server.port).enumerated() {
        let yard = try Yard()
        let notices = Settings.Notices(NoticeDestination(name: "d\(place)", channel: channel))
        try yard.take(at: 900, open: [0])
        try yard.audit(at: 900, telling: notices)
        let secrets = ["T": "tokSECRET\nabc123"]
        let tally = try await yard.delivery(notices, at: 900, secrets: secrets).run()
        #expect(tally.failed == 1 && tally.problems[0].contains("the variable T"))
        #expect(!tally.problems[0].contains("SECRET"))
      }
      #expect(server.received.isEmpty)
    }
  }
}

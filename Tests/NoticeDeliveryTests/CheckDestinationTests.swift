import AuditService
import ChangeDocuments
import NoticeDelivery
import Testing

/// What `plumb doctor` says of destinations.
@Suite struct CheckDestinationTests {
  private func check(_ channel: NoticeDestination.Channel, _ variables: [String: String] = [:]) -> (
    isGood: Bool, words: String
  ) {
    let check = CheckDestination(
      NoticeDestination(name: "d", channel: channel),
      in: .init(
        secrets: SecretReader(variables: variables) { $0 == "/there" ? Array("key\n".utf8) : nil },
        variables: variables, isExecutable: { $0 == "/opt/run" || $0 == "/tools/send" },
        resolves: { $0 == "known.example" })
    ).run()
    return (check.isGood, check.words)
  }

  private static let hook = NoticeDestination.Channel.webhook(
    .init(address: .plain("https://known.example/x"), secret: .file("/there")))

  @Test(
    arguments: [
      (hook, [:], true),
      (.webhook(.init(address: .plain("https://lost.example:8443/x"))), [:], false),
      (
        .webhook(.init(address: .plain("https://known.example"), secret: .file("/gone"))), [:],
        false
      ),
      (.slack(.variable("S")), ["S": "https://known.example/hook"], true),
      (.slack(.variable("S")), ["S": "https://lost.example/hook"], false),
      (.slack(.variable("S")), [:], false),
      (.slack(.variable("S")), ["S": "https://lost.example/h", "https_proxy": "http://p"], true),
      (.program(.init(command: ["/opt/run"])), [:], true),
      (.program(.init(command: ["/opt/other"])), [:], false),
      (.program(.init(command: ["send"])), ["PATH": "/bin:/tools"], true),
      (.program(.init(command: ["send"])), ["PATH": "/bin"], false),
    ] as [(NoticeDestination.Channel, [String: String], Bool)])
  func `a destination is good where all that it needs is there`(
    channel: NoticeDestination.Channel, variables: [String: String], isGood: Bool
  ) {
    #expect(check(channel, variables).isGood == isGood)
  }

  @Test func `an address that is a secret is not told`() {
    let words = check(.slack(.variable("S")), ["S": "https://lost.example/hook"]).words
    #expect(!words.contains("lost.example"))
    #expect(check(.webhook(.init(address: .plain("https://lost.example")))).words.contains("lost"))
  }
}

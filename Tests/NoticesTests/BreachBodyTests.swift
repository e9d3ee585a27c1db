import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Notices
import PlumblineTestSupport
import Testing

/// What is sent of breaches of guardrails.
@Suite struct BreachBodyTests {
  private static let channels: [NoticeDestination.Channel] = [
    .webhook(.init(address: .plain("https://example.com"))), .slack(.variable("S")),
    .pagerDuty(.init(routingKey: .variable("P"))),
  ]

  @Test(arguments: channels)
  func `every message is what was agreed to`(channel: NoticeDestination.Channel) {
    expectGolden(channel.body(of: SampleNotices.broken), "breach-\(channel.word).json")
  }

  @Test func `plain text says all of it`() {
    expectGolden(
      [SampleNotices.broken, SampleNotices.brokenWithFinding, SampleNotices.firstLook]
        .map(\.plainText).joined(separator: "\n"), "breach.txt")
  }

  @Test func `what does not fit is counted`() throws {
    let many = (1...300).map { SampleNotices.breach($0, guardrail: "g\($0)") }
    let notice = SampleNotices.notice([], breaches: many)
    let data = try JSONParser().parse(Self.channels[0].body(of: notice))["data"]
    #expect(data?["untold"]?.scalarText == "290")
    #expect(data?["guardrails"]?.members?.count == 300)
    #expect(notice.plainText.contains("and 290 more breaches of guardrails: plumb report"))
    let same = (1...30).map { SampleNotices.breach($0) }
    #expect(SampleNotices.notice([], breaches: same).plainText.contains("(sg-1) and 29 more"))
  }
}

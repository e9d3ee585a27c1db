import AuditReport
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Notices
import PlumblineTestSupport
import Testing

/// What is sent of calls that alert rules name.
@Suite struct AlertBodyTests {
  private static let channels: [NoticeDestination.Channel] = [
    .webhook(.init(address: .plain("https://example.com"))), .slack(.variable("S")),
    .teams(.variable("T")), .pagerDuty(.init(routingKey: .variable("P"))),
  ]

  @Test(arguments: channels)
  func `every message is what was agreed to`(channel: NoticeDestination.Channel) {
    expectGolden(channel.body(of: SampleNotices.alerted), "alert-\(channel.word).json")
  }

  @Test func `plain text says all of it`() {
    expectGolden(
      SampleNotices.alerted.plainText + "\n" + SampleNotices.both.plainText, "alert.txt")
  }

  private func data(_ notice: Notice) throws -> ConfigurationValue {
    try JSONParser().parse(Self.channels[0].body(of: notice))
  }

  @Test func `an alert is an event of its own type, about the call`() throws {
    let event = try data(SampleNotices.alerted)
    #expect(event["type"]?.string == "io.plumbline.alerts.open")
    #expect(event["subject"]?.string == "e1")
    #expect(event["data"]?["findings"]?.members?.isEmpty == true)
    #expect(event["data"]?["link"] == .null)
    let entry = event["data"]?["entries"]?.members?.first
    #expect(entry?["about"]?.string == "calls")
    #expect(entry?["alerts"]?.members?.map { $0["rule"]?.string } == ["cis-5.10", "own"])
  }

  @Test func `an alert of a finding's call is a line of the finding, and as bad as it says`() throws
  {
    let finding = SampleNotices.finding(
      17, edits: [SampleNotices.opened()], severity: .low, sentence: "open")
    let notice = SampleNotices.notice([finding], alerts: [SampleNotices.alert(17, findings: [17])])
    let event = try data(notice)
    #expect(event["type"]?.string == "io.plumbline.findings.open")
    #expect(event["data"]?["severity"]?.string == "high")
    #expect(event["data"]?["calls"]?.members?.isEmpty == true)
    let entries = event["data"]?["entries"]?.members ?? []
    #expect(entries.map { $0["about"]?.string } == ["findings"])
    #expect(entries.first?["alerts"]?.members?.count == 2)
    #expect(notice.plainText.contains("alert cis-5.10 A security group was changed (high)"))
  }

  @Test func `the worst stands first, in the title too, and what it stands for is said`() {
    func title(_ severity: Severity, _ alerts: [DriftReport.Alert]) -> String {
      let finding = SampleNotices.finding(
        17, edits: [SampleNotices.opened()], severity: severity, sentence: "open to all")
      return SampleNotices.notice([finding], alerts: alerts).plainText
    }
    let alert = SampleNotices.alert(1)
    let bad = title(.critical, [alert])
    #expect(bad.hasPrefix("CRITICAL: security group web-prod"))
    #expect(bad.contains("open to all; alert: A security group was changed\n\nCRITICAL F-17"))
    let worse = title(.low, [alert])
    #expect(worse.hasPrefix("HIGH: A security group was changed: ec2 Auth"))
    #expect(worse.contains("; and security group web-prod (sg-17)"))
    #expect(worse.contains("\n\nHIGH cis-5.10, own  ec2"))
    let own = title(.low, [SampleNotices.alert(17, findings: [17])])
    #expect(own.hasPrefix("HIGH: security group web-prod"))
    #expect(own.contains("open to all; alert: A security group was changed\n\nLOW F-17"))
  }

  @Test func `calls that say the same are one entry, and what does not fit is counted`() throws {
    let same = (1...40).map { SampleNotices.alert($0, on: "sg-\($0)") }
    let text = SampleNotices.notice([], alerts: same).plainText
    #expect(text.hasPrefix("HIGH, alert: 40 alerts, first A security group was changed: "))
    #expect(
      text.contains("of sg-1, sg-2, sg-3 and 37 more")
        && text.contains("40 times, first 2026-11-20 21:10"))
    let storm = try data(SampleNotices.alertStorm)["data"]
    let told = (storm?["entries"]?.members ?? [])
      .compactMap { $0["count"]?.scalarText.flatMap(Int.init) }.reduce(0, +)
    let untold = storm?["untold"]?.scalarText.flatMap(Int.init)
    #expect(told + (untold ?? 0) == 1_000)
    let named = storm?["calls"]?.members?.count
    let unnamed = storm?["unnamed"]?.scalarText.flatMap(Int.init)
    #expect((named ?? 0) + (unnamed ?? 0) == 1_000)
  }

  @Test func `an id that a terminal would not show is no command`() {
    let notice = SampleNotices.notice(
      [], alerts: [SampleNotices.alert(1, rule: "r;reboot\u{202E}", on: "a")])
    #expect(!notice.plainText.contains("plumb alert show r"))
    #expect(notice.plainText.contains("plumb activity show e1"))
  }
}

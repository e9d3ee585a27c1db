import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Notices
import PlumblineTestSupport
import Testing

/// What is sent, held against what each receiver takes.
@Suite struct NoticeBodyTests {
  private static let channels: [NoticeDestination.Channel] = [
    .webhook(.init(address: .plain("https://example.com"))), .slack(.variable("S")),
    .teams(.variable("T")), .pagerDuty(.init(routingKey: .variable("P"))),
  ]

  private func parsed(_ channel: NoticeDestination.Channel, _ notice: Notice) throws
    -> ConfigurationValue
  {
    try JSONParser().parse(channel.body(of: notice))
  }

  /// The texts of a JSON value.
  private func texts(_ value: ConfigurationValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .list(let members): members.flatMap { texts($0) }
    case .object(let fields), .elements(let fields): fields.values.flatMap { texts($0) }
    case .null, .bool, .number: []
    }
  }

  @Test(arguments: channels)
  func `every message is what was agreed to`(channel: NoticeDestination.Channel) throws {
    expectGolden(channel.body(of: SampleNotices.one), "one-\(channel.word).json")
    _ = try parsed(channel, SampleNotices.one)
  }

  @Test func `plain text says all of it`() {
    expectGolden(SampleNotices.one.plainText, "one.txt")
  }

  @Test(arguments: channels)
  func `nothing hidden and nothing of an actor's own marks gets through`(
    channel: NoticeDestination.Channel
  ) throws {
    let value = try parsed(channel, SampleNotices.huge)
    for text in texts(value) {
      #expect(!text.unicodeScalars.contains("\u{202E}"))
      #expect(channel.word != "slack" || !text.contains("<@"))
    }
  }

  @Test func `Slack takes 50 blocks, 150 characters in a header, 3000 in a section`() throws {
    for notice in [SampleNotices.one, SampleNotices.huge] {
      let body = try parsed(.slack(.variable("S")), notice)
      let blocks = try #require(body["blocks"]?.members)
      #expect((1...50).contains(blocks.count))
      #expect(body["text"]?.string?.isEmpty == false)
      for block in blocks {
        let text =
          block["text"]?["text"]?.string ?? block["elements"]?.members?.first?["text"]?.string
        switch block["type"]?.string {
        case "header":
          #expect((1...150).contains(text?.count ?? 0))
          #expect(block["text"]?["type"]?.string == "plain_text")
        case "section":
          #expect((1...3000).contains(text?.count ?? 0))
          #expect(block["text"]?["type"]?.string == "mrkdwn")
        case "context": #expect(text != nil)
        case "divider": #expect(text == nil)
        default: Issue.record("\(block)")
        }
      }
      #expect(texts(.list(blocks)).joined().count < 13_000)
    }
  }

  @Test func `Teams takes 28 KB of an Adaptive Card`() throws {
    for notice in [SampleNotices.one, SampleNotices.huge] {
      let text = NoticeDestination.Channel.teams(.variable("T")).body(of: notice)
      #expect(text.utf8.count < 28_000)
      let body = try JSONParser().parse(text)
      #expect(body["type"]?.string == "message")
      let attachment = try #require(body["attachments"]?.members?.first)
      #expect(attachment["contentType"]?.string == "application/vnd.microsoft.card.adaptive")
      #expect(attachment["content"]?["type"]?.string == "AdaptiveCard")
      for element in attachment["content"]?["body"]?.members ?? [] {
        #expect(["TextBlock", "Container"].contains(element["type"]?.string))
      }
    }
  }

  @Test func `PagerDuty takes 512 KB, a summary of 1024 characters, a key of 255`() throws {
    for notice in [SampleNotices.one, SampleNotices.huge] {
      let text = NoticeDestination.Channel.pagerDuty(.init(routingKey: .variable("P")))
        .body(of: notice)
      #expect(text.utf8.count < 512 << 10)
      let body = try JSONParser().parse(text)
      #expect((1...255).contains(body["dedup_key"]?.string?.count ?? 0))
      #expect((1...1024).contains(body["payload"]?["summary"]?.string?.count ?? 0))
      #expect(
        ["critical", "error", "warning", "info"].contains(body["payload"]?["severity"]?.string))
      #expect(body["payload"]?["source"]?.string != nil)
    }
    let actions = [NoticeAct.open, .update, .acknowledge, .close].map { act in
      try? parsed(
        .pagerDuty(.init(routingKey: .variable("P"))),
        SampleNotices.notice([SampleNotices.finding(1, edits: [SampleNotices.opened()])], act)
      )["event_action"]?.string
    }
    #expect(actions == ["trigger", "trigger", "acknowledge", "resolve"])
  }

  @Test func `a CloudEvent has 64 KiB at most and what the specification asks for`() throws {
    for notice in [SampleNotices.one, SampleNotices.huge] {
      let text = Self.channels[0].body(of: notice)
      #expect(text.utf8.count <= 64 << 10)
      let body = try JSONParser().parse(text)
      #expect(body["specversion"]?.string == "1.0")
      for name in ["id", "source", "type", "subject"] {
        #expect(body[name]?.string?.isEmpty == false, "\(name)")
      }
      #expect(body["time"]?.string.flatMap { Timestamp(parsing: $0) } != nil)
      #expect(body["datacontenttype"]?.string == "application/json")
    }
  }

  @Test func `what does not fit is counted`() throws {
    let body = try parsed(Self.channels[0], SampleNotices.huge)
    let entries = body["data"]?["entries"]?.members ?? []
    let told = entries.compactMap { $0["count"]?.scalarText.flatMap(Int.init) }.reduce(0, +)
    #expect(told > 0)
    #expect(told + (body["data"]?["untold"]?.scalarText.flatMap(Int.init) ?? 0) == 200)
  }
}

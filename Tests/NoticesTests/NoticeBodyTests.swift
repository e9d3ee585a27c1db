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
    for notice in SampleNotices.all {
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
          #expect(block["text"]?["verbatim"] == .bool(true))
        case "rich_text": #expect(block["elements"]?.members?.isEmpty == false)
        case "context": #expect(text != nil)
        case "divider": #expect(text == nil)
        default: Issue.record("\(block)")
        }
      }
      #expect(texts(.list(blocks)).joined().count < 13_000)
    }
  }

  @Test
  func
    `the title of several changes says what the first means, and no edit that is ignored looks unapproved`()
  {
    let finding = SampleNotices.finding(
      17, edits: [SampleNotices.opened()], sentence: "open to all")
    let ignored = JudgedEdit(
      edit: SampleNotices.opened(443), verdict: .ignored(by: "ignores.yaml#2"),
      occurred: finding.edits[0].occurred, severity: .low, sentence: "open to all too")
    let both = Finding(
      number: 18, resource: finding.resource, change: .modified, status: .open,
      edits: SampleNotices.finding(18, edits: [SampleNotices.opened(23)]).edits + [ignored],
      firstSeen: finding.firstSeen, lastSeen: finding.lastSeen)
    let text = SampleNotices.notice([finding, both]).plainText
    #expect(text.hasPrefix("CRITICAL: 2 unapproved changes in 111122223333 eu-west-1; first "))
    #expect(text.contains("web-prod (sg-17): open to all\n"))
    #expect(SampleNotices.notice([both]).plainText.contains("  ignored by ignores.yaml#2\n"))
  }

  @Test func `Teams takes 28 KB of an Adaptive Card`() throws {
    for notice in SampleNotices.all {
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
    for notice in SampleNotices.all {
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
    for notice in SampleNotices.all {
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

  private static let all =
    channels + [
      .program(.init(command: ["x"])),
      .mail(.init(from: "p@example.com", to: ["o@example.com"])),
      .jira(.init(address: "https://j.example", project: "OPS", token: .variable("J"))),
      .serviceNow(
        .init(address: "https://s.example", user: "u", password: .variable("S"))),
    ]
    + [NoticeDestination.Topic(arn: "arn:aws:sns:eu-west-1:111122223333:t")].compactMap { $0 }
    .map { .sns($0) }

  private static let storm = SampleNotices.notice(
    (1...1_000).map { number in
      SampleNotices.finding(
        number, edits: [SampleNotices.opened()], sentence: "open", name: "n\(number)", actor: nil)
    })

  @Test(arguments: all)
  func `a storm is told in a message that says how much it is`(
    channel: NoticeDestination.Channel
  ) throws {
    let body = channel.body(of: Self.storm)
    #expect(body.contains("1000 ") && body.contains("F-1"))
    #expect(!body.contains("F-999\""))
    guard channel.word != "mail" else { return }
    let value = try JSONParser().parse(body)
    guard let data = value["data"] ?? value["payload"]?["custom_details"] else { return }
    let named = try #require(data["findings"]?.members?.count)
    let unnamed = try #require(data["unnamed"]?.scalarText.flatMap(Int.init))
    #expect(named > 0 && named + unnamed == 1_000)
    #expect(data["title"]?.string?.contains("1000 security groups") == true)
  }

  @Test func `Slack gets links and commands as they are, and no name calls anybody`() throws {
    let tag = Edit(
      ConfigurationPath([.key("Tags"), .element("a`b_c&<!here>")]), .added(.string("1")))
    let finding = SampleNotices.finding(
      7, edits: [tag], type: "AWS::EC2::VPC", id: "vpc-1", name: "@channel <!channel> <@U1>")
    let notice = SampleNotices.notice(
      [finding], link: "https://plumb.example.com/my_team/{finding}?a=1&b=2")
    let body = try parsed(.slack(.variable("S")), notice)
    let all = texts(body)
    #expect(all.contains("<https://plumb.example.com/my_team/F-7?a=1&amp;b=2|Go on>"))
    let command = try #require(PutBack.ways(for: finding).first?.text)
    #expect(command.contains("a`b_c&<!here>") && all.contains(command))
    // Only in what is shown as it is: there it is no markup.
    for block in body["blocks"]?.members ?? [] where block["type"]?.string != "rich_text" {
      #expect(!texts(block).contains { $0.contains("<!") || $0.contains("<@") } || isHeader(block))
    }
  }

  private func isHeader(_ block: ConfigurationValue) -> Bool { block["type"]?.string == "header" }

  @Test func `a command that is too long for Slack is not cut`() throws {
    let long = Edit(
      ConfigurationPath([.key("Tags"), .element(String(repeating: "x", count: 4_000))]),
      .added(.string("1")))
    let finding = SampleNotices.finding(7, edits: [long], type: "AWS::EC2::VPC", id: "vpc-1")
    let all = texts(try parsed(.slack(.variable("S")), SampleNotices.notice([finding])))
    #expect(!all.contains { $0.contains("delete-tags") })
    #expect(all.contains("1 more, too long"))
  }

  @Test func `a subject of SNS holds no encoded word`() throws {
    let name = "=?UTF-8?Q?=E2=80=AEABC?="
    let finding = SampleNotices.finding(1, edits: [SampleNotices.opened()], name: name)
    for channel in Self.all where ["sns", "jira", "serviceNow"].contains(channel.word) {
      let body = try parsed(channel, SampleNotices.notice([finding]))
      let subject = try #require(body["Subject"]?.string ?? body["summary"]?.string)
      #expect(subject.contains("= ?UTF-8") && !subject.contains("=?"))
    }
  }

  @Test(arguments: [
    ("[~admin]", #"\[\~admin\]"#, "[~admin]"),
    ("!http://x/y.png!", #"\!http://x/y.png\!"#, "!http://x/y.png!"),
    ("[a|http://x]", #"\[a\|http://x\]"#, "[a|http://x]"),
    ("*a* _b_ -c- ^d^", #"\*a\* \_b\_ \-c- \^d\^"#, "*a* _b_ -c- ^d^"),
    ("\u{7B}noformat\u{7D}", "\\\u{7B}noformat\\\u{7D}", "\u{7B}noformat\u{7D}"),
    ("eu-west-1 sg-2", "eu-west-1 sg-2", "eu-west-1 sg-2"),
    (#"a\b \[c"#, #"a\b &#92;\[c"#, #"a\b \[c"#),
    ("[code]<b>[/CODE]", #"\[code\]<b>\[/CODE\]"#, "[ code]<b>[ /CODE]"),
    ("@all ??c??", #"\@all \?\?c?\?"#, "@all ??c??"),
  ])
  func `names are no markup of a ticket`(name: String, jira: String, serviceNow: String) throws {
    let finding = SampleNotices.finding(
      1, edits: [SampleNotices.opened()], sentence: "open", name: name)
    for (word, escaped) in [("jira", jira), ("serviceNow", serviceNow)] {
      let channel = try #require(Self.all.first { $0.word == word })
      let text = try parsed(channel, SampleNotices.notice([finding]))["text"]?.string ?? ""
      #expect(text.contains("security group \(escaped) "), "\(text.prefix(200))")
    }
  }

  @Test func `of more edits than a message tells the newest are told, with their ways back`() throws
  {
    let now = SampleNotices.now
    let old = SampleNotices.finding(1, edits: (1...8).map { SampleNotices.opened($0) })
    let last = JudgedEdit(
      edit: SampleNotices.opened(443), verdict: .unapproved([]),
      occurred: Occurrence(after: now, until: now.advanced(bySeconds: 60)), severity: .low,
      sentence: nil)
    let finding = Finding(
      number: 1, resource: old.resource, change: .modified, status: .open,
      edits: old.edits + [last], firstSeen: old.firstSeen, lastSeen: now.advanced(bySeconds: 60))
    let entry = try #require(SampleNotices.notice([finding]).entries.first)
    #expect(entry.edits.first?.path.contains("tcp 443") == true && entry.hiddenEdits == 4)
    #expect(entry.putBack.first?.text.contains("443") == true)
  }
}

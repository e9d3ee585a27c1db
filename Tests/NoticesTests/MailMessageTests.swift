import ChangeDocuments
import ConfigurationModel
import Notices
import PlumblineTestSupport
import Testing

@Suite struct MailMessageTests {
  private static let mail = NoticeDestination.Channel.mail(
    .init(from: "Plumb <plumb@example.com>", to: ["ops@example.com", "Sec <sec@example.com>"]))

  private func lines(_ notice: Notice) -> [Substring] {
    Self.mail.body(of: notice).split(separator: "\r\n", omittingEmptySubsequences: false)
  }

  @Test func `a mail is what was agreed to`() {
    expectGolden(
      Self.mail.body(of: SampleNotices.one).replacing("\r\n", with: "\n"), "one-mail.eml")
  }

  @Test(arguments: SampleNotices.all)
  func `every line is short, plain, and ends as RFC 5322 says`(notice: Notice) {
    let body = Self.mail.body(of: notice)
    let lines = lines(notice)
    #expect(lines.allSatisfy { $0.utf8.count <= 300 })
    #expect(body.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0D || $0 == 0x0A })
    #expect(!body.replacing("\r\n", with: "").contains { $0 == "\r" || $0 == "\n" })
    let head = lines.prefix { !$0.isEmpty }
    for name in ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"] {
      #expect(head.count { $0.hasPrefix("\(name): ") } == 1, "\(name)")
    }
  }

  @Test func `a name puts no header into a mail`() {
    let evil = SampleNotices.finding(
      1, edits: [SampleNotices.opened()], name: "x\r\nBcc: all@example.com\r\n\r\nhello")
    let head = lines(SampleNotices.notice([evil])).prefix { !$0.isEmpty }
    #expect(!head.contains { $0.lowercased().hasPrefix("bcc") })
  }

  @Test(arguments: ["=?UTF-8?Q?=E2=80=AEABC?= x", "a =?utf-8?b?4oCu?=", "\u{202E}abc", "=?"])
  func `a name is no encoded word, and turns nothing round`(name: String) throws {
    let finding = SampleNotices.finding(1, edits: [SampleNotices.opened()], name: name)
    let body = Self.mail.body(of: SampleNotices.notice([finding]))
    let head = body.replacing("\r\n ", with: "\n").split(separator: "\r\n").map(String.init)
    let subject = try #require(head.first { $0.hasPrefix("Subject: ") }).dropFirst(9)
    guard subject.contains("=?") else { return #expect(subject.contains("u{202e}abc")) }
    for word in subject.split(separator: "\n") {
      #expect(word.hasPrefix("=?UTF-8?Q?CRITICAL") || word.hasPrefix("=?UTF-8?Q?="))
      let inside = word.dropFirst("=?UTF-8?Q?".count).dropLast(2)
      #expect(!inside.contains("?") && !inside.contains("=E2=80=AE"), "\(word)")
    }
  }

  @Test func `later mails of a thread answer the first`() {
    let notice = Notice(
      .close, .news([.reverted]),
      about: [SampleNotices.finding(1, edits: [SampleNotices.opened()])], key: "key-2",
      thread: "key-1", store: "store", at: SampleNotices.now, link: nil)
    let head = lines(notice).prefix { !$0.isEmpty }
    #expect(head.contains("Message-ID: <key-2@example.com>"))
    #expect(head.contains("In-Reply-To: <key-1@example.com>"))
  }
}

import AWSTestSupport
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import NoticeDelivery
import Testing

/// Mail by the system's program, and over SMTP to a real server on this machine.
@Suite struct MailTests {
  private typealias Mail = NoticeDestination.Mail

  private func tally(_ yard: Yard, _ way: Mail.Way, secrets: [String: String] = [:]) async throws
    -> DeliverNotices.Tally
  {
    let mail = Mail(
      from: "Plumb <plumb@example.com>", to: ["ops@example.com", "O <o@example.com>"], way: way)
    let notices = Settings.Notices(NoticeDestination(name: "mail", channel: .mail(mail)))
    try yard.take(at: 900, open: [0])
    try yard.audit(at: 900, telling: notices)
    return try await yard.delivery(notices, at: 900, secrets: secrets).run()
  }

  private func server(_ port: Int, _ security: Mail.Security) -> Mail.Server {
    Mail.Server(host: "localhost", port: port, security: security)
  }

  @Test func `sendmail gets the mail and whom it is for`() async throws {
    let yard = try Yard()
    let script =
      "#!/bin/sh\nset -e\ncd '\(yard.folder)'\nprintf '%s|' \"$@\" > arguments\ncat > mail\n"
    let path = yard.folder + "/sendmail"
    try Data(script.utf8).write(to: URL(filePath: path))
    chmod(path, 0o700)
    #expect(try await tally(yard, .sendmail(path)).sent == 1)
    let arguments = try String(contentsOfFile: yard.folder + "/arguments", encoding: .utf8)
    #expect(arguments == "-i|-f|plumb@example.com|--|ops@example.com|o@example.com|")
    let mail = try String(contentsOfFile: yard.folder + "/mail", encoding: .utf8)
    #expect(mail.hasPrefix("From: Plumb <plumb@example.com>\n"))
    #expect(!mail.contains("\r"))
  }

  @Test func `a server takes it over a connection that STARTTLS made secure`() async throws {
    let yard = try Yard()
    let authorities = yard.folder + "/ca.pem"
    try Data(LoopbackServer.Identity.localhost.certificate.utf8)
      .write(to: URL(filePath: authorities))
    try await MailServer.run(identity: .localhost) { own in
      var server = server(own.port, .startTLS)
      (server.user, server.password) = ("plumb", .variable("PASSWORD"))
      server.authorities = authorities
      let tally = try await tally(yard, .server(server), secrets: ["PASSWORD": "s3cret-word"])
      #expect(tally.sent == 1, "\(tally.problems)")
      let mail = try #require(own.mails.first)
      #expect(mail.isSecure)
      #expect(mail.login == Data("\0plumb\0s3cret-word".utf8).base64EncodedString())
      #expect(mail.sender == "plumb@example.com")
      #expect(mail.recipients == ["ops@example.com", "o@example.com"])
      let stored = try #require(try yard.store().messages(in: [.sent]).first)
      #expect(mail.text + "\n" == stored.message.body.replacing("\r\n", with: "\n"))
    }
  }

  @Test func `nothing is said to a server that cannot be made secure, or is not trusted`()
    async throws
  {
    try await MailServer.run { own in
      let tally = try await tally(try Yard(), .server(server(own.port, .startTLS)))
      #expect(tally.failed == 1 && own.mails.isEmpty)
    }
    try await MailServer.run(identity: .localhost) { own in
      let tally = try await tally(try Yard(), .server(server(own.port, .startTLS)))
      #expect(tally.failed == 1 && own.mails.isEmpty)
    }
  }

  @Test(arguments: [
    ("RCPT", "550 no such user", 0, 1), ("RCPT", "451 later", 1, 0), ("MAIL", "421 closing", 1, 0),
    (".", "554 looks like spam", 0, 1), ("NOOP", "500 what", 0, 0),
  ])
  func `what a server answers says whether it is taken, tried again or given up`(
    command: String, answer: String, failed: Int, dead: Int
  ) async throws {
    try await MailServer.run(answer: { $0.hasPrefix(command) ? answer : nil }) { own in
      let tally = try await tally(try Yard(), .server(server(own.port, .none)))
      #expect(tally.failed == failed && tally.dead == dead, "\(tally.problems)")
      #expect(tally.sent == (failed + dead == 0 ? 1 : 0))
      if failed + dead > 0 { #expect(tally.problems[0].contains(answer.prefix(3))) }
    }
  }
}

import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import NoticeDelivery
import Testing

/// Programs that read a message from their standard input.
@Suite struct ProgramTests {
  private func tally(_ yard: Yard, _ script: String, patience: Double = 5) async throws
    -> DeliverNotices.Tally
  {
    let notices = Settings.Notices(
      NoticeDestination(name: "p", channel: .program(.init(command: ["sh", "-c", script]))))
    try yard.take(at: 900, open: [0])
    try yard.audit(at: 900, telling: notices)
    return try await yard.delivery(notices, at: 900, patience: patience).run()
  }

  @Test func `it reads the message and is told the key`() async throws {
    let yard = try Yard()
    let out = yard.folder + "/out"
    let script = "{ echo \"$PLUMB_NOTICE_ACT $PLUMB_NOTICE_KEY\"; cat; } > '\(out)'"
    #expect(try await tally(yard, script).sent == 1)
    let text = try String(contentsOfFile: out, encoding: .utf8)
    let key = try #require(try yard.store().messages(in: [.sent]).first?.message.key)
    #expect(text.hasPrefix("open \(key)\n{"))
    #expect(text.contains("\"specversion\": \"1.0\""))
  }

  @Test(arguments: [
    ("exit 65", 0, 1), ("echo too late >&2; exit 1", 1, 0), ("exec sleep 1000 <&-", 1, 0),
    ("kill -9 $$", 1, 0), ("head -c 1000000 /dev/zero >&2; exit 0", 0, 0),
    ("sleep 1000; exit 0", 1, 0), ("sleep 30 & exit 0", 0, 0),
  ])
  func `how it ends says whether the message is taken, tried again or given up`(
    script: String, failed: Int, dead: Int
  ) async throws {
    let tally = try await tally(try Yard(), script, patience: 0.2)
    #expect(tally.failed == failed && tally.dead == dead)
    if script.contains("late") { #expect(tally.problems[0].hasSuffix("status 1: too late")) }
  }

  @Test(arguments: [
    ("exit 5", "the program ended with status 5"),
    ("echo no such ticket >&2; exit 65", "the program refused it with status 65: no such ticket"),
    ("kill -9 $$", "the program was ended by signal 9"),
    ("exec sleep 1000", "the program took too long and was ended"),
    ("exec /nowhere/program 2>/dev/null", "the program ended with status 127 (not found)"),
    ("exec /dev/null 2>/dev/null", "the program ended with status 126 (may not be run)"),
  ])
  func `what became of a program is told in a sentence`(script: String, words: String) async throws
  {
    let patience = script.contains("sleep") ? 0.2 : 5
    let problem = try await tally(try Yard(), script, patience: patience).problems.first
    #expect(problem?.hasSuffix(": \(words)") == true, "\(problem ?? "none")")
  }
}

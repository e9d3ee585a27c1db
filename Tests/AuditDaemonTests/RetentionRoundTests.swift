import AWSClient
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging
import Testing

@testable import AuditDaemon

/// What a daemon's round drops by the settings' retention.
@Suite final class RetentionRoundTests: Sendable {
  private let folder = DaemonFolder()

  private static func day(_ day: Int64) -> Timestamp {
    DaemonFolder.now.advanced(bySeconds: day * 86_400)
  }

  private func take(_ source: String, day: Int64) throws {
    try folder.take(source, at: Self.day(day))
  }

  /// Audits by the settings, and sends what is to be told.
  private func tell(_ settings: Settings, day: Int64) throws {
    let store = try folder.store
    var audit = RunAudit(
      store: store, baseline: "default", rules: try LoadRules().load(from: store), at: Self.day(day)
    )
    audit.notices = settings.notices
    _ = try audit.run()
    _ = try GatherNotices(store: store, notices: settings.notices, at: Self.day(day)).run()
    for message in try store.messages(in: [.waiting]) {
      _ = try store.claim(message, until: Self.day(day))
      try store.settle(message.number, .sent(reference: nil), attempt: 1, at: Self.day(day))
    }
  }

  private func round(day: Int64) async throws {
    let file = try folder.file
    _ = await AuditRound(
      file: file,
      workplace: Workplace(
        storePath: folder.storePath, surroundings: .system(),
        now: { Self.day(day) }),
      prunes: true, logger: Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() },
      guardrails: GuardrailWatch()
    ).run()
  }

  @Test(arguments: ["10d", nil])
  func `messages of what is over go after the time of the settings, and stay without one`(
    messages: String?
  ) async throws {
    try folder.write(
      """
      store: plumb.db
      guardrails: { off: [all] }
      \(messages.map { "retention: { messages: \($0) }" } ?? "")
      notices:
        destinations:
          - { name: team, program: [/bin/cat] }
      """, to: "plumbline.yaml")
    let settings = try folder.file.settings
    try take("10.0.0.0/8", day: 0)
    _ = try ManageBaselines(store: folder.store, name: "default", at: Self.day(0))
      .set(to: "latest", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    try take("0.0.0.0/0", day: 1)
    try tell(settings, day: 1)
    try take("10.0.0.0/8", day: 2)
    try tell(settings, day: 2)
    #expect(try folder.store.messages(in: [.sent]).count == 2)
    try await round(day: 11)
    #expect(try folder.store.messages(in: [.sent]).count == 2)
    try await round(day: 13)
    #expect(try folder.store.messages(in: [.sent]).isEmpty == (messages != nil))
    #expect(try folder.store.tellings(of: 1).map(\.state) == [.sent, .sent])
  }
}

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
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "retention-\(UUID().uuidString)")
  // Long ago: what is written must not lie in the future.
  private static let now = Timestamp(seconds: 1_780_000_000)

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var store: AuditStore {
    get throws { try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating) }
  }

  private func write(_ text: String, to path: String) throws {
    let place = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  private static func day(_ day: Int64) -> Timestamp { now.advanced(bySeconds: day * 86_400) }

  private func take(_ source: String, day: Int64) throws {
    try write(
      """
      {"SecurityGroups":[{"GroupId":"sg-a","GroupName":"a","OwnerId":"111122223333","VpcId":"vpc-1",
      "Description":"d","IpPermissionsEgress":[],"Tags":[],"IpPermissions":[{"IpProtocol":"tcp",
      "FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"\(source)"}]}]}]}
      """, to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    _ = try ImportSnapshot(
      store: store, paths: [folder.appending(path: "exports").path],
      capturedAt: Self.day(day), now: Self.day(day)
    ).run()
  }

  /// Audits by the settings, and sends what is to be told.
  private func tell(_ settings: Settings, day: Int64) throws {
    let store = try store
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
    let file = try SettingsFile(at: folder.appending(path: "plumbline.yaml").path)
    _ = await AuditRound(
      file: file,
      workplace: Workplace(
        storePath: folder.appending(path: "plumb.db").path, surroundings: .system(),
        now: { Self.day(day) }),
      prunes: true, logger: Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() },
      guardrails: GuardrailWatch()
    ).run()
  }

  @Test(arguments: ["10d", nil])
  func `messages of what is over go after the time of the settings, and stay without one`(
    messages: String?
  ) async throws {
    try write(
      """
      store: plumb.db
      guardrails: { off: [all] }
      \(messages.map { "retention: { messages: \($0) }" } ?? "")
      notices:
        destinations:
          - { name: team, program: [/bin/cat] }
      """, to: "plumbline.yaml")
    let settings = try SettingsFile(at: folder.appending(path: "plumbline.yaml").path).settings
    try take("10.0.0.0/8", day: 0)
    _ = try ManageBaselines(store: store, name: "default", at: Self.day(0))
      .set(to: "latest", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    try take("0.0.0.0/0", day: 1)
    try tell(settings, day: 1)
    try take("10.0.0.0/8", day: 2)
    try tell(settings, day: 2)
    #expect(try store.messages(in: [.sent]).count == 2)
    try await round(day: 11)
    #expect(try store.messages(in: [.sent]).count == 2)
    try await round(day: 13)
    #expect(try store.messages(in: [.sent]).isEmpty == (messages != nil))
    #expect(try store.tellings(of: 1).map(\.state) == [.sent, .sent])
  }
}

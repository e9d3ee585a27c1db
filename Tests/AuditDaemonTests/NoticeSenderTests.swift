import AWSClient
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging
import Synchronization
import Testing

@testable import AuditDaemon

/// What the daemon's sender does when the settings change under it.
@Suite final class NoticeSenderTests: Sendable {
  private let folder = DaemonFolder()
  private static let now = DaemonFolder.now

  private func take(_ source: String, minute: Int64) throws {
    try folder.take(source, at: Self.now.advanced(bySeconds: 60 * minute))
  }

  private func settings(_ channel: NoticeDestination.Channel) -> Settings {
    var settings = Settings()
    settings.notices.destinations = [NoticeDestination(name: "team", channel: channel)]
    return settings
  }

  @Test func `a destination that becomes one of another kind takes what waits for it`() async throws
  {
    let refusing = settings(.webhook(.init(address: .plain("http://127.0.0.1:1/hook"))))
    try take("10.0.0.0/8", minute: 0)
    _ = try ManageBaselines(store: folder.store, name: "default", at: Self.now)
      .set(to: "latest", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    try take("0.0.0.0/0", minute: 1)
    var audit = RunAudit(
      store: try folder.store, baseline: "default", rules: try LoadRules().load(from: folder.store),
      at: Self.now.advanced(bySeconds: 120))
    audit.notices = refusing.notices
    _ = try audit.run()

    let current = Mutex(refusing)
    let clock = Mutex(Self.now.advanced(bySeconds: 180))
    let sender = NoticeSender(
      at: Workplace(
        storePath: folder.storePath, surroundings: .system(variables: [:]),
        now: { clock.withLock { $0 } }), variables: ["PATH": "/usr/bin:/bin"],
      logger: Logger(label: "plumb") { _ in SwiftLogNoOpLogHandler() }
    ) { current.withLock { $0 } }
    let task = Task { try await sender.run() }
    defer { task.cancel() }
    try await wait { try self.folder.store.messages(in: [.waiting]).contains { $0.problem != nil } }
    let place = folder.path("got.txt")
    let program = settings(.program(.init(command: ["/bin/sh", "-c", "cat >> '\(place)'"])))
    current.withLock { $0 = program }
    // The pause after the attempt that failed ends, also after another one by settings that were read before.
    try await wait {
      clock.withLock { $0 = $0.advanced(bySeconds: 30) }
      return try self.folder.store.messages(in: [.waiting]).isEmpty
    }
    #expect(try folder.store.messages(in: [.dead]).isEmpty)
    #expect(try folder.store.messages(in: [.sent]).map(\.message.channel) == ["program"])
    #expect(try String(contentsOfFile: place, encoding: .utf8).contains("F-1"))
  }

  /// Waits until something holds; the limit is only against hangs.
  private func wait(until holds: () throws -> Bool) async throws {
    for _ in 0..<1200 {
      if try holds() { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it never came to that")
  }
}

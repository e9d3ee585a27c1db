import AWSClient
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging
import Testing

@testable import AuditDaemon

/// Audits of the daemon that fail, and who learns of it.
@Suite final class FailedAuditTests: Sendable {
  private let folder = DaemonFolder()
  private static let now = DaemonFolder.now
  private static let alert = """
    alert: mine
    title: A title
    severity: hi
    rationale: to see
    source: our own
    pattern: "{ $.eventName = Decrypt }"
    """

  init() throws {
    try folder.write(
      "alerts: { rules: [own.yaml], off: [all] }\nguardrails: { off: [all] }\n"
        + "sources: [{ name: x, exports: [exports], schedule: { every: 1h } }]\n",
      to: "plumbline.yaml")
    try folder.write(Self.alert, to: "own.yaml")
    try folder.write(
      #"{"Vpcs": []}"#, to: "exports/111122223333/eu-west-1/ec2-describe-vpcs.json")
    try folder.takeExports(at: Self.now)
  }

  private func round(second: Int64, after told: AuditRound.Told = .init()) async throws
    -> AuditRound.Told
  {
    await AuditRound(
      file: try folder.file,
      workplace: Workplace(
        storePath: folder.storePath, surroundings: .system(),
        now: { Self.now.advanced(bySeconds: second) }),
      prunes: false, logger: Logger(label: "plumb") { _ in SwiftLogNoOpLogHandler() },
      guardrails: GuardrailWatch(), told: told
    ).run()
  }

  /// What a status says while this process is a daemon to which this was told.
  private func status(_ told: AuditRound.Told?, second: Int64) throws -> StatusText {
    let (store, file) = (try folder.store, try folder.file)
    let now = Self.now.advanced(bySeconds: second)
    var note = DaemonNote(since: Self.now, begunWith: file, by: file, at: now)
    note.failed = told?.failed ?? [:]
    note.notHeld = told?.guardrails.failure
    if told != nil { try note.write(to: store) }
    return StatusText(
      status: try store.status(at: now), coverage: try ComposeCoverage(store: store).now(now),
      daemons: try DaemonNote.all(in: store), file: file, path: "plumb.db", now: now)
  }

  private func agree() throws {
    _ = try ManageBaselines(store: folder.store, name: "default", at: Self.now).set(
      to: "latest", choosing: ResourceSelector(), by: "a", reason: "r")
  }

  @Test func `the status says that audits fail and why, until one succeeds`() async throws {
    try agree()
    var told = try await round(second: 10)
    #expect(told.failed["default"]?.code == "unknown-word")
    #expect(told.audits(by: try folder.file.settings) == ["default": true])
    let failing = try status(told, second: 20)
    let text = failing.text(ReportOptions(width: 400))
    #expect(text.contains("Audits     not audited against default: "), "\(text)")
    #expect(text.contains("own.yaml:3: 'severity' is one of"), "\(text)")
    #expect(failing.hasFailing && failing.json.contains(#""code": "unknown-word""#))
    try folder.write(Self.alert.replacing("severity: hi", with: "severity: high"), to: "own.yaml")
    told = try await round(second: 30, after: told)
    #expect(told.failed.isEmpty)
    #expect(!(try status(told, second: 40).text(ReportOptions(width: 400))).contains("not audited"))
  }

  @Test func `a store that nothing is audited in is no good news`() async throws {
    let none = try status(nil, second: 10)
    let text = none.text(ReportOptions(width: 400))
    #expect(text.contains("there is no baseline 'default'"), "\(text)")
    #expect(text.contains("Daemon     none runs with this store"), "\(text)")
    #expect(none.hasFailing && none.json.contains(#""missingBaselines""#))
    try folder.write(Self.alert.replacing("severity: hi", with: "severity: high"), to: "own.yaml")
    #expect(try await round(second: 10).failed["default"]?.code == "no-baseline")
  }

  @Test func `metrics say what no audit has looked at`() throws {
    try agree()
    func metrics(second: Int64) throws -> String {
      let now = Self.now.advanced(bySeconds: second)
      let store = try folder.store
      return MetricsText(
        status: try store.status(at: now), coverage: try ComposeCoverage(store: store).now(now),
        residentBytes: 1, audits: [:], guardrails: GuardrailRound.Told(), sources: []
      ).text
    }
    let labels = #"{baseline="default"}"#
    let oldest = "plumb_oldest_unaudited_snapshot_timestamp_seconds\(labels)"
    let none = try metrics(second: 10)
    #expect(none.contains("plumb_unaudited_snapshots\(labels) 0\n") && !none.contains(oldest))
    for second in [60, 120] as [Int64] {
      try folder.takeExports(at: Self.now.advanced(bySeconds: second))
    }
    let two = try metrics(second: 180)
    #expect(two.contains("plumb_unaudited_snapshots\(labels) 2\n"))
    #expect(two.contains("\(oldest) \(Self.now.seconds + 60)\n"), "\(two)")
  }

  @Test func `a daemon that says nothing any more is told of`() throws {
    try agree()
    _ = try status(AuditRound.Told(), second: 0)
    let later = try status(nil, second: 7300).text(ReportOptions(width: 400))
    #expect(later.contains("has said nothing for 2 h"), "\(later)")
  }
}

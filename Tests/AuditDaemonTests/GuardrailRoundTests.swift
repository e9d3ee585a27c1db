import AWSClient
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging
import Synchronization
import Testing

@testable import AuditDaemon

/// What the daemon does with guardrails after its audits.
@Suite final class GuardrailRoundTests: Sendable {
  private let folder = DaemonFolder()
  private let lines = Mutex<[String]>([])
  private static let now = DaemonFolder.now

  init() throws {
    try folder.write(
      """
      store: plumb.db
      guardrails: { rules: [own.yaml], off: [all], strict: true }
      """, to: "plumbline.yaml")
    try guardrail("SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'")
  }

  private func guardrail(_ condition: String) throws {
    try folder.write(
      """
      guardrail: open
      title: Nothing is open
      severity: critical
      rationale: to see
      controls: { cis: ["6.3"] }
      resource: AWS::EC2::SecurityGroup
      condition: \(condition)
      """, to: "own.yaml")
  }

  private func take(_ source: String, minute: Int64) throws {
    try folder.take(source, at: Self.now.advanced(bySeconds: 60 * minute))
  }

  private func round(_ watch: GuardrailWatch, minute: Int64, after told: AuditRound.Told = .init())
    async throws -> AuditRound.Told
  {
    lines.withLock { $0 = [] }
    let now = Self.now.advanced(bySeconds: 60 * minute)
    let logger = Logger(label: "plumb") { label in
      LineLog(.json, label: label, now: { Self.now }) { line in
        self.lines.withLock { $0.append(line) }
      }
    }
    return await AuditRound(
      file: try folder.file,
      workplace: Workplace(
        storePath: folder.storePath, surroundings: .system(), now: { now }),
      prunes: false, logger: logger, guardrails: watch, told: told
    ).run()
  }

  /// The lines of a message that the last round logged.
  private func logged(_ message: String) -> [String] {
    lines.withLock { $0.filter { $0.contains("\"\(message)\"") } }
  }

  @Test func `the round after an audit logs once what begins to be broken and what holds again`()
    async throws
  {
    let watch = GuardrailWatch()
    try take("10.0.0.0/8", minute: 0)
    var told = try await round(watch, minute: 1)
    #expect(told.guardrails.standing?.passed == 1)
    #expect(logged("Guardrails held").count == 1 && logged("A guardrail is broken").isEmpty)
    try take("0.0.0.0/0", minute: 2)
    told = try await round(watch, minute: 3, after: told)
    let line = try #require(logged("A guardrail is broken").first)
    for word in ["open", "critical", "sg-a", "tcp 22 from 0.0.0.0/0", "CIS 6.3", "explain open"] {
      #expect(line.contains(word), "\(word)")
    }
    #expect(logged("Guardrails held").first?.contains(#""unapproved":"1""#) == true)
    #expect(told.guardrails.standing?.broken == [.critical: 1])
    told = try await round(watch, minute: 4, after: told)
    #expect(logged("A guardrail is broken").isEmpty)
    try take("10.0.0.0/8", minute: 5)
    told = try await round(watch, minute: 6, after: told)
    #expect(logged("A guardrail holds again").count == 1)
    #expect(told.guardrails.standing?.brokenCount == 0)
  }

  @Test(arguments: [("resource, label", " and 2 more"), ("resource", "Nothing is open")])
  func `the log says what breaks a guardrail as reports do`(columns: String, words: String)
    async throws
  {
    try guardrail("SELECT \(columns) FROM ingress_rules WHERE source <> '192.0.2.0/24'")
    let watch = GuardrailWatch()
    try take("192.0.2.0/24", minute: 0)
    _ = try await round(watch, minute: 1)
    try take(
      (1...5).map { "10.\($0).0.0/16" }.joined(separator: #""},{"CidrIp":""#), minute: 2)
    _ = try await round(watch, minute: 3)
    let line = try #require(logged("A guardrail is broken").first)
    let what = try #require(line.split(separator: #""what":""#).last)
    #expect(what.prefix { $0 != "\"" }.contains(words), "\(line)")
  }

  @Test func `a daemon that begins anew logs what began while there was none`() async throws {
    try take("10.0.0.0/8", minute: 0)
    _ = try await round(GuardrailWatch(), minute: 1)
    try take("0.0.0.0/0", minute: 2)
    _ = try await round(GuardrailWatch(), minute: 3)
    #expect(logged("A guardrail is broken").count == 1)
    _ = try await round(GuardrailWatch(), minute: 4)
    #expect(logged("A guardrail is broken").isEmpty)
  }

  @Test func `a daemon that begins over an old state tells how much is broken, and no list`()
    async throws
  {
    try take("0.0.0.0/0", minute: 0)
    let told = try await round(GuardrailWatch(), minute: 1)
    #expect(logged("A guardrail is broken").isEmpty)
    #expect(
      logged("Guardrails are broken by what stood before they were asked").first?
        .contains(#""broken":"1""#) == true)
    #expect(told.guardrails.standing?.brokenCount == 1)
  }

  @Test func `what cannot be read or answered is told, and nothing passes by it`() async throws {
    let watch = GuardrailWatch()
    try take("10.0.0.0/8", minute: 0)
    try guardrail("SELECT 9 AS resource FROM ingress_rules")
    var told = try await round(watch, minute: 1)
    #expect(logged("A guardrail gave no answer").count == 1)
    #expect(told.guardrails.standing?.unanswered == 1 && told.guardrails.standing?.passed == 0)
    told = try await round(watch, minute: 1, after: told)
    #expect(logged("A guardrail gave no answer").isEmpty)
    try folder.write("guardrail: [", to: "own.yaml")
    told = try await round(watch, minute: 2, after: told)
    #expect(logged("Guardrails were not held").count == 1)
    #expect(told.guardrails.failure != nil && told.guardrails.standing == nil)
    #expect(told.audits(by: try folder.file.settings) == ["default": true])
    try guardrail("SELECT resource FROM ingress_rules WHERE source = '0.0.0.0/0'")
    // Two weeks later nobody knows.
    told = try await round(watch, minute: 20_000, after: told)
    #expect(logged("A guardrail says nothing").first?.contains("too long ago") == true)
    #expect(told.guardrails.standing?.notObserved == 1 && told.guardrails.standing?.passed == 0)
    told = try await round(watch, minute: 20_001, after: told)
    #expect(logged("A guardrail says nothing").isEmpty)
  }

  @Test func `metrics and the status show how guardrails stand`() async throws {
    try take("0.0.0.0/0", minute: 0)
    let told = try await round(GuardrailWatch(), minute: 1)
    let store = try folder.store
    let now = Self.now.advanced(bySeconds: 90)
    let status = try store.status(at: now)
    let coverage = try ComposeCoverage(store: store).now(now)
    func text(_ told: GuardrailRound.Told) -> String {
      MetricsText(
        status: status, coverage: coverage, residentBytes: 1, audits: [:], guardrails: told,
        sources: []
      ).text
    }
    let metrics = text(told.guardrails)
    for line in [
      "plumb_guardrails 1", #"plumb_guardrail_breaches{severity="critical"} 1"#,
      #"plumb_guardrail_breaches{severity="low"} 0"#, "plumb_guardrails_failed 0",
      "plumb_guardrail_not_observed_resources 0", "plumb_guardrails_unanswered 0",
    ] {
      #expect(metrics.contains(line + "\n"), "\(line)")
    }
    #expect(!text(GuardrailRound.Told()).contains("guardrail"))
    let failure = DaemonNote.Failure(Problem("not-yaml", "It is none."), at: now)
    #expect(text(GuardrailRound.Told(failure: failure)).contains("plumb_guardrails_failed 1"))
    let file = try folder.file
    var note = DaemonNote(since: Self.now, begunWith: file, by: file, at: now)
    note.guardrails = told.guardrails.standing
    try note.write(to: store)
    let daemons = try DaemonNote.all(in: store)
    #expect(daemons == [note])
    let shown = StatusText(
      status: status, coverage: coverage, daemons: daemons, file: file, path: "plumb.db", now: now)
    #expect(
      shown.text(ReportOptions(width: 400)).contains(
        "Guardrails 1 breach of a guardrail stands (1 critical), 1 guardrail held 30 s ago"))
    #expect(shown.json.contains(#""guardrails""#))
    note.notHeld = failure
    let failing = StatusText(
      status: status, coverage: coverage, daemons: [note], file: file, path: "plumb.db", now: now)
    #expect(
      failing.text(ReportOptions(width: 400)).contains("not held: It is none. [not-yaml], 0 s ago"))
    #expect(failing.hasFailing)
  }
}

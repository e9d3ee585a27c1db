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

/// A folder with settings that have a source of activity, and the store that they name.
private final class ActivityPlace: Sendable {
  let folder = FileManager.default.temporaryDirectory.appending(path: "act-\(UUID().uuidString)")
  static let now = Timestamp(seconds: 1_795_000_000)
  private let lines = Mutex<[String]>([])

  init() throws {
    try write(
      """
      store: plumb.db
      sources: [{ name: copies, activity: { files: [AWSLogs] }, schedule: { every: 5m } }]
      alerts: { off: [cis-5.13] }
      """, to: "plumbline.yaml")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to path: String) throws {
    let place = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  var file: SettingsFile {
    get throws { try SettingsFile(at: folder.appending(path: "plumbline.yaml").path) }
  }

  var store: AuditStore {
    get throws { try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating) }
  }

  func workplace(after seconds: Int64 = 0) throws -> Workplace {
    let now = Self.now.advanced(bySeconds: seconds)
    return Workplace(
      storePath: folder.appending(path: "plumb.db").path, surroundings: .system(), now: { now })
  }

  var logger: Logger {
    Logger(label: "plumb") { label in
      LineLog(.json, label: label, now: { Self.now }) { line in
        self.lines.withLock { $0.append(line) }
      }
    }
  }

  /// The alerts that were logged since this was asked last.
  var alerts: [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines.filter { $0.contains(#""Alert""#) }
    }
  }

  /// The lines that were logged at the level of warnings and hold a text.
  func warnings(holding text: String) -> [String] {
    lines.withLock { $0.filter { $0.contains(#""level":"warning""#) && $0.contains(text) } }
  }

  /// A log file that was just delivered, in the folder of a day of November 2026 and under CloudTrail's name.
  func deliver(_ day: Int, _ events: String..., name: String = "a") throws {
    let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
    let account = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/\(day)"
    try write(
      text, to: "\(account)/111122223333_CloudTrail_eu-west-1_20261118T1105Z_\(day)\(name).json")
  }

  static func event(_ id: String, _ name: String, isReading: Bool = false) -> String {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(now.advanced(bySeconds: -600))",\
    "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
    "readOnly":\(isReading),"recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser",\
    "userName":"alice"},"requestParameters":{"groupId":"sg-a"}}
    """
  }

  /// A snapshot that everything is held against.
  func agree() throws {
    try write(
      """
      {"SecurityGroups":[{"GroupId":"sg-a","GroupName":"a","OwnerId":"111122223333","VpcId":"v",
      "Description":"d","IpPermissions":[],"IpPermissionsEgress":[],"Tags":[]}]}
      """, to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    let before = Self.now.advanced(bySeconds: -3600)
    _ = try ImportSnapshot(
      store: store, paths: [folder.appending(path: "exports").path], capturedAt: before,
      now: before
    ).run()
    _ = try ManageBaselines(store: store, name: "default", at: before)
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
  }
}

@Suite struct ActivitySourceTests {
  private let place: ActivityPlace

  init() throws { place = try ActivityPlace() }

  private func take(after seconds: Int64 = 0) async throws -> ImportActivity.Outcome {
    let (file, workplace) = (try place.file, try place.workplace(after: seconds))
    var runner = SourceRunner(
      try #require(file.settings.sources.first), due: workplace.now(), at: workplace,
      logger: place.logger)
    runner.alerts = { try file.alertRules() }
    return try #require(try await runner.takeNow().activity)
  }

  @Test func `only folders in which something changed are read again`() async throws {
    try place.deliver(16, ActivityPlace.event("e1", "DeleteVpc"))
    try place.deliver(17, ActivityPlace.event("e2", "DeleteVpc"))
    var outcome = try await take()
    #expect(outcome.new == 2 && outcome.fileCount == 2)
    outcome = try await take(after: 300)
    #expect(outcome.new == 0 && outcome.known == 0 && outcome.fileCount == 0)
    try place.deliver(17, ActivityPlace.event("e3", "DeleteVpc"), name: "b")
    outcome = try await take(after: 600)
    #expect(outcome.new == 1 && outcome.known == 1 && outcome.fileCount == 2)
    let status = try place.store.status(at: ActivityPlace.now)
    #expect(status.sources.map(\.last.end?.outcome) == [.complete])
    #expect(status.latestActivity == ActivityPlace.now.advanced(bySeconds: -600))
  }

  @Test func `what cannot be read is read again, and leaves the run incomplete`() async throws {
    try place.write("{", to: "AWSLogs/a.json")
    try place.deliver(17, ActivityPlace.event("e1", "DeleteVpc"))
    #expect(try await take().problems.count == 1)
    #expect(
      try place.store.status(at: ActivityPlace.now).sources[0].last.end?.outcome == .incomplete)
    try place.write(
      #"{"Records":[\#(ActivityPlace.event("e2", "DeleteVpc"))]}"#, to: "AWSLogs/a.json")
    let outcome = try await take(after: 300)
    #expect(outcome.new == 1 && outcome.fileCount == 1 && outcome.problems == [])
  }

  @Test(arguments: [nil, "AWSLogs/.keep", "AWSLogs/denied.json"])
  func `a folder without any activity is a failed run, also the second time`(file: String?)
    async throws
  {
    if let file { try place.write(#"{"message":"Access Denied"}"#, to: file) }
    for seconds in [0, 300] as [Int64] {
      await #expect(throws: (any Error).self) { _ = try await take(after: seconds) }
      let status = try place.store.status(at: ActivityPlace.now.advanced(bySeconds: seconds))
      #expect(status.sources.map(\.last.end?.outcome) == [.failed])
    }
  }

  @Test func `a round registers what it can read of change records, and is not complete`()
    async throws
  {
    try place.agree()
    try place.write(
      """
      store: plumb.db
      changes: { folders: [changes], by: gitops@example.com }
      """, to: "plumbline.yaml")
    try place.write(
      """
      { "change": "CHG-1", "kind": "normal", "state": "submitted", "requestedBy": "al@example.com",
        "allows": [{ "resource": { "id": "sg-a" }, "action": "modify",
                     "edits": [{ "added": "IpPermissions" }] }] }
      """, to: "changes/a.json")
    try place.write("change: 3", to: "changes/zz.yaml")
    let round = AuditRound(
      file: try place.file, workplace: try place.workplace(), prunes: false, logger: place.logger,
      guardrails: GuardrailWatch())
    let told = await round.run()
    #expect(told.failed.isEmpty && told.limits.contains { $0.contains("zz.yaml") })
    #expect(try place.store.changeRecords().map(\.number) == ["CHG-1"])
    #expect(try !ComposeCoverage(store: place.store).now(ActivityPlace.now).isComplete)
  }

  @Test func `the daemon warns once of an approval that does not count`() async throws {
    try place.agree()
    try place.write(
      """
      store: plumb.db
      changes: { folders: [changes], by: gitops@example.com }
      """, to: "plumbline.yaml")
    try place.write(
      """
      change: CHG-1
      kind: normal
      state: approved
      requestedBy: alice@example.com
      window: { from: 2026-11-01T08:00:00Z, until: 2026-11-01T09:00:00Z }
      approvals: [{ by: carol@example.com, at: 2026-11-01T12:00:00Z }]
      allows:
        - { resource: { id: sg-a }, action: modify, edits: [{ added: IpPermissions }] }
      """, to: "changes/a.yaml")
    let round = AuditRound(
      file: try place.file, workplace: try place.workplace(), prunes: false, logger: place.logger,
      guardrails: GuardrailWatch())
    for _ in 1...2 { _ = await round.run() }
    let words = "An approval of CHG-1 does not count: approved 3 h after its window closed"
    #expect(place.warnings(holding: words).count == 1)
  }

  @Test func `calls that only read are kept where a rule of the settings names them`() async throws
  {
    try place.write(
      """
      alert: looks
      title: Somebody looks
      severity: low
      rationale: somebody may look
      source: us
      pattern: '{ $.eventName = "DescribeInstances" }'
      examples:
        - name: one
          matches: true
          event: { eventName: DescribeInstances }
        - name: another
          matches: false
          event: { eventName: DescribeVpcs }
      """, to: "alerts/looks.yaml")
    try place.write(
      """
      store: plumb.db
      sources: [{ name: copies, activity: { files: [AWSLogs] } }]
      alerts: [alerts]
      """, to: "plumbline.yaml")
    try place.deliver(
      17, ActivityPlace.event("e1", "DescribeInstances", isReading: true),
      ActivityPlace.event("e2", "DescribeVpcs", isReading: true))
    let outcome = try await take()
    #expect(outcome.new == 1 && outcome.named == 1 && outcome.reading == 1)
  }

  @Test func `the audit after it logs each alert of the settings' rules once`() async throws {
    try place.agree()
    try place.deliver(
      17, ActivityPlace.event("e1", "AuthorizeSecurityGroupIngress"),
      // Turned off.
      ActivityPlace.event("e2", "CreateRoute"))
    _ = try await take()
    var round = AuditRound(
      file: try place.file, workplace: try place.workplace(), prunes: false, logger: place.logger,
      guardrails: GuardrailWatch())
    let told = await round.run()
    let alerts = place.alerts
    #expect(alerts.count == 1)
    #expect(alerts.first?.contains("cis-5.10") == true && alerts.first?.contains("alice") == true)
    round.told = told
    _ = await round.run()
    #expect(place.alerts == [])
  }
}

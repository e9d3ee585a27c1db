import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

/// How sources stand, as `plumb status` says it to people and to scripts.
@Suite struct SourceStandingTests {
  private let store: TemporaryStore
  private static let now = Timestamp(seconds: 1_795_000_000)
  private static let settings = """
    sources:
      - { name: hourly, exports: [x], schedule: { every: 1h }, deadline: 10m }
    """

  init() throws { store = try TemporaryStore() }

  private func run(
    _ source: String = "hourly", secondsAgo: Int64 = 60, ending outcome: SourceRun.Outcome?
  ) throws {
    let started = Self.now.advanced(bySeconds: -secondsAgo)
    // A process of this machine of another start: it is gone.
    let holder = RunHolder.own.text.split(separator: ":").dropLast().joined(separator: ":") + ":1"
    let beginning = try store.store.beginRun(
      of: source, due: started, by: holder, at: started,
      leaseUntil: started.advanced(bySeconds: 120)
    ) { _ in false }
    guard case .begun(let run) = beginning, let outcome else { return }
    try store.store.endRun(run.id, .init(at: started, outcome: outcome))
  }

  private func standings() throws -> [String] {
    let settings = try Settings.read(Self.settings, file: "plumbline.yaml")
    return SourceStanding.all(
      try store.store.status(at: Self.now), settings: settings, at: Self.now
    ).map { "\($0.name) \($0.state.rawValue)\($0.state.isFailing ? "!" : "")" }
  }

  @Test func `a source that nobody ever ran fails`() throws {
    #expect(try standings() == ["hourly never!"])
  }

  @Test(arguments: [
    (SourceRun.Outcome.complete, 60, "complete"), (.incomplete, 60, "incomplete"),
    (.failed, 60, "failed!"), (.complete, 7200, "complete"), (.complete, 7860, "late!"),
    (.abandoned, 60, "abandoned!"), (nil, 60, "abandoned!"),
  ])
  func `a source stands as its last run says, and by its schedule`(
    outcome: SourceRun.Outcome?, secondsAgo: Int64, state: String
  ) throws {
    try run(secondsAgo: secondsAgo, ending: outcome)
    #expect(try standings() == ["hourly \(state)"])
  }

  @Test func `until a source has read something nothing is complete`() throws {
    _ = try store.write(
      #"{"Vpcs": []}"#, to: "x/111122223333/eu-west-1/ec2-describe-vpcs.json")
    func take(as source: String?) throws {
      var snapshot = ImportSnapshot(
        store: store.store, paths: ["\(store.folder)/x"], capturedAt: Self.now, now: Self.now)
      snapshot.source = source
      _ = try snapshot.run()
    }
    func unread() throws -> [String] {
      let settings = try Settings.read(Self.settings, file: "plumbline.yaml")
      let coverage = try ComposeCoverage(
        store: store.store, demand: CoverageDemand(settings: settings)
      ).now(Self.now)
      #expect(coverage.isComplete == coverage.unreadSources.isEmpty)
      return coverage.unreadSources.map { "\($0.name) \($0.problem.code)" }
    }
    // A folder that is called as a source is, is none.
    try take(as: "hourly")
    #expect(try unread() == ["hourly source-never-read"])
    try run(secondsAgo: 900, ending: .stopped)
    #expect(try unread() == ["hourly source-never-read"])
    try run(secondsAgo: 800, ending: .abandoned)
    #expect(try unread() == ["hourly run-abandoned"])
    try run(secondsAgo: 700, ending: .complete)
    #expect(try unread() == [])
    try run(secondsAgo: 600, ending: .failed)
    #expect(try unread() == ["hourly run-abandoned"])
    try run(secondsAgo: 500, ending: .incomplete)
    #expect(try unread() == [])
    // Its process is gone, and nobody caught it up.
    try run(secondsAgo: 400, ending: nil)
    #expect(try unread() == ["hourly run-abandoned"])
  }

  @Test func `a run that was stopped leaves what was before it`() throws {
    try run(secondsAgo: 600, ending: .complete)
    try run(secondsAgo: 60, ending: .stopped)
    #expect(try standings() == ["hourly complete"])
  }

  @Test func `a source that was taken out of the settings fails no more`() throws {
    try run(ending: .complete)
    try run("former", ending: .failed)
    #expect(try standings() == ["hourly complete", "former removed"])
    let without = SourceStanding.all(
      try store.store.status(at: Self.now), settings: nil, at: Self.now)
    #expect(without.map(\.state) == [.failed, .complete])
  }

  @Test func `scripts read the same`() throws {
    try run(secondsAgo: 600, ending: .complete)
    try run(secondsAgo: 60, ending: .failed)
    let text = StatusText(
      status: try store.store.status(at: Self.now),
      coverage: try ComposeCoverage(store: store.store).now(Self.now), path: "plumb.db",
      now: Self.now)
    #expect(text.hasFailing)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.json.utf8)) as? [String: Any])
    let source = try #require((object["sources"] as? [[String: Any]])?.first)
    #expect(object["isFailing"] as? Bool == true)
    #expect(source["state"] as? String == "failed")
    let complete = try #require(source["lastComplete"] as? [String: Any])
    #expect(complete["outcome"] as? String == "complete")
  }

  @Test(arguments: [(25, false), (27, true)])
  func `a source whose newest file is old says so`(hours: Int64, isOld: Bool) throws {
    let file = try store.write("{}", to: "x/a.json")
    let changed = Self.now.advanced(bySeconds: -hours * 3600)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(changed.seconds))],
      ofItemAtPath: file)
    let settings = try store.write(Self.settings, to: "plumbline.yaml")
    try run(ending: .complete)
    let text = StatusText(
      status: try store.store.status(at: Self.now),
      coverage: try ComposeCoverage(store: store.store).now(Self.now),
      file: try SettingsFile(at: settings), path: "plumb.db", now: Self.now)
    #expect(
      text.text(ReportOptions(width: 400)).contains("no file of its exports is newer") == isOld)
    #expect(text.json.contains("\"newestFile\": null") != isOld)
    #expect(
      !SourceStanding.all(
        try store.store.status(at: Self.now), settings: try SettingsFile(at: settings).settings,
        at: Self.now
      ).contains(where: \.state.isFailing))
  }

  @Test func `a snapshot of the past is not unread for what ran after it or was asked for later`()
    throws
  {
    let folder = "x/111122223333/eu-west-1/ec2-describe-vpcs.json"
    _ = try store.write(#"{"Vpcs": []}"#, to: folder)
    for secondsAgo in [1000, 600] as [Int64] {
      let taken = Self.now.advanced(bySeconds: -secondsAgo)
      var snapshot = ImportSnapshot(
        store: store.store, paths: ["\(store.folder)/x"], capturedAt: taken, now: taken)
      snapshot.source = "hourly"
      _ = try snapshot.run()
      try run(secondsAgo: secondsAgo, ending: .complete)
    }
    try run(secondsAgo: 400, ending: .failed)
    func difference(_ old: String, _ new: String, adding source: String = "") throws
      -> DifferenceReport
    {
      let settings = try Settings.read(Self.settings + source, file: "plumbline.yaml")
      return
        try CompareStates(
          storePath: store.folder + "/plumb.db", account: nil, region: nil, now: Self.now,
          demand: CoverageDemand(settings: settings)
        ).report(from: old, to: new)
    }
    #expect(try difference("1", "2").unread.isEmpty)
    #expect(try !difference("1", "latest").unread.isEmpty)
    let added = "\n  - { name: later, exports: [y] }\n"
    #expect(try difference("1", "2", adding: added).unread.isEmpty)
  }

  @Test func `a daemon says what it takes with a restart only, and what it has not read`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "plumbline.yaml").path
    func file(_ text: String) throws -> SettingsFile {
      try Data(text.utf8).write(to: URL(filePath: path))
      return try SettingsFile(at: path)
    }
    let first = try file(Self.settings)
    let note = DaemonNote(since: Self.now, begunWith: first, by: first, at: Self.now)
    try note.write(to: store.store)
    #expect(try DaemonNote.all(in: store.store) == [note])
    #expect(note.awaitingRestart(first).isEmpty && !note.awaitsReload(first))
    let reloadable = try file(Self.settings + "\nmaxAge: 3d\n")
    #expect(note.awaitingRestart(reloadable).isEmpty && note.awaitsReload(reloadable))
    let fixed = try file(Self.settings + "\nlog: json\nstatus: { port: 9 }\n")
    #expect(note.awaitingRestart(fixed) == ["log", "status"])
    // The program says so, of a daemon that is there: this process.
    let text = StatusText(
      status: try store.store.status(at: Self.now),
      coverage: try ComposeCoverage(store: store.store).now(Self.now), daemons: [note],
      file: fixed, path: "plumb.db", now: Self.now)
    #expect(text.text(ReportOptions(width: 400)).contains("still uses the old log, status"))
    try note.remove(from: store.store)
    #expect(try DaemonNote.all(in: store.store).isEmpty)
  }

  // MARK: Two daemons

  private func file() throws -> SettingsFile {
    try SettingsFile(
      at: store.write(
        Self.settings + "\nguardrails: { strict: true }\n", to: "plumbline.yaml"))
  }

  /// What a daemon says some seconds ago.
  private func note(secondsAgo: Int64) throws -> DaemonNote {
    let file = try file()
    return DaemonNote(
      since: Self.now, begunWith: file, by: file, at: Self.now.advanced(bySeconds: -secondsAgo))
  }

  /// Writes the same note as one of another machine, of which nobody here can tell whether it is gone.
  private func sayElsewhere(_ note: DaemonNote) throws {
    try note.write(to: store.store)
    let text = try #require(try store.store.daemonNotes()[note.holder])
    try store.store.setDaemonNotes(
      ["elsewhere:1:1": text.replacing(note.holder, with: "elsewhere:1:1")],
      without: [note.holder])
  }

  /// What `plumb status` says of guardrails.
  private func guardrailLines() throws -> [String] {
    let status = StatusText(
      status: try store.store.status(at: Self.now),
      coverage: try ComposeCoverage(store: store.store).now(Self.now),
      daemons: try DaemonNote.all(in: store.store), file: try file(), path: "plumb.db",
      now: Self.now)
    return status.text(ReportOptions(width: 400)).split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("Guardrails ") }
  }

  private static func standing(secondsAgo: Int64, unanswered: Int = 0)
    -> WatchGuardrails.Standing
  {
    var standing = WatchGuardrails.Standing(at: now.advanced(bySeconds: -secondsAgo))
    standing.asked = 1
    standing.unanswered = unanswered
    return standing
  }

  @Test func `what a daemon could not hold counts until another one holds it`() throws {
    var old = try note(secondsAgo: 900)
    old.notHeld = .init(
      Problem("not-yaml", "It is none."), at: Self.now.advanced(bySeconds: -900))
    try sayElsewhere(old)
    #expect(try guardrailLines() == ["Guardrails not held: It is none. [not-yaml], 15 min ago"])
    var new = try note(secondsAgo: 1000)
    new.guardrails = Self.standing(secondsAgo: 1000)
    try new.write(to: store.store)
    #expect(try guardrailLines().count == 2, "it was held before that")
    new = try note(secondsAgo: 60)
    new.guardrails = Self.standing(secondsAgo: 60)
    try new.write(to: store.store)
    let lines = try guardrailLines()
    #expect(lines.count == 1 && !lines.contains { $0.contains("not held") }, "\(lines)")
  }

  @Test func `the newest look at guardrails says whether one gave no answer`() throws {
    var old = try note(secondsAgo: 900)
    old.guardrails = Self.standing(secondsAgo: 900, unanswered: 1)
    try sayElsewhere(old)
    #expect(try guardrailLines().contains { $0.contains("1 gave no answer") })
    var new = try note(secondsAgo: 60)
    new.guardrails = Self.standing(secondsAgo: 60)
    try new.write(to: store.store)
    let lines = try guardrailLines()
    #expect(lines.count == 1 && !lines.contains { $0.contains("no answer") }, "\(lines)")
  }

  @Test func `a daemon that was silent for a week is gone`() throws {
    var old = try note(secondsAgo: 8 * 86_400)
    old.notHeld = .init(
      Problem("not-yaml", "It is none."), at: Self.now.advanced(bySeconds: -8 * 86_400))
    try sayElsewhere(old)
    #expect(try guardrailLines().isEmpty)
    let new = try note(secondsAgo: 0)
    try new.write(to: store.store)
    #expect(try DaemonNote.all(in: store.store) == [new])
  }
}

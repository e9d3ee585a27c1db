import AuditService
import AuditSchedule
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Logging
import ServiceLifecycle

/// Runs each source when it is due: never twice at a time, what was missed once.
actor SourceScheduler: Service {
  /// The settings as they were at the beginning.
  private let first: SettingsFile
  private let workplace: Workplace
  private let logger: Logger
  private var file: SettingsFile
  private let begun: Timestamp
  /// The last moment of each source that is done with.
  private var settled: [String: Timestamp] = [:]
  private var running: [String: Task<Void, Never>] = [:]
  /// Until when a source that another process holds is left alone.
  private var leftAlone: [String: Timestamp] = [:]
  private var isAuditing = false
  private var hasNews = true
  /// Whether runs that go on have stored anything that was not audited.
  private var hasPart = false
  /// When the last audit began, by the clock that nobody sets.
  private var audited: Double?
  /// Seconds between two audits of runs that go on.
  private static let pace = 60.0
  /// What the last audit told.
  private var told = AuditRound.Told()
  /// When it last wrote down how it stands, by the clock that nobody sets.
  private var said = 0.0
  /// Seconds after which it does so again, though nothing came.
  private static let sayingPause = 600.0
  /// What its rounds know of guardrails.
  private let guardrails = GuardrailWatch()
  /// When the store was last pruned: once a day is enough.
  private var pruned: Timestamp?
  private var clock = ClockWatch()
  /// When it last looked at what is due; `/healthz` goes by it.
  private(set) var heartbeat: Timestamp

  init(_ file: SettingsFile, at workplace: Workplace, logger: Logger) {
    first = file
    self.file = file
    begun = workplace.now()
    self.workplace = workplace
    self.logger = logger
    heartbeat = workplace.now()
  }

  private var settings: Settings { file.settings }

  /// Seconds that a stop leaves to what is running.
  private static let grace = 7.0

  func run() async throws {
    let now = workplace.now()
    let note = ownNote
    said = workplace.uptime()
    settled = try await workplace.writing { store in
      try note.write(to: store)
      return try store.settledMoments(at: now)
    }
    logger.info(
      "Daemon begins",
      metadata: ["sources": "\(workedNames)", "store": "\(workplace.storePath)"])
    let (ticks, clock) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    clock.yield()
    await withGracefulShutdownHandler {
      for await _ in ticks.cancelOnGracefulShutdown() {
        tick()
        let pause = pause
        Task {
          try? await Task.sleep(for: .seconds(pause))
          clock.yield()
        }
      }
    } onGracefulShutdown: {
      clock.finish()
    }
    await stop()
  }

  private var scheduled: [SnapshotSource] { settings.sources.filter { $0.schedule != nil } }

  /// What it works on by itself: what has a schedule, and queues, which it listens to.
  private var workedNames: String {
    settings.sources.filter { $0.schedule != nil || $0.isQueue }.map(\.name)
      .joined(separator: ", ")
  }

  /// Begins what is due.
  private func tick() {
    let now = workplace.now()
    heartbeat = now
    watchClock(now)
    guard clock.isTrusted else { return }
    for source in scheduled where running[source.name] == nil {
      guard let schedule = source.schedule, !isLeftAlone(source, at: now),
        let due = schedule.last(
          by: now, after: settledMoment(of: source, at: now) ?? Timestamp(seconds: 0)),
        schedule.start(of: due, named: source.name) <= now
      else { continue }
      running[source.name] = Task { await perform(source, due) }
    }
    auditNews()
    if workplace.uptime() >= said + Self.sayingPause {
      said = workplace.uptime()
      Task { await sayHowItIs() }
    }
  }

  /// The last moment that is done with. One that is yet to come is none: the clock was ahead.
  private func settledMoment(of source: SnapshotSource, at now: Timestamp) -> Timestamp? {
    settled[source.name].flatMap { $0.liesAhead(of: now) ? nil : $0 }
  }

  /// Whether another process held the source a moment ago.
  private func isLeftAlone(_ source: SnapshotSource, at now: Timestamp) -> Bool {
    leftAlone[source.name].map { $0 > now && !$0.liesAhead(of: now) } ?? false
  }

  private func watchClock(_ now: Timestamp) {
    guard let jump = clock.look(now, uptime: workplace.uptime()) else { return }
    logger.warning(
      "The clock was set by \(Int(jump)) s",
      metadata: [
        "now": "\(now)",
        "next": clock.isTrusted
          ? "go on" : "nothing is begun before it is steady for \(Int(ClockWatch.patience)) s",
      ])
  }

  private func perform(_ source: SnapshotSource, _ due: Timestamp) async {
    var logger = logger
    logger[metadataKey: "source"] = "\(source.name)"
    var runner = SourceRunner(source, due: due, at: workplace, logger: logger)
    let file = file
    runner.alerts = { try file.alertRules() }
    runner.stored = { Task { await self.hasStored(source) } }
    switch await runner.run() {
    case .settled, .failed:
      settled[source.name] = due
      hasNews = true
    case .held: leftAlone[source.name] = workplace.now().advanced(bySeconds: 2)
    case .stopped: break
    }
    running[source.name] = nil
    auditNews()
  }

  /// A queue told of something, and it is stored: it is audited at once.
  func hears() {
    hasNews = true
    auditNews()
  }

  /// Something was stored while its run goes on: it is audited with the next round.
  private func hasStored(_ source: SnapshotSource) {
    guard running[source.name] != nil else { return }
    hasPart = true
  }

  /// Audits what came since the last audit, one round at a time.
  private func auditNews() {
    let now = workplace.now()
    watchClock(now)
    let uptime = workplace.uptime()
    let isTime = audited.map { uptime >= $0 + Self.pace } ?? true
    guard hasNews || hasPart && isTime, !isAuditing, clock.isTrusted else { return }
    audited = uptime
    (hasNews, hasPart, isAuditing) = (false, false, true)
    let prunes =
      pruned.map { now >= $0.advanced(bySeconds: 86400) || $0.liesAhead(of: now) } ?? true
    if prunes { pruned = now }
    let round = AuditRound(
      file: file, workplace: workplace, prunes: prunes, logger: logger,
      guardrails: guardrails, told: told)
    running["\u{0}audit"] = Task {
      told = await round.run()
      await sayHowItIs()
      isAuditing = false
      running["\u{0}audit"] = nil
    }
  }

  /// Writes down how it stands, for `plumb status`.
  private func sayHowItIs() async {
    said = workplace.uptime()
    let note = ownNote
    try? await workplace.writing { try note.write(to: $0) }
  }

  /// Seconds until it looks again: a second at most, so that a clock that is set is noticed.
  private var pause: Double {
    let now = workplace.now()
    guard clock.isTrusted else { return 1 }
    let starts = scheduled.compactMap { source -> Double? in
      guard running[source.name] == nil, let schedule = source.schedule,
        let due = schedule.next(after: settledMoment(of: source, at: now) ?? now)
      else { return nil }
      let start = schedule.start(of: due, named: source.name)
      return Double(start.microseconds - now.microseconds) / 1_000_000
    }
    return min(1, max(0.05, starts.min() ?? 1))
  }

  /// Whether the last audit of each baseline failed.
  var audits: [String: Bool] { told.audits(by: settings) }

  /// How guardrails stood after the last audits.
  var standingGuardrails: GuardrailRound.Told { told.guardrails }

  /// The settings that it goes by now.
  var currentSettings: Settings { settings }
  /// The same with their file.
  var currentFile: SettingsFile { file }

  /// What coverage goes by.
  var demand: CoverageDemand { CoverageDemand(settings: settings) }

  // MARK: Reload and stop

  /// What it says of itself in the store.
  private var ownNote: DaemonNote {
    var note = DaemonNote(since: begun, begunWith: first, by: file, at: workplace.moment)
    note.guardrails = told.guardrails.standing
    note.failed = told.failed
    note.notHeld = told.guardrails.failure
    return note
  }

  /// Takes the settings as they are now in their file; settings that are wrong are told, and those of
  /// before stay.
  func reload() async {
    do {
      file = try SettingsFile(at: first.path)
      let note = ownNote
      let parts = note.awaitingRestart(file)
      if !parts.isEmpty {
        logger.notice("A change of \(parts.joined(separator: ", ")) takes a restart")
      }
      logger.info("Settings reloaded", metadata: ["sources": "\(workedNames)"])
      try? await workplace.writing { try note.write(to: $0) }
      // What failed by the settings of before may succeed now.
      if !told.failed.isEmpty || told.guardrails.failure != nil { hasNews = true }
    } catch {
      logger.error("Settings not reloaded", problem: error)
      logger.error("The settings of before stay in force")
    }
  }

  /// Lets what is running end, for some seconds; then stops it: what was stored by then stays.
  private func stop() async {
    let tasks = Array(running.values)
    if !tasks.isEmpty { logger.notice("Stopping; \(tasks.count) at work") }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for task in tasks { await task.value }
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(Self.grace))
        for task in tasks { task.cancel() }
      }
      await group.next()
      group.cancelAll()
    }
    for task in tasks { await task.value }
    let note = ownNote
    try? await workplace.writing { try note.remove(from: $0) }
    logger.info("Daemon ends")
  }
}

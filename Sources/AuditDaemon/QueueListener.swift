import AuditService
import ChangeDocuments
import ConfigurationModel
import Logging
import ServiceLifecycle

/// Listens to the queues of the settings: what they tell is kept, read again and audited as it comes. A queue that does
/// not answer keeps nothing else waiting.
actor QueueListener: Service {
  private let workplace: Workplace
  private let logger: Logger
  private let file: @Sendable () async -> SettingsFile
  private let heard: @Sendable () async -> Void
  private var watches: [SnapshotSource: Task<Void, Never>] = [:]
  /// Of all queues together.
  private let pace: ReadingPace

  /// Seconds between two looks at the settings.
  private static let pace = 1.0
  /// Seconds that a stop leaves to what is at work: its messages come back otherwise.
  private static let grace = 7.0

  /// - Parameters:
  ///   - file: The settings as they are now.
  ///   - heard: Told each time that something was stored.
  init(
    at workplace: Workplace, logger: Logger, file: @escaping @Sendable () async -> SettingsFile,
    heard: @escaping @Sendable () async -> Void
  ) {
    self.workplace = workplace
    self.logger = logger
    self.file = file
    self.heard = heard
    pace = ReadingPace(uptime: workplace.uptime)
  }

  func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      look(at: await file().settings.sources)
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(Self.pace)) }
    }
    let watches = Array(watches.values)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for watch in watches { await watch.value }
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(Self.grace))
        for watch in watches { watch.cancel() }
      }
      await group.next()
      group.cancelAll()
    }
    for watch in watches { await watch.value }
  }

  /// Begins to listen to what is new, and ends what the settings no longer have.
  private func look(at sources: [SnapshotSource]) {
    for (source, watch) in watches where !sources.contains(source) {
      watch.cancel()
      watches[source] = nil
    }
    for source in sources where watches[source] == nil {
      guard case .activity(.queue) = source.origin else { continue }
      let watch = QueueWatch(
        source, at: workplace, logger: logger, file: file, pace: pace, heard: heard)
      watches[source] = Task { await watch.run() }
    }
  }
}

/// Listens to one queue: run after run, each of which holds the source while it waits for messages. So nobody receives
/// what another process works on, and a message is not received before it can be worked on.
struct QueueWatch: Sendable {
  private let source: SnapshotSource
  private let workplace: Workplace
  private let logger: Logger
  private let file: @Sendable () async -> SettingsFile
  private let pace: ReadingPace
  private let heard: @Sendable () async -> Void
  /// What is read once more.
  private let unshown = SharedUnshownScopes()

  /// Seconds for which a receiving waits for the first message: the most that SQS takes.
  private static let wait = 20
  /// Seconds after which a run ends to which nothing came: the store knows then that the queue answers.
  private static let sign = 3600.0
  /// The longest pause, in seconds, before a queue that failed is asked again.
  private static let longestPause = 300.0
  /// Seconds before it is tried again to hold a source that another process holds.
  private static let heldPause = 5.0

  init(
    _ source: SnapshotSource, at workplace: Workplace, logger: Logger,
    file: @escaping @Sendable () async -> SettingsFile, pace: ReadingPace,
    heard: @escaping @Sendable () async -> Void
  ) {
    self.source = source
    self.workplace = workplace
    var logger = logger
    logger[metadataKey: "source"] = "\(source.name)"
    self.logger = logger
    self.file = file
    self.pace = pace
    self.heard = heard
  }

  /// Until it is told to stop.
  func run() async {
    // The first run, and each after one that failed, ends as soon as the queue answers: the store knows it then.
    var (failures, answers) = (0, false)
    while !isStopping {
      let hasHeard = Latch()
      switch await runner(waiting: answers ? period : 0, hasHeard).run() {
      case .settled:
        if failures > 0 { logger.notice("The queue answers again") }
        (failures, answers) = (0, true)
        if hasHeard.isSet { await heard() }
      case .failed(let problem):
        answers = false
        failures += 1
        tell(problem, isFirst: failures == 1, hasHeard: hasHeard.isSet)
        if hasHeard.isSet { await heard() }
        await pause(min(Self.longestPause, Double(1 << min(failures, 9))))
      // Another process reads the queue, or the store is busy.
      case .held: await pause(Self.heldPause)
      case .stopped: return
      }
    }
  }

  /// A run ends well before its deadline, which what it hears is worked on by.
  private var period: Double { min(Self.sign, Double(source.deadline) / 4) }

  private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

  private func tell(_ problem: Problem, isFirst: Bool, hasHeard: Bool) {
    guard !hasHeard else { return logger.error("Run failed", problem: problem) }
    logger.log(
      level: isFirst ? .warning : .debug, "The queue does not answer",
      metadata: ["problem": "\(problem.message)"])
  }

  private func pause(_ seconds: Double) async {
    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
  }

  /// One run. Messages that it does not come to delete come back.
  private func runner(waiting seconds: Double, _ hasHeard: Latch) async -> SourceRunner {
    let file = await file()
    var runner = SourceRunner(source, due: workplace.now(), at: workplace, logger: logger)
    let (uptime, unshown, end) = (workplace.uptime, unshown, workplace.uptime() + seconds)
    runner.observeAgain = { [logger] read, early in
      if !read.isEmpty { hasHeard.set() }
      for scope in unshown.note(read: read, unshown: early, at: uptime()) {
        logger.notice(
          "A reading does not show what calls say; the next snapshot has the word",
          metadata: ["scope": "\(scope)"])
      }
    }
    // It ends when something is to be read once more.
    let until: @Sendable () -> Double = { min(end, unshown.next ?? end) }
    runner.listening = QueueListening(
      wait: { seconds == 0 ? 1 : max(1, min(Self.wait, Int(until() - uptime()))) },
      again: { unshown.due(at: uptime()) },
      isOver: { uptime() >= until() || Task.isShuttingDownGracefully }
    ) { receive in
      do {
        let messages = try await cancelWhenGracefulShutdown { try await receive() }
        if !messages.isEmpty { hasHeard.set() }
        return messages
      } catch  where Task.isShuttingDownGracefully && !Task.isCancelled {
        return []
      }
    }
    runner.others = file.settings.sources
    runner.alerts = { try file.alertRules() }
    runner.pace = { [pace] in try await pace.wait() }
    return runner
  }
}

import AWSClient
import AWSCollection
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
      guard case .activity(.queue(let queue)) = source.origin else { continue }
      let watch = QueueWatch(
        source, queue, at: workplace, logger: logger, file: file, heard: heard)
      watches[source] = Task { await watch.run() }
    }
  }
}

/// Listens to one queue.
struct QueueWatch: Sendable {
  private let source: SnapshotSource
  private let reader: QueueReader
  private let workplace: Workplace
  private let logger: Logger
  private let file: @Sendable () async -> SettingsFile
  private let heard: @Sendable () async -> Void

  /// Seconds for which a receiving waits for the first message: the most that SQS takes.
  private static let wait = 20
  /// Seconds between two runs that the store knows of where nothing comes.
  private static let sign = 3600.0
  /// The longest pause, in seconds, before a queue that failed is asked again.
  private static let longestPause = 300.0

  init(
    _ source: SnapshotSource, _ queue: EventQueue, at workplace: Workplace, logger: Logger,
    file: @escaping @Sendable () async -> SettingsFile, heard: @escaping @Sendable () async -> Void
  ) {
    self.source = source
    self.workplace = workplace
    var logger = logger
    logger[metadataKey: "source"] = "\(source.name)"
    self.logger = logger
    self.file = file
    self.heard = heard
    let client = AWSClient(
      profile: queue.profile, in: workplace.surroundings, traffic: AWSTraffic())
    reader = QueueReader(client, url: queue.url, region: queue.region)
  }

  /// Until it is told to stop.
  func run() async {
    var failures = 0
    var last: Double?
    while !isStopping {
      var received: [QueueReader.Message] = []
      do {
        received = try await receive()
        if failures > 0 { logger.notice("The queue answers again") }
        failures = 0
      } catch {
        guard !isStopping else { return }
        failures += 1
        logger.log(
          level: failures == 1 ? .warning : .debug, "The queue does not answer",
          metadata: ["problem": "\(Problem.of(error).message)"])
      }
      // What fails is run too, once: that is how the store knows of it.
      let isDue = last.map { workplace.uptime() >= $0 + Self.sign } ?? true
      if !received.isEmpty || isDue || failures == 1 {
        last = workplace.uptime()
        await handle(received)
      }
      if failures > 0 { await pause(min(Self.longestPause, Double(1 << min(failures, 9)))) }
    }
  }

  private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

  private func receive() async throws -> [QueueReader.Message] {
    try await cancelWhenGracefulShutdown { try await reader.receive(waiting: Self.wait) }
  }

  private func pause(_ seconds: Double) async {
    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
  }

  /// One run: messages that it does not come to delete come back.
  private func handle(_ received: [QueueReader.Message]) async {
    let file = await file()
    var runner = SourceRunner(source, due: workplace.now(), at: workplace, logger: logger)
    runner.received = received
    runner.others = file.settings.sources
    runner.alerts = { try file.alertRules() }
    switch await runner.run() {
    case .settled: if !received.isEmpty { await heard() }
    // Another process reads the queue, or the store is busy.
    case .held: await pause(2)
    case .stopped: break
    }
  }
}

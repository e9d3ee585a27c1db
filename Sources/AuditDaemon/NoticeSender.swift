import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Logging
import NoticeDelivery
import ServiceLifecycle

/// Delivers notices while the daemon runs. A receiver that does not answer keeps neither audits nor other receivers
/// waiting.
actor NoticeSender: Service {
  private let workplace: Workplace
  private let settings: @Sendable () async -> Settings
  private let variables: [String: String]
  private let logger: Logger
  /// The destinations that something is being delivered to.
  private var running: [String: Task<Void, Never>] = [:]
  /// The last problem of each destination: once is enough.
  private var told: [String: String] = [:]

  /// The settings of the last look.
  private var known: Settings.Notices?

  /// Seconds between two looks at what is due.
  private static let pace = 2.0
  /// Seconds between two looks at what has to be told again.
  private static let followUpPace = 60.0
  private var followedUp: ContinuousClock.Instant?
  /// Seconds that an attempt has to end when the daemon stops.
  private static let grace = 5.0

  /// - Parameter settings: As they are now.
  init(
    at workplace: Workplace, variables: [String: String], logger: Logger,
    settings: @escaping @Sendable () async -> Settings
  ) {
    self.workplace = workplace
    self.variables = variables
    self.logger = logger
    self.settings = settings
  }

  func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      await look()
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(Self.pace)) }
    }
    for task in running.values { task.cancel() }
    // What is on its way may arrive; what takes longer is sent again.
    let end = ContinuousClock.now + .seconds(Self.grace)
    while !running.isEmpty, !Task.isCancelled, ContinuousClock.now < end {
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private func look() async {
    let notices = await settings().notices
    if notices != known { begin(with: notices) }
    guard !notices.destinations.isEmpty else { return }
    let workplace = workplace
    let deliver = DeliverNotices(
      outbox: Outbox(queue: workplace.queue) { try workplace.open() }, notices: notices,
      courier: Courier(
        .system(workplace.surroundings, variables: variables, now: workplace.now), hiding: notices),
      now: workplace.now)
    await gather(deliver)
    do {
      for destination in try await deliver.ready() where running[destination.name] == nil {
        running[destination.name] = Task { await self.drain(destination, deliver) }
      }
    } catch {
      logger.error("Notices cannot be looked for", problem: error)
    }
  }

  /// Whoever delivers by other settings ends with the attempt that has begun. What waits is written for the destinations as
  /// they are now before anything is sent.
  private func begin(with notices: Settings.Notices) {
    known = notices
    followedUp = nil
    for task in running.values { task.cancel() }
  }

  /// What cannot be made into messages keeps none back that was made before.
  private func gather(_ deliver: DeliverNotices) async {
    let now = ContinuousClock.now
    let isDue = followedUp.map { now - $0 >= .seconds(Self.followUpPace) } ?? true
    do {
      let lost = try await deliver.gather(isFollowingUp: isDue)
      if !lost.problems.isEmpty { tell(lost, "none") }
      if isDue { followedUp = now }
    } catch {
      logger.error("Messages cannot be made of notices", problem: error)
    }
  }

  private func drain(_ destination: NoticeDestination, _ deliver: DeliverNotices) async {
    do {
      tell(try await deliver.drain(destination), destination.name)
    } catch {
      logger.error(
        "Notices cannot be delivered", problem: error, ["destination": "\(destination.name)"])
    }
    running[destination.name] = nil
  }

  private func tell(_ tally: DeliverNotices.Tally, _ name: String) {
    if tally.sent > 0 {
      logger.info(
        "Notices sent", metadata: ["destination": "\(name)", "messages": "\(tally.sent)"])
    }
    for problem in tally.problems {
      let level: Logger.Level = tally.dead > 0 || told[name] != problem ? .warning : .debug
      logger.log(
        level: level, "A notice was not delivered",
        metadata: ["destination": "\(name)", "problem": "\(problem)"])
    }
    told[name] = tally.problems.last
  }
}

package import AuditService
import ChangeDocuments
import ConfigurationModel
import Foundation
package import Logging
import ServiceLifecycle
import UnixSignals

/// Takes snapshots on schedule and audits each time, until it is told to stop.
package struct AuditDaemon: Sendable {
  private let file: SettingsFile
  private let workplace: Workplace
  private let variables: [String: String]
  private let logger: Logger

  /// Makes a daemon of the settings of a file.
  ///
  /// `variables` are those of its environment, by which systemd is told that it is ready and alive.
  package init(
    _ file: SettingsFile, at workplace: Workplace, variables: [String: String], logger: Logger
  ) {
    self.file = file
    self.workplace = workplace
    self.variables = variables
    self.logger = logger
  }

  /// Runs until SIGTERM or SIGINT; SIGHUP reads the settings again.
  package func run() async throws {
    let scheduler = SourceScheduler(file, at: workplace, logger: logger)
    let now = workplace.now
    let notifier = ServiceNotifier(variables: variables, logger: logger) {
      now().seconds - (await scheduler.heartbeat).seconds < 30
    }
    var services: [any Service] = [scheduler, notifier, ReloadService(scheduler, notifier)]
    services.append(
      NoticeSender(at: workplace, variables: variables, logger: logger) {
        await scheduler.currentSettings
      })
    services.append(
      QueueListener(
        at: workplace, logger: logger, file: { await scheduler.currentFile },
        heard: { await scheduler.hears() }))
    let page = file.settings.status
    if page.isOn {
      services.append(
        StatusServer(
          page, at: workplace, logger: logger, heartbeat: { await scheduler.heartbeat },
          audits: { await scheduler.audits }, guardrails: { await scheduler.standingGuardrails },
          demand: { await scheduler.demand }))
    }
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { .init(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: quiet))
    try await group.run()
  }
}

/// Reads the settings again at each SIGHUP.
private struct ReloadService: Service {
  private let scheduler: SourceScheduler
  private let notifier: ServiceNotifier

  init(_ scheduler: SourceScheduler, _ notifier: ServiceNotifier) {
    self.scheduler = scheduler
    self.notifier = notifier
  }

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      await notifier.reloading { await scheduler.reload() }
    }
  }
}

import AWSClient
import ArgumentParser
import AuditDaemon
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging

/// `plumb daemon`.
struct DaemonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "daemon",
    abstract: "Take snapshots on schedule, listen to queues, audit, and send notices.",
    discussion: """
      Runs the sources of the settings that have a schedule, until SIGTERM or SIGINT. A running \
      source then ends within 10 seconds, or leaves the store as it was. SIGHUP reads the settings \
      again. A source never runs twice at the same time, not even in several daemons on one store. \
      One run catches up if runs were missed. /healthz and /metrics (Prometheus) answer on \
      127.0.0.1:9464, unless the settings say otherwise.

      EXAMPLE: plumb daemon --config /etc/plumb/plumbline.yaml --log json

      \(ExitStatus.discussion)
      """)

  @Option(help: "text or json (default: what the settings say).") var log: Settings.LogForm?
  @Flag(help: "Also log every call and page.") var verbose = false
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var store: StoreOptions

  func run() async throws {
    try Descriptors.raise()
    guard let file = try settings.load() else { throw Problem.noSettings() }
    guard file.settings.sources.contains(where: { $0.schedule != nil }) else {
      throw Problem.nothingScheduled(file.path)
    }
    let form: LineLog.Form =
      switch log ?? file.settings.log {
      case .text: .text
      case .json: .json
      }
    var logger = Logger(label: "plumb") { label in
      LineLog(form, label: label, now: { .now }) { Console.writeError($0) }
    }
    if verbose { logger.logLevel = .debug }
    let workplace = Workplace(
      storePath: store.path(file), surroundings: .system(), now: { .precise })
    let lastResort = Self.lastResort()
    defer { lastResort.cancel() }
    try await AuditDaemon(
      file, at: workplace, variables: ProcessInfo.processInfo.environment, logger: logger
    ).run()
  }

  /// What is not over 9.5 s after SIGTERM leaves the store as it was: SQLite undoes it.
  private static func lastResort() -> any DispatchSourceSignal {
    let source = DispatchSource.makeSignalSource(signal: SIGTERM)
    source.setEventHandler {
      DispatchQueue.global().asyncAfter(deadline: .now() + 9.5) { _exit(2) }
    }
    source.resume()
    return source
  }
}

extension Settings.LogForm: ExpressibleByArgument {}

extension Timestamp {
  /// Now, to the microsecond.
  static var precise: Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}

extension Problem {
  static func nothingScheduled(_ path: String) -> Problem {
    Problem(
      "nothing-scheduled", "No source of '\(path)' has a schedule.",
      hint: "Write schedule: { every: 15m } below a source, or run 'plumb snapshot take'.")
  }
}

import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the state of the sources, the findings and the store.",
    discussion: """
      Shows the same as the daemon's /metrics, read from the store, so no daemon is needed. Ends \
      with 2 if

      - a source of the settings failed, is late by its schedule, or never ran;
      - change records of the settings could not be read;
      - a baseline of the settings was never set, or without settings there is no baseline;
      - a daemon could not audit, and no audit has succeeded since;
      - a snapshot, or activity with a call that changed something, was stored more than 26 hours \
      ago, after the baseline was set, and no audit against the baseline has looked at it. Without settings, audits against one baseline are enough;
      - a daemon could not hold the guardrails, and none has held them since;
      - a guardrail gave no answer, and the settings say 'strict: true' of guardrails;
      - a message was given up, or one cannot be sent for an hour;
      - nobody tried to send what happened more than an hour ago, and neither a digest nor quiet \
      hours of the settings hold it back.

      EXAMPLE: plumb status --format json

      \(ExitStatus.discussion)
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "text or json.") var format = StatusForm.text

  func run() throws {
    let store = try store.open(.reading)
    let file = try SettingsFile.named()
    let demand = CoverageDemand(settings: file?.settings)
    let now = Timestamp.now
    let coverage = try ComposeCoverage(store: store, demand: demand).now(now)
    var status = StatusText(
      status: try store.status(at: now), coverage: coverage,
      daemons: try DaemonNote.all(in: store), file: file, path: store.path, now: now)
    status.laterCalls = try LaterCalls(in: store, since: coverage, until: now)
    switch format {
    case .text: try Console.write(status.text(output.options))
    case .json: try Console.write(status.json)
    }
    if status.hasFailing { throw ExitStatus.incomplete }
  }
}

/// How `plumb status` writes.
enum StatusForm: String, CaseIterable, ExpressibleByArgument { case text, json }

import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tell how the runs of the sources, the findings and the store stand.",
    discussion: """
      The same as the daemon's /metrics, read from the store: the daemon need not run.

      EXAMPLE: plumb status

      \(ExitStatus.discussion)
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try store.open(.reading)
    let demand = try CoverageDemand(settings: SettingsFile.named()?.settings)
    let now = Timestamp.now
    let text = StatusText(
      status: try store.status(at: now),
      coverage: try ComposeCoverage(store: store, demand: demand).now(now), path: store.path,
      now: now)
    try Console.write(text.text(output.options))
  }
}

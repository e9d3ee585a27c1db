import AWSClient
import ArgumentParser
import AuditService
import ChangeDocuments
import ConfigurationModel
import NoticeDelivery

/// `plumb doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the store, its key and the disk, and try what the settings ask for.",
    discussion: """
      For each source of the settings (plumbline.yaml): whose the credentials are, how far the \
      clock differs from AWS's, which accounts and regions there are, and whether every listing is \
      allowed. The ignores, freezes, change records, alert rules and guardrails that the settings \
      name are read as audits read them. A baseline of the settings that was never set, and audits \
      that are late, are not good, as in 'plumb status'. For each destination of notices: whether its secrets can be read, its program can be \
      run, its host has an address, and its AWS profile exists. Nothing is stored, and no message is sent.

      EXAMPLE: plumb doctor --config plumbline.yaml
      EXAMPLE: plumb doctor --format json

      \(ExitStatus.discussion)
      """)

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "text or json.") var format = StatusForm.text

  func run() async throws {
    let file = try settings.load()
    let now = Timestamp.now
    var checks = CheckHealth(
      path: store.path(file), now: now, mayBeMissing: file != nil,
      notices: file?.settings.notices
    ).run()
    checks += CheckAudits(path: store.path(file), settings: file?.settings, now: now).run()
    checks += file.map { CheckDocuments($0).run() } ?? []
    for source in file?.settings.sources ?? [] {
      checks += await CheckSource(source, in: .system(prompt: TerminalPrompt.ask)).run()
    }
    for destination in file?.settings.notices.destinations ?? [] {
      checks.append(CheckDestination(destination, in: .system(.system())).run())
    }
    let health = HealthText(checks)
    switch format {
    case .text: try Console.write(health.text(output.options))
    case .json: try Console.write(health.json)
    }
    if !health.isGood { throw ExitStatus.incomplete }
  }
}

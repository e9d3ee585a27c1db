import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two states, value by value.",
    discussion: """
      A state is a snapshot's number, 'latest', a time (the newest snapshot then), 'baseline' or \
      'baseline:NAME'. Or both states are exports, files or folders, which need no store.

      \(AcrossOptions.discussion)

      EXAMPLE: plumb diff 41 latest
      EXAMPLE: plumb diff monday/ tuesday/
      EXAMPLE: plumb diff staging/ production/ --across
      EXAMPLE: plumb diff latest latest --mapping staging-to-production.yaml

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The state before.", completion: .file()) var from: String
  @Argument(help: "The state after.", completion: .file()) var to: String
  @Option(help: "text or json.") var format = DifferenceFormat.text
  @Option(help: "The account of exports that do not name it.") var account: String?
  @Option(help: "The region of exports that do not name it.") var region: String?
  @Option(help: "For 'latest': the time to use, as 2026-11-20T21:15:00Z (default: now).")
  var at: Timestamp?
  @OptionGroup(title: "Across accounts and regions") var across: AcrossOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = try CompareStates(
      storePath: try store.path, account: account, region: region, now: at ?? .now,
      demand: coverage.demand
    ).report(from: from, to: to, across: across.stateMapping)
    try Console.write(report.text(format, output.options))
    if report.differs { throw ExitStatus.unapproved }
    if !report.unread.isEmpty { throw ExitStatus.incomplete }
  }
}

import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb log`.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List what happened to the store: who did what, when, and why.",
    discussion: """
      Lists every event: snapshots, audits with what they found, baselines, change records, \
      decisions about findings, retired scopes, what was pruned or taken back. The oldest first.

      EXAMPLE: plumb log --from 2026-11-01 --until 2026-11-30 --by carol@example.com
      EXAMPLE: plumb log --about F-17

      \(ExitStatus.discussion)
      """)

  @Option(help: "From when, as 2026-11-01 or 2026-11-01T12:00:00Z.") var from: Timestamp?
  @Option(help: "Until when, as 2026-11-30, which includes that day, or 2026-11-30T12:00:00Z.")
  var until: EndMoment?
  @Option(help: "Only what this person did.") var by: String?
  @Option(
    help: "Only events about this finding, record, snapshot, baseline, scope or resource.",
    completion: .names(of: .finding, .record, .baseline, .resource)) var about: String?
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard let from, let until, from > until.moment else { return }
    throw ValidationError("--from (\(from)) lies after --until (\(until.moment)).")
  }

  func run() throws {
    let table = try ListEvents(store: store.open(.reading)).table(
      from: from, until: until?.moment, by: by, about: about)
    try Console.write(table.text(format, output.tableOptions))
  }
}

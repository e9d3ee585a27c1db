import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb show`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a resource as it was, leaf by leaf.",
    discussion: """
      Shows each leaf with the snapshot that first had this value, and its verdict: expected, \
      approved by a record, ignored, or unapproved with its finding.

      EXAMPLE: plumb show sg-0a1b2c3d --at 2026-03-03T09:00:00Z

      \(ExitStatus.discussion)
      """)

  @Argument(
    help: "The resource: its id, its name, its ARN, or account/region/type/id.",
    completion: .names(of: .resource)) var resource: String
  @Option(help: "The time to show, as 2026-03-03 or 2026-03-03T09:00:00Z (default: now).")
  var at: Timestamp?
  @Option(help: "The baseline it was judged against.", completion: .names(of: .baseline))
  var baseline = SettingsFile.usualBaseline
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open(.reading, about: baseline)
    let resource = try ResourceName(resource).resource(in: store)
    let picture = try ShowResource(store: store, baseline: baseline)
      .picture(of: resource, at: at, now: .now)
    if format == .text { try Console.tell([picture.title]) }
    try Console.write(picture.table.text(format, output.tableOptions))
  }
}

import ArgumentParser
import AuditReport
import AuditService
import ConfigurationModel
import SnapshotSources

/// `plumb secrets`.
struct SecretsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secrets", abstract: "Find secrets that would be stored in clear.",
    discussion: "EXAMPLE: plumb secrets check exports/\n\n\(ExitStatus.discussion)",
    subcommands: [SecretsCheckCommand.self])
}

/// `plumb secrets check`.
struct SecretsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List values that look like secrets and would be stored in clear.",
    discussion: """
      Reads exports as 'plumb snapshot import' does, stores nothing, and looks for secrets that \
      would not be replaced by a keyed digest: texts with the prefixes of known providers (access \
      keys, GitHub and Slack tokens, private keys, JSON web tokens, …), and random texts. It \
      prints where each is, what it looks like and how long it is, never the value.

      EXAMPLE: plumb secrets check exports/111122223333/

      \(ExitStatus.discussion) Here 0 means that nothing looks like a secret, 1 that something does.
      """)

  @Argument(help: "Files and folders; - for standard input.", completion: .file())
  var paths: [String]
  @Option(help: "The account, where neither paths nor items say it.") var account: String?
  @Option(help: "The region, where neither paths nor items say it.") var region: String?
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions

  func run() throws {
    let result = try CheckSecrets(
      paths: paths, options: SourceOptions(account: account, region: region)
    ).run()
    let rows = result.suspects.map { suspect -> [ResultTable.Cell] in
      [
        .text(suspect.file), .text("\(suspect.resource)"), .text(suspect.path),
        .text(suspect.reason), .text(suspect.sample),
      ]
    }
    let table = ResultTable(
      columns: ["file", "resource", "path", "looks_like", "sample"], rows: rows)
    try Console.write(table.text(format, output.tableOptions))
    for problem in result.problems { Console.writeError("error: \(problem)\n") }
    if !result.suspects.isEmpty { throw ExitStatus.unapproved }
    if !result.problems.isEmpty { throw ExitStatus.incomplete }
  }
}

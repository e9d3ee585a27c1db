import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import SnapshotSources

/// `plumb snapshot`.
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Take, import, list and withdraw snapshots.",
    discussion: "EXAMPLE: plumb snapshot import exports/\n\n\(ExitStatus.discussion)",
    subcommands: [
      SnapshotTakeCommand.self, SnapshotImportCommand.self, SnapshotListCommand.self,
      SnapshotWithdrawCommand.self,
    ])
}

/// `plumb snapshot import`.
struct SnapshotImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import exported configurations as a snapshot.",
    discussion: """
      Reads AWS CLI output (describe-*, list-*, get-*, and iam get-account-authorization-details), \
      AWS Config snapshots, history files and items, and folders of one-resource JSON or YAML \
      documents ({type, id, account, region, configuration}). Takes files and folders, plain or \
      gzip; - reads one document on each line of standard input. The account and the region come \
      from the path (ACCOUNT/REGION/ec2-describe-security-groups.json), from the items \
      themselves, or from --account and --region. The first import creates the store.

      EXAMPLE: plumb snapshot import exports/111122223333/

      \(ExitStatus.discussion) Status 2 also if a scope could not be read; the rest is stored.
      """)

  @Argument(help: "Files and folders; - for standard input.", completion: .file())
  var paths: [String]
  @Option(help: "The account, if neither paths nor items name it.") var account: String?
  @Option(help: "The region, if neither paths nor items name it.") var region: String?
  @Option(
    help: """
      When the configurations were captured, as 2026-11-20T21:15:00Z (default: the time in the \
      files, or now).
      """)
  var at: Timestamp?
  @Flag(
    help: "The documents are all resources of their scopes: what is missing is deleted."
  )
  var complete = false
  @Flag(help: "Print what every file was taken for.") var verbose = false
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let outcome = try ImportSnapshot(
      paths: paths, options: SourceOptions(account: account, region: region), capturedAt: at,
      now: .now, isComplete: complete, into: { try store.open(.creating) }
    ).runOnRecord { try? store.open(.writing) }
    try Console.write(ImportText(outcome: outcome, isVerbose: verbose).text(output.options))
    if outcome.hasUnread { throw ExitStatus.incomplete }
  }
}

/// `plumb snapshot list`.
struct SnapshotListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the snapshots.",
    discussion: "EXAMPLE: plumb snapshot list --format json\n\n\(ExitStatus.discussion)")

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let rows = try store.open(.reading).snapshots().map { snapshot -> [ResultTable.Cell] in
      [
        .number("\(snapshot.number)"), .text("\(snapshot.takenAt)"),
        snapshot.count(snapshot.scopesRead), snapshot.count(snapshot.scopesUnread),
        snapshot.count(snapshot.resources), snapshot.count(snapshot.edits),
        .text(snapshot.source), snapshot.prunedAt.map { .text("\($0)") } ?? .null,
        snapshot.withdrawnAt.map { .text("\($0)") } ?? .null,
      ]
    }
    let table = ResultTable(
      columns: [
        "snapshot", "taken", "scopes", "unread", "resources", "edits", "source", "pruned",
        "withdrawn",
      ],
      rows: rows)
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb snapshot withdraw`.
struct SnapshotWithdrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take back a snapshot that no decision depends on.",
    discussion: """
      For a wrong import, or one with a mistyped time: the state before it is restored. Only the \
      newest snapshot of its scopes can be taken back, and only before an audit, a baseline or a \
      finding refers to it. The withdrawal is recorded.

      EXAMPLE: plumb snapshot withdraw 42 --by carol@example.com --reason "the wrong folder"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The snapshot's number.") var snapshot: Int
  @OptionGroup var actor: ActorOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let withdrawal = try store.open(.writing).withdraw(
      snapshot, at: moment.moment, by: actor.by, reason: actor.reason)
    try Console.write(
      "Snapshot \(withdrawal.snapshot) of \(withdrawal.takenAt) is taken back: "
        + "\(counted(withdrawal.scopes, "scope")), \(counted(withdrawal.edits, "edit")).\n")
  }
}

extension SnapshotSummary {
  /// A number, where what it counts was not pruned.
  fileprivate func count(_ number: Int) -> ResultTable.Cell {
    prunedAt == nil && withdrawnAt == nil ? .number("\(number)") : .null
  }
}

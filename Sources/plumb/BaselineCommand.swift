import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation

/// `plumb baseline`.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Agree on what is right, and hold configurations to it.",
    discussion: "EXAMPLE: plumb baseline set latest\n\n\(ExitStatus.discussion)",
    subcommands: [
      BaselineSetCommand.self, BaselineListCommand.self, BaselineShowCommand.self,
      BaselineExportCommand.self, BaselineCheckCommand.self, BaselinePromoteCommand.self,
    ])
}

/// The baseline's name.
struct BaselineNameOptions: ParsableArguments {
  @Option(help: "The baseline.") var baseline = SettingsFile.usualBaseline
}

/// `plumb baseline set`.
struct BaselineSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Agree to a snapshot, or to golden documents.",
    discussion: """
      From a snapshot: whole, or the scopes that --account, --region and --type choose (globs). From \
      documents: each says what one resource is (match: exact) or what it must have (match: partial).

      EXAMPLE: plumb baseline set latest --type 'AWS::EC2::*'
      EXAMPLE: plumb baseline set --documents Baselines/

      \(ExitStatus.discussion)
      """)

  @Argument(help: "A snapshot: its number, 'latest' or a moment.") var snapshot: String?
  @Option(help: "Golden documents: files or folders.", completion: .file())
  var documents: [String] = []
  @Option(help: "Only scopes of these accounts.") var account: String?
  @Option(help: "Only scopes of these regions.") var region: String?
  @Option(help: "Only scopes of these types.") var type: String?
  @Option(help: "Who agrees to it.") var by: String?
  @Option(help: "Why.") var reason: String?
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func validate() throws {
    guard (snapshot == nil) != documents.isEmpty else {
      throw ValidationError("Give a snapshot, or --documents.")
    }
  }

  func run() throws {
    let baselines = ManageBaselines(
      store: try store.open(snapshot == nil ? .creating : .writing), name: name.baseline,
      at: moment.moment)
    guard let snapshot else {
      let set = try baselines.set(documents: documents, by: by, reason: reason)
      Console.write(
        "\(counted(set.documents, "golden document")) agreed to; baseline \(name.baseline) where a "
          + "document names none.\n")
      if set.inPart > 0 {
        Console.write(
          "\(set.inPart) in part (match: partial): what they do not name is not judged.\n")
      }
      return
    }
    let chosen = ResourceSelector(
      type: type.map(Glob.init), account: account.map(Glob.init), region: region.map(Glob.init))
    let setting = try baselines.set(to: snapshot, choosing: chosen, by: by, reason: reason)
    Console.write(
      "Baseline \(name.baseline): \(counted(setting.resources, "resource")) in "
        + "\(counted(setting.scopes.count, "scope")).\n")
    for scope in setting.unread {
      Console.write("  left out, because it could not be read: \(scope)\n")
    }
  }
}

/// `plumb baseline list`.
struct BaselineListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the baselines.",
    discussion: "EXAMPLE: plumb baseline list\n\n\(ExitStatus.discussion)")

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let rows = try store.open(.reading).baselines().map { baseline -> [ResultTable.Cell] in
      [
        .text(baseline.name), .number("\(baseline.scopes)"),
        baseline.snapshot.map { .number("\($0)") } ?? .null,
        .number("\(baseline.expectations)"),
        baseline.setAt.map { .text("\($0)") } ?? .null,
      ]
    }
    let table = ResultTable(
      columns: ["baseline", "scopes", "snapshot", "own_expectations", "set"], rows: rows)
    Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb baseline show`.
struct BaselineShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a baseline expects, as golden documents.",
    discussion: "EXAMPLE: plumb baseline show --baseline prod\n\n\(ExitStatus.discussion)")

  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let files = try ManageBaselines(
      store: store.open(.reading), name: name.baseline, at: .now
    ).export()
    Console.write(files.map(\.text).joined(separator: "---\n"))
  }
}

/// `plumb baseline export`.
struct BaselineExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a baseline as documents that import to the same.",
    discussion: "EXAMPLE: plumb baseline export Baselines/prod\n\n\(ExitStatus.discussion)")

  @Argument(help: "The folder to write to.", completion: .directory) var folder: String
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let files = try ManageBaselines(
      store: store.open(.reading), name: name.baseline, at: .now
    ).export()
    for (file, text) in files {
      let path = URL(fileURLWithPath: folder).appendingPathComponent(file)
      try? FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try writeFile(text, to: path.path)
    }
    Console.write("\(counted(files.count, "file")) written to \(folder).\n")
  }
}

/// `plumb baseline check`.
struct BaselineCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold the latest snapshot against a baseline.",
    discussion: """
      No change records, no ignores: every difference counts. 'latest' is held to how old it may be \
      now, or at --at.

      EXAMPLE: plumb baseline check --baseline prod

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The snapshot: its number, 'latest' or a moment.") var snapshot = "latest"
  @Option(help: "text or json.") var format = DifferenceFormat.text
  @OptionGroup var moment: MomentOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = try CompareStates(
      storePath: try store.path, account: nil, region: nil, now: moment.moment,
      demand: coverage.demand
    ).report(from: "baseline:\(name.baseline)", to: snapshot)
    Console.write(report.text(format, output.options))
    if !report.entries.isEmpty { throw ExitStatus.unapproved }
    if !report.unread.isEmpty { throw ExitStatus.incomplete }
  }
}

/// `plumb baseline promote`.
struct BaselinePromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Make what findings hold part of the baseline.",
    discussion: """
      EXAMPLE: plumb baseline promote F-17 --by carol@example.com --reason "agreed in review 42"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The findings: F-17.") var findings: [String]
  @OptionGroup var actor: ActorOptions
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let count = try ManageBaselines(
      store: store.open(.writing), name: name.baseline, at: moment.moment
    ).promote(findings, by: actor.by, reason: actor.reason)
    Console.write("\(counted(count, "edit")) promoted to baseline \(name.baseline).\n")
  }
}

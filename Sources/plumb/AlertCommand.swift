import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb alert`.
struct AlertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "Say which activity you want to be told of.",
    discussion: "EXAMPLE: plumb alert test cis-5.1 --over 30d\n\n\(ExitStatus.discussion)",
    subcommands: [
      AlertListCommand.self, AlertShowCommand.self, AlertCheckCommand.self, AlertTestCommand.self,
    ])
}

/// `plumb alert list`.
struct AlertListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the alert rules.",
    discussion: """
      Those that ship and those of one's own, which take the place of one that ships under their id.

      EXAMPLE: plumb alert list
      EXAMPLE: plumb alert list --alerts alerts/ --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var alerts: AlertOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let table = try ShowAlertRules(alerts.rules.load()).table
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb alert show`.
struct AlertShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an alert rule: its pattern, why, and its examples.",
    discussion: """
      By its id, or by the path of its file.

      EXAMPLE: plumb alert show cis-5.1
      EXAMPLE: plumb alert show user-added-to-group --format json

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The rule's id, or its file.", completion: .file()) var rule: String
  @Option(help: "text or json.") var format = DifferenceFormat.text
  @OptionGroup var alerts: AlertOptions

  func run() throws {
    let rule = try alerts.rules.rule(named: rule)
    switch format {
    case .text: try Console.write(ShowAlertRules.text(of: rule))
    case .json: try Console.write(ShowAlertRules.tree(of: rule).text + "\n")
    }
  }
}

/// `plumb alert check`.
struct AlertCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that alert rules can be read and do as their examples say.",
    discussion: """
      Of files and folders, or of all rules where none is named. All that is wrong is told at once, with file \
      and line, of a pattern with its column. What is allowed and hardly meant is told too.

      EXAMPLE: plumb alert check alerts/

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Files and folders of alert rules.", completion: .file()) var paths: [String] = []
  @OptionGroup var alerts: AlertOptions

  func run() throws {
    let rules = ShowAlertRules(
      paths.isEmpty ? try alerts.rules.load() : try LoadAlertRules(paths: paths).loadOwn())
    try Console.tell([rules.checked])
    for remark in rules.remarks { Console.writeError("warning: \(remark)\n") }
  }
}

/// `plumb alert test`.
struct AlertTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Say how much of the kept activity an alert rule matches, and what.",
    discussion: """
      By the rule's id, or by the path of its file. A rule that matches more than 5 % of the events is read by \
      nobody: that is warned of. Events that only read are kept where a rule named them when they were imported, \
      or with --all: the share is one of what is kept.

      EXAMPLE: plumb alert test cis-5.4 --over 30d
      EXAMPLE: plumb alert test alerts/new.yaml --examples 20

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The rule's id, or its file.", completion: .file()) var rule: String
  @Option(help: "Only the last so long, as 12h, 30d or 4w.") var over: Age?
  @Option(help: "How many of the newest that match to show.") var examples = 5
  @Option(help: "text, json or csv: the events.") var format = TableFormat.text
  @OptionGroup var alerts: AlertOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func validate() throws {
    guard examples >= 0 else { throw ValidationError("--examples is not below 0.") }
  }

  func run() throws {
    let rule = try alerts.rules.rule(named: rule)
    let until = moment.moment
    let window = Window(
      from: over?.before(until), until: over == nil && moment.at == nil ? nil : until)
    let result = try TestAlertRule(store: store.open(.reading), rule: rule, in: window)
      .run(examples: examples)
    let table = ListActivity.table(of: result.examples)
    switch format {
    case .text:
      try Console.write(result.text)
      if !result.examples.isEmpty {
        try Console.write("\n" + table.text(.text, output.tableOptions))
      }
    case .json: try Console.write(result.tree.text + "\n")
    case .csv: try Console.write(table.text(.csv, output.tableOptions))
    }
    if let warning = result.warning { Console.writeError("warning: \(warning)\n") }
  }
}

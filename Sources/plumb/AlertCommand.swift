import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb alert`.
struct AlertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "Define which activity you want to be told of.",
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
      Lists the rules that ship and your own. A rule of your own replaces one that ships if it has \
      the same id.

      EXAMPLE: plumb alert list
      EXAMPLE: plumb alert list --alerts alerts/ --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var alerts: AlertOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let chosen = try alerts.rules.chosen()
    Console.warn(chosen.unknown)
    let table = ShowAlertRules(chosen.rules).table
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb alert show`.
struct AlertShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an alert rule: its pattern, why, and its examples.",
    discussion: """
      Give its id, or the path of its file.

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
    abstract: "Check that alert rules can be read and agree with their examples.",
    discussion: """
      Checks files and folders, or all rules if none is named. Reports all errors at once, with \
      file and line, and for a pattern with its column. Also warns about what is allowed but \
      probably a mistake.

      EXAMPLE: plumb alert check alerts/

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Files and folders of alert rules.", completion: .file()) var paths: [String] = []
  @OptionGroup var alerts: AlertOptions

  func run() throws {
    let rules = ShowAlertRules(
      paths.isEmpty ? try alerts.rules.rules() : try LoadAlertRules(paths: paths).ownRules())
    try Console.tell([rules.checked])
    for remark in rules.remarks { Console.writeError("warning: \(remark)\n") }
  }
}

/// `plumb alert test`.
struct AlertTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Show how much of the kept activity an alert rule matches, and which events.",
    discussion: """
      Give the rule's id, or the path of its file. Warns if a rule matches more than 5 % of the \
      events, because nobody reads that many alerts. The share is a share of what is kept: events \
      that only read are kept only if a rule named them at their import, or with --all. If calls of \
      the time were pruned or could not be read, it says so and ends with status 2.

      EXAMPLE: plumb alert test cis-5.4 --over 30d
      EXAMPLE: plumb alert test alerts/new.yaml --examples 20

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The rule's id, or its file.", completion: .file()) var rule: String
  @Option(help: "Only this last time, as 12h, 30d or 4w.") var over: Age?
  @Option(help: "How many of the newest matching events to show.") var examples = 5
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
    let result = try TestAlertRule(
      store: store.open(.reading), rule: rule, in: window, now: until
    ).run(examples: examples)
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
    if let kept = result.kept { Console.writeError(kept + "\n") }
    let sentences = [result.unread, result.pruned].compactMap(\.self)
    for sentence in sentences {
      Console.writeError(sentence + " Whether they match is not known.\n")
    }
    guard sentences.isEmpty else { throw ExitStatus.incomplete }
  }
}

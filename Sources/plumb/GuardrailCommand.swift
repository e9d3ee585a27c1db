import ArgumentParser
import AuditReport
import AuditService
import ConfigurationModel

/// `plumb guardrail`.
struct GuardrailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guardrail",
    abstract: "Define what must hold for any resource, and for any change.",
    discussion: "EXAMPLE: plumb guardrail test ssh-open-to-world\n\n\(ExitStatus.discussion)",
    subcommands: [
      GuardrailListCommand.self, GuardrailCheckCommand.self, GuardrailTestCommand.self,
      GuardrailExplainCommand.self,
    ])
}

/// `plumb guardrail list`.
struct GuardrailListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the guardrails.",
    discussion: """
      Lists the guardrails that ship and your own. A guardrail of your own replaces one that ships \
      if it has the same id.

      EXAMPLE: plumb guardrail list
      EXAMPLE: plumb guardrail list --guardrails guardrails/ --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var guardrails: GuardrailOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let chosen = try guardrails.rules.chosen()
    Console.warn(chosen.unknown)
    let table = ShowGuardrails(chosen.rules).table
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb guardrail check`.
struct GuardrailCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that guardrails can run and agree with their examples.",
    discussion: """
      Checks files and folders, or all guardrails if none is named. Reports all errors at once, \
      with file and line.

      EXAMPLE: plumb guardrail check guardrails/

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Files and folders of guardrails.", completion: .file()) var paths: [String] = []
  @OptionGroup var guardrails: GuardrailOptions

  func run() throws {
    let rules =
      paths.isEmpty
      ? try guardrails.rules.rules() : try LoadGuardrails(paths: paths).ownRules()
    try CheckGuardrails.check(rules)
    let shown = ShowGuardrails(rules)
    try Console.tell([shown.checked])
    for remark in shown.remarks { Console.writeError("warning: \(remark)\n") }
  }
}

/// `plumb guardrail explain`.
struct GuardrailExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a guardrail: its reason, condition, views and examples.",
    discussion: """
      Give its id, or the path of its file. Without either, lists the views that conditions may \
      read, with their columns, and the functions.

      EXAMPLE: plumb guardrail explain ssh-open-to-world
      EXAMPLE: plumb guardrail explain

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The guardrail's id, or its file.", completion: .file()) var guardrail: String?
  @Option(help: "text or json; without a guardrail also csv.") var format = TableFormat.text
  @OptionGroup var guardrails: GuardrailOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard guardrail == nil || format != .csv else {
      throw ValidationError("A guardrail is explained as text or json.")
    }
  }

  func run() throws {
    guard let guardrail else {
      try Console.write(ShowGuardrails.language.text(format, output.tableOptions))
      return
    }
    let rule = try guardrails.rules.compiled(named: guardrail)
    switch format {
    case .text: try Console.write(ShowGuardrails.text(of: rule))
    case .json, .csv: try Console.write(ShowGuardrails.tree(of: rule).text + "\n")
    }
  }
}

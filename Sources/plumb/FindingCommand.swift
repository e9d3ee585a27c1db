import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb finding`.
struct FindingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding", abstract: "List, show, acknowledge and accept findings.",
    discussion: "EXAMPLE: plumb finding show F-17\n\n\(ExitStatus.discussion)",
    subcommands: [
      FindingListCommand.self, FindingShowCommand.self, FindingAcknowledgeCommand.self,
      FindingAcceptCommand.self,
    ])
}

/// `plumb finding list`.
struct FindingListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the findings that are not over.",
    discussion: "EXAMPLE: plumb finding list --all\n\n\(ExitStatus.discussion)")

  @Flag(help: "Those that are over too.") var all = false
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let findings = try ListFindings(store: store.open(.reading), at: moment.moment).all()
      .filter { all || $0.finding.status.word != "resolved" }
    let rows = findings.map { entry -> [ResultTable.Cell] in
      let id = entry.finding.resource.id
      return [
        .text(entry.finding.id), .text(entry.finding.severity.word),
        .text(entry.finding.status.word), .text(id.id),
        entry.finding.resource.name.map { .text($0) } ?? .null, .text(id.type.name),
        .text(id.account), .text(id.region), .text(entry.finding.change.rawValue),
        .text("\(entry.finding.firstSeen)"), .text(entry.baseline),
      ]
    }
    let table = ResultTable(
      columns: [
        "finding", "severity", "status", "id", "name", "type", "account", "region", "change",
        "first_seen", "baseline",
      ], rows: rows)
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb finding show`.
struct FindingShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a finding whole.",
    discussion: "EXAMPLE: plumb finding show F-17\n\n\(ExitStatus.discussion)")

  @Argument(help: "The finding: F-17.", completion: .names(of: .finding)) var finding: String
  @Option(help: "text, json, markdown, html, csv, sarif or junit.") var format = ReportFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let store = try store.open(.reading)
    let report = try ListFindings(store: store, at: moment.moment).report(on: finding)
    try Console.write(format.render(report, output.options.unabridged))
    if !report.unapproved.isEmpty { throw ExitStatus.unapproved }
  }
}

extension ReportOptions {
  /// Nothing left out for its number or its length.
  fileprivate var unabridged: ReportOptions {
    ReportOptions(
      width: width, isColoured: isColoured, editsOfFinding: 10_000, editsOfRecord: 10_000,
      isWhole: true)
  }
}

/// `plumb finding acknowledge`.
struct FindingAcknowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge", abstract: "Say that somebody looks after a finding.",
    discussion: """
      The deviation stands and still counts as unapproved.

      EXAMPLE: plumb finding acknowledge F-17 --by alice@example.com --reason "asking the web team"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The findings: F-17.", completion: .names(of: .finding))
  var findings: [String]
  @OptionGroup var actor: ActorOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let store = try store.open(.writing)
    try DecideFindings(store: store, by: actor.by, reason: actor.reason, at: moment.moment)
      .acknowledge(findings)
    try Console.write(findings.map { "\($0) acknowledged\n" }.joined())
  }
}

/// `plumb finding accept`.
struct FindingAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Take the risk of a finding until a date.",
    discussion: """
      It no longer counts as unapproved until then; a further edit of the resource opens it again.

      EXAMPLE: plumb finding accept F-17 --until 2026-12-31 --by carol@example.com --reason "vendor fix due"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The findings: F-17.", completion: .names(of: .finding))
  var findings: [String]
  @Option(help: "Until when, as 2026-12-31, which includes that day, or 2026-12-31T12:00:00Z.")
  var until: EndMoment
  @OptionGroup var actor: ActorOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let store = try store.open(.writing)
    try DecideFindings(store: store, by: actor.by, reason: actor.reason, at: moment.moment)
      .accept(findings, until: until.moment)
    try Console.write(
      findings.map { "\($0) accepted until \(until.moment.minuteText)\n" }.joined())
  }
}

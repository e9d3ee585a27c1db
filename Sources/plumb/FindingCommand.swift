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
    commandName: "list", abstract: "List the findings that are not resolved.",
    discussion: """
      Lists the findings that the filter chooses, in the order of --sort: the worst or the oldest \
      first. --groups prints one row for all findings that are alike. Where nothing was audited yet, \
      it says so and ends with 2.

      EXAMPLE: plumb finding list --severity high --type 'AWS::EC2::*' --sort severity --sort age
      EXAMPLE: plumb finding list --groups
      EXAMPLE: plumb finding list --like F-17 --all

      \(ExitStatus.discussion)
      """)

  @Flag(help: "Also those that are resolved.") var all = false
  @OptionGroup(title: "Filter") var filter: FindingFilterOptions
  @Option(help: "What to sort by (default: number); may be repeated.")
  var sort: [FindingOrder] = []
  @Flag(help: "One row for all findings that are alike.") var groups = false
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let usual = Set(Finding.Status.Word.allCases).subtracting(all ? [] : [.resolved])
    let store = try store.open(.reading)
    let list = ListFindings(store: store, at: moment.moment)
    let found = try list.fitting(filter.checkedFilter(in: store), usual: usual)
      .sorted { sort.precedes($0.finding, $1.finding) }
    let table =
      groups
      ? FindingGroup.groups(found.map(\.finding)).table
      : ResultTable(
        columns: [
          "finding", "severity", "status", "id", "name", "type", "account", "region", "change",
          "first_seen", "baseline",
        ], rows: found.map(Self.row))
    try Console.write(table.text(format, output.tableOptions))
    for name in try list.notAudited() {
      Console.writeError("warning: Nothing was audited against the baseline '\(name)' yet.\n")
    }
  }

  private static func row(_ entry: (finding: Finding, baseline: String)) -> [ResultTable.Cell] {
    let id = entry.finding.resource.id
    return [
      .text(entry.finding.id), .text(entry.finding.severity.word),
      .text(entry.finding.status.word.rawValue), .text(id.id),
      entry.finding.resource.name.map { .text($0) } ?? .null, .text(id.type.name),
      .text(id.account), .text(id.region), .text(entry.finding.change.rawValue),
      .text("\(entry.finding.firstSeen)"), .text(entry.baseline),
    ]
  }
}

extension [FindingGroup] {
  /// A row for each: the finding that stands for it, how many there are, and what they say.
  fileprivate var table: ResultTable {
    ResultTable(
      columns: [
        "finding", "findings", "severity", "type", "accounts", "regions", "change", "edit",
      ],
      rows: map { group in
        let ids = group.members.map(\.resource.id)
        return [
          .text(group.leader.id), .number("\(group.members.count)"),
          .text(group.leader.severity.word), .text(group.leader.resource.id.type.name),
          .number("\(Set(ids.map(\.account)).count)"), .number("\(Set(ids.map(\.region)).count)"),
          .text(group.leader.change.rawValue), group.gist.map { .text($0) } ?? .null,
        ]
      })
  }
}

/// `plumb finding show`.
struct FindingShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything about a finding.",
    discussion: "EXAMPLE: plumb finding show F-17\n\n\(ExitStatus.discussion)")

  @Argument(help: "The finding: F-17.", completion: .names(of: .finding)) var finding: String
  @Option(help: "text, json, markdown, html, csv, sarif or junit.") var format = ReportFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let store = try store.open(.reading)
    var report = try ListFindings(store: store, at: moment.moment).report(on: finding)
    report.program = Plumb.configuration.version
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
    commandName: "acknowledge", abstract: "Record that somebody takes care of findings.",
    discussion: """
      They still count as unapproved. \(FindingChoiceOptions.discussion) A filter without --status \
      means open findings.

      EXAMPLE: plumb finding acknowledge F-17 --by alice@example.com --reason "asking the web team"
      EXAMPLE: plumb finding acknowledge --account 111122223333 --by alice@example.com --reason "mine" --yes

      \(ExitStatus.discussion)
      """)

  @OptionGroup var chosen: FindingChoiceOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let decision = DecideFindings(
      store: try store.open(.writing), by: actor.by, reason: actor.reason, at: moment.moment)
    let selection = try chosen.agreed { isAgreed in
      try decision.acknowledge(chosen.choice, isAgreed: isAgreed)
    }
    try Console.write(chosen.told(selection, "acknowledged"))
  }
}

/// `plumb finding accept`.
struct FindingAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Accept the risk of findings until a date.",
    discussion: """
      Until then they do not count as unapproved. A further edit of a resource opens its finding \
      again. \(FindingChoiceOptions.discussion) A filter without --status means open and \
      acknowledged findings.

      EXAMPLE: plumb finding accept F-17 --until 2026-12-31 --by carol@example.com --reason "vendor fix due"
      EXAMPLE: plumb finding accept --like F-17 --until 2026-12-31 --by carol@example.com --reason "known" --yes

      \(ExitStatus.discussion)
      """)

  @OptionGroup var chosen: FindingChoiceOptions
  @Option(help: "Until when, as 2026-12-31, which includes that day, or 2026-12-31T12:00:00Z.")
  var until: EndMoment
  @OptionGroup var actor: ActorOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let decision = DecideFindings(
      store: try store.open(.writing), by: actor.by, reason: actor.reason, at: moment.moment)
    let selection = try chosen.agreed { isAgreed in
      try decision.accept(chosen.choice, until: until.moment, isAgreed: isAgreed)
    }
    try Console.write(chosen.told(selection, "accepted until \(until.moment.minuteText)"))
  }
}

extension FindingChoiceOptions {
  /// What was decided: a line for each finding that was named, one for those that a filter chose.
  fileprivate func told(_ selection: FindingSelection?, _ what: String) -> String {
    guard let selection else { return findings.map { "\($0) \(what)\n" }.joined() }
    return "\(counted(selection.findings.count, "finding")) \(what)\n"
  }
}

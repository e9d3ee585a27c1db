import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb scope`.
struct ScopeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scope",
    abstract: "Show the coverage of scopes, and retire scopes that are gone.",
    discussion: "EXAMPLE: plumb scope list\n\n\(ExitStatus.discussion)",
    subcommands: [ScopeListCommand.self, ScopeRetireCommand.self, ScopeUnretireCommand.self])
}

/// `plumb scope list`.
struct ScopeListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every scope with its state and its last reading.",
    discussion: """
      Lists scopes that were ever seen, that a baseline knows, or that the settings ask for. A \
      state is read, stale, unread, seen (in part), never (looked at) or retired. Beside it are \
      the parts of resources that no file has ever given.

      EXAMPLE: plumb scope list --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @Option(help: "The baseline whose scopes are listed too.") var baseline =
    SettingsFile.usualBaseline
  @OptionGroup var moment: MomentOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let at = moment.moment
    let store = try store.open(.reading, about: baseline)
    // Which scopes a pruned snapshot read may be known no longer.
    if moment.at != nil { _ = try store.keptSnapshot(at: at) }
    let coverage = try ComposeCoverage(store: store, demand: coverage.demand)
      .coverage(to: .max, at: at, baseline: baseline)
    let rows = coverage.cells.map { cell -> [ResultTable.Cell] in
      let why = cell.problem?.message ?? cell.retirement?.words
      return [
        .text(cell.scope.account), .text(cell.scope.region), .text(cell.scope.type.name),
        .text(cell.word.rawValue), cell.lastRead.map { .text("\($0)") } ?? .null,
        cell.lastRead.map { .text(durationText(seconds: at.seconds - $0.seconds)) } ?? .null,
        cell.source.map { .text($0) } ?? .null,
        listed(cell.parts.map(\.name)), listed(cell.partsNeverLookedAt),
        why.map { .text($0) } ?? .null,
      ]
    }
    let table = ResultTable(
      columns: [
        "account", "region", "type", "state", "last_read", "age", "source", "unread_parts",
        "parts_never_looked_at", "why",
      ], rows: rows)
    try Console.write(table.text(format, output.tableOptions))
  }

  private func listed(_ names: [String]) -> ResultTable.Cell {
    names.isEmpty ? .null : .text(names.joined(separator: ", "))
  }
}

/// `plumb scope retire`.
struct ScopeRetireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Leave out scopes on purpose, such as a closed account.",
    discussion: """
      Coverage no longer asks for them, and every report lists them with who, when and why. \
      Findings in them stay as they are. A scope that is read again counts again. A selector is \
      ACCOUNT/REGION/TYPE with * for any text; parts left out at its end mean any.

      EXAMPLE: plumb scope retire 111122223333 --by carol@example.com --reason "account closed"
      EXAMPLE: plumb scope retire '*/eu-south-1' --by carol@example.com --reason "region given up"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Which scopes: ACCOUNT/REGION/TYPE.") var selector: String
  @OptionGroup var actor: ActorOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let scopes = try ScopeSelector(selector).retiring(
      true, in: store.open(.writing), actor, at: moment.moment)
    try Console.write("\(counted(scopes.count, "scope")) retired:\n")
    for scope in scopes { try Console.write("  \(scope)\n") }
  }
}

/// `plumb scope unretire`.
struct ScopeUnretireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unretire", abstract: "Let retired scopes count again.",
    discussion: """
      EXAMPLE: plumb scope unretire 111122223333 --by carol@example.com --reason "it was another one"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Which scopes: ACCOUNT/REGION/TYPE.") var selector: String
  @OptionGroup var actor: ActorOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let scopes = try ScopeSelector(selector).retiring(
      false, in: store.open(.writing), actor, at: moment.moment)
    try Console.write("\(counted(scopes.count, "scope")) no longer retired:\n")
    for scope in scopes { try Console.write("  \(scope)\n") }
  }
}

/// Scopes as people choose them: `ACCOUNT/REGION/TYPE`, or with spaces, as reports print them.
private struct ScopeSelector {
  private let selector: ResourceSelector

  init(_ text: String) throws {
    let parts = text.split(whereSeparator: { "/ ".contains($0) }).map { Glob(String($0)) }
    guard (1...3).contains(parts.count) else {
      throw ValidationError("'\(text)' is no selector: write ACCOUNT/REGION/TYPE.")
    }
    selector = ResourceSelector(
      type: parts.count > 2 ? parts[2] : nil, account: parts[0],
      region: parts.count > 1 ? parts[1] : nil)
  }

  func retiring(
    _ isRetired: Bool, in store: AuditStore, _ actor: ActorOptions, at moment: Timestamp
  ) throws -> [Scope] {
    let demand = try CoverageDemand(settings: SettingsFile.named()?.settings)
    let wanted = try ComposeCoverage(store: store, demand: demand).now(moment).cells.map(\.scope)
    return try store.setRetired(
      isRetired, wanted: wanted, choosing: { selector.mayBe(in: $0) }, at: moment, by: actor.by,
      reason: actor.reason)
  }
}

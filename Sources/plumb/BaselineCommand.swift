import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation

/// `plumb baseline`.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Agree on what is right, and compare configurations with it.",
    discussion:
      "EXAMPLE: plumb baseline set latest --by alice@example.com\n\n\(ExitStatus.discussion)",
    subcommands: [
      BaselineSetCommand.self, BaselineListCommand.self, BaselineShowCommand.self,
      BaselineExportCommand.self, BaselineCheckCommand.self, BaselinePromoteCommand.self,
    ])
}

/// The baseline's name.
struct BaselineNameOptions: ParsableArguments {
  @Option(help: "The baseline.", completion: .names(of: .baseline))
  var baseline = SettingsFile.usualBaseline
}

/// `plumb baseline set`.
struct BaselineSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Agree to a snapshot, or to golden documents.",
    discussion: """
      Agrees to a whole snapshot, or to the scopes that --account, --region and --type choose \
      (globs; each may be repeated). A golden document says what one resource is (match: exact) or \
      what it must have (match: partial). An existing baseline is set again only with --by and \
      --reason: the command first shows which findings end and what becomes expected, and somebody \
      must agree, at the terminal or with --yes.

      EXAMPLE: plumb baseline set latest --by alice@example.com
      EXAMPLE: plumb baseline set latest --type 'AWS::EC2::*' --by alice@example.com --reason "review 42" --yes
      EXAMPLE: plumb baseline set --documents Baselines/ --by alice@example.com

      \(ExitStatus.discussion)
      """)

  @Argument(help: "A snapshot: its number, 'latest' or a time.") var snapshot: String?
  @Option(help: "Golden documents: files or folders.", completion: .file())
  var documents: [String] = []
  @Option(help: "Only scopes of this account; may be repeated.") var account: [String] = []
  @Option(help: "Only scopes of this region; may be repeated.") var region: [String] = []
  @Option(help: "Only scopes of this type; may be repeated.") var type: [String] = []
  @Option(help: "Who agrees to it; needed if the baseline exists.") var by: String?
  @Option(help: "Why; needed if the baseline exists.") var reason: String?
  @Flag(help: "Agree to the findings that end and to what becomes expected.") var yes = false
  @Option(
    help: "The baseline (default: what a document names, what the settings say, or 'default').",
    completion: .names(of: .baseline)) var baseline: String?
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  private var name: String { baseline ?? SettingsFile.usualBaseline }

  func validate() throws {
    guard (snapshot == nil) != documents.isEmpty else {
      throw ValidationError("Give a snapshot, or --documents.")
    }
  }

  func run() throws {
    let baselines = ManageBaselines(
      store: try store.open(snapshot == nil ? .creating : .writing), name: name,
      at: moment.moment)
    if let snapshot {
      try set(baselines, to: snapshot)
    } else {
      try setDocuments(baselines)
    }
  }

  private func set(_ baselines: ManageBaselines, to snapshot: String) throws {
    try baselines.store.checkChoice(accounts: account, regions: region, types: type)
    // Each that is named with each other: two accounts and two regions are four choices.
    let chosen = account.globs.flatMap { account in
      region.globs.flatMap { region in
        type.globs.map { ResourceSelector(type: $0, account: account, region: region) }
      }
    }
    let set = try agreed { isAgreed in
      try baselines.set(
        to: snapshot, choosing: chosen, by: by, reason: reason, isAgreed: isAgreed)
    }
    try Console.write(
      "Baseline \(name): \(counted(set.setting.resources, "resource")) in "
        + "\(counted(set.setting.scopes.count, "scope")).\n" + told(set.effect))
    for scope in set.setting.unread {
      try Console.tell(["  left out, because it could not be read: \(scope)"])
    }
  }

  private func setDocuments(_ baselines: ManageBaselines) throws {
    let set = try agreed { isAgreed in
      try baselines.set(
        documents: documents, isNamed: baseline != nil, by: by, reason: reason, isAgreed: isAgreed)
    }
    try Console.write(
      "\(counted(set.documents, "golden document")) agreed to; "
        + (baseline.map { "baseline \($0).\n" } ?? "baseline \(name) where a document names none.\n")
        + set.effects.map(told).joined())
    if set.inPart > 0 {
      try Console.write(
        "\(set.inPart) in part (match: partial): what they do not name is not judged.\n")
    }
  }

  private func told(_ effect: BaselineEffect) -> String {
    effect.isSilent ? "" : effect.sentence.visible + "\n"
  }

  /// Sets it where nothing ends and nothing becomes expected, or that is agreed to.
  private func agreed<Value>(_ set: ((BaselineEffect) -> Bool) throws -> Value) throws -> Value {
    try Console.agreed(
      yes: yes, mayAsk: by != nil && reason != nil, question: "Agree to that?",
      isSilent: \.isSilent, text: { $0.text(output.options) }, set)
  }
}

/// `plumb baseline list`.
struct BaselineListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List each time that a baseline was set or findings were promoted.",
    discussion: """
      The newest first, with who agreed to it, and why. 'standing' counts the scopes and resources \
      for which it still counts.

      EXAMPLE: plumb baseline list

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let rows = try store.open(.reading).agreements().map { agreement -> [ResultTable.Cell] in
      [
        .text(agreement.baseline), .text("\(agreement.at)"),
        agreement.actor.map { .text($0) } ?? .null, .text(agreement.words),
        .number("\(agreement.scopes)"), .number("\(agreement.resources)"),
        .number("\(agreement.standingScopes + agreement.standingResources)"),
        agreement.reason.map { .text($0) } ?? .null,
      ]
    }
    let table = ResultTable(
      columns: ["baseline", "set", "by", "to", "scopes", "resources", "standing", "reason"],
      rows: rows)
    try Console.write(table.text(format, output.tableOptions))
  }
}

extension [String] {
  /// The texts as globs; nothing, once, where there are none.
  fileprivate var globs: [Glob?] { isEmpty ? [nil] : map { Glob($0) } }
}

extension StoredAgreement {
  /// `snapshot 2`, `documents`, `F-1, F-3`.
  fileprivate var words: String {
    if let snapshot { return "snapshot \(snapshot)" }
    return findings.isEmpty ? "documents" : findings.map { "F-\($0)" }.joined(separator: ", ")
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
      store: store.open(.reading, about: name.baseline), name: name.baseline, at: .now
    ).export()
    try Console.write(files.map(\.text).joined(separator: "---\n"))
  }
}

/// `plumb baseline export`.
struct BaselineExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a baseline as golden documents that give the same baseline again.",
    discussion: "EXAMPLE: plumb baseline export Baselines/prod\n\n\(ExitStatus.discussion)")

  @Argument(help: "The folder to write to.", completion: .directory) var folder: String
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let files = try ManageBaselines(
      store: store.open(.reading, about: name.baseline), name: name.baseline, at: .now
    ).export()
    let outputs = files.map { file in
      let path = URL(fileURLWithPath: folder).appendingPathComponent(file.file)
      return OutputFile(path: path.path, replaced: .golden)
    }
    // Before the first is written: all or none.
    for output in outputs { try output.requireFree() }
    for (output, (_, text)) in zip(outputs, files) {
      try? FileManager.default.createDirectory(
        at: URL(fileURLWithPath: output.path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try output.write(text)
    }
    try Console.write("\(counted(files.count, "file")) written to \(folder).\n")
  }
}

/// `plumb baseline check`.
struct BaselineCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Compare a snapshot with a baseline.",
    discussion: """
      Change records and ignores do not count: every difference is shown. For 'latest', readings \
      must not be stale now, or at --at. \(AcrossOptions.discussion)

      EXAMPLE: plumb baseline check --baseline prod
      EXAMPLE: plumb baseline check --baseline staging --mapping staging-to-production.yaml

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The snapshot: its number, 'latest' or a time.") var snapshot = "latest"
  @Option(help: "text or json.") var format = DifferenceFormat.text
  @OptionGroup(title: "Across accounts and regions") var across: AcrossOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = try CompareStates(
      storePath: try store.path, account: nil, region: nil, now: moment.moment,
      demand: coverage.demand
    ).report(
      from: "baseline:\(name.baseline)", to: snapshot, across: across.stateMapping)
    try Console.write(report.text(format, output.options))
    if report.differs { throw ExitStatus.unapproved }
    if !report.unread.isEmpty { throw ExitStatus.incomplete }
  }
}

/// `plumb baseline promote`.
struct BaselinePromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Make the edits of findings part of the baseline.",
    discussion: """
      \(FindingChoiceOptions.discussion)

      EXAMPLE: plumb baseline promote F-17 --by carol@example.com --reason "agreed in review 42"
      EXAMPLE: plumb baseline promote --like F-17 --by carol@example.com --reason "agreed in review 42" --yes

      \(ExitStatus.discussion)
      """)

  @OptionGroup var chosen: FindingChoiceOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var name: BaselineNameOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let baselines = ManageBaselines(
      store: try store.open(.writing), name: name.baseline, at: moment.moment)
    let count = try chosen.agreed { isAgreed in
      try baselines.promote(
        chosen.choice, by: actor.by, reason: actor.reason, isAgreed: isAgreed)
    }
    try Console.write("\(counted(count, "edit")) promoted to baseline \(name.baseline).\n")
  }
}

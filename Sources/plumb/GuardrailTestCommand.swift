import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb guardrail test`.
struct GuardrailTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run a guardrail on the last snapshot, or replay it over the whole history.",
    discussion: """
      Give the guardrail's id, or the path of its file. It runs on the last snapshot; a guardrail \
      over transitions runs on every change that is kept. --back-test replays it over all \
      snapshots that are kept, and says what it would have raised, when, and when that ended. \
      Without --back-test it ends with status 1 if a resource or a change fails. Otherwise, and with \
      --back-test, it ends with status 2 if something that it asks about was not read or was pruned; \
      without --back-test also if it was read too long ago (--allow-unread accepts all of \
      that). With --ignores it replays ignores over past audits, and says what they would have hidden.

      EXAMPLE: plumb guardrail test ssh-open-to-world
      EXAMPLE: plumb guardrail test guardrails/new.yaml --back-test
      EXAMPLE: plumb guardrail test --back-test --ignores ignores.yaml

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The guardrail's id, or its file.", completion: .file()) var guardrail: String?
  @Flag(help: "Replay it over the history that is kept.") var backTest = false
  @Option(help: "A file or folder of ignores to replay; may be repeated.", completion: .file())
  var ignores: [String] = []
  @Option(help: "With --ignores: the baseline whose audits are replayed.")
  var baseline = SettingsFile.usualBaseline
  @Flag(help: "Do not fail because something that it asks about was not read, or was pruned.")
  var allowUnread = false
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var guardrails: GuardrailOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func validate() throws {
    guard guardrail == nil || ignores.isEmpty else {
      throw ValidationError("Give a guardrail or --ignores, not both.")
    }
    guard guardrail != nil || !ignores.isEmpty else {
      throw ValidationError("Name a guardrail, or give --ignores with --back-test.")
    }
    guard ignores.isEmpty || backTest else {
      throw ValidationError("--ignores are replayed: give --back-test too.")
    }
    guard ignores.isEmpty || moment.at == nil else {
      throw ValidationError("--ignores are replayed over all that audits judged: leave --at away.")
    }
  }

  func run() throws {
    guard let guardrail else {
      let store = try opened()
      let result = try BackTestIgnores(
        store: store, baseline: baseline,
        rules: LoadRules(ignorePaths: ignores).load(from: store)
      ).run()
      return try write(result.text, result.table)
    }
    let rule = try guardrails.rules.compiled(named: guardrail)
    let store = try opened()
    let last = try store.keptSnapshot(at: moment.moment) ?? 0
    let known = try ComposeCoverage(store: store, demand: coverage.demand)
      .coverage(to: last, at: moment.moment)
    if backTest {
      let result = try BackTestGuardrail(
        store: store, rule: rule, coverage: known, upTo: last
      ).run()
      try write(result.text, result.table, result.problem)
      if !result.isComplete, !allowUnread { throw ExitStatus.incomplete }
      return
    }
    let result = try TestGuardrail(store: store, rule: rule, coverage: known, upTo: last).run()
    try write(result.text, result.table, result.problem)
    if !result.failures.isEmpty { throw ExitStatus.unapproved }
    if !result.isComplete, !allowUnread { throw ExitStatus.incomplete }
  }

  /// A store that somebody altered passes no guardrail.
  private func opened() throws -> AuditStore {
    let store = try store.open(.reading, about: baseline)
    try store.requireWritten()
    return store
  }

  /// Throws the problem after all that was found.
  private func write(_ text: String, _ table: ResultTable, _ problem: Problem? = nil) throws {
    switch format {
    case .text:
      try Console.write(text)
      if !table.rows.isEmpty { try Console.write("\n" + table.text(.text, output.tableOptions)) }
    case .json, .csv: try Console.write(table.text(format, output.tableOptions))
    }
    if let problem { throw problem }
  }
}

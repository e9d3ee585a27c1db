import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation

/// Where and how a drift report is written.
struct ReportOutputOptions: ParsableArguments {
  @Option(help: "text, json, markdown, html, csv, sarif or junit.") var format = ReportFormat.text
  @Option(name: .shortAndLong, help: "Write the report to this file.", completion: .file())
  var output: String?
  @Flag(
    help: """
      Do not fail because scopes, sources or activity could not be read. Change records that could \
      not be read still fail: they may take an approval back.
      """) var allowUnread = false
  @Flag(help: "Fail because changes were approved on paper only.") var strict = false
  @Flag(help: "Fail because a guardrail is broken.") var strictGuardrails = false
  @OptionGroup var appearance: OutputOptions

  /// Throws where the report could not be written: before anything is judged, for an audit is made once.
  ///
  /// - Parameter inputs: The files and folders that the command was told to read.
  func requireWritable(beside inputs: [String]) throws(Problem) {
    if let output { try OutputFile(path: output, inputs: inputs).requireWritable() }
  }

  /// Writes the report that `compose` makes, with the head of the store's ledger, all of one state of
  /// the store; and ends with the status it stands for, by the options and the settings.
  ///
  /// - Parameter inputs: The files and folders that the command was told to read.
  func write(
    of store: AuditStore, by settings: Settings?, beside inputs: [String],
    _ compose: () throws -> DriftReport
  ) throws {
    var report = try store.reading {
      var report = try compose()
      if report.ledger == nil { report.ledger = try .init(store.head()) }
      return report
    }
    report.program = Plumb.configuration.version
    report.isGuardrailStrict = strictGuardrails || settings?.guardrails.isStrict ?? false
    report.isStrict = strict || settings?.isStrict ?? false
    let text = format.render(report, appearance.options)
    if let output {
      try OutputFile(path: output, inputs: inputs).write(text)
    } else {
      try Console.write(text)
    }
    if report.hasUnapproved { throw ExitStatus.unapproved }
    if !report.coverage.isComplete, !allowUnread || !report.coverage.unreadDocuments.isEmpty {
      throw ExitStatus.incomplete
    }
    if report.isGuardrailUnanswered { throw ExitStatus.incomplete }
  }
}

/// `plumb audit`.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Judge what is new, and report what nobody approved.",
    discussion: """
      Compares every difference between the expected and the observed configuration with the \
      registered change records. An approved edit becomes expected. Any other edit is a finding \
      until the value goes back, or the edit is approved or promoted.

      It judges all snapshots that are there, so --at is never before the newest one: 'plumb report \
      --until' says how things stood then.

      If there are settings, it first registers the change records in the folders of 'changes', \
      and afterwards puts what is new into messages for the destinations of 'notices': the daemon \
      or 'plumb notice send' sends them.

      EXAMPLE: plumb audit --format html --output drift.html

      \(ExitStatus.discussion)
      """)

  @OptionGroup var output: ReportOutputOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var alerts: AlertOptions
  @OptionGroup var guardrails: GuardrailOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let inputs = rules.paths + alerts.alerts + guardrails.guardrails
    try output.requireWritable(beside: inputs)
    let file = try SettingsFile.named()
    let settings = file?.settings
    let store = try AuditStore(path: store.path(file), mode: .writing)
    let named = try alerts.rules(by: settings).load()
    let held = try guardrails.rules(by: settings).load()
    let at = moment.moment
    let registered = try registerChanges(of: settings, in: store, at: at)
    let book = try rules.rules(by: settings).load(from: store)
    let names = try DoubtfulNames(in: store)
    for sentence in names.sentences(ofIgnoresIn: book) {
      Console.writeError("warning: \(sentence)\n")
    }
    var audit = RunAudit(store: store, baseline: rules.baseline, rules: book, at: at)
    audit.notices = settings?.notices
    if try audit.notices == nil && store.hasToldAnybody { Console.writeError(Self.tellsNobody) }
    audit.alerts = named
    audit.guardrails = held
    let outcome = try audit.run()
    if let settings { try tellBreaches(of: store, by: settings, at: at) }
    try output.write(of: store, by: settings, beside: inputs) {
      var compose = ComposeReport(
        store: store, baseline: rules.baseline, rules: book, at: at,
        demand: coverage.demand(by: settings), warnings: registered + outcome.warnings)
      compose.alerts = named
      compose.guardrails = held
      return try compose.audit()
    }
  }

  /// Registers the change records of the settings' folders, and says what cannot be. Returns what the report warns of.
  private func registerChanges(
    of settings: Settings?, in store: AuditStore, at moment: Timestamp
  ) throws -> [String] {
    guard let settings else { return [] }
    let outcome = try RegisterFolders(store: store, at: moment).run(settings.changes)
    for words in outcome.news { Console.writeError(words + "\n") }
    for sentence in outcome.discounts { Console.writeError("warning: \(sentence)\n") }
    for problem in outcome.problems { Console.writeError("warning: not registered: \(problem)\n") }
    return outcome.warnings
  }

  private static let tellsNobody = """
    warning: No settings were found, so nobody is told of what this audit finds. The next audit with \
    the settings tells it. Audit where plumbline.yaml is, or name it in PLUMB_CONFIG.

    """

  /// Where the settings have destinations, they are told of what breaks the guardrails of the settings. Where they have
  /// none, nobody is to be told of the changes up to now.
  private func tellBreaches(
    of store: AuditStore, by settings: Settings, at moment: Timestamp
  ) throws {
    guard !settings.notices.destinations.isEmpty else {
      return try store.passOverChanges(to: store.snapshot(at: moment))
    }
    var watch = WatchGuardrails()
    let round = try watch.look(at: store, by: settings, at: moment)
    _ = try RecordBreaches(store: store, settings: settings, at: moment).write(round)
  }
}

/// `plumb report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report on a period that was judged.",
    discussion: """
      Only reads: run 'plumb audit' first to judge what is new. A report on a past period says \
      what was known by its end, whenever it is made. What came later is shown beside it.

      EXAMPLE: plumb report --from 2026-11-01 --until 2026-11-30 --format markdown

      \(ExitStatus.discussion)
      """)

  @Option(
    help: """
      The beginning of the period, as 2026-11-01 or 2026-11-01T12:00:00Z (default: the first \
      snapshot).
      """) var from: Timestamp?
  @Option(
    help: """
      The end of the period, as 2026-11-30, which includes that day, or 2026-11-30T12:00:00Z \
      (default: --at).
      """) var until: EndMoment?
  @OptionGroup var output: ReportOutputOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var alerts: AlertOptions
  @OptionGroup var guardrails: GuardrailOptions
  @OptionGroup var coverage: CoverageOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    let end = min(until?.moment ?? moment.moment, moment.moment)
    guard let from, from > end else { return }
    throw ValidationError("The period begins (\(from)) after it ends (\(end)).")
  }

  func run() throws {
    let store = try store.open(.reading, about: rules.baseline)
    // Without any moment it is the present, with all that there is.
    let end = until?.moment ?? moment.at
    let settings = try SettingsFile.named()?.settings
    let inputs = rules.paths + alerts.alerts + guardrails.guardrails
    try output.write(of: store, by: settings, beside: inputs) {
      var compose = try ComposeReport(
        store: store, baseline: rules.baseline, rules: rules.rules(by: settings).load(from: store),
        at: moment.moment, demand: coverage.demand(by: settings))
      compose.alerts = try alerts.rules(by: settings).load()
      compose.guardrails = try guardrails.rules(by: settings).load()
      return try compose.period(from: from, until: end.flatMap { $0 < .now ? $0 : nil })
    }
  }
}

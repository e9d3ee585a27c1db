import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel

/// `plumb prune`.
struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Drop the content of old snapshots, and old calls.",
    discussion: """
      Shows what would be dropped, and what holds other snapshots back; --yes drops it. Verdicts, \
      findings, change records, baselines and every decision of people are kept, with all that \
      they need. With both --older-than and --keep, a snapshot is dropped only if it is older and \
      beyond that number. --activity-older-than drops calls that no audit needs any more and that \
      no verdict or finding stands on. --messages-older-than drops messages of notices that \
      were sent and whose findings are over. Without any of these, 'retention' in the settings counts.

      EXAMPLE: plumb prune --older-than 90d --keep 30
      EXAMPLE: plumb prune --activity-older-than 400d
      EXAMPLE: plumb prune --older-than 1095d --yes --by ops@example.com --reason "kept three years"

      \(ExitStatus.discussion)
      """)

  @Option(help: "Drop snapshots that are older: 90d, 12h or 4w.") var olderThan: Age?
  @Option(help: "Keep this many of the newest snapshots.") var keep: Int?
  @Option(help: "Drop calls that are older and that nothing needs: 400d.")
  var activityOlderThan: Age?
  @Option(help: "Drop messages that were sent longer ago and whose findings are over: 90d.")
  var messagesOlderThan: Age?
  @Flag(help: "Drop it, instead of only showing what would be dropped.") var yes = false
  @Option(help: "Who does it (with --yes).") var by: String?
  @Option(help: "Why (with --yes).") var reason: String?
  @Option(help: "text or json.") var format = DifferenceFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func validate() throws {
    guard keep.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--keep takes a number above 0: the newest snapshot always stays.")
    }
    guard !yes || (by != nil && reason != nil) else {
      throw ValidationError("--yes needs --by and --reason: what was dropped, by whom, and why.")
    }
    let least = Settings.Retention.leastActivity
    guard activityOlderThan.map({ $0.seconds >= least.seconds }) ?? true else {
      throw ValidationError(
        "--activity-older-than takes \(least) or more: files of CloudTrail come late.")
    }
  }

  func run() throws {
    let limits = try limits()
    var pruning = PruneStore(
      store: try store.open(yes ? .writing : .reading), olderThan: limits.age,
      keeping: limits.count, at: moment.moment, by: by, reason: reason)
    pruning.activityOlderThan = limits.activity
    pruning.messagesOlderThan = limits.messages
    guard yes else {
      let plan = try pruning.plan()
      return try Console.write(
        PruneText(plan: plan, messages: pruning.messages()).text(format, output.options))
    }
    let outcome = try pruning.run()
    try Console.write(PruneText(outcome: outcome).text(format, output.options))
    if outcome.spaceProblem != nil { throw ExitStatus.incomplete }
  }

  /// What is named here, otherwise what the settings say.
  private func limits() throws -> Settings.Retention {
    if olderThan != nil || keep != nil || activityOlderThan != nil || messagesOlderThan != nil {
      return Settings.Retention(
        age: olderThan, count: keep, activity: activityOlderThan, messages: messagesOlderThan)
    }
    guard let retention = try SettingsFile.named()?.settings.retention else {
      throw ValidationError(
        "Say what is old: --older-than AGE, --keep NUMBER, --activity-older-than AGE, --messages-older-than AGE, here or in the settings."
      )
    }
    return retention
  }
}

extension Age: ExpressibleByArgument {
  /// Reads an age as `90d`.
  package init?(argument: String) { self.init(parsing: argument) }
}

import ArgumentParser
import AuditService
import ChangeDocuments
import ConfigurationModel

/// `plumb iam-policy`.
struct IAMPolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iam-policy",
    abstract: "Print the least IAM policy that Plumbline needs.",
    discussion: """
      With settings and no --type: the policy for all that their sources read. If an account is \
      read with a role, attach the policy to the role.

      EXAMPLE: plumb iam-policy --type 'AWS::EC2::*' > policy.json
      EXAMPLE: plumb iam-policy --activity s3://my-trail-bucket/prefix
      EXAMPLE: plumb iam-policy --notices
      EXAMPLE: plumb iam-policy --queues

      \(ExitStatus.discussion)
      """)

  @Option(help: "A resource type, * for any text; may be repeated (default: all with rules).")
  var type: [String] = []
  @Option(help: "A source of the settings; may be repeated.") var source: [String] = []
  @Option(
    help: "For activity: a bucket as s3://bucket/prefix, or 'lookup' for CloudTrail itself.")
  var activity: String?
  @Flag(help: "For notices: to publish to the topics of the settings, and nothing that reads.")
  var notices = false
  @Flag(help: "For queues: to take messages from those of the settings, and nothing that reads.")
  var queues = false
  @OptionGroup var settings: SettingsOptions

  func validate() throws {
    let isAlone = type.isEmpty && source.isEmpty && activity == nil
    if notices && (queues || !isAlone) || queues && !isAlone {
      throw ValidationError(
        "\(notices ? "--notices" : "--queues") already says what is needed: leave out the other options."
      )
    }
    guard let activity else { return }
    guard type.isEmpty, source.isEmpty else {
      throw ValidationError("--activity already says what is read: leave out the other options.")
    }
    guard activity == "lookup" || S3Place(parsing: activity) != nil else {
      throw ValidationError("'\(activity)' is neither s3://bucket/prefix nor 'lookup'.")
    }
  }

  func run() throws {
    if notices {
      guard
        let policy = PolicyText(
          notices: try settings.load()?.settings.notices ?? Settings.Notices())
      else { throw Problem.noTopics() }
      return try Console.write(policy.text)
    }
    if queues {
      guard let policy = PolicyText(queuesOf: try settings.load()?.settings.sources ?? []) else {
        throw Problem.noQueues()
      }
      return try Console.write(policy.text)
    }
    if let activity {
      return try Console.write(PolicyText(activityIn: S3Place(parsing: activity)).text)
    }
    if type.isEmpty, let file = try settings.load(),
      let policy = try PolicyText(sources: file.sources(named: source))
    {
      return try Console.write(policy.text)
    }
    guard source.isEmpty else { throw Problem.noSettings() }
    try Console.write(try PolicyText(types: type.map { Glob($0) }).text)
  }
}

extension Problem {
  fileprivate static func noQueues() -> Problem {
    Problem(
      "no-queues", "The settings have no source that takes messages out of a queue.",
      hint: "Only 'queue' below 'activity' does.")
  }

  fileprivate static func noTopics() -> Problem {
    Problem(
      "no-topics", "The settings have no destination that needs anything of AWS.",
      hint: "Only 'sns' below 'notices' does.")
  }
}

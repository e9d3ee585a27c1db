import ArgumentParser
import AuditService
import ConfigurationModel

/// `plumb iam-policy`.
struct IAMPolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iam-policy",
    abstract: "Print the IAM policy that reading an account needs, and nothing more.",
    discussion: """
      With settings, and no --type, of all that their sources read. An account that is read with a role \
      needs the policy at the role.

      EXAMPLE: plumb iam-policy --type 'AWS::EC2::*' > policy.json

      \(ExitStatus.discussion)
      """)

  @Option(help: "A resource type, * for any text; again for more (default: all with rules).")
  var type: [String] = []
  @Option(help: "A source of the settings; again for more.") var source: [String] = []
  @OptionGroup var settings: SettingsOptions

  func run() throws {
    if type.isEmpty, let file = try settings.load(),
      let policy = try PolicyText(sources: file.sources(named: source))
    {
      return try Console.write(policy.text)
    }
    guard source.isEmpty else { throw Problem.noSettings() }
    try Console.write(try PolicyText(types: type.map { Glob($0) }).text)
  }
}

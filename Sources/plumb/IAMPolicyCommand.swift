import ArgumentParser
import AuditService
import ConfigurationModel

/// `plumb iam-policy`.
struct IAMPolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iam-policy",
    abstract: "Print the IAM policy that reading an account needs, and nothing more.",
    discussion:
      "EXAMPLE: plumb iam-policy --type 'AWS::EC2::*' > policy.json\n\n\(ExitStatus.discussion)")

  @Option(help: "A resource type, * for any text; again for more (default: all with rules).")
  var type: [String] = []

  func run() throws {
    Console.write(PolicyText(types: type.map { Glob($0) }).text)
  }
}

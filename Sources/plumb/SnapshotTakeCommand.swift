import AWSClient
import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb snapshot take`.
struct SnapshotTakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "take", abstract: "Read an AWS account as a snapshot.",
    discussion: """
      Credentials and endpoints are found as by the AWS CLI: environment, profile, web identity, \
      container, instance. Only calls that read are made. What cannot be read is left as it was, and \
      named.

      EXAMPLE: plumb snapshot take --region eu-west-1 --type 'AWS::EC2::*'

      \(ExitStatus.discussion) 2 also where a scope could not be read; what was read is stored then.
      """)

  @Option(help: "A region; again for more (default: all that are enabled).") var region: [String] =
    []
  @Option(help: "A resource type, * for any text; again for more (default: all with rules).")
  var type: [String] = []
  @Option(help: "The profile of the AWS configuration (default: AWS_PROFILE).") var profile: String?
  @Option(
    help: "Keep AWS's answers in this folder. They hold what the store never does: secrets too.",
    completion: .directory)
  var keep: String?
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = AWSClient(profile: profile, in: .system(), traffic: AWSTraffic())
    let outcome = try await TakeSnapshot(
      client, regions: region, types: type.map { Glob($0) }, keeping: keep, now: { .now },
      into: { try store.open(.creating) }
    ).run()
    Console.write(ImportText(outcome: outcome, isVerbose: false).text(output.options))
    if outcome.hasUnread { throw ExitStatus.incomplete }
  }
}

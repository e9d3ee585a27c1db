import ArgumentParser
import ChangeDocuments
import ConfigurationModel

/// Whether resources are compared with those that stand for them in other accounts and regions.
struct AcrossOptions: ParsableArguments {
  @Flag(
    help: """
      Compare each resource with the one of the same name in the other state's account and \
      region, such as staging with production.
      """)
  var across = false
  @Option(
    help: "The same, by a YAML file that maps accounts, regions and resources.",
    completion: .file())
  var mapping: String?

  /// For the help of the commands that take it.
  static let discussion = """
    With --across or --mapping FILE, resources are paired across accounts and regions: by id, \
    then by name, within the account and region that the mapping gives, or else the only account \
    with the only one. Resources without a partner are listed. A mapping goes from the first \
    state to the second: accounts: { "111122223333": "444455556666" }, \
    regions: { eu-west-1: us-east-1 }, resources: { sg-0a1b2c3d: sg-0f9e8d7c }.
    """

  /// Nil where each resource is compared with itself.
  var stateMapping: StateMapping? {
    get throws {
      if let mapping { return try StateMapping.read(at: mapping) }
      return across ? StateMapping() : nil
    }
  }
}

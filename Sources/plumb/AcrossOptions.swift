import ArgumentParser
import ChangeDocuments
import ConfigurationModel

/// Whether resources are compared with those that stand for them in other accounts and regions.
struct AcrossOptions: ParsableArguments {
  @Flag(
    help: """
      Compare each resource with the one of its name in the other state's account and region: staging with \
      production.
      """)
  var across = false
  @Option(
    help: "The same, by a file that says which account, region and resource is which (YAML).",
    completion: .file())
  var mapping: String?

  /// For the help of the commands that take it.
  static let discussion = """
    With --across, or --mapping FILE, resources are compared over accounts and regions: by id, then by \
    name, within the account and region that the mapping says; without one, the only account with the only \
    one. What stands for nothing on the other side is told. A mapping: accounts: { "111122223333": \
    "444455556666" }, regions: { eu-west-1: us-east-1 }, resources: { sg-0a1b2c3d: sg-0f9e8d7c }, each from \
    the first state to the second.
    """

  /// Nil where each resource is compared with itself.
  var stateMapping: StateMapping? {
    get throws {
      if let mapping { return try StateMapping.read(at: mapping) }
      return across ? StateMapping() : nil
    }
  }
}

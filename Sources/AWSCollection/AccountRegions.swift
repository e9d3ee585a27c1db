package import AWSClient
import ConfigurationModel

/// The regions of an account.
package struct AccountRegions: Hashable, Sendable {
  /// Those that it has enabled, in order.
  package let enabled: [String]
  /// Those that it has not.
  package let notEnabled: [String]

  /// Asks an account for its regions (EC2 API Reference, "DescribeRegions"). Throws `AWSError` or
  /// `Problem`.
  package init(of client: AWSClient, at place: String) async throws {
    let request = AWSRequest(
      "ec2", "describe-regions", region: place, ["all-regions": .bool(true)])
    let regions = try await client.all(request).items("Regions")
    let isEnabled = { (region: ConfigurationValue) in
      region["OptInStatus"]?.string != "not-opted-in"
    }
    let names = regions.compactMap { $0["RegionName"]?.string }
    if let name = names.first(where: { !$0.isAWSRegion }) { throw Problem.regionMalformed(name) }
    enabled = regions.filter(isEnabled).compactMap { $0["RegionName"]?.string }.sorted()
    notEnabled = regions.filter { !isEnabled($0) }.compactMap { $0["RegionName"]?.string }.sorted()
  }

  /// Of the regions that are wanted, all where none is named, those to read and those that are not
  /// enabled. What the account does not know is read all the same: its calls will say why not.
  package func choosing(_ wanted: [String]) -> (read: [String], notEnabled: [String]) {
    guard !wanted.isEmpty else { return (enabled, []) }
    return (
      wanted.filter { !notEnabled.contains($0) }, wanted.filter { notEnabled.contains($0) }
    )
  }
}

extension Problem {
  fileprivate static func regionMalformed(_ name: String) -> Problem {
    Problem(
      "region-invalid", "'\(name)' is no region: an answer of DescribeRegions names it.",
      hint: "Look at the endpoint that answered: AWS names regions as eu-west-1.")
  }
}

package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Detective::Graph`: whether Detective gathers what happens in a region, for this account to look into. An
  /// account that another one looks into has none.
  package static let detectiveGraph = ResourceKind(
    "AWS::Detective::Graph",
    listings: [Listing("detective", "list-graphs", "GraphList")],
    identity: Identity(id: ["Arn"], arn: "Arn"), facets: ["AutoEnableMembers", "Tags"],
    rules: [.withoutNulls(""), .dropped("CreatedTime"), .tags("Tags")],
    assess: assessing(
      removal: Assessment(.high, "Detective no longer gathers what happens here")
    ) { watches.assess($0) })

  private static let watches = [
    Watch(
      "AutoEnableMembers", .becomes(.bool(false)), .medium,
      "New accounts of the organization are no longer taken in")
  ]
}

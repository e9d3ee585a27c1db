package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::SecurityHub::Hub`: whether Security Hub gathers findings in a region.
  package static let securityHub = ResourceKind(
    "AWS::SecurityHub::Hub",
    listings: [
      Listing(
        "securityhub", "describe-hub", nil,
        none: [ErrorSign("InvalidAccessException", saying: "is not subscribed to")])
    ],
    identity: Identity(id: [], arn: "HubArn", only: "Hub"),
    facets: ["AutoEnableControls", "ControlFindingGenerator"],
    always: ["HubArn"],
    rules: [.withoutNulls(""), .dropped("SubscribedAt")],
    assess: assessing(
      removal: Assessment(.critical, "Security Hub no longer gathers findings here")
    ) { watches.assess($0) })

  private static let watches = [
    Watch(
      "AutoEnableControls", .becomes(.bool(false)), .medium,
      "New controls are no longer taken on by themselves")
  ]
}
